package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// miniTab is a window: a tab behind another one would get no frames.
type miniTab struct {
	*miniBrowser
	*view
	window  string
	said    func(line string)
	scripts []string
	closed  bool
	mute    bool        // it runs no scripts any more
	left    atomic.Bool // what it says now is no longer of the test
}

// quietDialogs stands in for dialogs, which would hold the inspector up.
const quietDialogs = `for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => {
  console.error("dialog: " + text);
  return name === "confirm" ? false : null;
};`

func (m *miniBrowser) newTab(said func(line string)) (tab, error) {
	window, err := m.newWindow()
	if err != nil {
		return nil, err
	}
	t := &miniTab{miniBrowser: m, window: window, said: said, scripts: []string{quietDialogs, violationListener}}
	m.views++
	t.view, err = m.inspect.look(m.views, t.begin, t.event)
	if err != nil {
		return nil, err
	}
	m.tabs++
	return t, errors.Join(t.front(), t.viewport(1280, 800))
}

// newWindow opens a window as a page does that wants one without bars: a window with
// bars is never as narrow as a phone.
func (m *miniBrowser) newWindow() (string, error) {
	if err := m.in(m.first); err != nil { // the one before may be closed
		return "", err
	}
	var before, now []string
	if err := m.drive("GET", "/window/handles", nil, &before); err != nil {
		return "", err
	}
	script := `window.open("about:blank", "", "noopener,popup,width=1280,height=800")`
	if err := m.drive("POST", "/execute/sync", object{"script": script, "args": []any{}}, nil); err != nil {
		return "", err
	}
	for start := time.Now(); time.Since(start) < startTimeout; time.Sleep(5 * time.Millisecond) {
		if err := m.drive("GET", "/window/handles", nil, &now); err != nil {
			return "", err
		}
		for _, handle := range now {
			if !slices.Contains(before, handle) {
				return handle, nil
			}
		}
	}
	return "", errors.New("the browser opens no window")
}

// begin switches on what a page needs in a new web process of its view.
func (t *miniTab) begin(v *view, target string) {
	for _, step := range []struct {
		method string
		params object
	}{
		{"Console.enable", nil},
		{"Page.enable", nil},
		{"Runtime.enable", nil},
		{"Page.setBootstrapScript", object{"source": strings.Join(t.scripts, ";\n")}},
	} {
		_, _ = v.tellPage(target, step.method, step.params) // a page that is going away answers nothing
	}
}

// clearing empties all that an origin keeps, and says where it did.
const clearing = `(async () => {
  try { localStorage.clear(); sessionStorage.clear(); } catch {}
  try { for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister(); } catch {}
  try { for (const name of await caches.keys()) await caches.delete(name); } catch {}
  try { for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name); } catch {}
  return location.protocol + location.host;
})()`

// clear empties what the page's origin keeps, from an address of the same origin that is
// no page: what is left still writes when it is closed. It says whether it could.
func (t *miniTab) clear() bool {
	var at string
	p := &Page{tab: t}
	if p.TryEval("location.protocol + location.host", &at) != nil {
		return false
	}
	scheme, host, _ := strings.Cut(at, ":")
	address := "file:///dev/null"
	switch scheme {
	case "about":
		return true
	case "http":
		address = "http://" + host + "/nothing"
	}
	var cleared string
	return t.open(address) == nil && p.TryEval(clearing, &cleared) == nil && cleared == at
}

func (t *miniTab) close() {
	t.left.Store(true)
	if t.tabs--; t.tabs == 0 { // the others may still want what is kept
		if t.mute {
			_ = t.call("Page.overrideSetting", object{"setting": "ScriptEnabled"}, nil)
		}
		t.spoiled = t.spoiled || !t.clear()
	}
	t.closed = true
	t.view.leave()
	_ = t.in(t.window)
	_ = t.drive("DELETE", "/window", nil, nil)
	t.current = ""
}

// event keeps what the page reports; it runs on the inspector's goroutine.
func (t *miniTab) event(method string, params []byte) {
	if method != "Console.messageAdded" || t.left.Load() {
		return
	}
	var e struct {
		Message struct {
			Source, Level, Text, Type, URL string
			Parameters                     []inspected
		}
	}
	_ = json.Unmarshal(params, &e)
	msg := e.Message
	switch {
	case strings.HasSuffix(msg.URL, "/favicon.ico"):
		// Browsers ask for the icon of their own accord.
	case msg.Source == "console-api":
		words := []string{msg.Level + ":"}
		for _, p := range msg.Parameters {
			var s string
			switch {
			case json.Unmarshal(p.Value, &s) == nil:
				words = append(words, s)
			case len(p.Value) > 0:
				words = append(words, string(p.Value))
			default:
				words = append(words, p.Description)
			}
		}
		if len(msg.Parameters) == 0 {
			words = append(words, msg.Text)
		}
		t.said(strings.Join(words, " "))
	case msg.Source == "javascript":
		t.said("exception: " + msg.Text)
	default:
		t.said(strings.TrimSpace(fmt.Sprintf("%s %s: %s %s", msg.Source, msg.Level, msg.Text, msg.URL)))
	}
}

func (t *miniTab) act(method, path string, params, result any) error {
	if t.closed {
		return errClosed
	}
	if err := t.in(t.window); err != nil {
		return err
	}
	return t.drive(method, path, params, result)
}

func (t *miniTab) open(url string) error { return t.act("POST", "/url", object{"url": url}, nil) }

func (t *miniTab) reload() error { return t.act("POST", "/refresh", object{}, nil) }

func (t *miniTab) eval(expr string) (json.RawMessage, error) {
	if t.closed {
		return nil, errClosed
	}
	return t.view.eval(expr)
}

func (t *miniTab) before(script string) error {
	t.scripts = append(slices.Clone(t.scripts), script)
	return t.call("Page.setBootstrapScript", object{"source": strings.Join(t.scripts, ";\n")}, nil)
}

// front tells the page that it is shown: a reader's tabs are hidden and shown again,
// windows side by side are not.
func (t *miniTab) front() error {
	t.current = "" // the window itself may be behind
	if err := t.in(t.window); err != nil {
		return err
	}
	_, err := t.eval(`document.dispatchEvent(new Event("visibilitychange")) && null`)
	return err
}

func (t *miniTab) actions(sources ...object) error {
	return t.act("POST", "/actions", object{"actions": sources}, nil)
}

func (t *miniTab) click(x, y float64) error { return t.actions(mouseClick(x, y)) }

func (t *miniTab) insert(text string) error {
	_, err := t.eval(insertion(text))
	return err
}

func (t *miniTab) typeText(text string) error {
	keys, err := keysOf(text)
	if err != nil {
		return err
	}
	return t.actions(keys)
}

func (t *miniTab) press(key string, modifiers []string) error {
	keys, err := keyPress(key, modifiers)
	if err != nil {
		return err
	}
	return t.actions(keys)
}

func (t *miniTab) upload(sel string, files []string) error {
	var found map[string]string
	if err := t.act("POST", "/element", object{"using": "css selector", "value": sel}, &found); err != nil {
		return err
	}
	for _, id := range found {
		return t.act("POST", "/element/"+id+"/value", object{"text": strings.Join(files, "\n")}, nil)
	}
	return errors.New("no such element")
}

// viewport sets the size of the window, which has bars of its own.
func (t *miniTab) viewport(w, h int) error {
	width, height := w, h
	p := &Page{tab: t}
	return p.wait(func() error {
		if err := t.act("POST", "/window/rect", object{"x": 0, "y": 0, "width": width, "height": height}, nil); err != nil {
			return err
		}
		var size [2]int
		if err := p.TryEval("[innerWidth, innerHeight]", &size); err != nil {
			return err
		}
		if size == [2]int{w, h} {
			return nil
		}
		width, height = max(width+w-size[0], 1), max(height+h-size[1], 1)
		return fmt.Errorf("the window shows %d × %d", size[0], size[1])
	})
}

// The inspector's names of media features, and of their values.
var webkitMedia = map[string]string{
	"prefers-color-scheme": "PrefersColorScheme", "prefers-reduced-motion": "PrefersReducedMotion", "prefers-contrast": "PrefersContrast",
}

func (t *miniTab) emulate(medium string, features map[string]string) error {
	for feature := range features {
		if webkitMedia[feature] == "" {
			return lack("WebKitGTK cannot be told what " + feature + " is")
		}
	}
	if err := t.call("Page.setEmulatedMedia", object{"media": medium}, nil); err != nil {
		return err
	}
	for feature, name := range webkitMedia {
		params := object{"name": name}
		switch value := features[feature]; value {
		case "":
		case "no-preference":
			params["value"] = "NoPreference"
		default:
			params["value"] = strings.ToUpper(value[:1]) + value[1:]
		}
		if err := t.call("Page.overrideUserPreference", params, nil); err != nil {
			return err
		}
	}
	return nil
}

func (t *miniTab) zone(string) error { return lack("WebKitGTK cannot give a page a time zone") }

func (t *miniTab) noScript() error {
	t.mute = true
	return t.call("Page.overrideSetting", object{"setting": "ScriptEnabled", "value": false}, nil)
}

func (t *miniTab) picture(whole bool) ([]byte, error) {
	area := "[0, 0, innerWidth, innerHeight]"
	if whole {
		area = "[0, 0, innerWidth, document.documentElement.scrollHeight]"
	}
	var r [4]int
	if err := (&Page{tab: t}).TryEval(area, &r); err != nil {
		return nil, err
	}
	system := "Viewport"
	if whole {
		system = "Page"
	}
	var shot struct{ DataURL string }
	err := t.call("Page.snapshotRect", object{"x": r[0], "y": r[1], "width": r[2], "height": r[3], "coordinateSystem": system}, &shot)
	if err != nil {
		return nil, err
	}
	_, data, _ := strings.Cut(shot.DataURL, ",")
	return base64.StdEncoding.DecodeString(data)
}
