package importer

import (
	"cmp"
	"regexp"
	"strings"
)

// A colonBlock is an open ::: block of another tool.
type colonBlock struct {
	colons, column int
	quote          bool // its lines become a quotation
	own            bool // it is one of ours and stays
}

var (
	colonOpen  = regexp.MustCompile(`^(:{3,})[ \t]*\{?([A-Za-z][\w-]*)\}?[ \t]*(?:\[((?:[^\[\]]|\[[^\]]*\])*)\])?[ \t]*([^\n{]*?)[ \t]*(?:\{[^}\n]*\})?[ \t]*$`)
	colonClose = regexp.MustCompile(`^(:{3,})[ \t]*$`)
	colonTitle = regexp.MustCompile(`^(?:title=)?"(.*)"$`)
)

var markerBefore = regexp.MustCompile(`^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+`)

// groups are blocks that only arrange what they hold.
var groups = setOf("code-group tabs tab-list cards grid card-grid steps raw v-pre vue demo example-group columns column container")

// mostNested is how many blocks may be open in each other: people write three.
const mostNested = 30

// colonBlocks makes alerts and details of the ::: blocks of a text.
func (p *Page) colonBlocks() {
	var edits []Edit
	var stack []colonBlock
	for _, l := range linesOf(p.Body.b) {
		text := strings.TrimSpace(l.text)
		if !l.fenced {
			if m := colonClose.FindStringSubmatch(text); m != nil && len(stack) > 0 {
				k := len(stack) - 1
				for k > 0 && stack[k].colons != len(m[1]) {
					k--
				}
				closed := stack[k]
				stack = stack[:k]
				if closed.own {
					continue
				}
				edits = append(edits, Edit{l.start, l.end, strings.TrimRight(quoteSigns(stack, l), " "), ""})
				continue
			}
			mark := len(markerBefore.FindString(text)) // of a list
			if m := colonOpen.FindStringSubmatch(text[mark:]); m != nil && len(stack) < mostNested {
				b, head, rule := opened(m, stack, l)
				at := l.start + bytesOf(l.text, l.indent) + mark
				if b.column += mark; head != "" || !b.own {
					edits = append(edits, Edit{at, l.end, quotes(stack, l) + head, rule})
				}
				stack = append(stack, b)
				continue
			}
		}
		n := 0
		for _, b := range stack {
			if b.quote {
				n++
			}
		}
		if n == 0 {
			continue
		}
		at := l.start + bytesOf(l.text, min(firstQuote(stack).column, l.indent))
		sign := strings.Repeat("> ", n)
		if l.blank() {
			edits = append(edits, Edit{l.start, l.end, quoteSigns(stack, l), ""})
			continue
		}
		edits = append(edits, Edit{at, at, sign, ""})
	}
	p.Apply(edits)
}

// opened says what the line becomes that opens a block.
func opened(m []string, stack []colonBlock, l line) (b colonBlock, head, rule string) {
	name, title := strings.ToLower(m[2]), strings.TrimSpace(cmp.Or(m[3], m[4]))
	if t := colonTitle.FindStringSubmatch(title); t != nil {
		title = t[1]
	}
	b = colonBlock{colons: len(m[1]), column: l.indent, quote: true}
	quoted := firstQuote(stack) != nil
	switch {
	case groups[name]:
		b.quote = false
		return b, "", "a block that only changes the layout is removed"
	case name == "details" || name == "spoiler" || name == "collapse" || name == "expand":
		if l.indent > 0 || quoted {
			return b, "> " + alertHead("note", "-", cmp.Or(title, "Details")), "a folded block becomes an alert"
		}
		if strings.HasPrefix(title, `"`) {
			b.own, b.quote = true, false
			return b, "", ""
		}
		return colonBlock{colons: b.colons, column: b.column, own: true}, strings.Repeat(":", b.colons) + ` details title="` + strings.ReplaceAll(cmp.Or(title, "Details"), `"`, "'") + `"`, "a folded block becomes details"
	}
	return b, "> " + alertHead(name, "", title), "a ::: block becomes an alert"
}

func firstQuote(stack []colonBlock) *colonBlock {
	for i := range stack {
		if stack[i].quote {
			return &stack[i]
		}
	}
	return nil
}

// quotes are the signs that the open quotations put before a line.
func quotes(stack []colonBlock, _ line) string {
	n := 0
	for _, b := range stack {
		if b.quote {
			n++
		}
	}
	return strings.Repeat("> ", n)
}

// quoteSigns are those of a blank line.
func quoteSigns(stack []colonBlock, l line) string {
	f := firstQuote(stack)
	if f == nil {
		return ""
	}
	return strings.Repeat(" ", f.column) + strings.TrimRight(quotes(stack, l), " ")
}
