package formula

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// show writes a result so that equal texts are equal to the bit.
func show(v Value, fault Fault) string {
	switch {
	case fault != "":
		return string(fault)
	case v.Type == Number:
		return fmt.Sprintf("%016x", math.Float64bits(v.Num))
	case v.Type == Bool:
		return strconv.FormatBool(v.Yes)
	}
	return "unanswered"
}

// showJS is show for what the browser's evaluate returns.
const showJS = `(value) => {
	if (value === null) return 'unanswered';
	if (typeof value !== 'number') return String(value);
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, value);
	return view.getBigUint64(0).toString(16).padStart(16, '0');
}`

// A job is a program for the browser with the values of its slots.
type job struct {
	src   string
	Tree  *Program `json:"tree"`
	Slots []any    `json:"slots"`
	want  string
}

func newJob(src string, prog *Program, slots []Value) job {
	j := job{src: src, Tree: prog, Slots: make([]any, len(slots)), want: show(prog.Eval(slots))}
	for i, v := range slots {
		switch v.Type {
		case Number:
			j.Slots[i] = v.Num
		case Bool:
			j.Slots[i] = v.Yes
		}
	}
	return j
}

// browserRunner opens the interpreter in a browser and returns a function that
// evaluates a batch in one call.
func browserRunner(t *testing.T) func([]job) []string {
	t.Helper()
	code, err := os.ReadFile("../../templates/widgets/mix/formula.js")
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Start(t)
	site := browser.Serve(t, fstest.MapFS{
		"index.html": {Data: []byte(`<!doctype html><link rel="icon" href="data:,"><title>formula</title>`)},
		"formula.js": {Data: code},
	}, "/")
	page := b.Page(t)
	page.Open(site.URL("index.html"))
	page.Eval(`import('/formula.js').then((m) => { const show = `+showJS+`;
		window.run = (jobs) => jobs.map((j) => show(m.evaluate(j.tree, j.slots))).join('\n'); window.evaluate = m.evaluate })`, nil)
	return func(jobs []job) []string {
		var out string
		page.Call("run", &out, jobs)
		return strings.Split(out, "\n")
	}
}

func compareJobs(t *testing.T, run func([]job) []string, jobs []job) {
	t.Helper()
	for i, got := range run(jobs) {
		if got != jobs[i].want {
			t.Errorf("%s\nwith %v: browser %s, Go %s", jobs[i].src, jobs[i].Slots, got, jobs[i].want)
		}
	}
}

// TestBrowser runs the vectors and many random formulas in Go and in the
// browser: 20,000, or a million with PLAYBOOK_LONG=1.
func TestBrowser(t *testing.T) {
	run := browserRunner(t)
	var jobs []job
	for _, v := range readVectors(t) {
		env, slots := v.env()
		if prog, _ := Compile(v.Src, env); prog != nil {
			jobs = append(jobs, newJob(v.Src, prog, slots))
		}
	}
	compareJobs(t, run, jobs)

	total, batch := 20_000, 2_000
	if os.Getenv("PLAYBOOK_LONG") == "1" {
		total = 1_000_000
	}
	g := &generator{rand: rand.New(rand.NewPCG(20261122, 1))}
	results := map[string]int{}
	for done := 0; done < total && !t.Failed(); done += batch {
		jobs := g.jobs(batch)
		compareJobs(t, run, jobs)
		for _, j := range jobs {
			results[kindOf(j.want)]++
		}
	}
	t.Logf("%v", results)
	for _, kind := range []string{"number", "unanswered", "div0", "overflow", "range", "true", "false"} {
		if results[kind] < total/400 {
			t.Errorf("only %d of %d results are %s: the formulas are not random enough", results[kind], total, kind)
		}
	}
}

func kindOf(result string) string {
	if len(result) == 16 {
		return "number"
	}
	return result
}

// A generator writes random formulas that compile.
type generator struct{ rand *rand.Rand }

// Slots 0 to 7 are numbers, 8 and 9 are yes or no.
var randomEnv = func() Env {
	var vars []Var
	for i := range 8 {
		vars = append(vars, Var{Name: fmt.Sprintf("x%d", i), Type: Number})
	}
	return NewEnv(append(vars, Var{Name: "p", Type: Bool}, Var{Name: "q", Type: Bool})...)
}()

func (g *generator) jobs(n int) []job {
	var jobs []job
	for len(jobs) < n {
		typ := Number
		if g.rand.IntN(5) == 0 {
			typ = Bool
		}
		src := g.expr(typ, 1+g.rand.IntN(5))
		prog, _ := Compile(src, randomEnv)
		if prog == nil { // too long, or a literal division by zero
			continue
		}
		jobs = append(jobs, newJob(src, prog, g.slots()))
	}
	return jobs
}

func (g *generator) slots() []Value {
	slots := make([]Value, 10)
	for i := range slots {
		switch {
		case g.rand.IntN(6) == 0:
		case i < 8:
			slots[i] = Num(g.number())
		default:
			slots[i] = Yes(g.rand.IntN(2) == 0)
		}
	}
	return slots
}

// number is now plain, now at the edges of the format.
func (g *generator) number() float64 {
	switch g.rand.IntN(8) {
	case 0:
		return float64(g.rand.IntN(7) - 3)
	case 1:
		for {
			if x := math.Float64frombits(g.rand.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
				return x
			}
		}
	case 2:
		return []float64{0, math.Copysign(0, -1), 5e-324, 1.7976931348623157e308, 9007199254740993, 2.2250738585072014e-308, 1e16 - 2, 0.1}[g.rand.IntN(8)]
	case 3:
		return float64(g.rand.IntN(1_000_000)*10+5) / 10_000 // ends in 5: the ties of round
	case 4:
		return -float64(g.rand.IntN(100_000)) / 100
	}
	return math.Round(g.rand.Float64()*1e8) / 100
}

func (g *generator) expr(typ Type, depth int) string {
	if depth <= 0 {
		return g.leaf(typ)
	}
	num := func() string { return g.expr(Number, depth-1-g.rand.IntN(2)) }
	yes := func() string { return g.expr(Bool, depth-1-g.rand.IntN(2)) }
	same := func() string { return g.expr(typ, depth-1-g.rand.IntN(2)) }
	pick := func(of ...string) string { return of[g.rand.IntN(len(of))] }
	switch g.rand.IntN(10) {
	case 0:
		return "(" + yes() + " ? " + same() + " : " + same() + ")"
	case 1:
		return "coalesce(" + same() + ", " + same() + ")"
	}
	if typ == Bool {
		switch g.rand.IntN(6) {
		case 0:
			return "!(" + yes() + ")"
		case 1:
			return "(" + yes() + pick(" && ", " || ") + yes() + ")"
		case 2:
			return "answered(" + num() + ")"
		case 3:
			return "((" + yes() + ")" + pick(" == ", " != ") + "(" + yes() + "))"
		}
		return "(" + num() + pick("<", "<=", ">", ">=", "==", "!=") + num() + ")"
	}
	switch g.rand.IntN(8) {
	case 0:
		return pick("min", "max", "sum", "avg") + "(" + num() + ", " + num() + ", " + num() + ")"
	case 1:
		return pick("floor", "ceil", "abs", "round") + "(" + num() + ")"
	case 2:
		return "round(" + num() + ", " + pick("0", "1", "2", "3", "-1", "-3", "15", "-15", "1.5", "x0") + ")"
	case 3:
		return "clamp(" + num() + ", " + num() + ", " + num() + ")"
	case 4:
		return "count(" + yes() + ", " + yes() + ")"
	case 5:
		return "-" + num()
	}
	return "(" + num() + pick(" + ", " - ", " * ", " / ", " % ") + num() + ")"
}

func (g *generator) leaf(typ Type) string {
	switch {
	case typ == Bool:
		return []string{"p", "q", "true", "false"}[g.rand.IntN(4)]
	case g.rand.IntN(3) > 0:
		return fmt.Sprintf("x%d", g.rand.IntN(8))
	}
	text := strconv.FormatFloat(math.Abs(g.number()), 'g', -1, 64)
	return text
}
