package poll

import "playbook/generator/widget"

// Packing says that a learning platform keeps the votes of a poll.
func (p *Poll) Packing() widget.Packing {
	return widget.Packing{Parts: []widget.PackedPart{{Rank: widget.Answers, Full: []int{2, 1, widget.PackedDay, 0, 2}}}, Out: "counts of raised hands"}
}
