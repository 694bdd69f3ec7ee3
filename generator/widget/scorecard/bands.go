package scorecard

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// bands reads the table | From | Verdict | Advice |. The words in its head are free,
// the columns are not.
func (r *reader) bands(p widget.Part) {
	const shape = "write a table | From | Verdict | Advice | with one row for each band"
	if len(p.Rows) < 2 || len(p.Rows[0].Cells) < 2 || len(p.Rows[0].Cells) > 3 {
		r.Report(p.Span, codeBands, "this is not a table of bands", shape)
		return
	}
	for _, row := range p.Rows[1:] {
		from, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(row.Cells[0].Plain), "%"), 64)
		if err != nil || !(from >= 0 && from < 100) {
			r.Report(at(row.Cells[0], row), codeBands, fmt.Sprintf("a band cannot begin at %q", row.Cells[0].Plain), "write a number from 0 up to 100, with a full stop before decimals: 62.5")
			continue
		}
		b := Band{From: from, To: 100, Verdict: row.Cells[1]}
		if b.Verdict.Plain == "" {
			r.Report(row.Span, codeBands, "this band has no verdict", shape)
		}
		if len(row.Cells) > 2 {
			b.Advice = row.Cells[2]
		}
		r.order(b, at(row.Cells[0], row))
	}
}

// order appends a band and checks that it follows the others.
func (r *reader) order(b Band, span widget.Span) {
	n := len(r.s.Bands)
	switch {
	case n == 0 && b.From != 0:
		r.Report(span, codeBands, "the first band does not begin at 0", "begin at 0, so that every score has a verdict")
	case n > 0 && b.From <= r.s.Bands[n-1].From:
		r.Report(span, codeBands, fmt.Sprintf("this band does not begin above %v, where the one before it does", r.s.Bands[n-1].From), "bands rise from row to row; each ends where the next begins")
	case n > 0:
		r.s.Bands[n-1].To = b.From
	}
	r.s.Bands = append(r.s.Bands, b)
}

// at returns the place of a cell, or of its row if the cell is empty.
func at(cell widget.Text, row widget.Row) widget.Span {
	if cell.Span.End > cell.Span.Start {
		return cell.Span
	}
	return row.Span
}

var gatePattern = regexp.MustCompile(`^\s*([^\s<>=:]+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*:\s*(\S.*?)\s*$`)

// gates reads gate="need<0.5: not yet a prospect", with several separated by ";". The
// number is compared with the answer from 0 to 1.
func (r *reader) gates() {
	t, ok := r.Block.Attrs.Find("gate")
	if !ok || t.Flag {
		return
	}
	for part := range strings.SplitSeq(t.Value, ";") {
		m := gatePattern.FindStringSubmatch(part)
		if m == nil {
			r.Report(t.ValueSpan, codeGate, fmt.Sprintf("cannot read the gate %q", strings.TrimSpace(part)), `write gate="id<0.5: the verdict it allows", several separated by ';'`)
			continue
		}
		g := Gate{Item: m[1], Op: m[2], Verdict: m[4]}
		g.Value, _ = strconv.ParseFloat(m[3], 64) // the pattern allows only numbers
		ids := make([]string, len(r.s.Items))
		for i, it := range r.s.Items {
			if ids[i] = it.ID; it.ID == g.Item {
				g.Number = it.Number
			}
		}
		switch {
		case g.Number == 0:
			r.Report(t.ValueSpan, codeGate, fmt.Sprintf("the gate names %q, but no statement has that id", g.Item), diag.DidYouMean(g.Item, ids))
		case g.Value > 1:
			r.Report(t.ValueSpan, codeGate, fmt.Sprintf("the gate compares with %v, but an answer is worth 0 to 1", g.Value), "the lowest answer is 0, the highest 1, the middle of five 0.5")
		}
		r.s.Gates = append(r.s.Gates, g)
	}
}
