package main

import (
	"testing"

	"playbook/generator/diag"
)

// TestFresh: while watching only what is new is printed; lines above a finding move it
// without making it new.
func TestFresh(t *testing.T) {
	at := func(line int, message, excerpt string) diag.Diagnostic {
		return diag.Diagnostic{Pos: diag.Pos{Path: "content/a.md", Line: line, Col: 1}, Code: "PB1410", Message: message, Excerpt: excerpt}
	}
	old := diag.List{at(3, "gone", "[x](gone.md)"), at(5, "lost", "[y](lost.md)")}
	for _, c := range []struct {
		now  diag.List
		news int
	}{
		{old, 0},
		{diag.List{at(4, "gone", "[x](gone.md)"), at(9, "lost", "[y](lost.md)")}, 0},
		{old[:1], 0},
		{append(diag.List{at(7, "gone", "[x](gone.md)")}, old...), 1},
		{diag.List{at(3, "gone", "[z](gone.md)")}, 1},
		{diag.List{at(3, "other", "[x](gone.md)")}, 1},
		{nil, 0},
	} {
		if news := fresh(c.now, old); len(news) != c.news {
			t.Errorf("%v: %d are new, want %d", c.now, len(news), c.news)
		}
	}
	if news := fresh(old, nil); len(news) != len(old) {
		t.Errorf("at first %d are new, want all", len(news))
	}
}
