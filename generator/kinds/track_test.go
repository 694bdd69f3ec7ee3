package kinds_test

import (
	"slices"
	"testing"

	"playbook/generator/kinds"
	"playbook/generator/widget"
	"playbook/templates"
)

// TestTrack holds which kinds hold up a lesson until they are answered, and that
// every kind in which something is due brings the script that says what.
func TestTrack(t *testing.T) {
	counts := []string{"quiz", "scorecard", "journal", "poll"}
	never := []string{"followup", "roleplay", "cards", "tree", "mix", "checklist"} // a checklist is followed through
	seen, dated := 0, 0
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			continue
		}
		lesson, _ := parse(k.Name+".md", text)
		for _, p := range lesson.Widgets {
			track := widget.TrackOf(p.Widget)
			if p.Kind == k.Name && (slices.Contains(counts, k.Name) || slices.Contains(never, k.Name)) {
				seen++
				if want := slices.Contains(counts, k.Name); track.Counts != want {
					t.Errorf("%s %q counts: %v, expected %v", k.Name, p.ID, track.Counts, want)
				}
			}
			if track.Dated {
				dated++
				if _, err := templates.FS.Open("widgets/" + p.Kind + "/due.js"); err != nil {
					t.Errorf("%s %q is dated: %v", p.Kind, p.ID, err)
				}
			}
		}
	}
	if seen < len(counts)+len(never) || dated < 2 {
		t.Errorf("found %d widgets, %d of them dated", seen, dated)
	}
}

// TestFollowupRules holds what the script of what is due is given.
func TestFollowupRules(t *testing.T) {
	lesson, _ := parse("a.md", []byte("::: followup #f interval=10 days=\"tue,thu\" holidays=\"12-25, 2026-07-20..2026-08-07\"\n### Ask\nText.\n:::\n"))
	got := widget.TrackOf(lesson.Widgets[0].Widget).Rules
	for name, want := range map[string]string{"interval": "10", "days": "1 3", "holidays": "12-25 2026-07-20..2026-08-07"} {
		if got[name] != want {
			t.Errorf("%s is %q, expected %q", name, got[name], want)
		}
	}
}
