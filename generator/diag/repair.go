package diag

import (
	"bytes"
	"cmp"
	"slices"
)

// A Repair makes its finding go away, exactly: what it writes is what the author
// means, and nobody has to choose. It is made whole or not at all.
type Repair struct {
	Edits []Edit
	Moves []Move
	// Last says that the edits are right only while no other repair is made: this one
	// waits for a run in which there is none.
	Last bool
}

// A Move gives a file another path, which counts like [Pos.Path]. Edits of the file
// name its old one.
type Move struct{ From, To string }

// An Edit writes Text in place of what stands from one place of a file to another;
// equal places take nothing away. The lines of Text end with LF whatever the file's
// end with, see [Apply].
type Edit struct {
	Pos                 // the first character that goes
	EndLine, EndCol int // just past the last one
	Text            string
}

// Edit returns the edit that writes text in place of the bytes [start, end).
func (f *File) Edit(start, end int, text string) Edit {
	from, to := f.Pos(start), f.Pos(max(start, end))
	return Edit{from, to.Line, to.Col, text}
}

// WithRepair returns d with a repair in the place that its marks and hint are about.
func (d Diagnostic) WithRepair(edits ...Edit) Diagnostic {
	d.Repair = &Repair{Edits: edits}
	return d
}

// WithMove returns d with a repair that gives its file another path, and changes what
// names the old one.
func (d Diagnostic) WithMove(to string, edits ...Edit) Diagnostic {
	d.Repair = &Repair{Edits: edits, Moves: []Move{{d.Path, to}}}
	return d
}

// Repairs are what a list of findings repairs in one go.
type Repairs struct {
	Edits   map[string][]Edit // by path
	Moves   map[string]string // the new path by the old one
	Made    []Diagnostic      // the findings whose repairs are among them
	Waiting int               // findings whose repairs are for the next run
}

// Repair chooses from a list, in its order, the repairs that do not overlap: of two
// that do the first one wins, and the next run finds what is left of the other.
func (l List) Repair() Repairs {
	r := Repairs{Edits: map[string][]Edit{}, Moves: map[string]string{}}
	taken := map[string]string{} // by paths that files get
	early := slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Repair != nil && !d.Repair.Last })
	for _, d := range l {
		switch {
		case d.Repair == nil:
		case early && d.Repair.Last:
			r.Waiting++
		case r.overlaps(d.Repair.Edits), slices.ContainsFunc(d.Repair.Moves, func(m Move) bool {
			return r.Moves[m.From] != "" && r.Moves[m.From] != m.To || taken[m.To] != "" && taken[m.To] != m.From
		}):
			r.Waiting++
		default:
			for _, e := range d.Repair.Edits {
				r.Edits[e.Path] = append(r.Edits[e.Path], e)
			}
			for _, m := range d.Repair.Moves {
				r.Moves[m.From], taken[m.To] = m.To, m.From
			}
			r.Made = append(r.Made, d)
		}
	}
	return r
}

func (r *Repairs) overlaps(edits []Edit) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool {
		return slices.ContainsFunc(r.Edits[e.Path], e.overlaps)
	})
}

// overlaps reports whether two edits of one file touch the same text, or put text
// in at one place.
func (e Edit) overlaps(o Edit) bool {
	if e.Line == o.Line && e.Col == o.Col {
		return true
	}
	return before(e.Line, e.Col, o.EndLine, o.EndCol) && before(o.Line, o.Col, e.EndLine, e.EndCol)
}

func before(line, col, otherLine, otherCol int) bool {
	return line < otherLine || line == otherLine && col < otherCol
}

// Apply returns raw, a file's bytes as they are on the disk, with edits that do not
// overlap made, and every other byte as it was. The lines that are written end as
// the file's first line does. It is the one place where edits are made.
func Apply(raw []byte, edits []Edit) []byte {
	out, _ := apply(raw, edits)
	return out
}

// A span is what an edit replaced, in bytes: where it was, and where the new text is.
type span struct{ from, to, newFrom, newTo int }

func apply(raw []byte, edits []Edit) ([]byte, []span) {
	f := NewFile("", raw)
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	var out bytes.Buffer
	spans := make([]span, 0, len(edits))
	done := 0
	for _, e := range edits {
		s := span{from: f.offset(e.Line, e.Col), to: f.offset(e.EndLine, e.EndCol)}
		out.Write(raw[done:s.from])
		s.newFrom = out.Len()
		out.Write(bytes.ReplaceAll([]byte(e.Text), []byte("\n"), f.lineEnd()))
		s.newTo = out.Len()
		done = s.to
		spans = append(spans, s)
	}
	out.Write(raw[done:])
	return out.Bytes(), spans
}

// lineEnd is what ends the file's first line.
func (f *File) lineEnd() []byte {
	f.index()
	if len(f.lines) > 1 {
		return f.Text[f.end(0):f.lines[1]]
	}
	return []byte("\n")
}

// offset is where a place stands in the text: at its line's end if that is shorter.
func (f *File) offset(line, col int) int {
	f.index()
	if line > len(f.lines) {
		return len(f.Text)
	}
	at, _ := f.place(f.lines[line-1], f.end(line-1), col)
	return at
}
