package testsite

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/pipeline"
	"playbook/generator/theme"
	"playbook/templates"
)

//go:embed keeps.js
var keepsScript string

// Settings are the site.toml of a playbook that [Observed] builds, if it has none.
const Settings = `title = "The Test Book"
site_id = "test"
language = "en"
`

// clock is put before the script that runs first on every page.
const clock = `(() => {
  const set = (() => { try { return localStorage.getItem("test:now"); } catch { return null; } })();
  if (!set) return;
  const Real = Date, at = Real.parse(set);
  globalThis.Date = class extends Real {
    constructor(...args) { if (args.length) super(...args); else super(at); }
    static now() { return at; }
  };
})();
`

// observedTheme is the shipped theme with the two scripts in it.
var observedTheme = sync.OnceValue(func() *Theme {
	all := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := templates.FS.ReadFile(p)
		if p == "client/theme.js" {
			data = append([]byte(clock+keeping()), data...)
		}
		all[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		panic(err)
	}
	return &Theme{Templates: all}
})

// Observed builds a playbook that must have no errors, on whose pages
//   - the clock can be set: localStorage "test:now" holds the moment at which a page was
//     loaded, and stays;
//   - a stored key that nobody declares in a keeps.json is an error in the console.
func Observed(t testing.TB, source fstest.MapFS, o pipeline.Options) Site {
	t.Helper()
	if source["site.toml"] == nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte(Settings)}
	}
	s := observedTheme().Build(t, source, o)
	if s.Result.Diags.HasErrors() {
		t.Fatalf("the playbook has errors: %v", s.Result.Diags)
	}
	return s
}

// SourceOf is the playbook in an archive. A lesson "content/example.md" that is empty
// stands for the checklist's own example, "content/example-quiz.md" for the quiz's.
func SourceOf(t testing.TB, a *txtar.Archive) fstest.MapFS {
	t.Helper()
	source := fstest.MapFS{}
	for _, f := range a.Files {
		data := f.Data
		if kind := exampleOf(f.Name); kind != "" && len(bytes.TrimSpace(data)) == 0 {
			var err error
			if data, err = templates.FS.ReadFile("widgets/" + kind + "/example.md"); err != nil {
				t.Fatal(err)
			}
		}
		source[f.Name] = &fstest.MapFile{Data: data}
	}
	return source
}

// exampleOf is the kind whose example a lesson stands for, "" for none.
func exampleOf(name string) string {
	if name == "content/example.md" {
		return "checklist"
	}
	rest, ok := strings.CutPrefix(name, "content/example-")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(rest, ".md")
}

// keeping is put before the script that runs first on every page: what is stored and
// not declared is an error in the console.
var keeping = sync.OnceValue(func() string {
	type keep struct {
		What   string   `json:"what"`
		Keys   []string `json:"keys"`
		Fields []string `json:"fields,omitempty"`
		Names  string   `json:"names,omitempty"`
		In     []string `json:"in,omitempty"`
	}
	declared, err := theme.ReadKeeps(templates.FS)
	if err != nil {
		panic(err)
	}
	all := map[string][]keep{}
	for _, place := range declared {
		for _, k := range place.List {
			all[place.Place] = append(all[place.Place], keep{k.What, k.Keys, k.Fields, k.Names, k.In})
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return strings.Replace(keepsScript, "{{declared}}", string(raw), 1)
})
