// Package matrix is the static block that draws four fields between two axes: a
// table of two columns and two rows, whose cells begin with a name in bold.
package matrix

import (
	"fmt"
	"reflect"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "matrix".
var Kind = widget.Kind{Name: "matrix", Sees: reflect.TypeFor[*Matrix](), Parse: parse, Static: true, CellAttrs: true, Takes: []widget.Takes{block, inField}}

var (
	block = widget.Takes{What: "matrix", Attributes: []widget.Attribute{
		widget.DrawnTitle,
		{Name: "x", Value: "words", Does: "what the columns stand for"},
		{Name: "y", Value: "words", Does: "what the rows stand for"},
	}}
	inField = widget.Takes{What: "field", Attributes: []widget.Attribute{
		{Name: "here", Does: "marks the field that the lesson is about"},
	}}
)

const codeShape diag.Code = "PB1336"

// A Matrix is four fields, two in a row.
type Matrix struct {
	widget.Drawn
	// X and Y are the labels of the axes, or "".
	X, Y string
	// Cols are the names of the two columns, or nil.
	Cols []widget.Text
	Rows []Row

	marked bool // a field is marked
}

// A Row is two fields. Its name is empty in a matrix whose rows have none.
type Row struct {
	Name   widget.Text
	Fields []Field
}

// A Field is one of the four. Here marks the one that matters.
type Field struct {
	Name, Text widget.Text
	Here       bool
}

// Named reports whether rows have names.
func (m *Matrix) Named() bool { return len(m.Rows) > 0 && m.Rows[0].Name.Plain != "" }

// SearchText returns the axes and the fields, in reading order.
func (m *Matrix) SearchText() []string {
	out := []string{m.X, m.Y}
	for _, c := range m.Cols {
		out = append(out, c.Plain)
	}
	for _, r := range m.Rows {
		out = append(out, r.Name.Plain)
		for _, f := range r.Fields {
			out = append(out, f.Name.Plain, f.Text.Plain)
		}
	}
	return m.Words(out)
}

// Prefix returns the block with prefix before its id.
func (m *Matrix) Prefix(prefix string) widget.Widget {
	out := *m
	out.Drawn = m.WithPrefix(prefix)
	return &out
}

const hint = "write a table: a head with the names of the columns, then two rows, each with its name and two fields"

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := widget.NewReader(b, block)
	m := &Matrix{}
	m.X, _ = b.Attrs.Get("x")
	m.Y, _ = b.Attrs.Get("y")
	drawn, table := r.Drawn(widget.Table, codeShape, hint)
	m.Drawn = drawn
	if table == nil || !size(r, table) {
		return m, r.Diags
	}
	m.head(r, table.Rows[0])
	for _, row := range table.Rows[1:] {
		m.Rows = append(m.Rows, m.row(r, row))
	}
	if len(table.Rows[0].Cells) == 2 && m.Y == "" {
		r.Report(b.Span, codeShape, "the rows have no names", `add a first column with names, or write y="…"`)
	}
	return m, r.Diags
}

// size reports whether a table is two by two, apart from names.
func size(r *widget.Reader, table *widget.Part) bool {
	if n := len(table.Rows) - 1; n != 2 {
		r.Report(table.Span, codeShape, fmt.Sprintf("a matrix has two rows below its head, found %d", n), hint)
		return false
	}
	if n := len(table.Rows[0].Cells); n != 2 && n != 3 {
		r.Report(table.Rows[0].Span, codeShape, fmt.Sprintf("a matrix has two columns, or three with the names of its rows, found %d", n), hint)
		return false
	}
	return true
}

// head reads the names of the columns.
func (m *Matrix) head(r *widget.Reader, row widget.Row) {
	for _, a := range row.CellAttrs {
		r.Bare(a, "matrix head")
	}
	cols := row.Cells
	if len(cols) == 3 {
		if cols[0].Plain != "" {
			r.Report(cols[0].Span, codeShape, "the corner of a matrix stays empty", `say what the rows are with y="…"`)
		}
		cols = cols[1:]
	}
	switch left, right := cols[0].Plain, cols[1].Plain; {
	case left != "" && right != "":
		m.Cols = cols
	case left+right != "":
		r.Report(row.Span, codeShape, "one of the two columns has no name", "name both, or none")
	case m.X == "":
		r.Report(r.Block.Span, codeShape, "the columns have no names", `write names in the head, or write x="…"`)
	}
}

func (m *Matrix) row(r *widget.Reader, row widget.Row) Row {
	var out Row
	cells, attrs := row.Cells, row.CellAttrs
	if len(cells) == 3 {
		r.Bare(attrs[0], "row name")
		if out.Name = cells[0]; out.Name.Plain == "" {
			r.Report(row.Span, codeShape, "this row has no name", `name it in the first column, or remove that column from the whole table and write y="…"`)
		}
		cells, attrs = cells[1:], attrs[1:]
	}
	for i, cell := range cells {
		out.Fields = append(out.Fields, m.field(r, row, cell, attrs[i]))
	}
	return out
}

func (m *Matrix) field(r *widget.Reader, row widget.Row, cell widget.Text, a widget.Attrs) Field {
	if strings.HasSuffix(cell.Plain, "{.here}") {
		r.Report(r.Find(cell.Span, "{.here}"), widget.CodeUnknownAttr, `unknown attribute ".here" of a field`, `did you mean "here"?`)
	}
	if a.ID != "" {
		r.Report(a.IDSpan, widget.CodeUnknownAttr, "a field cannot have an id", "remove it")
	}
	r.Check(inField, a)
	f := Field{Here: a.Flag("here")}
	if f.Here && m.marked {
		r.Report(a.Span, codeShape, "two fields are marked", "keep {here} in one of them")
	}
	m.marked = m.marked || f.Here
	f.Name, f.Text = cell.Lead()
	at := cell.Span
	if cell.Plain == "" {
		at = row.Span
	}
	switch {
	case f.Name.Plain == "":
		r.Report(at, codeShape, "this field has no name", "begin it with a name in bold: **Teach** They need it and do not know yet.")
	case f.Text.Plain == "":
		r.Report(at, codeShape, "this field has only a name", "write a sentence after it: **"+f.Name.Plain+"** …")
	}
	return f
}
