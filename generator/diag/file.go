package diag

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// A File is a source text that can turn byte offsets into positions. Path is
// as in [Pos]; Text is the whole file, front matter included, so that every
// position is true in the author's editor.
type File struct {
	Path string
	Text []byte

	lines []int // offset of each line's first byte, made on first use
}

// NewFile returns a File for text, which must not change afterwards.
func NewFile(path string, text []byte) *File { return &File{Path: path, Text: text} }

// bom is the UTF-8 byte order mark; it is not counted as a column.
const bom = "\ufeff"

func (f *File) index() {
	if f.lines != nil {
		return
	}
	f.lines = append(f.lines, 0)
	for i := 0; i < len(f.Text); i++ {
		switch f.Text[i] {
		case '\n':
			f.lines = append(f.lines, i+1)
		case '\r': // a lone CR ends a line too, as in CommonMark
			if i+1 == len(f.Text) || f.Text[i+1] != '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	}
}

// Pos returns the position of the byte at offset. Offsets outside the text
// are moved to its nearest end.
func (f *File) Pos(offset int) Pos {
	line, start := f.line(offset)
	return Pos{Path: f.Path, Line: line + 1, Col: f.column(start, offset)}
}

func (f *File) line(offset int) (line, start int) {
	f.index()
	offset = min(max(offset, 0), len(f.Text))
	line = sort.SearchInts(f.lines, offset+1) - 1
	return line, f.lines[line]
}

func (f *File) column(start, offset int) int {
	offset = min(max(offset, start), len(f.Text))
	text := f.Text[start:offset]
	if start == 0 && strings.HasPrefix(string(text[:min(len(text), 3)]), bom) {
		text = text[3:]
	}
	return utf8.RuneCount(text) + 1
}

// Offset returns the byte offset of the first byte of line, counted from 1.
func (f *File) Offset(line int) int {
	f.index()
	return f.lines[min(max(line, 1), len(f.lines))-1]
}

// maxExcerpt bounds an excerpt, in characters; longer lines are cut round the
// mark.
const maxExcerpt = 120

// At returns a diagnostic of severity s that marks the bytes [start, end) of
// the file, with the line as its excerpt. A mark that runs over the line's end
// is cut there; end <= start marks one character. The message is formatted as
// by fmt.Sprintf.
func (f *File) At(start, end int, s Severity, code Code, format string, args ...any) Diagnostic {
	line, begin := f.line(start)
	stop := begin
	for stop < len(f.Text) && f.Text[stop] != '\n' && f.Text[stop] != '\r' {
		stop++
	}
	d := Diagnostic{
		Pos:      Pos{Path: f.Path, Line: line + 1, Col: f.column(begin, start)},
		Severity: s, Code: code, Message: fmt.Sprintf(format, args...),
	}
	if end = min(end, stop); end > start {
		d.End = f.column(begin, end)
	}
	d.Excerpt, d.ExcerptCol = excerpt(strings.TrimPrefix(string(f.Text[begin:min(stop, begin+1<<16)]), bom), d.Col)
	return d
}

// excerpt cuts line to at most maxExcerpt characters around column col.
func excerpt(line string, col int) (string, int) {
	if utf8.RuneCountInString(line) <= maxExcerpt {
		return line, 1
	}
	r := []rune(line)
	from := min(max(0, col-1-maxExcerpt/3), max(0, len(r)-maxExcerpt))
	return string(r[from:min(len(r), from+maxExcerpt)]), from + 1
}

// Whole returns a diagnostic about the file as a whole, without an excerpt.
func Whole(path string, s Severity, code Code, format string, args ...any) Diagnostic {
	return Diagnostic{Pos: Pos{Path: path}, Severity: s, Code: code, Message: fmt.Sprintf(format, args...)}
}

// WithHint returns d with its hint set, formatted as by fmt.Sprintf.
func (d Diagnostic) WithHint(format string, args ...any) Diagnostic {
	d.Hint = fmt.Sprintf(format, args...)
	return d
}
