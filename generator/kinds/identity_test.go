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
			w, ok := p.Widget.(widget.Keeper)
			if !ok {
				continue
			}
			seen++
			before := itemIDs(w)
			ids := make([]string, len(before))
			for i, id := range before {
				ids[i] = "x-" + id
			}
			other := widget.Renamed(w, "x", ids)
			if got := itemIDs(other); !slices.Equal(got, ids) {
				t.Errorf("%s %q has the ids %q, expected %q", k.Name, p.ID, got, ids)
			}
			if got := itemIDs(w); !slices.Equal(got, before) {
				t.Errorf("%s %q was changed: %q", k.Name, p.ID, got)
			}
			for _, a := range widget.AnchorsOf(other)[1:] {
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

func itemIDs(w widget.Keeper) []string {
	var ids []string
	for _, it := range widget.IdentityOf(w).Items {
		ids = append(ids, it.ID)
	}
	return ids
}

// A node of a tree without an id of its own is also found by the name that code
// hosts give its heading, unless another node has that.
func TestAliasesOfNodes(t *testing.T) {
	lesson, _ := parse("tree.md", []byte("::: tree #a\n### Who's there?\n\n- [Go on](#go--on)\n\n### Go & on\n\nEnd.\n:::\n"))
	if got, want := widget.AnchorsOf(lesson.Widgets[0].Widget), []string{"a", "a-who-s-there", "a-go-on", "a-whos-there", "a-go--on"}; !slices.Equal(got, want) {
		t.Errorf("got %q, expected %q", got, want)
	}
}
