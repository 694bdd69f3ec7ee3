package content

import (
	"bytes"
	"strings"

	"playbook/generator/diag"
)

// asQuote makes a block of another tool the alert that it is: its first line becomes
// that of a quote, every other one is quoted, and the closing line goes. Nothing is
// offered where a block of ours stands inside, which cannot be in a quote.
func (d *document) asQuote(n *container, alert string) []diag.Edit {
	if alert == "" || n.end == 0 || n.Parent() != d.root || holdsContainer(n) {
		return nil
	}
	edits := []diag.Edit{d.edit(n.open.Start, n.open.End, "> "+alert)}
	body := n.open.End + lineLen(d.src[n.open.End:])
	edits = append(edits, d.quoted(body, n.end)...)
	return append(edits, d.edit(n.end, n.end+len(lineAt(d.src, n.end)), ""))
}

// quoted puts "> " before every line of a range.
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

// widened gives a container around another one more colon than that has. Where the
// inner one's closing line closed the outer one, its own is the one line to spare.
func (d *document) widened(outer, inner *container) []diag.Edit {
	close := outer.end
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
