package kinds_test

import (
	"reflect"
	"testing"

	"playbook/generator/kinds"
	"playbook/templates"
)

// TestTypes holds that a kind's template sees what the kind's example is read into.
func TestTypes(t *testing.T) {
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		lesson, _ := parse(k.Name+".md", text)
		seen := false
		for _, p := range lesson.Widgets {
			if p.Kind == k.Name {
				seen = true
				if got := reflect.TypeOf(p.Widget); got != k.Sees {
					t.Errorf("%s: the example is a %s, expected %v", k.Name, got, k.Sees)
				}
			}
		}
		if !seen {
			t.Errorf("%s: the example has no widget of the kind", k.Name)
		}
	}
}
