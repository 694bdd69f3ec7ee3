package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/widget"
)

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

// placeWidgets turns containers and bare task lists into widgets, in order.
func (d *document) placeWidgets(n ast.Node) {
	d.reserveIDs(n)
	d.placeIn(n, &nearest{})
}

// nearest is the heading above the place being read; id is "" if none was given.
type nearest struct{ text, id string }

// above is a heading as what stands below it sees it: without its attributes.
func (d *document) above(n *ast.Heading) nearest {
	var words strings.Builder
	a := attrsOf(n, d.src)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at, ok := c.(*attrNode); !ok || at != a {
			d.writeNode(&words, c)
		}
	}
	h := nearest{text: strings.TrimSpace(words.String())}
	if a != nil {
		h.id = a.attrs.ID
	}
	return h
}

// anchor is the heading's id, or what one would be derived from its text.
func (h *nearest) anchor() string {
	if h.id != "" {
		return h.id
	}
	return Slug(h.text)
}

func (d *document) placeIn(n ast.Node, h *nearest) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		switch c := c.(type) {
		case *ast.Heading:
			*h = d.above(c)
		case *container:
			if c.kind == "details" {
				d.placeIn(c, h)
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
	switch b.Anchor = b.ID; {
	case !kind.Static:
		d.deriveID(&b)
		d.inWidget(n, &b)
	case b.ID == "":
		b.Anchor = d.free(b.Kind + "-block")
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
