package widgettest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/templates"
)

// A logicCase is one call of a function of a module that knows no page, with
// arguments and a result worked out by hand.
type logicCase struct {
	Name string
	Call string
	Args []json.RawMessage
	Want json.RawMessage
}

// TestLogic reads testdata/logic/<kind>-<module>.json and calls the module in
// the browser, as it stands in templates/. Lists of pairs under a key that ends
// in "Map" become maps; numbers agree to twelve digits.
func TestLogic(t *testing.T) {
	files, err := filepath.Glob("testdata/logic/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		kind, module, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".json"), "-")
		t.Run(kind+"/"+module, func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var cases []logicCase
			if err := json.Unmarshal(raw, &cases); err != nil {
				t.Fatal(err)
			}
			if len(cases) < 10 {
				t.Fatalf("%s has %d cases", file, len(cases))
			}
			browser.Each(t, "http", func(t testing.TB, b *browser.Browser) {
				p := b.Page(t)
				p.Open(browser.Serve(t, modulePage(t, kind, module), "/").URL("index.html"))
				p.Run(`wait "window.module"`)
				for _, c := range cases {
					callLogic(t, p, c)
				}
			})
		})
	}
}

func callLogic(t testing.TB, p *browser.Page, c logicCase) {
	args, err := json.Marshal(c.Args)
	if err != nil {
		t.Fatal(err)
	}
	var difference string
	err = p.TryEval("difference("+c.Call+"(...revive("+string(args)+")), "+string(c.Want)+")", &difference)
	if err != nil || difference != "" {
		t.Errorf("%s: %s%s: %s %v", c.Name, c.Call, args, difference, err)
	}
}

// modulePage serves the templates with a page that loads one module.
func modulePage(t testing.TB, kind, module string) fstest.MapFS {
	t.Helper()
	const page = `<!doctype html><html lang=en><meta charset=utf-8><title>logic</title>
<script type="importmap">{"imports": {"lib/": "/client/lib/"}}</script>
<script type=module src="run.js"></script></html>`
	const run = `import * as module from "/widgets/KIND/MODULE.js";
Object.assign(window, module, {module});
window.revive = (x) => JSON.parse(JSON.stringify(x), (k, v) => (k === "" && v?.map ? v : v && v.$map ? new Map(Object.entries(v.$map)) : v));
window.difference = (got, want, at = "") => {
  if (got instanceof Map) got = Object.fromEntries(got);
  if (typeof got === "number" && typeof want === "number") return Math.abs(got - want) <= 1e-12 * Math.max(1, Math.abs(want)) ? "" : at + " is " + got + ", expected " + want;
  if (typeof want !== "object" || want === null || typeof got !== "object" || got === null) return got === want || (got === undefined && want === null) ? "" : at + " is " + JSON.stringify(got) + ", expected " + JSON.stringify(want);
  if (Array.isArray(want) && got.length !== want.length) return at + " is " + JSON.stringify(got) + ", expected " + JSON.stringify(want);
  return Object.keys(want).map((k) => difference(got[k], want[k], at + "." + k)).filter(Boolean).join("; ");
};`
	site := fstest.MapFS{
		"index.html": {Data: []byte(page)},
		"run.js":     {Data: []byte(strings.NewReplacer("KIND", kind, "MODULE", module).Replace(run))},
	}
	for _, dir := range []string{"client/lib", "widgets/" + kind} {
		entries, err := templates.FS.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !e.IsDir() {
				data, err := templates.FS.ReadFile(dir + "/" + e.Name())
				if err != nil {
					t.Fatal(err)
				}
				site[dir+"/"+e.Name()] = &fstest.MapFile{Data: data}
			}
		}
	}
	return site
}
