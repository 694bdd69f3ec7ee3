// Package clienttest runs the client's library in a real browser. It holds tests
// alone: templates/ is the client's home and may hold no Go but its embed.go.
//
// testdata/tests/*.js are modules of exported functions, each a test: it throws
// when a law is broken. testdata/*.txtar are browser scripts.
package clienttest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"

	"playbook/generator/browser"
)

const client = "../../../templates/client"

// bundle makes one classic script of an entry's text; "lib/…" are the client's
// libraries, "tests/…" the tests.
func bundle(entry, global string) ([]byte, error) {
	dir, err := filepath.Abs(".")
	if err != nil {
		return nil, err
	}
	res := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: entry, ResolveDir: dir, Sourcefile: "entry.js"},
		Bundle: true, Format: api.FormatIIFE, GlobalName: global, Target: api.ES2022,
		Alias: map[string]string{
			"lib":   filepath.Join(dir, client, "lib"),
			"tests": filepath.Join(dir, "testdata/tests"),
		},
	})
	if len(res.Errors) > 0 {
		return nil, fmt.Errorf("bundle %.60q: %s", entry, strings.Join(api.FormatMessages(res.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	return res.OutputFiles[0].Contents, nil
}

// tests is the site on which the test modules run: one bundle, all modules.
var tests = sync.OnceValues(func() (fs.FS, error) {
	modules, err := filepath.Glob("testdata/tests/*.test.js")
	if err != nil {
		return nil, err
	}
	var entry strings.Builder
	for _, path := range modules {
		name := strings.TrimSuffix(filepath.Base(path), ".test.js")
		fmt.Fprintf(&entry, "export * as %s from \"tests/%s.test.js\";\n", name, name)
	}
	script, err := bundle(entry.String(), "tests")
	if err != nil {
		return nil, err
	}
	vectors, err := os.ReadFile("testdata/numbers.json")
	return fstest.MapFS{
		"index.html":   {Data: []byte(`<!doctype html><html lang=en><meta charset=utf-8><title>tests</title><script src="tests.js"></script>`)},
		"tests.js":     {Data: script},
		"numbers.json": {Data: vectors},
	}, err
})

func TestModules(t *testing.T) {
	b := browser.Start(t)
	files, err := tests()
	if err != nil {
		t.Fatal(err)
	}
	site := browser.Serve(t, files, "/")
	p := b.Page(t)
	p.Open(site.URL("index.html"))
	var names []string
	p.Eval(`Object.entries(tests).flatMap(([m, fs]) => Object.keys(fs).map((f) => m + "." + f))`, &names)
	if len(names) < 30 {
		t.Fatalf("found only %d tests", len(names))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			var failure *string
			err := p.TryEval(fmt.Sprintf(`(async () => { localStorage.clear();
			  try { await tests.%s(); return null } catch (e) { return e.stack ?? String(e) } })()`, name), &failure)
			switch {
			case err != nil:
				t.Fatal(err)
			case failure != nil:
				t.Fatal(*failure)
			}
		})
	}
}
