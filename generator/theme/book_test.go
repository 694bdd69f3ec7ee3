package theme

import (
	"strings"
	"testing"

	"playbook/generator/content"
	"playbook/generator/site"
)

// TestIDsInTheBook draws a text with everything that has an id, or refers to one, as
// a leaf of the book: all of it is behind the leaf's prefix, and a link to another
// leaf stays in the book.
func TestIDsInTheBook(t *testing.T) {
	s := newSample(t, "en")
	p := s.page(t, "campaign-analogies/current-customers-first.html")
	l, ds := content.Parse("x.md", "content/x.md", []byte(`## Part {#part}

A note.[^1] See [below](#part), [the other](y.md) and <span id="raw">raw</span>.

| a | b |
|---|---|
| c | d |

::: details #more title="More"
Words.
:::

::: checklist #list title="A list"
- [ ] One {#one}
:::

[^1]: The note.
`), &content.Options{Default: "en", Languages: []string{"en"}, UnsafeHTML: true, Kinds: allKinds})
	if l == nil || len(ds) != 1 { // it has no title
		t.Fatal(ds)
	}
	other := s.page(t, "start/start-here.html")
	p.Lesson, p.Links = l, []site.Target{{Page: p, Fragment: "part"}, {Page: other, Fragment: "top"}}
	book := &site.Page{Type: site.SystemPage, System: "book", URL: "book.html", Lang: p.Lang, Title: "book", Section: p.Lang.Root}
	v := s.theme.Renderer(s.site, s.env).view(book)
	var leaf Leaf
	for _, c := range v.Chapters() {
		for _, x := range c.Lessons {
			if x.page == p {
				leaf = x
			}
		}
	}
	html, err := leaf.View().Body()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<h2 id="ID-part">`, `href="#ID-fn:1"`, `id="ID-fnref:1"`, `id="ID-fn:1"`, `href="#ID-fnref:1"`, `href="#ID-part"`, `id="ID-raw"`,
		`role="group" aria-labelledby="ID-part"`, `<details class="details" id="ID-more"`, `id="ID-list"`, `data-id="list"`,
		`aria-labelledby="ID-list-title"`, `<label for="ID-list-one">`, `href="#` + bookID(v.bookOf().number(other)) + `-top"`,
	} {
		if want = strings.ReplaceAll(want, "ID", leaf.ID); !strings.Contains(string(html), want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}

func TestCSSString(t *testing.T) {
	if got, want := cssString("\"The Smiths\" \\ pay\n"), `"\22 The Smiths\22  \5c  pay\a "`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
