package importer

import (
	"fmt"
	"slices"
	"strconv"
)

// table reads a table. One with a single cell is a frame: it becomes a quote.
func (r *wordReader) table(e *element) []*wordPara {
	p := &wordPara{indent: -1}
	t := wordTable{r: r}
	t.rows(e)
	if len(t.cells) == 0 {
		return nil
	}
	if len(t.cells) == 1 && len(t.cells[0]) == 1 {
		r.note("a table of one cell: it is a quote", wordChanged)
		p.block = &block{kind: quoteBlock, blocks: t.cells[0][0]}
		return []*wordPara{p}
	}
	b := &block{kind: tableBlock}
	for _, row := range t.cells {
		var cells []tableCell
		for _, blocks := range row {
			cells = append(cells, r.flatten(blocks))
		}
		b.rows = append(b.rows, cells)
	}
	p.block = b
	return []*wordPara{p}
}

// A wordTable is a table on its way: the blocks of each cell, nil where a merged
// cell goes on.
type wordTable struct {
	r     *wordReader
	cells [][][]block
}

func (t *wordTable) rows(e *element) {
	for _, k := range e.kids {
		switch k.name {
		case "w:tr":
			if k.path("w:trPr", "w:del") != nil {
				t.r.note("a tracked deletion: left out", wordLeft)
				continue
			}
			var row [][]block
			t.merged(&row, gridCount(k.path("w:trPr", "w:gridBefore")))
			t.row(k, &row)
			if len(row) > 0 {
				t.cells = append(t.cells, row)
			}
		case "w:sdt":
			t.rows(orEmpty(k.child("w:sdtContent")))
		case "w:ins", "w:customXml":
			t.rows(k)
		}
	}
}

func (t *wordTable) row(e *element, row *[][]block) {
	for _, k := range e.kids {
		switch k.name {
		case "w:tc":
			pr := k.child("w:tcPr")
			span := max(gridCount(pr.child("w:gridSpan")), 1)
			merge := pr.child("w:vMerge")
			blocks := t.r.container(k)
			if merge != nil && merge.attr("w:val") != "restart" {
				t.r.note("merged cells of a table: the text is in the first cell, the others are empty", wordChanged)
			} else if span > 1 {
				t.r.note("merged cells of a table: the text is in the first cell, the others are empty", wordChanged)
			}
			*row = append(*row, blocks)
			t.merged(row, span-1)
		case "w:sdt":
			t.row(orEmpty(k.child("w:sdtContent")), row)
		case "w:customXml", "w:ins":
			t.row(k, row)
		}
	}
}

// maxWordCells bounds the tables of one file.
const maxWordCells = 500_000

// merged adds n cells in which another goes on.
func (t *wordTable) merged(row *[][]block, n int) {
	if t.r.cells += n + 1; t.r.cells > maxWordCells {
		t.r.fail(notWord(t.r.name, fmt.Sprintf("its tables have more than %d cells", maxWordCells)))
		return
	}
	for range n {
		*row = append(*row, nil)
	}
}

func orEmpty(e *element) *element {
	if e == nil {
		return &element{}
	}
	return e
}

// gridCount reads a number of columns; no table has more than 200.
func gridCount(e *element) int {
	n, err := strconv.Atoi(e.attr("w:val"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), 200)
}

// flatten makes running text of the blocks in a cell.
func (r *wordReader) flatten(blocks []block) tableCell {
	return flattenBlocks(blocks, func(what string) { r.note(what, wordChanged) })
}

// flattenBlocks makes running text of blocks, for the cell of a table; it says what is
// changed by that.
func flattenBlocks(blocks []block, note func(what string)) tableCell {
	var out tableCell
	line := func(in ...inline) {
		if len(out) > 0 {
			out = append(out, inline{kind: inBreak})
		}
		out = append(out, in...)
	}
	for _, b := range blocks {
		switch b.kind {
		case paraBlock:
			line(b.text...)
		case headBlock:
			text := slices.Clone(b.text)
			for i := range text {
				text[i].marks |= markBold
			}
			line(text...)
		case listBlock:
			for i, it := range b.items {
				sign := "• "
				if b.start > 0 {
					sign = strconv.Itoa(b.start+i) + ". "
				} else if it.box != 0 {
					sign = map[rune]string{' ': "☐ ", 'x': "☑ "}[it.box]
				}
				line(append(tableCell{{text: sign}}, flattenBlocks(it.blocks, note)...)...)
			}
			note("a list in a cell of a table: its items are lines")
		case tableBlock:
			for _, row := range b.rows {
				var in []inline
				for i, c := range row {
					if i > 0 {
						in = append(in, inline{text: " · "})
					}
					in = append(in, c...)
				}
				line(in...)
			}
			note("a table in a cell of another: its rows are lines")
		case codeBlock:
			for _, text := range b.code {
				line(inline{text: text, marks: markCode})
			}
		case quoteBlock, alertBlock, detailsBlock:
			if len(b.text) > 0 {
				line(b.text...)
			}
			line(flattenBlocks(b.blocks, note)...)
		}
	}
	return out
}
