package widget

import "playbook/generator/diag"

// A Keeper stores state for its reader, under its own id and the ids of its items.
// Stored state is found by these ids, so they must survive an edit: package ids
// compares them with the published ids and may change derived ones, see [Renamed].
type Keeper interface {
	Widget
	// Keeps returns the widget's head and its items in order. The caller must not
	// change them, except in a copy.
	Keeps() (*Head, []*Entry)
	// Copy returns a copy of the widget with its own head and items.
	Copy() Keeper
}

// IdentityOf returns the identity under which a widget stores its state, or an empty
// one if it stores none.
func IdentityOf(w Widget) Identity {
	k, ok := w.(Keeper)
	if !ok {
		return Identity{}
	}
	h, items := k.Keeps()
	id := Identity{Was: h.Was, Title: h.Title, Items: make([]ItemIdentity, 0, len(items))}
	for _, it := range items {
		one := it.identity
		one.ID = it.ID
		id.Items = append(id.Items, one)
	}
	return id
}

// AnchorsOf returns the ids in the page to which a link to a widget may lead: its own
// first, then those of its items.
func AnchorsOf(w Widget) (anchors []string) {
	if k, ok := w.(Keeper); ok {
		h, items := k.Keeps()
		anchors = append(anchors, h.Anchor)
		for _, it := range items {
			anchors = append(anchors, it.Anchor)
		}
	}
	if a, ok := w.(Anchored); ok {
		anchors = append(anchors, a.Anchors()...)
	}
	return anchors
}

// Renamed returns a copy of a widget with another id. If items is not empty, it has the
// new ids of the items in order. The widget's anchor in the page stays.
func Renamed(k Keeper, id string, items []string) Keeper {
	k = k.Copy()
	h, old := k.Keeps()
	h.ID = id
	for i, item := range items {
		old[i].ID, old[i].Anchor = item, h.Anchor+"-"+item
	}
	return k
}

// Prefixed widgets store no state but have ids in the page. Prefix returns the widget
// with prefix before each of them.
type Prefixed interface {
	Widget
	Prefix(prefix string) Widget
}

// WithPrefix returns the widget for a page that shows several lessons: every id in the
// page begins with prefix. The ids of state stay.
func WithPrefix(w Widget, prefix string) Widget {
	if prefix == "" {
		return w
	}
	switch w := w.(type) {
	case Keeper:
		k := w.Copy()
		h, items := k.Keeps()
		h.Anchor = prefix + h.Anchor
		for _, it := range items {
			it.Anchor = prefix + it.Anchor
		}
		return k
	case Prefixed:
		return w.Prefix(prefix)
	}
	return w
}

// An Identity has the ids under which a widget stores its state.
type Identity struct {
	Was   string // an earlier id of the widget, or ""
	Title string // the widget's title, for comparing
	Items []ItemIdentity
}

// An ItemIdentity is the identity of one item. Derived says that the id was made from
// the text and not by the author.
type ItemIdentity struct {
	ID, Was, Text string
	Derived       bool
	// Pos is the item's position. Insert is where an id would be written: after the
	// text or, with InBraces, before its other attributes.
	Pos, Insert diag.Pos
	InBraces    bool
}

// itemIdentity returns the identity of a list item. A derived id is set later.
func itemIdentity(f *diag.File, in Item) ItemIdentity {
	id := ItemIdentity{ID: in.Attrs.ID, Derived: in.Attrs.ID == "", Text: in.Text.Plain, Pos: f.Pos(in.Span.Start)}
	id.Was, _ = in.Attrs.Get("was")
	if id.Derived && len(in.Attrs.List) > 0 {
		id.InBraces = true
		id.Insert = f.Pos(in.Attrs.Span.Start)
		return id
	}
	end := min(in.Text.Span.End, len(f.Text))
	for end > in.Text.Span.Start && (f.Text[end-1] == '\n' || f.Text[end-1] == ' ' || f.Text[end-1] == '\t') {
		end--
	}
	id.Insert = f.Pos(end)
	return id
}
