package scorm

import (
	"fmt"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// TestRevised changes the lessons after a learner has completed the course. The status
// "passed" or "completed" must stay, the course must say that a lesson has changed, and
// answers that still fit must be kept.
func TestRevised(t *testing.T) {
	before := strings.Replace(small, "{#close}", "{#close required}", 1)
	after := strings.NewReplacer(
		"- [ ] Left {#left}", "- [ ] Left, or the first {#left}", "{#close required}", "{#close required rev=2}",
		`lessons = ["first", "third"]`, `lessons = ["fourth", "first", "third"]`,
		"-- content/paths/p.md --", "-- content/start/00-fourth.md --\n# Fourth\n\n## New\n\nA lesson that is new.\n-- content/paths/p.md --",
	).Replace(before)
	b := browser.Start(t)
	for i, c := range []struct {
		name, status, score, rows string
		// cut, if set, is a text in the playbook; the rest from there on is removed.
		cut string
	}{
		{name: "with-a-quiz", status: "passed", score: "100", rows: "1 min,changed since,learnt,passed"},
		{name: "without", status: "completed", rows: "1 min,changed since,learnt,", cut: "::: quiz #final"},
	} {
		for _, v := range Versions {
			if !inTurn(i, v) {
				continue
			}
			t.Run(string(v)+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				p := b.Page(t)
				var attempt map[string]string
				visit := func(text, script string, out any) {
					if c.cut != "" {
						text, _, _ = strings.Cut(text, c.cut)
					}
					m, err := build(playbook(text), Options{Version: v, Path: "p"})
					if err != nil {
						t.Fatal(err)
					}
					p.Open(serve(t, m) + "lms.html")
					p.Call(`(kept) => { window.kept = kept; }`, nil, attempt)
					await(t, p, fmt.Sprintf(`(async () => { const l = new Learner({version: %[1]q, make: (attempt) => stub({version: %[1]q, attempt})}); Object.assign(l.attempt, kept ?? {}); %[2]s %[3]s })()`, v, helpers, script), out)
				}
				quiz := ""
				if c.cut == "" {
					quiz = "await final(1);"
				}
				visit(before, `await l.open(); await l.begin(); await all(); `+quiz+` l.close(); return l.attempt;`, &attempt)
				var bad []string
				visit(after, fmt.Sprintf(`
					is("the status before", status(), %[1]q);
					await l.open(); await noted("revised");
					is("the list", l.status, %[2]q);
					await l.go("first");
					is("the vote", l.page.querySelector("pb-poll :checked")?.closest("[data-item]").dataset.item !== undefined, true);
					is("the status while open", status(), %[1]q);
					l.close();
					is("the status", status(), %[1]q); is("the score", score() ?? "", %[3]q); bad.push(...l.api.faults);
					return bad;`, c.status, c.rows, c.score), &bad)
				if len(bad) > 0 {
					t.Error(strings.Join(bad, "\n"))
				}
			})
		}
	}
}
