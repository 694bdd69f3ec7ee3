package pipeline_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// unevenSite is a playbook whose languages cover different lessons, with other tags
// and other navigation, with texts on section and home pages.
func unevenSite(seed uint64) fstest.MapFS {
	r := rand.New(rand.NewPCG(seed, 41))
	files := fstest.MapFS{}
	put := func(p, text string) { files[p] = &fstest.MapFile{Data: []byte(text)} }
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	settings := "title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n" + one("", "base_url = \"https://example.com/x\"\n") +
		"[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"NL\"\n[languages.de]\nlabel = \"DE\"\n[roles.ae]\nlabel = \"Rep\"\n[params]\na = \"1\"\n"
	if seed%2 == 0 {
		settings += "[[nav]]\nlabel = \"Survey\"\ntarget = \"/s1/\"\n[[nav]]\nlabel = \"First\"\ntarget = \"l1\"\n[[nav]]\nlabel = \"Away\"\ntarget = \"https://example.org/\"\n"
	}
	put("site.toml", settings)
	put("content/index.md", "# Home\n\nThe text of the home page.\n")
	put("content/index.nl.md", "# Thuis\n\nDe tekst van thuis.\n")
	put("content/paths/ae.md", "+++\ntitle = \"The path\"\nrole = \"ae\"\nlessons = [\"l1\", \"l2\"]\n+++\nGo.\n")
	put("content/glossary.md", "+++\ntitle = \"Words\"\n+++\nOne\n: The [first](s2/l1.md).\n")
	for i := 1; i <= 14; i++ {
		dir := fmt.Sprintf("content/s%d", 1+i%2+i/12)
		tags := one("tags = [\"a\"]\n", "tags = [\"a\", \"zzz\"]\n", "")
		text := fmt.Sprintf("\nSee [one](../s2/l1.md), [all](../tags/index.html).\n\n## Part\n\nA note.[^1] {{ params.a }}\n\n[^1]: Note %d.\n\n- [ ] Tick %d\n", i, i)
		put(fmt.Sprintf("%s/l%d.md", dir, i), fmt.Sprintf("+++\ntitle = \"Lesson %d\"\n%s+++\n%s", i, tags, text))
		for _, lang := range []string{"nl", "de"} {
			if r.IntN(3) == 0 {
				put(fmt.Sprintf("%s/l%d.%s.md", dir, i, lang), fmt.Sprintf("+++\ntitle = \"%s %d\"\n%s+++\n%s", lang, i, one("", "tags = [\"other\"]\n", "tags = [\"a\"]\n"), text))
			}
		}
	}
	put("content/s1/index.md", "# First section\n\nThe section's own text, with [a link](l2.md).\n")
	put("content/s1/index.de.md", "# Abschnitt\n\nDer Text des Abschnitts.\n")
	return files
}

func unevenBuild(t *testing.T, source fs.FS) *pipeline.Result {
	t.Helper()
	b := &pipeline.Builder{Source: source, Templates: small{templates.FS}, Options: pipeline.Options{Date: testDate}}
	r, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Diags.HasErrors() {
		t.Fatalf("%v", r.Diags)
	}
	return r
}

// TestUnevenSitesAreOneHash builds sites whose languages differ forty times, on one
// to eight processors, from folders listed in any order: one hash each, and every
// link leads somewhere.
func TestUnevenSitesAreOneHash(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for seed := range uint64(5) {
		files, first := unevenSite(seed), ""
		for procs := 1; procs <= 8; procs++ {
			runtime.GOMAXPROCS(procs)
			r := unevenBuild(t, shuffled{files, rand.New(rand.NewPCG(seed, uint64(procs)))})
			d := drawShuffled(t, r, rand.New(rand.NewPCG(uint64(procs), seed)), procs)
			h := sha256.New()
			for _, p := range slices.Sorted(maps.Keys(d)) {
				fmt.Fprintf(h, "%s %d\n%s", p, len(d[p]), d[p])
			}
			sum := fmt.Sprintf("%x", h.Sum(nil))
			if first == "" {
				first = sum
				brokenLinks(t, d)
			}
			if sum != first {
				t.Fatalf("site %d on %d processors is another one", seed, procs)
			}
		}
	}
}

// drawShuffled draws all files in a random order, by several workers.
func drawShuffled(t *testing.T, r *pipeline.Result, rnd *rand.Rand, workers int) map[string]string {
	t.Helper()
	files := slices.Clone(r.Files)
	rnd.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	next, out := make(chan output.File), map[string]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for f := range next {
				var b bytes.Buffer
				if err := f.Write(&b); err != nil {
					t.Errorf("%s: %v", f.Path, err)
				}
				mu.Lock()
				out[f.Path] = b.String()
				mu.Unlock()
			}
		})
	}
	for _, f := range files {
		next <- f
	}
	close(next)
	wg.Wait()
	return out
}

// brokenLinks reports relative links, between pages, that lead nowhere.
func brokenLinks(t *testing.T, files map[string]string) {
	t.Helper()
	for p, text := range files {
		if path.Ext(p) != ".html" || path.Base(p) == "404.html" {
			continue
		}
		for z := html.NewTokenizer(strings.NewReader(text)); z.Next() != html.ErrorToken; {
			for _, a := range z.Token().Attr {
				to, _, _ := strings.Cut(a.Val, "#")
				if (a.Key != "href" && a.Key != "src") || to == "" || strings.Contains(to, ":") {
					continue
				}
				if full := path.Join(path.Dir(p), to); files[full] == "" {
					t.Errorf("%s links to %q, which is not there", p, full)
				}
			}
		}
	}
}

// TestPageAlone draws pages alone, each by a builder of its own: every one equals
// the same page of a whole build that several workers drew in a random order.
func TestPageAlone(t *testing.T) {
	sites, pages := uint64(3), 12
	if os.Getenv("PLAYBOOK_LONG") != "" {
		sites, pages = 12, 100
	}
	for seed := range sites {
		files := unevenSite(seed)
		r := rand.New(rand.NewPCG(seed, 3))
		whole := drawShuffled(t, unevenBuild(t, files), r, 4)
		for range pages {
			alone := unevenBuild(t, files)
			f := alone.Files[r.IntN(len(alone.Files))]
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			if b.String() != whole[f.Path] {
				t.Errorf("site %d: %s drawn alone differs from the same file of a whole build", seed, f.Path)
			}
		}
	}
}

// TestNavigationMarksOnePage: an entry of [[nav]] that leads to a section is marked
// on that section's page and on no other.
func TestNavigationMarksOnePage(t *testing.T) {
	files := drawShuffled(t, unevenBuild(t, unevenSite(2)), rand.New(rand.NewPCG(1, 1)), 2)
	mark := func(p string) bool {
		nav, _, _ := strings.Cut(files[p][strings.Index(files[p], "<nav aria-label"):], "</nav>")
		return strings.Contains(nav, `aria-current="true">Survey<`)
	}
	for p := range files {
		if path.Ext(p) != ".html" || !strings.Contains(files[p], `class="mast"`) {
			continue
		}
		if want := p == "s1/index.html" || p == "nl/s1/index.html" || p == "de/s1/index.html"; mark(p) != want {
			t.Errorf("%s: the entry is marked: %v", p, !want)
		}
	}
}

// TestParamsThatPrintAlike: two values that print alike are two values.
func TestParamsThatPrintAlike(t *testing.T) {
	settings := func(params string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("title = \"T\"\nsite_id = \"t\"\n[params]\n" + params)}
	}
	files := fstest.MapFS{
		"site.toml":      settings("a = \"1\"\nb = 2\n"),
		"content/one.md": {Data: []byte("# One\n\nThe value is {{ params.a }}.\n")},
	}
	b := &pipeline.Builder{Source: files, Templates: small{templates.FS}, Options: pipeline.Options{Date: testDate}}
	drawAll(t, b)
	files["site.toml"] = settings("a = \"1 b:2\"\n")
	got := drawAll(t, b)
	for _, name := range []string{"one.html", "one.md"} {
		if !strings.Contains(got.files[name], "1 b:2") {
			t.Errorf("%s does not have the new value", name)
		}
	}
	found := false
	for name, text := range got.files {
		found = found || strings.HasPrefix(name, "search/") && strings.Contains(text, "1 b:2")
	}
	if !found {
		t.Error("the search does not have the new value")
	}
}

// TestOverOldOutput publishes a site that is edited at random over what was there,
// remembering what the command remembers from run to run: the folder equals one that
// the site is published into for the first time.
func TestOverOldOutput(t *testing.T) {
	steps := 25
	if os.Getenv("PLAYBOOK_LONG") != "" {
		steps = 500
	}
	r := rand.New(rand.NewPCG(5, 5))
	files, old, record := unevenSite(1), t.TempDir(), []byte(nil)
	for step := range steps {
		names := slices.Sorted(maps.Keys(files))
		for range r.IntN(4) { // perhaps nothing
			p := names[r.IntN(len(names))]
			if path.Ext(p) == ".md" {
				files[p] = &fstest.MapFile{Data: fmt.Appendf(slices.Clone(files[p].Data), "\nLine %d.\n", step)}
			}
		}
		b := &pipeline.Builder{Source: files, Templates: small{templates.FS}, Options: pipeline.Options{Date: testDate}}
		result, err := b.Recall(t.Context(), record)
		if result == nil && err == nil {
			result, err = b.Build(t.Context())
		}
		if err == nil {
			_, err = output.Publish(t.Context(), old, result.Files, output.Options{NoSync: true})
		}
		if err != nil {
			t.Fatal(err)
		}
		if next := b.Record(result, nil); next != nil {
			record = next
		}
		want := drawAll(t, &pipeline.Builder{Source: files, Templates: small{templates.FS}, Options: pipeline.Options{Date: testDate}})
		for p, text := range want.files {
			_, text, _ = strings.Cut(text, "\n") // its key
			if got, err := os.ReadFile(old + "/" + p); err != nil || string(got) != text {
				t.Fatalf("step %d: %s differs from a new one (%v)", step, p, err)
			}
		}
	}
}
