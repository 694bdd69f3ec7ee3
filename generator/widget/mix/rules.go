package mix

import (
	"regexp"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
	"playbook/generator/formula"
	"playbook/generator/widget"
)

// maxColumns bounds the author's columns. A wider table is not readable.
const maxColumns = 24

// A draft is a column that is not complete yet, with its formula's text and place.
type draft struct {
	entry *decode.Entry
	text  formula.Text
	prog  *formula.Program
	// bad columns have been reported and are left out.
	bad bool
}

// columns reads [columns.x]. A formula's type depends on the columns that it uses, so
// each formula is compiled twice: first to see what it uses.
func (r *reader) columns(e *decode.Entry) {
	t := e.Value.Table()
	if t == nil {
		r.wrong(e, "write [columns.name] on a line of its own", "a table")
		return
	}
	drafts := make([]draft, 0, len(t.Entries()))
	for _, inner := range t.Entries() {
		if len(drafts) == maxColumns {
			r.report(widget.Span(inner.KeySpan), codeColumn, "readers cannot read such a wide table", "more than %d columns of your own", maxColumns)
			return
		}
		drafts = append(drafts, r.column(inner))
	}
	for i := range drafts {
		if drafts[i].text.Value != "" {
			prog, problems := formula.Compile(drafts[i].text.Value, environment(r.vars))
			if drafts[i].prog = prog; prog == nil {
				drafts[i].bad = true
				r.problems(drafts[i].text, problems)
			}
		}
	}
	r.order(drafts)
}

// column reads one column and assigns it a slot.
func (r *reader) column(e *decode.Entry) draft {
	d := draft{entry: e}
	c := Column{Name: e.Key, Label: e.Key}
	v := formula.Var{Name: e.Key}
	var rangeSpan widget.Span
	if why := r.nameTaken(e.Key); why != "" {
		p := formula.Problem{Kind: formula.BadName}
		r.report(widget.Span(e.KeySpan), p.Kind.Code(), "choose another name; its label may be anything", "%s", why)
		d.bad = true
	}
	if t := e.Value.Table(); t == nil {
		r.wrong(e, "write [columns."+e.Key+"] on a line of its own", "a table")
	} else {
		for _, inner := range t.Entries() {
			switch inner.Key {
			case "label":
				r.words(inner, &c.Label)
			case "unit":
				r.words(inner, &c.Unit)
			case "min", "max":
				v.Ranged, rangeSpan = true, spanOf(inner.Value)
			case "formula":
				if r.words(inner, &c.Text) {
					d.text, _ = formula.ReadText(r.text, inner.Value.Span.Start)
				}
			default:
				r.Diags.Add(t.UnknownKey(inner, []string{"label", "unit", "formula", "min", "max"}, "[columns."+e.Key+"]"))
			}
		}
		r.bounds(t, &v, rangeSpan)
	}
	if c.Text == "" && !d.bad {
		v.Type = formula.Number // an input
	}
	r.m.Columns, r.vars = append(r.m.Columns, c), append(r.vars, v)
	return d
}

func (r *reader) nameTaken(name string) string {
	if why := formula.CheckName(name); why != "" {
		return why
	}
	for _, list := range [][]string{inputs, results, states, {"name", "notes", "class"}} {
		for _, taken := range list {
			if name == taken {
				return "the audit has a figure called \"" + name + "\" already"
			}
		}
	}
	return ""
}

// bounds reads the declared range of a column. One bound alone is allowed.
func (r *reader) bounds(t *decode.Table, v *formula.Var, at widget.Span) {
	v.Min, v.Max = -1e15, 1e15
	if e := t.Get("min"); e != nil {
		r.number(e, setting{&v.Min, -1e15, 1e15, false})
	}
	if e := t.Get("max"); e != nil {
		r.number(e, setting{&v.Max, -1e15, 1e15, false})
	}
	if v.Ranged && v.Min > v.Max {
		r.report(at, codeColumn, "swap the two", "min is above max")
	}
}

// words reads a string that must not be empty.
func (r *reader) words(e *decode.Entry, to *string) bool {
	if e.Value.Kind != decode.String {
		r.wrong(e, "put quotes round it", "a string")
		return false
	}
	*to = strings.TrimSpace(e.Value.Str())
	if *to == "" && e.Key != "unit" {
		r.report(spanOf(e.Value), codeColumn, "write a value, or leave the key out", "%s is empty", e.Key)
		return false
	}
	return true
}

// problems reports the problems that a formula's compiler found, under the formula's
// codes.
func (r *reader) problems(t formula.Text, problems []formula.Problem) {
	r.Diags = append(r.Diags, t.Diagnostics(r.Block.File, problems)...)
}

// order sorts the columns by use and compiles them again with known types.
func (r *reader) order(drafts []draft) {
	uses := make([][]int, len(drafts))
	for i, d := range drafts {
		if d.prog == nil {
			continue
		}
		for _, slot := range d.prog.Uses() {
			if c := slot - builtins; c >= 0 {
				uses[i] = append(uses[i], c)
			}
		}
	}
	order, cycles := formula.Order(uses)
	for _, cycle := range cycles {
		r.cycle(drafts, cycle)
	}
	for _, i := range order {
		d := drafts[i]
		if d.prog == nil || d.bad {
			continue
		}
		prog, problems := formula.Compile(d.text.Value, environment(r.vars))
		r.problems(d.text, problems)
		if prog != nil {
			r.vars[i].Type = prog.Type()
			r.m.Columns[i].Tree, r.m.Columns[i].Yes = prog, prog.Type() == formula.Bool
			r.m.Order = append(r.m.Order, i)
		}
	}
}

// builtins is the number of slots before the author's columns.
var builtins = len(inputs) + len(results) + len(states)

func (r *reader) cycle(drafts []draft, cycle []int) {
	names := make([]string, len(cycle))
	for k, i := range cycle {
		names[k] = drafts[i].entry.Key
	}
	text := drafts[cycle[0]].text
	r.problems(text, []formula.Problem{{
		Kind: formula.Cycle, End: len(text.Value), Severity: diag.Error,
		Message: formula.CycleMessage(names), Hint: "at least one of them must use only the figures of the audit",
	}})
}

// actions replaces the built-in advice with the author's table.
func (r *reader) actions(e *decode.Entry) {
	if len(e.Value.List()) == 0 {
		r.wrong(e, "write [[actions]], then when and do", "a list of tables")
		return
	}
	r.m.Actions = nil
	for _, v := range e.Value.List() {
		t := v.Table()
		if t == nil {
			r.report(spanOf(v), codeSetting, "write [[actions]], then when and do", "an action is a table")
			continue
		}
		if a := r.action(t); a.When != nil {
			r.m.Actions = append(r.m.Actions, a)
		}
	}
}

func (r *reader) action(t *decode.Table) Action {
	var a Action
	for _, e := range t.Entries() {
		switch e.Key {
		case "when":
			if r.words(e, &a.Text) {
				a.When = r.condition(e)
			}
		case "do":
			r.words(e, &a.Do)
		case "say":
			r.words(e, &a.Say)
		default:
			r.Diags.Add(t.UnknownKey(e, []string{"when", "do", "say"}, "[[actions]]"))
		}
	}
	for _, key := range []string{"when", "do"} {
		if !t.Has(key) && !t.Broken() {
			r.report(widget.Span(t.Span), codeSetting, "add "+key+` = "…"`, "an action needs %q", key)
		}
	}
	for _, b := range builtinActions {
		if a.Do == b.id {
			a.ID, a.Do = b.id, ""
		}
	}
	return a
}

// condition compiles a rule's "when".
func (r *reader) condition(e *decode.Entry) *formula.Program {
	text, ok := formula.ReadText(r.text, e.Value.Span.Start)
	if !ok {
		return nil
	}
	prog, problems := formula.Compile(symbols(text.Value), environment(r.vars))
	r.problems(text, problems)
	if prog != nil && prog.Type() != formula.Bool {
		r.report(spanOf(e.Value), codeSetting, `compare it, as in "net_profit > 0"`, "a condition is yes or no, this is a number")
		return nil
	}
	return prog
}

var (
	classForm = regexp.MustCompile(`\bclass\s*(==?|!=)\s*([a-z_]+)`)
	wordForm  = regexp.MustCompile(`\b(and|or|not)\b`)
)

// symbols translates the words that a condition may use into the formula language:
// "class = jones and hours > 8" becomes "jones && hours > 8". Each replacement has the
// same length, so that positions of problems stay correct.
func symbols(when string) string {
	when = classForm.ReplaceAllStringFunc(when, func(s string) string {
		m := classForm.FindStringSubmatch(s)
		is := m[2]
		if m[1] == "!=" {
			is = "!" + is
		}
		return strings.Repeat(" ", len(s)-len(is)) + is
	})
	return wordForm.ReplaceAllStringFunc(when, func(word string) string {
		return map[string]string{"and": "&& ", "or": "||", "not": "!  "}[word]
	})
}
