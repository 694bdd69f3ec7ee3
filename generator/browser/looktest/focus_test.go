package looktest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
)

var update = flag.Bool("update", false, "write the order of the focus anew")

// stops are the main pages, as the keyboard walks through them.
var stops = []struct {
	kind
	width int
}{
	{kind{name: "home", url: "index.html"}, 1280},
	{kind{name: "home-back", url: "index.html", used: true, do: `visible "[data-pb-home]"`}, 1280},
	{kind{name: "section", url: "qualification/index.html"}, 1280},
	{kind{name: "lesson", url: "campaign-analogies/listen-then-respond.html"}, 1280},
	{kind{name: "lesson-phone", url: "campaign-analogies/listen-then-respond.html"}, 360},
	{kind{name: "checklist", url: "campaign-analogies/current-customers-first.html", do: `wait "document.querySelector('pb-checklist[data-live]')"`}, 1280},
	{kind{name: "audit", url: "client-mix-audits/client-mix-audit.html", do: `wait "document.querySelector('pb-mix[data-live]')"`}, 1280},
	{kind{name: "path", url: "paths/ae.html", used: true, do: `visible "li.cur .here"`}, 1280},
	{kind{name: "search", url: "qualification/index.html", do: searched + `type "follow"
wait "document.querySelector('.pb-search [role=option]') && document.querySelectorAll('.pb-search fieldset').length > 3"`}, 1280},
	{kind{name: "my-data", url: "my-data.html", used: true, do: `visible "[data-part=kept] table"`}, 1280},
	{kind{name: "progress", url: "progress.html", used: true, do: `visible "main table"`}, 1280},
}

// look says of the element with the focus whether it was there before, and what
// is wrong with how it is shown: focus must be visible, and nothing may cover it.
const look = `(() => {
  const seen = (window.lookSeen ??= new Set()), el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement || seen.has(el)) return {end: true};
  seen.add(el);
  const shown = el.closest("label") ?? el;
  const rects = [...el.getClientRects(), ...shown.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
  if (!rects.length) return {wrong: "it has no size"};
  const inside = rects.find((r) => r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth);
  if (!inside) return {wrong: "it is out of sight"};
  // Its middle is not covered; of what takes more than half the window's height one of three parts is not.
  const x = Math.min(Math.max(inside.x + inside.width / 2, 1), innerWidth - 2), parts = inside.height > innerHeight / 2 ? [1/6, 1/2, 5/6] : [1/2];
  const over = parts.map((at) => document.elementFromPoint(x, Math.min(Math.max(inside.y + inside.height * at, 1), innerHeight - 2)));
  if (over.every((o) => o && !el.contains(o) && !o.contains(el) && !shown.contains(o))) return {wrong: "it is covered by " + over[0].outerHTML.slice(0, 80)};
  const ring = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0; };
  if (el.matches("[type=date]:not(:focus)")) return {}; // the button in it has the focus, with the browser's own ring
  for (let e = el; e && e !== document.body; e = e.parentElement) {
    if (ring(e)) return {};
    const s = getComputedStyle(e);
    if (e === el && (s.boxShadow !== "none" || parseFloat(s.borderBottomWidth) >= 2)) return {};
  }
  return {wrong: "nothing shows that it has the focus"};
})()`

// TestFocusOrder walks through the main pages with Tab, from the top to the end,
// and compares the roles and names it hears with testdata/focus.
func TestFocusOrder(t *testing.T) {
	b := browser.Start(t)
	s := &studio{t, t.TempDir()}
	site := browser.Serve(t, shipped(t), "/")
	p := b.Page(t)
	// The clock stands still: a page that is open for long counts as read.
	must(t, p.Before(`{ const now = Date.now(); Date.now = () => now; }`))
	for _, c := range stops {
		t.Run(c.name, func(t *testing.T) {
			must(t, p.Viewport(1280, 800))
			s.ready(p, site, "en", c.kind)
			must(t, p.Viewport(c.width, 800))
			got := walk(t, p)
			file := filepath.Join("testdata", "focus", c.name+".txt")
			text := fmt.Sprintf("%s, %d px wide\n\n%s\n", c.url, c.width, strings.Join(got, "\n"))
			if *update {
				must(t, os.MkdirAll(filepath.Dir(file), 0o755))
				must(t, os.WriteFile(file, []byte(text), 0o644))
			}
			want, err := os.ReadFile(file)
			must(t, err)
			if string(want) != text {
				t.Errorf("%s is not what the keyboard meets (-update writes it):\n%s", file, text)
			}
		})
	}
}

// walk presses Tab until the focus leaves the page or comes round.
func walk(t *testing.T, p *browser.Page) []string {
	t.Helper()
	return walkBy(t, p, "Tab")
}

// walkBy is walk with another key than Tab.
func walkBy(t *testing.T, p *browser.Page, key string) []string {
	t.Helper()
	var got []string
	for range 400 {
		must(t, p.Press(key))
		var at struct {
			End   bool
			Wrong string
		}
		p.Eval(look, &at)
		if at.End {
			return got
		}
		role, name, err := p.Focused()
		must(t, err)
		line := fmt.Sprintf("%s %q", strings.ToLower(role), name)
		got = append(got, line)
		if at.Wrong != "" {
			t.Errorf("%s: %s", line, at.Wrong)
		}
		if name == "" {
			t.Errorf("%s has no name", line)
		}
	}
	t.Error("the focus never comes to an end")
	return got
}

// TestFocusIsSeen walks through the widgets in use, forwards and backwards, in forced
// colours and in the window of a reader who enlarges to 400 %, where bars that stay take
// much of the height: what has the focus is seen, and not below a bar. With PLAYBOOK_LONG
// it walks through every kind of page, and each both ways; else the widgets go by turns.
func TestFocusIsSeen(t *testing.T) {
	b := browser.Start(t)
	s := &studio{t, ""}
	type group struct {
		site  *browser.Site
		kinds []kind
	}
	groups := []group{{browser.Serve(t, examples(t, "en"), "/"), widgets(t)}}
	if os.Getenv("PLAYBOOK_LONG") != "" {
		groups = append(groups, group{browser.Serve(t, shipped(t), "/"), pages})
	}
	p := b.Page(t)
	must(t, p.Emulate("", map[string]string{"forced-colors": "active"}))
	for _, g := range groups {
		for i, k := range g.kinds {
			if len(groups) == 1 && !strings.HasSuffix(k.name, "-used") {
				continue
			}
			t.Run(k.name, func(t *testing.T) {
				must(t, p.Viewport(1280, 800))
				s.ready(p, g.site, "en", k)
				must(t, p.Viewport(320, 256))
				keys := []string{"Tab", "Shift+Tab"}
				if len(groups) == 1 {
					keys = keys[i/2%2:][:1] // every second kind is one in use
				}
				for _, key := range keys {
					// From the text's beginning, and from its end.
					p.Call(`(back) => {
						window.lookSeen = new Set();
						if (document.querySelector("dialog[open]")) return;
						const main = document.querySelector("main"), here = document.createElement("span");
						here.tabIndex = -1;
						back ? main.append(here) : main.prepend(here);
						here.focus({ preventScroll: true });
						here.addEventListener("blur", () => here.remove());
					}`, nil, key != "Tab")
					if got := walkBy(t, p, key); len(got) == 0 {
						t.Errorf("%s meets only %q", key, got)
					}
				}
			})
		}
	}
}
