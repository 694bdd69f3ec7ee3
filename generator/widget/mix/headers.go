package mix

import (
	"slices"
	"strconv"

	"playbook/generator/widget"
)

// figures are the columns of an account that have a name, in the order of an export.
func figures() []string {
	return []string{
		"name", "revenue", "margin", "gross_profit", "discount", "days_to_pay", "inside_hours", "service_hours", "visit_hours", "complaints",
		"expedites", "entertainment", "returns", "prompt_discount", "wallet", "solutions", "access", "strategic", "fix_tried", "notes", "id",
	}
}

// headers are the spellings under which a page knows a column of figures: those of its
// own language, then English ones; the first is the one an export writes. Comparison
// ignores case and signs but "%". The author's columns are known by label and by name,
// under their number.
func headers(b *widget.Block, columns []Column) map[string][]string {
	m := map[string][]string{}
	for _, key := range figures() {
		m[key] = slices.Clone(b.Spellings(key))
		if b.Lang != "en" {
			m[key] = append(m[key], b.EnglishSpellings(key)...)
		}
	}
	for i, c := range columns {
		m[strconv.Itoa(i)] = []string{c.Label, c.Name}
	}
	return m
}
