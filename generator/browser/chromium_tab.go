package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// loadTimeout is the longest time to wait for a page to load. It is long enough for a slow
// and busy machine.
const loadTimeout = 120 * time.Second

// chromium is a running Chromium.
type chromium struct {
	conn *conn
}

// chromiumProfile is a browser context.
type chromiumProfile struct {
	conn *conn
	id   string
	dir  string
}

func (c *chromium) newProfile() (profile, error) {
	dir, err := os.MkdirTemp("", "playbook-downloads-")
	if err != nil {
		return nil, err
	}
	var made struct{ BrowserContextID string }
	if err := c.conn.call("", "Target.createBrowserContext", object{"disposeOnDetach": false}, &made); err != nil {
		return nil, fmt.Errorf("open a browser context: %w", err)
	}
	err = c.conn.call("", "Browser.setDownloadBehavior", object{
		"behavior": "allow", "browserContextId": made.BrowserContextID, "downloadPath": dir,
	}, nil)
	if err != nil {
		return nil, fmt.Errorf("set the download folder: %w", err)
	}
	return &chromiumProfile{c.conn, made.BrowserContextID, dir}, nil
}

func (f *chromiumProfile) downloads() string { return f.dir }

func (f *chromiumProfile) close() {
	_ = f.conn.call("", "Target.disposeBrowserContext", object{"browserContextId": f.id}, nil)
	removeAll(f.dir)
}

// chromiumTab is a tab: in terms of the DevTools protocol, a target with a session.
type chromiumTab struct {
	conn    *conn
	session string
	target  string
	closed  bool
	said    func(line string)

	mu     sync.Mutex
	loaded map[string]bool // the ids of loads whose load event has fired
	loads  int             // how many load events have fired
}

func (f *chromiumProfile) newTab(said func(line string)) (tab, error) {
	t := &chromiumTab{conn: f.conn, said: said, loaded: map[string]bool{}}
	var made struct{ TargetID, SessionID string }
	// Each tab has its own window, because a browser does not draw a tab in the background.
	err := f.conn.call("", "Target.createTarget", object{
		"url": "about:blank", "browserContextId": f.id, "newWindow": true,
		"width": 1280, "height": 800,
	}, &made)
	if err != nil {
		return nil, err
	}
	t.target = made.TargetID
	if err := f.conn.call("", "Target.attachToTarget", object{"targetId": t.target, "flatten": true}, &made); err != nil {
		return nil, err
	}
	t.session = made.SessionID
	f.conn.subscribe(t.session, t.event)
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
		if err := t.call(step.method, step.params, nil); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *chromiumTab) close() {
	t.closed = true
	t.conn.subscribe(t.session, nil)
	_ = t.conn.call("", "Target.closeTarget", object{"targetId": t.target}, nil)
}

func (t *chromiumTab) call(method string, params, result any) error {
	if t.closed {
		return errors.New("the page is closed")
	}
	return t.conn.call(t.session, method, params, result)
}

var errChromium = errors.New("only Chromium can do this")

// call sends a command that only Chromium has, for example for CPU times, PDFs or the
// accessibility tree.
func (p *Page) call(method string, params, result any) error {
	t, ok := p.tab.(*chromiumTab)
	if !ok {
		return errChromium
	}
	return t.call(method, params, result)
}

// event handles an event of the page. It runs on the goroutine that reads the connection.
func (t *chromiumTab) event(method string, params []byte) {
	switch method {
	case "Page.lifecycleEvent":
		var e struct{ FrameID, LoaderID, Name string }
		if json.Unmarshal(params, &e) == nil && e.Name == "load" && e.FrameID == t.target {
			t.mu.Lock()
			t.loaded[e.LoaderID] = true
			t.loads++
			t.mu.Unlock()
		}
	case "Page.javascriptDialogOpening":
		t.said("dialog: " + string(params))
		go func() { _ = t.call("Page.handleJavaScriptDialog", object{"accept": false}, nil) }()
	case "Inspector.targetCrashed":
		t.said("the page crashed")
	default:
		if line := consoleLine(method, params); line != "" {
			t.said(line)
		}
	}
}

func (t *chromiumTab) open(url string) error {
	var nav struct{ LoaderID, ErrorText string }
	if err := t.call("Page.navigate", object{"url": url}, &nav); err != nil {
		return err
	}
	if nav.ErrorText != "" {
		return fmt.Errorf("open %q: %s", url, nav.ErrorText)
	}
	if nav.LoaderID == "" { // only the fragment changed
		return nil
	}
	return t.until(func() bool { return t.loaded[nav.LoaderID] }, url)
}

func (t *chromiumTab) reload() error {
	t.mu.Lock()
	before := t.loads
	t.mu.Unlock()
	if err := t.call("Page.reload", nil, nil); err != nil {
		return err
	}
	return t.until(func() bool { return t.loads > before }, "reload")
}

func (t *chromiumTab) until(done func() bool, what string) error {
	deadline := time.Now().Add(loadTimeout)
	for {
		t.mu.Lock()
		ok := done()
		t.mu.Unlock()
		if ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: no load event within %v", what, loadTimeout)
		}
		time.Sleep(time.Millisecond)
	}
}

func (t *chromiumTab) eval(expr string) (json.RawMessage, error) {
	var res struct {
		Result struct {
			Type, Description string
			Value             json.RawMessage
		}
		ExceptionDetails *exception
	}
	err := t.call("Runtime.evaluate", object{
		"expression": expr, "awaitPromise": true, "returnByValue": true, "userGesture": true,
	}, &res)
	switch {
	case err != nil:
		return nil, err
	case res.ExceptionDetails != nil:
		return nil, errors.New(res.ExceptionDetails.String())
	case len(res.Result.Value) > 0:
		return res.Result.Value, nil
	}
	// A value that JSON does not have, such as undefined, becomes null.
	return json.RawMessage("null"), nil
}

func (t *chromiumTab) before(script string) error {
	return t.call("Page.addScriptToEvaluateOnNewDocument", object{"source": script}, nil)
}

func (t *chromiumTab) front() error { return t.call("Page.bringToFront", nil, nil) }

func (t *chromiumTab) click(x, y float64) error {
	for _, kind := range []string{"mouseMoved", "mousePressed", "mouseReleased"} {
		params := object{"type": kind, "x": x, "y": y}
		if kind != "mouseMoved" {
			params["button"], params["clickCount"] = "left", 1
		}
		if err := t.call("Input.dispatchMouseEvent", params, nil); err != nil {
			return err
		}
	}
	return nil
}

func (t *chromiumTab) insert(text string) error {
	return t.call("Input.insertText", object{"text": text}, nil)
}

func (t *chromiumTab) typeText(text string) error {
	for _, r := range text {
		for _, event := range kb.Encode(r) {
			if err := t.call("Input.dispatchKeyEvent", event, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

var modifierBits = map[string]int{"Alt": 1, "Control": 2, "Ctrl": 2, "Meta": 4, "Shift": 8}

func (t *chromiumTab) press(name string, modifiers []string) error {
	mods := 0
	for _, m := range modifiers {
		bit, ok := modifierBits[m]
		if !ok {
			return fmt.Errorf("no modifier %q", m)
		}
		mods |= bit
	}
	key := keyNamed(name)
	if key == nil {
		return fmt.Errorf("no key %q", name)
	}
	if key.Shift {
		mods |= modifierBits["Shift"]
	}
	params := object{
		"type": "rawKeyDown", "key": key.Key, "code": key.Code, "modifiers": mods,
		"windowsVirtualKeyCode": key.Windows, "nativeVirtualKeyCode": key.Native,
	}
	if key.Text != "" && mods&^modifierBits["Shift"] == 0 {
		params["type"], params["text"], params["unmodifiedText"] = "keyDown", key.Text, key.Unmodified
	}
	if err := t.call("Input.dispatchKeyEvent", params, nil); err != nil {
		return err
	}
	delete(params, "text")
	params["type"] = "keyUp"
	return t.call("Input.dispatchKeyEvent", params, nil)
}

func keyNamed(name string) *kb.Key {
	if r := []rune(name); len(r) == 1 {
		return kb.Keys[r[0]]
	}
	for _, key := range kb.Keys {
		if key.Key == name && !strings.HasPrefix(key.Code, "Numpad") && (key.Code == name || !strings.HasSuffix(key.Code, "Right")) {
			return key
		}
	}
	return nil
}

func (t *chromiumTab) upload(sel string, files []string) error {
	var res struct {
		Result struct{ ObjectID, Subtype string }
	}
	quoted := fmt.Sprintf("document.querySelector(%s)", quoteJS(sel))
	if err := t.call("Runtime.evaluate", object{"expression": quoted}, &res); err != nil {
		return err
	}
	if res.Result.Subtype != "node" {
		return errors.New("no such element")
	}
	return t.call("DOM.setFileInputFiles", object{"files": files, "objectId": res.Result.ObjectID}, nil)
}

func (t *chromiumTab) viewport(w, h int) error {
	return t.call("Emulation.setDeviceMetricsOverride", object{"width": w, "height": h, "deviceScaleFactor": 1, "mobile": false}, nil)
}

func (t *chromiumTab) emulate(medium string, features map[string]string) error {
	params := object{"media": medium}
	if features != nil {
		list := []object{}
		for name, value := range features {
			list = append(list, object{"name": name, "value": value})
		}
		params["features"] = list
	}
	return t.call("Emulation.setEmulatedMedia", params, nil)
}

func (t *chromiumTab) zone(name string) error {
	return t.call("Emulation.setTimezoneOverride", object{"timezoneId": name}, nil)
}

func (t *chromiumTab) noScript() error {
	return t.call("Emulation.setScriptExecutionDisabled", object{"value": true}, nil)
}

func (t *chromiumTab) picture(whole bool) ([]byte, error) {
	var shot struct{ Data string }
	if err := t.call("Page.captureScreenshot", object{"captureBeyondViewport": whole, "optimizeForSpeed": true}, &shot); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(shot.Data)
}
