package sitetest

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
)

// openHost serves a site with the headers that _headers asks for.
func openHost(t testing.TB, files fstest.MapFS, prefix string) *browser.Host {
	t.Helper()
	h := browser.Open(t, files, prefix)
	h.Send("Content-Security-Policy", theme.CSP)
	h.Send("Referrer-Policy", "no-referrer")
	h.Send("Cross-Origin-Opener-Policy", "same-origin")
	return h
}

// activated waits until no worker is on its way, and says how the one that answers
// is.
const activated = `(async () => {
  const r = await navigator.serviceWorker.ready;
  for (let i = 0; i < 2400 && (r.installing || r.waiting || r.active?.state !== "activated"); i++) await new Promise((ok) => setTimeout(ok, 50));
  return r.active.state + (r.waiting ? ", waiting" : "") + (r.installing ? ", installing" : "");
})()`

// copies are the versions of the caches.
const copies = `caches.keys().then((names) => names.map((n) => n.split(" ")[2]))`

func expect[T any](t testing.TB, p *browser.Page, expr string, want T) {
	t.Helper()
	var got T
	p.Eval(expr, &got)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s: got %v, expected %v", expr, got, want)
	}
}

// eventually waits until an expression has a value: what workers do has no event
// that a page hears.
func eventually[T any](t testing.TB, p *browser.Page, expr string, want T) {
	t.Helper()
	var got T
	for range 200 {
		p.Eval(expr, &got)
		if fmt.Sprint(got) == fmt.Sprint(want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s: got %v, expected %v", expr, got, want)
}

// TestOffline visits the shipped playbook once, below a sub-path, and reads it with
// the server gone: all languages, search, instruments, state.
func TestOffline(t *testing.T) { browser.Each(t, "http", offline) }

func offline(t testing.TB, b *browser.Browser) {
	source := testsite.Source(t)
	source["site.toml"] = &fstest.MapFile{Data: append(slices.Clone(source["site.toml"].Data), "\n[build]\noffline = true\n"...)}
	s := testsite.Warm(t, source, pipeline.Options{})
	list := listOf(t, s)
	list.holds(t, s)
	host := openHost(t, s.FS(), "/a/b/")
	p := b.Page(t)
	p.Open(host.URL("index.html"))
	expect(t, p, activated, "activated")
	expect(t, p, `caches.keys().then(([name]) => caches.open(name)).then((c) => c.keys()).then((keys) => keys.length)`, len(list.Files))
	expect(t, p, `document.querySelectorAll(".pb-offline").length`, 0)
	host.Stop()

	n := 0
	for _, f := range s.Names() {
		other := len(f) > 3 && f[2] == '/' && strings.Contains(s.Files[f], `<h1 lang="en">`) // the English text once more
		if !strings.HasSuffix(f, ".html") || strings.HasSuffix(f, "404.html") || strings.HasSuffix(f, "offline.html") || other || strings.Contains(f, "tags/") {
			continue
		}
		if n++; n%16 != 0 {
			continue
		}
		if strings.Contains(s.Files[f], `http-equiv="refresh"`) {
			continue // it would leave while the next page is being opened
		}
		p.Open(host.URL(f))
		expect(t, p, `[[...document.styleSheets].every((s) => s.cssRules.length > 0), document.querySelectorAll(".pb-offline").length]`, []any{true, 1})
	}
	if n < 60 {
		t.Errorf("only %d pages", n)
	}

	p.Open(host.URL("nl/")) // as a host gives index.html
	expect(t, p, `document.querySelector(".pb-offline b").textContent`, "Je bent offline.")
	expect(t, p, `playbook.search("klant").then((r) => r.total > 0)`, true)
	p.Open(host.URL("ru/index.html"))
	expect(t, p, `playbook.search("клиент").then((r) => r.total > 0)`, true)
	p.Open(host.URL("index.html"))
	expect(t, p, `playbook.search("gatekeeper").then((r) => r.results.length > 0)`, true)

	p.Open(host.URL("campaign-analogies/current-customers-first.html"))
	p.Run("wait 'document.querySelector(\"pb-checklist input[type=checkbox]\")'\nclick 'pb-checklist input[type=checkbox]'")
	p.Reload()
	p.Run("wait 'document.querySelector(\"pb-checklist input[type=checkbox]\").checked'")

	p.Open(host.URL("client-mix-audits/client-mix-audit.html"))
	p.Run("wait 'document.querySelector(\"pb-mix svg\")'")
	p.Open(host.URL("not/kept.html")) // the page for what is not there
	p.Run("wait 'location.pathname === \"/a/b/offline.html\"'")
	p.TakeConsole() // the browser tells of every request for the worker that nobody answered
}

// TestOfflineUpdate: the next visit after a new build shows it; only what changed is
// fetched; the old copy goes; the new one is what is read offline.
func TestOfflineUpdate(t *testing.T) { browser.Each(t, "http", offlineUpdate) }

func offlineUpdate(t testing.TB, b *browser.Browser) {
	one := testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{})
	two := testsite.Warm(t, offlinePlaybook(map[string]string{"content/index.md": "# Second edition\n\nWelcome.\n"}), pipeline.Options{})
	was, is := listOf(t, one), listOf(t, two)
	host := openHost(t, one.FS(), "/a/b/")
	p := b.Page(t)
	p.Open(host.URL("index.html"))
	expect(t, p, activated, "activated")
	expect(t, p, copies, []string{was.Version})
	host.Asked()

	host.Publish(two.FS())
	p.Open(host.URL("index.html"))
	expect(t, p, `document.querySelector("h1").textContent`, "Second edition")
	eventually(t, p, copies, []string{is.Version})
	for _, path := range host.Asked() {
		changed := is.Files[path] != "" && is.Files[path] != was.Files[path]
		if !changed && path != "index.html" && path != "" && path != "sw.js" && path != "offline.json" && path != "favicon.ico" {
			t.Errorf("%q was asked for again", path)
		}
	}
	host.Stop()
	p.Open(host.URL("s/one.html"))
	p.Open(host.URL("index.html"))
	expect(t, p, `[document.querySelector("h1").textContent, document.querySelectorAll(".pb-offline").length]`, []any{"Second edition", 1})
	host.Start()
	p.Open(host.URL("index.html"))
	expect(t, p, `document.querySelectorAll(".pb-offline").length`, 0)
	p.TakeConsole()
}

// TestOfflineSecondTab: a tab of the old build keeps its scripts while it is open,
// though the server has them no more; then the new worker takes over.
func TestOfflineSecondTab(t *testing.T) { browser.Each(t, "http", offlineSecondTab) }

func offlineSecondTab(t testing.TB, b *browser.Browser) {
	one := testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{})
	two := withClient(t, offlinePlaybook(map[string]string{"content/index.md": "# Second edition\n"}), "client/help.js", "\nwindow.second = true;\n")
	host := openHost(t, one.FS(), "/")
	old := b.Page(t)
	old.Open(host.URL("s/one.html"))
	expect(t, old, activated, "activated")

	host.Publish(two.FS())
	tab := old.Tab()
	tab.Open(host.URL("index.html"))
	expect(t, tab, `document.querySelector("h1").textContent`, "Second edition")
	eventually(t, tab, `navigator.serviceWorker.ready.then((r) => !!r.waiting)`, true)
	tab.Open(host.URL("s/two.html"))
	expect(t, tab, `playbook.lib.page.load("help").then(() => window.second)`, true)
	expect(t, old, `playbook.lib.page.load("help").then(() => window.second ?? "first")`, "first")
	expect(t, tab, copies+".then((c) => c.length)", 2)

	old.Close()
	eventually(t, tab, `navigator.serviceWorker.ready.then((r) => r.active.state)`, "activated")
	tab.Open(host.URL("index.html"))
	eventually(t, tab, copies, []string{listOf(t, two).Version})
	host.Stop()
	tab.Open(host.URL("s/one.html"))
	expect(t, tab, `playbook.lib.page.load("help").then(() => window.second)`, true)
	tab.TakeConsole()
}

// TestOfflineTurnedOff: a build without the option rids the browser of the worker
// and of all it kept.
func TestOfflineTurnedOff(t *testing.T) { browser.Each(t, "http", offlineTurnedOff) }

func offlineTurnedOff(t testing.TB, b *browser.Browser) {
	host := openHost(t, testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{}).FS(), "/a/b/")
	p := b.Page(t)
	p.Open(host.URL("index.html"))
	expect(t, p, activated, "activated")
	p.Eval(`caches.open("another site")`, nil)
	host.Publish(testsite.Warm(t, without(offlinePlaybook(nil)), pipeline.Options{}).FS())
	p.Open(host.URL("s/one.html"))
	eventually(t, p, `navigator.serviceWorker.getRegistrations().then((r) => r.length)`, 0)
	eventually(t, p, `caches.keys()`, []string{"another site"})
	p.Open(host.URL("index.html"))
	expect(t, p, `navigator.serviceWorker.controller`, any(nil))
}

// TestOfflineFails: an installation that does not come to its end leaves the site
// as it was, and the next one goes on from there.
func TestOfflineFails(t *testing.T) { browser.Each(t, "http", offlineFails) }

func offlineFails(t testing.TB, b *browser.Browser) {
	one := testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{})
	two := testsite.Warm(t, offlinePlaybook(map[string]string{"content/index.md": "# Second edition\n", "content/s/two.md": "# Two\n\nAnother text.\n\n::: quiz #q title=\"Quick\"\n1. Which is due? {#due}\n   - [ ] The first\n   - [x] The second\n:::\n"}), pipeline.Options{})
	host := openHost(t, one.FS(), "/")
	p := b.Page(t)
	none := `navigator.serviceWorker.getRegistrations().then((r) => r.filter((x) => x.active || x.installing).length)`

	// A first visit; the server fails at one file, and the reader is told.
	var done atomic.Bool
	host.Fail(func(path string) int {
		if path == "s/two.md" {
			done.Store(true)
			return 500
		}
		return 0
	})
	p.Open(host.URL("index.html"))
	waitFor(t, &done)
	eventually(t, p, none, 0)
	eventually(t, p, `document.querySelectorAll(".pb-offline").length`, 1)
	p.Open(host.URL("s/one.html"))
	expect(t, p, `[document.querySelector("h1").textContent, navigator.serviceWorker.controller]`, []any{"One", nil})
	eventually(t, p, none, 0)

	// The server is back, and what was fetched is not fetched again.
	eventually(t, p, `caches.keys().then(([name]) => caches.open(name)).then((c) => c.keys()).then((keys) => keys.length > 5)`, true)
	host.Fail(nil)
	host.Asked()
	p.Open(host.URL("index.html"))
	expect(t, p, activated, "activated")
	if asked := host.Asked(); len(asked) >= len(listOf(t, one).Files) {
		t.Errorf("%d files were asked for, as if nothing had been kept", len(asked))
	}

	// An update; the server dies half way. The old copy stays whole.
	host.Publish(two.FS())
	done.Store(false)
	host.Fail(func(path string) int {
		if done.Load() || strings.HasPrefix(path, "search/") {
			done.Store(true)
			return -1
		}
		return 0
	})
	p.Open(host.URL("index.html"))
	expect(t, p, `document.querySelector("h1").textContent`, "Second edition")
	waitFor(t, &done)
	eventually(t, p, `navigator.serviceWorker.ready.then((r) => !!(r.installing || r.waiting))`, false)
	p.Open(host.URL("index.html"))
	expect(t, p, `[document.querySelector("h1").textContent, document.querySelectorAll(".pb-offline").length]`, []any{"First edition", 1})

	// A gateway that answers for a dead server is no server; a slow one is waited for a while.
	host.Fail(func(string) int { return 502 })
	p.Open(host.URL("s/two.html"))
	expect(t, p, `document.querySelectorAll(".pb-offline").length`, 1)
	answer := make(chan struct{})
	host.Fail(func(string) int {
		<-answer
		return 0
	})
	p.Open(host.URL("s/one.html"))
	expect(t, p, `document.querySelectorAll(".pb-offline").length`, 1)
	close(answer)
	host.Fail(nil)
	p.Open(host.URL("index.html"))
	eventually(t, p, copies, []string{listOf(t, two).Version})
	p.TakeConsole()
}

// TestOfflineRefused: a host that serves no Markdown files does not cost the reader
// the copy of all others.
func TestOfflineRefused(t *testing.T) { browser.Each(t, "http", offlineRefused) }

func offlineRefused(t testing.TB, b *browser.Browser) {
	host := openHost(t, testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{}).FS(), "/")
	host.Fail(func(path string) int {
		if path == "s/two.md" {
			return 404
		}
		return 0
	})
	p := b.Page(t)
	p.Open(host.URL("index.html"))
	expect(t, p, activated, "activated")
	host.Stop()
	p.Open(host.URL("s/two.html"))
	expect(t, p, `[document.querySelector("h1").textContent, document.querySelectorAll(".pb-offline").length]`, []any{"Two", 1})
	p.TakeConsole()
}

func waitFor(t testing.TB, done *atomic.Bool) {
	t.Helper()
	for range 400 {
		if done.Load() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the worker did not ask")
}

// TestOfflineRead: of a large site what was read is kept, and nothing of another
// one below the same address.
func TestOfflineRead(t *testing.T) { browser.Each(t, "http", offlineRead) }

func offlineRead(t testing.TB, b *browser.Browser) {
	files := testsite.Warm(t, largePlaybook(t), pipeline.Options{}).FS()
	files["app/index.html"] = &fstest.MapFile{Data: []byte("<!doctype html><html lang=en><title>another</title>")}
	host := openHost(t, files, "/")
	p := b.Page(t)
	p.Open(host.URL("s/one.html"))
	expect(t, p, activated, "activated")
	p.Open(host.URL("app/index.html"))
	p.Open(host.URL("s/two.html"))
	p.Run("wait 'document.images[0].complete'")
	expect(t, p, `playbook.search("invoice").then((r) => r.total)`, 1)
	eventually(t, p, `Promise.all([location.href, document.images[0].src, ...[...document.scripts].map((s) => s.src).filter(Boolean)].map((url) => caches.match(url))).then((found) => found.every(Boolean))`, true)
	host.Stop()
	p.Open(host.URL("s/two.html"))
	p.Run("wait 'document.images[0].complete'")
	expect(t, p, `[document.querySelectorAll(".pb-offline").length, document.images[0].naturalWidth]`, []any{1, 8})
	expect(t, p, `playbook.search("invoice").then((r) => r.total)`, 1)
	p.Open(host.URL("s/one.html"))
	expect(t, p, `document.querySelector("h1").textContent`, "One")
	p.Open(host.URL("app/index.html"))
	p.Run("wait 'location.pathname === \"/offline.html\"'")
	p.Open(host.URL("nl/s/index.html"))
	p.Run("wait 'location.pathname === \"/nl/offline.html\"'")
	p.TakeConsole()
}
