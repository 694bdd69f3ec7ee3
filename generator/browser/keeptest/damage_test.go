package keeptest

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

var (
	headOf  = regexp.MustCompile(`(?s)^\+\+\+\n.*?\n\+\+\+\n+`)
	titleOf = regexp.MustCompile(`(?m)^# .*\n`)
)

// damages are values of wrong types and sizes, as JavaScript expressions, that are put in
// place of a stored value.
var damages = map[string]string{
	"null": "null", "a number": "-1e300", "a text": `"x"`, "an empty text": `""`, "a list": "[null, [], {}, 7]", "an object": `{ at: {}, on: 7, x: [], state: 9, n: "n", parts: 5, a: 3, date: {}, classes: 1, moves: 7, common: "c", x2: null }`,
	"wrong types deep": `{ at: 1, on: "2026-01-01", date: "2026-01-01", state: { done: true }, classes: { smith: 7, jones: null }, moves: [["r", { way: "__proto__" }], 5], x: [[[[7]]]], a: { one: {} }, low: [[]], share: {}, score: "9", seed: {}, i: {}, of: [], left: {}, from: "f" }`,
	"huge":             `"h".repeat(150000)`, "__proto__": `JSON.parse('{"__proto__": {"at": 1}, "constructor": 5, "at": 1, "x": {"__proto__": [1]}}')`,
}

// whole are damaged texts, as JavaScript expressions, that are put in place of a lesson's
// whole record.
var whole = map[string]string{
	"not JSON": `"{"`, "empty": `""`, "null": `"null"`, "a number": `"5"`, "a list": `"[]"`, "wrong types": `'{"v":1,"w":{"visit":5,"offers":[],"check":null},"orphans":7}'`,
	"newer": `'{"v":9,"w":{"visit":{"x":{"deep":[]}},"offers":{"lead/a/~name":{"x":{},"t":1,"d":"z"}}},"orphans":{}}'`, "__proto__": `'{"v":1,"w":{"__proto__":{"a":{"x":1,"t":1,"d":"z"}}},"orphans":{},"__proto__":{"v":3}}'`,
	"huge": `JSON.stringify({ v: 1, orphans: {}, w: { visit: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => ["k" + i, { x: i, t: 1, d: "z" }])) } })`,
}

// TestDamagedRecords damages what each kind of widget stores, in several ways, on a page
// with a widget of every kind. Every widget must still start, the page "My data" must show
// all of its parts, a record that cannot be read must be kept under another key, and the
// console must stay empty.
func TestDamagedRecords(t *testing.T) {
	examples, ids := examplesOf(t)
	text := "# All\n"
	for _, kind := range slices.Sorted(maps.Keys(ids)) {
		raw := headOf.ReplaceAll(examples["content/example-"+kind+".md"].Data, nil)
		text += string(titleOf.ReplaceAll(raw, nil)) + "\n"
	}
	s := browser.Serve(t, testsite.Observed(t, fstest.MapFS{"content/all.md": {Data: []byte(text)}}, pipeline.Options{}).FS(), "/")
	p := browser.Start(t).Page(t)
	live := `wait "document.querySelectorAll('pb-checklist[data-live], pb-followup[data-live], pb-mix[data-live]').length >= 4 && [...document.querySelectorAll('[data-id]')].every((el) => el.hasAttribute('data-live'))"`
	look := func(what string) {
		t.Helper()
		p.Open(s.URL("all.html"))
		p.Run(live)
		// The page of the reader's data shows all of its parts.
		p.Open(s.URL("my-data.html"))
		p.Run(`wait "document.querySelector('[data-part=kept]')"
eval "document.querySelectorAll('[data-part] .pb-data-body').length > 4 && !document.body.textContent.includes('This part cannot be shown')"`)
		if left := p.TakeConsole(); len(left) > 0 {
			t.Errorf("%s: want an empty console, got\n\t%s", what, strings.Join(left, "\n\t"))
		}
	}
	p.Open(s.URL("my-data.html"))
	for _, name := range slices.Sorted(maps.Keys(whole)) {
		p.Eval(`localStorage.clear(), localStorage.setItem("playbook:test:me:all", `+whole[name]+`), 1`, nil)
		look("the record is " + name)
		if name != "newer" && name != "huge" && name != "__proto__" {
			p.Run(`eval "Object.keys(localStorage).some((k) => k.startsWith('playbook:test:me:all:broken:'))"`)
		}
	}
	ways := slices.Sorted(maps.Keys(damages))
	for i, kind := range slices.Sorted(maps.Keys(ids)) {
		for j, name := range ways {
			// Each kind gets a third of the damages; with PLAYBOOK_LONG each gets all.
			if os.Getenv("PLAYBOOK_LONG") == "" && (j+i)%3 != 0 {
				continue
			}
			p.Call(`(kind, id) => {
  localStorage.clear();
  const leaves = {}, item = document.querySelector("x") ?? "one";
  for (const keep of keeps.declared[kind]) for (const key of keep.keys) leaves[key.replace(/<item>/g, item).replace(/<(\w+)>/g, (_, w) => w === "date" ? "2026-01-01" : "p" + w)] = { x: `+damages[name]+`, t: 1700000000000, d: "z" };
  // Without this value the widget ignores all others of the lead.
  if (kind === "followup") leaves["lead/pid/added"] = { x: "2026-01-02", t: 1700000000000, d: "z" };
  localStorage.setItem("playbook:test:me:all", JSON.stringify({ v: 1, orphans: {}, w: { [id]: leaves } }));
}`, nil, kind, ids[kind])
			look(kind + " has " + name)
		}
	}
}
