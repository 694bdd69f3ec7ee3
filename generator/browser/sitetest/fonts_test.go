package sitetest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
)

// branded is a small playbook with fonts of its own, for everything or for text alone.
func branded(t *testing.T, settings string) testsite.Site {
	t.Helper()
	files := fstest.MapFS{
		"site.toml": {Data: []byte("title = \"Branded\"\nsite_id = \"branded\"\n[build]\noffline = true\n" + settings)},
		"content/start/first.md": {Data: []byte("---\ntitle: The first lesson\nsummary: A text that is read.\n---\n\n" +
			"## A heading\n\n" + strings.Repeat("The customer who calls back is worth an hour of work, **and every hour** has *a price* of its own. ", 12) + "\n")},
	}
	for _, name := range []string{"regular", "bold", "italic", "variable"} {
		data, err := os.ReadFile("../../font/testdata/" + name + ".woff2")
		if err != nil {
			t.Fatal(err)
		}
		files["content/fonts/"+name+".woff2"] = &fstest.MapFile{Data: data}
	}
	return testsite.Warm(t, files, pipeline.Options{})
}

// loaded are the faces of the team that the page shows, in their order.
const loaded = `document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === "loaded" && !f.family.includes("meanwhile")).map((f) => f.family.replaceAll('"', "") + " " + f.weight + " " + f.style).sort().join())`

// width is how wide a line of text is in a family, in a weight, and how high.
const measured = `(family, weight) => document.fonts.load(weight + " 40px " + family).then((faces) => {
  const line = document.createElement("span");
  line.textContent = "the customer who calls back is worth an hour of work and every hour has a price";
  Object.assign(line.style, { fontFamily: family, fontWeight: weight, fontSize: "40px", whiteSpace: "nowrap", position: "absolute", lineHeight: "normal" });
  document.body.append(line);
  const { width, height } = line.getBoundingClientRect();
  line.remove();
  return faces.length ? [width, height] : null;
})`

// TestFonts: a team's own fonts are shown over http and from a folder, with the
// policy that the site asks for; what stands in for them until they have come is as
// wide and as high.
func TestFonts(t *testing.T) {
	s := branded(t, `[theme.fonts]
text = ["fonts/regular.woff2", "fonts/bold.woff2", "fonts/italic.woff2"]
interface = "fonts/variable.woff2"
`)
	b := browser.Start(t)
	const page = "start/first.html"
	host := browser.Open(t, s.FS(), "/")
	host.Send("Content-Security-Policy", theme.CSP)
	for _, p := range []struct{ how, url string }{{"over http", host.URL(page)}, {"from a folder", browser.Files(t, s.FS()).URL(page)}} {
		tab := b.Page(t)
		tab.Open(p.url)
		var got string
		tab.Eval(loaded, &got)
		want := "pb-interface 100 900 normal,pb-text 400 italic,pb-text 400 normal,pb-text 700 normal"
		if got != want {
			t.Errorf("%s: the page shows %q, want %q", p.how, got, want)
		}
		if p.how == "from a folder" {
			tab.TakeConsole()
			continue
		}
		for family, weights := range map[string][]int{"pb-text": {400, 700}, "pb-interface": {400}} {
			for _, weight := range weights {
				var own, meanwhile []float64
				tab.Call(measured, &own, family, weight)
				tab.Call(measured, &meanwhile, family+"-meanwhile", weight)
				if len(meanwhile) == 0 {
					t.Fatalf("%s: the machine has no font that stands in: it needs Liberation, Arial or Times New Roman", family)
				}
				if r := meanwhile[0] / own[0]; r < .97 || r > 1.03 {
					t.Errorf("%s %d: what stands in is %.3f times as wide", family, weight, r)
				}
				if d := meanwhile[1] - own[1]; d < -1 || d > 1 {
					t.Errorf("%s %d: a line is %.1f px high, %.1f with what stands in", family, weight, own[1], meanwhile[1])
				}
			}
		}
	}
	for _, want := range []string{"regular", "bold", "variable"} {
		if !strings.Contains(s.Files[page], `<link rel="preload" href="../assets/`+want+`.`) {
			t.Errorf("%s is not asked for at once", want)
		}
	}
	if strings.Contains(s.Files[page], "assets/italic.") {
		t.Error("the slanted font is asked for before a word needs it")
	}
	if n := strings.Count(s.Files["offline.json"], ".woff2"); n != 4 {
		t.Errorf("the copy for reading offline has %d fonts, want 4", n)
	}
}

// TestFontsThatDoNotCome: a page whose fonts are refused, or come after it is drawn,
// is read in the system's and does not move.
func TestFontsThatDoNotCome(t *testing.T) {
	s := branded(t, "[theme]\nfonts = [\"fonts/regular.woff2\", \"fonts/bold.woff2\"]\n")
	host := browser.Open(t, s.FS(), "/")
	host.Fail(func(path string) int {
		if strings.HasSuffix(path, ".woff2") {
			return 404
		}
		return 0
	})
	p := browser.Start(t).Page(t)
	p.Open(host.URL("start/first.html"))
	expect(t, p, loaded, "")
	expect(t, p, `getComputedStyle(document.querySelector(".prose p")).fontFamily.split(",").slice(0, 2).map((f) => f.trim()).join().replaceAll('"', "")`, "pb-text,pb-text-meanwhile")
	p.TakeConsole()

	// They come when the page has long been drawn.
	host.Fail(func(path string) int {
		if strings.HasSuffix(path, ".woff2") {
			time.Sleep(1500 * time.Millisecond)
		}
		return 0
	})
	late := p.Tab()
	if err := late.Before(`window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => { moved += e.value; })).observe({type: "layout-shift", buffered: true});`); err != nil {
		t.Fatal(err)
	}
	late.Open(host.URL("start/first.html"))
	eventually(t, late, `[...document.fonts].filter((f) => f.status === "loading").length`, 0)
	eventually(t, late, `performance.getEntriesByType("resource").filter((e) => e.name.endsWith(".woff2") && e.responseEnd > 1400).length > 0`, true)
	expect(t, late, `new Promise((ok) => setTimeout(ok, 300)).then(() => moved < 0.01 || moved)`, true)
	late.TakeConsole()
}
