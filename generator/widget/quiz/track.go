package quiz

import "playbook/generator/widget"

// Track says that the quiz counts: the lesson is not learnt before the quiz is answered.
// With the flag srs, the reader is asked the questions again on later days.
func (q *Quiz) Track() widget.Track {
	t := widget.Track{Counts: true, Practised: q.SRS, Share: map[string]string{}}
	for _, x := range q.Questions {
		if q.SRS || x.Rev > 1 {
			t.Items = append(t.Items, widget.TrackedItem{ID: x.ID, Anchor: x.Anchor, Rev: x.Rev, Counts: true})
		}
	}
	return t
}
