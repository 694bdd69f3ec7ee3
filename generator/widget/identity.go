package widget

import "playbook/generator/diag"

// A Keeper keeps state for its reader, under an id of its own and those of its
// items. What a reader has stored is found again by ids, so these must outlive
// an edit: package ids compares them with what was published before and may
// give derived ones another name, see [Renamed].
type Keeper interface {
	Widget
	// Keeps returns the widget's head and its items in order. They are the
	// widget's own and only to be read, but for those of a copy.
	Keeps() (*Head, []*Entry)
	// Copy returns the widget again, with a head and items of its own.
	Copy() Keeper
}

// IdentityOf returns what a widget's state is kept under, an empty identity
// for one that keeps none.
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

// AnchorsOf returns the ids in the page that a link to a widget may name, its
// own first, those of its items included.
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

// Renamed returns a widget with another id, and with other ids for its items,
// in order, unless there are none; the widget itself is not changed, nor is its
// own anchor in the page.
func Renamed(k Keeper, id string, items []string) Keeper {
	k = k.Copy()
	h, old := k.Keeps()
	h.ID = id
	for i, item := range items {
		old[i].ID, old[i].Anchor = item, h.Anchor+"-"+item
	}
	return k
}

// Prefixed widgets keep no state but have ids in the page. Prefix returns the
// widget with prefix before each of them.
type Prefixed interface {
	Widget
	Prefix(prefix string) Widget
}

// WithPrefix returns the widget as a page shows it that holds several lessons:
// prefix goes before every id. Ids of state stay.
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

// An Identity is what a widget's state is kept under.
type Identity struct {
	Was   string // the widget's earlier id, "" if none
	Title string // what the widget is called, for comparing
	Items []ItemIdentity
}

// An ItemIdentity is one item's. Derived ids are made of the text, all others
// are the author's.
type ItemIdentity struct {
	ID, Was, Text string
	Derived       bool
	// Pos is where the item stands, Insert where an id for it would be
	// written: behind the text or, with InBraces, before its other attributes.
	Pos, Insert diag.Pos
	InBraces    bool
}

// itemIdentity returns what there is to compare of a list item but for the id
// it gets.
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
