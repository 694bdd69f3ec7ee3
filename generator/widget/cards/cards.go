// Package cards is the widget for things to have ready: objections, signals, questions.
// A heading is the front of a card, the text below it the back. Readers list the cards,
// turn them one by one, choose by tag and practice; printed cards can be cut out.
//
// The browser computes when a card is asked again, in lib/leitner.js.
package cards

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "cards".
var Kind = widget.Kind{Name: "cards", Sees: reflect.TypeFor[*Deck](), Parse: parse, Takes: []widget.Takes{block, front}}

var (
	block = widget.Takes{What: "deck of cards", Attributes: []widget.Attribute{widget.Title, widget.Was}}
	front = widget.Takes{What: "card", Attributes: []widget.Attribute{
		{Name: "tags", Value: "words with commas between them", Does: "topics of the card; readers can filter by them"},
		widget.Rev, widget.Was,
	}}
)

const (
	codeNoCards diag.Code = "PB1780"
	codeValue   diag.Code = "PB1781"
	codeSides   diag.Code = "PB1782"
	codeTwice   diag.Code = "PB1783"
	codePart    diag.Code = "PB1784"
)

// maxCards bounds one deck.
const maxCards = 500

// A Deck is a titled set of cards.
type Deck struct {
	widget.Head
	Cards []Card
	// Tags are those of the cards, in the order of their first use.
	Tags []Tag
	// Intro is the text before the first card, as HTML.
	Intro string
}

// A Card has two sides.
type Card struct {
	widget.Entry
	Front widget.Text
	// Back is HTML.
	Back string
	Tags []string
	// Rev is the author's revision, 0 without one.
	Rev int

	heading widget.Span
	words   []string // of the back
}

// A Tag is a word that some of the cards share.
type Tag struct {
	Name  string
	Count int
}

// SearchText returns the title and both sides of every card.
func (d *Deck) SearchText() []string {
	out := []string{d.Title}
	for _, c := range d.Cards {
		out = append(append(out, c.Front.Plain), c.words...)
	}
	return out
}

// Keeps returns the deck and its cards, which have the state.
func (d *Deck) Keeps() (*widget.Head, []*widget.Entry) { return &d.Head, widget.Entries(d.Cards) }

// Copy returns a copy with cards of its own.
func (d *Deck) Copy() widget.Keeper {
	out := *d
	out.Cards = slices.Clone(d.Cards)
	return &out
}

// A reader reads one block into a deck.
type reader struct {
	*widget.Reader
	d *Deck
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{d: &Deck{}, Reader: widget.NewReader(b, block)}
	r.d.Head = r.Head()
	for _, p := range b.Parts {
		r.part(p)
	}
	switch n := len(r.d.Cards); {
	case n == 0:
		r.Report(b.Span, codeNoCards, "there are no cards here", "write a heading for each front, '### What they say {#say}', and the back below it")
	case n > maxCards:
		r.Report(b.Span, codeNoCards, fmt.Sprintf("these are %d cards, more than %d", n, maxCards), "split them into several decks")
	}
	r.sides()
	r.collect()
	return r.d, r.Diags
}

func (r *reader) part(p widget.Part) {
	n := len(r.d.Cards)
	switch {
	case p.Type == widget.Heading:
		r.card(p)
	case p.Type == widget.Nested:
		r.Report(p.Span, codePart, "cards cannot hold another container", "put it below the cards")
	case p.Type == widget.List && p.HTML == "":
		r.Report(p.Span, codePart, "a card cannot have boxes to tick", "write the list without boxes: '- …'")
	case p.Type == widget.Rule:
		r.Report(p.Span, codePart, "a card ends where the next heading begins", "remove the '---' line")
	case n == 0 && p.Type == widget.Prose:
		r.d.Intro += p.HTML
	case n == 0:
		r.Report(p.Span, codePart, "this is before the first card", "begin a card with a heading, '### …'; only text is allowed before the first one")
	default:
		c := &r.d.Cards[n-1]
		c.Back += p.HTML
		c.words = append(c.words, p.Words()...)
	}
}

func (r *reader) card(p widget.Part) {
	in := p.Heading()
	c := Card{
		Entry: r.Entry(in, front, "card"), Front: p.Text, heading: p.Span,
		Rev: r.Whole(in.Attrs, "rev", codeValue, 1, 9999, 0), Tags: r.tags(in.Attrs),
	}
	r.d.Cards = append(r.d.Cards, c)
}

// tagPattern is one tag: letters, digits, and between them spaces and hyphens.
var tagPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N} ’'&-]{0,38}[\p{L}\p{M}\p{N}])?$`)
})

// tags reads tags=price or tags="price, trust". It reports a tag that an earlier card
// spells differently.
func (r *reader) tags(a widget.Attrs) []string {
	var tags []string
	r.Value(a, "tags", codeValue, `write tags=price, or several as tags="price, trust"; a tag is up to 40 letters and digits`, func(v string) bool {
		list := strings.Split(v, ",")
		for i := range list {
			if list[i] = strings.TrimSpace(list[i]); !tagPattern().MatchString(list[i]) {
				return false
			}
		}
		tags = list
		return true
	})
	t, _ := a.Find("tags")
	for i, tag := range tags {
		if slices.Contains(tags[:i], tag) {
			r.Report(t.ValueSpan, codeValue, fmt.Sprintf("the tag %q is given twice", tag), "keep one of them")
		}
		for _, c := range r.d.Cards {
			j := slices.IndexFunc(c.Tags, func(old string) bool { return old != tag && strings.EqualFold(old, tag) })
			if j >= 0 {
				r.Report(t.ValueSpan, codeValue, fmt.Sprintf("the tag %q is written %q above", tag, c.Tags[j]), "spell the tag the same way on every card")
				break
			}
		}
	}
	return tags
}

// sides reports cards without a front or a back, and repeated fronts.
func (r *reader) sides() {
	seen := map[string]bool{}
	for _, c := range r.d.Cards {
		front := strings.ToLower(c.Front.Plain)
		switch {
		case front == "":
			r.Report(c.heading, codeSides, "this card has no front", "write the question after the '###'")
		case c.Back == "":
			r.Report(c.heading, codeSides, "this card has no back", "write the answer below its heading")
		case seen[front]:
			r.Report(c.heading, codeTwice, fmt.Sprintf("two cards have the front %q", c.Front.Plain), "a reader could not tell which of the two backs is meant")
		}
		seen[front] = true
	}
}

// collect counts the tags.
func (r *reader) collect() {
	for _, c := range r.d.Cards {
		for _, name := range c.Tags {
			i := slices.IndexFunc(r.d.Tags, func(t Tag) bool { return t.Name == name })
			if i < 0 {
				i = len(r.d.Tags)
				r.d.Tags = append(r.d.Tags, Tag{Name: name})
			}
			r.d.Tags[i].Count++
		}
	}
}
