package widget

// Words returns a part's plain text in reading order, for the search: one
// entry for each paragraph, item, cell and block of code.
func (p Part) Words() []string {
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	if len(p.Parts) == 0 {
		add(p.Text.Plain)
	}
	add(p.Code)
	for _, it := range p.Items {
		add(it.Text.Plain)
		for _, q := range it.Parts {
			out = append(out, q.Words()...)
		}
	}
	for _, row := range p.Rows {
		for _, c := range row.Cells {
			add(c.Plain)
		}
	}
	for _, q := range p.Parts {
		out = append(out, q.Words()...)
	}
	return out
}
