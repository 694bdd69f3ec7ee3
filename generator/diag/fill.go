package diag

import (
	"slices"
)

// Fill returns the list with excerpts for the findings that have a line and
// none yet: those made from a remembered place, when the file's text is gone.
// Read returns a file's bytes; a finding whose file cannot be read stays as it
// is. The list itself is not changed, since it may be kept for replay.
func Fill(list List, read func(path string) ([]byte, error)) List {
	out := slices.Clone(list)
	files := map[string]*File{}
	for i := range out {
		d := &out[i]
		if d.Line == 0 || d.Excerpt != "" {
			continue
		}
		f, ok := files[d.Path]
		if !ok {
			if text, err := read(d.Path); err == nil {
				f = NewFile(d.Path, text)
			}
			files[d.Path] = f
		}
		if f != nil {
			d.Excerpt, d.ExcerptCol = f.excerptAt(d.Line, d.Col)
		}
	}
	return out
}

// excerptAt returns the line, cut round the column; "" if the file has no such
// line.
func (f *File) excerptAt(line, col int) (string, int) {
	f.index()
	if line > len(f.lines) {
		return "", 0
	}
	begin := f.lines[line-1]
	stop := f.end(line - 1)
	at, there := f.place(begin, stop, max(col, 1))
	text, first := f.excerpt(begin, stop, at, there)
	return string([]rune(text)), first
}
