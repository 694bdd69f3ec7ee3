package theme

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Styles returns the style sheet of every page: the files of styles/ in the
// order of their names, then the team's accent ("" for the theme's own).
func Styles(fsys fs.FS, accent string) (string, error) {
	files, err := fs.Glob(fsys, "styles/*.css")
	if err != nil {
		return "", fmt.Errorf("list styles: %w", err)
	}
	slices.Sort(files)
	var b strings.Builder
	for _, name := range files {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", fmt.Errorf("read styles: %w", err)
		}
		b.Write(raw)
	}
	b.WriteString(AccentCSS(accent))
	return b.String(), nil
}
