package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/diag"
)

// nearAlert looks at the begin of a quote for what nearly makes a note of it.
func (l *literals) nearAlert(s []byte, at int) bool {
	if m := nearAlert.FindSubmatch(s); m != nil && l.block.Kind() == ast.KindParagraph && l.block.PreviousSibling() == nil && l.block.Parent().Kind() == ast.KindBlockquote && at == l.block.Lines().At(0).Start {
		right := "[!" + string(m[1]) + string(m[2]) + "]"
		l.say(at, len(bytes.TrimSpace(m[0])), "this does not begin a note: readers see it as it is written", "write > "+right).
			repair(l.d.edit(at, at+len(bytes.TrimSpace(m[0])), right))
		return true
	}
	return false
}

// box looks at an item of a list that begins with a bracket.
func (l *literals) box(s []byte, at int) int {
	if m := boxBegin.FindSubmatch(s); m != nil && (len(s) == len(m[0]) || s[len(m[0])] != '(' && s[len(m[0])] != '[') {
		sign := " "
		if bytes.ContainsAny(m[1], "xX") {
			sign = "x"
		}
		l.say(at, len(m[0]), "this is not a box to tick: it is shown as it is written", "write - ["+sign+"] and the text").
			repair(l.d.edit(at, at+len(m[0]), "["+sign+"]"+spaceBefore(s[len(m[0]):])))
		return len(m[0])
	}
	if m := oddBox.FindSubmatch(s); m != nil && (m[1][0] != 'x' && m[1][0] != 'X') {
		if r, _ := utf8.DecodeRune(m[1]); unicode.IsLetter(r) && !strings.ContainsRune("xX", r) {
			return 0
		}
		l.say(at, 2+len(m[1]), "a box has only two states: readers see ["+string(m[1])+"] as it is written", "write - [ ] for an open item and - [x] for a done one")
		return len(m[0]) - 1
	}
	return 0
}

// spaceBefore is what goes between a sign and the text that follows it.
func spaceBefore(rest []byte) string {
	if len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t' {
		return ""
	}
	return " "
}

// withoutLine takes out the whole line that a range stands in.
func (d *document) withoutLine(start, end int) diag.Edit {
	start = bytes.LastIndexByte(d.src[:start], '\n') + 1
	return d.edit(start, end+lineLen(d.src[end:]), "")
}

// row looks at a paragraph that looks like a table of one row.
func (l *literals) row(s []byte, at int) {
	line := bytes.TrimSpace(lineAt(l.d.src, at)) // links and other Markdown in it included
	if len(line) < 5 || line[len(line)-1] != '|' || bytes.Count(line, []byte("|")) < 3 || l.block.Kind() != ast.KindParagraph {
		return
	}
	if lines := l.block.Lines(); lines.Len() > 0 && at-lines.At(0).Start > 3 {
		return
	}
	l.say(at, len(line), "this is not a table: it is shown as it is written", "write a line of dashes such as |---|---| below the first row, and no blank line between rows")
}
