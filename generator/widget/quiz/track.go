package quiz

import (
	"slices"

	"playbook/generator/widget"
)

// Track says that a quiz counts, and with the flag srs that its questions are
// asked again.
func (q *Quiz) Track() widget.Track {
	t := widget.Track{Counts: true, Practised: q.SRS}
	for _, x := range q.Questions {
		if q.SRS || x.Rev > 1 {
			t.Items = append(t.Items, widget.TrackedItem{ID: x.ID, Anchor: x.Anchor, Rev: x.Rev, Counts: true})
		}
	}
	return t
}

// Practice returns the quiz as a page with many of them shows it: all anchors
// begin with prefix.
func (q *Quiz) Practice(prefix string) widget.Widget {
	out := *q
	out.Anchor = prefix + q.Anchor
	out.Questions = slices.Clone(q.Questions)
	for i := range out.Questions {
		out.Questions[i].Anchor = prefix + out.Questions[i].Anchor
	}
	return &out
}
