package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"playbook/generator/diag"
	"playbook/generator/pipeline"
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

// TestBuiltSays: only where a good build came before are there pages that stay.
func TestBuiltSays(t *testing.T) {
	var out strings.Builder
	a := &app{out: &out, err: io.Discard, env: func(string) string { return "" }}
	a.flags.format = "text"
	good, bad := &pipeline.Result{}, &pipeline.Result{Diags: diag.List{{Severity: diag.Error, Code: "PB1410"}}}
	good.Stats.Pages = 3
	say := a.watching(&project{}, nil, pipeline.Options{}).Tell.Built
	for _, r := range []*pipeline.Result{bad, bad, good, bad} {
		say(r, time.Millisecond)
	}
	const want = `1 error; there are no pages yet
1 error (1 as before); there are no pages yet
built again in 1ms: 3 pages
1 error; the server keeps the last good pages
`
	if out.String() != want {
		t.Errorf("it says\n%swant\n%s", out.String(), want)
	}
}
