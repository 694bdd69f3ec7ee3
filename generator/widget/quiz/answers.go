package quiz

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// options reads a task list. One [x] makes a single choice, several a multiple choice.
func (r *reader) options(x *Question, p widget.Part) {
	x.Type = "single"
	right := 0
	var texts []widget.Text
	for _, in := range p.Items {
		r.Check(widget.Takes{What: "quiz option"}, in.Attrs)
		o := Option{Text: in.Text, Right: in.Mark == widget.Done}
		if in.Mark == widget.NoMark {
			r.Report(in.Span, codeOptions, "this option has no box", "write '- [x] …' for a right one and '- [ ] …' for a wrong one")
		}
		if o.Right {
			right++
		}
		for _, q := range in.Parts {
			if q.Type != widget.Quote {
				r.Report(q.Span, codePart, "an option cannot use this", "write feedback below an option as a quote: '> …'")
				continue
			}
			o.Feedback += q.Text.HTML
		}
		x.Options = append(x.Options, o)
		texts = append(texts, in.Text)
	}
	r.distinct(texts, codeOptions, "option")
	switch {
	case len(x.Options) < 2:
		r.Report(p.Span, codeOptions, "there is only one option", "write at least two options")
	case right == 0:
		r.Report(p.Span, codeOptions, "no option is right", "mark the right one with [x]")
	case right > 1:
		x.Type = "multi"
	}
}

// distinct reports empty and repeated texts.
func (r *reader) distinct(texts []widget.Text, code diag.Code, what string) {
	seen := map[string]bool{}
	for _, t := range texts {
		switch key := strings.ToLower(t.Plain); {
		case key == "":
			r.Report(t.Span, code, "this "+what+" has no text", "every "+what+" needs words of its own")
		case seen[key]:
			r.Report(t.Span, code, fmt.Sprintf("the %s %q appears twice", what, t.Plain), "a reader could not tell them apart")
		default:
			seen[key] = true
		}
	}
}

// order reads a numbered list in the right order.
func (r *reader) order(x *Question, p widget.Part) {
	x.Type = "order"
	for _, in := range p.Items {
		r.Check(widget.Takes{What: "step"}, in.Attrs)
		x.Steps = append(x.Steps, in.Text)
		for _, q := range in.Parts {
			r.Report(q.Span, codePart, "a step of an order is one line", "put the rest into the explanation")
		}
	}
	r.distinct(x.Steps, codeOrder, "step")
	if len(x.Steps) < 2 {
		r.Report(p.Span, codeOrder, "there is only one step to put in order", "write at least two, in the right order")
	}
	x.Shown = alphabet(x.Steps)
}

// match reads a table of two columns.
func (r *reader) match(x *Question, p widget.Part) {
	x.Type = "match"
	if len(p.Rows) < 3 || len(p.Rows[0].Cells) != 2 {
		r.Report(p.Span, codeMatch, "this is not a table of pairs", "write a head and at least two rows, in two columns")
		return
	}
	var left, right []widget.Text
	for _, row := range p.Rows[1:] {
		x.Pairs = append(x.Pairs, Pair{row.Cells[0], row.Cells[1]})
		left, right = append(left, row.Cells[0]), append(right, row.Cells[1])
	}
	r.distinct(left, codeMatch, "left side")
	r.distinct(right, codeMatch, "right side")
	x.Shown = alphabet(right)
}

// alphabet returns the indexes of texts in alphabetical order, or in reverse order if
// the texts are already sorted.
func alphabet(texts []widget.Text) []int {
	at := make([]int, len(texts))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int {
		return cmp.Compare(strings.ToLower(texts[a].Plain), strings.ToLower(texts[b].Plain))
	})
	if slices.IsSorted(at) {
		slices.Reverse(at)
	}
	return at
}

// answerOf returns the answer in a line such as "Answer: 12", with the word of any of
// the site's languages.
func (r *reader) answerOf(line string) (string, bool) {
	word, answer, ok := strings.Cut(line, ":")
	word = strings.TrimSpace(word)
	return strings.TrimSpace(answer), ok && slices.ContainsFunc(r.Block.EverySpelling("answer"), func(w string) bool { return strings.EqualFold(w, word) })
}

// typed returns the function that reads an "Answer: …" line, nil for another part.
func (r *reader) typed(p widget.Part) func(*Question, widget.Part) {
	key, ok := r.answerOf(p.Text.Plain)
	if p.Type != widget.Prose || !ok {
		return nil
	}
	return func(x *Question, p widget.Part) {
		if n, err := r.number(key); err == nil {
			x.Type, x.Value = "number", n
			r.Check(number, p.Attrs)
			r.tolerance(x, p.Attrs)
			return
		}
		x.Type = "text"
		r.Check(widget.Takes{What: "text answer"}, p.Attrs)
		if key == "" || numberLike.MatchString(key) {
			r.Report(p.Span, codeTyped, fmt.Sprintf("cannot read the answer %q", key), "write a number without thousands separators, for example 1234.5, or the right words separated by '|'")
			return
		}
		for word := range strings.SplitSeq(key, "|") {
			if word = strings.TrimSpace(word); word == "" {
				r.Report(p.Span, codeTyped, "one of the right answers is empty", "write one '|' between two alternatives")
				return
			}
			x.Words = append(x.Words, word)
		}
	}
}

// numberLike matches digits and signs, or a number with an exponent: a text that was
// meant as a number.
var numberLike = regexp.MustCompile(`^[-−+]?\d+([.,]\d+)?[eE][-+]?\d+$|^[-−+\d.,' \x{a0}\x{202f}]*\d[-−+\d.,' \x{a0}\x{202f}]*$`)

// number reads a number from an author: with a full stop before decimals, and in
// languages with a decimal comma also with a comma.
func (r *reader) number(s string) (float64, error) {
	s = strings.Replace(s, "−", "-", 1)
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") && widget.NumbersIn(r.Block.Lang).Comma() {
		s = strings.Replace(s, ",", ".", 1)
	}
	if strings.ContainsAny(s, "eExXpPiInN_") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}

// tolerance reads tol=0.5, or tol=5% of the value.
func (r *reader) tolerance(x *Question, a widget.Attrs) {
	r.Value(a, "tol", codeTyped, "write tol=0.5, or tol=5% for a share of the answer", func(v string) bool {
		share, ofValue := strings.CutSuffix(v, "%")
		n, err := strconv.ParseFloat(share, 64)
		if err != nil || !(n >= 0 && n < 1e15) {
			return false
		}
		if x.Tol, x.OfValue = n, ofValue; ofValue {
			x.Tol = n / 100
		}
		return true
	})
}
