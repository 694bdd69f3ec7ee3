package content

import (
	"fmt"
	"strings"
	"testing"
)

// TestNoRoomIsKept: a lesson is kept for as long as its file stays the same, so its
// lists hold what is in them and hardly more.
func TestNoRoomIsKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Title\n\n")
	for i := range 33 { // just above what a list grows to
		fmt.Fprintf(&b, "## Part %d\n\nText with [a link](other.md#part-%d).\n\n", i, i)
	}
	l, ds := Parse("x.md", "content/x.md", []byte(b.String()), &Options{Default: "en"})
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	for name, x := range map[string][2]int{
		"links": {len(l.Links), cap(l.Links)}, "headings": {len(l.Headings), cap(l.Headings)}, "passages": {len(l.Passages), cap(l.Passages)},
	} {
		if x[0] < 33 || x[1] > x[0]+x[0]/8+1 {
			t.Errorf("%d %s have room for %d", x[0], name, x[1])
		}
	}
}
