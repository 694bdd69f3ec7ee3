package content

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"playbook/generator/diag"
)

// TestTagsMatch holds random text, dense with harmless tags and what may stand
// between them, against the rules of a page: every tag that opens closes, in
// order, and no comment is left.
func TestTagsMatch(t *testing.T) {
	pieces := []string{
		"<b>", "</b>", "<i>", "</i>", "<kbd>", "</kbd>", "<p>", "</p>", "<details>", "</details>", "<summary>", "</summary>", "<br>", "<div id=a>", "</div>",
		"<span id=\"b\">", "</span>", "<a name='c'>", "</a>", "<Tab>", "</Tab>", "<Name>", "<table>", "</table>", "<script>", "</script>", "<!-- c -->", "<!--", "-->",
		"\n", "\n\n", "\n\n", " ", "a", "*", "**", "[x](y)", "[", "](z)", "> ", "- ", "# ", "::: details title=t\n", "\n:::\n", "%%", "`", "|a|b|\n|-|-|\n|", "> [!NOTE]- ", "==", "~~", "<", "&lt;",
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	tags := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + rnd.IntN(16) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		l, ds := Parse("x.md", "content/x.md", []byte("# A\n\n"+b.String()), fuzzOptions())
		if l == nil {
			t.Fatalf("%q: %v", b.String(), ds)
		}
		body, err := draw(l)
		if err != nil {
			t.Fatal(err)
		}
		if msg := unsound(body); msg != "" {
			t.Fatalf("%q: %s in\n%s", b.String(), msg, body)
		}
		tags += strings.Count(body, "<kbd>")
	}
	if tags < 500 {
		t.Errorf("only %d tags passed", tags)
	}
}

// TestHarmless shows what is drawn of harmless HTML.
func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"a<br>b<BR/>c":                       "<p>a<br>b<br>c</p>",
		"<kbd class=x onclick='y()'>K</kbd>": "<p><kbd>K</kbd></p>",
		"<a name=\"x\"></a>t":                `<p><a id="x"></a>t</p>`,
		"<a id=\"x\"/>t":                     `<p><a id="x"></a>t</p>`,
		"<abbr title='a \"b\"'>A</abbr>":     `<p><abbr title="a &#34;b&#34;">A</abbr></p>`,
		"<q lang=de dir=RTL>x</q>":           `<p><q lang="de" dir="rtl">x</q></p>`,
		"<b>open":                            "<p><b>open</b></p>",
		"*<b>x*</b>":                         "<p><em><b>x</b></em></p>",
		"ends</b>":                           "<p>ends</p>",
		"<p align=center>text":               "<p>text</p>",
		"<details open>\n<summary>S</summary>\n\n*x*\n\n</details>": "<details class=\"details\" open>\n<summary>S</summary><div>\n<p><em>x</em></p>\n</div></details>",
		"<details>\n\nx":              "<details class=\"details\">\n<p>x</p>\n</details>",
		"<div id=d>\n\n- a\n\n</div>": "<div id=\"d\">\n<ul>\n<li>a</li>\n</ul>\n</div>",
		"<!-- c -->":                  "",
		"x <!-- c --> y":              "<p>x  y</p>",
		"<!-- c --> y < z *x*":        "<p>y &lt; z <em>x</em></p>",
		"<Tabs>\n\nx\n\n</Tabs>":      "<p>x</p>",
		"Dear <Name>":                 "<p>Dear &lt;Name&gt;</p>",
		"- <b>x</b>\n- <sub>y</sub>":  "<ul>\n<li><b>x</b></li>\n<li><sub>y</sub></li>\n</ul>",
	} {
		if got := bodyOf(t, text); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// TestAnchorsOfHTML: the ids of raw HTML are anchors, with unsafe_html too.
func TestAnchorsOfHTML(t *testing.T) {
	const text = "# A\n\n<a name=\"one\"></a> <span id='two'>x</span>\n\n<div id=three>\n\n## <a id=\"four\"></a> Four\n\n</div>\n"
	for _, unsafe := range []bool{false, true} {
		l, ds := Parse("x.md", "content/x.md", []byte(text), &Options{Default: "en", UnsafeHTML: unsafe})
		if len(ds) > 0 {
			t.Error(ds)
		}
		for _, id := range []string{"one", "two", "three", "four"} {
			if !slices.Contains(l.Anchors(), id) {
				t.Errorf("unsafe_html = %t: %s is no anchor of %v", unsafe, id, l.Anchors())
			}
		}
		if body, err := draw(l); err != nil || strings.Count(string(l.body), idPlace) < 5 || !strings.Contains(body, `id="two"`) && !strings.Contains(body, `id='two'`) {
			t.Errorf("unsafe_html = %t: %q %v", unsafe, l.body, err)
		}
	}
}

// TestFewFindings: a lesson of one mistake has a bounded number of findings.
func TestFewFindings(t *testing.T) {
	for _, one := range []string{"<b>\n\n", "</b> ", "[a](b c) ", "![](x.png) ", "a **b **c\n\n", "<Ab> ", "&#8203;", ":tada: "} {
		_, ds := Parse("x.md", "content/x.md", []byte("# A\n\n"+strings.Repeat(one, 50_000)), fuzzOptions())
		count := map[diag.Code]int{}
		for _, d := range ds {
			if count[d.Code]++; count[d.Code] == maxFound+1 {
				t.Errorf("%q: more than %d findings %s", one, maxFound, d.Code)
			}
		}
	}
}

// TestSoftHyphens: a hyphen that shows only at the end of a line is no part of a
// word that is searched.
func TestSoftHyphens(t *testing.T) {
	for _, text := range []string{"Ver\u00adkaufs\u00adgespräch", "Ver&shy;kaufs&#173;gespräch", "Ver&#xAD;kaufsgespräch"} {
		l, _ := Parse("x.md", "content/x.md", []byte("# A\n\n## Das "+text+"\n\nEin "+text+"\n"), &Options{Default: "de"})
		if got := strings.Join(l.PassageTexts(), "|"); got != "|Ein Verkaufsgespräch" {
			t.Errorf("searched is %q", got)
		}
		if h := l.Headings[0]; h.Text != "Das Verkaufsgespräch" || h.ID != "das-verkaufsgespräch" {
			t.Errorf("the heading is %+v", h)
		}
	}
}
