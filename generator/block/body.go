package block

import (
	"fmt"
	"strings"

	"playbook/generator/config"
	"playbook/generator/widget"
)

// body reads what stands between the two lines of colons, and checks that it is what
// the settings say.
func (r *reader) body() {
	parts := r.Block.Parts
	want := r.settings.Body
	ok := r.fits(parts, want)
	var all strings.Builder
	for _, p := range parts {
		r.out.found = append(r.out.found, p.Words()...)
		all.WriteString(r.part(p))
	}
	r.out.Body = all.String()
	switch {
	case !ok:
	case want == config.BodyHeadings:
		r.headings(parts)
	case want == config.BodyList:
		for _, it := range parts[0].Items {
			r.item(it)
		}
	}
}

// fits reports whether the body is what the settings say.
func (r *reader) fits(parts []widget.Part, want string) bool {
	no := func(at widget.Span, message, hint string) bool {
		r.Report(at, codeBody, message, hint)
		return false
	}
	what := widget.Article(r.What)
	switch want {
	case config.BodyNone:
		if len(parts) > 0 {
			return no(parts[0].Span, what+" has no body", "put what stands here below the "+r.What)
		}
	case config.BodyList, config.BodyTable:
		name, kind := "list", widget.List
		if want == config.BodyTable {
			name, kind = "table", widget.Table
		}
		if len(parts) == 0 {
			return no(r.Block.Span, "this "+r.What+" is empty", "write one "+name+" between the two lines of colons")
		}
		for i, p := range parts {
			if p.Type != kind || i > 0 {
				return no(p.Span, fmt.Sprintf("%s holds one %s and nothing else", what, name), "put what stands here above or below the "+r.What)
			}
		}
	case config.BodyHeadings:
		if len(parts) == 0 {
			return no(r.Block.Span, "this "+r.What+" is empty", "write headings with text below each between the two lines of colons")
		}
		if parts[0].Type != widget.Heading {
			return no(parts[0].Span, what+" begins with a heading", "put what stands here above the "+r.What+", or a heading above it: ### …")
		}
	}
	return true
}

// part returns one part as HTML, and reports what cannot stand in a block.
func (r *reader) part(p widget.Part) string {
	r.bare(p.Attrs)
	switch {
	case p.Type == widget.Nested:
		r.Report(p.Block.Span, codeBody, widget.Article(r.What)+" cannot hold another container", "put it below the "+r.What)
		return ""
	case p.Type == widget.Heading:
		return heading(p)
	}
	r.list(p)
	return p.HTML
}

func heading(p widget.Part) string {
	return fmt.Sprintf("<h%d>%s</h%d>\n", p.Level, p.Text.HTML, p.Level)
}

// list reports boxes and attributes in a list, however deep.
func (r *reader) list(p widget.Part) {
	for _, it := range p.Items {
		if it.Mark != widget.NoMark {
			r.Report(it.Span, codeBody, widget.Article(r.What)+" has no boxes to tick", "take out [ ], or write the list below the "+r.What)
		}
		r.bare(it.Attrs)
		for _, q := range it.Parts {
			if q.Type == widget.Nested {
				continue // content says that it cannot stand there
			}
			r.bare(q.Attrs)
			r.list(q)
		}
	}
}

// bare reports attributes within the body, where none can stand.
func (r *reader) bare(a widget.Attrs) {
	if a.ID != "" || len(a.List) > 0 {
		r.Report(a.Span, widget.CodeUnknownAttr, "what stands in "+widget.Article(r.What)+" has no attributes", "take them out, or write \\{ for a brace that is text")
	}
}

// headings makes an item of each heading of the first one's level, or above it.
func (r *reader) headings(parts []widget.Part) {
	level := parts[0].Level
	for _, p := range parts {
		if p.Type == widget.Heading && p.Level <= level {
			r.out.Items = append(r.out.Items, Item{Title: p.Text.Plain})
			continue
		}
		it := &r.out.Items[len(r.out.Items)-1]
		switch {
		case p.Type == widget.Heading:
			it.add(heading(p), p.Text.Plain)
		case p.Type != widget.Nested:
			it.add(p.HTML, p.Words()...)
		}
	}
}

// item makes an item of one of a list.
func (r *reader) item(in widget.Item) {
	lead, rest := in.Text.Lead()
	it := Item{Title: strings.TrimRight(lead.Plain, " :")}
	if rest.HTML != "" {
		it.add("<p>"+rest.HTML+"</p>\n", rest.Plain)
	}
	for _, p := range in.Parts {
		it.add(p.HTML, p.Words()...)
	}
	r.out.Items = append(r.out.Items, it)
}

// add puts more text into an item.
func (it *Item) add(html string, words ...string) {
	it.HTML += html
	it.Text = strings.TrimSpace(it.Text + " " + strings.Join(words, " "))
}
