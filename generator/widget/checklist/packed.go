package checklist

import "playbook/generator/widget"

// packedRuns is the number of runs that are stored of a repeated list.
const packedRuns = 2

// Packing says that a learning platform stores the ticks of a list's last runs.
func (c *Checklist) Packing() widget.Packing {
	p := widget.Packing{Repeat: c.Repeat, Parts: []widget.PackedPart{{Rank: widget.Checklists}}}
	runs := 1
	if c.Repeat != "" {
		runs = packedRuns
	}
	if c.PerAccount {
		p.Parts, p.Out = nil, "lists kept for each account"
		runs = 0
	}
	full := []int{runs}
	for range runs {
		full = append(full, widget.PackedDay, 0)
		for i := range c.Count() {
			full = append(full, 1+i%5/4*4) // every fifth item on another day
		}
		full = append(full, 0)
	}
	if len(p.Parts) > 0 {
		p.Parts[0].Full = full
	}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			p.Revs = append(p.Revs, widget.Revised(it.Rev))
			if p.Out == "" && (it.Evidence == "note" || it.Evidence == "link") {
				p.Out = "notes at items"
			}
		}
	}
	return p
}
