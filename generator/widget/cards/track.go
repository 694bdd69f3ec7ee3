package cards

import "playbook/generator/widget"

// Track lists the cards, so that the reader is asked each of them again on later days.
// The lesson can be completed without them: a deck is practiced, never finished.
func (d *Deck) Track() widget.Track {
	t := widget.Track{Practised: true}
	for _, c := range d.Cards {
		t.Items = append(t.Items, widget.TrackedItem{ID: c.ID, Anchor: c.Anchor, Rev: c.Rev})
	}
	return t
}
