package looktest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// shifts gathers what moves on a page by itself: how far in all, and what.
const shifts = `window.moved = {sum: 0, what: []}; new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) {
    moved.sum += e.value;
    moved.what.push(e.value.toFixed(4) + " " + e.sources.slice(0, 3).map((x) => (x.node?.nodeName ?? "?") + "." + (x.node?.className ?? "") + " " + [x.previousRect, x.currentRect].map((r) => [r.x, r.y, r.width, r.height].map(Math.round).join(",")).join(" to ")).join("; "));
  }
}).observe({type: "layout-shift", buffered: true});`

// mostMoved is what a page may move by in all: a tenth of what counts as good.
const mostMoved = .01

// TestNothingMoves opens every kind of page on a desk and on a phone, on a first visit
// and by a reader who follows a path and has kept something: nothing moves once it is
// drawn, and no other host is asked for anything. Without PLAYBOOK_LONG the reader is at
// the desk and the visitor has the phone.
func TestNothingMoves(t *testing.T) {
	b := browser.Start(t)
	site := browser.Serve(t, shipped(t), "/")
	gallery := browser.Serve(t, examples(t, "en"), "/")
	var urls, tools []string
	for _, k := range pages {
		if !slices.Contains(urls, k.url) {
			urls = append(urls, k.url)
		}
	}
	for _, k := range widgets(t) {
		if !slices.Contains(tools, k.url) {
			tools = append(tools, k.url)
		}
	}
	urls = append(urls, "team.html", "verify.html", "de/index.html", "ru/campaign-analogies/current-customers-first.html")
	for _, width := range []int{1280, 360} {
		for _, used := range []bool{false, true} {
			if (width == 1280) != used && os.Getenv("PLAYBOOK_LONG") == "" {
				continue
			}
			t.Run(fmt.Sprintf("%d used %v", width, used), func(t *testing.T) {
				t.Parallel()
				p := b.Page(t)
				must(t, p.Viewport(width, 800))
				if used {
					p.Run("date " + date + "T10:00")
					restore(p, site, usedState(t, "en"))
				}
				must(t, p.Before(shifts))
				all := 0.0
				look := func(at *browser.Site, url string) {
					p.Open(at.URL(url))
					var moved struct {
						Sum           float64
						What, Foreign []string
					}
					p.Eval(`new Promise((ok) => setTimeout(ok, 400)).then(() => ({...moved, foreign: performance.getEntriesByType("resource").map((e) => e.name).filter((u) => !u.startsWith(location.origin))}))`, &moved)
					if len(moved.Foreign) > 0 {
						t.Errorf("%s asks %v", url, moved.Foreign)
					}
					all = max(all, moved.Sum)
					if moved.Sum > mostMoved {
						t.Errorf("%s moves by %.4f: %s", url, moved.Sum, strings.Join(moved.What, " | "))
					}
				}
				for _, url := range urls {
					look(site, url)
				}
				if !used {
					for _, url := range tools {
						look(gallery, url)
					}
				}
				t.Logf("at most %.4f", all)
				p.Open(site.URL("glossary.html"))
				p.Eval(`document.querySelector("main").prepend(Object.assign(document.createElement("p"), {textContent: "pushed"}))`, nil)
				p.Run("wait 'moved.sum > 0'") // else the above says nothing
				p.TakeConsole()
			})
		}
	}
}
