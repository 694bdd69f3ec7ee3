package content

import "playbook/generator/widget"

// Takes lists the attributes of what is no widget.
func Takes() []widget.Takes { return []widget.Takes{detailsTakes, pictureTakes} }

var (
	detailsTakes = widget.Takes{What: "details", Attributes: []widget.Attribute{
		{Name: "title", Value: "words", Does: "the line that is always in sight"},
		{Name: "open", Does: "the text is unfolded at first"},
		{Name: "for", Value: "host", Does: "notes for whoever leads a meeting: the meeting view shows them in the host's window and on paper"},
	}}
	pictureTakes = widget.Takes{What: "picture", Attributes: []widget.Attribute{
		{Name: "w", Value: "a number of pixels", Does: "how wide it is at most"},
	}}
)
