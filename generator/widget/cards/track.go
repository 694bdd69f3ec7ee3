package cards

import (
	"slices"

	"playbook/generator/widget"
)

// Track says that the cards are asked again. A deck does not count: it is there to
// be practised, not to be finished.
func (d *Deck) Track() widget.Track {
	t := widget.Track{Practised: true}
	for _, c := range d.Cards {
		t.Items = append(t.Items, widget.TrackedItem{ID: c.ID, Anchor: c.Anchor, Rev: c.Rev})
	}
	return t
}

// Practice returns the deck as a page with many of them shows it: all anchors
// begin with prefix.
func (d *Deck) Practice(prefix string) widget.Widget {
	out := *d
	out.Anchor = prefix + d.Anchor
	out.Cards = slices.Clone(d.Cards)
	for i := range out.Cards {
		out.Cards[i].Anchor = prefix + out.Cards[i].Anchor
	}
	return &out
}
