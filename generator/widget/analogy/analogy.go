// Package analogy is the static block that compares a campaign with a sale: a Markdown
// table of two columns, drawn as paired cards.
package analogy

import (
	"reflect"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "analogy".
var Kind = widget.Kind{Name: "analogy", Sees: reflect.TypeFor[*Analogy](), Parse: parse, Static: true, Takes: []widget.Takes{block}}

var block = widget.Takes{What: "analogy", Attributes: []widget.Attribute{widget.DrawnTitle}}

const codeTable diag.Code = "PB1320"

// An Analogy is a list of pairs under two headings.
type Analogy struct {
	widget.Drawn
	Left, Right widget.Text
	Pairs       []Pair
}

// A Pair is one row: in the campaign, in sales.
type Pair struct{ Left, Right widget.Text }

// SearchText returns both sides of every pair.
func (a *Analogy) SearchText() []string {
	out := []string{a.Left.Plain, a.Right.Plain}
	for _, p := range a.Pairs {
		out = append(out, p.Left.Plain, p.Right.Plain)
	}
	return a.Words(out)
}

// Prefix returns the block with prefix before its id.
func (a *Analogy) Prefix(prefix string) widget.Widget {
	out := *a
	out.Drawn = a.WithPrefix(prefix)
	return &out
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := widget.NewReader(b, block)
	a := &Analogy{}
	drawn, table := r.Drawn(widget.Table, codeTable, "write a table of two columns: | In the campaign | In sales |")
	a.Drawn = drawn
	if table != nil {
		r.Diags = append(r.Diags, a.table(b, *table)...)
	}
	return a, r.Diags
}

func (a *Analogy) table(b widget.Block, p widget.Part) diag.List {
	var ds diag.List
	if len(p.Rows) < 2 {
		ds.Add(b.Errorf(p.Span, codeTable, "this analogy has no pairs").WithHint("write a row for each pair below the head"))
	}
	for i, r := range p.Rows {
		if len(r.Cells) != 2 {
			ds.Add(b.Errorf(r.Span, codeTable, "an analogy's table has two columns, found %d", len(r.Cells)).
				WithHint("the left one is the campaign, the right one is sales"))
			return ds
		}
		if i == 0 {
			a.Left, a.Right = r.Cells[0], r.Cells[1]
			continue
		}
		if r.Cells[0].Plain == "" || r.Cells[1].Plain == "" {
			ds.Add(b.Errorf(r.Span, codeTable, "this pair has an empty side").WithHint("in every row write how it is in the campaign and how it is in sales"))
		}
		a.Pairs = append(a.Pairs, Pair{r.Cells[0], r.Cells[1]})
	}
	return ds
}
