package diag

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPlaces asks for positions and excerpts in random order, so that some continue from
// the last one and some start again. It compares them with counting from the start of the
// line.
func TestPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "é", "漢", "👩", "\n", "\r\n", "\r", "\xff", bom, " ", strings.Repeat("long é ", 40)}
	for range 300 {
		text := ""
		if r.IntN(3) == 0 {
			text = bom
		}
		for range r.IntN(40) {
			text += pieces[r.IntN(len(pieces))]
		}
		f := NewFile("a.md", []byte(text))
		for range 30 {
			at := r.IntN(len(text) + 1)
			if at < len(text) && !utf8.RuneStart(text[at]) || at < len(bom) && strings.HasPrefix(text, bom) {
				continue
			}
			line, col, whole := placeOf(text, at)
			d := f.At(at, at+r.IntN(9), Error, "PB1004", "x")
			if p := f.Pos(at); p.Line != line || p.Col != col || d.Line != line || d.Col != col {
				t.Fatalf("%q at %d: %d:%d and %d:%d, expected %d:%d", text, at, p.Line, p.Col, d.Line, d.Col, line, col)
			}
			checkExcerpt(t, d.Excerpt, d.ExcerptCol, whole, col)
			again, first := f.excerptAt(line, col)
			checkExcerpt(t, again, first, whole, col)
		}
	}
}

// checkExcerpt: an excerpt is a piece of the line, whole if that is short, with
// the marked column in it.
func checkExcerpt(t *testing.T, got string, first int, line []rune, col int) {
	t.Helper()
	r := []rune(got)
	if len(line) <= maxExcerpt && (first != 1 || len(r) != len(line)) || len(r) > maxExcerpt {
		t.Fatalf("excerpt %q from %d of %q", got, first, string(line))
	}
	if string(r) != string(line[first-1:first-1+len(r)]) || col < first || col > first+len(r)+1 { // behind the last one stand \r\n
		t.Fatalf("excerpt %q from %d of %q, column %d", got, first, string(line), col)
	}
}

// placeOf counts a position the plain way, and returns the line.
func placeOf(text string, at int) (line, col int, whole []rune) {
	if strings.HasPrefix(text, bom) {
		text, at = text[len(bom):], at-len(bom)
	}
	// One sign ends a line: \r\n becomes \v\n, of which \n alone does.
	plain := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\v\n"), "\r", "\n")
	start := strings.LastIndex(plain[:at], "\n") + 1
	end := len(plain)
	if n := strings.Index(plain[start:], "\n"); n >= 0 {
		end = start + n
	}
	return 1 + strings.Count(plain[:at], "\n"), 1 + utf8.RuneCountInString(text[start:at]), []rune(strings.TrimSuffix(plain[start:end], "\v"))
}
