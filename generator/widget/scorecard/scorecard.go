// Package scorecard is the widget with which readers judge themselves, an account or a
// deal: a list of statements, each with a weight and answered on a scale. The answers give
// a score out of 100. Bands say what a score means. A gate is an answer that limits the
// verdict, however high the score.
//
// With w a statement's weight and v its answer from 0 to 1 (1-v if the statement is
// reversed), the score is 100 Σ w·v / Σ w over the answered statements. The browser
// computes it, in score.js.
package scorecard

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "scorecard".
var Kind = widget.Kind{Name: "scorecard", Sees: reflect.TypeFor[*Scorecard](), Parse: parse, Takes: []widget.Takes{block, statement}}

var (
	block = widget.Takes{What: "scorecard", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "scale", Value: "2 to 11 words with | between them", Does: "the answers, from the lowest to the highest; required"},
		{Name: "direction", Value: "high-good or high-bad", Does: "whether a high score is good or bad; default: high-good"},
		{Name: "gate", Value: "a condition and a verdict, for example need<0.5: not yet a prospect", Does: "an answer that limits the verdict, whatever the score; answers count 0 to 1"},
		{Name: "min", Value: "a share such as 80%", Does: "the share of the weight that must be answered before there is a verdict; default: 80%"},
		{Name: "subject", Value: "self, account or deal", Does: "whether the reader has one card, or one for each account or deal; default: self"},
		widget.Was,
	}}
	statement = widget.Takes{What: "scorecard statement", Attributes: []widget.Attribute{
		widget.Weight,
		{Name: "reverse", Does: "the answers count in reverse order"},
		{Name: "lesson", Value: "a uid", Does: "the uid of a lesson that helps"},
		widget.Rev, widget.Was,
	}}
)

const (
	codeNoStatements diag.Code = "PB1710"
	codeValue        diag.Code = "PB1711"
	codeScale        diag.Code = "PB1712"
	codeBands        diag.Code = "PB1713"
	codeGate         diag.Code = "PB1714"
	codeWeights      diag.Code = "PB1715"
	codePart         diag.Code = "PB1716"
)

// maxItems is the limit on the number of statements.
const maxItems = 200

// A Scorecard is a titled list of statements with a scale.
type Scorecard struct {
	widget.Head
	// Direction is "high-good" or "high-bad".
	Direction string
	// Subject is what is judged: "self", "account" or "deal".
	Subject string
	// Min is the share of the total weight, 0 to 1, that must be answered before there
	// is a verdict.
	Min float64
	// Scale holds the words of the answers in the author's order. Points has the value
	// of each, from 0 to 1.
	Scale  []string
	Points []float64
	Items  []Item
	Bands  []Band
	Gates  []Gate
	// Intro is the text before the statements, as HTML.
	Intro string
}

// An Item is one statement.
type Item struct {
	widget.Entry
	Number int // from 1
	Text   widget.Text
	// Advice is the quote below the statement, Lesson a link to a lesson that helps;
	// both are HTML.
	Advice, Lesson string
	Weight         float64 // 0..100
	Reverse        bool
	Rev            int
}

// A Band is a range of scores, from From to the next band's From.
type Band struct {
	From float64
	// To is the next band's From, 100 in the last one.
	To              float64
	Verdict, Advice widget.Text
}

// A Gate is a condition on one answer. If it is true, Verdict applies whatever the score.
type Gate struct {
	Item  string // a statement's id
	Op    string // <, <=, > or >=
	Value float64
	// Number is the statement's number, from 1.
	Number  int
	Verdict string
}

// HighBad reports whether a high score is bad.
func (s *Scorecard) HighBad() bool { return s.Direction == "high-bad" }

// SearchText returns the title, the statements with their advice, and the
// bands.
func (s *Scorecard) SearchText() []string {
	out := []string{s.Title}
	for _, it := range s.Items {
		out = append(out, it.Text.Plain)
	}
	for _, b := range s.Bands {
		out = append(out, b.Verdict.Plain, b.Advice.Plain)
	}
	return out
}

// Keeps returns the head and the entries, whose ids the reader's answers are stored under.
func (s *Scorecard) Keeps() (*widget.Head, []*widget.Entry) { return &s.Head, widget.Entries(s.Items) }

// Copy returns a copy of the scorecard that does not share the items.
func (s *Scorecard) Copy() widget.Keeper {
	out := *s
	out.Items = slices.Clone(s.Items)
	return &out
}

// Track says that the scorecard counts: the lesson is not learnt before there is a verdict.
func (s *Scorecard) Track() widget.Track {
	t := widget.Track{Counts: true, Share: s.share()}
	for _, it := range s.Items {
		if it.Rev > 1 {
			t.Items = append(t.Items, widget.TrackedItem{ID: it.ID, Anchor: it.Anchor, Rev: it.Rev, Counts: true})
		}
	}
	return t
}

// share returns what another page needs to compute a score that the reader sends to a
// manager. It returns nil for a card about an account or a deal, which is never sent.
func (s *Scorecard) share() map[string]string {
	if s.Subject != "self" {
		return nil
	}
	num := func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
	m := map[string]string{"words": strings.Join(s.Scale, "|")}
	if s.HighBad() {
		m["bad"] = "1"
	}
	var points, weights, reverse []string
	for _, p := range s.Points {
		points = append(points, num(p))
	}
	for _, it := range s.Items {
		weights = append(weights, num(it.Weight))
		if it.Reverse {
			reverse = append(reverse, it.ID)
		}
	}
	m["points"], m["weights"], m["reverse"] = strings.Join(points, " "), strings.Join(weights, " "), strings.Join(reverse, " ")
	return m
}

// A reader reads one block into a scorecard.
type reader struct {
	*widget.Reader
	s *Scorecard
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{s: &Scorecard{}, Reader: widget.NewReader(b, block)}
	r.s.Head = r.Head()
	r.settings()
	for _, p := range b.Parts {
		r.part(p)
	}
	r.check()
	r.gates()
	return r.s, r.Diags
}

func (r *reader) settings() {
	a := r.Block.Attrs
	r.s.Direction = r.OneOf(a, "direction", codeValue, "high-good", "high-bad")
	r.s.Subject = r.OneOf(a, "subject", codeValue, "self", "account", "deal")
	r.s.Min = r.Share(a, "min", codeValue, 0.8)
	r.scale()
}

func (r *reader) scale() {
	t, ok := r.Block.Attrs.Find("scale")
	if !ok || t.Flag {
		r.Report(r.Block.Span, codeScale, "this scorecard has no scale", `write scale="never|rarely|sometimes|often|always" or scale="yes|no"`)
		return
	}
	for word := range strings.SplitSeq(t.Value, "|") {
		word = strings.TrimSpace(word)
		if word == "" || slices.Contains(r.s.Scale, word) {
			r.Report(t.ValueSpan, codeScale, fmt.Sprintf("the scale %q has an empty or a repeated word", t.Value), "every answer needs its own word between the bars")
			return
		}
		r.s.Scale = append(r.s.Scale, word)
	}
	n := len(r.s.Scale)
	if n < 2 || n > 11 {
		r.Report(t.ValueSpan, codeScale, fmt.Sprintf("a scale has 2 to 11 words, this one has %d", n), `separate the words by bars: scale="never|rarely|sometimes|often|always"`)
		return
	}
	for i := range r.s.Scale {
		r.s.Points = append(r.s.Points, float64(i)/float64(n-1))
	}
	if n == 2 && r.affirms(r.s.Scale[0]) {
		slices.Reverse(r.s.Points)
	}
}

// affirms reports whether word means yes. In a scale of two, yes counts 1 although it comes
// first: people write yes|no, not no|yes.
func (r *reader) affirms(word string) bool {
	return slices.ContainsFunc(append(r.Block.EverySpelling("yes"), "true"), func(yes string) bool { return strings.EqualFold(yes, word) })
}

func (r *reader) part(p widget.Part) {
	switch p.Type {
	case widget.List:
		for _, in := range p.Items {
			r.item(in)
		}
	case widget.Table:
		if len(r.s.Bands) > 0 {
			r.Report(p.Span, codeBands, "a scorecard has one table of bands", "put all bands into the first table")
			return
		}
		r.bands(p)
	case widget.Prose:
		if len(r.s.Items) == 0 {
			r.s.Intro += p.HTML
			return
		}
		fallthrough
	default:
		r.Report(p.Span, codePart, "a scorecard cannot use this here", "it holds text, then a list of statements with quotes as advice, then a table of bands")
	}
}

func (r *reader) item(in widget.Item) {
	it := Item{
		Entry:  r.Entry(in, statement, "statement"),
		Number: len(r.s.Items) + 1, Text: in.Text, Weight: r.Weight(in.Attrs, codeValue), Reverse: in.Attrs.Flag("reverse"),
		Rev: r.Whole(in.Attrs, "rev", codeValue, 1, 9999, 0),
	}
	if in.Text.Plain == "" {
		r.Report(in.Span, codeNoStatements, "this statement has no text", "write the statement")
	}
	if in.Mark != widget.NoMark {
		r.Report(in.Span, codePart, "a statement has no box", "write '- …'; the answers come from the scale")
	}
	if t, ok := in.Attrs.Find("lesson"); ok && !t.Flag && r.Block.Link != nil {
		it.Lesson = r.Block.Link(t.Value, t.ValueSpan)
	}
	for _, p := range in.Parts {
		if p.Type == widget.Quote {
			it.Advice += p.Text.HTML
			continue
		}
		r.Report(p.Span, codePart, "a statement cannot use this", "write advice below a statement as a quote: '> …'")
	}
	r.s.Items = append(r.s.Items, it)
}

// check reports mistakes that concern the whole list of statements.
func (r *reader) check() {
	n, sum := len(r.s.Items), 0.0
	for _, it := range r.s.Items {
		sum += it.Weight
	}
	switch {
	case n == 0:
		r.Report(r.Block.Span, codeNoStatements, "this scorecard has no statements", "write them as a list: '- I call at the agreed time {#on-time}'")
	case n > maxItems:
		r.Report(r.Block.Span, codeNoStatements, fmt.Sprintf("this scorecard has %d statements, more than %d", n, maxItems), "split it into several")
	case sum == 0:
		r.Report(r.Block.Span, codeWeights, "every statement has the weight 0, so there is no score", "give at least one statement a weight above 0")
	}
}
