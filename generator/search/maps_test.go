package search

import (
	"strings"
	"testing"

	"playbook/generator/browser"
)

// A site with more lessons than the root lists cards for finds them through its maps.
func TestManyLessons(t *testing.T) {
	lessons := append(made(cardsInRoot+200), lesson("zebra", "The zebra crossing", "", "Stripes."))
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t, "en", lessons, Options{}), "/").URL("index.html"))
	if got := ask(p, "zebra").urls(); got != "zebra.html#" {
		t.Errorf("got %q", got)
	}
	if a := ask(p, strings.Fields(lessons[77].Title)[0]); len(a.Results) == 0 || a.Results[0].Title == "" {
		t.Errorf("got %+v", a)
	}
}
