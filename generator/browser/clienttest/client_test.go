// Package clienttest runs the client's library in a real browser. It holds tests
// alone: templates/ is the client's home and may hold no Go but its embed.go.
//
// testdata/tests/*.js are modules of exported functions, each a test: it throws
// when a law is broken. testdata/*.txtar are browser scripts.
package clienttest

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"playbook/generator/assets"
	"playbook/generator/browser"
)

const client = "../../../templates/client"

// sources are the client's scripts as assets reads them, with more folders beside.
func sources(more map[string]string) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	folders := map[string]string{"client": client}
	maps.Copy(folders, more)
	for name, dir := range folders {
		fsys := os.DirFS(dir)
		err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || path.Ext(p) != ".js" {
				return err
			}
			data, err := fs.ReadFile(fsys, p)
			files[path.Join(name, p)] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", dir, err)
		}
	}
	return files, nil
}

// tests is the site on which the test modules run: one script with all modules and
// all libraries. It stands in main.js's place, so that no library is taken from it.
var tests = sync.OnceValues(func() (fs.FS, error) {
	files, err := sources(map[string]string{"tests": "testdata/tests"})
	if err != nil {
		return nil, err
	}
	var imports, names strings.Builder
	for _, p := range slices.Sorted(maps.Keys(files)) {
		if name, ok := strings.CutSuffix(path.Base(p), ".test.js"); ok {
			fmt.Fprintf(&imports, "import * as %s from \"../%s\";\n", name, p)
			names.WriteString(name + ",")
		}
	}
	files["client/main.js"] = &fstest.MapFile{Data: []byte(imports.String() + "window.tests = {" + names.String() + "};")}
	scripts, ds, err := assets.Scripts(files, []assets.Entry{{Name: "tests.js", Path: "client/main.js"}})
	if len(ds) > 0 {
		return nil, fmt.Errorf("bundle the tests: %v", ds)
	}
	if err != nil {
		return nil, err
	}
	vectors, err := os.ReadFile("testdata/numbers.json")
	if err != nil {
		return nil, err
	}
	team, err := os.ReadFile("../../team/testdata/golden.json")
	return fstest.MapFS{
		"index.html":   {Data: []byte(`<!doctype html><html lang=en><meta charset=utf-8><title>tests</title><script src="tests.js"></script>`)},
		"tests.js":     {Data: scripts[0].Data},
		"numbers.json": {Data: vectors},
		"team.json":    {Data: team},
	}, err
})

func TestModules(t *testing.T) {
	files, err := tests()
	if err != nil {
		t.Fatal(err)
	}
	site := browser.Serve(t, files, "/")
	browser.Each(t, "http", func(t testing.TB, b *browser.Browser) {
		p := b.Page(t)
		p.Open(site.URL("index.html"))
		if os.Getenv("PLAYBOOK_LONG") != "" {
			p.Eval(`window.long = true`, nil)
		}
		var names []string
		p.Eval(`Object.entries(tests).flatMap(([m, fs]) => Object.keys(fs).map((f) => m + "." + f))`, &names)
		if len(names) < 30 {
			t.Fatalf("found only %d tests", len(names))
		}
		for _, name := range names {
			var failure *string
			err := p.TryEval(fmt.Sprintf(`(async () => { localStorage.clear();
			  try { await tests.%s(); return null } catch (e) { return e + "\n" + e.stack } })()`, name), &failure)
			switch {
			case err != nil:
				t.Errorf("%s: %v", name, err)
			case failure != nil:
				t.Errorf("%s: %s", name, *failure)
			}
		}
	})
}
