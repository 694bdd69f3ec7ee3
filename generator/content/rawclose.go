package content

import (
	"github.com/yuin/goldmark/ast"

	"playbook/generator/diag"
)

// endOfBlock ends the paragraphs that are open at the end of a block of HTML:
// nothing else but blocks may stand round Markdown.
func (w *rawWriter) endOfBlock() {
	tags := w.d.tags[w.parent]
	for len(tags) > 0 && tags[len(tags)-1].name == "p" && !tags[len(tags)-1].refused {
		w.out = append(w.out, "</p>\n"...)
		tags = tags[:len(tags)-1]
	}
	if w.d.tags != nil {
		w.d.tags[w.parent] = tags
	}
}

func (d *document) neverClosed(t openTag) {
	d.report(t.at, diag.Warning, codeUnbalanced, "<%s> is not closed in its paragraph, list or quote", t.name).
		hint("write </%s> there, or remove <%[1]s>", t.name)
}

// closeBefore ends what is open before a heading of a block, which cuts the block
// into parts.
func (d *document) closeBefore(h *ast.Heading) {
	parent := h.Parent()
	c, ok := parent.(*container)
	if !ok || c.kind == "details" || len(d.tags[parent]) == 0 {
		return
	}
	n := ast.NewHTMLBlock(ast.HTMLBlockType6)
	var out []byte
	for tags := d.tags[parent]; len(tags) > 0; tags = tags[:len(tags)-1] {
		if t := tags[len(tags)-1]; !t.refused {
			out = append(out, t.end()...)
			d.neverClosed(t)
		}
	}
	d.tags[parent] = nil
	n.SetAttributeString("safe", out)
	parent.InsertBefore(parent, h, n)
}

// closeTags ends what is open at the end of the tree, by where it stands.
func (d *document) closeTags() {
	for _, parent := range d.tagged {
		tags := d.tags[parent]
		d.tags[parent] = nil // a node may be there twice
		for i := len(tags) - 1; i >= 0; i-- {
			t := tags[i]
			if t.refused {
				continue
			}
			var n ast.Node = ast.NewRawHTML()
			if t.block != nil {
				n = ast.NewHTMLBlock(ast.HTMLBlockType6)
			}
			n.SetAttributeString("safe", []byte(t.end()))
			parent.AppendChild(parent, n)
			if t.name != "p" {
				d.neverClosed(t)
			}
		}
	}
}
