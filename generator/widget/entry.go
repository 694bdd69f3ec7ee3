package widget

import "fmt"

// A Head has the fields of every widget with state. Kinds embed it.
type Head struct {
	ID, Anchor string // see [Block]
	// Was is an earlier id of the widget, or "".
	Was   string
	Title string
}

// An Entry has the fields of every item with state. The items of a kind embed it.
type Entry struct {
	ID string
	// Anchor is the item's id in the page: the widget's anchor, "-" and ID.
	Anchor string
	// Was is an earlier id of the item, or "".
	Was string

	identity ItemIdentity
}

// Entries returns the embedded entries of a kind's items.
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

// Head returns the block's ids, earlier id and title.
func (r *Reader) Head() Head {
	return Head{ID: r.Block.ID, Anchor: r.Block.Anchor, Was: r.was(r.Block.Attrs), Title: r.Title()}
}

// Entry reads the fields of an item and checks its attributes. If no id can be derived
// from the text, the id is fallback.
func (r *Reader) Entry(in Item, takes Takes, fallback string) Entry {
	r.Check(takes, in.Attrs)
	e := Entry{ID: r.Identify(in.Attrs, in.Text.Plain, fallback), Was: r.was(in.Attrs), identity: itemIdentity(r.Block.File, in)}
	e.Anchor = r.Block.Anchor + "-" + e.ID
	return e
}

// Heading returns a heading as an item, for the kinds whose items are headings.
func (p Part) Heading() Item {
	return Item{Text: p.Text, Attrs: p.Attrs, Span: p.Span}
}

// was returns the earlier id in attributes.
func (r *Reader) was(a Attrs) string {
	return r.Value(a, "was", CodeBadID, "was= names the earlier id, without #", ValidID)
}

// Identify returns an item's id: the author's, or one derived from its text. It reports
// an id that another item has.
func (r *Reader) Identify(a Attrs, text, fallback string) string {
	id := a.ID
	if id != "" && r.ids[id] {
		r.Report(a.IDSpan, CodeDuplicateID, fmt.Sprintf("the id %q is already taken in this %s", id, r.What), "ids are unique in "+Article(r.What)+"; choose another")
	}
	if id == "" {
		id = r.derive(text, fallback)
	}
	r.ids[id] = true
	return id
}

// derive makes an id from a text that no earlier item has.
func (r *Reader) derive(text, fallback string) string {
	base := DeriveID(text)
	if base == "" {
		base = fallback
	}
	id := base
	for r.ids[id] {
		r.taken[base]++ // so that many items with one text do not try all numbers
		id = fmt.Sprintf("%s-%d", base[:min(len(base), 36)], r.taken[base]+1)
	}
	return id
}
