package content

import (
	"slices"
	"strings"
	"testing"
)

// TestWithHeadings: other ids stand in the HTML, the contents, the passages and
// the anchors; the lesson that was given keeps its own.
func TestWithHeadings(t *testing.T) {
	o := &Options{Default: "en", Languages: []string{"en", "nl"}}
	l, ds := Parse("a.nl.md", "content/a.nl.md", []byte("# Een\n\n## Eerst\n\nWoord.\n\n## Dan\n\n## Later {#after}\n"), o)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	m := l.WithHeadings([]string{"dan", "then", "after"})
	see := func(l *Lesson) string {
		var b strings.Builder
		if err := l.WriteHTML(&b, &Hooks{}); err != nil {
			t.Fatal(err)
		}
		for _, p := range l.Passages {
			b.WriteString(p.ID + " ")
		}
		anchors := l.Anchors()
		slices.Sort(anchors)
		return b.String() + strings.Join(anchors, ",")
	}
	for _, c := range []struct {
		l    *Lesson
		want string
	}{
		{m, `<h2 id="dan"><span id="eerst"></span>Eerst</h2>
<p>Woord.</p>
<h2 id="then">Dan</h2>
<h2 id="after">Later</h2>
 dan then after after,dan,eerst,then`},
		{l, `<h2 id="eerst">Eerst</h2>
<p>Woord.</p>
<h2 id="dan">Dan</h2>
<h2 id="after">Later</h2>
 eerst dan after after,dan,eerst`},
	} {
		if got := see(c.l); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
