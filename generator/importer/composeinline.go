package importer

import (
	"bytes"
	"regexp"
	"strings"
)

// marks are what running text can have.
type marks uint16

const (
	markBold marks = 1 << iota
	markItalic
	markStrike
	markHighlight
	markUnderline
	markSuper
	markSub
	markCode // the innermost: no mark stands in code
)

// An inline is a piece of running text.
type inline struct {
	kind  inlineKind
	text  string // of text; what a picture shows; the name of a note or an anchor
	marks marks
	link  string // where it leads, "" for no link
	dest  string // of a picture
	width int    // of a picture that stands alone, in pixels, 0 if unknown
}

type inlineKind uint8

const (
	inText inlineKind = iota
	inBreak
	inPicture
	inNote   // the reference to a footnote
	inAnchor // a place that a link leads to
)

// An inlineMode says where running text is written.
type inlineMode uint8

const (
	inParagraph inlineMode = iota
	inHeading              // one line, no breaks
	inCell                 // one line, breaks as <br>, bars escaped
)

// markSigns are how a mark is written. A mark without a sign of its own, and one
// whose sign would not be read as one where it stands, is an HTML tag.
var markSigns = []struct {
	mark      marks
	sign, tag string
}{
	{markUnderline, "", "u"},
	{markBold, "**", "strong"},
	{markItalic, "*", "em"},
	{markStrike, "~~", "s"},
	{markHighlight, "==", "mark"},
	{markSuper, "", "sup"},
	{markSub, "", "sub"},
}

// writeInlines writes running text as Markdown: lines that stand below each
// other, or one line.
func writeInlines(in []inline, m inlineMode) string {
	w := inlineWriter{mode: m, in: tidyInlines(in)}
	w.write(0, len(w.in), 0, false)
	text := strings.TrimRight(string(w.out), " ")
	for strings.HasSuffix(text, "\\\n") {
		text = strings.TrimRight(strings.TrimSuffix(text, "\\\n"), " ")
	}
	return text
}

// inlineText is the text of inlines without any sign.
func inlineText(in []inline) string {
	var b strings.Builder
	for _, n := range in {
		switch n.kind {
		case inText:
			b.WriteString(n.text)
		case inBreak:
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// tidyInlines joins texts of the same marks, and takes marks off the spaces
// at their edges: no sign is read as one beside a space.
func tidyInlines(in []inline) []inline {
	var parts []inline
	for _, n := range in {
		if n.kind != inText {
			parts = append(parts, n)
			continue
		}
		n.text, _ = cleanText(n.text)
		if strings.TrimSpace(n.text) == "" {
			n.marks &^= markCode
			if n.text != "" && strings.Trim(n.text, " ") != "" {
				n.marks = 0 // spaces of another width
			}
		}
		for n.text != "" {
			space := n.text[0] == ' '
			end := strings.IndexFunc(n.text, func(r rune) bool { return (r == ' ') != space })
			if end < 0 || n.marks&markCode != 0 {
				end = len(n.text)
			}
			part := n
			part.text, n.text = n.text[:end], n.text[end:]
			if space && part.marks&markCode == 0 {
				part.text = " "
			}
			parts = append(parts, part)
		}
	}
	before, after := neighbors(parts)
	for i := range parts {
		if n := &parts[i]; isSpace(*n) {
			n.marks &= before[i].marks & after[i].marks
			if before[i].link != n.link || after[i].link != n.link {
				n.link = ""
			}
		}
	}
	return joinInlines(parts)
}

// isSpace reports text that is one space and no code.
func isSpace(n inline) bool { return n.kind == inText && n.text == " " && n.marks&markCode == 0 }

// neighbors are for each inline the nearest ones before and after it that are
// no space; empty ones at the edges of a line.
func neighbors(parts []inline) (before, after []inline) {
	before, after = make([]inline, len(parts)), make([]inline, len(parts))
	last := inline{}
	pass := func(i int, to []inline) {
		to[i] = last
		switch n := parts[i]; {
		case n.kind == inBreak:
			last = inline{}
		case n.kind != inAnchor && !isSpace(n):
			last = n
		}
	}
	for i := range parts {
		pass(i, before)
	}
	last = inline{}
	for i := len(parts) - 1; i >= 0; i-- {
		pass(i, after)
	}
	return before, after
}

// joinInlines joins texts of the same marks and link, and drops spaces beside
// spaces and at the begin of lines.
func joinInlines(parts []inline) []inline {
	var out []inline
	var text []byte // of the last inline, if it is text
	end := func() {
		if k := len(out) - 1; k >= 0 && out[k].kind == inText {
			out[k].text = string(text)
		}
		text = text[:0]
	}
	for _, n := range parts {
		k := len(out) - 1
		plain := k >= 0 && out[k].kind == inText && out[k].marks&markCode == 0
		switch {
		case isSpace(n) && (k < 0 || out[k].kind == inBreak || plain && bytes.HasSuffix(text, []byte(" "))):
		case n.kind == inText && k >= 0 && out[k].kind == inText && out[k].marks == n.marks && out[k].link == n.link:
			text = append(text, n.text...)
		default:
			if n.kind == inBreak && plain {
				text = bytes.TrimRight(text, " ")
			}
			end()
			if out = append(out, n); n.kind == inText {
				text = append(text, n.text...)
			}
		}
	}
	end()
	return out
}

type inlineWriter struct {
	mode inlineMode
	in   []inline
	out  []byte
}

// write writes the inlines from..to, inside of the marks that are open.
func (w *inlineWriter) write(from, to int, open marks, linked bool) {
	for i := from; i < to; {
		n := w.in[i]
		if n.link != "" && !linked {
			end := i
			for end < to && w.in[end].link == n.link {
				end++
			}
			w.link(i, end, open)
			i = end
			continue
		}
		mark, end := w.longest(i, to, open)
		if mark == 0 {
			w.one(i, linked)
			i++
			continue
		}
		w.marked(i, end, mark, open, linked, i > from)
		i = end
	}
}

// longest finds the mark that goes on for longest from an inline, and where it
// ends.
func (w *inlineWriter) longest(i, to int, open marks) (mark marks, end int) {
	for _, s := range markSigns {
		if w.in[i].marks&^open&s.mark == 0 {
			continue
		}
		j := i
		for j < to && w.in[j].marks&s.mark != 0 && w.in[j].kind != inBreak {
			j++
		}
		if j > end {
			mark, end = s.mark, j
		}
	}
	return mark, end
}

// marked writes inlines between the two signs of a mark.
func (w *inlineWriter) marked(from, to int, mark, open marks, linked, sibling bool) {
	sign, tag := "", ""
	for _, s := range markSigns {
		if s.mark == mark {
			sign, tag = s.sign, s.tag
		}
	}
	if sign == "" || !w.signReads(from, to, mark, open, sibling) {
		w.out = append(w.out, "<"+tag+">"...)
		w.write(from, to, open|mark, linked)
		w.out = append(w.out, "</"+tag+">"...)
		return
	}
	w.out = append(w.out, sign...)
	w.write(from, to, open|mark, linked)
	w.out = append(w.out, sign...)
}

// addressLike finds text that a page may turn into a link by itself.
var addressLike = regexp.MustCompile(`://|www\.|@`)

// link writes inlines as a link.
func (w *inlineWriter) link(from, to int, open marks) {
	dest := w.in[from].link
	text := inlineText(w.in[from:to])
	plain := true
	for _, n := range w.in[from:to] {
		plain = plain && n.kind == inText && n.marks&^open == 0
	}
	if plain && text == dest && (strings.HasPrefix(dest, "https://") || strings.HasPrefix(dest, "http://")) && !strings.ContainsAny(dest, " <>|\\`") {
		w.out = append(w.out, "<"+dest+">"...)
		return
	}
	w.out = append(w.out, '[')
	w.write(from, to, open, true)
	w.out = append(w.out, "]("+writeDest(dest, w.mode == inCell)+")"...)
}

// writeDest writes the address of a link or picture.
func writeDest(dest string, cell bool) string {
	dest = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, dest)
	dest = strings.NewReplacer(`\`, "%5C", "<", "%3C", ">", "%3E", "`", "%60", "{", "%7B", "}", "%7D").Replace(dest)
	if cell {
		dest = strings.ReplaceAll(dest, "|", "%7C")
	}
	if strings.ContainsAny(dest, " ()*_[]") && strings.ContainsAny(dest, " ()") {
		return "<" + dest + ">"
	}
	return dest
}

// one writes a single inline without marks.
func (w *inlineWriter) one(i int, linked bool) {
	n := w.in[i]
	switch n.kind {
	case inBreak:
		switch w.mode {
		case inParagraph:
			switch {
			case len(w.out) == 0 || w.out[len(w.out)-1] == '\n':
			case w.out[len(w.out)-1] == '\\': // a backslash after one would not be read as a break
				w.out = append(w.out, "<br>\n"...)
			default:
				w.out = append(w.out, "\\\n"...)
			}
		case inCell:
			w.out = append(w.out, "<br>"...)
		default:
			w.out = append(w.out, ' ')
		}
	case inPicture:
		alt := escapeWords(strings.TrimSpace(n.text), surroundings{table: w.mode == inCell, link: true})
		w.out = append(w.out, "!["+alt+"]("+writeDest(n.dest, w.mode == inCell)+")"...)
		if n.width > 0 && len(w.in) == 1 && w.mode == inParagraph {
			w.out = append(w.out, pictureWidth(n.width)...)
		}
	case inNote:
		w.out = append(w.out, "[^"+n.text+"]"...)
	case inAnchor:
		w.out = append(w.out, `<a id="`+n.text+`"></a>`...)
	default:
		w.plain(i, linked)
	}
}

// plain writes text, escaped; code between backticks.
func (w *inlineWriter) plain(i int, linked bool) {
	n := w.in[i]
	if n.marks&markCode != 0 {
		w.out = append(w.out, codeSpan(n.text, w.mode == inCell)...)
		return
	}
	_, before := w.edges(i - 1)
	after, _ := w.edges(i + 1)
	text := n.text
	if k := len(w.out); k > 0 && strings.IndexByte("*~=", w.out[k-1]) >= 0 {
		before = rune(w.out[k-1])
	}
	lineStart := len(w.out) == 0 || w.out[len(w.out)-1] == '\n'
	if lineStart {
		before = 0
		text = strings.TrimLeft(text, " ")
	}
	text = escapeWords(text, surroundings{before: before, after: after, table: w.mode == inCell, link: linked})
	if lineStart && w.mode == inParagraph {
		text = escapeLineStart(text)
	}
	if w.mode == inHeading && i == len(w.in)-1 && strings.HasSuffix(text, "#") {
		text = text[:len(text)-1] + `\#`
	}
	w.out = append(w.out, text...)
}

// codeSpan writes text between as many backticks as it needs.
func codeSpan(text string, cell bool) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if strings.TrimSpace(text) == "" {
		return text
	}
	if cell {
		text = strings.ReplaceAll(text, "|", `\|`)
	}
	ticks := strings.Repeat("`", longestRun(text, '`', 0)+1)
	if text[0] == '`' || text[len(text)-1] == '`' || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " "
	}
	return ticks + text + ticks
}

// longestRun is the length of the longest run of a character, at least least.
func longestRun(text string, c byte, least int) int {
	run := 0
	for i := range len(text) {
		if text[i] != c {
			run = 0
			continue
		}
		run++
		least = max(least, run)
	}
	return least
}
