// Package widgettest runs the widgets in a real browser, on pages that the whole
// pipeline built. It holds tests alone.
//
// testdata/*.txtar are browser scripts whose files are a playbook's: site.toml
// may be left out, lessons are below content/. A lesson "content/example.md" that
// is empty stands for the checklist's own example, "content/example-quiz.md" for
// the quiz's.
//
// A page's clock can be set: localStorage "test:now" holds the moment at which
// it was loaded and stays.
package widgettest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/build"
	"playbook/templates"
)

const settings = `title = "The Test Book"
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

// theme is the shipped one with the clock in it.
func theme(t testing.TB) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := templates.FS.ReadFile(p)
		if p == "client/theme.js" {
			data = append([]byte(clock), data...)
		}
		all[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// site builds a playbook's files.
func site(t testing.TB, source fstest.MapFS) fs.FS {
	t.Helper()
	if source["site.toml"] == nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte(settings)}
	}
	b := &build.Builder{Source: source, Templates: theme(t), Options: build.Options{Date: "2026-11-22"}}
	r, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Diags.HasErrors() {
		t.Fatalf("the playbook has errors: %v", r.Diags)
	}
	out := fstest.MapFS{}
	for _, f := range r.Files {
		var buf bytes.Buffer
		if err := f.Write(&buf); err != nil {
			t.Fatalf("write %s: %v", f.Path, err)
		}
		out[f.Path] = &fstest.MapFile{Data: buf.Bytes()}
	}
	return out
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

func TestScripts(t *testing.T) {
	browser.Start(t)
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			archive := txtar.Parse(raw)
			browser.Script(t, path, string(archive.Comment), site(t, sourceOf(t, archive)))
		})
	}
}
