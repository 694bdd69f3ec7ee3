package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// signReads reports whether Markdown reads signs around some inlines as a mark,
// by the rules of CommonMark on what stands beside them, and a little stricter.
func (w *inlineWriter) signReads(from, to int, mark, open marks, sibling bool) bool {
	first, _ := w.edges(from)
	_, last := w.edges(to - 1)
	_, before := w.edges(from - 1)
	after, _ := w.edges(to)
	if first == 0 || last == 0 || first == ' ' || last == ' ' {
		return false
	}
	if sibling && len(w.out) > 0 && strings.IndexByte("*~=", w.out[len(w.out)-1]) >= 0 {
		return false // it would join the sign that ends there
	}
	for _, r := range []rune{first, last, before, after} {
		if strings.ContainsRune("*~=", r) {
			return false // two signs would be read as one
		}
	}
	if w.in[from].marks&^(open|mark) != 0 {
		first = '<' // a tag or another sign begins inside
	}
	if w.in[to-1].marks&^(open|mark) != 0 {
		last = '>'
	}
	if w.touchesAddress(from-1, before) || w.touchesAddress(to, after) {
		return false // the sign would be read as a part of the address
	}
	inner := marks(0)
	for _, n := range w.in[from:to] {
		inner |= n.marks
		if (mark&(markStrike|markHighlight) != 0 || isWord(before) || isWord(after)) && addressLike.MatchString(n.text) {
			return false // the sign would be read as a part of the address
		}
	}
	nested := (open|inner)&^mark&(markBold|markItalic|markStrike|markHighlight) != 0
	if nested && (isWord(before) || isWord(after)) {
		return false
	}
	if mark == markHighlight && (isWord(before) || isWord(after)) {
		return false
	}
	plainBefore := before == 0 || before == ' ' || before == '\n' || isPunctuation(before)
	plainAfter := after == 0 || after == ' ' || after == '\n' || isPunctuation(after)
	return (plainBefore || !isPunctuation(first)) && (plainAfter || !isPunctuation(last)) &&
		!unicode.IsSpace(first) && !unicode.IsSpace(last)
}

// touchesAddress reports whether a neighbor has an address and no space at the edge.
func (w *inlineWriter) touchesAddress(i int, edge rune) bool {
	return edge != 0 && edge != ' ' && edge != '\n' && addressLike.MatchString(w.in[i].text)
}

// edges are the first and the last character of an inline; 0 beyond the ends.
func (w *inlineWriter) edges(i int) (first, last rune) {
	if i < 0 || i >= len(w.in) {
		return 0, 0
	}
	n := w.in[i]
	switch {
	case n.kind == inBreak:
		return '\n', '\n'
	case n.kind == inPicture || n.kind == inNote:
		return '[', ')'
	case n.kind == inAnchor:
		return '<', '>'
	case n.link != "" && n.kind == inText && n.text != " ":
		first, _ = utf8.DecodeRuneInString(n.text)
		last, _ = utf8.DecodeLastRuneInString(n.text)
		if i == 0 || w.in[i-1].link != n.link {
			first = '['
		}
		if i+1 == len(w.in) || w.in[i+1].link != n.link {
			last = ')'
		}
		return first, last
	case n.marks&markCode != 0:
		return '`', '`'
	}
	first, _ = utf8.DecodeRuneInString(n.text)
	last, _ = utf8.DecodeLastRuneInString(n.text)
	return first, last
}
