package search

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// republished returns a site before and after a day's work: all lessons have changed, and none of the old blocks
// exists.
func republished(t *testing.T) (before, after fstest.MapFS) {
	var lessons []Lesson
	for _, l := range shop {
		l.Passages = append([]Passage(nil), l.Passages...)
		for i := range l.Passages {
			l.Passages[i].Text += " Brandnew zebra crossing, customer gatekeeper " + l.Title
		}
		lessons = append(lessons, l)
	}
	return site(t, "en", append(made(60), shop...), Options{}), site(t, "en", append(made(90), lessons...), Options{})
}

// moved asks two pages: one that was open when the site changed, and one that gets its root from the browser's
// cache.
func moved(t *testing.T, p *browser.Page, url func(string) string, republish func()) {
	p.Open(url("a/cpp.html"))
	if got := ask(p, "custom").urls(); !strings.HasPrefix(got, "custom.html") {
		t.Fatalf("before: got %q", got)
	}
	republish()
	if got := ask(p, "zebra").urls(); !strings.Contains(got, "gate.html") {
		t.Errorf("the page that was open: got %q", got)
	}
	p.Open(url("gate.html"))
	if got := ask(p, "zebra").urls(); !strings.Contains(got, "gate.html") {
		t.Errorf("the page that was opened later: got %q", got)
	}
	for _, line := range p.TakeConsole() {
		if !strings.Contains(line, "/en/") {
			t.Errorf("console: %s", line) // except for the missing blocks
		}
	}
}

func TestStaleRootFromServer(t *testing.T) {
	before, after := republished(t)
	var now atomic.Pointer[fstest.MapFS]
	now.Store(&before)
	var roots, past atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/search/en.js") {
			roots.Add(1)
			if r.URL.RawQuery != "" {
				past.Add(1)
			}
			w.Header().Set("Cache-Control", "max-age=3600")
		}
		if r.URL.Path == "/favicon.ico" {
			return
		}
		http.FileServerFS(*now.Load()).ServeHTTP(w, r)
	}))
	defer server.Close()
	p := browser.Start(t).Page(t)
	moved(t, p, func(ref string) string { return server.URL + "/" + ref }, func() { now.Store(&after) })
	if r, q := roots.Load(), past.Load(); r != 3 || q != 2 {
		t.Errorf("the root was asked for %d times, %d of them past the cache; expected 3 and 2", r, q)
	}
}

func TestStaleRootFromFile(t *testing.T) {
	before, after := republished(t)
	dir := filepath.Join(t.TempDir(), "site")
	write := func(files fstest.MapFS) {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(dir, files); err != nil {
			t.Fatal(err)
		}
	}
	write(before)
	moved(t, browser.Start(t).Page(t), browser.Dir(dir).URL, func() { write(after) })
}

// TestRootOfAnotherFormat checks that a root of another format is not read. If it stays of
// another format, that is an error and not a loop.
func TestRootOfAnotherFormat(t *testing.T) {
	files := site(t, "en", shop, Options{})
	root := files["search/en.js"]
	root.Data = []byte(strings.Replace(string(root.Data), "{v:", "{v:9", 1))
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, files, "/").URL("gate.html"))
	var got string
	p.Eval(`playbook.search("gatekeeper").then(() => "found", (e) => e.message)`, &got)
	if got != "format" {
		t.Errorf("got %q", got)
	}
}
