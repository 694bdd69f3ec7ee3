package poll

import "playbook/generator/widget"

// Packing says how the reader's vote is stored on a learning platform: as a list of
// numbers, here with the longest one that a vote can need.
func (p *Poll) Packing() widget.Packing {
	return widget.Packing{Parts: []widget.PackedPart{{Rank: widget.Answers, Full: []int{2, 1, widget.PackedDay, 0, 2}}}, Out: "counts of raised hands"}
}
