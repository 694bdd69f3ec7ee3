// Package block makes a kind of widget of what a site's settings say of a block of
// its own: [Kind] checks what an author writes as strictly as the kinds in Go check
// theirs, and [Block] is what the block's template sees. There is no code in a block,
// no state and no script.
package block

import (
	"fmt"
	"slices"

	"playbook/generator/config"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeValue    diag.Code = "PB1605" // an attribute's value is not what the settings say
	codeRequired diag.Code = "PB1606" // an attribute is missing
	codeBody     diag.Code = "PB1350" // the body is not what the settings say
)

// A Block is one block of the site's own, read.
type Block struct {
	// Name is the block's word, Label what the site calls it in the lesson's language.
	Name, Label string
	// Anchor is the block's id in the page, "" without one. Every template writes it.
	Anchor string
	// Attr are all attributes that the settings name, by name: a string for words and
	// dates, an int, a float64, a bool for a flag. A link is the element's attribute
	// href, a picture those of img. What is not given is nil, a flag false.
	Attr map[string]any
	// Body is the body as HTML, Items the items of a list or the headings.
	Body  string
	Items []Item

	words map[string]string
	found []string
}

// An Item is an item of a list, or a heading with what stands below it.
type Item struct {
	// Title is the heading, or the bold words that an item begins with; "" for none.
	// Text is the rest in plain words, HTML the rest as it is shown.
	Title, Text, HTML string
}

// Word returns words that the settings give, in the lesson's language.
func (b *Block) Word(key string) (string, error) {
	if w, ok := b.words[key]; ok {
		return w, nil
	}
	return "", fmt.Errorf("[blocks.%s.words] has no %q", b.Name, key)
}

// SearchText returns the words of the attributes and of the body, in reading order.
func (b *Block) SearchText() []string { return b.found }

// Anchors returns the block's id, if the author gave one.
func (b *Block) Anchors() []string {
	if b.Anchor == "" {
		return nil
	}
	return []string{b.Anchor}
}

// Prefix returns the block with prefix before its id.
func (b *Block) Prefix(prefix string) widget.Widget {
	out := *b
	if b.Anchor != "" {
		out.Anchor = prefix + b.Anchor
	}
	return &out
}

// Kind is the kind of widget that the settings describe.
func Kind(d *config.Block) widget.Kind {
	takes := widget.Takes{What: d.Key}
	for _, a := range d.Attributes {
		takes.Attributes = append(takes.Attributes, widget.Attribute{Name: a.Key, Value: a.Takes()})
	}
	return widget.Kind{Name: d.Key, Static: true, Takes: []widget.Takes{takes}, Parse: func(b widget.Block) (widget.Widget, diag.List) {
		return parse(b, d, takes)
	}}
}

// A reader reads one block.
type reader struct {
	*widget.Reader
	settings *config.Block
	out      *Block
}

func parse(b widget.Block, d *config.Block, takes widget.Takes) (widget.Widget, diag.List) {
	r := &reader{widget.NewReader(b, takes), d, newBlock(d, b.Lang)}
	r.out.Anchor = b.ID
	for i := range d.Attributes {
		r.attribute(&d.Attributes[i])
	}
	r.body()
	return r.out, r.Diags
}

// newBlock is a block without attributes and body.
func newBlock(d *config.Block, lang string) *Block {
	b := &Block{Name: d.Key, Label: d.In(lang), Attr: map[string]any{}, words: map[string]string{}}
	for _, w := range d.Words {
		b.words[w.Key] = w.In(lang)
	}
	for _, a := range d.Attributes {
		b.Attr[a.Key] = nil
		if a.Type == config.TypeBool {
			b.Attr[a.Key] = false
		}
	}
	return b
}

// attribute reads the value of one attribute, or the one that stands in for it.
func (r *reader) attribute(a *config.BlockAttribute) {
	if a.Type == config.TypeBool {
		r.out.Attr[a.Key] = r.Block.Attrs.Flag(a.Key)
		return
	}
	t, given := r.Block.Attrs.Find(a.Key)
	text, at := t.Value, t.ValueSpan
	switch {
	case given && t.Flag:
		return // said already
	case !given && a.Required:
		r.missing(a)
		return
	case !given:
		if text, at = a.Default, r.Block.Span; text == "" {
			return
		}
	case a.Problem(text) != "":
		r.wrong(a, t)
		return
	}
	r.out.Attr[a.Key] = r.value(a, text, at)
}

// missing reports that a required attribute is not there, unless a word stands there
// that was surely meant to be it, which has been said.
func (r *reader) missing(a *config.BlockAttribute) {
	var names []string
	for _, x := range r.settings.Attributes {
		names = append(names, x.Key)
	}
	if slices.ContainsFunc(r.Block.Attrs.List, func(t widget.Attr) bool {
		return !slices.Contains(names, t.Key) && diag.Suggest(t.Key, names) == a.Key
	}) {
		return
	}
	r.Diags.Add(r.Block.Errorf(r.Block.Span, codeRequired, "this %s has no %s", r.What, a.Key).
		WithHint(`write %s="…": %s`, a.Key, a.Takes()))
}

// wrong reports a value that the settings do not allow.
func (r *reader) wrong(a *config.BlockAttribute, t widget.Attr) {
	d := r.Block.Errorf(t.ValueSpan, codeValue, "cannot read %s=%q: %s", a.Key, diag.Clip(t.Value), a.Problem(t.Value))
	if len(a.OneOf) > 0 {
		r.Diags.Add(d.Meant(t.Value, a.OneOf))
		return
	}
	r.Diags.Add(d.WithHint("expected %s", a.Takes()))
}

// figure is a number as the template sees it: whole where the attribute takes whole ones.
func figure(a *config.BlockAttribute, text string) any {
	n, _ := a.Number(text)
	if a.Type == config.TypeInt {
		return int(n)
	}
	return n
}

// value is an attribute's value as the template sees it.
func (r *reader) value(a *config.BlockAttribute, text string, at widget.Span) any {
	switch a.Type {
	case config.TypeInt, config.TypeNumber:
		return figure(a, text)
	case config.TypeLink, config.TypePicture:
		if r.Block.Address == nil {
			return ""
		}
		return r.Block.Address(text, at, a.Type == config.TypePicture)
	case config.TypeString:
		shown := text
		if w, ok := r.out.words[text]; ok && len(a.OneOf) > 0 {
			shown = w
		}
		r.out.found = append(r.out.found, shown)
	}
	return text
}
