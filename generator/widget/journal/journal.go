// Package journal is the widget for a private notebook: a few prompts that the reader
// answers again and again, each time with a date. The answers stay with the reader; the
// site knows only the prompts.
package journal

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "journal".
var Kind = widget.Kind{Name: "journal", Sees: reflect.TypeFor[*Journal](), Parse: parse, Takes: []widget.Takes{block, prompt}}

var (
	block  = widget.Takes{What: "journal", Attributes: []widget.Attribute{widget.Title, widget.Was}}
	prompt = widget.Takes{What: "journal prompt", Attributes: []widget.Attribute{widget.Was}}
)

const (
	codePrompts diag.Code = "PB1790"
	codePart    diag.Code = "PB1791"
)

// maxPrompts is the maximum number of prompts.
const maxPrompts = 50

// A Journal is a list of prompts.
type Journal struct {
	widget.Head
	// Intro is the text before the prompts, as HTML.
	Intro   string
	Prompts []Prompt
}

// A Prompt is one question or beginning of a sentence.
type Prompt struct {
	widget.Entry
	Number int // from 1
	Text   widget.Text
	// Help is the indented text below the prompt, as HTML.
	Help string
}

// SearchText returns the title and the prompts.
func (j *Journal) SearchText() []string {
	out := []string{j.Title}
	for _, p := range j.Prompts {
		out = append(out, p.Text.Plain)
	}
	return out
}

// Keeps returns the journal and its prompts, which have the state.
func (j *Journal) Keeps() (*widget.Head, []*widget.Entry) { return &j.Head, widget.Entries(j.Prompts) }

// Copy returns a copy with prompts of its own.
func (j *Journal) Copy() widget.Keeper {
	out := *j
	out.Prompts = slices.Clone(j.Prompts)
	return &out
}

// Track says that a journal counts when it has an entry. The content of the entry does
// not matter.
func (j *Journal) Track() widget.Track { return widget.Track{Counts: true} }

// A reader reads one block into a journal.
type reader struct {
	*widget.Reader
	j *Journal
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{j: &Journal{}, Reader: widget.NewReader(b, block)}
	r.j.Head = r.Head()
	for _, p := range b.Parts {
		r.part(p)
	}
	switch n := len(r.j.Prompts); {
	case n == 0:
		r.Report(b.Span, codePrompts, "this journal has no prompts", "write them as a list: '- What did I learn today? {#learnt}'")
	case n > maxPrompts:
		r.Report(b.Span, codePrompts, fmt.Sprintf("this journal has %d prompts, more than %d", n, maxPrompts), "split it into several")
	}
	return r.j, r.Diags
}

const shape = "it holds text, then a bullet list of prompts"

func (r *reader) part(p widget.Part) {
	switch {
	case p.Type == widget.Nested:
		r.Report(p.Block.Span, codePart, fmt.Sprintf("a journal cannot hold a container, found %q", p.Block.Kind), "put it below the journal")
	case p.Type == widget.List && p.Ordered:
		r.Report(p.Span, codePart, "the prompts of a journal are not numbered", "write them as '- …'")
	case p.Type == widget.List:
		for _, in := range p.Items {
			r.prompt(in)
		}
	case len(r.j.Prompts) == 0 && (p.Type == widget.Prose || p.Type == widget.Quote):
		r.j.Intro += p.HTML
	default:
		r.Report(p.Span, codePart, "a journal cannot use this here", shape)
	}
}

func (r *reader) prompt(in widget.Item) {
	p := Prompt{Entry: r.Entry(in, prompt, "prompt"), Number: len(r.j.Prompts) + 1, Text: in.Text}
	same := func(other Prompt) bool { return strings.EqualFold(other.Text.Plain, in.Text.Plain) }
	switch {
	case in.Mark != widget.NoMark:
		r.Report(in.Span, codePrompts, "a prompt has no box", "write '- …'; for things to tick, write a checklist")
	case in.Text.Plain == "":
		r.Report(in.Span, codePrompts, "this prompt has no text", "write a question, or the beginning of a sentence")
	case slices.ContainsFunc(r.j.Prompts, same):
		r.Report(in.Span, codePrompts, fmt.Sprintf("the prompt %q appears twice", in.Text.Plain), "a reader would answer only one of them")
	}
	for _, part := range in.Parts {
		if part.Type != widget.Prose {
			r.Report(part.Span, codePart, "a prompt cannot hold this", "below a prompt only indented text is allowed")
			continue
		}
		p.Help += part.HTML
	}
	r.j.Prompts = append(r.j.Prompts, p)
}
