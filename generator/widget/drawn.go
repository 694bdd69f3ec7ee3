package widget

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
)

// A Drawn has the fields common to static blocks that are drawn from one list or one
// table. Kinds embed it.
type Drawn struct {
	// Anchor is the author's id, or "".
	Anchor string
	Title  string
	// Before and After are the parts before and after the list or table, as HTML.
	Before, After string

	before, after []string // the words of Before and After
}

// Words returns the words of the block in reading order. The argument has the words of
// the list or table.
func (d *Drawn) Words(drawn []string) []string {
	return slices.Concat([]string{d.Title}, d.before, drawn, d.after)
}

// Anchors returns the block's own id, if the author gave one.
func (d *Drawn) Anchors() []string {
	if d.Anchor == "" {
		return nil
	}
	return []string{d.Anchor}
}

// WithPrefix returns the frame with prefix before its id.
func (d Drawn) WithPrefix(prefix string) Drawn {
	if d.Anchor != "" {
		d.Anchor = prefix + d.Anchor
	}
	return d
}

// Drawn reads a block that is drawn from one part of a type. It returns the common
// fields and that part, or nil without one. The hint tells the author how to write the
// part.
func (r *Reader) Drawn(want PartType, code diag.Code, hint string) (Drawn, *Part) {
	b := &r.Block
	d := Drawn{Anchor: b.ID}
	d.Title, _ = b.Attrs.Get("title")
	var found *Part
	n := 0
	for i, p := range b.Parts {
		switch {
		case p.Type == Nested:
			r.Report(p.Block.Span, code, Article(r.What)+" cannot hold another container", "put it below the "+r.What)
		case p.Type == want:
			if n++; n == 1 {
				found = &b.Parts[i]
			}
		case n == 0:
			d.Before += p.HTML
			d.before = append(d.before, p.Words()...)
		default:
			d.After += p.HTML
			d.after = append(d.after, p.Words()...)
		}
	}
	if n != 1 {
		name := map[PartType]string{List: "list", Table: "table"}[want]
		r.Report(b.Span, code, fmt.Sprintf("%s has one %s, found %d", Article(r.What), name, n), hint)
	}
	return d, found
}

// Numbered reports a list without numbers, and items with a box, because a drawing has
// nothing to tick.
func (r *Reader) Numbered(p *Part, code diag.Code, hint string) {
	if !p.Ordered {
		r.Report(p.Span, code, Article(r.What)+" is a numbered list, this one has bullets", hint)
	}
	for _, it := range p.Items {
		if it.Mark != NoMark {
			r.Report(it.Span, code, Article(r.What)+" cannot have boxes to tick", "remove [ ], or write the list as a checklist")
		}
	}
}

// Bare reports attributes where none are allowed. What names the thing.
func (r *Reader) Bare(a Attrs, what string) { r.NoID(a, Takes{What: what}) }

// NoID reports attributes that a thing does not take, and an id: the parts of a drawn
// block have none.
func (r *Reader) NoID(a Attrs, takes Takes) {
	r.Check(takes, a)
	if a.ID != "" {
		r.Report(a.IDSpan, CodeUnknownAttr, Article(takes.What)+" has no id", "remove it")
	}
}

// More returns the parts below an item's first paragraph, as HTML and as words.
func (r *Reader) More(parts []Part, code diag.Code) (html string, words []string) {
	var b strings.Builder
	for _, p := range parts {
		if p.Type == List && p.HTML == "" {
			r.Report(p.Span, code, Article(r.What)+" cannot have boxes to tick", "write the list below the "+r.What)
		}
		b.WriteString(p.HTML)
		words = append(words, p.Words()...)
	}
	return b.String(), words
}

// Find returns the place of words in a range of the block's file, or the range itself
// if they are not there literally.
func (r *Reader) Find(within Span, words string) Span {
	text := r.Block.File.Text
	if i := strings.Index(string(text[within.Start:min(within.End, len(text))]), words); i >= 0 && words != "" {
		return Span{within.Start + i, within.Start + i + len(words)}
	}
	return within
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Lead divides a text that begins with bold words: "**Day 0** offer goes out" becomes
// "Day 0" and "offer goes out". It drops a colon or a dash between them. Any other text
// has no lead.
func (t Text) Lead() (lead, rest Text) {
	bold, after, ok := strings.Cut(t.HTML, "</strong>")
	bold, begins := strings.CutPrefix(bold, "<strong>")
	if !ok || !begins {
		return Text{Span: t.Span}, t
	}
	lead = Text{HTML: bold, Plain: strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(bold, ""))), Span: t.Span}
	between := func(s string) string { return strings.TrimLeft(s, " \u00a0:–—-,") }
	return lead, Text{HTML: between(after), Plain: between(strings.TrimPrefix(t.Plain, lead.Plain)), Span: t.Span}
}
