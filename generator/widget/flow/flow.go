// Package flow is the static block that draws a course of action: a numbered list of
// steps. Bullets below a step are the branches from it, numbers below a branch are its
// own steps, and "→ #id" leads to another step.
package flow

import (
	"reflect"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "flow".
var Kind = widget.Kind{Name: "flow", Sees: reflect.TypeFor[*Flow](), Parse: parse, Static: true, Takes: []widget.Takes{block, {What: "step of a flow", Attributes: []widget.Attribute{end}}}}

var (
	block = widget.Takes{What: "flow", Attributes: []widget.Attribute{widget.DrawnTitle}}
	end   = widget.Attribute{Name: "end", Does: "this branch ends here; other branches go on to the next step"}
)

const (
	codeShape diag.Code = "PB1332"
	codeArrow diag.Code = "PB1333"
)

// A Flow is a list of steps, one after another.
type Flow struct {
	widget.Drawn
	Steps []*Step
	// Across says that the steps are few and short enough to be drawn side by side.
	Across bool

	anchors []string
}

// A Step is one thing to do, or one of the branches from it.
type Step struct {
	Anchor string // "" without an id
	Text   widget.Text
	// More has the parts below the first paragraph, as HTML.
	More string
	// Ways are the branches of a step; Steps are the steps of a branch.
	Ways, Steps []*Step
	// To is the target of an arrow, nil without one. Stop says that the course ends
	// here.
	To   *Target
	Stop bool
	// Over says that nothing leads from here to the next step.
	Over bool

	more   []string // the words of More
	number int      // in the order of the text
	span   widget.Span
}

// A Target is the step that an arrow leads to.
type Target struct {
	Anchor, Words string
	Back          bool // the target is above
}

// SearchText returns the words of all steps.
func (f *Flow) SearchText() []string {
	var out []string
	for s := range all(f.Steps) {
		out = append(append(out, s.Text.Plain), s.more...)
	}
	return f.Words(out)
}

// Anchors returns the block's id and those of its steps.
func (f *Flow) Anchors() []string { return append(f.Drawn.Anchors(), f.anchors...) }

// Prefix returns the block with prefix before its id and those of its steps.
func (f *Flow) Prefix(prefix string) widget.Widget {
	out := *f
	out.Drawn, out.Steps, out.anchors = f.WithPrefix(prefix), prefixed(f.Steps, prefix), nil
	for _, a := range f.anchors {
		out.anchors = append(out.anchors, prefix+a)
	}
	return &out
}

func prefixed(steps []*Step, prefix string) []*Step {
	var out []*Step
	for _, s := range steps {
		c := *s
		if c.Anchor != "" {
			c.Anchor = prefix + c.Anchor
		}
		if s.To != nil {
			to := *s.To
			to.Anchor = prefix + to.Anchor
			c.To = &to
		}
		c.Ways, c.Steps = prefixed(s.Ways, prefix), prefixed(s.Steps, prefix)
		out = append(out, &c)
	}
	return out
}

// all returns every step in and below a list, in the order of the text.
func all(steps []*Step) func(func(*Step) bool) {
	return func(yield func(*Step) bool) { walk(steps, yield) }
}

func walk(steps []*Step, yield func(*Step) bool) bool {
	for _, s := range steps {
		if !yield(s) || !walk(s.Ways, yield) || !walk(s.Steps, yield) {
			return false
		}
	}
	return true
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	p := reader{Reader: widget.NewReader(b, block), ids: map[string]*Step{}}
	f := &Flow{}
	const hint = "write a numbered list, bullets below a step for its branches"
	drawn, list := p.Drawn(widget.List, codeShape, hint)
	f.Drawn = drawn
	if list == nil {
		return f, p.Diags
	}
	p.Numbered(list, codeShape, hint)
	f.Steps = p.steps(list.Items, "flow step")
	if len(f.Steps) == 1 && len(f.Steps[0].Ways) == 0 {
		p.Report(list.Span, codeShape, "this flow has only one step", "a flow has two or more, or a step with branches")
	}
	p.point()
	p.follow(f.Steps)
	f.Across = across(f.Steps)
	for s := range all(f.Steps) {
		if s.Anchor != "" {
			f.anchors = append(f.anchors, s.Anchor)
		}
	}
	return f, p.Diags
}

// Limits for steps side by side: four boxes with a dozen letters per line.
const (
	mostAcross   = 4
	lettersThere = 40
)

func across(steps []*Step) bool {
	for _, s := range steps {
		if len(s.Ways) > 0 || s.More != "" || s.To != nil || s.Stop || len([]rune(s.Text.Plain)) > lettersThere {
			return false
		}
	}
	return len(steps) <= mostAcross
}
