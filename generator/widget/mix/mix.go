// Package mix is the widget of the client-mix audit: the reader enters their
// accounts and sees which are Smiths (busy, discounted, expensive to serve) and
// which are Joneses (profitable and calm), what an hour earns in each, and what
// would change if hours moved.
//
//	::: mix #territory title="Your client mix" currency=EUR period=12m
//	```toml
//	[rates]
//	visit = 75
//	```
//
//	| Account | Revenue | Margin % |
//	|---|---|---|
//	| Smith Manufacturing | 240000 | 18 |
//	:::
//
// Every setting has a default ([Defaults]); the table is example data. The
// computing is in templates/widgets/mix: account.js, engine.js, whatif.js. This
// package reads what the author wrote, checks it, and passes it to the script as
// JSON.
package mix

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/formula"
	"playbook/generator/widget"
)

// Kind is the container "mix".
var Kind = widget.Kind{Name: "mix", Sees: reflect.TypeFor[*Mix](), Parse: parse, Takes: []widget.Takes{block}}

var block = widget.Takes{What: "mix", Attributes: []widget.Attribute{
	widget.Title,
	{Name: "currency", Value: "three letters such as EUR", Does: "the currency of all amounts"},
	{Name: "period", Value: "1m to 24m", Does: "the number of months that the figures cover; default: 12m"},
	widget.Was,
}}

const (
	codeSetting   diag.Code = "PB1740"
	codeThreshold diag.Code = "PB1741"
	codeHeader    diag.Code = "PB1742"
	codeCell      diag.Code = "PB1743"
	codeColumn    diag.Code = "PB1744"
	codePart      diag.Code = "PB1745"
)

// A Mix is one audit.
type Mix struct {
	widget.Head
	// Intro is the text before the settings, as HTML.
	Intro string
	Settings
	// Sample is the example table.
	Sample []Account
	// Headers are the spellings of column headers that an import recognizes, by input.
	// The author's columns are "0", "1" and so on.
	Headers map[string][]string
	search  []string
}

// An Account is a row of the example. A missing input is unanswered.
type Account struct {
	Name      string
	Strategic bool
	Figures   map[string]float64
	Extra     []*float64
}

// Data returns what the page's script gets.
func (m *Mix) Data() any {
	return struct {
		Settings
		Headers map[string][]string `json:"headers"`
		Sample  []Account           `json:"sample"`
	}{m.Settings, m.Headers, m.Sample}
}

// Signal returns the signal called id; the page's explanation quotes it.
func (s Settings) Signal(id string) Signal {
	for _, g := range s.Signals {
		if g.ID == id {
			return g
		}
	}
	return Signal{}
}

// SearchText returns the title, the author's own words and the example's names.
func (m *Mix) SearchText() []string { return m.search }

// Keeps returns the audit, which has the state, and no items: the accounts are the
// reader's own.
func (m *Mix) Keeps() (*widget.Head, []*widget.Entry) { return &m.Head, nil }

// Copy returns a copy of the audit.
func (m *Mix) Copy() widget.Keeper {
	out := *m
	return &out
}

// Broad says that the table uses the page's width.
func (m *Mix) Broad() bool { return true }

// A reader collects the settings and the findings.
type reader struct {
	*widget.Reader
	m    *Mix
	text string        // of the whole file
	vars []formula.Var // the author's columns
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	m := &Mix{Settings: Defaults()}
	r := &reader{m: m, text: string(b.File.Text), Reader: widget.NewReader(b, block)}
	m.Head = r.Head()
	r.attributes()
	tomls, tables := r.parts()
	for _, p := range tomls {
		r.settings(p)
	}
	m.Headers = headers(&b, m.Columns)
	for _, p := range tables {
		r.table(p)
	}
	m.search = append(m.search, m.Title)
	m.words()
	return m, r.Diags
}

func (m *Mix) words() {
	for _, a := range m.Actions {
		m.search = append(m.search, a.Do, a.Say)
	}
	for _, c := range m.Columns {
		m.search = append(m.search, c.Label)
	}
	for _, a := range m.Sample {
		m.search = append(m.search, a.Name)
	}
	kept := m.search[:0]
	for _, s := range m.search {
		if s != "" {
			kept = append(kept, s)
		}
	}
	m.search = kept
}

// report is [widget.Reader.Report] with the hint first and a format.
func (r *reader) report(at widget.Span, code diag.Code, hint, format string, args ...any) {
	r.Report(at, code, fmt.Sprintf(format, args...), hint)
}

var (
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
	periodForm   = regexp.MustCompile(`^([1-9]|1\d|2[0-4])m$`)
)

func (r *reader) attributes() {
	a := r.Block.Attrs
	if v := r.Value(a, "currency", codeSetting, "use the three capital letters of ISO 4217, as in currency=EUR", currencyForm.MatchString); v != "" {
		r.m.Currency = v
	}
	if v := r.Value(a, "period", codeSetting, "write 1 to 24 months, as in period=12m", periodForm.MatchString); v != "" {
		r.m.Months, _ = strconv.Atoi(strings.TrimSuffix(v, "m")) // the pattern allows only numbers
	}
}

// parts sorts the parts of the container: introduction, one block of settings, one
// table.
func (r *reader) parts() (tomls, tables []widget.Part) {
	for _, p := range r.Block.Parts {
		switch {
		case p.Type == widget.Code && p.Info == "toml":
			if tomls = append(tomls, p); len(tomls) == 2 {
				r.report(p.Span, codePart, "put all settings into one block", "a mix has one toml block, this is another")
			}
		case p.Type == widget.Table:
			if tables = append(tables, p); len(tables) == 2 {
				r.report(p.Span, codePart, "put all examples into one table", "a mix has one table, this is another")
			}
		case p.Type == widget.Prose || p.Type == widget.List || p.Type == widget.Quote:
			r.m.Intro += p.HTML
			r.m.search = append(r.m.search, p.Text.Plain)
		default:
			r.report(p.Span, codePart, "move it out of the container", "a mix holds text, one block of settings (```toml) and one table; it cannot use %s", partName(p))
		}
	}
	return tomls[:min(len(tomls), 1)], tables[:min(len(tables), 1)]
}

func partName(p widget.Part) string {
	switch p.Type {
	case widget.Heading:
		return "a heading"
	case widget.Code:
		return fmt.Sprintf("a code block of %q", p.Info)
	case widget.Rule:
		return "a rule"
	}
	return "another container"
}
