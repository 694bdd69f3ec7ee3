// Package analogy is the static block that sets a campaign beside a sale: a
// two-column Markdown table, drawn as paired cards.
package analogy

import (
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "analogy".
var Kind = widget.Kind{Name: "analogy", Parse: parse, Static: true}

const codeTable diag.Code = "PB1320"

// An Analogy is a list of pairs under two headings.
type Analogy struct {
	Anchor      string
	Title       string
	Left, Right widget.Text
	Pairs       []Pair
	// Before and After are what stands round the table, as HTML.
	Before, After string
}

// A Pair is one row: in the campaign, in sales.
type Pair struct{ Left, Right widget.Text }

// SearchText returns both sides of every pair.
func (a *Analogy) SearchText() []string {
	out := []string{a.Title, a.Left.Plain, a.Right.Plain}
	for _, p := range a.Pairs {
		out = append(out, p.Left.Plain, p.Right.Plain)
	}
	return out
}

// Anchors returns the block's own id, if the author gave one.
func (a *Analogy) Anchors() []string {
	if a.Anchor == "" {
		return nil
	}
	return []string{a.Anchor}
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	ds := widget.CheckAttrs(b.File, "analogy", b.Attrs, []string{"title"}, nil)
	a := &Analogy{Anchor: b.ID}
	a.Title, _ = b.Attrs.Get("title")
	tables := 0
	for _, p := range b.Parts {
		switch {
		case p.Type == widget.Nested:
			ds.Add(b.Errorf(p.Block.Span, codeTable, "an analogy cannot hold another container").WithHint("put it below the analogy"))
		case p.Type == widget.Table:
			tables++
			ds = append(ds, a.table(b, p)...)
		case tables == 0:
			a.Before += p.HTML
		default:
			a.After += p.HTML
		}
	}
	if tables != 1 {
		ds.Add(b.Errorf(b.Span, codeTable, "an analogy holds one table, found %d", tables).
			WithHint("write a table of two columns: | In the campaign | In sales |"))
	}
	return a, ds
}

func (a *Analogy) table(b widget.Block, p widget.Part) diag.List {
	var ds diag.List
	if len(p.Rows) < 2 {
		ds.Add(b.Errorf(p.Span, codeTable, "this analogy has no pair").WithHint("below the head, write a row for each pair"))
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
			ds.Add(b.Errorf(r.Span, codeTable, "this pair has an empty side").WithHint("every row says what it is in the campaign and what it is in sales"))
		}
		a.Pairs = append(a.Pairs, Pair{r.Cells[0], r.Cells[1]})
	}
	return ds
}
