package looktest

import (
	"strings"
	"testing"

	"playbook/generator/browser"
)

// leads says how a reader gets to the book's lessons and to the page's headings:
// "list" where the list stands beside the text, "link" where one press leads to
// it, "" where there is no way; then what is wrong with how the page is laid out.
const leads = `(() => {
  const shown = (sel) => [...document.querySelectorAll(sel)].some((el) => el.checkVisibility());
  const way = (list, link) => shown(list) ? "list" : shown(link) ? "link" : "";
  const title = document.querySelector(".word span"), main = document.querySelector("main");
  const wrong = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page scrolls sideways");
  if (innerWidth >= 1024 && title.scrollWidth > title.clientWidth) wrong.push("the site's title is cut");
  if (innerWidth >= 1024 && main.clientWidth < 33 * 16) wrong.push("the text is " + main.clientWidth + " px wide");
  return [way("#pb-nav", "a[href='#pb-nav']"), way("#pb-toc", ".bar a[href='#pb-toc']"), ...wrong];
})()`

// TestNavigationAtEveryWidth holds that the book's lessons and the page's contents
// are there, or one press away, on a screen of any width, with script and without.
func TestNavigationAtEveryWidth(t *testing.T) {
	b := browser.Start(t)
	site := browser.Serve(t, shipped(t), "/")
	pages := map[string]string{
		"campaign-analogies/current-customers-first.html":    "list list",
		"de/campaign-analogies/current-customers-first.html": "list list",
		"ru/campaign-analogies/current-customers-first.html": "list list",
		"client-mix-audits/client-mix-audit.html":            "link list", // wants the width for itself
	}
	for _, scripts := range []bool{true, false} {
		p := b.Page(t)
		if !scripts {
			must(t, p.NoScript())
		}
		for page, wide := range pages {
			p.Open(site.URL(page))
			for _, width := range []int{320, 360, 640, 960, 961, 1000, 1023, 1024, 1100, 1152, 1279, 1280, 1440, 1920} {
				want := "link link"
				if width >= 1024 {
					want = wide
				}
				must(t, p.Viewport(width, 800))
				var got []string
				p.Eval(leads, &got)
				if strings.Join(got, " ") != want {
					t.Errorf("%s at %d px, script %v: %q, want %q", page, width, scripts, got, want)
				}
			}
		}
	}
}

// TestNavigationOfTheAudit opens the lessons from the audit, which has no room for
// them beside it: as a dialog, and without script as a list above the text.
func TestNavigationOfTheAudit(t *testing.T) {
	const audit = `viewport 1280 800
open client-mix-audits/client-mix-audit.html
`
	t.Run("script", func(t *testing.T) {
		browser.Script(t, "audit", audit+`click ".toc a[href='#pb-nav']"
focus "dialog.pb-nav [aria-current=page]"
press Escape
count dialog 0
focus ".toc a[href='#pb-nav']"
console-empty
`, shipped(t))
	})
	t.Run("no script", func(t *testing.T) {
		browser.Script(t, "audit", "noscript\n"+audit+`hidden "#pb-nav"
click ".toc a[href='#pb-nav']"
visible "#pb-nav [aria-current=page]"
`, shipped(t))
	})
}
