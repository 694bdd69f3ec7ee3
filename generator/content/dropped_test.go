package content

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// dropped is every place where this package leaves out a part of what an author
// wrote, with the finding that says so; comments alone need none. ⟨x⟩ is what is
// left out.
var dropped = []struct {
	code diag.Code
	text string
}{
	{codeRawHTML, "a <img alt=\"⟨x⟩\"> b"},
	{codeRawHTML, "<table><tr><td>⟨x⟩</td></tr></table><script>⟨x⟩</script>"},
	{codeForeign, "<Tabs name=\"⟨x⟩\">\n\na\n\n</Tabs>"},
	{codeForeign, "[[toc]]"},
	{codeUnbalanced, "a</b> b"},
	{codeLongRow, "|a|\n|-|\n|b|⟨x⟩|"},
	{codeLostNote, "a\n\n[^1]: ⟨x⟩"},
	{codeLostNote, "a[^1]\n\n[^1]: b\n\n[^1]: ⟨x⟩"},
	{codeTwice, "[a]\n\n[a]: b\n[a]: ⟨x⟩"},
	{codeNowhere, "![⟨x⟩]()"},
	{codeRemoteImg, "![a](data:⟨x⟩)"},
	{codeBadScheme, "[a](javascript:⟨x⟩)"},
	{codeOpenComment, "<!-- ⟨x⟩"},
	{codeOpenComment, "- a\n\n  %%\n  ⟨x⟩\n\nb\n%%"},
	{codeStrayClose, "a\n\n:::"},
	{codeUnknownContainer, "::: nothing ⟨x⟩\na\n:::"},
	{widget.CodeUnknownAttr, "## a {#b c=⟨x⟩}"},
	{codeBadAnchor, "<a name=\"⟨x⟩ y\"></a>b"},
	{codeControlReference, "⟨x⟩ &#1;"},
	{codeTooDeep, strings.Repeat("> ", 200) + "⟨x⟩"},
}

// TestDroppedIsSaid holds the list: what is left out is left out, and said.
func TestDroppedIsSaid(t *testing.T) {
	for _, c := range dropped {
		text := strings.ReplaceAll(c.text, "⟨x⟩", "zzdropped")
		l, ds := Parse("x.md", "content/x.md", []byte("# A\n\n"+text+"\n"), fuzzOptions())
		if !slices.ContainsFunc(ds, func(d diag.Diagnostic) bool { return d.Code == c.code }) {
			t.Errorf("%q: no %s among %v", c.text, c.code, ds)
		}
		if body, err := draw(l); err != nil || strings.Contains(body, "zzdropped") && !ds.HasErrors() {
			t.Errorf("%q: it is not left out: %v\n%s", c.text, err, body)
		}
	}
}

// TestNothingElseIsDropped puts lessons together at random, each word of which
// stands there once: a word that is not on the page has a finding in its lesson.
func TestNothingElseIsDropped(t *testing.T) {
	forms := []string{
		"w\n\n", "w *w* **w** `w` ~~w~~ ==w==\n", "[w](w.md \"w\") ", "![w](w.png \"w\") ", "[[w|w]] ", "> w\n> w\n\n", "> [!NOTE] w\n> w\n\n", "> [!TIP]- w *w*\n> w\n\n", "> [!quote]\n> w\n\n",
		"- w\n- w\n\n", "- [ ] w\n- [x] w\n\n", "1. w\n\n   w\n\n", "## w\n\n", "### w {#id-w}\n\n", "w\n---\n\n", "| w | w |\n|---|---|\n| w | w |\n\n", "| w |\n|---|\n| w | w |\n\n", "    w\n\n",
		"```w\nw\n```\n\n", "w[^n]\n\n[^n]: w\n\n", "[w][r]\n\n[r]: w.md\n\n", "w\n: w\n\n", "<b>w</b> ", "<kbd>w ", "w</i> ", "<div id=w>w</div>\n\n", "<details>\n<summary>w</summary>\n\nw\n\n</details>\n\n",
		"<details><summary>w</summary>w\n", "<p>w\n\n", "<Tab>w</Tab> ", "<Name w> ", "<br>w ", "w{w} ", "w {#w}\n\n", "{{ params.w }} ", "{% w %} ", "{{< w w >}} ", "$$ w $$\n\n", ":w: ", "![[w.png]] ", "!!! w\n    w\n\n",
		"::: details title=\"w\"\nw\n:::\n\n", "::: w\nw\n:::\n\n", "https://example.com/w ", "看https://example.com/w ", "<https://example.com/w> ", "w@example.com ", "^[w] ", "w ^w\n\n", "\\<w> ", "&amp;w ", "[w](w w) ", "** w** ", "w**“w”**w ",
		"<!-- x -->w ", "w<!-- x\nx -->w ", "%%x%%w\n", "[//]: # (x)\nw\n\n", "[ ] w\n\n", "- [] w\n\n", "#w\n\n", "***\n\n", "\\\n", "  \n", "a_w_ ", "_w_ ",
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		var b strings.Builder
		var words []string
		for range 1 + rnd.IntN(5) {
			for i, part := range strings.Split(forms[rnd.IntN(len(forms))], "w") {
				if i > 0 {
					words = append(words, fmt.Sprintf("q%dz", len(words)))
					b.WriteString(words[len(words)-1])
				}
				b.WriteString(part)
			}
		}
		l, ds := Parse("x.md", "content/x.md", []byte("# A\n\n"+b.String()+"\n"), fuzzOptions())
		if len(ds) > 0 {
			continue
		}
		body, err := draw(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range l.Links { // only the site knows where they lead
			body += " " + k.Dest
		}
		for _, p := range l.Widgets {
			body += strings.Join(p.Widget.SearchText(), " ")
		}
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Fatalf("%q: %s is gone, and nothing says so:\n%s", b.String(), w, body)
			}
		}
	}
}
