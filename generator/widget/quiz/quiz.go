// Package quiz is the widget for checking what a reader remembers: questions with
// options to choose, an order to find, pairs to match, a number or a word to type, each
// with feedback. The page contains the answers. A quiz is for the reader's own use, and
// the page says so.
//
// The points are computed in the browser, in grade.js.
package quiz

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "quiz".
var Kind = widget.Kind{Name: "quiz", Sees: reflect.TypeFor[*Quiz](), Parse: parse, Takes: []widget.Takes{block, question, number}}

var (
	block = widget.Takes{What: "quiz", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "pass", Value: "a share such as 80%", Does: "the share that must be right; default: 80%"},
		{Name: "attempts", Value: "a number from 0 to 99", Does: "the number of attempts; default: 0, which means no limit"},
		{Name: "draw", Value: "a number", Does: "the number of questions in each attempt; default: all"},
		{Name: "show", Value: "each or end", Does: "whether the solution is shown after each answer or at the end; default: each"},
		{Name: "shuffle", Does: "questions and options are in a different order each time"},
		{Name: "srs", Does: "the practice page asks the questions again after days and weeks"},
		widget.Was,
	}}
	question = widget.Takes{What: "question", Attributes: []widget.Attribute{
		{Name: "strict", Does: "a question with several right answers gives its point only for all of them; default: a part of the point for a part of them"},
		widget.Rev, widget.Was,
	}}
	number = widget.Takes{What: "number", Attributes: []widget.Attribute{
		{Name: "tol", Value: "a number, or a share such as 5%", Does: "how far an answer may be off, for example 'Answer: 12 {tol=0.5}'"},
	}}
)

const (
	codeNoQuestions diag.Code = "PB1720"
	codeValue       diag.Code = "PB1721"
	codeOptions     diag.Code = "PB1722"
	codeNoAnswer    diag.Code = "PB1723"
	codeMatch       diag.Code = "PB1724"
	codeOrder       diag.Code = "PB1725"
	codeTyped       diag.Code = "PB1726"
	codePart        diag.Code = "PB1727"
)

// maxQuestions bounds one quiz.
const maxQuestions = 200

// A Quiz is a titled list of questions.
type Quiz struct {
	widget.Head
	// Pass is the share of the points that passes, 0..1.
	Pass float64
	// Attempts is the number of attempts, 0 for no limit. Draw is how many questions
	// are asked, 0 for all.
	Attempts, Draw int
	// AtEnd says that feedback is shown after the last question, not after each.
	AtEnd   bool
	Shuffle bool
	// SRS says that the questions can be practiced with spaced repetition.
	SRS       bool
	Questions []Question
	// Intro is the text before the questions, as HTML.
	Intro string
}

// A Question is one question with its answer. Type is "single", "multi", "order",
// "match", "number" or "text"; the fields of the other types are empty.
type Question struct {
	widget.Entry
	Number int // from 1
	Type   string
	Text   widget.Text
	// Body is the text between the question and its answers, Explanation the text after
	// it is answered, both as HTML.
	Body, Explanation string
	// Strict says that a partly right answer gets no points.
	Strict bool
	Rev    int

	Options []Option      // single, multi
	Steps   []widget.Text // order: in the right order
	Pairs   []Pair        // match: in the author's order
	// Shown are the indexes of Steps, or of Pairs by their right side, in the order in
	// which a reader sees them: alphabetical, which reveals nothing.
	Shown   []int
	Value   float64  // number
	Tol     float64  // number: how far off is still right
	OfValue bool     // number: Tol is a share of Value
	Words   []string // text: what is right
}

// An Option is one of several to choose from.
type Option struct {
	Text     widget.Text
	Right    bool
	Feedback string // HTML
}

// A Pair is two things that belong together.
type Pair struct{ Left, Right widget.Text }

// Asked returns how many questions an attempt asks.
func (q *Quiz) Asked() int {
	if q.Draw > 0 {
		return q.Draw
	}
	return len(q.Questions)
}

// SearchText returns the title and the questions. It leaves out the answers, because a
// search result would reveal them.
func (q *Quiz) SearchText() []string {
	out := []string{q.Title}
	for _, x := range q.Questions {
		out = append(out, x.Text.Plain)
	}
	return out
}

// Keeps returns the quiz and its questions, which have the state.
func (q *Quiz) Keeps() (*widget.Head, []*widget.Entry) { return &q.Head, widget.Entries(q.Questions) }

// Copy returns a copy with questions of its own.
func (q *Quiz) Copy() widget.Keeper {
	out := *q
	out.Questions = slices.Clone(q.Questions)
	return &out
}

// A reader reads one block into a quiz.
type reader struct {
	*widget.Reader
	q *Quiz
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{q: &Quiz{}, Reader: widget.NewReader(b, block)}
	r.q.Head = r.Head()
	r.settings()
	for _, p := range b.Parts {
		r.part(p)
	}
	n := len(r.q.Questions)
	switch t, _ := b.Attrs.Find("draw"); {
	case n == 0:
		r.Report(b.Span, codeNoQuestions, "this quiz has no questions", "write them as a numbered list: '1. What do you ask first? {#first}'")
	case n > maxQuestions:
		r.Report(b.Span, codeNoQuestions, fmt.Sprintf("this quiz has %d questions, more than %d", n, maxQuestions), "split it into several")
	case r.q.Draw > n:
		r.Report(t.ValueSpan, codeValue, fmt.Sprintf("draw=%d is more than the %d questions of this quiz", r.q.Draw, n), "use at most the number of questions")
	}
	return r.q, r.Diags
}

func (r *reader) settings() {
	a := r.Block.Attrs
	r.q.Pass = r.Share(a, "pass", codeValue, 0.8)
	r.q.Attempts = r.Whole(a, "attempts", codeValue, 0, 99, 0)
	r.q.Draw = r.Whole(a, "draw", codeValue, 1, maxQuestions, 0)
	r.q.AtEnd = r.OneOf(a, "show", codeValue, "each", "end") == "end"
	r.q.Shuffle, r.q.SRS = a.Flag("shuffle"), a.Flag("srs")
}

func (r *reader) part(p widget.Part) {
	switch {
	case p.Type == widget.List && p.Ordered:
		for _, in := range p.Items {
			r.question(in)
		}
	case p.Type == widget.Prose && len(r.q.Questions) == 0:
		r.q.Intro += p.HTML
	case p.Type == widget.List:
		r.Report(p.Span, codePart, "questions are numbered", "begin each with '1.' and indent its answers below it")
	default:
		r.Report(p.Span, codePart, "a quiz cannot use this here", "it holds text, then a numbered list of questions; what belongs to a question is indented below it")
	}
}

func (r *reader) question(in widget.Item) {
	x := Question{
		Entry:  r.Entry(in, question, "question"),
		Number: len(r.q.Questions) + 1, Text: in.Text, Strict: in.Attrs.Flag("strict"),
		Rev: r.Whole(in.Attrs, "rev", codeValue, 1, 9999, 0),
	}
	if in.Text.Plain == "" {
		r.Report(in.Span, codeNoQuestions, "this question has no text", "write the question")
	}
	for _, p := range in.Parts {
		r.answer(&x, p)
	}
	if x.Type == "" {
		r.Report(in.Span, codeNoAnswer, "this question has no answer", "write options as '- [x] right' and '- [ ] wrong', an order as a numbered list, pairs as a table of two columns, or 'Answer: 12 {tol=0.5}'")
	}
	r.q.Questions = append(r.q.Questions, x)
}

// answer reads one part below a question: its answers, or text.
func (r *reader) answer(x *Question, p widget.Part) {
	read := r.typed(p)
	switch {
	case p.Type == widget.List && p.Ordered:
		read = r.order
	case p.Type == widget.List:
		read = r.options
	case p.Type == widget.Table:
		read = r.match
	case p.Type == widget.Quote:
		x.Explanation += p.Text.HTML
		return
	case read != nil:
	case x.Type == "" && (p.Type == widget.Prose || p.Type == widget.Code):
		x.Body += p.HTML
		return
	default:
		r.Report(p.Span, codePart, "a question cannot use this here", "below a question write its text, its answers, then the explanation as a quote")
		return
	}
	if x.Type != "" {
		r.Report(p.Span, codeNoAnswer, "this question has two kinds of answers", "keep one of them, or make two questions")
		return
	}
	read(x, p)
}

// Nth returns an index as a reader counts it, from 1.
func (Question) Nth(i int) int { return i + 1 }

// TolPercent returns a tolerance that is a share of the value, in percent.
func (x Question) TolPercent() float64 { return math.Round(x.Tol*1e8) / 1e6 }
