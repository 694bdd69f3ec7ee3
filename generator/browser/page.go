package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// loadTimeout bounds opening a page, also on a slow and busy machine.
const loadTimeout = 120 * time.Second

// Page is one tab. Its methods fail the test at once when the browser refuses.
type Page struct {
	t       testing.TB
	conn    *conn
	context string // the browser context, shared by the tabs of one page
	session string
	target  string
	dir     string // downloads of the context
	closed  bool   // a test may close a tab before its end does

	mu      sync.Mutex
	loaded  map[string]bool // loaders whose load event has fired
	loads   int
	loader  string // of the main frame's last load
	console []string
}

// Page opens an empty page in a fresh context. When the test ends the page
// closes, and the test fails if its console is not empty.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	dir, err := os.MkdirTemp("", "playbook-downloads-")
	must(t, err)
	t.Cleanup(func() { removeAll(t, dir) }) // after the context is gone
	var made struct{ BrowserContextID string }
	if err := b.conn.call("", "Target.createBrowserContext", object{"disposeOnDetach": false}, &made); err != nil {
		t.Fatalf("open a browser context: %v", err)
	}
	t.Cleanup(func() {
		_ = b.conn.call("", "Target.disposeBrowserContext", object{"browserContextId": made.BrowserContextID}, nil)
	})
	err = b.conn.call("", "Browser.setDownloadBehavior", object{
		"behavior": "allow", "browserContextId": made.BrowserContextID, "downloadPath": dir,
	}, nil)
	if err != nil {
		t.Fatalf("set the download folder: %v", err)
	}
	return newPage(t, b.conn, made.BrowserContextID, dir)
}

// removeAll removes a folder into which the browser may still be writing.
func removeAll(t testing.TB, dir string) {
	err := os.RemoveAll(dir)
	for range 50 {
		if err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
		err = os.RemoveAll(dir)
	}
	t.Errorf("remove the downloads: %v", err)
}

// Tab opens another tab that shares this page's storage, as two tabs of one
// reader do.
func (p *Page) Tab() *Page {
	p.t.Helper()
	return newPage(p.t, p.conn, p.context, p.dir)
}

func newPage(t testing.TB, c *conn, context, dir string) *Page {
	t.Helper()
	p := &Page{t: t, conn: c, context: context, dir: dir, loaded: map[string]bool{}}
	var made struct{ TargetID, SessionID string }
	// Each tab has its own window: a tab behind another one would get no frames.
	must(t, c.call("", "Target.createTarget", object{
		"url": "about:blank", "browserContextId": context, "newWindow": true,
		"width": 1280, "height": 800,
	}, &made))
	p.target = made.TargetID
	must(t, c.call("", "Target.attachToTarget", object{"targetId": p.target, "flatten": true}, &made))
	p.session = made.SessionID
	c.subscribe(p.session, p.event)
	for _, step := range []struct {
		method string
		params object
	}{
		{"Page.enable", nil},
		{"Page.setLifecycleEventsEnabled", object{"enabled": true}},
		{"Runtime.enable", nil},
		{"Log.enable", nil},
		{"Emulation.setFocusEmulationEnabled", object{"enabled": true}},
		{"Emulation.setDeviceMetricsOverride", object{"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false}},
		{"Page.addScriptToEvaluateOnNewDocument", object{"source": violationListener}},
	} {
		must(t, p.call(step.method, step.params, nil))
	}
	t.Cleanup(p.Close)
	return p
}

// violationListener makes every policy violation a console line; report-only
// ones and those inside frames included.
const violationListener = `addEventListener("securitypolicyviolation", (e) =>
  console.error("CSP violation: " + e.violatedDirective + " blocked " + (e.blockedURI || "?") +
    " at " + e.sourceFile + ":" + e.lineNumber + " " + e.sample), true);`

// Close closes the tab, as its test's end does.
func (p *Page) Close() {
	if p.closed {
		return
	}
	p.closed = true
	p.conn.subscribe(p.session, nil)
	_ = p.conn.call("", "Target.closeTarget", object{"targetId": p.target}, nil)
	if left := p.Console(); len(left) > 0 {
		p.t.Errorf("console is not empty:\n\t%s", strings.Join(left, "\n\t"))
	}
}

func (p *Page) call(method string, params, result any) error {
	if p.closed {
		return errors.New("the page is closed")
	}
	return p.conn.call(p.session, method, params, result)
}

// event keeps what the page reports; it runs on the connection's goroutine.
func (p *Page) event(method string, params []byte) {
	switch method {
	case "Page.lifecycleEvent":
		var e struct{ FrameID, LoaderID, Name string }
		if json.Unmarshal(params, &e) == nil && e.Name == "load" && e.FrameID == p.target {
			p.mu.Lock()
			p.loaded[e.LoaderID] = true
			p.loads++
			p.loader = e.LoaderID
			p.mu.Unlock()
		}
	case "Page.javascriptDialogOpening":
		p.logf("dialog: %s", params)
		go func() { _ = p.call("Page.handleJavaScriptDialog", object{"accept": false}, nil) }()
	case "Inspector.targetCrashed":
		p.logf("the page crashed")
	default:
		if line := consoleLine(method, params); line != "" {
			p.logf("%s", line)
		}
	}
}

func (p *Page) logf(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.console = append(p.console, fmt.Sprintf(format, args...))
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
	var nav struct{ LoaderID, ErrorText string }
	if err := p.call("Page.navigate", object{"url": url}, &nav); err != nil {
		return err
	}
	if nav.ErrorText != "" {
		return fmt.Errorf("open %q: %s", url, nav.ErrorText)
	}
	if nav.LoaderID == "" { // only the fragment changed
		return nil
	}
	return p.until(func() bool { return p.loaded[nav.LoaderID] }, url)
}

// Reload loads the page again and waits for its load event.
func (p *Page) Reload() {
	p.t.Helper()
	must(p.t, p.reload())
}

func (p *Page) reload() error {
	p.mu.Lock()
	before := p.loads
	p.mu.Unlock()
	if err := p.call("Page.reload", nil, nil); err != nil {
		return err
	}
	return p.until(func() bool { return p.loads > before }, "reload")
}

func (p *Page) until(done func() bool, what string) error {
	deadline := time.Now().Add(loadTimeout)
	for {
		p.mu.Lock()
		ok := done()
		p.mu.Unlock()
		if ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: no load event within %v", what, loadTimeout)
		}
		time.Sleep(time.Millisecond)
	}
}

// Eval runs a JavaScript expression in the page, awaits it if it is a promise,
// and decodes its JSON value into out (nil: ignored). An exception fails the test.
func (p *Page) Eval(expr string, out any) {
	p.t.Helper()
	must(p.t, p.TryEval(expr, out))
}

// TryEval is Eval that gives its error back.
func (p *Page) TryEval(expr string, out any) error {
	var res struct {
		Result struct {
			Type, Description string
			Value             json.RawMessage
		}
		ExceptionDetails *exception
	}
	err := p.call("Runtime.evaluate", object{
		"expression": expr, "awaitPromise": true, "returnByValue": true, "userGesture": true,
	}, &res)
	if err != nil {
		return err
	}
	if res.ExceptionDetails != nil {
		return errors.New(res.ExceptionDetails.String())
	}
	if out == nil {
		return nil
	}
	if len(res.Result.Value) == 0 {
		if res.Result.Type == "undefined" {
			return json.Unmarshal([]byte("null"), out)
		}
		return fmt.Errorf("%s has no JSON value: %s", res.Result.Type, res.Result.Description)
	}
	return json.Unmarshal(res.Result.Value, out)
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

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
