package keeptest

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// TestOld has the settings ask about what is older than two years: the reader sees the
// list, nothing goes unasked, "keep" postpones, and what goes can be put back until the
// page is left.
func TestOld(t *testing.T) {
	source, _ := examplesOf(t)
	source["site.toml"] = &fstest.MapFile{Data: []byte(testsite.Settings + "[privacy]\nforget_after = \"24m\"\n")}
	s := browser.Serve(t, testsite.Observed(t, source, pipeline.Options{}).FS(), "/")
	p := browser.Start(t).Page(t)
	p.Open(s.URL("my-data.html"))
	p.Eval(`(() => {
  const leaf = (x, day, text) => ({ x, t: Date.parse(day + "T12:00:00Z"), d: "z", ...(text && { s: { z: Date.parse(day + "T12:00:00Z") } }) });
  localStorage.setItem("test:now", "2026-03-10T10:00:00Z");
  localStorage.setItem("playbook:test:me:example-followup", JSON.stringify({ v: 1, orphans: {}, w: { offers: {
    "lead/a/added": leaf("2023-01-02", "2023-01-02"), "lead/a/~name": leaf("Acme", "2023-01-02"),
    "lead/b/added": leaf("2023-01-02", "2023-01-02"), "lead/b/~name": leaf("Bravo", "2023-01-02"), "lead/b/touch/n": leaf({ on: "2026-01-02", channel: "phone", outcome: "reply" }, "2026-01-02") } } }));
  localStorage.setItem("playbook:test:me:example-journal", JSON.stringify({ v: 1, orphans: {}, w: { week: {
    "~entry/e/on": leaf({ date: "2024-03-09", at: 1 }, "2024-03-09"), "~entry/e/@best": leaf("a good week", "2024-03-09", true),
    "~entry/f/on": leaf({ date: "2024-03-11", at: 1 }, "2024-03-11"), "~entry/f/@best": leaf("another week", "2024-03-11", true), written: leaf(true, "2024-03-09") } } }));
  localStorage.setItem("playbook:test:me:example-tree", JSON.stringify({ v: 1, orphans: {}, w: { touch: { path: leaf([{ id: "x" }], "2020-01-01") } } }));
})()`, nil)
	kept := func() string {
		var text string
		p.Eval(`JSON.stringify({ ...localStorage })`, &text)
		return text
	}
	// A page with something private that is old says so, and nothing goes by itself.
	p.Open(s.URL("example-journal.html"))
	p.Run(`wait "document.querySelector('[data-slot=old]')"
text "[data-slot=old] b" "Some old entries may contain names."`)
	if text := kept(); !strings.Contains(text, "a good week") || !strings.Contains(text, "Acme") {
		t.Errorf("something went unasked: %s", text)
	}
	p.Open(s.URL("my-data.html"))
	p.Run(`text "[data-part=old] p" "/before 10.March 2024/"
count "ul[data-slot=old] li" 2
text "ul[data-slot=old] li:nth-child(1)" "/^Acme/"
text "ul[data-slot=old] li:nth-child(2)" "/^a good week/"
click "[data-act=old-keep]"
text "[data-part=old] p" "You keep the old entries. You are asked again on 8 June 2026."
focus "[data-act=old-again]"`)
	p.Open(s.URL("example-journal.html"))
	p.Run(`wait "document.querySelector('[data-live]')"
wait 300
count "[data-slot=old]" 0
eval "localStorage.setItem('test:now', '2026-06-09T10:00:00Z')"
open ` + s.URL("my-data.html") + `
count "ul[data-slot=old] li" 3
eval "document.querySelector('ul[data-slot=old] li:nth-child(1) input').click()"
click "[data-act=old-erase]"
focus "[data-act=old-undo]"`)
	if text := kept(); strings.Contains(text, "a good week") || strings.Contains(text, "another week") || !strings.Contains(text, "Acme") || !strings.Contains(text, "Bravo") {
		t.Errorf("kept %s", text)
	}
	p.Run(`click "[data-act=old-undo]"
count "ul[data-slot=old] li" 3`)
	if text := kept(); !strings.Contains(text, "a good week") {
		t.Errorf("the undo brought back %s", text)
	}
	p.Run(`click "[data-act=old-erase]"
reload
wait "document.querySelector('[data-part=old]')"
count "[data-act=old-undo]" 0`)
	if text := kept(); strings.Contains(text, "a good week") {
		t.Errorf("kept %s", text)
	}
}
