package scorm

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// A window is a way in which a platform opens a course.
type window struct {
	name string
	// script opens the course, from the platform's page; in is where its shell is then;
	// shut closes it.
	script, in, shut string
}

// windows are all the ways that platforms know.
var windows = []window{
	{"frame", `document.body.append(Object.assign(document.createElement("iframe"), {src: "course/index_lms.html"}))`, `frames[0]`, `document.querySelector("iframe").remove()`},
	{"deep-frame", `let d = document; for (let i = 0; i < 4; i++) { const f = d.createElement("iframe"); d.body.append(f); d = f.contentDocument; } const f = d.createElement("iframe"); f.src = new URL("course/index_lms.html", location).href; d.body.append(f)`, `frames[0].frames[0].frames[0].frames[0].frames[0]`, `document.querySelector("iframe").remove()`},
	{"window", `window.popup = open("course/index_lms.html", "course", "width=900,height=700")`, `popup`, `popup.close()`},
	{"frame-in-window", `window.popup = open("lms.html", "player", "width=900,height=700"); popup.onload = () => popup.document.body.append(Object.assign(popup.document.createElement("iframe"), {src: "course/index_lms.html"}))`, `popup.frames[0]`, `popup.close()`},
}

// visit is what a learner does at a platform that offers its interface in window.api:
// opens the course, begins, ticks an item, and closes it. It makes what came of it.
func (w window) visit() string {
	return fmt.Sprintf(`(async () => {
  %s;
  const shell = () => { try { return %s?.document; } catch { return null; } };
  await wait(() => shell()?.querySelector("[data-lms=begin]"), "the start");
  const unload = shell().featurePolicy.allowsFeature("unload");
  shell().querySelector("[data-lms=begin]").click();
  const page = () => shell().querySelector("iframe").contentDocument;
  await wait(() => page()?.querySelector("[data-live] input[type=checkbox]"), "the page");
  page().querySelector("[data-live] input[type=checkbox]").click();
  const notes = [...shell().querySelectorAll("[data-note]")].map((n) => n.dataset.note);
  %s;
  if (window.api) await wait(() => api.state() === "ended", "the end of the session");
  const left = [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie, ...(await indexedDB.databases()).map((d) => d.name)].filter(Boolean);
  return {unload, notes, left, kept: Object.keys(window.attempt ?? {}), faults: window.api?.faults ?? [], ends: window.api?.calls.filter((c) => c === "end").length ?? 0};
})()`, w.script, w.in, w.shut)
}

// visited is what came of a visit.
type visited struct {
	Unload, Refused           bool
	Notes, Left, Kept, Faults []string
	Ends                      int
	Failed                    string
}

// check holds that a visit left nothing in the browser; and where there is a platform,
// that it got the state and that the session ended once, without an unload event.
func (v *visited) check(t *testing.T, note string) {
	t.Helper()
	platform := note == ""
	switch {
	case v.Failed != "":
		t.Error(v.Failed)
	case v.Unload:
		t.Error("the unload event is not denied")
	case len(v.Faults) > 0 || len(v.Left) > 0 || strings.Join(v.Notes, " ") != note:
		t.Errorf("faults %q, left in the browser %q, notes %q", v.Faults, v.Left, v.Notes)
	case platform != slices.Contains(v.Kept, "cmi.suspend_data") || platform != (v.Ends == 1):
		t.Errorf("kept are %q, the session ended %d times", v.Kept, v.Ends)
	}
}

// TestWindows opens a package in every way that platforms do, where the unload event is
// denied; and without a platform.
func TestWindows(t *testing.T) {
	b := browser.Start(t)
	for _, v := range Versions {
		m, err := build(playbook(small), Options{Version: v, Path: "p"})
		if err != nil {
			t.Fatal(err)
		}
		host := serve(t, m)
		for i, w := range append(slices.Clone(windows), window{"no-platform", windows[0].script, windows[0].in, windows[0].shut}) {
			if !inTurn(i, v) {
				continue
			}
			t.Run(string(v)+"/"+w.name, func(t *testing.T) {
				t.Parallel()
				p := b.Page(t)
				p.Open(host + "lms.html")
				note := "alone"
				if w.name != "no-platform" {
					note = ""
					p.Eval(offer(v), nil)
				}
				var got visited
				await(t, p, w.visit(), &got)
				got.check(t, note)
			})
		}
		portals(t, b, m, v)
	}
}

// offer makes a platform's interface.
func offer(v Version) string {
	return fmt.Sprintf(`window.attempt = {}, window[%q] = window.api = stub({version: %q, attempt}), 0`, map[Version]string{V12: "API", V2004: "API_1484_11"}[v], v)
}

// alone is the script of a platform that no test reaches, because it is of another
// origin than the page that opens it: it visits by itself, and tells that page how it
// went. It first tries a cookie of the kind that platforms in frames use.
const alone = `addEventListener("load", async () => {
  let got;
  try {
    document.cookie = "third=1; SameSite=None; Secure";
    const refused = document.cookie === "";
    document.cookie = "third=; Max-Age=0; SameSite=None; Secure";
    %s;
    got = {refused, ...await %s};
  } catch (e) {
    got = {failed: String(e)};
  }
  (top.opener ?? top).postMessage(got, "*");
});`

// portals opens the platform from a page of another origin: in a frame of that page, in
// a window, and in a frame in a window; and there the course in every way. Where the
// platform is in a frame of another origin the browser refuses its cookies, as pages of
// the tests are private windows.
func portals(t *testing.T, b *browser.Browser, m made, v Version) {
	files := platform(t, m)
	for _, w := range windows {
		files[w.name+".html"] = &fstest.MapFile{Data: []byte(`<!doctype html><title>Platform</title><link rel="icon" href="data:,"><script src="stub.js"></script><script src="learner.js"></script><script src="` + w.name + `.js"></script>`)}
		files[w.name+".js"] = &fstest.MapFile{Data: fmt.Appendf(nil, alone, offer(v), w.visit())}
	}
	inside := serveFiles(t, files)
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		framed := ""
		if name := strings.TrimPrefix(r.URL.Path, "/"); name != "" {
			framed = fmt.Sprintf(`<iframe width="900" height="600" src="%s%s.html"></iframe>`, inside, name)
		}
		fmt.Fprintf(w, `<!doctype html><title>Portal</title><link rel="icon" href="data:,"><body>%s`, framed)
	}))
	t.Cleanup(outside.Close)
	portal := strings.Replace(outside.URL, "127.0.0.1", "localhost", 1) + "/"
	for i, around := range []window{
		{name: "frame", script: `document.body.append(Object.assign(document.createElement("iframe"), {width: 900, height: 600, src: %q}))`},
		{name: "window", script: `open(%q, "platform", "width=900,height=700")`},
		{name: "frame-in-window", script: `open(%q, "portal", "width=900,height=700")`},
	} {
		for j, w := range windows {
			if !inTurn(i+j, v) {
				continue
			}
			t.Run(fmt.Sprintf("%s/portal-%s/%s", v, around.name, w.name), func(t *testing.T) {
				t.Parallel()
				p := b.Page(t)
				p.Open(portal)
				p.Eval(`addEventListener("message", (e) => { window.told = e.data; })`, nil)
				address := inside + w.name + ".html"
				if around.name == "frame-in-window" {
					address = portal + w.name
				}
				p.Eval(fmt.Sprintf(around.script, address)+", 0", nil)
				var got visited
				await(t, p, `(async () => { for (let n = 0; n < 8000 && !window.told; n++) await new Promise((done) => setTimeout(done, 4)); return window.told ?? {failed: "the platform told nothing"}; })()`, &got)
				got.check(t, "")
				if third := around.name != "window"; got.Refused != third {
					t.Errorf("a cookie of the platform's own is refused: %v, want %v", got.Refused, third)
				}
			})
		}
	}
}
