// Package widgettest runs the widgets in a real browser, on pages that the whole
// pipeline built. It holds tests alone.
//
// testdata/*.txtar are browser scripts whose files are a playbook's: site.toml
// may be left out, lessons are below content/. A lesson "content/example.md" that
// is empty stands for the checklist's own example, "content/example-quiz.md" for
// the quiz's. A folder testdata/<kind>/ holds scripts of a kind that has a lesson of
// its own for them, <kind>.md, which is content/<kind>.md unless a script brings
// another. A first line such as "# nl" names the site's language.
//
// A page's clock can be set: localStorage "test:now" holds the moment at which
// it was loaded and stays.
package widgettest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/templates"
)

const settings = `title = "The Test Book"
site_id = "test"
language = "en"
`

// settingsIn are the settings of a playbook in another language.
func settingsIn(lang string) string {
	return strings.Replace(settings, `"en"`, strconv.Quote(lang), 1)
}

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

// theme is the shipped one with the clock in it.
var theme = sync.OnceValue(func() *testsite.Theme {
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
	return &testsite.Theme{Templates: all}
})

// site builds a playbook's files.
func site(t testing.TB, source fstest.MapFS) fs.FS {
	t.Helper()
	if source["site.toml"] == nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte(settings)}
	}
	return built(t, source, pipeline.Options{}).FS()
}

// built runs a build that must have no errors; its files are in memory.
func built(t testing.TB, source fs.FS, o pipeline.Options) testsite.Site {
	t.Helper()
	s := theme().Build(t, source, o)
	if s.Result.Diags.HasErrors() {
		t.Fatalf("the playbook has errors: %v", s.Result.Diags)
	}
	return s
}

func sourceOf(t testing.TB, a *txtar.Archive) fstest.MapFS {
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

// TestKeysAlone holds that the scripts of the keyboard need nothing else.
func TestKeysAlone(t *testing.T) {
	for _, pattern := range []string{"testdata/*-keys.txtar", "testdata/keyboard.txtar", "testdata/practice-cards.txtar"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range paths {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if line := browser.Pointing(a.Comment); line != "" {
				t.Errorf("%s is no script of the keyboard alone: %s", path, line)
			}
		}
	}
}

func TestScripts(t *testing.T) {
	browser.Start(t)
	var paths []string
	for _, pattern := range []string{"testdata/*.txtar", "testdata/*/*.txtar"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("no scripts %s: %v", pattern, err)
		}
		paths = append(paths, more...)
	}
	for _, path := range paths {
		name := strings.TrimPrefix(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), "testdata/")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runScript(t, path)
		})
	}
}

var language = regexp.MustCompile(`^# ([a-z]{2})\n`)

func runScript(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	source := sourceOf(t, archive)
	if kind := filepath.Base(filepath.Dir(path)); kind != "testdata" && source["content/"+kind+".md"] == nil {
		source["content/"+kind+".md"] = &fstest.MapFile{Data: lessonOf(t, kind)}
	}
	if m := language.FindSubmatch(archive.Comment); m != nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte(settingsIn(string(m[1])))}
	}
	browser.Script(t, path, string(archive.Comment), site(t, source))
}

// lessonOf is the lesson that the scripts of a kind's folder have in common.
func lessonOf(t testing.TB, kind string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + kind + "/" + kind + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return data
}
