package kinds_test

import (
	"testing"

	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/widget"
	"playbook/templates"
)

// TestTrack holds which kinds hold up a lesson until they are answered, and that
// every kind in which something is due brings the script that says what.
func TestTrack(t *testing.T) {
	seen, counted, dated := 0, 0, 0
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil || k.Static {
			continue
		}
		want := testsite.KindOf(t, k.Name).Counts
		lesson, _ := parse(k.Name+".md", text)
		for _, p := range lesson.Widgets {
			track := widget.TrackOf(p.Widget)
			if p.Kind == k.Name {
				if seen++; want {
					counted++
				}
				if track.Counts != want {
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
	if seen < 10 || counted < 4 || dated < 2 {
		t.Errorf("found %d widgets, %d of them count, %d dated", seen, counted, dated)
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
