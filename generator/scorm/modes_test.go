package scorm

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// small is a course of two lessons and a final quiz.
const small = `
-- site.toml --
title = "Doors"
site_id = "doors"
-- content/start/01-first.md --
# First

## What to do

- [ ] Open it {#open}
- [ ] Close it {#close}

::: poll #which title="Which door?"
- [ ] Left {#left}
- [ ] Right {#right}

---

It was the left one.
:::
-- content/start/02-third.md --
# Third

## The end

Text to read, and [more](https://example.com/).
-- content/paths/p.md --
+++
title = "Doors"
lessons = ["first", "third"]
+++

::: quiz #final title="Final" pass=80%
1. Is a door open? {#open}
   - [x] Yes
   - [ ] No
2. Is a door shut? {#shut}
   - [x] Yes
   - [ ] No
:::
`

// A mode is what a platform does, and what has to come of it.
type mode struct {
	name    string
	version Version // "" for both
	// before runs in every window first; stub are the options of the test platform.
	before, stub string
	// script is what the learner l does; its value must be "".
	script string
}

// same makes a check of values the platform keeps.
const helpers = `
  const status = () => l.version === "1.2" ? l.attempt["cmi.core.lesson_status"] : l.attempt["cmi.success_status"] === "passed" ? "passed" : l.attempt["cmi.completion_status"];
  const score = () => l.attempt[l.version === "1.2" ? "cmi.core.score.raw" : "cmi.score.raw"];
  const bad = [];
  const is = (what, got, want) => { if (JSON.stringify(got) !== JSON.stringify(want)) bad.push(what + " is " + JSON.stringify(got) + ", want " + JSON.stringify(want)); };
  const final = async (right) => { await l.go("p"); l.right = right; await l.answer(l.page.querySelector("pb-quiz")); };
  const all = async () => { for (const uid of ["first", "third"]) { await l.go(uid); for (const el of l.tools()) await l.answer(el); l.read(); } };
  const noted = (key) => wait(() => l.notes().includes(key), "the note " + key + ", there are " + l.notes());
`

var modes = []mode{
	{name: "untouched", script: `
  is("opening", await l.open(), "start");
  is("the status while open", l.api.live()[l.version === "1.2" ? "cmi.core.lesson_status" : "cmi.completion_status"], "incomplete");
  l.close();
  is("status", status(), "incomplete"); is("score", score(), undefined); is("state", l.attempt["cmi.suspend_data"], undefined);
  is("sessions", [l.api.calls.filter((c) => c === "start").length, l.api.calls.filter((c) => c === "end").length], [1, 1]);
  is("opening again", await l.open(), "start");`},
	{name: "started", script: `
  await l.open(); await l.begin(); l.close();
  is("status", status(), "incomplete"); is("score", score(), "0");
  const calls = l.api.calls.filter((c) => c.startsWith("set"));
  is("the score is before the status", calls.findIndex((c) => /score.raw/.test(c)) > 0, true);`},
	{name: "failed-quiz", script: `
  await l.open(); await l.begin(); await all(); await final(0); l.close();
  is("status", status(), "incomplete"); is("score", score(), "0");
  is("failed is never said", l.api.calls.filter((c) => /failed/.test(c)), []);
  await l.open(); await final(1); l.close();
  is("status at the end", status(), "passed"); is("score at the end", score(), "100");`},
	{name: "review", stub: `mode = "review"`, script: `
  await l.open(); await l.begin(); await all(); await final(1); await noted("review"); l.close();
  is("what was written", l.api.calls.filter((c) => /^(set|commit)/.test(c)), []);`},
	{name: "browse", stub: `mode = "browse"`, script: `
  await l.open(); await l.begin(); await all(); l.close();
  is("what was written", l.api.calls.filter((c) => /^(set|commit)/.test(c)), []);`},
	{name: "empty-mode", stub: `mode = ""`, script: `
  await l.open(); await l.begin(); await all(); await final(1); l.close();
  is("status", status(), "passed");`},
	{name: "refusing", stub: `refuse = /suspend_data/`, script: `
  await l.open(); await l.begin(); await all(); await noted("unkept"); await final(1); l.close();
  is("status", status(), "passed"); is("score", score(), "100");`},
	{name: "refusing-all", stub: `refuse = /./`, script: `
  await l.open(); await l.begin(); await noted("unkept"); l.close();`},
	{name: "commit-fails-for-a-minute", before: `const real = setInterval; window.setInterval = (fn, ms) => real(fn, ms / 200)`, stub: `commits = () => window.works`, script: `
  window.works = false;
  await l.open(); await l.begin(); await all(); await noted("late");
  window.works = true;
  await wait(() => !l.notes().includes("late"), "the note to go");
  is("what is kept before the end", status(), "incomplete"); is("the state is kept", l.attempt["cmi.suspend_data"].startsWith("P1|"), true);
  l.close();`},
	{name: "deaf-on-the-way-out", stub: `commits = () => !window.gone`, script: `
  await l.open(); await l.begin(); await wait(() => status() === "incomplete", "the start");
  l.attempt["cmi.suspend_data"] = "";
  l.page.querySelector("[data-live] input[type=checkbox]").click();
  const inside = l.frame.contentWindow, shell = l.shell;
  inside.addEventListener("beforeunload", () => { window.gone = true; });
  inside.location.replace("about:blank");
  await wait(() => window.gone && l.shell !== shell, "another page");
  const kept = l.attempt["cmi.suspend_data"], time = l.attempt[l.version === "1.2" ? "cmi.core.session_time" : "cmi.session_time"];
  is("the state", kept.startsWith("P1|"), true); is("the time", /\d/.test(time), true);
  window.gone = false;
  l.close(); await l.open();
  is("the tick", l.page.querySelectorAll("pb-checklist :checked").length, 1); l.close();`},
	{name: "restart", script: `
  await l.open(); await l.begin(); await all(); await final(1); l.close();
  is("status", status(), "passed");
  await l.open();
  l.shell.querySelector("[data-lms=menu]").click();
  l.shell.querySelector("[data-lms=restart]").click();
  l.shell.querySelector("[data-lms=restart-yes]").click();
  await wait(() => l.uid === "first", "the first lesson"); await l.ready();
  is("ticks", l.page.querySelectorAll("pb-checklist :checked").length, 0);
  l.close();
  is("status at the end", status(), "incomplete"); is("score at the end", score(), "0");`},
	{name: "second-learner", script: `
  await l.open(); await l.begin(); await all(); l.close();
  const other = new Learner({version: l.version, make: l.make});
  is("opening", await other.open(), "start");
  await other.begin();
  is("ticks", other.page.querySelectorAll(":checked").length, 0);
  is("read", other.page.querySelector("[data-pb-read]").getAttribute("aria-pressed"), "false");
  is("storage", [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length], [0, 0, "", 0, 0]);
  other.close();`},
	{name: "storage-blocked", before: `for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, {get() { (top.touched ??= []).push(name); throw new DOMException("denied", "SecurityError"); }});
    Object.defineProperty(Document.prototype, "cookie", {get() { (top.touched ??= []).push("cookie"); throw new DOMException("denied", "SecurityError"); }, set() { (top.touched ??= []).push("cookie"); }})`, script: `
  await l.open(); await l.begin(); await all(); await final(1); l.close();
  is("status", status(), "passed"); is("what was touched", window.touched ?? [], []);
  await l.open(); await l.go("first"); is("ticks", l.page.querySelectorAll("pb-checklist :checked").length > 0, true); l.close();`},
	{name: "cut-off", stub: `cut = 30`, script: `
  await l.open(); await l.begin(); await all(); await noted("unkept"); await final(1); l.close();
  is("status", status(), "passed");
  await l.open(); await noted("damaged"); l.close();
  is("status after a state that was cut off", status(), "passed");`},
	{name: "damaged", stub: `attempt["cmi.suspend_data"] = "P1|abc|defghij"`, script: `
  await l.open(); await noted("damaged"); l.close();`},
	{name: "objectives", version: V2004, script: `
  await l.open(); await l.begin(); await all(); l.close();
  const o = (i, name) => l.attempt["cmi.objectives." + i + "." + name];
  is("objectives", [o(0, "completion_status"), o(1, "completion_status"), o(2, "completion_status")], ["completed", "completed", "not attempted"]);
  is("ids", [0, 1, 2].map((i) => /^(lesson|final)-[0-9a-f]{4}$/.test(o(i, "id"))), [true, true, true]);
  is("progress", l.attempt["cmi.progress_measure"], "1");
  await l.open(); await final(1); l.close();
  is("the quiz", [o(2, "completion_status"), o(2, "success_status"), o(2, "score.scaled")], ["completed", "passed", "1"]);
  is("how many", Object.keys(l.attempt).filter((k) => /^cmi.objectives.\d+.id$/.test(k)).length, 3);`},
	{name: "one-scroll-bar", script: `
  await l.open(); await l.begin();
  const d = l.shell.documentElement, f = l.shell.querySelector("iframe").getBoundingClientRect();
  is("the shell scrolls", d.scrollHeight > d.clientHeight || d.scrollWidth > d.clientWidth, false);
  is("the width of the page", f.width, innerWidth);
  is("next", l.shell.querySelector("[data-lms=next]").disabled, false);
  const before = l.page; l.shell.querySelector("[data-lms=next]").click();
  await wait(() => l.page !== before && l.uid === "third", "the next lesson"); await l.ready();
  is("a link that leads out", l.page.querySelector(".prose a[href^=http]").target, "_blank");
  is("the page's own way on", l.page.querySelector("a[rel=next]").getAttribute("href"), "../paths/p.html");
  l.close();`},
}

// TestModes does what a learner does at platforms that behave in every way that is
// known of them.
func TestModes(t *testing.T) {
	b := browser.Start(t)
	for _, v := range Versions {
		m, err := build(playbook(small), Options{Version: v, Path: "p"})
		if err != nil {
			t.Fatal(err)
		}
		host := serve(t, m)
		for i, c := range modes {
			if c.version != v && (c.version != "" || !inTurn(i, v)) {
				continue
			}
			t.Run(string(v)+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				p := b.Page(t)
				if c.before != "" {
					if err := p.Before(c.before); err != nil {
						t.Fatal(err)
					}
				}
				p.Open(host + "lms.html")
				options := c.stub
				if options == "" {
					options = "0"
				}
				make := fmt.Sprintf(`(attempt) => { let mode = "normal", limit, cut, refuse, commits; %s; return stub({version: %q, mode, limit, cut, refuse, commits, attempt}); }`, options, v)
				var bad []string
				await(t, p, fmt.Sprintf(`(async () => { const l = new Learner({version: %q, make: %s}); window.l = l; %s %s
					if (l.api.faults.length) bad.push(...l.api.faults);
					return bad; })()`, v, make, helpers, c.script), &bad)
				if len(bad) > 0 {
					t.Error(strings.Join(bad, "\n"))
				}
				if c.name == "damaged" || c.name == "cut-off" { // these are said on the console too
					p.TakeConsole()
				}
			})
		}
	}
}

// TestNoRoom holds that a platform that cuts off the state gets a shorter one, that the
// learner is told what it leaves out, and that what is learnt is kept.
func TestNoRoom(t *testing.T) {
	b := browser.Start(t)
	m := ship(t, Options{Version: V12, Path: "is"})
	p := b.Page(t)
	p.Open(serve(t, m) + "lms.html")
	var bad []string
	await(t, p, `(async () => { const l = new Learner({version: "1.2", right: 1, make: (attempt) => stub({attempt, cut: 90})}); `+helpers+`
		await l.open(); await l.begin();
		for (const { uid } of l.uids.lessons.slice(0, 4)) { if (l.uid !== uid) await l.go(uid); for (const el of l.tools()) await l.answer(el); l.read(); }
		await noted("dropped");
		const rows = l.status, note = l.shell.querySelector("[data-note=dropped] p").textContent;
		is("what the note says", /when questions and cards are asked again/.test(note), true);
		l.close();
		is("what is kept is whole", l.attempt["cmi.suspend_data"].length <= 90, true);
		await l.open(); is("the list", l.status, rows); l.close();
		return [...bad, ...l.api.faults]; })()`, &bad)
	if len(bad) > 0 {
		t.Error(strings.Join(bad, "\n"))
	}
}

// serve serves the test platform with a policy that denies the unload event, which
// browsers come to do by themselves.
func serve(t *testing.T, m made) string {
	t.Helper()
	return serveFiles(t, platform(t, m))
}

func serveFiles(t *testing.T, fsys fs.FS) string {
	t.Helper()
	files := http.FileServerFS(fsys)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Permissions-Policy", "unload=()")
		// Nothing of a package changes while it is open, and a course is opened often here.
		w.Header().Set("Cache-Control", "max-age=3600")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}
