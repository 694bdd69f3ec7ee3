package content

import "playbook/generator/widget"

// Takes lists the attributes of what is no widget.
func Takes() []widget.Takes { return []widget.Takes{detailsTakes, pictureTakes} }

var (
	detailsTakes = widget.Takes{What: "details", Attributes: []widget.Attribute{
		{Name: "title", Value: "words", Does: "the line that is always visible"},
		{Name: "open", Does: "the text is open at first"},
		{Name: "for", Value: "host", Does: "notes for the person who leads a meeting: the meeting view shows them only in that person's window and in print"},
	}}
	pictureTakes = widget.Takes{What: "picture", Attributes: []widget.Attribute{
		{Name: "w", Value: "a number of pixels", Does: "the maximum width"},
	}}
)
