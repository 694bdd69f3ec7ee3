package widget

import "fmt"

// A Head is what every widget with state begins with; kinds embed it.
type Head struct {
	ID, Anchor string // see [Block]
	// Was is the id the widget had before, "" if none.
	Was   string
	Title string
}

// An Entry is what every item with state has; the items of a kind embed it.
type Entry struct {
	ID string
	// Anchor is the item's id in the page: the widget's anchor, "-" and ID.
	Anchor string
	// Was is the id the item had before, "" if none.
	Was string

	identity ItemIdentity
}

// Entries returns the entries of a kind's items, which embed them.
func Entries[T any, P interface {
	*T
	entry() *Entry
}](items []T) []*Entry {
	out := make([]*Entry, len(items))
	for i := range items {
		out[i] = P(&items[i]).entry()
	}
	return out
}

func (e *Entry) entry() *Entry { return e }

// Head returns the block's opening: its ids, its earlier id, its title.
func (r *Reader) Head() Head {
	return Head{ID: r.Block.ID, Anchor: r.Block.Anchor, Was: r.was(r.Block.Attrs), Title: r.Title()}
}

// Entry reads what every item has, after checking its attributes. Fallback is the
// id of a text that leaves none.
func (r *Reader) Entry(in Item, takes Takes, fallback string) Entry {
	r.Check(takes, in.Attrs)
	e := Entry{ID: r.Identify(in.Attrs, in.Text.Plain, fallback), Was: r.was(in.Attrs), identity: itemIdentity(r.Block.File, in)}
	e.Anchor = r.Block.Anchor + "-" + e.ID
	return e
}

// Heading returns a heading's text and attributes as those of an item, for the
// kinds whose items are headings.
func (p Part) Heading() Item {
	return Item{Text: p.Text, Attrs: p.Attrs, Span: p.Span}
}

// was returns the earlier id that attributes name.
func (r *Reader) was(a Attrs) string {
	return r.Value(a, "was", CodeBadID, "was= names the earlier id, without #", ValidID)
}

// Identify returns an item's id: the author's, or one derived from its text.
// An id that another item has is reported.
func (r *Reader) Identify(a Attrs, text, fallback string) string {
	id := a.ID
	if id != "" && r.ids[id] {
		r.Report(a.IDSpan, CodeDuplicateID, fmt.Sprintf("the id %q is already taken in this %s", id, r.What), "ids are unique in a "+r.What+"; choose another")
	}
	if id == "" {
		id = r.derive(text, fallback)
	}
	r.ids[id] = true
	return id
}

// derive makes an id of a text that no item before has.
func (r *Reader) derive(text, fallback string) string {
	base := DeriveID(text)
	if base == "" {
		base = fallback
	}
	id := base
	for r.ids[id] {
		r.taken[base]++ // of many with one text, each is not tried against all
		id = fmt.Sprintf("%s-%d", base[:min(len(base), 36)], r.taken[base]+1)
	}
	return id
}
