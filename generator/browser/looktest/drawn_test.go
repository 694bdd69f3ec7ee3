package looktest

import (
	"os"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// outside names the blocks that are wider than the text they stand in, and those
// with words that are wider than their part of it.
const outside = `[...document.querySelectorAll(".drawn")].flatMap((block) => {
  const room = block.parentElement.getBoundingClientRect();
  return [block, ...block.querySelectorAll("table, li, td, th, p, b, svg")].filter((el) => {
    const r = el.getBoundingClientRect();
    return r.width && (r.left < room.left - 1 || r.right > room.right + 1 || el.matches("p, td, li") && el.scrollWidth > el.clientWidth + 1);
  }).slice(0, 1).map((el) => el.tagName + " of " + (block.querySelector("figcaption")?.textContent ?? block.id));
}).join(", ")`

// TestDrawnBlocksFit looks at every block of the shipped playbook that is drawn
// from a list or a table, on a small phone, a phone and a desk: in English and Russian,
// with PLAYBOOK_LONG in every language.
func TestDrawnBlocksFit(t *testing.T) {
	b := browser.Start(t)
	files := shipped(t)
	site := browser.Serve(t, files, "/")
	books := []string{"book.html", "ru/book.html"}
	if os.Getenv("PLAYBOOK_LONG") != "" {
		books = append(books, "nl/book.html", "de/book.html", "pl/book.html")
	}
	p := b.Page(t)
	for _, name := range books {
		if n := strings.Count(string(files[name].Data), `<figure class="drawn `); n < 20 {
			t.Errorf("%s has %d blocks", name, n)
		}
		p.Open(site.URL(name))
		for _, width := range []int{320, 360, 1280} {
			must(t, p.Viewport(width, 800))
			var wrong string
			p.Eval(outside, &wrong)
			if wrong != "" {
				t.Errorf("%s at %d: %s", name, width, wrong)
			}
		}
	}
}
