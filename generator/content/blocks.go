package content

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/widget"
)

// block reads a container into its outline.
func (d *document) block(n *container, h *nearest) widget.Block {
	b := d.emptyBlock(n.kind, h, d.span(n.open.Start, n.open.End))
	b.ID, b.Attrs = n.id, d.shift(n.attrs)
	b.Parts = d.parts(n)
	return b
}

func (d *document) emptyBlock(kind string, h *nearest, span widget.Span) widget.Block {
	return widget.Block{Kind: kind, Heading: h.text, HeadingID: h.anchor(), Span: span, File: d.f, Lang: d.lang, Words: d.o.Words, Link: d.linkTo, Address: d.linkIn, Claim: d.claim}
}

// shift converts positions of attributes in the body to positions in the file.
func (d *document) shift(a widget.Attrs) widget.Attrs {
	move := func(s widget.Span) widget.Span { return d.span(s.Start, s.End) }
	a.Span, a.IDSpan = move(a.Span), move(a.IDSpan)
	a.List = slices.Clone(a.List)
	for i := range a.List {
		a.List[i].KeySpan, a.List[i].ValueSpan = move(a.List[i].KeySpan), move(a.List[i].ValueSpan)
	}
	return a
}

// isTaskList reports whether any item of the list has a box.
func isTaskList(n *ast.List) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if first := c.FirstChild(); first != nil && first.FirstChild() != nil {
			if _, ok := first.FirstChild().(*east.TaskCheckBox); ok {
				return true
			}
		}
	}
	return false
}

// parts reads the blocks below n. Blocks after a rule are shown as they are, so each
// has its HTML.
func (d *document) parts(n ast.Node) []widget.Part {
	var ps []widget.Part
	ruled := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p := d.part(c)
		if ruled && p.HTML == "" && p.Type != widget.Nested {
			p.HTML = d.html(c)
		}
		ruled = ruled || p.Type == widget.Rule
		ps = append(ps, p)
	}
	return ps
}

func (d *document) part(n ast.Node) widget.Part {
	p := widget.Part{Span: d.spanOf(n)}
	switch n := n.(type) {
	case *ast.Heading:
		p.Type, p.Level = widget.Heading, n.Level
		p.Attrs = d.shift(d.takeAttrs(n))
		p.Text = d.inline(n)
		p.Slug = Slug(p.Text.Plain)
	case *ast.List:
		return d.listPart(n)
	case *ast.Blockquote:
		p.Type = widget.Quote
		p.Parts, p.HTML = d.parts(n), d.html(n)
		p.Text = widget.Text{Plain: strings.TrimSpace(d.plain(n)), HTML: d.childrenHTML(n), Span: p.Span}
	case *east.Table:
		p.Type = widget.Table
		p.Rows = d.rows(n)
		p.HTML = d.html(n)
	case *ast.FencedCodeBlock:
		p.Type, p.Code = widget.Code, string(n.Lines().Value(d.src))
		p.Info = string(n.Language(d.src))
		if l := n.Lines(); l.Len() > 0 {
			p.CodeAt = d.span(l.At(0).Start, l.At(l.Len()-1).Stop)
		}
		p.HTML = d.html(n)
	case *ast.ThematicBreak:
		p.Type, p.HTML = widget.Rule, "<hr>\n"
	case *container:
		b := d.block(n, &nearest{})
		p.Type, p.Block = widget.Nested, &b
		if outer, ok := n.Parent().(*container); ok && d.holds(outer.kind, b.Kind) {
			p.HTML = d.nest(outer, n, b)
		}
	default:
		p.Type = widget.Prose
		p.Attrs = d.shift(d.takeAttrs(n))
		p.Text = d.inline(n)
		p.HTML = d.html(n)
	}
	return p
}

func (d *document) listPart(n *ast.List) widget.Part {
	p := widget.Part{Type: widget.List, Ordered: n.IsOrdered(), Span: d.spanOf(n)}
	if !isTaskList(n) {
		p.HTML = d.html(n)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		it := widget.Item{Span: d.spanOf(c)}
		first := c.FirstChild()
		if first != nil && (first.Kind() == ast.KindTextBlock || first.Kind() == ast.KindParagraph) {
			if box, ok := first.FirstChild().(*east.TaskCheckBox); ok {
				it.Mark = widget.Open
				if box.IsChecked {
					it.Mark = widget.Done
				}
			}
			it.Attrs = d.shift(d.takeAttrs(first))
			it.Text = d.inline(first)
			it.Link = d.onlyLink(first)
			first = first.NextSibling()
		}
		for ; first != nil; first = first.NextSibling() {
			it.Parts = append(it.Parts, d.part(first))
		}
		p.Items = append(p.Items, it)
	}
	return p
}

// onlyLink returns the relative link of which a paragraph consists, or nil.
func (d *document) onlyLink(n ast.Node) *widget.Link {
	var link *ast.Link
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Link:
			if link != nil {
				return nil
			}
			link = c
		case *attrNode:
		case *ast.Text:
			if len(bytes.TrimSpace(c.Segment.Value(d.src))) > 0 {
				return nil
			}
		default:
			return nil
		}
	}
	if link == nil || !bytes.HasPrefix(link.Destination, []byte{tokenStart, 'L'}) {
		return nil
	}
	i, err := strconv.Atoi(string(link.Destination[2 : len(link.Destination)-1]))
	if err != nil {
		return nil
	}
	k, at := d.l.Links[i], d.spanOf(n)
	if k.Len > 0 {
		at = widget.Span{Start: k.Offset, End: k.Offset + k.Len}
	}
	return &widget.Link{Dest: k.Dest, Text: d.inline(link), Span: at, Index: i}
}

func (d *document) rows(n *east.Table) []widget.Row {
	var rows []widget.Row
	in := containerOf(n)
	each := in != nil && d.o.Kinds[in.kind].CellAttrs
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		row := widget.Row{Span: d.spanOf(r)}
		if last := r.LastChild(); last != nil {
			row.Attrs = d.shift(d.takeAttrs(last))
		}
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			if each {
				row.CellAttrs = append(row.CellAttrs, d.shift(d.takeAttrs(c)))
			}
			row.Cells = append(row.Cells, d.inline(c))
		}
		rows = append(rows, row)
	}
	return rows
}

// inline reads the inline content of a block.
func (d *document) inline(n ast.Node) widget.Text {
	return widget.Text{Plain: strings.TrimSpace(strings.ReplaceAll(d.plain(n), "\n", " ")), HTML: strings.TrimSpace(d.childrenHTML(n)), Span: d.spanOf(n)}
}

// spanOf returns the part of the file that a node covers, as far as its descendants
// show.
func (d *document) spanOf(n ast.Node) widget.Span {
	lo, hi := -1, -1
	grow := func(s, e int) {
		if s >= 0 && (lo < 0 || s < lo) {
			lo = s
		}
		hi = max(hi, e)
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if c.Type() == ast.TypeBlock {
			if p := c.Pos(); p >= 0 {
				grow(p, p)
			}
			if l := c.Lines(); l != nil && l.Len() > 0 {
				grow(l.At(0).Start, l.At(l.Len()-1).Stop)
			}
		} else if t, ok := c.(*ast.Text); ok {
			grow(t.Segment.Start, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	lo, hi = max(lo, 0), max(hi, lo)
	return d.span(lo, max(hi, lo))
}
