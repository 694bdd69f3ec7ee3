package checklist

import (
	"slices"

	"playbook/generator/widget"
)

// Track says that a list counts when something in it is required, and what in it
// is due. A list for several accounts is due for each of them: what is due there
// has a name of the reader's and stays on the lesson's page.
func (c *Checklist) Track() widget.Track {
	t := widget.Track{Repeat: c.Repeat}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			t.Counts = t.Counts || it.Required
			one := widget.TrackedItem{ID: it.ID, Anchor: it.Anchor, Rev: it.Rev, Counts: it.Required}
			if !c.PerAccount && it.Due != "" {
				one.Due, one.Text = it.Due, it.Text.Plain
			}
			if one.Due != "" || it.Rev > 1 {
				t.Items = append(t.Items, one)
			}
		}
	}
	t.Dated = !c.PerAccount && (c.Repeat != "" || slices.ContainsFunc(t.Items, func(it widget.TrackedItem) bool { return it.Due != "" }))
	return t
}
