package kinds_test

import (
	"slices"
	"testing"

	"playbook/generator/kinds"
	"playbook/generator/widget"
	"playbook/templates"
)

// TestPrefix holds that every id of every example gets the prefix that a page of
// several lessons puts before it, and that the widget itself keeps its own.
func TestPrefix(t *testing.T) {
	seen := map[string]int{}
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		lesson, _ := parse(k.Name+".md", text)
		for _, p := range lesson.Widgets {
			before := widget.AnchorsOf(p.Widget)
			var want []string
			for _, a := range before {
				want = append(want, "b7-"+a)
			}
			if got := widget.AnchorsOf(widget.WithPrefix(p.Widget, "b7-")); !slices.Equal(got, want) {
				t.Errorf("%s %q has the anchors %q, expected %q", p.Kind, p.ID, got, want)
			}
			if got := widget.AnchorsOf(p.Widget); !slices.Equal(got, before) {
				t.Errorf("%s %q was changed: %q", p.Kind, p.ID, got)
			}
			seen[p.Kind] += len(before)
		}
	}
	for _, k := range kinds.All() {
		if seen[k.Name] == 0 {
			t.Errorf("no example of %q has an id", k.Name)
		}
	}
}
