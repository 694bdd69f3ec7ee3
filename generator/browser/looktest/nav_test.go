package looktest

import (
	"strings"
	"testing"

	"playbook/generator/browser"
)

// navigation is a script that returns a list: how a reader reaches the lessons of the
// book, how a reader reaches the headings of the page, and then each layout mistake.
// A way is "list" if the list is visible next to the text, "link" if a visible link
// leads to it, and "" if there is neither.
const navigation = `(() => {
  const shown = (sel) => [...document.querySelectorAll(sel)].some((el) => el.checkVisibility());
  const way = (list, link) => shown(list) ? "list" : shown(link) ? "link" : "";
  const title = document.querySelector(".word span"), main = document.querySelector("main");
  const wrong = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page scrolls sideways");
  if (innerWidth >= 1024 && title.scrollWidth > title.clientWidth) wrong.push("the site's title is cut");
  if (innerWidth >= 1024 && main.clientWidth < 33 * 16) wrong.push("the text is " + main.clientWidth + " px wide");
  return [way("#pb-nav", "a[href='#pb-nav']"), way("#pb-toc", ".bar a[href='#pb-toc']"), ...wrong];
})()`

// TestNavigationAtEveryWidth checks that the list of lessons and the list of headings
// are visible or one click away on a screen of any width, with and without scripts.
func TestNavigationAtEveryWidth(t *testing.T) {
	b := browser.Start(t)
	site := browser.Serve(t, shipped(t), "/")
	pages := map[string]string{
		"campaign-analogies/current-customers-first.html":    "list list",
		"de/campaign-analogies/current-customers-first.html": "list list",
		"ru/campaign-analogies/current-customers-first.html": "list list",
		"client-mix-audits/client-mix-audit.html":            "link list", // a wide table: no room for the list of lessons
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
				p.Eval(navigation, &got)
				if strings.Join(got, " ") != want {
					t.Errorf("%s at %d px, scripts on: %v: navigation is %q, want %q", page, width, scripts, got, want)
				}
			}
		}
	}
}

// TestNavigationOfTheAudit opens the list of lessons on the audit's page, which has no
// room for it next to the text. With scripts the list is a dialog; without scripts it is
// above the text.
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
