package roleplay

import (
	"slices"
	"strings"

	"playbook/generator/widget"
)

const debrief = "debrief"

// roleNames returns the parts of a role-play. Each is a flag that says whose part a
// heading begins; the strings of each language have the headings that do the same.
func roleNames() []string { return []string{"seller", "customer", "observer", debrief} }

// roleFlags returns these flags with their descriptions.
func roleFlags() []widget.Attribute {
	var flags []widget.Attribute
	for _, name := range roleNames() {
		flags = append(flags, widget.Attribute{Name: name, Does: "the heading begins this part, whatever its words"})
	}
	return flags
}

// roleOf returns the part that a heading begins, by its flag or by its words in any of
// the site's languages, or "".
func roleOf(b *widget.Block, h widget.Part) string {
	for _, name := range roleNames() {
		if h.Attrs.Flag(name) {
			return name
		}
	}
	for _, name := range roleNames() {
		if slices.ContainsFunc(b.EverySpelling(name), func(w string) bool { return strings.EqualFold(w, h.Text.Plain) }) {
			return name
		}
	}
	return ""
}

// headings returns the headings of all parts in the lesson's language.
func headings(b *widget.Block) (out []string) {
	for _, name := range roleNames() {
		out = append(out, b.Spellings(name)...)
	}
	return out
}
