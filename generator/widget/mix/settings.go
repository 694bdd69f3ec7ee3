package mix

import (
	"cmp"
	"encoding/json"
	"strconv"

	"playbook/generator/formula"
)

// Settings are what an audit reckons with. Money is in Currency; shares are
// fractions, 0 to 1. Their JSON is what the page's script reads.
type Settings struct {
	Currency string `json:"currency"` // ISO 4217
	Months   int    `json:"months"`   // of the period all figures are for
	Basis    string `json:"basis"`    // "net": revenue is after discount; "list": before
	Carry    string `json:"carry"`    // "all-days" or "late-only": which days cost money
	Terms    int    `json:"terms"`    // payment terms, days from invoice
	// Capital is the yearly cost of money owed, Realisation the part of freed
	// hours that really earns, Coverage the least share of answered weight a
	// verdict needs.
	Capital     float64    `json:"capital"`
	Realisation float64    `json:"realisation"`
	Coverage    float64    `json:"coverage"`
	Rates       Rates      `json:"rates"`
	Unit        Unit       `json:"unit"`
	Avoidable   Avoidable  `json:"avoidable"`
	Signals     []Signal   `json:"signals"`
	Classes     Classes    `json:"classes"`
	Target      *float64   `json:"target"` // the author's benchmark hour, if there is no Jones
	Actions     []Action   `json:"actions"`
	Columns     []Column   `json:"columns"`
	Order       []int      `json:"order"` // in which the columns with a formula are computed
	Move        MoveValues `json:"move"`
}

// Rates are loaded costs of an hour.
type Rates struct {
	Visit   float64 `json:"visit"`
	Inside  float64 `json:"inside"`
	Service float64 `json:"service"`
}

// Unit is the material cost of one incident; its hours are counted in Rates.
type Unit struct {
	Complaint float64 `json:"complaint"`
	Expedite  float64 `json:"expedite"`
}

// Avoidable is the share of inside and service hours that goes away with a
// customer, at once.
type Avoidable struct {
	Inside  float64 `json:"inside"`
	Service float64 `json:"service"`
}

// A Threshold is one side of a comparison: an operator and a number.
type Threshold struct {
	Op string  `json:"op"`
	At float64 `json:"at"`
}

// A Signal votes: Jones, Smith, or neither.
type Signal struct {
	ID     string    `json:"id"`
	Weight float64   `json:"weight"`
	Jones  Threshold `json:"jones"`
	Smith  Threshold `json:"smith"`
}

// Classes are the scores, -1 to 1, from which an account is a Jones, and up to
// which it is a Smith.
type Classes struct {
	Jones float64 `json:"jones"`
	Smith float64 `json:"smith"`
}

// An Action is advice for the accounts its condition holds for; the first that
// holds wins. ID names one of the built-in actions, whose words are in the
// page's language; otherwise Do and Say are the author's.
type Action struct {
	ID   string           `json:"id,omitempty"`
	Do   string           `json:"do,omitempty"`
	Say  string           `json:"say,omitempty"`
	Text string           `json:"text"` // the condition as written
	When *formula.Program `json:"when"`
}

// A Column is the author's own: computed, or, without a formula, entered.
type Column struct {
	Name  string           `json:"-"`
	Label string           `json:"label"`
	Unit  string           `json:"unit,omitempty"`
	Text  string           `json:"text,omitempty"` // the formula as written
	Tree  *formula.Program `json:"tree"`
	Yes   bool             `json:"yes,omitempty"` // it gives a yes or no
}

// MoveValues are where the sliders of the what-if panel start.
type MoveValues struct {
	Keep       float64 `json:"keep"`       // visit hours
	Takeover   float64 `json:"takeover"`   // share of the freed hours somebody else works
	Rate       float64 `json:"rate"`       // per hour there
	Retention  float64 `json:"retention"`  // share of the business that stays
	Fee        float64 `json:"fee"`        // share of revenue a partner pays
	Commission float64 `json:"commission"` // share of gross profit
	Split      float64 `json:"split"`      // of the commission, to whoever takes over
	Win        float64 `json:"win"`        // hours to win a new account
	Ramp       float64 `json:"ramp"`       // share of its profit in the first period
}

// Defaults are the settings of an audit whose author says nothing.
func Defaults() Settings {
	s := Settings{
		Currency: "EUR", Months: 12, Basis: "net", Carry: "all-days", Terms: 30,
		Capital: 0.08, Realisation: 0.3, Coverage: 0.6,
		Rates:     Rates{Visit: 75, Inside: 40, Service: 45},
		Unit:      Unit{Complaint: 60, Expedite: 35},
		Avoidable: Avoidable{Inside: 0.5, Service: 0.5},
		Signals:   defaultSignals(),
		Classes:   Classes{Jones: 0.4, Smith: -0.4},
		Columns:   []Column{},
		Order:     []int{},
		Move:      MoveValues{Keep: 8, Takeover: 0.6, Rate: 35, Retention: 0.9, Fee: 0.03, Commission: 0.05, Split: 0.5, Win: 40, Ramp: 0.5},
	}
	s.Actions = defaultActions()
	return s
}

func defaultSignals() []Signal {
	signal := func(id string, weight float64, jonesOp string, jones float64, smithOp string, smith float64) Signal {
		return Signal{id, weight, Threshold{jonesOp, jones}, Threshold{smithOp, smith}}
	}
	return []Signal{
		signal("margin", 2, ">=", 35, "<=", 20),
		signal("discount", 1, "<=", 2, ">=", 10),
		signal("days", 1, "<=", 30, ">=", 60),
		signal("service_intensity", 2, "<=", 1, ">=", 4),
		signal("incidents", 1, "<=", 0.5, ">=", 2),
		signal("solutions", 2, ">=", 2, "<=", 0),
		signal("access", 1, ">=", 2, "<=", 0),
	}
}

// builtinActions are the default advice; the words of each are in the strings
// of the page's language, under its ID.
var builtinActions = []struct{ id, when string }{
	{"cultivate", "jones && profit_per_hour >= benchmark"},
	{"develop", "jones"},
	{"keep", "between && net_profit > 0"},
	{"terms", "smith && strategic"},
	{"reassign", "smith && net_profit > 0"},
	{"refer", "smith && fix_tried"},
	{"fix", "smith"},
	{"properties", "prospect && hours > 0"},
}

func defaultActions() []Action {
	var list []Action
	for _, a := range builtinActions {
		when, problems := formula.Compile(a.when, environment(nil))
		if when == nil {
			panic("mix: built-in action " + a.id + ": " + problems[0].String())
		}
		list = append(list, Action{ID: a.id, Text: a.when, When: when})
	}
	return list
}

// inputs are the figures a reader may enter, in the order of the table; the
// script has the same list.
var inputs = []string{
	"revenue", "margin", "gross_profit", "discount", "days_to_pay",
	"inside_hours", "service_hours", "visit_hours", "complaints", "expedites",
	"entertainment", "returns", "prompt_discount", "wallet", "solutions", "access",
}

// results are the numbers the script computes for every account.
var results = []string{
	"net_revenue", "carry", "cost_to_serve", "net_profit", "hours", "profit_per_hour",
	"net_margin", "cts_ratio", "price_leak", "headroom", "score", "coverage", "benchmark", "opportunity_cost",
}

// states are what is true or not of an account; the classes come last.
var states = []string{"strategic", "fix_tried", "smith", "between", "jones", "prospect", "unclear", "credit", "open"}

// limits bound the inputs. The order and the bounds are the script's as well
// (account.js, table.js); a test holds them together.
var limits = map[string][2]float64{
	"revenue": {-1e15, 1e15}, "margin": {-1000, 100}, "gross_profit": {-1e15, 1e15}, "discount": {0, 99.99}, "days_to_pay": {-365, 3650},
	"inside_hours": {0, 1e6}, "service_hours": {0, 1e6}, "visit_hours": {0, 1e6}, "complaints": {0, 1e6}, "expedites": {0, 1e6},
	"entertainment": {0, 1e15}, "returns": {0, 1e15}, "prompt_discount": {0, 1e15}, "wallet": {0, 100}, "solutions": {0, 2}, "access": {0, 2},
}

// environment is what formulas may name: inputs, results, states and the
// author's columns, in the order of the script's slots.
func environment(columns []formula.Var) formula.Env {
	var vars []formula.Var
	for _, name := range inputs {
		vars = append(vars, formula.Var{Name: name, Type: formula.Number, Ranged: true, Min: limits[name][0], Max: limits[name][1]})
	}
	for _, name := range results {
		vars = append(vars, formula.Var{Name: name, Type: formula.Number, Ranged: name == "hours", Max: 3e6})
	}
	for _, name := range states {
		vars = append(vars, formula.Var{Name: name, Type: formula.Bool})
	}
	return formula.NewEnv(append(vars, columns...)...)
}

// JSON is the settings as the script reads them.
func (s Settings) JSON() ([]byte, error) { return json.Marshal(s) }

// The template's view of the settings: shares as percentages, thresholds as
// they are read aloud.

// CapitalPercent is the yearly cost of money owed, in percent.
func (s Settings) CapitalPercent() float64 { return percent(s.Capital) }

// RealisationPercent is the part of freed hours that really earns, in percent.
func (s Settings) RealisationPercent() float64 { return percent(s.Realisation) }

// CoveragePercent is the least answered weight for a verdict, in percent.
func (s Settings) CoveragePercent() float64 { return percent(s.Coverage) }

// InsidePercent and ServicePercent are the avoidable shares of those hours.
func (s Settings) InsidePercent() float64 { return percent(s.Avoidable.Inside) }

// ServicePercent is the avoidable share of service hours.
func (s Settings) ServicePercent() float64 { return percent(s.Avoidable.Service) }

// percent is a share in percent, to six digits.
func percent(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x*100, 'g', 6, 64), 64) // what was written can be read
	return v
}

// A SignalRow is a signal in the table of rules; Word is the key of its name.
type SignalRow struct {
	Word         string
	Weight       float64
	Jones, Smith Threshold
}

// SignalRows are the signals that have a weight.
func (s Settings) SignalRows() []SignalRow {
	var rows []SignalRow
	for _, g := range s.Signals {
		if g.Weight > 0 {
			rows = append(rows, SignalRow{"mix.signal_" + g.ID, g.Weight, g.Jones, g.Smith})
		}
	}
	return rows
}

// Sign is the comparison as it is printed, "≥".
func (t Threshold) Sign() string {
	sign := map[string]string{">=": "≥", "<=": "≤", "==": "="}[t.Op]
	return cmp.Or(sign, t.Op)
}

// formKeys are the columns of the blank form.
var formKeys = []string{"name", "revenue", "margin", "discount", "days_to_pay", "inside_hours", "service_hours", "visit_hours", "complaints", "wallet"}

// Form returns the headers of the form a reader fills in on paper.
func (m *Mix) Form() []string {
	var list []string
	for _, key := range formKeys {
		list = append(list, m.Headers[key][0])
	}
	return list
}

// Blank returns the form's empty rows.
func (m *Mix) Blank() [][]struct{} {
	rows := make([][]struct{}, 12)
	for i := range rows {
		rows[i] = make([]struct{}, len(formKeys))
	}
	return rows
}
