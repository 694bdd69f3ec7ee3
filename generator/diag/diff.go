package diag

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// maxContext is how many lines a diff shows around a change.
const maxContext = 3

// Diff shows what edits make of a file, raw, and that it gets another path, as a
// unified diff that 'git apply' and 'patch -p1' read. With a terminal to show it
// to, characters that would disturb one are replaced, and with color it is painted.
func Diff(path, to string, raw []byte, edits []Edit, terminal, color bool) string {
	var b strings.Builder
	line := func(style, text string) {
		if terminal {
			text = clean(strings.TrimSuffix(text, "\r"))
		}
		if color && style != "" {
			text = "\x1b[" + style + "m" + text + "\x1b[0m"
		}
		b.WriteString(text + "\n")
	}
	if path != to {
		line("1", "diff --git a/"+path+" b/"+to)
		line("1", "rename from "+path)
		line("1", "rename to "+to)
	}
	hunks := changed(raw, edits)
	if len(hunks) > 0 {
		line("1", "--- a/"+path)
		line("1", "+++ b/"+to)
	}
	show := func(style, sign string, lines []string) {
		for _, l := range lines {
			line(style, sign+strings.TrimSuffix(l, "\n"))
			if !strings.HasSuffix(l, "\n") {
				line("", `\ No newline at end of file`)
			}
		}
	}
	old := splitLines(raw)
	moved := 0 // how many lines the hunks so far have added
	for len(hunks) > 0 {
		n := 1
		for n < len(hunks) && hunks[n].at-hunks[n-1].end() <= 2*maxContext {
			n++
		}
		from, to := max(0, hunks[0].at-maxContext), min(len(old), hunks[n-1].end()+maxContext)
		more := 0
		for _, h := range hunks[:n] {
			more += len(h.written) - len(h.gone)
		}
		line("36", "@@ -"+lineRange(from, to-from)+" +"+lineRange(from+moved, to-from+more)+" @@")
		for _, h := range hunks[:n] {
			show("", " ", old[from:h.at])
			show("31", "-", h.gone)
			show("32", "+", h.written)
			from = h.end()
		}
		show("", " ", old[from:to])
		hunks, moved = hunks[n:], moved+more
	}
	return b.String()
}

// lineRange writes where some lines are, counted from 0, as diffs do.
func lineRange(from, n int) string {
	if n > 0 {
		from++
	}
	return fmt.Sprintf("%d,%d", from, n)
}

// A hunk is a run of lines that change.
type hunk struct {
	at            int // the first line, from 0
	gone, written []string
}

func (h hunk) end() int { return h.at + len(h.gone) }

// changed lists the lines that edits change.
func changed(raw []byte, edits []Edit) []hunk {
	after, spans := apply(raw, edits)
	var whole []span // of lines, apart from each other
	for _, s := range spans {
		begin := bytes.LastIndexByte(raw[:s.from], '\n') + 1
		end := len(raw)
		if n := bytes.IndexByte(raw[s.to:], '\n'); n >= 0 {
			end = s.to + n + 1
		}
		s = span{begin, end, s.newFrom - (s.from - begin), s.newTo + (end - s.to)}
		if n := len(whole); n > 0 && s.from < whole[n-1].to {
			whole[n-1].to, whole[n-1].newTo = s.to, s.newTo
			continue
		}
		whole = append(whole, s)
	}
	var out []hunk
	at, seen := 0, 0
	for _, s := range whole {
		at += bytes.Count(raw[seen:s.from], []byte("\n"))
		seen = s.from
		h := hunk{at, splitLines(raw[s.from:s.to]), splitLines(after[s.newFrom:s.newTo])}
		for len(h.gone) > 0 && len(h.written) > 0 && h.gone[0] == h.written[0] {
			h.at, h.gone, h.written = h.at+1, h.gone[1:], h.written[1:]
		}
		for len(h.gone) > 0 && len(h.written) > 0 && h.gone[len(h.gone)-1] == h.written[len(h.written)-1] {
			h.gone, h.written = h.gone[:len(h.gone)-1], h.written[:len(h.written)-1]
		}
		switch n := len(out); {
		case len(h.gone)+len(h.written) == 0:
		case n > 0 && out[n-1].end() == h.at:
			out[n-1].gone, out[n-1].written = append(out[n-1].gone, h.gone...), append(out[n-1].written, h.written...)
		default:
			out = append(out, h)
		}
	}
	return out
}

func splitLines(b []byte) []string {
	return slices.Collect(strings.Lines(string(b)))
}
