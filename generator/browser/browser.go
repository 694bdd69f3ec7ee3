// Package browser drives a headless Chromium from Go tests. It is test support
// (floor 0: it imports nothing of ours, and only _test.go files import it) and
// the sole home of chromedp.
//
// A test binary starts one browser process. Every page has a browser context of its own,
// so that tests do not share storage, cookies or downloads. Tabs opened with [Page.Tab]
// share the context of their page. A test fails if its page writes to the console, throws
// an exception or breaks its Content-Security-Policy.
//
//	b := browser.Start(t)               // skips the test with a message if there is no Chromium
//	site := browser.Serve(t, files, "/a/b/")
//	p := b.Page(t)
//	p.Open(site.URL("index.html"))
//	p.Run(`click "#save"
//	text "[role=status]" "Saved"`)
//
// [Scripts] runs txtar browser scripts, the usual form; see its list of verbs.
//
// Environment: PLAYBOOK_BROWSER=required turns a missing browser into a failure,
// PLAYBOOK_BROWSER=/path/to/chromium names one, PLAYBOOK_SHOTS=dir makes the verb
// "screenshot" write its pictures there.
package browser

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Browser is a running browser.
type Browser struct {
	name   string
	engine engine
	turn   sync.Locker
	says   []string // console messages that are not our fault and are ignored
}

// noLock is for an engine in which several windows can be used at the same time.
type noLock struct{}

func (noLock) Lock()   {}
func (noLock) Unlock() {}

// start starts the browser once for the whole test binary. The browser ends when the test
// binary ends, because its command pipe is closed then.
var start = sync.OnceValues(launch)

// errNone says that no browser is installed.
var errNone = errors.New(`no browser: none of "chromium", "chromium-browser", "google-chrome" is on PATH`)

// Start returns the test binary's browser and starts it on first use. If there is no
// Chromium, the test is skipped, or fails with PLAYBOOK_BROWSER=required.
func Start(t testing.TB) *Browser {
	t.Helper()
	b, err := start()
	if errors.Is(err, errNone) && os.Getenv("PLAYBOOK_BROWSER") != "required" {
		t.Skipf("BROWSER TEST NOT RUN: %v", err)
	}
	if err != nil {
		t.Fatalf("start browser: %v", err)
	}
	return b
}

func find() (string, error) {
	if path := os.Getenv("PLAYBOOK_BROWSER"); strings.ContainsRune(path, os.PathSeparator) {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNone
}

// flags returns the flags for a quiet, offline browser with repeatable results: no
// background traffic, no throttling of pages in the background, no popup blocking, a fixed
// color profile. WebUIOmnibox… are pages for the menus of the address bar. They would load
// with every window and take a third of the browser's time.
func flags(profile string) []string {
	return []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
		"--disable-renderer-backgrounding", "--disable-popup-blocking", "--disable-ipc-flooding-protection", "--allow-pre-commit-input",
		"--disable-dev-shm-usage", "--disable-extensions", "--disable-default-apps",
		"--disable-breakpad", "--disable-hang-monitor", "--disable-features=Translate,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup,PartitionAllocUnretainedDanglingPtr",
		"--force-color-profile=srgb", "--hide-scrollbars", "--mute-audio", "--password-store=basic",
		"--no-default-browser-check", "--host-resolver-rules=MAP " + plainHost + " 127.0.0.1", "--remote-debugging-pipe", "--user-data-dir=" + profile,
		"about:blank",
	}
}

func launch() (*Browser, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "playbook-browser-")
	if err != nil {
		return nil, fmt.Errorf("make browser profile: %w", err)
	}
	// The shell removes the profile after Chromium has ended. Chromium ends when its pipe is
	// closed, even if the test binary crashed and cannot remove the profile itself.
	script := `profile=$1; shift; "$@"; for i in 1 2 3 4 5; do rm -rf "$profile" && break; sleep 0.2; done`
	args := append([]string{"-c", script, "browser", profile, path}, flags(profile)...)
	cmd := exec.Command("sh", args...)
	var stderr tail
	cmd.Stderr = &stderr
	cmd.Env = append(os.Environ(), "TZ=UTC", "XDG_CONFIG_HOME="+filepath.Join(profile, "config"), "XDG_CACHE_HOME="+filepath.Join(profile, "cache"))
	toBrowser, commands, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	events, fromBrowser, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("run %q: %w", path, err)
	}
	toBrowser.Close()
	fromBrowser.Close()
	c := newConn(chromedp.NewPipeConn(events, commands), &stderr)
	if err := c.call("", "Browser.getVersion", nil, nil); err != nil {
		return nil, fmt.Errorf("talk to %q: %w", path, err)
	}
	return &Browser{name: "chromium", engine: &chromium{c}, turn: noLock{}}, nil
}
