package keeptest

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/generator/widget"
	"playbook/templates"
)

// examplesOf are the lessons of the kinds that keep something, and the id of the first
// widget in each.
func examplesOf(t *testing.T) (fstest.MapFS, map[string]string) {
	t.Helper()
	source, ids := fstest.MapFS{}, map[string]string{}
	for _, k := range kinds.All() {
		if !k.Sees.Implements(reflect.TypeFor[widget.Keeper]()) {
			continue
		}
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		id := regexp.MustCompile(`(?m)^:{3,} ` + k.Name + ` #([a-z0-9-]+)`).FindSubmatch(text)
		if id == nil {
			t.Fatalf("the example of %q has no id", k.Name)
		}
		source["content/example-"+k.Name+".md"], ids[k.Name] = &fstest.MapFile{Data: text}, string(id[1])
	}
	return source, ids
}

// catchAll keeps every text that a page hands over: files and what it copies.
const catchAll = `window.caught = []; const madeURL = URL.createObjectURL;
URL.createObjectURL = (b) => { b.text().then((t) => caught.push(t)); return madeURL.call(URL, b); };
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (t) => { caught.push(t); } } }); 1`

// opened are the texts that were caught, with what is packed in links.
const opened = `(async () => (await Promise.all(caught.map(async (text) => {
  const [, packed] = /#s=([\w-]+)$/.exec(text) ?? [];
  if (!packed) return text;
  const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}))).join("\n"))()`

// allKept is all that the browser keeps for the page.
const allKept = `(async () => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + JSON.stringify(await indexedDB.databases?.() ?? [])
  + JSON.stringify(globalThis.caches ? await caches.keys() : []))()`

// TestForget plants a name in every field that is declared to be able to name somebody,
// has it forgotten while other tabs are open, and looks for it in all that is kept and
// in all that can be handed over afterwards.
func TestForget(t *testing.T) {
	const name = "Quorvex Łódź"
	for _, at := range []string{"http", "file"} {
		t.Run(at, func(t *testing.T) {
			source, ids := examplesOf(t)
			files := testsite.Observed(t, source, pipeline.Options{}).FS()
			s := browser.Serve(t, files, "/")
			if at == "file" {
				s = browser.Files(t, files)
			}
			p := browser.Start(t).Page(t)
			p.Open(s.URL("my-data.html"))
			plant(t, p, ids, name)
			planner, audit := p.Tab(), p.Tab()
			planner.Open(s.URL("example-followup.html"))
			planner.Run(`wait "document.querySelector('#offers[data-live]')"
wait "document.querySelector('#offers').textContent.includes('Quorvex')"`)
			// An audit whose undo holds the name.
			// It hears nothing of other tabs, as one that was asleep.
			if err := audit.Before(`addEventListener("storage", (e) => e.stopImmediatePropagation(), true)`); err != nil {
				t.Fatal(err)
			}
			audit.Open(s.URL("example-mix.html"))
			audit.Run(`wait "document.querySelector('#territory[data-live] [data-act=codes]:not([hidden])')"
click "#territory [data-act=codes]"
wait 500`)
			p.Reload()
			forgetAs(p, "quorvex lodz", "")
			// The tab stores nothing that it does next, and reloads.
			audit.Run(`click "#territory [data-act=undo]"`)
			for _, tab := range []*browser.Page{planner, audit} {
				tab.Run(`wait "!document.documentElement.textContent.toLowerCase().includes('quorvex')"
wait "document.querySelector('[data-live]')"`)
			}
			p.Run(`click "[data-act=forget-end]"`)
			without(t, p, allKept, "what is kept")
			handOver(t, p, s, ids)
		})
	}
}

// plant puts the name into every field that may name somebody.
func plant(t *testing.T, p *browser.Page, ids map[string]string, name string) {
	t.Helper()
	script, err := os.ReadFile("testdata/plant.js")
	if err != nil {
		t.Fatal(err)
	}
	var n int
	p.Call("(ids, name) => ("+strings.TrimSpace(string(script)[strings.Index(string(script), "(declared"):])+")(keeps.declared, ids, 'planted', name)", &n, ids, name)
	if n < 40 {
		t.Fatalf("planted %d names", n)
	}
}

// forgetAs has a name forgotten on the page of the reader's data; choose are script
// lines before it is confirmed.
func forgetAs(p *browser.Page, name, choose string) {
	p.Run(fmt.Sprintf(`fill "[data-key=forget-name]" "%s"
click "[data-act=forget-find]"
focus "[data-slot=forget-found]"
%s
click "[data-act=forget-yes]"
focus "[data-act=forget-undo]"`, name, choose))
}

// without fails where a text still says the name.
func without(t *testing.T, p *browser.Page, expr, what string) {
	t.Helper()
	var text string
	p.Eval(expr, &text)
	low := strings.ToLower(text)
	if i := strings.Index(low, "quorvex"); i >= 0 {
		t.Errorf("%s still says the name: …%s…", what, text[max(0, i-150):min(len(text), i+80)])
	}
}

// handOver exports everything with private fields, in every form there is.
func handOver(t *testing.T, p *browser.Page, s *browser.Site, ids map[string]string) {
	t.Helper()
	p.Eval(catchAll, nil)
	p.Run(`eval "document.querySelector('[data-key=private]').click()"
click "[data-act=export]"
click "[data-act=link]"
wait "caught.length === 2"`)
	without(t, p, opened, "the export of my data")
	for kind, id := range ids {
		p.Open(s.URL("example-" + kind + ".html"))
		p.Run(fmt.Sprintf(`wait "document.querySelector('#%s[data-live]')"`, id))
		p.Eval(catchAll, nil)
		p.Run(fmt.Sprintf(`click "#%s details.menu summary"
click "#%s [data-act=export]"
wait "document.querySelector('dialog.pb-export')"`, id, id))
		p.Eval(`document.querySelector("#pb-export-private")?.click(); [...document.querySelectorAll("dialog [data-form]:not([data-form=close])")].forEach((b) => b.click()); 1`, nil)
		p.Run(`wait "caught.length >= 3"`)
		without(t, p, opened, "the exports of "+kind)
		without(t, p, "document.documentElement.textContent", "the page of "+kind)
	}
	without(t, p, allKept, "what is kept after exporting")
}

// TestForgetChoices has one name forgotten of several that resemble it: what is called
// so goes, what is alike waits for the reader's choice, and all of it comes back until
// the page is left.
func TestForgetChoices(t *testing.T) {
	source, _ := examplesOf(t)
	s := browser.Serve(t, testsite.Observed(t, source, pipeline.Options{}).FS(), "/")
	p := browser.Start(t).Page(t)
	p.Open(s.URL("my-data.html"))
	p.Eval(`(() => {
  const leaf = (x, text) => ({ x, t: 1700000000000, d: "z", ...(text && { s: { z: 1700000000000 } }) });
  localStorage.setItem("playbook:test:me:example-followup", JSON.stringify({ v: 1, orphans: {}, w: { offers: {
    "lead/a/added": leaf("2026-01-02"), "lead/a/~name": leaf("Acme"), "lead/a/~note/n": leaf("Acme wants a pump"),
    "lead/b/added": leaf("2026-01-02"), "lead/b/~name": leaf("Acme Berlin"), "lead/b/~note/n": leaf("not Acme, the other one"),
    "lead/c/added": leaf("2026-01-02"), "lead/c/~name": leaf("Bravo"), "lead/c/~with": leaf("acme"), "ics/a": leaf({ date: "2026-01-09", n: 0 }) } } }));
  localStorage.setItem("playbook:test:me:example-journal", JSON.stringify({ v: 1, orphans: {}, w: { week: {
    "~entry/e/on": leaf({ date: "2026-01-02", at: 1 }), "~entry/e/@best": leaf("Acmes pump", true), "~entry/f/on": leaf({ date: "2026-01-03", at: 1 }), "~entry/f/@best": leaf("Acme!", true), written: leaf(true) } } }));
})()`, nil)
	p.Reload()
	var before, after string
	records := `["example-followup", "example-journal"].map((uid) => localStorage.getItem("playbook:test:me:" + uid)).join("\n")`
	values := `JSON.stringify(["example-followup offers", "example-journal week"].map((at) => { const [uid, id] = at.split(" "), w = playbook.lib.book.store().lesson(uid).widget(id); return w.keys().map((k) => [k, w.get(k)]); }))`
	p.Eval(values, &before)
	choose := `count "[data-slot=forget-places] > div" 6
text "[data-slot=forget-places] > div:nth-child(1)" "/Called .Acme., with all that belongs to it: 3/"
value "[data-key='forget 1']" leave
value "[data-key='forget 2']" replace
value "[data-key='forget 3']" remove
value "[data-key='forget 4']" leave
value "[data-key='forget 5']" remove
fill "[data-key='forget 4']" "Delete it with all that belongs to it"`
	forgetAs(p, "ACME", choose)
	for want, expr := range map[string]string{
		`["ics/a","lead/b/added","lead/b/~name","lead/b/~note/n","lead/c/added","lead/c/~name"]`: `Object.keys(JSON.parse(localStorage.getItem("playbook:test:me:example-followup")).w.offers).join()`,
		`["written"]`: `Object.keys(JSON.parse(localStorage.getItem("playbook:test:me:example-journal")).w.week).join()`,
	} {
		var got string
		p.Eval(expr, &got)
		if want := strings.NewReplacer(`"`, "", "[", "", "]", "").Replace(want); got != want {
			t.Errorf("kept %s, expected %s", got, want)
		}
	}
	p.Eval(records, &after)
	if !strings.Contains(after, "Acme Berlin") || !strings.Contains(after, "not [a customer], the other one") {
		t.Errorf("kept %s", after)
	}
	p.Run(`click "[data-act=forget-undo]"
focus "[data-key=forget-name]"`)
	if p.Eval(values, &after); after != before {
		t.Errorf("after the undo\n%s\nexpected\n%s", after, before)
	}
	// Left, it is gone: coming back offers no way back.
	forgetAs(p, "Acme", "")
	p.Run(`eval "location.href = 'example-poll.html'"
wait "location.href.includes('example-poll') && document.querySelector('[data-live]')"
eval "history.back()"
wait "document.querySelector('[data-part=forget]')"
count "[data-act=forget-undo]" 0`)
	if p.Eval(records, &after); strings.Contains(after, `"Acme"`) {
		t.Errorf("kept %s", after)
	}
}
