package journal

import "playbook/generator/widget"

// Packing says that a learning platform stores that something was written, but not the
// text.
func (j *Journal) Packing() widget.Packing {
	return widget.Packing{Parts: []widget.PackedPart{{Rank: widget.Answers, Full: []int{1}}}, Out: "texts in journals"}
}
