package importer

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"playbook/generator/output"
)

// TestWords imports a real handbook, the folder or zip that PLAYBOOK_IMPORT names
// (PLAYBOOK_FROM its kind), builds it, and counts the words of each text that are in the
// page built from it: at least 99.5 of 100. PLAYBOOK_IMPORT_WORDS names a word that is
// missing, to say where. Without the variable it counts those of an invented
// handbook. What a source excludes, its comments, front matter and markup are no words.
func TestWords(t *testing.T) {
	name := os.Getenv("PLAYBOOK_IMPORT")
	if name == "" {
		name = "testdata/words"
	}
	src, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	o := testOptions()
	o.From = os.Getenv("PLAYBOOK_FROM")
	start := time.Now()
	d, err := Run(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	imported := time.Since(start)
	files, err := output.Draw(d.Files())
	if err != nil {
		t.Fatal(err)
	}
	start = time.Now()
	pages := buildOf(t, files, true)
	built := time.Since(start)
	all, missing := 0, map[string]int{}
	shown := map[string]map[string]int{} // by the file of the source, in its pages
	var order []string
	for _, p := range d.Pages {
		if p.generated {
			continue
		}
		if shown[p.From] == nil {
			shown[p.From] = map[string]int{}
			order = append(order, p.From)
		}
		b := pages[p.url()]
		if b == nil {
			t.Errorf("%s has no page at %s", p.From, p.url())
		}
		for _, w := range wordsOf(shownText(string(b))) {
			shown[p.From][w]++
		}
	}
	for _, f := range order {
		text, err := src.Text(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range wordsOf(sourceText(text)) {
			all++
			if shown[f][w]--; shown[f][w] < 0 {
				missing[w]++
				if os.Getenv("PLAYBOOK_IMPORT_WORDS") == w {
					t.Logf("%q is missing in %s", w, f)
				}
			}
		}
	}
	lost := 0
	for _, n := range missing {
		lost += n
	}
	share := 100 * float64(all-lost) / float64(max(all, 1))
	r := d.Report
	t.Logf("%s as %s: %d pages, import %s, build %s, %d words, %.2f %% of them built", r.Source, r.Family, r.Pages, imported.Round(time.Millisecond), built.Round(time.Millisecond), all, share)
	for _, by := range []map[string]int{r.Changes(), r.LossesBy(), missing} {
		var list []string
		for _, k := range ByCount(by)[:min(len(by), 40)] {
			list = append(list, fmt.Sprintf("%d %s", by[k], k))
		}
		t.Log(strings.Join(list, "; "))
	}
	if share < 99.5 {
		t.Errorf("%d of %d words are in no page", lost, all)
	}
}

// wordsOf are the words of a text, in lower case.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// shownText is the text of a page that readers see, its own frame included.
func shownText(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			for more { // what a picture shows, and what an abbreviation means
				var key, value []byte
				if key, value, more = z.TagAttr(); string(key) == "alt" || string(key) == "title" {
					b.WriteString(" " + string(value) + " ")
				}
			}
			if n := string(name); n == "script" || n == "style" {
				skip++
			} else if n != "span" { // code is coloured by spans; other marks are signs in the source
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if n := string(name); n == "script" || n == "style" {
				skip--
			} else if n != "span" {
				b.WriteByte(' ')
			}
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		}
	}
}

// What of a source are no words: comments, the signs and settings of its tool, addresses.
var noWords = []*regexp.Regexp{
	regexp.MustCompile(`(?s)\A(?:---|\+\+\+)\n.*?\n(?:---|\+\+\+)\n`),
	regexp.MustCompile(`(?s)<!--.*?-->|\{/\*.*?\*/\}|\{\{/\*.*?\*/\}\}|\{\{<!--.*?-->\}\}`),
	regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>`),
	regexp.MustCompile(`(?m)^(?:import|export) [^\n]*$`),
	regexp.MustCompile(`(?s)</?[A-Za-z][\w.-]*(?:\s[^<>]*)?/?>`),
	regexp.MustCompile(`\]\((?:<[^>\n]*>|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)`),
	regexp.MustCompile(`(?m)^\s*\[[^\]\n]+\]:\s*\S+.*$`),
	regexp.MustCompile(`\{\{[<%].*?[>%]\}\}|\{%.*?%\}`),
	regexp.MustCompile(`(?m)\{:?[ \t]*[#.\w][^{}\n]*\}`),
	regexp.MustCompile(`:[a-z][\w+-]*:|\[![\w-]+\]`),
	regexp.MustCompile(`(?m)^[ \t>]*\d+[.)][ \t]`),
	regexp.MustCompile(`(?m)^(\s*)(?:` + "```+|~~~+" + `)[^\n]*$`),
	regexp.MustCompile(`(?m)^\s*(?:!!!|\?\?\?\+?|:::+|@\[)\s*[\w-]*`),
	regexp.MustCompile(`(?s)%%.*?%%`),
	regexp.MustCompile(`!\[\[[^\]\n]*\]\]|\[\[[^\]|\n]*\|`),
	regexp.MustCompile(`(?m)^\s*<<<[^\n]*$`),
	regexp.MustCompile(`https?://[^\s)>\]]+`),
	regexp.MustCompile(`&#?\w+;`),
}

// sourceText is a text of the source without what are no words.
func sourceText(s string) string {
	for i, re := range noWords {
		by := " "
		if i == 5 {
			by = "] "
		}
		s = re.ReplaceAllString(s, by)
	}
	return s
}
