package kinds_test

import (
	"slices"
	"strings"
	"testing"

	"playbook/generator/kinds"
	"playbook/generator/widget"
	"playbook/templates"
)

// TestIdentify holds for the example of every kind with state of its own: ids
// that are replaced are those it then has, its anchors follow, and the widget
// it was made of stays as it is.
func TestIdentify(t *testing.T) {
	seen := 0
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			continue
		}
		lesson, _ := parse(k.Name+".md", text)
		for _, p := range lesson.Widgets {
			w, ok := p.Widget.(widget.Identified)
			if !ok {
				continue
			}
			seen++
			before := itemIDs(w)
			ids := make([]string, len(before))
			for i, id := range before {
				ids[i] = "x-" + id
			}
			other := w.Identify(ids).(widget.Identified)
			if got := itemIDs(other); !slices.Equal(got, ids) {
				t.Errorf("%s %q has the ids %q, expected %q", k.Name, p.ID, got, ids)
			}
			if got := itemIDs(w); !slices.Equal(got, before) {
				t.Errorf("%s %q was changed: %q", k.Name, p.ID, got)
			}
			for _, a := range other.(widget.Anchored).Anchors()[1:] {
				if !strings.Contains(a, "-x-") {
					t.Errorf("%s %q kept the anchor %q", k.Name, p.ID, a)
				}
			}
		}
	}
	if seen < 4 {
		t.Errorf("found only %d widgets with items", seen)
	}
}

func itemIDs(w widget.Identified) []string {
	var ids []string
	for _, it := range w.Identity().Items {
		ids = append(ids, it.ID)
	}
	return ids
}
