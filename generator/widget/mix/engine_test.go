package mix

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// scripts are the kind's modules and the client's, where they are, beside an
// empty page.
func scripts(t testing.TB) fs.FS {
	t.Helper()
	files := fstest.MapFS{"index.html": {Data: []byte(`<!doctype html><link rel="icon" href="data:,"><title>mix</title>`)}}
	templates := os.DirFS("../../../templates")
	for _, pattern := range []string{"widgets/mix/*.js", "client/lib/*.js"} {
		names, err := fs.Glob(templates, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s", pattern)
		}
		for _, name := range names {
			data, err := fs.ReadFile(templates, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	return files
}

// openModules opens a page in which every export of the named modules is a
// global.
func openModules(t testing.TB, names ...string) *browser.Page {
	t.Helper()
	b := browser.Start(t)
	page := b.Page(t)
	page.Open(browser.Serve(t, scripts(t), "/").URL("index.html"))
	for _, name := range names {
		page.Eval(fmt.Sprintf("import('/widgets/mix/%s').then((m) => { Object.assign(window, m) })", name), nil)
	}
	return page
}

type object = map[string]any

func readJSON(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// settingsWith are the defaults with JSON laid over them.
func settingsWith(t testing.TB, over object) object {
	t.Helper()
	data, err := Defaults().JSON()
	if err != nil {
		t.Fatal(err)
	}
	var s object
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	for key, value := range over {
		if inner, ok := value.(object); ok {
			for k, v := range inner {
				s[key].(object)[k] = v
			}
			continue
		}
		s[key] = value
	}
	return s
}

// at follows a path such as "rows.0.net_profit".
func at(x any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch v := x.(type) {
		case object:
			x = v[key]
		case []any:
			i := 0
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(v) {
				return fmt.Sprintf("no %q in %s", key, path)
			}
			x = v[i]
		default:
			return fmt.Sprintf("no %q in %s", key, path)
		}
	}
	return x
}

// near compares numbers to four decimals, everything else as JSON.
func near(got, want any) bool {
	g, ok1 := got.(float64)
	w, ok2 := want.(float64)
	if ok1 && ok2 {
		return math.Abs(g-w) <= 0.00005+1e-9*math.Abs(w)
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	return string(a) == string(b)
}

// golden names for what the script calls otherwise.
var goldenKeys = map[string]string{
	"rnet": "net_revenue", "gp": "gross_profit", "cts": "cost_to_serve", "np": "net_profit", "np_per_hour": "profit_per_hour",
	"np_margin": "net_margin", "oc": "opportunity_cost", "oc_upper": "opportunity_upper", "margin_pct": "margin",
	"discount_pct": "discount", "wallet_pct": "wallet",
}

func TestGolden(t *testing.T) {
	var golden object
	readJSON(t, "testdata/client-mix-golden.json", &golden)
	page := openModules(t, "engine.js", "whatif.js")
	var rows []object
	for _, r := range golden["rows"].([]any) {
		row := object{}
		for key, value := range r.(object) {
			name := key
			if renamed, ok := goldenKeys[key]; ok {
				name = renamed
			}
			row[name] = value
		}
		rows = append(rows, row)
	}
	var inputRows []object
	for _, row := range rows {
		in := object{"name": row["name"]}
		for _, key := range inputs {
			if v, ok := row[key]; ok && key != "gross_profit" {
				in[key] = v
			}
		}
		inputRows = append(inputRows, in)
	}
	var result object
	page.Call("(rows, settings) => (window.result = compute(rows, settings))", &result, inputRows, settingsWith(t, nil))

	for i, row := range rows {
		for key, want := range row {
			switch key {
			case "votes":
				checkVotes(t, at(result, fmt.Sprintf("rows.%d.why", i)).([]any), want.(object), row["name"].(string))
			default:
				if got := at(result, fmt.Sprintf("rows.%d.%s", i, key)); !near(got, want) {
					t.Errorf("%s: %s = %v, want %v", row["name"], key, got, want)
				}
			}
		}
	}
	for key, want := range golden["total"].(object) {
		checkNear(t, result, "total."+rename(key), want)
	}
	for cls, sums := range golden["by_class"].(object) {
		for key, want := range sums.(object) {
			checkNear(t, result, "classes."+cls+"."+rename(key), want)
		}
	}
	checkNear(t, result, "benchmark.value", golden["benchmark_np_per_hour"])
	checkNear(t, result, "benchmark.cap", golden["headroom_cap"])
	for i, p := range golden["whale"].([]any) {
		path := fmt.Sprintf("whale.points.%d.", i)
		checkNear(t, result, path+"row.name", p.(object)["name"])
		checkNear(t, result, path+"sum", p.(object)["cum_np"])
		checkNear(t, result, path+"share", p.(object)["cum_pct"])
	}
	for path, want := range map[string]float64{
		"shares.net_revenue.smith": 51.6, "shares.gross_profit.smith": 34.2, "shares.hours.smith": 80.8, "shares.net_profit.smith": 5.3,
		"shares.net_revenue.jones": 33.3, "shares.gross_profit.jones": 49.5, "shares.hours.jones": 9.8, "shares.net_profit.jones": 74.4,
	} {
		if got, ok := at(result, path).(float64); !ok || math.Round(got*10)/10 != want {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
	for i, action := range []string{"reassign", "cultivate", "reassign", "develop", "fix", "keep", "properties", "cultivate"} {
		n := int(at(result, fmt.Sprintf("rows.%d.action", i)).(float64))
		if got := Defaults().Actions[n].ID; got != action {
			t.Errorf("%s: action %s, want %s", rows[i]["name"], got, action)
		}
	}
	checkMoves(t, page, golden["whatif"].(object))
}

func rename(key string) string {
	if renamed, ok := goldenKeys[key]; ok {
		return renamed
	}
	return key
}

func checkNear(t *testing.T, result object, path string, want any) {
	t.Helper()
	if got := at(result, path); !near(got, want) {
		t.Errorf("%s = %v, want %v", path, got, want)
	}
}

func checkVotes(t *testing.T, why []any, want object, name string) {
	t.Helper()
	for _, w := range why {
		id := w.(object)["id"].(string)
		if got := w.(object)["vote"]; !near(got, want[id]) {
			t.Errorf("%s: %s votes %v, want %v", name, id, got, want[id])
		}
	}
}

// checkMoves runs the golden moves; the file holds results only, its moves are
// those of the audit's description.
func checkMoves(t *testing.T, page *browser.Page, want object) {
	t.Helper()
	for id, move := range map[string]object{
		"W1": {"keep": 8, "takeover": 67.2, "rate": 35, "retention": 0.9, "fee": 0},
		"W2": {"keep": 0, "takeover": 0, "rate": 0, "retention": 0, "fee": 0},
		"W3": {"keep": 0, "takeover": 0, "rate": 0, "retention": 0, "fee": 0.03},
		"W4": {"keep": 8, "takeover": 24, "rate": 35, "retention": 0.5, "fee": 0},
	} {
		w := want[id].(object)
		per := w["per"].([]any)[0].(object)
		var got object
		page.Call(`(name, move) => whatIf(result, [{ ...move, row: result.rows.find((r) => r.name === name) }], result.settings.realisation)`, &got, per["name"], move)
		for path, golden := range map[string]any{
			"per.0.freed": per["freed"], "per.0.before": per["np_before"], "per.0.after": per["np_after"], "per.0.delta": per["delta"],
			"freed": w["freed"], "delta": w["delta"], "gain": w["gain"], "net": w["net"], "breakeven": w["breakeven_realisation"],
		} {
			if !near(at(got, path), golden) {
				t.Errorf("%s: %s = %v, want %v", id, path, at(got, path), golden)
			}
		}
	}
}

// An edge is a small portfolio with results worked out by hand: see "sum" for
// how. Paths lead into the engine's result.
type edge struct {
	Name     string   `json:"name"`
	Sum      string   `json:"sum"`
	Settings object   `json:"settings"`
	Rows     []object `json:"rows"`
	Want     object   `json:"want"`
}

func TestEdges(t *testing.T) {
	var edges []edge
	readJSON(t, "testdata/edges.json", &edges)
	page := openModules(t, "engine.js")
	for _, e := range edges {
		var result object
		page.Call("compute", &result, e.Rows, settingsWith(t, e.Settings))
		for path, want := range e.Want {
			if got := at(result, path); !near(got, want) {
				t.Errorf("%s: %s = %v, want %v (%s)", e.Name, path, got, want, e.Sum)
			}
		}
	}
}

// The script and the build name the same things in the same order.
func TestNamesAgree(t *testing.T) {
	page := openModules(t, "engine.js", "account.js", "table.js")
	var fields []string
	page.Eval("FIELDS", &fields)
	want := append(append(append([]string{}, inputs...), results...), states...)
	if fmt.Sprint(fields) != fmt.Sprint(want) {
		t.Errorf("script has %v\nbuild has %v", fields, want)
	}
	var bounds map[string][2]float64
	page.Eval("LIMITS", &bounds)
	if fmt.Sprint(bounds) != fmt.Sprint(limits) {
		t.Errorf("script has %v\nbuild has %v", bounds, limits)
	}
}
