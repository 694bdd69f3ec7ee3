package search

import (
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// TestFrench searches a small French playbook with other forms of the words in its pages: inflected, elided, without
// accents. It runs the same queries on an index without the rules for French endings and compares the results.
//
// In testdata/french.txt "= URL | TITLE" begins a page, "? QUERY" is a query that must find this page, and other lines
// are the page's text.
func TestFrench(t *testing.T) {
	raw, err := os.ReadFile("testdata/french.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lessons []Lesson
	var queries []string
	want := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		switch mark, rest, _ := strings.Cut(line, " "); {
		case mark == "=":
			url, title, _ := strings.Cut(rest, " | ")
			lessons = append(lessons, Lesson{URL: url, Title: title, Passages: []Passage{{}}})
		case mark == "?":
			queries = append(queries, rest)
			want[rest] = lessons[len(lessons)-1].URL
		case line != "" && mark != "#":
			lessons[len(lessons)-1].Passages[0].Text += line + " "
		}
	}
	b := browser.Start(t)
	ask := func(lang string) (mean float64, first int) {
		p := b.Page(t)
		p.Open(browser.Serve(t, site(t, lang, lessons, Options{}), "/").URL("index.html"))
		var got [][]string
		p.Call(`async (queries) => {
			const out = [];
			for (const q of queries) out.push((await playbook.search(q, {limit: 10})).results.map((r) => r.url));
			return out;
		}`, &got, queries)
		for i, q := range queries {
			at := slices.Index(got[i], want[q])
			if at >= 0 {
				mean += 1 / float64(at+1) / float64(len(queries))
			}
			if at == 0 {
				first++
			} else if testing.Verbose() {
				t.Logf("%s: %q finds %v, expected %s", lang, q, got[i][:min(3, len(got[i]))], want[q])
			}
		}
		return mean, first
	}
	with, first := ask("fr")
	without, plain := ask("zz")
	// MRR@10 is the mean reciprocal rank: 1 if every query finds its page first, 1/2 if second, and so on.
	t.Logf("%d queries, %d pages: MRR@10 %.3f with the rules for French (%d first), %.3f without (%d first)", len(queries), len(lessons), with, first, without, plain)
	if with < 0.9 || with < without+0.05 {
		t.Errorf("MRR@10 %.3f with the rules for French, %.3f without: expected 0.90 or more, and a gain of 0.05", with, without)
	}
}
