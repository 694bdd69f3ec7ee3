package diag_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"playbook/generator/diag"
)

// TestCompare makes texts of few different lines into each other: what the edits make
// of the one is the other.
func TestCompare(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString([]string{"a\n", "b\n", "c\n", "\n"}[r.IntN(4)])
		}
		if r.IntN(3) == 0 {
			b.WriteString("end")
		}
		return b.String()
	}
	for range 2000 {
		from, to := text(), text()
		got := diag.Apply([]byte(from), diag.Compare("x", []byte(from), []byte(to)))
		if string(got) != to {
			t.Fatalf("%q to %q: got %q", from, to, got)
		}
	}
}

// TestCompareKeepsWhatStays looks for edits that are as small as they can be.
func TestCompareKeepsWhatStays(t *testing.T) {
	from, to := "one\ntwo\nthree\nfour\nfive\n", "one\n2\nthree\nfour\nfive and a half\nsix\n"
	edits := diag.Compare("x", []byte(from), []byte(to))
	if len(edits) != 2 || edits[0].Text != "2\n" || edits[0].Line != 2 || edits[1].Text != "five and a half\nsix\n" || edits[1].Line != 5 {
		t.Errorf("got %+v", edits)
	}
}
