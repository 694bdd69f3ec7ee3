package widget

import "playbook/generator/diag"

// Identified widgets keep state for items of their own. What a reader has
// stored is found again by ids, so these must outlive an edit: package ids
// compares them with what was published before and may give derived ones
// another name.
type Identified interface {
	Widget
	Identity() Identity
	// Identify returns the widget with the ids of its items replaced, in the
	// order of Identity; the widget itself is not changed.
	Identify(ids []string) Widget
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

// IdentityOf returns what there is to compare of a list item; the kind fills
// in the id it gave the item.
func IdentityOf(f *diag.File, in Item) ItemIdentity {
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

// Named widgets show their id; Name returns the widget with another one.
type Named interface {
	Widget
	Name(id string) Widget
}
