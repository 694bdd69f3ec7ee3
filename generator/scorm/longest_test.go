package scorm

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// clock makes the days of the test platform's window pass in every frame.
const clock = `{
  const Real = Date, now = () => Real.now() + (top.later ?? 0) * 864e5;
  window.Date = class extends Real {
    constructor(...a) { super(...(a.length ? a : [now()])); }
    static now() { return now(); }
  };
}`

// TestLongest holds how much a platform keeps of a learner who answers everything and
// follows it through, on many days, and what is left out first where there is less room:
// the learner is told, and what is learnt stays. The long form does the longest path, and
// then everything once more.
func TestLongest(t *testing.T) {
	path, rounds := "is", 2
	if os.Getenv("PLAYBOOK_LONG") != "" {
		path, rounds = "ae", 3
	}
	m := ship(t, Options{Version: V12, Path: path})
	p := browser.Start(t).Page(t)
	if err := p.Before(clock); err != nil {
		t.Fatal(err)
	}
	p.Open(serve(t, m) + "lms.html")
	var got struct {
		Characters         []int
		Told, Lost, Faults []string
		Status             string
	}
	await(t, p, `(async () => {
		const l = new Learner({version: "1.2", right: 1, unseen: true, make: (attempt, cut) => stub({attempt, cut: Number(cut) || undefined})});
		const characters = await l.longest(`+fmt.Sprint(rounds)+`), status = l.attempt["cmi.core.lesson_status"];
		return {characters, status, told: await l.shorter(), lost: l.lost, faults: l.faults}; })()`, &got)
	if len(got.Lost) > 0 || len(got.Faults) > 0 || got.Status != "passed" {
		t.Errorf("the status is %q; lost:\n%s\nfaults:\n%s", got.Status, strings.Join(got.Lost, "\n"), strings.Join(got.Faults, "\n"))
	}
	t.Logf("%s: %d characters after each round, %d as worked out", path, got.Characters, m.report.Room.All)
	if followed := got.Characters[1]; followed > 1000 || followed > m.report.Room.All || slices.Max(got.Characters) > safe {
		t.Errorf("the platform keeps %d characters", got.Characters)
	}
	want := []string{"when questions and cards are asked again", "answers to scorecards", "ticks in checklists", "answers to quizzes and votes"}
	for i, told := range got.Told {
		if i >= len(want) || !strings.Contains(told, ": "+want[i]+".") {
			t.Errorf("time %d: the learner is told %q", i+1, told)
		}
	}
	if len(got.Told) != len(want) {
		t.Errorf("the learner is told of %d parts, want %d", len(got.Told), len(want))
	}
}
