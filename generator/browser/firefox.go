package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// firefox is a Firefox, started again when it was lost.
type firefox struct {
	mu     sync.Mutex
	conn   *bidi
	chrome string // the page that is the browser's own window, from where media are emulated
}

// firefoxPrefs make a quiet, repeatable browser, beside what its remote agent sets
// of its own accord. plainHost is this machine.
const firefoxPrefs = `user_pref("network.dns.localDomains", "` + plainHost + `");
user_pref("layout.css.devPixelsPerPx", "1.0");
user_pref("dom.disable_open_during_load", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.download.alwaysOpenPanel", false);
user_pref("intl.accept_languages", "en-US, en");
user_pref("focusmanager.testmode", true);
user_pref("fission.autostart", false);
user_pref("dom.ipc.processCount", 1);
user_pref("dom.ipc.processPrelaunch.enabled", false);
`

var bidiAddress = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

// live gives the connection to a browser that is there.
func (f *firefox) live() (*bidi, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn != nil && f.conn.dead() == nil {
		return f.conn, nil
	}
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "user.js"), []byte(firefoxPrefs), 0o600); err != nil {
		return nil, err
	}
	proc, err := startProcess(dir, []string{"MOZ_HEADLESS=1", "MOZ_CRASHREPORTER_DISABLE=1", "LANG=C.UTF-8"}, nil,
		firefoxProgram(), "--headless", "--no-remote", "--profile", dir, "--remote-debugging-port", "0", "--remote-allow-system-access", "about:blank")
	if err != nil {
		return nil, err
	}
	var address []string
	err = proc.ready("the line that says where it listens", func() bool {
		address = bidiAddress.FindStringSubmatch(proc.stderr.String())
		return address != nil
	})
	if err != nil {
		return nil, err
	}
	if f.conn, err = dialBidi(proc, address[1]); err != nil {
		proc.end()
		return nil, fmt.Errorf("talk to firefox: %w\n%s", err, proc.stderr)
	}
	if f.chrome, err = f.conn.begin(); err != nil {
		return nil, fmt.Errorf("begin a session of firefox: %w\n%s", err, proc.stderr)
	}
	return f.conn, nil
}

// firefoxProgram is the Firefox that PLAYBOOK_FIREFOX names, or the one that is there.
func firefoxProgram() string {
	if path := os.Getenv("PLAYBOOK_FIREFOX"); path != "" {
		return path
	}
	if _, err := exec.LookPath("firefox-esr"); err == nil {
		return "firefox-esr"
	}
	return "firefox"
}

// begin opens a session, and gives the page of the browser's own window.
func (b *bidi) begin() (chrome string, err error) {
	err = b.call("session.new", object{"capabilities": object{"alwaysMatch": object{
		"unhandledPromptBehavior": object{"default": "ignore"},
	}}}, nil)
	if err != nil {
		return "", err
	}
	err = b.call("session.subscribe", object{"events": []string{
		"log.entryAdded", "browsingContext.contextCreated", "browsingContext.userPromptOpened",
		"network.responseCompleted", "network.fetchError",
	}}, nil)
	if err != nil {
		return "", err
	}
	var tree struct{ Contexts []struct{ Context string } }
	if err := b.call("browsingContext.getTree", object{"moz:scope": "chrome"}, &tree); err != nil {
		return "", err
	}
	if len(tree.Contexts) == 0 {
		return "", errors.New("it has no window")
	}
	return tree.Contexts[0].Context, nil
}

// firefoxProfile is a user context.
type firefoxProfile struct {
	conn   *bidi
	chrome string
	id     string
	dir    string
	tabs   int
}

func (f *firefox) newProfile() (profile, error) {
	conn, err := f.live()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "playbook-downloads-")
	if err != nil {
		return nil, err
	}
	var made struct{ UserContext string }
	if err := conn.call("browser.createUserContext", nil, &made); err != nil {
		return nil, err
	}
	err = conn.call("browser.setDownloadBehavior", object{
		"userContexts":     []string{made.UserContext},
		"downloadBehavior": object{"type": "allowed", "destinationFolder": dir},
	}, nil)
	if err != nil {
		return nil, err
	}
	return &firefoxProfile{conn: conn, chrome: f.chrome, id: made.UserContext, dir: dir}, nil
}

func (f *firefoxProfile) downloads() string { return f.dir }

func (f *firefoxProfile) close() {
	_ = f.conn.call("browser.removeUserContext", object{"userContext": f.id}, nil)
	removeAll(f.dir)
}

// firefoxTab is a tab of the first window, or a window for each more of a reader: a
// tab behind another one would get no frames.
type firefoxTab struct {
	*firefoxProfile
	page string
	said func(line string)
}

func (f *firefoxProfile) newTab(said func(line string)) (tab, error) {
	var made struct{ Context string }
	kind := "tab"
	if f.tabs > 0 {
		kind = "window"
	}
	f.tabs++
	if err := f.conn.call("browsingContext.create", object{"type": kind, "userContext": f.id}, &made); err != nil {
		return nil, err
	}
	t := &firefoxTab{f, made.Context, said}
	f.conn.subscribe(t.page, t.event)
	return t, errors.Join(t.front(), t.before(violationListener), t.viewport(1280, 800), t.inChrome(hideToolbars))
}

// hideToolbars makes Tab go from the end of a page to its start. Otherwise the toolbars keep the
// focus, although the protocol sends further keys to the page, and Enter then does nothing there.
const hideToolbars = `for (const window of Services.wm.getEnumerator("navigator:browser"))
	window.document.getElementById("navigator-toolbox").hidden = true;`

func (t *firefoxTab) call(method string, params object, result any) error {
	params["context"] = t.page
	return t.conn.call(method, params, result)
}

func (t *firefoxTab) close() {
	t.conn.subscribe(t.page, nil)
	_ = t.call("browsingContext.close", object{}, nil)
	t.page = "closed"
}

// event keeps what the page reports; it runs on the connection's goroutine.
func (t *firefoxTab) event(method string, params []byte) {
	switch method {
	case "log.entryAdded":
		t.said(bidiLogLine(params))
	case "browsingContext.userPromptOpened":
		t.said("dialog: " + string(params))
		go func() { _ = t.call("browsingContext.handleUserPrompt", object{"accept": false}, nil) }()
	case "network.responseCompleted", "network.fetchError":
		if line := bidiNetworkLine(params); line != "" {
			t.said(line)
		}
	}
}

func bidiLogLine(params []byte) string {
	var e struct {
		Type, Level, Method, Text string
		Args                      []bidiValue
	}
	_ = json.Unmarshal(params, &e)
	if e.Type != "console" {
		return "exception: " + e.Text
	}
	words := []string{e.Method + ":"}
	for _, arg := range e.Args {
		var s string
		value, _ := arg.plain()
		data, _ := json.Marshal(value)
		if json.Unmarshal(data, &s) != nil {
			s = string(data)
		}
		words = append(words, s)
	}
	return strings.Join(words, " ")
}

// bidiNetworkLine is the line for a request that failed, as Chromium writes it.
func bidiNetworkLine(params []byte) string {
	var e struct {
		ErrorText string
		Request   struct{ URL string }
		Response  struct{ Status int }
	}
	_ = json.Unmarshal(params, &e)
	// Browsers ask for the icon of their own accord, and end what a page that is
	// left was still loading.
	if strings.HasSuffix(e.Request.URL, "/favicon.ico") || strings.Contains(e.ErrorText, "ABORT") {
		return ""
	}
	switch {
	case e.ErrorText != "":
		return fmt.Sprintf("network error: %s %s", e.ErrorText, e.Request.URL)
	case e.Response.Status >= 400:
		return fmt.Sprintf("network error: status %d %s", e.Response.Status, e.Request.URL)
	}
	return ""
}

func (t *firefoxTab) open(url string) error {
	return t.call("browsingContext.navigate", object{"url": url, "wait": "complete"}, nil)
}

func (t *firefoxTab) reload() error {
	return t.call("browsingContext.reload", object{"wait": "complete"}, nil)
}

// evaluate runs an expression in a page, which may be the browser's own window.
func (t *firefoxTab) evaluate(page, expr string) (bidiValue, error) {
	var res struct {
		Type             string
		Result           bidiValue
		ExceptionDetails struct{ Text string }
	}
	err := t.conn.call("script.evaluate", object{
		"expression": expr, "target": object{"context": page}, "awaitPromise": true, "userActivation": page == t.page,
	}, &res)
	if err == nil && res.Type == "exception" {
		err = errors.New(res.ExceptionDetails.Text)
	}
	return res.Result, err
}

func (t *firefoxTab) eval(expr string) (json.RawMessage, error) {
	value, err := t.evaluate(t.page, expr)
	if err != nil {
		return nil, err
	}
	plain, err := value.plain()
	if err != nil {
		return nil, err
	}
	return json.Marshal(plain)
}

func (t *firefoxTab) before(script string) error {
	return t.conn.call("script.addPreloadScript", object{
		"functionDeclaration": "() => {" + script + "\n}", "contexts": []string{t.page},
	}, nil)
}

func (t *firefoxTab) front() error { return t.call("browsingContext.activate", object{}, nil) }

func (t *firefoxTab) actions(sources ...object) error {
	return t.call("input.performActions", object{"actions": sources}, nil)
}

func (t *firefoxTab) click(x, y float64) error { return t.actions(mouseClick(x, y)) }

func (t *firefoxTab) insert(text string) error {
	_, err := t.eval(insertion(text))
	return err
}

func (t *firefoxTab) typeText(text string) error {
	keys, err := keysOf(text)
	if err != nil {
		return err
	}
	return t.actions(keys)
}

func (t *firefoxTab) press(key string, modifiers []string) error {
	keys, err := keyPress(key, modifiers)
	if err != nil {
		return err
	}
	return t.actions(keys)
}

func (t *firefoxTab) upload(sel string, files []string) error {
	value, err := t.evaluate(t.page, fmt.Sprintf("document.querySelector(%s)", quoteJS(sel)))
	if err != nil {
		return err
	}
	if value.SharedID == "" {
		return errors.New("no such element")
	}
	return t.call("input.setFiles", object{"element": object{"sharedId": value.SharedID}, "files": files}, nil)
}

func (t *firefoxTab) viewport(w, h int) error {
	return t.call("browsingContext.setViewport", object{"viewport": object{"width": w, "height": h}}, nil)
}

// The names by which the browser's own windows set a medium and media features.
var firefoxMedia = map[string]string{
	"prefers-color-scheme": "prefersColorSchemeOverride", "prefers-reduced-motion": "prefersReducedMotionOverride",
	"forced-colors": "forcedColorsOverride", "prefers-contrast": "prefersContrastOverride",
}

// inChrome runs a script about this tab, top, in the browser's own window: for what
// the protocol has no command yet.
func (t *firefoxTab) inChrome(script string) error {
	_, err := t.evaluate(t.chrome, fmt.Sprintf(`(() => {
		const {NavigableManager} = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
		const top = NavigableManager.getBrowsingContextById(%q);
		%s
	})()`, t.page, script))
	return err
}

func (t *firefoxTab) emulate(medium string, features map[string]string) error {
	script := fmt.Sprintf("top.mediumOverride = %q;", medium)
	for feature, name := range firefoxMedia {
		value := features[feature]
		if value == "" {
			value = "none"
		}
		script += fmt.Sprintf(" if (%q in top) top.%s = %q;", name, name, value)
	}
	for feature := range features {
		if name := firefoxMedia[feature]; name == "" {
			return lack("Firefox cannot be told what " + feature + " is")
		}
	}
	return t.inChrome(script)
}

func (t *firefoxTab) zone(name string) error {
	return t.conn.call("emulation.setTimezoneOverride", object{"timezone": name, "contexts": []string{t.page}}, nil)
}

func (t *firefoxTab) noScript() error { return t.inChrome("top.allowJavascript = false;") }

func (t *firefoxTab) picture(whole bool) ([]byte, error) {
	origin := "viewport"
	if whole {
		origin = "document"
	}
	var shot struct{ Data string }
	if err := t.call("browsingContext.captureScreenshot", object{"origin": origin}, &shot); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(shot.Data)
}
