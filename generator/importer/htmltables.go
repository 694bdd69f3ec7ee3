package importer

import (
	"strconv"

	"golang.org/x/net/html"
)

// table reads a table; cells that reach over several are followed by empty ones.
func (r *htmlReader) table(n *html.Node) []block {
	b := block{kind: tableBlock}
	below := map[int]int{} // rows that a cell above still covers, by column
	const widest = 200
	for k := range n.Descendants() {
		if k.Type != html.ElementNode || k.Data != "tr" || tableOf(k) != n {
			continue
		}
		var row []tableCell
		covered := func() {
			for below[len(row)] > 0 && len(row) < widest {
				below[len(row)]--
				row = append(row, nil)
			}
		}
		for c := k.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || c.Data != "td" && c.Data != "th" {
				continue
			}
			covered()
			text := flattenBlocks(r.blocks(c), func(what string) { r.changes[what]++ })
			across, down := span(c, "colspan"), span(c, "rowspan")
			if across > 1 || down > 1 {
				r.changes["merged cells of a table: the text is in the first cell, the others are empty"]++
			}
			for i := range across {
				if down > 1 {
					below[len(row)] = down - 1
				}
				if i > 0 {
					text = nil
				}
				row = append(row, text)
			}
		}
		covered()
		if len(row) > 0 {
			b.rows = append(b.rows, row)
		}
	}
	if len(b.rows) == 1 && len(b.rows[0]) == 1 {
		return []block{{kind: quoteBlock, blocks: []block{{kind: paraBlock, text: b.rows[0][0]}}}}
	}
	if len(b.rows) == 0 {
		return nil
	}
	return []block{b}
}

func tableOf(n *html.Node) *html.Node {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Data == "table" {
			return n
		}
	}
	return nil
}

func span(n *html.Node, key string) int {
	k, err := strconv.Atoi(attribute(n, key))
	if err != nil {
		return 1
	}
	return min(max(k, 1), 100)
}
