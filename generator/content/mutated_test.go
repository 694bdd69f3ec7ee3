package content

import (
	"math/rand/v2"
	"testing"
	"time"

	"playbook/generator/cputime"
	"playbook/generator/diag"
)

// mutate damages a good text: it flips a bit, deletes or repeats a piece, inserts a
// piece of other, or cuts off the end.
func mutate(r *rand.Rand, good, other string) string {
	b := []byte(good)
	for range 1 + r.IntN(3) {
		if len(b) < 2 {
			return string(b)
		}
		at := r.IntN(len(b))
		n := 1 + r.IntN(min(len(b)-at, 1+r.IntN(200)))
		switch r.IntN(5) {
		case 0:
			b[at] ^= 1 << r.IntN(8)
		case 1:
			b = append(b[:at:at], b[at+n:]...)
		case 2:
			b = append(b[:at+n:at+n], b[at:]...)
		case 3:
			from := r.IntN(len(other))
			b = append(append(b[:at:at], other[from:min(from+n, len(other))]...), b[at:]...)
		case 4:
			if r.IntN(4) == 0 {
				b = b[:at]
			}
		}
	}
	return string(b)
}

// TestMutated damages good lessons at random, 500 times, or 20,000 times in the long
// tests. Parse must not panic or be slow, every finding must have a valid position, and
// every body must be safe, well-formed HTML.
func TestMutated(t *testing.T) {
	files, n := goodFiles(t), 500
	if long() {
		n = 20_000
	}
	refused := 0
	for i := range n {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		text := mutate(r, files[r.IntN(len(files))], files[r.IntN(len(files))])
		var l *Lesson
		var ds diag.List
		took := cputime.Of(func() { l, ds = Parse("x.md", "content/x.md", []byte(text), fuzzOptions()) })
		if took > 5*time.Second {
			t.Errorf("mutant %d took %s", i, took)
		}
		if msg := misplaced(ds, text); msg != "" {
			t.Errorf("mutant %d: %s", i, msg)
		}
		if ds.HasErrors() {
			refused++
		}
		if l == nil {
			if !ds.HasErrors() {
				t.Errorf("mutant %d: no lesson and no error", i)
			}
			continue
		}
		body, err := draw(l)
		if msg := unsound(body); err != nil || msg != "" {
			t.Errorf("mutant %d: %v, %s", i, err, msg)
		}
	}
	t.Logf("%d mutants, %d refused", n, refused)
}
