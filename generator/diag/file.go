package diag

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"
)

// A File is a source text that can turn byte offsets into positions. Path is
// as in [Pos]; Text is the whole file, front matter included, so that every
// position is true in the author's editor. It must not be used from two
// goroutines at once.
type File struct {
	Path string
	Text []byte

	lines []int  // offset of each line's first byte, made on first use
	last  cursor // where the last column was asked for
}

// A cursor is a place whose column is known. A thousand findings in one long
// line would else count it a thousand times.
type cursor struct{ start, at, col int } // offsets of the line and the place

// NewFile returns a File for text, which must not change afterwards.
func NewFile(path string, text []byte) *File { return &File{Path: path, Text: text} }

// bom is the UTF-8 byte order mark; it is not counted as a column.
const bom = "\ufeff"

func (f *File) index() {
	if f.lines != nil {
		return
	}
	f.lines = append(f.lines, 0)
	if bytes.IndexByte(f.Text, '\r') < 0 { // nearly every file, and much faster
		for i := 0; ; {
			n := bytes.IndexByte(f.Text[i:], '\n')
			if n < 0 {
				return
			}
			i += n + 1
			f.lines = append(f.lines, i)
		}
	}
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
	c := f.from(start)
	if c.at > offset {
		c = f.first(start)
	}
	c.col += utf8.RuneCount(f.Text[min(c.at, offset):offset])
	if c.at = max(c.at, offset); c.at == len(f.Text) || utf8.RuneStart(f.Text[c.at]) {
		f.last = c
	}
	return c.col
}

// first is the first character of the line that begins at start.
func (f *File) first(start int) cursor {
	c := cursor{start, start, 1}
	if start == 0 && bytes.HasPrefix(f.Text, []byte(bom)) {
		c.at = len(bom)
	}
	return c
}

// from is a place in the line that begins at start, as far on as is known.
func (f *File) from(start int) cursor {
	if f.last.col > 0 && f.last.start == start {
		return f.last
	}
	return f.first(start)
}

// place returns the offset of a column of the line from start to stop, at most
// the line's end, and the column that is there.
func (f *File) place(start, stop, col int) (at, there int) {
	c := f.from(start)
	if c.col > col {
		c = f.first(start)
	}
	for c.col < col && c.at < stop {
		_, n := utf8.DecodeRune(f.Text[c.at:stop])
		c.at += n
		c.col++
	}
	f.last = c
	return c.at, c.col
}

// end returns where a line, counted from 0, ends.
func (f *File) end(line int) int {
	f.index()
	if line+1 >= len(f.lines) {
		return len(f.Text)
	}
	at := f.lines[line+1] - 1
	if at > f.lines[line] && f.Text[at] == '\n' && f.Text[at-1] == '\r' {
		at--
	}
	return at
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
	stop := f.end(line)
	d := Diagnostic{
		Pos:      Pos{Path: f.Path, Line: line + 1, Col: f.column(begin, start)},
		Severity: s, Code: code, Message: fmt.Sprintf(format, args...),
	}
	d.Excerpt, d.ExcerptCol = f.excerpt(begin, stop, start, d.Col)
	if end = min(end, stop); end > start {
		d.End = f.column(begin, end)
	}
	return d
}

// excerpt cuts the line from begin to stop to at most maxExcerpt characters
// around the offset at, which is column col, and returns the first one's column.
func (f *File) excerpt(begin, stop, at, col int) (string, int) {
	begin = f.first(begin).at
	if n := stop - begin; n <= maxExcerpt || n <= utf8.UTFMax*maxExcerpt && utf8.RuneCount(f.Text[begin:stop]) <= maxExcerpt {
		return string(f.Text[begin:stop]), 1
	}
	from := min(max(at, begin), stop)
	col -= max(at-stop, 0) // between \r and \n
	col -= back(f.Text[begin:from], &from, maxExcerpt/3)
	to := from
	n := 0
	for ; n < maxExcerpt && to < stop; n++ {
		_, size := utf8.DecodeRune(f.Text[to:stop])
		to += size
	}
	col -= back(f.Text[begin:from], &from, maxExcerpt-n)
	return string([]rune(string(f.Text[from:to]))), col
}

// back moves at, the end of text, by up to n characters to the left, and returns
// by how many it was.
func back(text []byte, at *int, n int) int {
	k := 0
	for ; k < n && len(text) > 0; k++ {
		_, size := utf8.DecodeLastRune(text)
		text = text[:len(text)-size]
		*at -= size
	}
	return k
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
