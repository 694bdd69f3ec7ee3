// Package bars is the block that draws a horizontal bar chart. Its content is a table of
// names and numbers, with a third column if there are two series of numbers.
package bars

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "bars".
var Kind = widget.Kind{Name: "bars", Sees: reflect.TypeFor[*Bars](), Parse: parse, Static: true, Takes: []widget.Takes{takes}}

var takes = widget.Takes{What: "bars block", Attributes: []widget.Attribute{
	widget.DrawnTitle,
	{Name: "unit", Value: "a sign or a word", Does: "the unit after each number, for example h or %"},
}}

const (
	codeShape  diag.Code = "PB1334"
	codeNumber diag.Code = "PB1335"
)

// Bars is a bar chart.
type Bars struct {
	widget.Drawn
	// Unit is written after every number. Percent says that it is "%".
	Unit    string
	Percent bool
	// Heads are the headings of the columns. The first column holds the names.
	Heads []widget.Text
	Rows  []Row
	// Zero is the position of 0, in percent of the width.
	Zero string
}

// A Row is one name with its number in each series.
type Row struct {
	Name   widget.Text
	Values []Value
}

// A Value is one number as it was written, with its bar.
type Value struct {
	Text string
	// Own says that the text already has a "%" and needs no unit.
	Own bool
	// X is where the bar begins and Width its length, in percent.
	X, Width string

	number float64
}

// SearchText returns the headings and the names.
func (b *Bars) SearchText() []string {
	var out []string
	for _, h := range b.Heads {
		out = append(out, h.Plain)
	}
	for _, r := range b.Rows {
		out = append(out, r.Name.Plain)
	}
	return b.Words(out)
}

// Prefix returns the block with prefix before its id.
func (b *Bars) Prefix(prefix string) widget.Widget {
	out := *b
	out.Drawn = b.WithPrefix(prefix)
	return &out
}

// Two reports whether there is a second series.
func (b *Bars) Two() bool { return len(b.Heads) == 3 }

const hint = "write a table of names and numbers: | Account | Hours |"

func parse(block widget.Block) (widget.Widget, diag.List) {
	r := widget.NewReader(block, takes)
	b := &Bars{}
	b.Unit, _ = block.Attrs.Get("unit")
	b.Percent = b.Unit == "%"
	drawn, table := r.Drawn(widget.Table, codeShape, hint)
	b.Drawn = drawn
	if table == nil || !b.head(r, table) {
		return b, r.Diags
	}
	numbers := widget.NumbersIn(block.Lang)
	for _, row := range table.Rows[1:] {
		r.Bare(row.Attrs, "row of bars")
		b.Rows = append(b.Rows, b.row(r, numbers, row))
	}
	if len(b.Rows) == 0 {
		r.Report(table.Span, codeShape, "these bars have no numbers", "write a row for each name below the head")
	}
	if !r.Diags.HasErrors() && !b.measure() {
		r.Report(table.Span, codeNumber, "every number is 0: there is nothing to draw", "write the table without ::: bars")
	}
	return b, r.Diags
}

// head reads the headings of the columns. It reports whether there are two or three.
func (b *Bars) head(r *widget.Reader, table *widget.Part) bool {
	row := table.Rows[0]
	if n := len(row.Cells); n < 2 || n > 3 {
		r.Report(row.Span, codeShape, fmt.Sprintf("bars have two columns, or three for two series, found %d", n), hint)
		return false
	}
	r.Bare(row.Attrs, "row of bars")
	b.Heads = row.Cells
	if b.Two() && (row.Cells[1].Plain == "" || row.Cells[2].Plain == "") {
		r.Report(row.Span, codeShape, "one of the two series has no name", "write a heading above each column of numbers")
	}
	return true
}

func (b *Bars) row(r *widget.Reader, numbers widget.Numbers, row widget.Row) Row {
	out := Row{Name: row.Cells[0]}
	if out.Name.Plain == "" {
		r.Report(row.Span, codeShape, "this bar has no name", "the first column holds the names")
	}
	for _, cell := range row.Cells[1:] {
		text := cell.Plain
		x, elsewhere, ok := numbers.Read(text)
		at := r.Find(cell.Span, text)
		switch {
		case text == "":
			r.Report(row.Span, codeNumber, "a number is missing in this row", "write 0 for nothing")
		case elsewhere:
			r.Report(at, codeNumber, strconv.Quote(text)+" is not a number in the language of this page", "write numbers as "+numbers.Sample())
		case !ok:
			r.Report(at, codeNumber, strconv.Quote(text)+" is not a number", `write digits, as `+numbers.Sample()+`; words such as "hours" go into unit="…"`)
		}
		out.Values = append(out.Values, Value{Text: text, Own: b.Percent && strings.Contains(text, "%"), number: x})
	}
	return out
}

// least is the smallest length of a bar, in percent, if its number is not 0, so that the bar
// is visible.
const least = 0.4

// measure sets the positions and lengths of the bars, on a scale from the smallest number or
// 0 to the largest number or 0. It reports false if all numbers are 0.
func (b *Bars) measure() bool {
	low, high := 0.0, 0.0
	for _, r := range b.Rows {
		for _, v := range r.Values {
			low, high = min(low, v.number), max(high, v.number)
		}
	}
	if low == high {
		return false
	}
	at := func(x float64) float64 { return 100 * (x/(high-low) - low/(high-low)) }
	b.Zero = percent(at(0))
	for _, r := range b.Rows {
		for i := range r.Values {
			v := &r.Values[i]
			from, to := at(min(v.number, 0)), at(max(v.number, 0))
			switch {
			case v.number > 0 && to-from < least:
				to = from + least
			case v.number < 0 && to-from < least:
				from = to - least
			}
			v.X, v.Width = percent(from), percent(to-from)
		}
	}
	return true
}

func percent(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) + "%"
}
