package mix

import (
	"cmp"
	"encoding/json"
	"strconv"

	"playbook/generator/formula"
)

// Settings are the parameters of an audit. Money is in Currency; shares are fractions
// from 0 to 1. The page's script reads them as JSON.
type Settings struct {
	Currency string `json:"currency"` // ISO 4217
	Months   int    `json:"months"`   // of the period that all figures cover
	Basis    string `json:"basis"`    // "net": revenue is after discount; "list": before
	Carry    string `json:"carry"`    // "all-days" or "late-only": which days cost money
	Terms    int    `json:"terms"`    // payment terms, days from invoice
	// Capital is the yearly cost of money owed, Realisation the part of freed hours
	// that really earns, Coverage the smallest share of answered weight for a verdict.
	Capital     float64    `json:"capital"`
	Realisation float64    `json:"realisation"`
	Coverage    float64    `json:"coverage"`
	Rates       Rates      `json:"rates"`
	Unit        Unit       `json:"unit"`
	Avoidable   Avoidable  `json:"avoidable"`
	Signals     []Signal   `json:"signals"`
	Classes     Classes    `json:"classes"`
	Target      *float64   `json:"target"` // the author's benchmark for an hour, if there is no Jones
	Actions     []Action   `json:"actions"`
	Columns     []Column   `json:"columns"`
	Order       []int      `json:"order"` // order in which the columns with a formula are computed
	Move        MoveValues `json:"move"`
}

// Rates are the full costs of an hour.
type Rates struct {
	Visit   float64 `json:"visit"`
	Inside  float64 `json:"inside"`
	Service float64 `json:"service"`
}

// Unit has the material cost of one incident. Its hours are counted in Rates.
type Unit struct {
	Complaint float64 `json:"complaint"`
	Expedite  float64 `json:"expedite"`
}

// Avoidable has the shares of inside and service hours that end at once when a customer
// leaves.
type Avoidable struct {
	Inside  float64 `json:"inside"`
	Service float64 `json:"service"`
}

// A Threshold compares a value: an operator and a number.
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

// Classes are scores from -1 to 1. From Jones up an account is a Jones, down from Smith
// a Smith.
type Classes struct {
	Jones float64 `json:"jones"`
	Smith float64 `json:"smith"`
}

// An Action is advice for the accounts that meet its condition. The first one that
// applies is used. ID names one of the built-in actions, whose words are in the page's
// language; otherwise Do and Say are the author's.
type Action struct {
	ID   string           `json:"id,omitempty"`
	Do   string           `json:"do,omitempty"`
	Say  string           `json:"say,omitempty"`
	Text string           `json:"text"` // the condition as written
	When *formula.Program `json:"when"`
}

// A Column is an author's column. Without a formula, readers enter its values.
type Column struct {
	Name  string           `json:"-"`
	Label string           `json:"label"`
	Unit  string           `json:"unit,omitempty"`
	Text  string           `json:"text,omitempty"` // the formula as written
	Tree  *formula.Program `json:"tree"`
	Yes   bool             `json:"yes,omitempty"` // it gives a yes or no
}

// MoveValues are the first positions of the sliders in the what-if panel.
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

// Defaults returns the settings of an audit without any from its author.
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

// builtinActions are the default advice. Their words are in the strings of the page's
// language, under the ID.
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

// inputs are the figures that a reader may enter, in the order of the table. The script
// has the same list.
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

// states are yes or no for an account; the classes come last.
var states = []string{"strategic", "fix_tried", "smith", "between", "jones", "prospect", "unclear", "credit", "open"}

// limits are the bounds of the inputs. The script has the same order and bounds
// (account.js, table.js); a test compares them.
var limits = map[string][2]float64{
	"revenue": {-1e15, 1e15}, "margin": {-1000, 100}, "gross_profit": {-1e15, 1e15}, "discount": {0, 99.99}, "days_to_pay": {-365, 3650},
	"inside_hours": {0, 1e6}, "service_hours": {0, 1e6}, "visit_hours": {0, 1e6}, "complaints": {0, 1e6}, "expedites": {0, 1e6},
	"entertainment": {0, 1e15}, "returns": {0, 1e15}, "prompt_discount": {0, 1e15}, "wallet": {0, 100}, "solutions": {0, 2}, "access": {0, 2},
}

// environment returns the names that formulas may use: inputs, results, states and the
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

// JSON returns the settings for the script.
func (s Settings) JSON() ([]byte, error) { return json.Marshal(s) }

// The following methods are for the template: shares as percentages, thresholds as
// words.

// CapitalPercent is the yearly cost of money owed, in percent.
func (s Settings) CapitalPercent() float64 { return percent(s.Capital) }

// RealisationPercent is the part of freed hours that really earns, in percent.
func (s Settings) RealisationPercent() float64 { return percent(s.Realisation) }

// CoveragePercent is the least answered weight for a verdict, in percent.
func (s Settings) CoveragePercent() float64 { return percent(s.Coverage) }

// InsidePercent is the avoidable share of inside hours.
func (s Settings) InsidePercent() float64 { return percent(s.Avoidable.Inside) }

// ServicePercent is the avoidable share of service hours.
func (s Settings) ServicePercent() float64 { return percent(s.Avoidable.Service) }

// percent is a share in percent, to six digits.
func percent(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x*100, 'g', 6, 64), 64) // a formatted number can always be parsed
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

// Sign returns the printed comparison, "≥".
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
