package browser_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

func TestScripts(t *testing.T) {
	browser.Scripts(t, "testdata/*.txtar", nil)
}

func page(html string) fstest.MapFS {
	return fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>x</title>" + html), Mode: 0o644}}
}

func TestEvalGivesValuesBack(t *testing.T) {
	p := browser.Start(t).Page(t)
	var got struct {
		Sum  int
		List []string
	}
	p.Eval(`Promise.resolve({sum: 1 + 2, list: ["a", "b"]})`, &got)
	if got.Sum != 3 || strings.Join(got.List, "") != "ab" {
		t.Errorf("got %+v", got)
	}
	p.Call(`(a, b) => a + b`, &got.Sum, 20, 22)
	if got.Sum != 42 {
		t.Errorf("got %d", got.Sum)
	}
	if err := p.TryEval(`(() => { throw new TypeError("no") })()`, nil); err == nil || !strings.Contains(err.Error(), "TypeError: no") {
		t.Errorf("got %v, expected the TypeError", err)
	}
}

// A fresh page shares nothing with another one; a tab shares everything.
func TestPagesAreApart(t *testing.T) {
	b := browser.Start(t)
	site := browser.Serve(t, page(""), "/")
	one, two := b.Page(t), b.Page(t)
	one.Open(site.URL("index.html"))
	one.Eval(`localStorage.setItem("k", "v")`, nil)
	two.Open(site.URL("index.html"))
	var got *string
	two.Eval(`localStorage.getItem("k")`, &got)
	if got != nil {
		t.Errorf("another page's storage shows: %q", *got)
	}
	tab := one.Tab()
	tab.Open(site.URL("index.html"))
	tab.Eval(`localStorage.getItem("k")`, &got)
	if got == nil || *got != "v" {
		t.Error("a tab does not share its page's storage")
	}
}

// The tests must see everything on a page's console. Otherwise an empty console
// would prove nothing.
func TestConsoleIsHeard(t *testing.T) {
	csp := `<meta http-equiv=Content-Security-Policy content="script-src 'self'; img-src 'none'; style-src 'none'">`
	for name, tc := range map[string]struct{ html, want string }{
		"log":       {`<script>console.log("said", 1)</script>`, "log: said 1"},
		"exception": {`<script>nowhere()</script>`, "nowhere is not defined"},
		"rejection": {`<script>Promise.reject(new Error("lost"))</script>`, "lost"},
		"missing":   {`<script src="none.js"></script>`, "404"},
		"violation": {csp + `<img src="x.png">`, "CSP violation: img-src"},
		"inline":    {csp + `<p style="color:red">`, "CSP violation: style-src"},
		"dialog":    {`<script>alert("hello")</script>`, "dialog: "},
	} {
		t.Run(name, func(t *testing.T) {
			p := browser.Start(t).Page(t)
			p.Open(browser.Serve(t, page(tc.html), "/").URL("index.html"))
			p.Run(`console "` + tc.want + `"`)
			p.TakeConsole()
		})
	}
}

// fake is a test that may fail without failing the one it runs in.
type fake struct {
	testing.TB
	failed   []string
	cleanups []func()
}

func (f *fake) Errorf(format string, args ...any) { f.failed = append(f.failed, format) }
func (f *fake) Cleanup(fn func())                 { f.cleanups = append(f.cleanups, fn) }

func TestFullConsoleFailsTheTest(t *testing.T) {
	f := &fake{TB: t}
	p := browser.Start(t).Page(f)
	p.Open(browser.Serve(t, page(`<script>console.warn("x")</script>`), "/").URL("index.html"))
	p.Eval("0", nil)
	for i := len(f.cleanups) - 1; i >= 0; i-- {
		f.cleanups[i]()
	}
	if len(f.failed) != 1 {
		t.Errorf("a page that warned did not fail its test: %q", f.failed)
	}
}

// BenchmarkOpen: opening a page costs tens of milliseconds, or nobody writes
// browser tests.
func BenchmarkOpen(b *testing.B) {
	chrome := browser.Start(b)
	site := browser.Serve(b, page("<h1>x</h1>"), "/")
	for b.Loop() {
		chrome.Page(b).Open(site.URL("index.html"))
	}
}

// A page that was made before its server still closes first, because it may load
// scripts late, for example after a touch.
func TestPageClosesBeforeItsServer(t *testing.T) {
	t.Run("late", func(t *testing.T) {
		p := browser.Start(t).Page(t)
		t.Cleanup(func() { // runs when the server has closed
			if p.TryEval("1", nil) == nil {
				t.Error("the page is still open")
			}
		})
		p.Open(browser.Serve(t, page(""), "/").URL("index.html"))
	})
}
