package content

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Words are the interface strings a lesson's body needs; a token stands for
// each, because a lesson does not know the page's language.
var Words = []string{"note", "tip", "important", "warning", "caution", "box_done", "box_open"}

var alertLine = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*\n?$`)

// alert marks a blockquote that begins with [!NOTE] and the like as an alert:
// its class says which, and the line goes.
func (d *document) alert(n *ast.Blockquote) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	m := alertLine.FindSubmatch(bytes.TrimLeft(first.Value(d.src), " \t"))
	if m == nil {
		return
	}
	name := strings.ToLower(string(m[1]))
	known := false
	for _, w := range Words[:5] {
		known = known || w == name
	}
	if !known {
		d.report(widget.Span{Start: first.Start, End: first.Start + len(m[1]) + 3}, diag.Error, codeUnknownAlert, "unknown alert %q", string(m[1])).
			hint("%s", diag.DidYouMean(strings.ToUpper(name), alertNames()))
		return
	}
	n.SetAttributeString("alert", name)
	for c := p.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Pos() < first.Stop || c.Kind() == ast.KindText && c.(*ast.Text).Segment.Start < first.Stop {
			p.RemoveChild(p, c)
		}
		c = next
	}
	if p.FirstChild() == nil {
		n.RemoveChild(n, p)
	}
}

// alertNames are the five words as authors write them.
func alertNames() []string {
	names := make([]string, 5)
	for i, w := range Words[:5] {
		names[i] = strings.ToUpper(w)
	}
	return names
}
