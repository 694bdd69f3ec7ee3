package cards

import "playbook/generator/widget"

// Packing says that a learning platform stores when each card is asked again.
func (d *Deck) Packing() widget.Packing {
	p := widget.Packing{Parts: []widget.PackedPart{{Rank: widget.Repetition, Full: widget.FullBoxes(len(d.Cards))}}}
	for _, c := range d.Cards {
		p.Revs = append(p.Revs, widget.Revised(c.Rev))
	}
	return p
}
