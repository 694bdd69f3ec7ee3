// Package templates is the theme that comes with the generator: layouts,
// partials, widget templates, styles, interface strings and client code. A
// site lays its own templates/ over it, file by file.
package templates

import "embed"

// FS holds every file of the theme, by its path below templates/.
//
//go:embed *
var FS embed.FS
