package content

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const codeFigure diag.Code = "PB1325"

// Markdown changes some numbers: it reads the asterisks of 5*3*2 as emphasis on 3, and a
// list item that begins with "2026." is shown with the next number of the list instead.

// multiplied warns of asterisks between digits that Markdown reads as emphasis.
func (d *document) multiplied(open, end *delim) {
	before, first := d.around(open)
	last, after := d.around(end)
	for _, r := range []rune{before, first, last, after} {
		if !unicode.IsDigit(r) {
			return
		}
	}
	text := func(r *delim) diag.Edit {
		return d.edit(r.start, r.start+r.length, string(bytes.Repeat([]byte(`\*`), r.length)))
	}
	d.report(widget.Span{Start: open.start, End: end.start + end.length}, diag.Warning, codeFigure,
		"Markdown reads these asterisks as emphasis: readers see the numbers without them").
		hint("write × for times, or \\* for an asterisk").repair(text(open), text(end))
}

var itemNumber = regexp.MustCompile(`(\d{1,9})[.)][ \t]*$`)

// maxJump is how much an item's number may differ from its place in the list before there is
// a warning. Authors often number lists carelessly, but a year or a price differs by more.
const maxJump = 10

// listNumbers warns of numbers in the text that Markdown reads as the numbers of list items.
func (d *document) listNumbers() {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		list, ok := n.(*ast.List)
		if !ok || !entering || !list.IsOrdered() {
			return ast.WalkContinue, nil
		}
		place := list.Start
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			d.listNumber(item, place, item.PreviousSibling() == nil)
			place++
		}
		return ast.WalkContinue, nil
	})
}

func (d *document) listNumber(item ast.Node, place int, first bool) {
	c := item.FirstChild()
	if c == nil || c.Type() != ast.TypeBlock || c.Lines() == nil || c.Lines().Len() == 0 {
		return
	}
	start := c.Lines().At(0).Start
	begin := bytes.LastIndexByte(d.src[:start], '\n') + 1
	m := itemNumber.FindSubmatchIndex(d.src[begin:start])
	if m == nil {
		return
	}
	figure := string(d.src[begin+m[2] : begin+m[3]])
	n, _ := strconv.Atoi(figure)
	at := widget.Span{Start: begin + m[2], End: begin + m[3]}
	switch zeros := len(figure) > 2 && figure[0] == '0'; {
	case first && !zeros, !first && n-place < maxJump && !zeros:
	default:
		d.report(at, diag.Warning, codeFigure, "Markdown reads this number as the number of a list item: readers see %d", place).
			hint("write %s\\. if it is not a list item, or put an empty comment <!-- --> between two lists", figure)
	}
}
