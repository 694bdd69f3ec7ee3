// Package poll is the widget for a vote that commits its reader: the reader votes
// before the answer is shown, and may change the vote openly. There is no server, so a
// page knows only its reader's vote. An author writes the votes of a team into the
// block as a table.
package poll

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "poll".
var Kind = widget.Kind{Name: "poll", Sees: reflect.TypeFor[*Poll](), Parse: parse, Takes: []widget.Takes{block, option}}

var (
	block = widget.Takes{What: "poll", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "n", Value: "a number", Does: "how many people have voted; needs a table of the votes"},
		{Name: "as-of", Value: "a date", Does: "the day of the count"},
		{Name: "secret", Does: "a published result needs at least five votes, so that nobody's vote can be seen"},
		widget.Was,
	}}
	option = widget.Takes{What: "poll option", Attributes: []widget.Attribute{widget.Was}}
)

const (
	codeOptions diag.Code = "PB1730"
	codeValue   diag.Code = "PB1731"
	codeResults diag.Code = "PB1732"
	codePart    diag.Code = "PB1733"
	codeLocked  diag.Code = "PB1734"
)

// maxOptions is how many options can have a key from 1 to 9.
const maxOptions = 9

// minSecret is the number of votes from which the split of a secret vote is shown. In a
// smaller group it could reveal who voted for what.
const minSecret = 5

// A Poll is a question with options and a text that a vote unlocks.
type Poll struct {
	widget.Head
	Options []Option
	// Intro is the text before the options, After the text that a vote unlocks, both as
	// HTML.
	Intro, After string
	// Team is the result of a team's vote, nil if there is none.
	Team *Team
}

// An Option is one of the answers.
type Option struct {
	widget.Entry
	Number int // from 1
	Text   widget.Text
}

// A Team is a published result.
type Team struct {
	N    int    // votes
	AsOf string // the date of the count, "2026-03-31"
	// Hidden says that the split is not shown, because the vote was secret and too few
	// took part. Votes is then empty.
	Hidden bool
	Votes  []int // for each option
}

// SearchText returns the title and the options, but not the text that a vote unlocks.
func (p *Poll) SearchText() []string {
	out := []string{p.Title}
	for _, o := range p.Options {
		out = append(out, o.Text.Plain)
	}
	return out
}

// Keeps returns the poll and its options, which have the state.
func (p *Poll) Keeps() (*widget.Head, []*widget.Entry) { return &p.Head, widget.Entries(p.Options) }

// Copy returns a copy with options of its own.
func (p *Poll) Copy() widget.Keeper {
	out := *p
	out.Options = slices.Clone(p.Options)
	return &out
}

// Track says that a poll counts: the lesson asks for a vote.
func (p *Poll) Track() widget.Track {
	return widget.Track{Counts: true, Share: map[string]string{"tally": "1"}}
}

// A reader reads one block into a poll.
type reader struct {
	*widget.Reader
	p      *Poll
	locked bool // the --- line has been passed
	rule   widget.Span
	secret bool
	table  *widget.Part
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{p: &Poll{}, Reader: widget.NewReader(b, block)}
	r.p.Head = r.Head()
	r.secret = b.Attrs.Flag("secret")
	_, published := b.Attrs.Get("n")
	for _, part := range b.Parts {
		if published && r.table == nil && part.Type == widget.Table {
			r.table = &part
			continue
		}
		r.part(part)
	}
	r.check()
	r.team(published)
	return r.p, r.Diags
}

func (r *reader) part(p widget.Part) {
	switch {
	case p.Type == widget.Nested:
		r.Report(p.Span, codePart, "a poll cannot hold another container", "put it below the poll")
	case p.Type == widget.Rule && !r.locked:
		r.locked, r.rule = true, p.Span
	case r.locked:
		r.p.After += p.HTML
	case p.Type == widget.List && len(r.p.Options) == 0:
		for _, in := range p.Items {
			r.option(in)
		}
	case p.Type == widget.Prose && len(r.p.Options) == 0, p.Type == widget.Quote && len(r.p.Options) == 0:
		r.p.Intro += p.HTML
	default:
		r.Report(p.Span, codePart, "a poll cannot use this before its '---' line", "it holds text, then a list of options, then '---' and the text that a vote unlocks")
	}
}

func (r *reader) option(in widget.Item) {
	o := Option{Entry: r.Entry(in, option, "option"), Number: len(r.p.Options) + 1, Text: in.Text}
	switch {
	case in.Mark == widget.NoMark:
		r.Report(in.Span, codeOptions, "this option has no box", "write '- [ ] …'")
	case in.Mark == widget.Done:
		r.Report(in.Span, codeOptions, "an option of a poll cannot be ticked", "a poll has no right answer; for one that has, write a quiz")
	case in.Text.Plain == "":
		r.Report(in.Span, codeOptions, "this option has no text", "write what can be voted for")
	}
	// Options beyond the limit are one finding.
	for _, other := range r.p.Options[:min(len(r.p.Options), maxOptions)] {
		if strings.EqualFold(other.Text.Plain, in.Text.Plain) && in.Text.Plain != "" {
			r.Report(in.Span, codeOptions, fmt.Sprintf("the option %q appears twice", in.Text.Plain), "a reader could not tell them apart")
			break
		}
	}
	for _, p := range in.Parts {
		r.Report(p.Span, codePart, "an option is one line", "put the rest into the text before the options or after '---'")
	}
	r.p.Options = append(r.p.Options, o)
}

func (r *reader) check() {
	switch n := len(r.p.Options); {
	case n < 2:
		r.Report(r.Block.Span, codeOptions, fmt.Sprintf("a poll needs at least two options, this one has %d", n), "write them as '- [ ] Persistent {#persistent}'")
	case n > maxOptions:
		r.Report(r.Block.Span, codeOptions, fmt.Sprintf("this poll has %d options, more than %d", n, maxOptions), "the keys 1 to 9 count a show of hands")
	}
	if r.locked && r.p.After == "" {
		r.Report(r.rule, codeLocked, "nothing follows the '---' line", "write the text that a vote unlocks, or remove the line")
	}
}

var datePattern = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// team reads a published result: n=12 as-of=2026-03-31 and a table of the
// options with their votes.
func (r *reader) team(published bool) {
	a := r.Block.Attrs
	t := Team{N: r.Whole(a, "n", codeValue, 1, 99999, 0)}
	t.AsOf = r.Value(a, "as-of", codeValue, "write the date of the count, as as-of=2026-03-31", datePattern.MatchString)
	if !published {
		for _, key := range []string{"as-of", "secret"} {
			if x, ok := a.Find(key); ok {
				r.Report(x.KeySpan, codeResults, fmt.Sprintf("%q belongs to a published result", key), "give the number of votes as well: n=12")
			}
		}
		return
	}
	n, _ := a.Find("n")
	if _, ok := a.Get("as-of"); !ok {
		r.Report(n.KeySpan, codeResults, "a published result needs the date of its count", "write as-of=2026-03-31")
	}
	t.Hidden = r.secret && t.N < minSecret
	switch {
	case r.table == nil && t.Hidden: // correct
	case r.table == nil:
		r.Report(n.KeySpan, codeResults, "a published result needs its table", "write a table | Option | Votes | with one row for each option")
		return
	case t.Hidden:
		at := r.table.Span
		r.Report(at, codeResults, fmt.Sprintf("the result of a secret vote with %d votes cannot be published", t.N), fmt.Sprintf("with fewer than %d votes it could tell who voted for what; remove the table", minSecret))
		return
	default:
		t.Votes = r.votes(t.N)
	}
	r.p.Team = &t
}

// votes reads the table's rows in the order of the options.
func (r *reader) votes(n int) []int {
	votes, seen, sum := make([]int, len(r.p.Options)), map[int]bool{}, 0
	names := []string{}
	for _, o := range r.p.Options {
		names = append(names, o.Text.Plain)
	}
	for _, row := range r.table.Rows[1:] {
		if len(row.Cells) != 2 {
			r.Report(row.Span, codeResults, "this is not a table of options and votes", "write a table | Option | Votes |")
			return nil
		}
		i := slices.IndexFunc(r.p.Options, func(o Option) bool {
			return strings.EqualFold(o.Text.Plain, row.Cells[0].Plain) || o.ID == row.Cells[0].Plain
		})
		count, err := strconv.Atoi(row.Cells[1].Plain)
		switch {
		case i < 0:
			r.Report(row.Span, codeResults, fmt.Sprintf("no option is called %q", row.Cells[0].Plain), diag.DidYouMean(row.Cells[0].Plain, names))
		case seen[i]:
			r.Report(row.Span, codeResults, fmt.Sprintf("the option %q is counted twice", row.Cells[0].Plain), "write one row for every option")
		case err != nil || count < 0:
			r.Report(row.Span, codeResults, fmt.Sprintf("%q is not a number of votes", row.Cells[1].Plain), "write a whole number; the page computes the percentages")
		default:
			votes[i], seen[i] = count, true
			sum += count
		}
	}
	if sum != n && !r.Diags.HasErrors() {
		x, _ := r.Block.Attrs.Find("n")
		r.Report(x.ValueSpan, codeResults, fmt.Sprintf("the table counts %d votes, and n says %d", sum, n), "n is the number of all votes")
	}
	return votes
}
