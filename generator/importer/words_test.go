package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path"
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
		for _, w := range wordsOf(shownText(string(b), isMarked(p.From))) {
			shown[p.From][w]++
		}
	}
	for _, f := range order {
		for _, w := range wordsOf(sourceWords(t, src, f)) {
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

// isMarked reports whether signs stand between the words of a source that a page shows in
// one word: "*a*b".
func isMarked(f string) bool { return isText(f) || path.Ext(f) == ".csv" }

// sourceWords is the text of a file of the source: of a page in HTML and of a Word file what a
// reader of the page or the document sees, without the contents that each page has.
func sourceWords(t *testing.T, src *Source, f string) string {
	switch {
	case isHTML(f):
		doc, err := src.html(f)
		if err != nil {
			t.Fatal(err)
		}
		main := byID(doc, "main-content")
		if main == nil {
			main = inside(doc, "page-body")
		}
		for _, class := range []string{"toc-macro", "table_of_contents"} {
			for n := inside(main, class); n != nil; n = inside(main, class) {
				n.Parent.RemoveChild(n)
			}
		}
		var b strings.Builder
		if err := html.Render(&b, main); err != nil {
			t.Fatal(err)
		}
		return shownText(b.String(), false)
	case strings.EqualFold(path.Ext(f), ".docx"):
		data, err := src.Read(f)
		if err != nil {
			t.Fatal(err)
		}
		return wordText(t, data)
	}
	text, err := src.Text(f)
	if err != nil {
		t.Fatal(err)
	}
	return sourceText(text)
}

// wordText is the text of the body and the notes of a Word file, without what is deleted
// in it, what is for older programs, and lists of contents.
func wordText(t *testing.T, data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"} {
		f, err := z.Open(name)
		if err != nil {
			continue
		}
		d := xml.NewDecoder(f)
		skip, inText := 0, false
		start, contents := 0, false
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch k := token.(type) {
			case xml.StartElement:
				switch k.Name.Local {
				case "del", "moveFrom", "Fallback":
					skip++
				case "p":
					start, contents = b.Len(), false
				case "pStyle":
					for _, a := range k.Attr {
						contents = contents || strings.HasPrefix(a.Value, "TOC") || a.Value == "TableofFigures"
					}
				case "tab", "br", "cr", "noBreakHyphen":
					b.WriteByte(' ')
				case "t":
					inText = skip == 0
				}
			case xml.EndElement:
				switch k.Name.Local {
				case "del", "moveFrom", "Fallback":
					skip--
				case "t":
					inText = false
				case "p":
					if contents {
						s := b.String()[:start]
						b.Reset()
						b.WriteString(s)
					}
					b.WriteByte('\n')
				}
			case xml.CharData:
				if inText {
					b.Write(k)
				}
			}
		}
		f.Close()
	}
	return b.String()
}

// shownText is the text of a page that readers see, its own frame included. With marked,
// every tag ends a word, but for those that color code.
func shownText(page string, marked bool) string {
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
				if key, value, more = z.TagAttr(); string(key) == "alt" || string(key) == "title" && marked {
					b.WriteString(" " + string(value) + " ")
				}
			}
			if n := string(name); n == "script" || n == "style" || n == "iframe" {
				skip++
			} else if blocks[n] || n == "br" || marked && n != "span" {
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if n := string(name); n == "script" || n == "style" || n == "iframe" {
				skip--
			} else if blocks[n] || marked && n != "span" {
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
