package importer

import (
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"playbook/generator/content"
)

// drawn parses Markdown as a lesson and returns its HTML.
func drawn(t *testing.T, text string) string {
	t.Helper()
	l, ds := content.Parse("x.md", "x.md", []byte("+++\ntitle = \"x\"\n+++\n\n"+text), &content.Options{Default: "en"})
	if ds.HasErrors() {
		t.Fatalf("%q is refused: %v", text, ds[0].Message)
	}
	var b strings.Builder
	err := l.WriteHTML(&b, &content.Hooks{
		Link: func(i int) string { return `href="x"` }, Image: func(int) string { return `src="x"` },
		LinkText: func(int) string { return "" }, Word: func(int) string { return "" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var markOfTags = map[string]marks{
	"strong": markBold, "em": markItalic, "del": markStrike, "s": markStrike, "mark": markHighlight,
	"u": markUnderline, "sup": markSuper, "sub": markSub, "code": markCode,
}

// marked reads HTML as text and the marks of each of its characters, spaces left out.
func marked(text string) (chars []rune, of []marks) {
	depth := map[marks]int{}
	for text != "" {
		if text[0] == '<' {
			end := strings.IndexByte(text, '>')
			name := strings.Fields(strings.Trim(text[1:end], "/ "))[0]
			if m := markOfTags[name]; m != 0 {
				if text[1] == '/' {
					depth[m]--
				} else {
					depth[m]++
				}
			}
			text = text[end+1:]
			continue
		}
		end := strings.IndexByte(text, '<')
		if end < 0 {
			end = len(text)
		}
		for _, r := range html.UnescapeString(text[:end]) {
			if r == ' ' || r == '\n' {
				continue
			}
			m := marks(0)
			for k, n := range depth {
				if n > 0 {
					m |= k
				}
			}
			chars, of = append(chars, r), append(of, m)
		}
		text = text[end:]
	}
	return chars, of
}

// TestInlinesComeBack writes running text of every kind and reads it again: each
// character is there with its marks, whatever stands beside it.
func TestInlinesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{
		"word", "Ü", "a b", " ", "  x ", "*", "**", "_", "__", "a_b", "`", "``", "[", "]", "](x)", "[x](y)", "![", "!", "<", "<b>", "</x>", "&amp;", "&", "{{ x }}", "{#id}", "{",
		"==", "=", "~~", "~", "%%", "50%", "$$", ":smile:", ":", "::: x", "#", "## x", "1.", "1) x", "-", "- x", "- [ ] x", "+", ">", "|", "a | b", "---", "\\", "\\*", "^", "^x", "[^1]", "[[x]]",
		"https://example.com/a_b", "www.x.org", "mail@x.org", "(", ")", "„", "“", ".", ",", "…", "日本", "語", "😀", "2*3", "5 * 3", "h1. x", "!!! note x", "import x from 'y'", "~~~", "```", "+++", "%%x%%", "<!-- x -->", "[//]: # (x)",
	}
	for range 5_000 {
		var in []inline
		for range 1 + r.IntN(6) {
			n := inline{text: words[r.IntN(len(words))]}
			a, b, c := marks(r.IntN(256)), marks(r.IntN(256)), marks(r.IntN(256))
			n.marks = a & b & c // each mark in one text of eight
			if r.IntN(12) == 0 {
				n = inline{kind: inBreak}
			}
			if n.marks&markCode != 0 {
				n.marks &^= markSuper | markSub
			}
			if strings.Contains(n.text, "@") { // a mail address may have any sign in it, a backtick too
				n.marks &^= markCode
			}
			in = append(in, n)
		}
		text := writeBlocks([]block{{kind: paraBlock, text: in}})
		chars, of := marked(drawn(t, text))
		var want []rune
		var wantOf []marks
		for _, n := range in {
			for _, c := range n.text {
				if c != ' ' {
					want, wantOf = append(want, c), append(wantOf, n.marks)
				}
			}
		}
		if !slices.Equal(chars, want) {
			t.Fatalf("%+v\nis written %q\nand read    %q", in, text, string(chars))
		}
		for i, m := range of {
			if m != wantOf[i] {
				t.Fatalf("%+v\nis written %q\nand %q has the marks %b, not %b", in, text, chars[i], m, wantOf[i])
			}
		}
	}
}

// TestBlocksComeBack writes blocks inside of each other and finds all words again, in
// as many tables, lists, items and quotes.
func TestBlocksComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	n := 0
	word := func() []inline { n++; return []inline{{text: "w" + strings.Repeat("x", n%5) + "."}} }
	var some func(depth int) []block
	one := func(depth int) block {
		switch k := r.IntN(9); {
		case depth > 3 || k < 3:
			return block{kind: paraBlock, text: word()}
		case k == 3:
			return block{kind: quoteBlock, blocks: some(depth + 1)}
		case k == 4:
			return block{kind: codeBlock, code: []string{"```", "  # x", "", "  y"}}
		case k == 5:
			return block{kind: tableBlock, rows: [][]tableCell{{word(), word()}, {word()}}}
		case k == 6 && depth == 0:
			return block{kind: detailsBlock, text: []inline{{text: `a "title" \ x`}}, blocks: some(depth + 1)}
		case k == 7:
			return block{kind: alertBlock, info: "NOTE", text: word(), blocks: some(depth + 1)}
		}
		b := block{kind: listBlock, start: r.IntN(2) * (1 + r.IntN(12))}
		for range 1 + r.IntN(3) {
			b.items = append(b.items, listEntry{blocks: append([]block{{kind: paraBlock, text: word()}}, some(depth+1)...)})
		}
		return b
	}
	some = func(depth int) []block {
		var out []block
		for range 1 + r.IntN(3) {
			out = append(out, one(depth))
		}
		return out
	}
	for range 1_000 {
		blocks := some(0)
		text := writeBlocks(blocks)
		page := drawn(t, text)
		counts := map[string]int{}
		countBlocks(blocks, counts)
		for tag, want := range counts {
			if got := strings.Count(page, "<"+tag); got != want {
				t.Fatalf("%d of <%s, not %d, in\n%s\nread as\n%s", got, tag, want, text, page)
			}
		}
		if strings.Contains(text, "\n\n\n") {
			t.Fatalf("two blank lines in\n%s", text)
		}
	}
}

func countBlocks(blocks []block, counts map[string]int) {
	for _, b := range blocks {
		switch b.kind {
		case quoteBlock:
			counts["blockquote"]++
		case codeBlock:
			counts["pre"]++
		case tableBlock:
			counts["table"]++
		case alertBlock:
			counts["div class=\"alert"]++
		case listBlock:
			counts["li>"] += len(b.items)
		}
		countBlocks(b.blocks, counts)
		for _, it := range b.items {
			countBlocks(it.blocks, counts)
		}
	}
}
