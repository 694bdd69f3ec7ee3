// Package browser drives a headless Chromium from Go tests. It is test support
// (floor 0: it imports nothing of ours, and only _test.go files import it) and
// the sole home of chromedp.
//
// One browser process serves a whole test binary; every page has a fresh
// context of its own, so storage, cookies and downloads never leak from test to
// test. Tabs opened with [Page.Tab] share their page's context. A page that
// wrote anything to the console, threw, or broke its Content-Security-Policy
// fails its test.
//
//	b := browser.Start(t)               // skips, loudly, where there is no Chromium
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
	says   []string // what it writes to every console without a defect of ours
}

// noLock is for an engine whose windows do not mind each other.
type noLock struct{}

func (noLock) Lock()   {}
func (noLock) Unlock() {}

// The one piece of package state: a process is started once a test binary, and
// ends with it because its command pipe closes then.
var start = sync.OnceValues(launch)

// errNone says that no browser is installed.
var errNone = errors.New(`no browser: none of "chromium", "chromium-browser", "google-chrome" is on PATH`)

// Start gives the test binary's browser, starting it on first use. Without a
// Chromium the test is skipped with one line, or fails when
// PLAYBOOK_BROWSER=required.
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

// flags are chosen for a quiet, offline, repeatable browser: no background
// traffic, no throttling of pages that are not in front, windows that open without
// a click, one colour profile, and none of the pages that draw the address bar's own
// menus, which would load with every window and cost a third of the browser's work.
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
	// The shell outlives the test binary by a moment: Chromium leaves when its pipe
	// closes, however the binary ended, and then nobody else could remove the folder.
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
