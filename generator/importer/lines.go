package importer

import (
	"bytes"
	"regexp"
	"strings"

	"playbook/generator/content"
)

// A line is one line of a Markdown text that is being imported.
type line struct {
	start, end int    // where it is in the text, without the line break
	text       string // the whole line, with its indent
	indent     int    // columns of white space at the start; tab stops are every four columns
	fenced     bool   // it is part of a fenced code block or one of its fences
}

// blank reports whether a line is empty or only white space.
func (l line) blank() bool { return strings.TrimSpace(l.text) == "" }

var fenceLine = regexp.MustCompile("^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|[0-9]{1,9}[.)][ \t]+)*(`{3,}|~{3,})([^`]*)$")

// linesOf splits a text into lines and finds the fenced code blocks.
func linesOf(b []byte) []line {
	var out []line
	fence := ""
	depth := 0
	for at := 0; at <= len(b); {
		n := bytes.IndexByte(b[at:], '\n')
		end := at + n
		if n < 0 {
			end = len(b)
		}
		l := line{start: at, end: end, text: string(b[at:end])}
		l.indent = indentOf(l.text)
		m := fenceLine.FindStringSubmatch(l.text)
		switch {
		case fence == "" && m != nil:
			fence, depth = m[1], l.indent
			l.fenced = true
		case fence != "" && m != nil && strings.HasPrefix(m[1], fence) && strings.TrimSpace(m[2]) == "":
			fence = ""
			l.fenced = true
		case fence != "" && !l.blank() && l.indent < depth && depth >= 4:
			// A line indented less than the fence is outside the block that contained the
			// fence, so the code has ended too.
			fence = ""
		case fence != "":
			l.fenced = true
		}
		out = append(out, l)
		if n < 0 {
			break
		}
		at = end + 1
	}
	return out
}

// indentOf returns the number of columns of white space at the start of a line.
func indentOf(s string) int {
	n := 0
	for _, c := range s {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

// bytesOf returns how many bytes of white space at the start of s make up the columns.
func bytesOf(s string, columns int) int {
	n := 0
	for i, c := range s {
		if n >= columns {
			return i
		}
		switch c {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return i
		}
	}
	return len(s)
}

// replace edits the matches of a pattern outside code. For each match it calls as with the
// groups of the match and its offset; as returns the replacement, or false to leave it.
func (p *Page) replace(re *regexp.Regexp, rule string, as func(m []string, at int) (string, bool)) {
	b := p.Body.b
	found := re.FindAllSubmatchIndex(b, -1)
	if len(found) == 0 {
		return
	}
	code := p.codeRanges()
	var edits []Edit
	for _, m := range found {
		if code.holds(m[0], m[1]) {
			continue
		}
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = string(b[m[2*i]:m[2*i+1]])
			}
		}
		if s, ok := as(groups, m[0]); ok && s != groups[0] {
			edits = append(edits, Edit{m[0], m[1], s, rule})
		}
	}
	p.Apply(edits)
}

// ranges are parts of a text, as start and end offsets, in order.
type ranges [][2]int

// holds reports whether the bytes from start to end overlap one of the ranges.
func (r ranges) holds(start, end int) bool {
	lo, hi := 0, len(r)
	for lo < hi {
		if mid := (lo + hi) / 2; r[mid][1] <= start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(r) && r[lo][0] < max(end, start+1)
}

// codeRanges returns the code blocks and code spans of the body.
func (p *Page) codeRanges() ranges {
	var out ranges
	for _, part := range p.outline() {
		if part.Kind == content.PartCode {
			out = append(out, [2]int{part.Start, part.End})
		}
	}
	return out
}

// alerts maps the names that other tools use for alerts (admonitions, callouts) to ours.
// Any other name becomes a note.
var alerts = map[string]string{
	"note": "NOTE", "info": "NOTE", "abstract": "NOTE", "summary": "NOTE", "tldr": "NOTE", "todo": "NOTE", "example": "NOTE", "quote": "NOTE", "cite": "NOTE",
	"question": "NOTE", "help": "NOTE", "faq": "NOTE", "secondary": "NOTE", "default": "NOTE", "primary": "NOTE", "seealso": "NOTE",
	"tip": "TIP", "hint": "TIP", "success": "TIP", "check": "TIP", "done": "TIP", "idea": "TIP", "important": "IMPORTANT", "key": "IMPORTANT",
	"warning": "WARNING", "warn": "WARNING", "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION", "error": "CAUTION", "bug": "CAUTION",
	"failure": "CAUTION", "fail": "CAUTION", "missing": "CAUTION", "alert": "CAUTION",
}

// alertHead returns the first line of an alert. Fold is "-" for an alert that is shown
// folded, "+" for one that can be folded, "" for one that cannot.
func alertHead(name, fold, title string) string {
	kind := alerts[strings.ToLower(name)]
	if kind == "" {
		kind = "NOTE"
		if title == "" && name != "" {
			title = titleOf(name)
		}
	}
	if title != "" {
		title = " " + title
	}
	return "[!" + kind + "]" + fold + title
}

// A nest rewrites blocks that consist of an opening line and indented content.
type nest struct {
	p     *Page
	edits []Edit
	stack []nested
	level int // the level of the last heading
}

// nested is an open block: the column at which its opening line begins, and whether its
// content becomes a Markdown quotation ("> ").
type nested struct {
	column int
	quote  bool
}

var headingLine = regexp.MustCompile(`^(#{1,6})[ \t]`)

// indentedBlocks rewrites the blocks whose content is indented. It calls opens for each
// line, with the level of the last heading. If the line opens a block, opens returns ok, the
// new text of the line (head) and whether the content becomes a quotation. Inside says that
// the line is indented, in a block or a list.
func (p *Page) indentedBlocks(opens func(text string, level int, inside bool) (head string, quote, ok bool, rule string)) {
	n := nest{p: p, level: 1}
	lines := linesOf(p.Body.b)
	var blanks []line
	for _, l := range lines {
		if l.blank() {
			blanks = append(blanks, l)
			continue
		}
		for len(n.stack) > 0 && l.indent < n.stack[len(n.stack)-1].column+4 {
			n.stack = n.stack[:len(n.stack)-1]
		}
		n.blanks(blanks)
		blanks = blanks[:0]
		head, quote, ok, rule := "", false, false, ""
		if !l.fenced {
			if m := headingLine.FindStringSubmatch(strings.TrimSpace(l.text)); m != nil {
				n.level = len(m[1])
			}
			head, quote, ok, rule = opens(strings.TrimSpace(l.text), n.level, l.indent > 0)
		}
		n.content(l)
		if ok {
			at := l.start + bytesOf(l.text, l.indent)
			n.edits = append(n.edits, Edit{at, l.end, head, rule})
			n.stack = append(n.stack, nested{column: l.indent, quote: quote})
		}
	}
	p.Apply(n.edits)
}

// content replaces the indent of a line: four columns for each open block become "> " for a
// quotation and nothing for another block.
func (n *nest) content(l line) {
	for i, o := range n.stack {
		from, to := bytesOf(l.text, o.column), bytesOf(l.text, o.column+4)
		if i > 0 && from < bytesOf(l.text, n.stack[i-1].column+4) {
			from = bytesOf(l.text, n.stack[i-1].column+4)
		}
		if to <= from {
			continue
		}
		sign := ""
		if o.quote {
			sign = "> "
		}
		n.edits = append(n.edits, Edit{l.start + from, l.start + to, sign, ""})
	}
}

// blanks writes ">" into blank lines inside a quotation, so that they do not end it.
func (n *nest) blanks(lines []line) {
	sign, column, removed := "", 0, 0
	for _, o := range n.stack {
		if !o.quote {
			removed += 4
			continue
		}
		// Each open block that is not a quotation has lost its four columns of indent.
		want := o.column - removed
		sign += strings.Repeat(" ", max(want-column, 0)) + ">"
		column = want + 4
		if k := len(sign); k > 0 {
			sign += " "
		}
	}
	if sign = strings.TrimRight(sign, " "); sign == "" {
		return
	}
	for _, l := range lines {
		n.edits = append(n.edits, Edit{l.start, l.end, sign, ""})
	}
}
