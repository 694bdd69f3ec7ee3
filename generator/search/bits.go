package search

import "math/bits"

// Numbers travel as a stream of bits in base64 digits, six to a character, highest bit first. Three codes are used:
// fixed width; Elias gamma for counts of one and more; and binary interpolative coding (Moffat and Stuiver, 2000)
// for rising lists, which is within a few per cent of the entropy and costs nothing for dense runs.

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

type bitWriter struct {
	out  []byte
	acc  uint64
	held uint // bits in acc, fewer than 6 between calls
}

// fixed writes the low width bits of v, width at most 48.
func (w *bitWriter) fixed(v uint64, width uint) {
	w.acc = w.acc<<width | v&(1<<width-1)
	w.held += width
	for w.held >= 6 {
		w.held -= 6
		w.out = append(w.out, digits[w.acc>>w.held&63])
	}
	w.acc &= 1<<w.held - 1
}

// gamma writes v ≥ 1: as many zeros as v has bits after its first, then v.
func (w *bitWriter) gamma(v int) {
	n := uint(bits.Len64(uint64(v)))
	w.fixed(0, n-1)
	w.fixed(uint64(v), n)
}

// below writes v in [0, n) with the fewest bits: the first values take one bit less (truncated binary).
func (w *bitWriter) below(v, n int) {
	if n < 2 {
		return
	}
	width := uint(bits.Len64(uint64(n - 1)))
	short := 1<<width - n
	if v < short {
		w.fixed(uint64(v), width-1)
		return
	}
	w.fixed(uint64(v+short), width)
}

// rising writes a strictly rising list whose values lie in [lo, hi). The reader must know its length.
func (w *bitWriter) rising(list []int32, lo, hi int) {
	for len(list) > 0 && hi-lo > len(list) {
		m := len(list) / 2
		v := int(list[m])
		w.below(v-lo-m, hi-lo-len(list)+1)
		w.rising(list[:m], lo, v)
		list, lo = list[m+1:], v+1
	}
}

// String gives what was written, filled up with zero bits.
func (w *bitWriter) String() string {
	if w.held > 0 {
		w.fixed(0, 6-w.held)
	}
	return string(w.out)
}

// bitReader reads what a bitWriter wrote; it is the model of the client's, for tests. Past the end it reads zeros.
type bitReader struct {
	in  string
	pos int
}

func (r *bitReader) bit() int {
	i := r.pos / 6
	shift := 5 - r.pos%6
	r.pos++
	if i >= len(r.in) {
		return 0
	}
	return digitValue(r.in[i]) >> shift & 1
}

func digitValue(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	}
	return 63
}

func (r *bitReader) fixed(width uint) int {
	v := 0
	for range width {
		v = v<<1 | r.bit()
	}
	return v
}

func (r *bitReader) gamma() int {
	n := uint(0)
	for r.bit() == 0 {
		if n++; n > 40 {
			return 1
		}
	}
	return 1<<n | r.fixed(n)
}

func (r *bitReader) below(n int) int {
	if n < 2 {
		return 0
	}
	width := uint(bits.Len64(uint64(n - 1)))
	short := 1<<width - n
	v := r.fixed(width - 1)
	if v < short {
		return v
	}
	return v<<1 + r.bit() - short
}

func (r *bitReader) rising(list []int32, lo, hi int) {
	for len(list) > 0 {
		m := len(list) / 2
		v := lo + m
		if hi-lo > len(list) {
			v += r.below(hi - lo - len(list) + 1)
		}
		list[m] = int32(v)
		r.rising(list[:m], lo, v)
		list, lo = list[m+1:], v+1
	}
}
