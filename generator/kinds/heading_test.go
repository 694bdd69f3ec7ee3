package kinds_test

import (
	"testing"

	"playbook/generator/widget"
)

// TestHeadingAbove gives lists without a title the words of the heading above,
// whatever attributes it has.
func TestHeadingAbove(t *testing.T) {
	for heading, want := range map[string]string{
		"## A visit {#visit}":                "A visit",
		"## A visit {#visit was=call}":       "A visit",
		"## A *good* visit <!-- x --> {#a}":  "A good visit",
		"## A visit":                         "A visit",
		"## `a {b}` and more {#code}":        "a {b} and more",
		"A visit {#under}\n---------------":  "A visit",
		"## Read [the rota](x.md) {#rota-x}": "Read the rota",
	} {
		for _, block := range []string{"- [ ] One {#one}", "::: checklist #list\n- [ ] One {#one}\n:::"} {
			lesson, _ := parse("x.md", []byte("# T\n\n"+heading+"\n\n"+block+"\n"))
			if len(lesson.Widgets) != 1 {
				t.Fatalf("%q: found %d widgets", heading, len(lesson.Widgets))
			}
			if got := widget.IdentityOf(lesson.Widgets[0].Widget).Title; got != want {
				t.Errorf("%q: the list is called %q, expected %q", heading, got, want)
			}
		}
	}
}
