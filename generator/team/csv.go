package team

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Words are the words of the CSV table by their keys in the page's strings.
type Words map[string]string

// WordNames are the keys of [Words]: the columns in order, then the words in the cells.
var WordNames = []string{"csv_name", "csv_path", "csv_percent", "csv_learnt", "csv_of", "csv_due", "csv_late", "csv_last", "csv_begun", "csv_practice", "csv_stale", "csv_expired"}

// Delimiter separates the cells of a CSV file in a language. It is a semicolon if the
// language has a decimal comma.
func Delimiter(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	if slices.Contains([]string{"en", "he", "hi", "ja", "ko", "th", "zh"}, base) {
		return ","
	}
	return ";"
}

// CSV returns the table for a spreadsheet, with a row for each person and a column for
// each lesson.
func (t *Table) CSV(f *Facts, words Words, delimiter string) []byte {
	head := []string{}
	for _, name := range WordNames[:8] {
		head = append(head, words[name])
	}
	for _, c := range t.Columns {
		head = append(head, c.Title)
	}
	rows := [][]string{head}
	for _, p := range t.People {
		path, late := p.Path, 0
		if known := f.path(p.Path); known != nil {
			path = known.Title
		}
		for _, d := range p.Due {
			late += truth(d.Late)
		}
		row := []string{p.Name, path, "", itoa(p.Learnt), itoa(p.Of), itoa(len(p.Due) - late), itoa(late), p.Last}
		if p.Percent >= 0 {
			row[2] = itoa(p.Percent)
		}
		for _, c := range t.Columns {
			row = append(row, cellText(p.Cells[c.UID], words))
		}
		rows = append(rows, row)
	}
	var b strings.Builder
	b.WriteString("\ufeff")
	for _, row := range rows {
		for i, text := range row {
			if i > 0 {
				b.WriteString(delimiter)
			}
			b.WriteString(csvCell(text))
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}

// cellText returns a person's progress in a lesson, in words.
func cellText(c Cell, words Words) string {
	text := c.On
	switch c.State {
	case "":
		return ""
	case "begun":
		return words["csv_begun"]
	case "practice":
		text = strings.TrimSpace(c.Done + " " + words["csv_practice"])
	}
	if c.Flag != "" {
		text = strings.TrimSpace(text + " " + words["csv_"+c.Flag])
	}
	return text
}

var (
	danger = regexp.MustCompile("^[=+\\-@\t\r]") // a spreadsheet would run such a cell
	number = regexp.MustCompile(`^[-+]?(\d[\d.,\s\x{a0}\x{202f}]*|[.,]\d+)%?$`)
)

// csvCell quotes every character that any program takes for a delimiter, as lib/csv.js
// does: the file may be opened with another program's settings.
func csvCell(text string) string {
	if danger.MatchString(text) && !number.MatchString(text) {
		text = "'" + text
	}
	if strings.ContainsAny(text, "\",;\t\r\n") {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}
