package mix

import (
	"slices"
	"strconv"

	"playbook/generator/widget"
)

// figures returns the named columns of an account, in the order of an export.
func figures() []string {
	return []string{
		"name", "revenue", "margin", "gross_profit", "discount", "days_to_pay", "inside_hours", "service_hours", "visit_hours", "complaints",
		"expedites", "entertainment", "returns", "prompt_discount", "wallet", "solutions", "access", "strategic", "fix_tried", "notes", "id",
	}
}

// headers returns the spellings by which a page recognizes a column of figures: first
// those of its own language, then English ones. An export writes the first. Comparing
// ignores case and signs except "%". The author's columns have their number as key, and
// are recognized by label and by name.
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
