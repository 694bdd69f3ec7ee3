package theme

import _ "embed"

//go:embed views.md
var views string

// Views is a part of the manual in Markdown: what each layout and partial sees, and the
// fields and methods of all types that it leads to. A test writes it from the sources.
func Views() string { return views }
