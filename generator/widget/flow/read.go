package flow

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A reader reads the steps of one flow.
type reader struct {
	*widget.Reader
	ids    map[string]*Step
	arrows []arrow
	count  int
}

// An arrow is "→ #id" in a step. Its target is found when all steps have been read.
type arrow struct {
	from *Step
	id   string
	at   widget.Span
}

var (
	arrowEnd  = regexp.MustCompile(`(?:^|\s*)(?:→|->)\s*#(\S+)$`)
	arrowHTML = regexp.MustCompile(`\s*(?:→|-&gt;)\s*#[^\s<]+$`)
	arrowIn   = regexp.MustCompile(`(?:→|->)\s*#[a-z0-9][a-z0-9-]*`)
)

// steps reads list items. What names an item in messages.
func (p *reader) steps(items []widget.Item, what string) []*Step {
	var out []*Step
	for _, it := range items {
		out = append(out, p.step(it, what))
	}
	return out
}

func (p *reader) step(it widget.Item, what string) *Step {
	p.Check(widget.Takes{What: what, Attributes: []widget.Attribute{end}}, it.Attrs)
	p.count++
	s := &Step{Text: it.Text, Stop: it.Attrs.Flag("end"), number: p.count, span: it.Span}
	if it.Attrs.ID != "" {
		id := p.Identify(it.Attrs, "", "")
		s.Anchor = p.Block.Anchor + "-" + id
		p.ids[id] = s
	}
	p.arrow(s)
	if s.Text.Plain == "" {
		p.Report(it.Span, codeShape, "this "+what+" has no words", "write what to do there")
	}
	var more []widget.Part
	for _, part := range it.Parts {
		if part.Type == widget.List && (part.Ordered != (what == "flow step") || part.HTML == "") {
			p.below(s, part, what)
			continue
		}
		if part.Type == widget.List {
			p.Report(part.Span, codeShape, misplaced[what].message, misplaced[what].hint)
			continue
		}
		more = append(more, part)
	}
	s.More, s.more = p.More(more, codeShape)
	return s
}

// misplaced has the message for a list of the wrong sort below an item.
var misplaced = map[string]struct{ message, hint string }{
	"flow step":   {"the branches of a step are bullets, these are numbers", "write - for a branch; numbers below a branch are its steps"},
	"flow branch": {"the steps of a branch are numbers, these are bullets", "write 1. for a step; bullets below a step are its branches"},
}

// below reads the list below an item: branches of a step, steps of a branch.
func (p *reader) below(s *Step, list widget.Part, what string) {
	inner := map[string]string{"flow step": "flow branch", "flow branch": "flow step"}[what]
	if list.HTML == "" {
		p.Report(list.Span, codeShape, "a flow cannot have boxes to tick", "remove [ ], or write the list as a checklist")
		return
	}
	if len(s.Ways)+len(s.Steps) > 0 {
		p.Report(list.Span, codeShape, "this is a second list below one "+what, "write one list")
		return
	}
	if s.To != nil || s.Stop || len(p.arrows) > 0 && p.arrows[len(p.arrows)-1].from == s {
		p.Report(list.Span, codeShape, "there is more below a "+what+" that leads elsewhere", "put the arrow or {end} at the end of the last of them")
	}
	if steps := p.steps(list.Items, inner); inner == "flow branch" {
		s.Ways = steps
	} else {
		s.Steps = steps
	}
}

// arrow removes "→ #id" from the end of a step's words.
func (p *reader) arrow(s *Step) {
	m := arrowEnd.FindStringSubmatchIndex(s.Text.Plain)
	if m == nil {
		if inside := arrowIn.FindString(s.Text.Plain); inside != "" {
			p.Report(p.Find(s.span, inside), codeArrow, "an arrow to a step must be at the end of the line", "write the text before the arrow")
		}
		return
	}
	id := s.Text.Plain[m[2]:m[3]]
	at := p.Find(s.span, "#"+id)
	html := arrowHTML.FindStringIndex(s.Text.HTML)
	if html == nil {
		p.Report(at, codeArrow, "this arrow is inside other markup", "write it without markup at the end of the line: → #"+id)
		return
	}
	if s.Stop {
		p.Report(at, codeArrow, "this step has both {end} and an arrow", "keep one of them")
	}
	s.Text.Plain, s.Text.HTML = s.Text.Plain[:m[0]], s.Text.HTML[:html[0]]
	p.arrows = append(p.arrows, arrow{s, id, at})
}

// point connects every arrow with its step.
func (p *reader) point() {
	for _, a := range p.arrows {
		to := p.ids[a.id]
		switch {
		case to == nil:
			hint := diag.DidYouMean(a.id, slices.Sorted(maps.Keys(p.ids)))
			p.Report(a.at, codeArrow, "no step of this flow has the id "+`"`+a.id+`"`, cmp.Or(hint, "give the step an id: {#"+a.id+"}"))
		case to == a.from:
			p.Report(a.at, codeArrow, "this step leads to itself", "let it lead to the first step of the repetition")
		default:
			a.from.To = &Target{Anchor: to.Anchor, Words: name(to.Text), Back: to.number < a.from.number}
		}
	}
}

// longest is the number of letters that an arrow shows of its target.
const longest = 48

// name returns what an arrow shows of a step: its bold words, or the first words that
// fit.
func name(t widget.Text) string {
	if lead, _ := t.Lead(); lead.Plain != "" {
		return lead.Plain
	}
	r := []rune(t.Plain)
	if len(r) <= longest {
		return strings.TrimRight(t.Plain, ".:;")
	}
	short := string(r[:longest])
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,.:;–—") + "…"
}

// follow finds the steps from which nothing leads to the next one, and reports steps
// that are never reached. It reports whether the last step goes on.
func (p *reader) follow(steps []*Step) (goesOn bool) {
	goesOn = true
	for _, s := range steps {
		if !goesOn && !p.reached(s) {
			p.Report(s.span, codeArrow, "nothing leads to this step", "all branches above end or lead elsewhere; give this step an id and let one of them lead here: → #id")
		}
		goesOn = !s.Stop
		if len(s.Ways) > 0 {
			open := false
			for _, w := range s.Ways {
				on := p.follow(w.Steps) && !w.Stop && !p.leads(w)
				if n := len(w.Steps); n > 0 && p.leads(w.Steps[n-1]) {
					on = false
				}
				open = open || on
			}
			goesOn = open
		}
		s.Over = !goesOn
	}
	return goesOn
}

// leads reports whether a step has an arrow.
func (p *reader) leads(s *Step) bool {
	return slices.ContainsFunc(p.arrows, func(a arrow) bool { return a.from == s })
}

// reached reports whether an arrow leads to a step.
func (p *reader) reached(s *Step) bool {
	return slices.ContainsFunc(p.arrows, func(a arrow) bool { return p.ids[a.id] == s })
}
