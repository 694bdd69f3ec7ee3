package importer

import (
	"bytes"
	"slices"
	"sort"
)

// A Text is a page's body on its way: its bytes, and for each of its lines the line
// of the source that it came from.
type Text struct {
	b     []byte
	lines []int // source line of each line, from 1
}

// newText returns a text whose first line is the source's line first.
func newText(b []byte, first int) Text {
	t := Text{b: b, lines: make([]int, bytes.Count(b, []byte("\n"))+1)}
	for i := range t.lines {
		t.lines[i] = first + i
	}
	return t
}

// Bytes is the text. It must not be changed but through [Page.Apply].
func (t *Text) Bytes() []byte { return t.b }

// An Edit puts New in the place of the bytes from Start to End. Rule says why, for
// the report; "" for what is not worth a word.
type Edit struct {
	Start, End int
	New        string
	Rule       string
}

// apply makes edits that do not overlap; of two that do, the first in order of the
// text wins, and of two at one place the longer. It returns those that were made.
func (t *Text) apply(edits []Edit) []Edit {
	if len(edits) == 0 {
		return nil
	}
	slices.SortStableFunc(edits, func(a, b Edit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	starts := lineStarts(t.b)
	lineOf := func(off int) int { return t.lines[sort.SearchInts(starts, off+1)-1] }
	var out []byte
	lines := []int{t.lines[0]}
	// copied adds bytes that stand at an offset of the old text.
	copied := func(from, to int) {
		out = append(out, t.b[from:to]...)
		for i := from; i < to; i++ {
			k := bytes.IndexByte(t.b[i:to], '\n')
			if k < 0 {
				return
			}
			i += k
			lines = append(lines, lineOf(min(i+1, len(t.b))))
		}
	}
	at := 0
	made := edits[:0:0]
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(t.b) || len(made) > 0 && e.Start == e.End && e.Start == at && made[len(made)-1].Start == e.Start {
			continue
		}
		copied(at, e.Start)
		out = append(out, e.New...)
		for n := bytes.Count([]byte(e.New), []byte("\n")); n > 0; n-- {
			lines = append(lines, lineOf(e.Start))
		}
		if n := len(lines); n > 1 && bytes.HasSuffix(out, []byte("\n")) {
			lines[n-1] = lineOf(min(e.End, len(t.b)))
		}
		at = e.End
		made = append(made, e)
	}
	copied(at, len(t.b))
	t.b, t.lines = out, lines
	return made
}

func lineStarts(b []byte) []int {
	starts := []int{0}
	for i, c := range b {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// slice returns a part of the text that begins and ends with lines.
func (t *Text) slice(start, end int) Text {
	first := bytes.Count(t.b[:start], []byte("\n"))
	n := bytes.Count(t.b[start:end], []byte("\n")) + 1
	return Text{b: slices.Clone(t.b[start:end]), lines: slices.Clone(t.lines[first:min(first+n, len(t.lines))])}
}
