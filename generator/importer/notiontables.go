package importer

import (
	"cmp"
	"encoding/csv"
	"errors"
	"net/url"
	"path"
	"strings"
)

// A notionTable is a Notion database: the page that it becomes and the rows of its table.
type notionTable struct {
	page *Page
	rows [][]string
}

const lostDatabase = "the views, relations, rollups and formulas of a database: the table has their values"

// readTable reads the table (a CSV file) of a database. An export may have two of them,
// x.csv with the rows of one view and x_all.csv with all rows. Then it reads the latter.
func (x *notionExport) readTable(f string) {
	_, id := notionName(stemOf(f))
	all := strings.TrimSuffix(f, path.Ext(f)) + "_all" + path.Ext(f)
	if strings.HasSuffix(stemOf(f), "_all") && x.d.Source.Has(strings.TrimSuffix(strings.TrimSuffix(f, path.Ext(f)), "_all")+path.Ext(f)) {
		return
	}
	if id == "" {
		x.d.Report.LeaveOut(f, "it is a table, but not a Notion database")
		return
	}
	from := f
	if x.d.Source.Has(all) {
		from = all
	}
	text, err := x.d.Source.Text(from)
	var rows [][]string
	if err == nil {
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err = r.ReadAll()
	}
	if err == nil && len(rows) == 0 {
		err = errors.New("the table is empty")
	}
	if err != nil {
		x.d.Report.Lose(Loss{Construct: LostPage, Path: from, Text: err.Error()})
		return
	}
	title, _ := notionName(stemOf(f))
	p := x.d.NewPage(f, "", 0)
	p.Finished = true
	p.Meta.Title = oneLine(cmp.Or(title, "Table"), 200)
	x.settle(p)
	x.rows[strings.TrimSuffix(p.To, ".md")] = rows[0]
	x.tables = append(x.tables, &notionTable{p, rows})
	x.d.Report.Lose(Loss{Construct: lostDatabase, Path: from})
}

// writeTable writes a database as a table whose first column links to the page of each row.
func (x *notionExport) writeTable(t *notionTable) {
	dir := strings.TrimSuffix(t.page.To, ".md")
	byTitle := map[string]*Page{}
	for _, p := range x.d.Pages {
		if path.Dir(p.To) != dir || p == t.page {
			continue
		}
		title := p.Meta.Title
		if h, ok := p.firstHeading(); ok {
			title = h
		}
		if _, twice := byTitle[title]; twice {
			p = nil // two pages have this title: do not guess
		}
		byTitle[title] = p
	}
	b := block{kind: tableBlock}
	for i, row := range t.rows {
		var cells []tableCell
		for k, value := range row {
			link := ""
			if p := byTitle[strings.TrimSpace(value)]; k == 0 && i > 0 && p != nil {
				link = (&url.URL{Path: "/" + p.From}).EscapedPath()
			}
			cells = append(cells, notionCell(value, link))
		}
		b.rows = append(b.rows, cells)
	}
	t.page.Body = newText([]byte(writeBlocks([]block{b})), 0)
	t.page.Changed("a database becomes a table")
}

// notionCell converts a value: line ends become line breaks, relations become links. If
// link is set, the whole value links to it.
func notionCell(value, link string) tableCell {
	var cell tableCell
	for i, line := range strings.Split(strings.TrimSpace(value), "\n") {
		if i > 0 {
			cell = append(cell, inline{kind: inBreak})
		}
		for at := 0; at < len(line); {
			m := relation.FindStringSubmatchIndex(line[at:])
			if m == nil || link != "" {
				cell = append(cell, inline{text: line[at:], link: link})
				break
			}
			name := line[at+m[2] : at+m[3]]
			trimmed := strings.TrimLeft(name, " ")
			if before := line[at:at+m[0]] + name[:len(name)-len(trimmed)]; before != "" {
				cell = append(cell, inline{text: before})
			}
			cell = append(cell, inline{text: trimmed, link: line[at+m[4] : at+m[5]]})
			at += m[1]
		}
	}
	return cell
}
