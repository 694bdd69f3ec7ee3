package importer

import (
	"fmt"
	"testing"
)

// TestTextKeepsLines holds that after edits every line knows the line it came from.
func TestTextKeepsLines(t *testing.T) {
	x := newText([]byte("a\nb\nc\nd\ne\n"), 5)
	x.apply([]Edit{{Start: 2, End: 6, New: "B1\nB2\nB3\n"}, {Start: 0, End: 0, New: "top\n"}, {Start: 3, End: 4, New: "lost"}})
	if got, want := string(x.b), "top\na\nB1\nB2\nB3\nd\ne\n"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(x.lines), "[5 5 6 6 6 8 9 10]"; got != want {
		t.Errorf("lines are %s, want %s", got, want)
	}
	if got := (&Page{Body: x}).line(len("top\na\nB1\nB2\nB3\n")); got != 8 {
		t.Errorf("d is from line %d, want 8", got)
	}
}
