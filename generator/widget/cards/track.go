package cards

import "playbook/generator/widget"

// Track says that the cards are asked again. A deck does not count: it is there to
// be practised, not to be finished.
func (d *Deck) Track() widget.Track {
	t := widget.Track{Practised: true}
	for _, c := range d.Cards {
		t.Items = append(t.Items, widget.TrackedItem{ID: c.ID, Anchor: c.Anchor, Rev: c.Rev})
	}
	return t
}
