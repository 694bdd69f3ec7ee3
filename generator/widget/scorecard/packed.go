package scorecard

import (
	"strings"

	"playbook/generator/widget"
)

// Packing says that a learning platform stores the answers to a scorecard about oneself
// and its saved results. Scorecards about accounts and deals name customers.
func (s *Scorecard) Packing() widget.Packing {
	p := widget.Packing{Shape: strings.Join(s.Scale, "\n")}
	for _, it := range s.Items {
		p.Revs = append(p.Revs, widget.Revised(it.Rev))
	}
	if s.Subject != "" && s.Subject != "self" {
		p.Out = "scorecards about accounts and deals"
		return p
	}
	full := []int{len(s.Scale)}
	for i := range s.Items {
		full = append(full, 2+i%max(1, len(s.Scale)))
	}
	full = append(full, 1, widget.PackedDay, 7115, 100)
	full = append(full, make([]int, len(s.Items))...)
	p.Parts = []widget.PackedPart{{Rank: widget.Scorecards, Full: full}}
	return p
}
