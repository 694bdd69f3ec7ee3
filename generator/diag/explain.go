package diag

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed codes/*.md
var codes embed.FS

// Explain returns the long text of a code, Markdown: what the finding means, a
// bad example and a good one. The code's case does not matter.
func Explain(code string) (string, bool) {
	name := strings.ToUpper(strings.TrimSpace(code))
	text, err := codes.ReadFile("codes/" + path.Base(name) + ".md")
	return string(text), err == nil
}

// Codes returns every code that can be explained, sorted.
func Codes() []Code {
	names, _ := fs.Glob(codes, "codes/*.md")
	list := make([]Code, len(names))
	for i, n := range names {
		list[i] = Code(strings.TrimSuffix(path.Base(n), ".md"))
	}
	return list
}

// Title returns the first sentence of a code's text, without its full stop.
func Title(code Code) string {
	text, _ := Explain(string(code))
	text, _, _ = strings.Cut(text, "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	text, _, _ = strings.Cut(text, ". ")
	return strings.TrimSuffix(text, ".")
}
