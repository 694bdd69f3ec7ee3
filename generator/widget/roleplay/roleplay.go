// Package roleplay is the widget for practicing a conversation: a sheet for each part,
// a clock, questions for afterwards and a scorecard. The seller does not see the
// customer's sheet. A seller who practices alone gets the customer's lines one by one.
package roleplay

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "roleplay". The scorecard inside is its rubric.
var Kind = widget.Kind{Name: "roleplay", Sees: reflect.TypeFor[*Roleplay](), Parse: parse, Holds: []string{"scorecard"}, Takes: []widget.Takes{block, sheet, question}}

var (
	block = widget.Takes{What: "roleplay", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "minutes", Value: "a number from 1 to 120", Does: "how many minutes one conversation takes; default: 10"},
		widget.Was,
	}}
	sheet    = widget.Takes{What: "roleplay sheet", Attributes: roleFlags()}
	question = widget.Takes{What: "debrief question", Attributes: []widget.Attribute{widget.Was}}
)

const (
	codeSheets diag.Code = "PB1795"
	codePart   diag.Code = "PB1796"
	codeValue  diag.Code = "PB1797"
	codeRubric diag.Code = "PB1798"
)

// A Roleplay has the sheets of a conversation and what follows it.
type Roleplay struct {
	widget.Head
	Minutes int // on the clock
	// Intro is the text for everybody, as HTML.
	Intro  string
	Sheets []Sheet
	// Debrief is the text before the questions, as HTML. DebriefTitle is empty if there
	// is neither.
	DebriefTitle widget.Text
	Debrief      string
	Questions    []Question
	// Rubric draws the scorecard inside, or is "".
	Rubric string
}

// A Sheet is what one of the players reads, as HTML.
type Sheet struct {
	Role          string // "seller", "customer" or "observer"
	Title         widget.Text
	Before, After string
	// Lines are the customer's numbered lines. They are between Before and After.
	Lines []widget.Text

	words []string
}

// A Question is asked afterwards.
type Question struct {
	widget.Entry
	Number int // from 1
	Text   widget.Text
}

// Solo reports whether a seller can practice alone.
func (p *Roleplay) Solo() bool {
	return slices.ContainsFunc(p.Sheets, func(s Sheet) bool { return s.Role == "customer" && len(s.Lines) > 0 })
}

// SearchText returns the title, the questions and every sheet except the customer's,
// which the seller must not find.
func (p *Roleplay) SearchText() []string {
	out := []string{p.Title}
	for _, s := range p.Sheets {
		if s.Role != "customer" {
			out = append(append(out, s.Title.Plain), s.words...)
		}
	}
	for _, q := range p.Questions {
		out = append(out, q.Text.Plain)
	}
	return out
}

// Keeps returns the role-play and its questions, which have the state.
func (p *Roleplay) Keeps() (*widget.Head, []*widget.Entry) {
	return &p.Head, widget.Entries(p.Questions)
}

// Copy returns a copy with questions of its own.
func (p *Roleplay) Copy() widget.Keeper {
	out := *p
	out.Questions = slices.Clone(p.Questions)
	return &out
}

// A reader reads one block into a role-play.
type reader struct {
	*widget.Reader
	p     *Roleplay
	place string // the part being read, "" before the first
	seen  map[string]bool
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{p: &Roleplay{}, seen: map[string]bool{}, Reader: widget.NewReader(b, block)}
	r.p.Head = r.Head()
	r.p.Minutes = r.Whole(b.Attrs, "minutes", codeValue, 1, 120, 10)
	for _, part := range b.Parts {
		r.part(part)
	}
	r.check()
	return r.p, r.Diags
}

func (r *reader) part(p widget.Part) {
	switch {
	case p.Type == widget.Nested:
		r.nested(p)
	case p.Type == widget.Heading:
		r.heading(p)
	case r.place == "":
		if p.Type != widget.Prose && p.Type != widget.Quote {
			r.Report(p.Span, codePart, "a roleplay cannot use this before its first sheet", "begin a sheet with a heading: '### Seller'")
			return
		}
		r.p.Intro += p.HTML
	case r.place == debrief:
		r.debrief(p)
	default:
		r.sheet(&r.p.Sheets[len(r.p.Sheets)-1], p)
	}
}

func (r *reader) nested(p widget.Part) {
	switch {
	case p.Block.Kind != "scorecard":
		r.Report(p.Block.Span, codeRubric, fmt.Sprintf("a roleplay cannot hold this container, found %q", p.Block.Kind), "it can hold only one scorecard, the rubric for judging")
	case r.p.Rubric != "":
		r.Report(p.Block.Span, codeRubric, "a roleplay has one rubric", "put all statements into the first scorecard")
	default:
		r.p.Rubric = p.HTML
	}
}

func (r *reader) heading(p widget.Part) {
	r.Check(sheet, p.Attrs)
	role := roleOf(&r.Block, p)
	switch {
	case role == "":
		r.Report(p.Span, codeSheets, fmt.Sprintf("%q is not a part of a roleplay", p.Text.Plain), diag.DidYouMean(p.Text.Plain, headings(&r.Block))+
			" (a name of its own needs its part: '### Maria {customer}')")
		role = "observer" // read what follows as a sheet, so that it is not reported too
	case r.seen[role]:
		r.Report(p.Span, codeSheets, fmt.Sprintf("the part of the %s appears twice", role), "put both under one heading")
	}
	r.seen[role] = true
	r.place = role
	if role == debrief {
		r.p.DebriefTitle = p.Text
		return
	}
	r.p.Sheets = append(r.p.Sheets, Sheet{Role: role, Title: p.Text})
}

func (r *reader) sheet(s *Sheet, p widget.Part) {
	switch {
	case p.Type == widget.List && p.Ordered && s.Role == "customer" && s.Lines == nil:
		for _, in := range p.Items {
			s.Lines = append(s.Lines, r.line(in))
		}
	case p.HTML == "":
		r.Report(p.Span, codePart, "a sheet cannot use this", "it holds text, lists, quotes and tables; boxes to tick belong in the scorecard")
	case s.Lines != nil:
		s.After += p.HTML
	default:
		s.Before += p.HTML
	}
	s.words = append(s.words, wordsOf(p)...)
}

// line reads one of the customer's lines.
func (r *reader) line(in widget.Item) widget.Text {
	if in.Text.Plain == "" {
		r.Report(in.Span, codeSheets, "this line has no words", "write what the customer says, and when")
	}
	for _, p := range in.Parts {
		r.Report(p.Span, codePart, "a line is one paragraph", "put the rest below the list")
	}
	r.Check(widget.Takes{What: "line of the customer"}, in.Attrs)
	return in.Text
}

func wordsOf(p widget.Part) []string {
	out := []string{p.Text.Plain}
	for _, it := range p.Items {
		out = append(out, it.Text.Plain)
	}
	for _, row := range p.Rows {
		for _, c := range row.Cells {
			out = append(out, c.Plain)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
}

func (r *reader) debrief(p widget.Part) {
	switch p.Type {
	case widget.List:
		for _, in := range p.Items {
			r.question(in)
		}
	case widget.Prose, widget.Quote:
		r.p.Debrief += p.HTML
	default:
		r.Report(p.Span, codePart, "a debrief cannot use this", "it holds text and a list of questions")
	}
}

func (r *reader) question(in widget.Item) {
	q := Question{Entry: r.Entry(in, question, "question"), Number: len(r.p.Questions) + 1, Text: in.Text}
	if in.Text.Plain == "" || in.Mark != widget.NoMark {
		r.Report(in.Span, codeSheets, "this is not a question for the debrief", "write '- Seller: what would you leave out next time?'")
	}
	for _, p := range in.Parts {
		r.Report(p.Span, codePart, "a question is one paragraph", "put the rest before the list")
	}
	r.p.Questions = append(r.p.Questions, q)
}

// check reports what can be seen only when the whole block is read.
func (r *reader) check() {
	for _, role := range []string{"seller", "customer"} {
		if !r.seen[role] && len(r.Diags) == 0 {
			r.Report(r.Block.Span, codeSheets, "this roleplay has no sheet for the "+role, "begin it with a heading: '### "+strings.ToUpper(role[:1])+role[1:]+"'")
		}
	}
	for _, s := range r.p.Sheets {
		if s.Before+s.After == "" && s.Lines == nil && len(r.Diags) == 0 {
			r.Report(s.Title.Span, codeSheets, fmt.Sprintf("the sheet %q is empty", s.Title.Plain), "write what this person knows and has to do")
		}
	}
	if r.seen[debrief] && len(r.p.Questions) == 0 && len(r.Diags) == 0 {
		r.Report(r.p.DebriefTitle.Span, codeSheets, "this debrief has no questions", "write them as a list: '- Seller: what would you leave out next time?'")
	}
}
