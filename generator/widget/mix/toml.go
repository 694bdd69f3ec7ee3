package mix

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A setting is one number of the TOML block: its field and its bounds. A share is
// written "8%" or 0.08.
type setting struct {
	to     *float64
	lo, hi float64
	share  bool
}

func amount(to *float64) setting { return setting{to, 0, 1e9, false} }
func share(to *float64) setting  { return setting{to, 0, 1, true} }

// numbers returns the settings that are numbers, by section and key.
func numbers(s *Settings) map[string]map[string]setting {
	m := &s.Move
	return map[string]map[string]setting{
		"":        {"realisation": share(&s.Realisation), "coverage": share(&s.Coverage)},
		"rates":   {"visit": amount(&s.Rates.Visit), "inside": amount(&s.Rates.Inside), "service": amount(&s.Rates.Service)},
		"unit":    {"complaint": amount(&s.Unit.Complaint), "expedite": amount(&s.Unit.Expedite)},
		"capital": {"yearly": share(&s.Capital)},
		"avoidable": {
			"inside": share(&s.Avoidable.Inside), "service": share(&s.Avoidable.Service),
		},
		"classes": {"jones": {&s.Classes.Jones, -1, 1, false}, "smith": {&s.Classes.Smith, -1, 1, false}},
		"move": {
			"keep": amount(&m.Keep), "rate": amount(&m.Rate), "win": {&m.Win, 0.1, 1e6, false},
			"takeover": share(&m.Takeover), "retention": share(&m.Retention), "fee": share(&m.Fee),
			"commission": share(&m.Commission), "split": share(&m.Split), "ramp": share(&m.Ramp),
		},
	}
}

// settings reads the TOML block on top of the defaults.
func (r *reader) settings(p widget.Part) {
	t, ds := decode.Parse(r.Block.File, p.CodeAt.Start, p.CodeAt.End, decode.Options{What: "the settings of a mix", Keys: 400})
	r.Diags = append(r.Diags, ds...)
	s := &r.m.Settings
	known := numbers(s)
	special := map[string]func(*decode.Entry){
		"basis":           func(e *decode.Entry) { r.choice(e, &s.Basis, "net", "list") },
		"carry":           func(e *decode.Entry) { r.choice(e, &s.Carry, "all-days", "late-only") },
		"terms":           func(e *decode.Entry) { r.days(e, &s.Terms) },
		"target_per_hour": func(e *decode.Entry) { s.Target = new(float64); r.number(e, amount(s.Target)) },
		"signals":         r.signals,
	}
	later := []string{"actions", "columns"} // read last, because actions use the names of columns
	for _, e := range t.Entries() {
		number, isNumber := known[""][e.Key]
		section, isSection := known[e.Key]
		read, isSpecial := special[e.Key]
		switch {
		case isNumber:
			r.number(e, number)
		case isSection && e.Key != "":
			r.section(e, section)
		case isSpecial:
			read(e)
		case !slices.Contains(later, e.Key):
			r.Diags.Add(t.UnknownKey(e, slices.Concat(keys(known[""]), keys(known)[1:], keys(special), later), ""))
		}
	}
	if s.Classes.Jones <= s.Classes.Smith {
		r.report(spanOf(t.Lookup("classes").Value), codeSetting, "otherwise an account could be in both classes", "classes.jones (%g) must be above classes.smith (%g)", s.Classes.Jones, s.Classes.Smith)
	}
	if e := t.Get("columns"); e != nil {
		r.columns(e)
	}
	if e := t.Get("actions"); e != nil {
		r.actions(e)
	}
}

func keys[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

func spanOf(v *decode.Value) widget.Span { return widget.Span(v.Span) }

// wrong reports a value of the wrong type.
func (r *reader) wrong(e *decode.Entry, hint, wants string) {
	found := e.Value.Kind.String()
	if wants == found {
		found = r.text[e.Value.Span.Start:e.Value.Span.End] // nan, inf
	}
	if e.Value.Kind != decode.Invalid { // already reported
		r.report(spanOf(e.Value), codeSetting, hint, "key %q takes %s, found %s", e.Key, wants, found)
	}
}

func (r *reader) section(e *decode.Entry, known map[string]setting) {
	t := e.Value.Table()
	if t == nil {
		r.wrong(e, "write ["+e.Key+"] on a line of its own", "a table")
		return
	}
	for _, inner := range t.Entries() {
		if n, ok := known[inner.Key]; ok {
			r.number(inner, n)
			continue
		}
		r.Diags.Add(t.UnknownKey(inner, keys(known), "["+e.Key+"]"))
	}
}

var (
	percentForm = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?%$`)
	digitsForm  = regexp.MustCompile(`\d+(\.\d+)?`)
)

// number reads one number into its field. On an error it leaves the field unchanged.
func (r *reader) number(e *decode.Entry, n setting) {
	x, ok := e.Value.Number()
	if m := percentForm.FindStringSubmatch(e.Value.Str()); m != nil && n.share {
		x, _ = strconv.ParseFloat(m[1], 64)
		x, ok = x/100, true
	}
	switch {
	case !ok && n.share:
		r.wrong(e, "write "+e.Key+` = "`+cmp.Or(digitsForm.FindString(e.Value.Str()), "8")+`%"`, `a share such as "8%" or 0.08`)
	case !ok:
		r.wrong(e, "write "+e.Key+" = 75", "a number")
	case n.share && x > 1 && x <= 100 && e.Value.Kind != decode.String:
		r.report(spanOf(e.Value), codeSetting, "write "+e.Key+` = "`+strconv.FormatFloat(x, 'g', -1, 64)+`%"`, "key %q is a share, from 0 to 1, found %g", e.Key, x)
	case n.share && (x < 0 || x > 1):
		r.report(spanOf(e.Value), codeSetting, "", "key %q is a share, from 0%% to 100%%, found %g%%", e.Key, x*100)
	case x < n.lo || x > n.hi:
		r.report(spanOf(e.Value), codeSetting, "", "key %q goes from %s to %s, found %s", e.Key, plain(n.lo), plain(n.hi), plain(x))
	default:
		*n.to = x
	}
}

func (r *reader) days(e *decode.Entry, to *int) {
	x := float64(*to)
	r.number(e, setting{&x, 0, 365, false})
	if *to = int(x); float64(*to) != x {
		r.wrong(e, "write "+e.Key+" = 30", "a whole number of days")
	}
}

func (r *reader) choice(e *decode.Entry, to *string, values ...string) {
	if slices.Contains(values, e.Value.Str()) {
		*to = e.Value.Str()
		return
	}
	if e.Value.Kind == decode.String {
		r.report(spanOf(e.Value), codeSetting, diag.DidYouMean(e.Value.Str(), values), "%s cannot be %q", e.Key, e.Value.Str())
		return
	}
	r.wrong(e, "write "+e.Key+` = "`+values[0]+`"`, "a string")
}

// signals applies the author's thresholds on top of the defaults.
func (r *reader) signals(e *decode.Entry) {
	t := e.Value.Table()
	if t == nil {
		r.wrong(e, "write [signals.margin] on a line of its own", "a table")
		return
	}
	at := map[string]*Signal{}
	for i := range r.m.Signals {
		at[r.m.Signals[i].ID] = &r.m.Signals[i]
	}
	for _, inner := range t.Entries() {
		if g := at[inner.Key]; g == nil {
			r.Diags.Add(t.UnknownKey(inner, keys(at), "[signals]"))
		} else if inner.Value.Table() == nil {
			r.wrong(inner, "write [signals."+inner.Key+"] on a line of its own", "a table")
		} else {
			r.signal(inner, g)
		}
	}
	total := 0.0
	for _, g := range r.m.Signals {
		total += g.Weight
	}
	if total == 0 {
		r.report(spanOf(e.Value), codeSetting, "give one of them a weight", "no signal has a weight, so accounts cannot be judged")
	}
}

func (r *reader) signal(e *decode.Entry, g *Signal) {
	t := e.Value.Table()
	for _, inner := range t.Entries() {
		switch inner.Key {
		case "weight":
			r.number(inner, setting{&g.Weight, 0, 100, false})
		case "jones":
			r.threshold(inner, &g.Jones)
		case "smith":
			r.threshold(inner, &g.Smith)
		default:
			r.Diags.Add(t.UnknownKey(inner, []string{"weight", "jones", "smith"}, "[signals."+e.Key+"]"))
		}
	}
	if overlap(g.Jones, g.Smith) {
		r.report(widget.Span(e.KeySpan), codeThreshold, "leave room between them for accounts in between",
			"the thresholds of %q overlap: a value can be %s %g and %s %g at once", g.ID, g.Jones.Op, g.Jones.At, g.Smith.Op, g.Smith.At)
	}
}

var thresholdForm = regexp.MustCompile(`^\s*(>=|<=|>|<|==)\s*(-?\d+(?:\.\d+)?)\s*%?\s*$`)

func (r *reader) threshold(e *decode.Entry, to *Threshold) {
	m := thresholdForm.FindStringSubmatch(e.Value.Str())
	if x, ok := e.Value.Number(); ok {
		*to = Threshold{"==", x}
		return
	}
	if m == nil {
		hint := "write " + e.Key + ` = ">= 35"`
		if strings.Contains(e.Value.Str(), ",") {
			hint += ", decimals with a point"
		}
		if e.Value.Kind != decode.Invalid {
			r.report(spanOf(e.Value), codeThreshold, hint, "expected a comparison with a number")
		}
		return
	}
	at, _ := strconv.ParseFloat(m[2], 64)
	*to = Threshold{m[1], at}
}

// overlap reports whether some value passes both thresholds.
func overlap(a, b Threshold) bool {
	passes := func(t Threshold, x float64) bool {
		switch t.Op {
		case ">=":
			return x >= t.At
		case "<=":
			return x <= t.At
		case ">":
			return x > t.At
		case "<":
			return x < t.At
		}
		return x == t.At
	}
	// If the two ranges overlap, then at one of these points: a bound, the middle between
	// the bounds, or just outside them.
	mid := (a.At + b.At) / 2
	for _, x := range []float64{a.At, b.At, mid, min(a.At, b.At) - 1, max(a.At, b.At) + 1} {
		if passes(a, x) && passes(b, x) {
			return true
		}
	}
	return false
}
