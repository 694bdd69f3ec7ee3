package checklist

import (
	"slices"

	"playbook/generator/widget"
)

// Track says that a list with a required item is to be completed, and which items are
// due. A list for several accounts is due for each of them.
func (c *Checklist) Track() widget.Track {
	t := widget.Track{Repeat: c.Repeat}
	if c.PerAccount {
		t.Per = "account"
	}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			t.Follows = t.Follows || it.Required
			if it.Required {
				t.Asked = append(t.Asked, widget.LinksIn(it.Text.HTML)...)
			}
			one := widget.TrackedItem{ID: it.ID, Anchor: it.Anchor, Rev: it.Rev, Counts: it.Required}
			if it.Due != "" {
				one.Due, one.Text = it.Due, it.Text.Plain
			}
			if one.Due != "" || it.Rev > 1 {
				t.Items = append(t.Items, one)
			}
		}
	}
	t.Dated = c.Repeat != "" || slices.ContainsFunc(t.Items, func(it widget.TrackedItem) bool { return it.Due != "" })
	if !c.PerAccount {
		t.Share = map[string]string{}
	}
	return t
}
