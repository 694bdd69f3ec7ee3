package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// assignTermIDs gives every term of the glossary an id as its anchor: the author's {#id},
// which the author of a translation must repeat, or else an id derived from the term.
func (d *document) assignTermIDs() {
	if !d.l.Glossary() {
		return
	}
	given := map[*east.DefinitionTerm]string{}
	d.terms(func(n *east.DefinitionTerm) {
		if x := attrsOf(n, d.src); x == nil || x.attrs.ID == "" && x.bad < 0 {
			return
		}
		if a := d.takeAttrs(n); a.ID != "" {
			d.termID(a)
			given[n] = a.ID
		}
	})
	d.terms(func(n *east.DefinitionTerm) {
		id := given[n]
		if id == "" {
			id = d.free(Slug(strings.TrimSpace(d.plain(n))))
		}
		n.SetAttributeString("id", []byte(id))
		d.l.extra = append(d.l.extra, id)
		d.l.Terms = append(d.l.Terms, Heading{ID: id, Text: strings.TrimSpace(d.plain(n)), Derived: given[n] == "", Pos: d.f.Pos(max(n.Pos(), 0) + d.base)})
	})
	if at := len(d.src) - len(bytes.TrimLeft(d.src, " \t\n")); len(d.l.Terms) == 0 && at < len(d.src) {
		d.report(widget.Span{Start: at, End: at}, diag.Warning, codeNoTerms, "the glossary has no terms").
			hint("write each term on a line of its own; the next line begins with ': ' and gives the meaning")
	}
}

// termID checks the attributes that an author gave to a term and takes its id.
func (d *document) termID(a widget.Attrs) {
	for _, t := range a.List {
		d.errorf(t.KeySpan, widget.CodeUnknownAttr, "a term has no attribute %q", t.Key).hint("a term takes {#id}")
	}
	d.checkID(a, "term")
}

// terms calls visit for the terms of definition lists, outside other blocks or in details.
func (d *document) terms(visit func(*east.DefinitionTerm)) {
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *east.DefinitionTerm:
				visit(c)
			case *container, *east.DefinitionList:
				walk(c)
			}
		}
	}
	walk(d.root)
}
