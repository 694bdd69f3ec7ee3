// Package diag holds the words every other package shares: a position in a
// source file, a diagnostic about it, and a list of diagnostics.
//
// Author mistakes are diagnostics: collected, positioned, sorted, never
// returned as an error. A stage takes values in and gives a value and a
// [List] out; it goes on after a mistake so that one run reports them all.
// Machine failures (a disk, a bug) are ordinary errors and never come here.
//
// Every diagnostic has a [Code]. The long text of a code is the file
// codes/<code>.md, printed by [Explain]; a test in the generator's root holds
// codes and files against each other.
//
// Messages are lower case, have no full stop, name the thing in quotes and say
// what was expected. A hint says the way out, a did-you-mean first.
package diag

import (
	"cmp"
	"slices"
)

// A Pos is a place in a source file. Path is slash-separated and relative to
// the site's folder. Line and Col count from 1; Col counts code points, and a
// byte order mark at the start of the file is not counted. Line 0 means the
// file as a whole.
type Pos struct {
	Path string
	Line int
	Col  int
}

// Severity says whether a diagnostic stops the build.
type Severity uint8

// The severities, in rising order. Only Error makes a build fail; --strict
// turns warnings into errors. A hint is advice and never fails anything.
const (
	Hint Severity = iota
	Warning
	Error
)

func (s Severity) String() string {
	return [...]string{"hint", "warning", "error"}[s]
}

// A Code names one kind of finding for good, as "PB1003".
type Code string

// A Diagnostic is one finding. It is plain data: it is kept with the parsed
// file it belongs to and replayed when that file is reused.
type Diagnostic struct {
	Pos
	// End is the column just past the marked text, on the same line; 0 marks
	// one character.
	End      int
	Severity Severity
	Code     Code
	Message  string
	// Hint is the way out, often a did-you-mean; it may be empty.
	Hint string
	// Excerpt is the source line at Pos, without its line ending; empty when
	// there is none. Long lines are cut round the mark, see [File.At].
	Excerpt string
	// ExcerptCol is the column of the excerpt's first character, 1 unless the
	// line was cut.
	ExcerptCol int
	// Repair is what 'generate fix' does about it, nil if only the author can.
	Repair *Repair
}

// Same reports whether two findings say the same of the same place.
func (d Diagnostic) Same(o Diagnostic) bool {
	d.Repair, o.Repair = nil, nil
	return d == o
}

// A List is what a stage found, in no particular order until sorted.
type List []Diagnostic

// Add appends d.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// HasErrors reports whether any diagnostic in l is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns how many diagnostics of severity s are in l.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort orders l by path, line, column, code and message, and drops exact
// repetitions. The order does not depend on the order of discovery.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Hint, b.Hint),
		)
	})
	*l = slices.CompactFunc(*l, Diagnostic.Same)
}
