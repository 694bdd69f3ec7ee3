package mix

import "testing"

// portfolio is a script with two accounts in round figures: J, a good account (a Jones), and
// S, a costly one (a Smith). An hour costs 100 for visits, 50 inside and 50 for service;
// capital costs nothing.
//
//	J  gross profit 20,000; 10 visit hours cost 1,000; net 19,000, or 1,900 an hour.
//	   It buys half of what it needs from us: room for 40,000 more revenue,
//	   at 47.5 % net for 19,000 more net profit.
//	S  gross profit 5,000; 20 visit, 10 inside and 10 service hours cost 2,000 + 500 + 500;
//	   10 complaints at 10 cost 100, returns 50, cash discount 50, entertainment 400;
//	   net 1,400.
const portfolio = `(() => {
	const rows = [
		{ name: 'J', revenue: 40000, margin: 50, discount: 0, days_to_pay: 0, inside_hours: 0, service_hours: 0, visit_hours: 10, solutions: 2, wallet: 50 },
		{ name: 'S', revenue: 50000, margin: 10, discount: 20, days_to_pay: 0, inside_hours: 10, service_hours: 10, visit_hours: 20,
			complaints: 10, returns: 50, prompt_discount: 50, entertainment: 400, solutions: 0 },
	];
	window.result = compute(rows, settings);
	window.move = (over) => ({ row: result.rows[1], keep: 20, takeover: 0, rate: 0, retention: 1, fee: 0, ...over });
})()`

func TestMoves(t *testing.T) {
	page := openModules(t, "engine.js", "whatif.js")
	settings := settingsWith(t, object{
		"capital": 0, "rates": object{"visit": 100, "inside": 50, "service": 50}, "unit": object{"complaint": 10, "expedite": 10},
	})
	page.Call("(s) => { window.settings = s }", nil, settings)
	page.Eval(portfolio, nil)
	for _, c := range []struct{ name, js, want string }{
		{"net profits", "result.rows.map((r) => r.net_profit)", "[19000,1400]"},
		{"benchmark and room", "[result.benchmark.value, result.benchmark.cap]", "[1900,19000]"},
		{"a move that keeps all hours changes nothing", "whatIf(result, [move()], 0.3).net", "0"},
		{"no move", "whatIf(result, [], 0.3).net", "0"},
		// No more visits, all business stays: this saves 2,000 for visits and 400 for entertainment.
		{"visits stop", "(({ freed, delta, gain, net, breakeven }) => [freed, delta, gain, net, breakeven])(whatIf(result, [move({ keep: 0 })], 0.3))", "[20,2400,11400,13800,0]"},
		// If all freed hours were sold: 20 * 1,900 = 38,000, but there is only room for 19,000.
		{"room bounds the gain", "whatIf(result, [move({ keep: 0 })], 1).gain", "19000"},
		// Half the business stays: 2,500 - [(500 + 500) * 0.75 + 0.5 * 200 + 400 * 0] = 1,650; it was 1,400.
		{"half the business stays", "whatIf(result, [move({ keep: 0, retention: 0.5 })], 0.3).delta", "250"},
		// No business stays, but half of the inside and service costs: - (500 + 500) * 0.5.
		{"let go", "whatIf(result, [move({ keep: 0, retention: 0 })], 0.3).per[0].after", "-500"},
		// The same, with a fee of 3 % of 50,000 from the partner who takes over.
		{"referred", "whatIf(result, [move({ keep: 0, retention: 0, fee: 0.03 })], 0.3).per[0].after", "1000"},
		// Letting S go costs 1,900. The 20 freed hours are worth 38,000, so 5 % of them must be sold.
		{"break-even", "whatIf(result, [move({ keep: 0, retention: 0 })], 0.3).breakeven", "0.05"},
		{"no hours freed can never pay", "whatIf(result, [move({ retention: 0.5 })], 0.3).breakeven", "null"},
		{"more hours than before free none", "whatIf(result, [move({ keep: 30 })], 0.3).freed", "0"},
		// Commission before: 10 % of 5,000 = 500. After: 10 % * 0.5 * 0.9 * 5,000 = 225, and for
		// the gain 10 % of its gross profit, 11,400 * 20,000/19,000 = 12,000: 1,200.
		{"pay", "(() => { const m = [move({ keep: 0, retention: 0.9 })]; return Object.values(pay(result, m, whatIf(result, m, 0.3), { commission: 0.1, split: 0.5 })) })()", "[500,1425]"},
		// 20 of the 40 hours win half an account like J (19,000); half of that comes in the first period.
		{"new accounts", "byNewAccounts(result, 20, { hoursToWin: 40, ramp: 0.5 })", "4750"},
		{"hours to win unknown", "byNewAccounts(result, 20, { hoursToWin: 0, ramp: 0.5 })", "null"},
	} {
		var got string
		page.Eval("JSON.stringify("+c.js+", (k, v) => typeof v === 'number' ? Math.round(v * 1e6) / 1e6 : v)", &got)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestMerge(t *testing.T) {
	page := openModules(t, "table.js")
	have := []object{{"name": "Smith", "revenue": 1, "margin": 2}, {"id": "7", "name": "Old name", "revenue": 3}}
	rows := []object{
		{"input": object{"name": "SMITH ", "revenue": 5, "margin": nil}},
		{"input": object{"id": "7", "name": "New name"}},
		{"input": object{"name": "Third", "revenue": 9}},
		{"input": object{"revenue": 9}},
	}
	var got object
	page.Call("merge", &got, have, rows)
	want := object{
		"rows.0.revenue": 5.0, "rows.0.margin": 2.0, "rows.1.name": "New name", "rows.1.revenue": 3.0,
		"rows.2.name": "Third", "added": 1.0, "changed": 2.0, "left": 1.0,
	}
	for path, want := range want {
		if g := at(got, path); !near(g, want) {
			t.Errorf("%s = %v, want %v", path, g, want)
		}
	}
}
