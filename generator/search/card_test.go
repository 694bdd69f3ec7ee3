package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"playbook/generator/browser"
)

// TestCards checks results of the search. The index stores a card for each lesson, without
// headings and addresses that can be derived from the rest; they must come back right.
func TestCards(t *testing.T) {
	lessons := []Lesson{
		{URL: "doors/open-the-door.html", Title: "Open the door", Kind: "mindset", Section: "Doors", Passages: []Passage{
			{Text: "Alpha."},
			{ID: "who-decides", Heading: "Who decides?", Text: "Beta."},
			{ID: "another", Heading: "With an anchor of its own", Trail: []string{"Who decides?"}, Text: "Gamma."},
			{ID: "deeper", Heading: "Deeper", Trail: []string{"Who decides?", "Not a passage", "7"}, Text: "Delta."},
			{Heading: "Without an anchor", Text: "Epsilon."},
		}},
		{URL: "x-open-the-door.html", Title: "Open the door", Passages: []Passage{{Text: "Zeta."}}},
		{URL: "a/*/b.html", Title: "b", Passages: []Passage{{Text: "Eta."}}},
		{URL: "größe-b2b.html", Title: "Größe & B2B", Passages: []Passage{{Text: "Theta."}}},
		{URL: "σοφοσ.html", Title: "ΣΟΦΟΣ", Passages: []Passage{{ID: "σοφος", Heading: "Σοφος", Text: "Iota."}}},
		{URL: "i-i.html", Title: "İ I", Passages: []Passage{{Text: "Kappa."}}},
		{URL: "データ.html", Title: "データ", Passages: []Passage{{Text: "Lambda."}}},
		{URL: "empty.html", Title: "", Passages: []Passage{{Text: "Mu."}}},
	}
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t, "en", lessons, Options{}), "/").URL("index.html"))
	for _, c := range []struct{ query, url, heading string }{
		{"alpha", "doors/open-the-door.html#", ""},
		{"beta", "doors/open-the-door.html#who-decides", "Who decides?"},
		{"gamma", "doors/open-the-door.html#another", "With an anchor of its own"},
		{"delta", "doors/open-the-door.html#deeper", "Deeper"},
		{"epsilon", "doors/open-the-door.html#", "Without an anchor"},
		{"zeta ", "x-open-the-door.html#", ""},
		{"eta ", "a/*/b.html#", ""},
		{"theta", "größe-b2b.html#", ""},
		{"iota", "σοφοσ.html#σοφος", "Σοφος"},
		{"kappa", "i-i.html#", ""},
		{"lambda", "データ.html#", ""},
		{"mu ", "empty.html#", ""},
	} {
		a := ask(p, c.query)
		if a.urls() != c.url || a.Results[0].Heading != c.heading {
			t.Errorf("%q: got %+v, expected %s, %q", c.query, a.Results, c.url, c.heading)
		}
	}
	var trail []string
	p.Eval(`playbook.search("delta").then((a) => a.results[0].trail)`, &trail)
	if len(trail) != 3 || trail[0] != "Who decides?" || trail[1] != "Not a passage" || trail[2] != "7" {
		t.Errorf("got %q", trail)
	}
}

// TestEveryPassageHasAnExcerpt checks that a passage without a text still shows
// something.
func TestEveryPassageHasAnExcerpt(t *testing.T) {
	passages := func(texts ...string) (list []Passage) {
		for _, text := range texts {
			list = append(list, Passage{Text: text})
		}
		return list
	}
	for _, c := range []struct {
		what, want string
		lesson     Lesson
	}{
		{"its own", `["top","a"]`, Lesson{Summary: "sum", Passages: passages("top", "a")}},
		{"the summary at the top", `["sum","a"]`, Lesson{Summary: "sum", Passages: passages("", "a")}},
		{"the next text, if there is no summary", `["a","a"]`, Lesson{Passages: passages("\n", "a")}},
		{"the next text, below a heading", `["top","b","b","b"]`, Lesson{Summary: "sum", Passages: passages("top", "", " ", "b")}},
		{"the summary at the end", `["sum","a","sum"]`, Lesson{Summary: "sum", Passages: passages("", "a", "")}},
		{"a separator between lines", `["An end. One · two · три · (3) 4 · five"]`, Lesson{Passages: passages("An end.\nOne\n\ntwo\nтри\n(3)\n4\nfive")}},
		{"nothing", `[""]`, Lesson{Passages: passages("")}},
	} {
		if got := string(texts(c.lesson)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
	}
}

// TestBorrowedExcerptsAreShort checks a lesson with thousands of headings before one long
// text. Each heading shows the beginning of that text, so the beginning must be short.
func TestBorrowedExcerptsAreShort(t *testing.T) {
	l := Lesson{Summary: strings.Repeat("sum ", 200), Passages: make([]Passage, 3000)}
	l.Passages[2999].Text = strings.Repeat("ящ ", 1<<18)
	if n := len(texts(l)) - len(l.Passages[2999].Text); n > 3*3000+10*borrowedBytes {
		t.Errorf("the excerpts take %d bytes more than the text, too many", n)
	}
	if got := beginning(strings.Repeat("ящ", 300)); len(got) > borrowedBytes || !utf8.ValidString(got) {
		t.Errorf("got %d bytes, %q", len(got), got)
	}
}
