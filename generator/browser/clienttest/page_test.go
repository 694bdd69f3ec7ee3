package clienttest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/assets"
	"playbook/generator/browser"
)

// scripts bundles the client's scripts as a build does, but with fixed names.
func scripts(t *testing.T) fstest.MapFS {
	t.Helper()
	templates, err := sources(map[string]string{"widgets": "testdata/widgets"})
	if err != nil {
		t.Fatal(err)
	}
	files, ds, err := assets.Scripts(templates, []assets.Entry{
		{Name: "theme.js", Path: "client/theme.js"},
		{Name: "main.js", Path: "client/main.js"},
		{Name: "kit.js", Path: "client/kit.js"},
		{Name: "banner.js", Path: "client/banner.js"},
		{Name: "reading.js", Path: "client/reading.js"},
		{Name: "standing.js", Path: "client/standing.js"},
		{Name: "help.js", Path: "client/help.js"},
		{Name: "copy.js", Path: "client/copy.js"},
		{Name: "home.js", Path: "client/home.js"},
		{Name: "lock.js", Path: "client/lock.js"},
		{Name: "path.js", Path: "client/path.js"},
		{Name: "progress.js", Path: "client/progress.js"},
		{Name: "practice.js", Path: "client/practice.js"},
		{Name: "mydata.js", Path: "client/mydata.js"},
		{Name: "demo.js", Path: "widgets/demo.js"},
		{Name: "search.js", Path: "widgets/search.js"},
	})
	if err != nil || len(ds) > 0 {
		t.Fatal(err, ds)
	}
	site := fstest.MapFS{}
	for _, f := range files {
		site["assets/"+f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return site
}

// TestPages runs the browser scripts in testdata. In their pages, {{head}} stands for the
// head of a page in the site's root, {{head1}} for that of a page one folder below, and
// {{words}} for the words of the interface.
func TestPages(t *testing.T) {
	site := scripts(t)
	words, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	head := `<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; ` +
		`connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; ` +
		`require-trusted-types-for 'script'; trusted-types playbook"><meta charset="utf-8"><title>page</title>` +
		`<script src="assets/theme.js"></script><script src="assets/main.js" defer></script></head>`
	browser.ScriptsWith(t, "testdata/*.txtar", site, strings.NewReplacer("{{head}}", head, "{{head1}}", strings.ReplaceAll(head, `src="`, `src="../`), "{{words}}", strings.TrimSpace(string(words))))
}
