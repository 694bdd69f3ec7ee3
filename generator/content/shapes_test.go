package content

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"playbook/generator/cputime"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// long reports whether the long tests run.
func long() bool { return os.Getenv("PLAYBOOK_LONG") != "" }

// shapes are texts that are known to be slow for readers of Markdown, or might
// be: each grows with n.
var shapes = map[string]func(n int) string{
	"open links":               repeat("[a](b"),
	"open links with angle":    repeat("[a](<b"),
	"open links with title":    repeat("[a](b \"c"),
	"open brackets":            repeat("["),
	"open images":              repeat("!["),
	"close brackets":           repeat("]"),
	"nested brackets":          around("[", "a", "]"),
	"groups of brackets":       groups("[", "a", "]", 400),
	"nested images":            around("![", "a", "](b)"),
	"brackets and parentheses": repeat("[]("),
	"links with emphasis":      repeat("[*a](b) "),
	"links that hold links":    groups("[", "[a](b)", "](c)", 50),
	"references unknown":       repeat("[a][b] "),
	"references open":          repeat("[a]["),
	"references long":          func(n int) string { return "[" + strings.Repeat("a", n) + "]" },
	"definitions":              numbered("[a%]: b\n"),
	"definitions apart":        numbered("[a%]: b\n\n"),
	"definitions open":         repeat("[a]: <b\n"),
	"definitions title open":   repeat("[a]: b \"c\n"),
	"definition used":          func(n int) string { return "[a]: /b\n\n" + strings.Repeat("[a] ", n/4) },
	"long definition used": func(n int) string {
		return "[a]: /" + strings.Repeat("b", n/2) + "\n\n" + strings.Repeat("[a] ", n/8)
	},
	"emphasis open":         repeat("*a "),
	"emphasis close":        repeat("a* "),
	"emphasis both":         repeat("a*b"),
	"emphasis mixed":        repeat("*a_ "),
	"emphasis crossed":      repeat("_a* "),
	"emphasis three signs":  repeat("*a ~~b_ "),
	"emphasis word crossed": repeat("**a*_ "),
	"emphasis mixed long":   halves("*a ", "b_ "),
	"emphasis rule of 3":    halves("a**b", "c* "),
	"emphasis nested":       repeat("*a **a "),
	"emphasis runs":         repeat("**a *b "),
	"emphasis closed":       repeat("**a** "),
	"one run of stars":      func(n int) string { return "a" + strings.Repeat("*", n) + "a" },
	"underscores":           repeat("a_b_"),
	"strikes open":          repeat("~~a "),
	"strikes mixed":         halves("~~a ", "*b* "),
	"backtick runs":         growing("`"),
	"backticks open":        repeat("`a``"),
	"tilde runs":            growing("~"),
	"autolinks open":        repeat("<a:"),
	"autolinks":             repeat("<http://a.b> "),
	"bare addresses":        repeat("http://a.bc/d "),
	"www":                   repeat("www.a"),
	"www in parentheses":    repeat("(www.a.b"),
	"e-mail words":          repeat("a_"),
	"e-mail at":             repeat("a@"),
	"e-mail far":            func(n int) string { return strings.Repeat("a ", n/2) + "a@b.de" },
	"e-mail far in tabs":    func(n int) string { return strings.Repeat("a*\t_", n/4) + "@" },
	"address far":           func(n int) string { return strings.Repeat("a ", n/2) + "http://a.de" },
	"www far":               func(n int) string { return strings.Repeat("a (", n/3) + "www.a" },
	"address far in links":  func(n int) string { return strings.Repeat("[a ", n/3) + "://" },
	"address far in quotes": func(n int) string { return strings.Repeat("> ", 40) + strings.Repeat("a ", n/2) + "@" },
	"address far in a cell": func(n int) string { return "|a|\n|-|\n|" + strings.Repeat("a ", n/2) + "@|\n" },
	"addresses by line":     repeat("a b c d\na@\n"),
	"addresses by item":     repeat("- a b www.c\n"),
	"html open":             repeat("<a "),
	"html attributes":       repeat("<a b=\"c' "),
	"html quotes":           repeat("<a b=\"<a c='"),
	"html comments":         repeat("x<!-- a "),
	"html instructions":     repeat("x<? a "),
	"html declarations":     repeat("x<!A "),
	"html cdata":            repeat("x<![CDATA[ a "),
	"html blocks":           repeat("<div>\n\n"),
	"quotes":                repeat(">"),
	"quote lines":           repeat("> a\n"),
	"quotes lazy":           func(n int) string { return strings.Repeat("> ", 50) + strings.Repeat("a\n", n/2) },
	"quotes deeper by line": deeper("> "),
	"lists on a line":       repeat("- "),
	"list items":            repeat("- a\n"),
	"lists deeper by line":  deeper("  "),
	"lists to 90 and blank": func(n int) string { return strings.Repeat("- ", 90) + "a" + strings.Repeat("\n", n) + "b" },
	"ordered items":         repeat("1. a\n"),
	"tasks":                 repeat("- [ ] a\n"),
	"task lists":            repeat("- [ ] a\n\n<!-- -->\n\n"),
	"code indented":         repeat("    a\n\n"),
	"fences":                repeat("```\n\n"),
	"headings":              repeat("# a\n"),
	"headings set by lines": repeat("a\n-\n"),
	"long heading":          func(n int) string { return "# " + strings.Repeat("a #", n/3) },
	"rules":                 repeat("---\n"),
	"dashes":                repeat("-"),
	"table rows":            func(n int) string { return "|a|b|\n|-|-|\n" + strings.Repeat("|1|2|\n", n/6) },
	"table head":            func(n int) string { return strings.Repeat("|a", n/4) + "|\n" + strings.Repeat("|-", n/4) + "|\n" },
	"table short rows": func(n int) string {
		return strings.Repeat("|a", 60) + "|\n" + strings.Repeat("|-", 60) + "|\n" + strings.Repeat("|\n", n/2)
	},
	"table delimiters":            repeat("|-|-|\n"),
	"table escaped pipes":         func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n/7) },
	"footnotes":                   func(n int) string { return numbered("[^%] ")(n/2) + "\n\n" + numbered("[^%]: x\n\n")(n/2) },
	"footnote used":               func(n int) string { return "[^1]: x\n\n" + strings.Repeat("[^1] ", n/5) },
	"footnotes open":              repeat("[^"),
	"footnotes on a line":         repeat("[^a]: "),
	"descriptions":                repeat("a\n: b\n\n"),
	"descriptions one term":       func(n int) string { return "a\n" + strings.Repeat(": b\n", n/4) },
	"containers open":             repeat("::: details title=a\n"),
	"containers":                  repeat("::: details title=a\nb\n:::\n"),
	"containers that close":       repeat(":::\n"),
	"attributes":                  repeat("{a "),
	"attributes closed":           func(n int) string { return strings.Repeat("{a ", n/3) + "}" },
	"variables":                   repeat("{{ params.a }} "),
	"variables open":              repeat("{{"),
	"wiki links":                  repeat("[[a|b"),
	"wiki closed":                 repeat("[[a]] "),
	"variables unknown":           repeat("{{ params.b }} "),
	"links refused":               repeat("[a](javascript:b) "),
	"images refused":              repeat("![a](data:b) "),
	"html refused":                repeat("x<b>"),
	"entities":                    repeat("&a"),
	"entities long":               repeat("&#99999999;"),
	"backslashes":                 repeat("\\"),
	"breaks":                      repeat("a  \n"),
	"spaces":                      repeat(" "),
	"tabs":                        repeat("\t"),
	"blank lines":                 repeat("\n"),
	"one long word":               repeat("a"),
	"one long line":               repeat("word "),
	"one paragraph":               repeat("word\n"),
	"alerts":                      repeat("> [!NOTE]\n> a\n\n"),
	"alerts with titles":          repeat("> [!NOTE]- a *b*\n> a\n\n"),
	"marks open":                  repeat("==a "),
	"marks":                       repeat("==a== "),
	"marks mixed":                 halves("==a ", "*b* "),
	"comments in percents":        repeat("%%a%% "),
	"percents open":               repeat("a %%b "),
	"percent lines":               repeat("%%\na\n"),
	"brace comments open":         repeat("{/* "),
	"brace comments":              repeat("{# a #} "),
	"definition comments":         repeat("[//]: # (a)\n"),
	"definition comments open":    repeat("[//]: # (a\n"),
	"definition comments in text": repeat("a\n[//]: # (a\n"),
	"harmless tags":               repeat("<b>a</b> "),
	"harmless tags open":          repeat("<b>"),
	"harmless tags by line":       repeat("<b>a\n\n"),
	"harmless tags crossed":       halves("<b><i>", "</b></i>"),
	"harmless ends":               repeat("</b>"),
	"harmless two":                halves("<b>", "</i>"),
	"details open":                repeat("<details>\n\n"),
	"details":                     repeat("<details><summary>a</summary>\n\na\n\n</details>\n\n"),
	"anchors":                     numbered("<a id=\"a%\"></a> "),
	"anchors again":               repeat("<a id=\"a\"></a> "),
	"html in one block":           func(n int) string { return "<div id=x>\n" + strings.Repeat("<b>a</b> &amp; %%x%%\n", n/20) + "</div>" },
	"html block open":             func(n int) string { return "<div id=x>\n" + strings.Repeat("<b a='", n/6) },
	"no links":                    repeat("[a](b c) "),
	"no links open":               repeat("](a b"),
	"no links far":                func(n int) string { return "[" + strings.Repeat("a ](b c", n/7) },
	"turned links":                repeat("(a)[b.md] "),
	"embeds":                      repeat("![[a.png]] "),
	"signs of emoji":              repeat(":a_b: :c"),
	"placeholders":                repeat("<Ab> "),
	"components":                  repeat("<Ab x='1'> "),
	"harmless ends apart":         repeat("</b> "),
	"template tags open":          repeat("{% b "),
	"shortcodes open":             repeat("{{< b "),
	"brackets and spaces":         repeat("[a] (b "),
	"formulas":                    repeat("$$a$$ $$"),
	"template tags":               repeat("{% a %} {% b"),
	"shortcodes":                  repeat("{{< a >}} {{< b"),
	"entities unseen":             repeat("&#8203;"),
	"emphasis stuck":              repeat("a**「b」**c "),
	"emphasis spaced":             repeat("** a ** "),
	"emphasis one stuck":          repeat("a *(b)*c "),
	"addresses in text":           repeat("看https://a.de/b然"),
	"addresses by script":         repeat("https://a.de/bö "),
	"containers unclosed":         repeat("::: checklist\n- a\n\n"),
	"containers of others":        repeat(":::tip\na\n:::\n"),
}

func repeat(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)) }
}

func around(open, in, end string) func(int) string {
	return func(n int) string {
		k := n / (len(open) + len(end))
		return strings.Repeat(open, k) + in + strings.Repeat(end, k)
	}
}

func groups(open, in, end string, size int) func(int) string {
	return func(n int) string {
		one := strings.Repeat(open, size) + in + strings.Repeat(end, size)
		return strings.Repeat(one, n/len(one)+1)
	}
}

func halves(a, b string) func(int) string {
	return func(n int) string { return strings.Repeat(a, n/2/len(a)) + strings.Repeat(b, n/2/len(b)) }
}

func numbered(pattern string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Replace(pattern, "%", strconv.Itoa(i), 1))
		}
		return b.String()
	}
}

// growing is runs of one more each, so that none has a partner.
func growing(sign string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString("a" + strings.Repeat(sign, i) + " ")
		}
		return b.String()
	}
}

// deeper is lines that go one level deeper each.
func deeper(level string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(level, i) + "- a\n")
		}
		return b.String()
	}
}

// timeShape parses a shape and says how long it took, at best of several, and
// whether a limit refused it.
func timeShape(t *testing.T, text string, times int) (took time.Duration, refused bool) {
	raw := []byte("# A\n\n" + text)
	o := &Options{Default: "en", Languages: []string{"en"}, Params: map[string]any{"a": "value"}, Kinds: map[string]widget.Kind{}}
	took = time.Hour
	for range times {
		var l *Lesson
		var ds diag.List
		runtime.GC()
		took = min(took, cputime.Of(func() { l, ds = Parse("x.md", "content/x.md", raw, o) }))
		if l == nil {
			t.Fatal("no lesson")
		}
		refused = slices.ContainsFunc(ds, func(d diag.Diagnostic) bool {
			limit := slices.Contains([]diag.Code{codeTooLarge, codeTooDeep, codeTooComplex, codeTooMany}, d.Code)
			if limit && (d.Line < 1 || d.Col < 1 || d.Severity != diag.Error) && d.Code != codeTooLarge {
				t.Errorf("a limit without a place: %+v", d)
			}
			return limit
		})
	}
	return took, refused
}

// TestShapes: no text takes long. In the long tests, time grows with length at
// most: 2.6 times for twice the text, unless a limit refuses it.
func TestShapes(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			if !long() {
				if took, refused := timeShape(t, shape(50_000), 1); took > 5*time.Second {
					t.Errorf("took %s (refused: %t)", took, refused)
				}
				return
			}
			growth(t, shape)
		})
	}
}

// growth holds times of n, 2n and 4n against each other, 4n being about the
// longest lesson there may be: shorter texts still gain from the processor's
// caches, which looks like growth. A busy machine disturbs even CPU time, so a
// pair that looks bad is measured again: the least of many is what the work costs.
func growth(t *testing.T, shape func(int) string) {
	const n = 500_000
	last, was := timeShape(t, shape(n), 2)
	for _, k := range []int{2, 4} {
		took, refused := timeShape(t, shape(k*n), 2)
		bad := func() bool {
			return took > 5*time.Second || !refused && float64(took) > 2.6*float64(last) && took > 50*time.Millisecond
		}
		for again := 0; again < 12 && bad(); again++ {
			shorter, _ := timeShape(t, shape(k/2*n), 2)
			longer, _ := timeShape(t, shape(k*n), 2)
			last, took = min(last, shorter), min(took, longer)
		}
		t.Logf("%d KB: %s, ratio %.2f, refused %t", k*n/1000, took, float64(took)/float64(last), refused)
		if bad() {
			t.Errorf("%d KB took %s after %s (refused before: %t)", k*n/1000, took, last, was)
		}
		last, was = took, refused
	}
}
