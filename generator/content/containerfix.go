package content

import (
	"bytes"
	"regexp"
	"strings"

	"playbook/generator/diag"
)

// asQuote turns a block of another tool into the equivalent alert: the first line
// becomes that of a quote, the others are quoted, and the closing line is removed. It
// returns nothing if there is a block of ours inside, which a quote cannot contain.
func (d *document) asQuote(n *container, alert string) []diag.Edit {
	if alert == "" || n.end == 0 || n.Parent() != d.root || holdsContainer(n) {
		return nil
	}
	edits := []diag.Edit{d.edit(n.open.Start, n.open.End, "> "+alert)}
	body := n.open.End + lineLen(d.src[n.open.End:])
	edits = append(edits, d.quoted(body, n.end)...)
	return append(edits, d.edit(n.end, n.end+len(lineAt(d.src, n.end)), ""))
}

// quoted adds "> " before every line of a range.
func (d *document) quoted(start, end int) (edits []diag.Edit) {
	for at := start; at < end; at += lineLen(d.src[at:]) {
		sign := "> "
		if len(bytes.TrimSpace(lineAt(d.src, at))) == 0 {
			sign = ">"
		}
		edits = append(edits, d.edit(at, at, sign))
	}
	return edits
}

func holdsContainer(n *container) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := c.(*container); ok {
			return true
		}
	}
	return false
}

// gluedLine matches a line of colons followed by a text that is not the name of a kind.
// It may be meant to close a container.
var gluedLine = regexp.MustCompile(`(?m)^[ \t]*:{3,}[ \t]*[^\sA-Za-z:{]`)

// glued reports whether it is unclear which lines close the lesson's containers.
func (d *document) glued() bool { return gluedLine.Match(d.src) }

// widened gives a container one more colon than the one inside it. The inner one's
// closing line has closed the outer one, so the outer one's own line is the spare one.
func (d *document) widened(outer, inner *container) []diag.Edit {
	close := outer.end
	if !d.knows(inner.kind) || !d.knows(outer.kind) || d.glued() {
		return nil // perhaps no container was meant
	}
	if inner.end == 0 && len(d.stray) == 1 && d.stray[0].Start > outer.end {
		close = d.stray[0].Start
	} else if inner.end == 0 || len(d.stray) > 0 {
		return nil
	}
	if close == 0 || outer.Parent() != d.root {
		return nil
	}
	more := strings.Repeat(":", inner.colons+1-outer.colons)
	close += bytes.IndexByte(d.src[close:], ':')
	return []diag.Edit{d.edit(outer.open.Start, outer.open.Start, more), d.edit(close, close, more)}
}

// admonition turns a note of another tool into an alert. The note begins at an offset
// and contains the following lines that are indented by four.
func (d *document) admonition(at int, head string) []diag.Edit {
	if at > 0 && d.src[at-1] != '\n' {
		return nil
	}
	edits := []diag.Edit{d.edit(at, at+len(lineAt(d.src, at)), head)}
	filled := 1 // edits up to the last line with text
	for at = next(d.src, at); at < len(d.src); at = next(d.src, at) {
		line := lineAt(d.src, at)
		indent := 4
		if len(line) > 0 && line[0] == '\t' {
			indent = 1
		}
		if len(bytes.TrimSpace(line)) == 0 {
			edits = append(edits, d.edit(at, at+len(line), ">"))
			continue
		}
		if len(line) < indent || len(bytes.TrimSpace(line[:indent])) > 0 {
			if len(edits) == filled { // text directly below would continue the quote
				edits, filled = append(edits, d.edit(at, at, "\n")), filled+1
			}
			break
		}
		edits = append(edits, d.edit(at, at+indent, "> "))
		filled = len(edits)
	}
	if len(edits) == 1 || filled == 1 || edits[1].Text == "\n" {
		return nil // nothing belongs to it
	}
	return edits[:filled]
}

// hintBlock turns the text between two template tags into an alert. Each tag is alone
// on its line.
func (d *document) hintBlock(at int, tag, name string) []diag.Edit {
	alert := alertTag(name, tag)
	if alert == "" || at > 0 && d.src[at-1] != '\n' || string(bytes.TrimSpace(lineAt(d.src, at))) != tag {
		return nil
	}
	body := next(d.src, at)
	for line := body; line < len(d.src); line = next(d.src, line) {
		text := bytes.TrimSpace(lineAt(d.src, line))
		m := braceTag.FindSubmatch(text)
		switch {
		case m == nil:
		case string(m[1]) == name:
			return nil // nested
		case string(m[1]) == "end"+name && len(m[0]) == len(text):
			edits := append([]diag.Edit{d.edit(at, at+len(lineAt(d.src, at)), "> "+alert)}, d.quoted(body, line)...)
			return append(edits, d.edit(line, line+len(lineAt(d.src, line)), ""))
		}
	}
	return nil
}
