package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Page is one tab. Its methods fail the test at once when the browser refuses.
type Page struct {
	t       testing.TB
	profile profile // shared by the tabs of one reader
	tab     tab
	closed  bool // a test may close a tab before its end does

	says []string // see Browser

	mu      sync.Mutex
	console []string
	excused []string // lines of the console that are an exception
}

// Page opens an empty page in a fresh context. When the test ends the page
// closes, and the test fails if its console is not empty.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	person, err := b.engine.newProfile()
	must(t, err)
	t.Cleanup(person.close)
	return newPage(t, person, b.says)
}

// removeAll removes a folder into which a browser may still be writing.
func removeAll(dir string) {
	err := os.RemoveAll(dir)
	for range 50 {
		if err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
		err = os.RemoveAll(dir)
	}
}

// Tab opens another tab that shares this page's storage, as two tabs of one
// reader do.
func (p *Page) Tab() *Page {
	p.t.Helper()
	return newPage(p.t, p.profile, p.says)
}

func newPage(t testing.TB, person profile, says []string) *Page {
	t.Helper()
	p := &Page{t: t, profile: person, says: says}
	var err error
	p.tab, err = person.newTab(func(line string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if slices.ContainsFunc(says, func(text string) bool { return strings.Contains(line, text) }) {
			p.excused = append(p.excused, line)
			return
		}
		p.console = append(p.console, line)
	})
	must(t, err)
	t.Cleanup(p.Close)
	return p
}

// Close closes the tab, as its test's end does.
func (p *Page) Close() {
	if p.closed {
		return
	}
	p.closed = true
	p.tab.close()
	if left := p.Console(); len(left) > 0 {
		p.t.Errorf("console is not empty:\n\t%s", strings.Join(left, "\n\t"))
	}
}

// Console gives what the page has said so far: console calls of any level,
// exceptions, violations, failed requests, dialogs.
func (p *Page) Console() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.console...)
}

// TakeConsole gives the console's lines and empties it: for a test that expects
// some.
func (p *Page) TakeConsole() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := p.console
	p.console = nil
	return lines
}

// Open goes to an address and waits for its load event. The page closes before
// the server that was started for it, or what it still loads would be refused.
func (p *Page) Open(url string) {
	p.t.Helper()
	must(p.t, p.open(url))
}

func (p *Page) open(url string) error {
	p.t.Cleanup(p.Close)
	return p.tab.open(url)
}

// Reload loads the page again and waits for its load event.
func (p *Page) Reload() {
	p.t.Helper()
	must(p.t, p.tab.reload())
}

// Eval runs a JavaScript expression in the page, awaits it if it is a promise,
// and decodes its JSON value into out (nil: ignored). An exception fails the test.
func (p *Page) Eval(expr string, out any) {
	p.t.Helper()
	must(p.t, p.TryEval(expr, out))
}

// TryEval is Eval that gives its error back.
func (p *Page) TryEval(expr string, out any) error {
	value, err := p.tab.eval(expr)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(value, out)
}

// Call evaluates a JavaScript function with JSON arguments.
func (p *Page) Call(function string, out any, args ...any) {
	p.t.Helper()
	must(p.t, p.callJS(function, out, args...))
}

func (p *Page) callJS(function string, out any, args ...any) error {
	var list strings.Builder
	for i, arg := range args {
		data, err := json.Marshal(arg)
		if err != nil {
			return err
		}
		if i > 0 {
			list.WriteByte(',')
		}
		list.Write(data)
	}
	return p.TryEval("("+function+")("+list.String()+")", out)
}

// Before runs a script in every document of this page from the next load on,
// before the document's own scripts.
func (p *Page) Before(script string) error { return p.tab.before(script) }

// Zone puts this page into a time zone, by its name in the tz database.
func (p *Page) Zone(name string) error { return p.tab.zone(name) }

// NoScript switches scripts off in this page from the next load on.
func (p *Page) NoScript() error { return p.tab.noScript() }

// Media emulates a CSS medium, "print" or "screen".
func (p *Page) Media(medium string) error { return p.tab.emulate(medium, nil) }

// Prefer emulates a media feature such as "prefers-color-scheme" "dark",
// "prefers-reduced-motion" "reduce", "forced-colors" "active".
func (p *Page) Prefer(feature, value string) error {
	return p.tab.emulate("", map[string]string{feature: value})
}

// Emulate shows the page in a CSS medium ("screen" or "print"; "" is the
// browser's own) with media features by name, all at once, and in no others.
func (p *Page) Emulate(medium string, features map[string]string) error {
	return p.tab.emulate(medium, features)
}

// Viewport sets the window's size in CSS pixels.
func (p *Page) Viewport(w, h int) error { return p.tab.viewport(w, h) }

// Screenshot writes a PNG of the whole page into the folder PLAYBOOK_SHOTS names,
// and does nothing without one.
func (p *Page) Screenshot(name string) error {
	dir := os.Getenv("PLAYBOOK_SHOTS")
	if dir == "" {
		return nil
	}
	data, err := p.tab.picture(true)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), data, 0o644)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
