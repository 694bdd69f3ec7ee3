package content

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// checkContainer reports a container that never ends or stands where none
// can, and reads its attributes. It runs before its content is looked at.
func (d *document) checkContainer(n *container) {
	switch {
	case n.closed:
	case n.cutBy > 0:
		d.errorf(n.open, codeUnclosedContainer, "this container is still open where line %d closes the one around it", d.f.Pos(n.cutBy+d.base-1).Line).
			hint("close it first with a line of %s", strings.Repeat(":", n.colons))
	default:
		d.errorf(n.open, codeUnclosedContainer, "this container is never closed").
			hint("end it with a line of exactly %d colons: %s", n.colons, strings.Repeat(":", n.colons))
	}
	outer, inside := n.Parent().(*container)
	switch {
	case inside && outer.colons <= n.colons && outer.closed:
		d.errorf(n.open, codeNesting, "a container inside another needs fewer colons than the outer one").
			hint("give the outer one %s", strings.Repeat(":", n.colons+1))
	case !inside && n.Parent() != d.root:
		d.errorf(n.open, codeContainerPlace, "a container cannot stand inside a list or a quote").
			hint("begin it at the left margin, after a blank line")
	}
	if n.kind == "" {
		d.errorf(n.open, codeContainerSyntax, "a container begins with its kind").
			hint("for example '::: checklist #my-list'; known kinds: %s", strings.Join(d.kindNames(), ", "))
		return
	}
	if _, known := d.o.Kinds[n.kind]; !known && n.kind != "details" {
		at := n.open.Start + n.colons
		at += bytes.Index(d.src[at:n.open.End], []byte(n.kind))
		d.errorf(widget.Span{Start: at, End: at + len(n.kind)}, codeUnknownContainer, "unknown container %q", clip(n.kind)).
			hint("%s", diag.DidYouMean(n.kind, d.kindNames()))
	}
	a, bad, want := parseAttrs(d.src, n.info.Start, n.info.End)
	if bad >= 0 {
		d.errorf(widget.Span{Start: bad, End: bad + 1}, codeContainerSyntax, "cannot read the attributes of this %s here: expected %s", n.kind, want).
			hint(`attributes are #id, key=value, key="quoted value" or a bare flag`)
	}
	n.attrs, n.id = a, a.ID
	if n.kind == "details" {
		n.title, _ = a.Get("title")
		d.ds = append(d.ds, widget.CheckAttrs(d.f, "details", d.shift(a), []string{"title"}, []string{"open"})...)
		if n.title == "" {
			d.errorf(n.open, codeContainerSyntax, "details need a title").hint(`write '::: details title="What it is about"'`)
		}
	}
}

func (d *document) kindNames() []string {
	return append(slices.Sorted(maps.Keys(d.o.Kinds)), "details")
}

// A placed widget stands in the tree where its container stood; the renderer
// writes its token.
type placed struct {
	ast.BaseBlock
	index int
	words []string
}

var kindPlaced = ast.NewNodeKind("Placed")

func (*placed) Kind() ast.NodeKind           { return kindPlaced }
func (n *placed) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// outlineWidgets turns containers and bare task lists into widgets, in order.
func (d *document) outlineWidgets(n ast.Node) {
	d.reserveIDs(n)
	d.outlineIn(n, &nearest{})
}

// nearest is the heading above the place being read.
type nearest struct{ text, id string }

func (d *document) outlineIn(n ast.Node, h *nearest) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		switch c := c.(type) {
		case *ast.Heading:
			h.text = strings.TrimSpace(d.plain(c))
			if a, ok := c.LastChild().(*attrNode); ok && a.attrs.ID != "" {
				h.id = a.attrs.ID
			} else {
				h.id = Slug(h.text)
			}
		case *container:
			if c.kind == "details" {
				d.outlineIn(c, h)
				break
			}
			d.place(n, c, d.block(c, h))
		case *ast.List:
			if isTaskList(c) && d.o.Kinds["checklist"].Parse != nil {
				b := d.emptyBlock("checklist", h, d.spanOf(c))
				b.Bare = true
				b.Parts = []widget.Part{d.listPart(c)}
				d.place(n, c, b)
			}
		}
		c = next
	}
}

// reserveIDs takes the ids that authors gave to widgets, so that derived ones
// keep clear of them, and reports repetitions.
func (d *document) reserveIDs(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		k, ok := c.(*container)
		if !ok {
			continue
		}
		if k.id != "" {
			if d.ids[k.id] {
				d.errorf(k.attrs.IDSpan, widget.CodeDuplicateID, "the id %q is already taken on this page", clip(k.id)).
					hint("ids are unique in a lesson; choose another")
			}
			d.ids[k.id] = true
		}
		if k.kind == "details" && k.id != "" {
			d.l.extra = append(d.l.extra, k.id)
		}
		if k.kind == "details" || len(d.o.Kinds[k.kind].Holds) > 0 {
			d.reserveIDs(k)
		}
	}
}

// place parses b and puts a placed node where old stood.
func (d *document) place(parent, old ast.Node, b widget.Block) {
	inner := d.inner
	d.inner = nil
	node := &placed{index: len(d.l.Widgets)}
	if w := d.add(old, b); w != nil {
		node.words = append(w.SearchText(), inner...)
		parent.ReplaceChild(parent, old, node)
		return
	}
	parent.RemoveChild(parent, old)
}

// add parses b, which n is, and adds it to the lesson's widgets; nil if there
// is no such kind.
func (d *document) add(n ast.Node, b widget.Block) widget.Widget {
	kind, ok := d.o.Kinds[b.Kind]
	if !ok || kind.Parse == nil {
		return nil
	}
	if !kind.Static {
		d.deriveID(&b)
		d.inWidget(n, &b)
	}
	w, ds := kind.Parse(b)
	d.ds = append(d.ds, ds...)
	if w != nil {
		d.l.Widgets = append(d.l.Widgets, Placed{Kind: b.Kind, ID: b.ID, Widget: w, Pos: d.f.Pos(b.Span.Start), Static: kind.Static, Derived: b.Derived, Bare: b.Bare})
	}
	return w
}

// holds reports whether containers of a kind may hold those of another.
func (d *document) holds(outer, inner string) bool {
	return slices.Contains(d.o.Kinds[outer].Holds, inner)
}

// nest adds the widget of a container inside another one and returns its
// token. Without an id its name is made of the outer one's and its kind.
func (d *document) nest(outer, n *container, b widget.Block) string {
	b.HeadingID = strings.Trim(outer.id+"-"+b.Kind, "-")
	token := string(append(strconv.AppendInt([]byte{tokenStart, 'W'}, int64(len(d.l.Widgets)), 10), tokenEnd))
	w := d.add(n, b)
	if w == nil {
		return ""
	}
	d.inner = append(d.inner, w.SearchText()...)
	return token
}

// deriveID gives a block without #id the id of its nearest heading, then -2
// and so on. Its anchor in the page is another one, because the heading has
// that id already.
func (d *document) deriveID(b *widget.Block) {
	b.Anchor = b.ID
	if b.ID != "" {
		return
	}
	base := widget.DeriveID(b.HeadingID)
	if base == "" {
		base = b.Kind
	}
	b.ID, b.Derived = base, true
	for n := max(2, d.tried["widget "+base]); d.widgetID(b.ID); n++ {
		b.ID = fmt.Sprintf("%s-%d", base[:min(len(base), 36)], n)
		d.tried["widget "+base] = n + 1 // no heading has an id with a space
	}

	b.Anchor = d.free(b.ID + "-" + b.Kind)
}

// inWidget tells the links of a container without #id which widget they stand
// in.
func (d *document) inWidget(old ast.Node, b *widget.Block) {
	c, ok := old.(*container)
	if !ok || !b.Derived {
		return
	}
	for _, i := range c.links {
		d.l.Links[i].Widget = b.Anchor
	}
}

func (d *document) widgetID(id string) bool {
	return slices.ContainsFunc(d.l.Widgets, func(p Placed) bool { return p.ID == id && !p.Static })
}

// block reads a container into its outline.
func (d *document) block(n *container, h *nearest) widget.Block {
	b := d.emptyBlock(n.kind, h, d.span(n.open.Start, n.open.End))
	b.ID, b.Attrs = n.id, d.shift(n.attrs)
	b.Parts = d.parts(n)
	return b
}

func (d *document) emptyBlock(kind string, h *nearest, span widget.Span) widget.Block {
	return widget.Block{Kind: kind, Heading: h.text, HeadingID: h.id, Span: span, File: d.f, Lang: d.lang, Link: d.linkTo, Claim: d.claim}
}

// shift moves attributes read from the body to places in the file.
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

// parts reads the blocks below n. What follows a rule is text to be shown as
// it is, so there every part has its HTML.
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
		p.Attrs = d.shift(takeAttrs(n, d.src))
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
		p.Attrs = d.shift(takeAttrs(n, d.src))
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
			it.Attrs = d.shift(takeAttrs(first, d.src))
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

// onlyLink returns the relative link that a paragraph consists of, nil for any
// other.
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
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		row := widget.Row{Span: d.spanOf(r)}
		if last := r.LastChild(); last != nil {
			row.Attrs = d.shift(takeAttrs(last, d.src))
		}
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
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

// spanOf returns the part of the file a node stands in, as well as its
// descendants tell.
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
