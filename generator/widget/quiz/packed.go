package quiz

import (
	"strings"

	"playbook/generator/widget"
)

// Packing says that a learning platform stores the attempts at a quiz, and with the
// flag srs when its questions are asked again. packed.js describes the numbers.
func (q *Quiz) Packing() widget.Packing {
	var shape strings.Builder
	// Two attempts, the last one with its answers.
	asked := 0
	if q.Draw > 0 {
		asked = q.Draw + 1
	}
	full := []int{2, 2, widget.PackedDay, asked, 2, 1, 1, widget.PackedDay, asked, 0, 0, someSeed}
	for i := range q.Questions {
		full = append(full, q.Questions[i].packed(i)...)
	}
	p := widget.Packing{Graded: true}
	for i := range q.Questions {
		x := &q.Questions[i]
		p.Revs = append(p.Revs, widget.Revised(x.Rev))
		shape.WriteString(x.Type + "\n")
		for _, o := range x.Options {
			shape.WriteString(o.Text.Plain + "\n")
		}
		for _, s := range x.Steps {
			shape.WriteString(s.Plain + "\n")
		}
		for _, pair := range x.Pairs {
			shape.WriteString(pair.Left.Plain + "\n" + pair.Right.Plain + "\n")
		}
	}
	p.Shape = shape.String()
	p.Parts = []widget.PackedPart{{Rank: widget.Answers, Full: full}}
	if q.SRS {
		p.Parts = append(p.Parts, widget.PackedPart{Rank: widget.Repetition, Full: widget.FullBoxes(len(q.Questions))})
	}
	return p
}

// someSeed is an example of the number below 256 for the order of an attempt's
// questions.
const someSeed = 200

// typedLength is the assumed length of a typed answer, in letters.
const typedLength = 8

// packed returns the numbers of an answer to the question, which is one of n.
func (x *Question) packed(n int) []int {
	switch x.Type {
	case "single":
		return []int{3 + n%max(1, len(x.Options))}
	case "multi":
		return append([]int{2}, places(max(1, len(x.Options)/2), n)...)
	case "order":
		return append([]int{2}, places(len(x.Steps), n)...)
	case "match":
		return append([]int{2}, places(len(x.Pairs), n)...)
	}
	out := []int{1, typedLength}
	for i := range typedLength {
		out = append(out, 'a'+(7*i+n)%26)
	}
	return out
}

// places returns n and then n numbers from from on.
func places(n, from int) []int {
	out := []int{n}
	for i := range n {
		out = append(out, 1+(i+from)%max(1, n))
	}
	return out
}
