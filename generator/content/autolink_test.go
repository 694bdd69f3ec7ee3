package content

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// bodyOf is the HTML of a lesson's text, with its tokens left out.
func bodyOf(t *testing.T, markdown string) string {
	t.Helper()
	l, _ := Parse("x.md", "content/x.md", []byte("+++\ntitle = \"Not in any example\"\n+++\n"+markdown), &Options{Default: "en", Languages: []string{"en"}})
	if l == nil {
		t.Fatalf("%q was refused", markdown)
	}
	return string(regexp.MustCompile("\x01.[0-9]*\x02").ReplaceAll(bytes.TrimSpace(l.body), nil))
}

var linked = regexp.MustCompile(`<a href="[^"]*"[^>]*>([^<]*)</a>`)

// TestAddressesInAnyScript: a bare address ends where a reader would end it.
func TestAddressesInAnyScript(t *testing.T) {
	for text, want := range map[string]string{
		"Siehe https://example.com/Verkaufsgespräch, dann":        "https://example.com/Verkaufsgespräch",
		"https://de.wikipedia.org/wiki/Kündigungsgrund#Über_uns.": "https://de.wikipedia.org/wiki/Kündigungsgrund#Über_uns",
		"https://ru.wikipedia.org/wiki/Продажи — да":              "https://ru.wikipedia.org/wiki/Продажи",
		"https://zh.wikipedia.org/wiki/刻舟求剑。下一句":                  "https://zh.wikipedia.org/wiki/刻舟求剑",
		"请看https://example.com/page然后继续":                          "https://example.com/page",
		"https://zh.wikipedia.org/wiki/C语言":                       "https://zh.wikipedia.org/wiki/C语言",
		"（https://example.com/a）":                                 "https://example.com/a",
		"https://example.com/page에서":                              "https://example.com/page",
		"https://ar.wikipedia.org/wiki/مبيعات، ثم":                "https://ar.wikipedia.org/wiki/مبيعات",
		"https://hi.example/पृष्ठ।":                               "https://hi.example/पृष्ठ",
		"https://müller.de/a":                                     "https://müller.de/a",
		"www.müller.de":                                           "www.müller.de",
		"https://пример.рф/путь":                                  "https://пример.рф/путь",
		"https://例え.テスト/道":                                        "https://例え.テスト/道",
		"https://xn--e1afmkfd.xn--p1ai/x":                         "https://xn--e1afmkfd.xn--p1ai/x",
		"„https://example.com/a“ sagt er":                         "https://example.com/a",
		"«https://example.com/é»":                                 "https://example.com/é",
		"say \"https://example.com/a_b_c\" twice":                 "https://example.com/a_b_c",
		"https://fr.example/L’Équipe":                             "https://fr.example/L’Équipe",
		"https://example.com/a–b–":                                "https://example.com/a–b",
		"https://example.com然后":                                   "https://example.com",
		"https://example.com/Größe?q=ä&x=1!":                      "https://example.com/Größe?q=ä&amp;x=1",
	} {
		m := linked.FindStringSubmatch(bodyOf(t, text))
		if m == nil {
			t.Errorf("%s is not linked: %s", text, bodyOf(t, text))
		} else if m[1] != want {
			t.Errorf("%s: linked %s, want %s", text, m[1], want)
		}
	}
}

// TestTildesAndMarks: one tilde strikes nothing, two do; two equals signs mark.
func TestTildesAndMarks(t *testing.T) {
	for text, want := range map[string]string{
		"2~3 times in 5~7 days":   "<p>2~3 times in 5~7 days</p>",
		"~x~ and ~~y~~":           "<p>~x~ and <del>y</del></p>",
		"~~2~3 days~~":            "<p><del>2~3 days</del></p>",
		"H~2~O":                   "<p>H~2~O</p>",
		"~~~x~~~ y":               "", // a fence
		"a ~~~b~~~ c":             "<p>a ~~~b~~~ c</p>",
		"~100 or ~200":            "<p>~100 or ~200</p>",
		"This is ==marked== text": "<p>This is <mark>marked</mark> text</p>",
		"==**bold** and plain==":  "<p><mark><strong>bold</strong> and plain</mark></p>",
		"if a==b and c==d":        "<p>if a==b and c==d</p>",
		"a == b == c":             "<p>a == b == c</p>",
		"这是==重点==的":               "<p>这是<mark>重点</mark>的</p>",
		"a === b ===":             "<p>a === b ===</p>",
		"==open only":             "<p>==open only</p>",
		"`==code==`":              "<p><code>==code==</code></p>",
	} {
		if got := bodyOf(t, text); got != want && want != "" {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
	l, _ := Parse("x.md", "content/x.md", []byte("# T\n\n## 2~3 times in 5~7 days\n"), &Options{Default: "en"})
	if l.Headings[0].Text != "2~3 times in 5~7 days" {
		t.Errorf("the heading reads %q", l.Headings[0].Text)
	}
}

// TestTwinBegin: a twin begins after a title of any form.
func TestTwinBegin(t *testing.T) {
	for text, want := range map[string]string{
		"# Title\n\nText\n":                     "# Title\n\nText\n",
		"# Title #\n\nText\n":                   "# Title\n\nText\n",
		"# Title ###   \nText\n":                "# Title\n\nText\n",
		"Title\n=====\n\nText\n":                "# Title\n\nText\n",
		"  Title\n  ==\nText\n":                 "# Title\n\nText\n",
		"Two\nlines\n=====\n\nText\n":           "# Two lines\n\nText\n",
		"  #   Title   #  \n\nText\n":           "# Title\n\nText\n",
		"Title\n=\n":                            "# Title\n\n",
		"# Title\n=====\n":                      "# Title\n\n=====\n",
		"+++\ntitle = \"T\"\n+++\nT\n=\n\nText": "# T\n\nText",
	} {
		l, _ := Parse("x.md", "content/x.md", []byte(text), &Options{Default: "en"})
		var b strings.Builder
		if err := l.WriteMarkdown(&b, l.Meta.Title, func(int) string { return "" }); err != nil {
			t.Fatal(err)
		}
		got := regexp.MustCompile(`\n{3,}`).ReplaceAllString(b.String(), "\n\n")
		if got != want {
			t.Errorf("%q\ngot  %q\nwant %q", text, got, want)
		}
	}
}

// TestWordsWithoutSpaces: text without spaces takes time to read, too.
func TestWordsWithoutSpaces(t *testing.T) {
	for text, want := range map[string]int{
		"one two three": 3, "刻舟求剑": 2, "これは日本語です。": 4, "한국어 문장입니다": 2, "ภาษาไทยไม่เว้นวรรค": 4, "Wir verkaufen 3 Stück": 4, "用 CRM 记录": 3, "": 0,
	} {
		if got := countWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}

// TestAltText: a picture's description is the words of what stands in its
// brackets, links and addresses included.
func TestAltText(t *testing.T) {
	for text, want := range map[string]string{
		"![a [b](c.md) d](p.png)":                   "a b d",
		"![a [**b** `c`](c.md) *d*](p.png)":         "a b c d",
		"![see https://example.com/x now](p.png)":   "see https://example.com/x now",
		"![a <https://example.com/> b](p.png)":      "a https://example.com/ b",
		"![a [[uid|text]] b](p.png)":                "a text b",
		"![a \"b\" & <b>c</b> <!-- d --> e](p.png)": "a &quot;b&quot; &amp; c  e",
		"![a ![b](q.png) c](p.png)":                 "a b c",
		"![a](p.png) and [![b](q.png)](c.md)":       "a",
		"![~~a~~ ==b== {c}](p.png)":                 "a b {c}",
	} {
		m := regexp.MustCompile(`alt="([^"]*)"`).FindStringSubmatch(bodyOf(t, text))
		if m == nil || m[1] != want {
			t.Errorf("%s: %q, want %q", text, m, want)
		}
	}
}
