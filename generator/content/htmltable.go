package content

import (
	"bytes"
	"strings"
)

// table writes a table of HTML: each row on its line, what a cell holds on one.
func (r *rewriter) table() string {
	var rows [][]string
	head := false
	for !r.ends("table") {
		t := r.next()
		name := lower(t.name)
		switch {
		case t.kind == htmlText && len(bytes.TrimSpace(r.s[t.start:t.end])) == 0:
		case name == "thead" || name == "tbody" || name == "tfoot":
		case t.kind == htmlOpen && name == "tr":
			row, headed := r.row()
			head = head || headed && len(rows) == 0
			rows = append(rows, row)
		default:
			r.lost = true
		}
	}
	if r.lost || len(rows) == 0 {
		r.lost = true
		return ""
	}
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	if !head {
		rows = append([][]string{make([]string, columns)}, rows...)
	}
	var b strings.Builder
	for i, row := range rows {
		for len(row) < columns {
			row = append(row, "")
		}
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", columns) + "\n")
		}
	}
	return b.String()
}

// row reads the cells of a row, and reports whether they are the table's head.
func (r *rewriter) row() (cells []string, head bool) {
	for !r.ends("tr") {
		t := r.next()
		name := lower(t.name)
		_, wide := t.get("colspan")
		_, high := t.get("rowspan")
		switch {
		case t.kind == htmlText && len(bytes.TrimSpace(r.s[t.start:t.end])) == 0:
		case t.kind == htmlOpen && (name == "td" || name == "th") && !wide && !high:
			head = head || name == "th" && len(cells) == 0
			cells = append(cells, r.cell(name))
		default:
			r.lost = true
		}
	}
	return cells, head
}

// cell writes what a cell holds on one line: paragraphs and items one below the
// other.
func (r *rewriter) cell(name string) string {
	var lines []string
	for !r.ends(name) {
		t := &r.ts[r.i]
		switch tag := lower(t.name); {
		case t.kind == htmlOpen && (tag == "p" || tag == "div"):
			r.i++
			lines = append(lines, r.cell(tag))
		case t.kind == htmlOpen && tag == "ul":
			r.i++
			list := r.list("ul", "")
			r.lost = r.lost || strings.Contains(list, "\n ")
			for item := range strings.SplitSeq(list, "\n") {
				lines = append(lines, "• "+strings.ReplaceAll(strings.TrimPrefix(item, "- "), "|", "\\|"))
			}
		case t.kind != htmlText && blockTags[tag]:
			r.lost = true
		default:
			from := r.i
			lines = append(lines, strings.ReplaceAll(r.line(name), "|", "\\|"))
			r.lost = r.lost || r.i == from
		}
	}
	var filled []string
	for _, l := range lines {
		if l != "" {
			filled = append(filled, l)
		}
	}
	return strings.Join(filled, "<br>")
}
