package search

import "math/bits"

// The index stores numbers as a stream of bits, written as base64 digits: six bits a character, highest bit first. There
// are three codes: fixed width; Elias gamma for numbers from one; and Rice coding of the gaps (Rice, 1971) for rising
// lists. The width of a Rice code follows from the list's length and bound, which the reader of the stream knows too.
// Words are spread over passages nearly at random, and for random lists this code is within two per cent of the entropy.
// Interpolative coding (Moffat and Stuiver, 2000) needed two per cent more.

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

type bitWriter struct {
	out  []byte
	acc  uint64
	held uint // bits in acc, fewer than 6 between calls
}

// maxFixed is the largest width for fixed.
const maxFixed = 48

// fixed writes the low width bits of v, width at most maxFixed.
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

// rising writes a strictly rising list with values in [0, bound). To read it, one must know its length and the bound.
func (w *bitWriter) rising(list []int32, bound int) {
	width, next := riceWidth(len(list), bound), int32(0)
	for _, v := range list {
		gap := uint64(v - next)
		zeros := uint(gap >> width)
		for ; zeros+1+width > maxFixed; zeros-- {
			w.fixed(0, 1)
		}
		w.fixed(1<<width|gap&(1<<width-1), zeros+1+width)
		next = v + 1
	}
}

// riceWidth returns how many low bits of each of the n gaps are written unchanged. The best number is the binary
// logarithm of ln 2 times the mean gap; ln 2 is about 7/10, and the mean gap about bound/n.
func riceWidth(n, bound int) uint {
	return uint(bits.Len(uint(bound*7/(10*max(n, 1))|1)) - 1)
}

// String returns the digits written so far. The last one is filled up with zero bits.
func (w *bitWriter) String() string {
	if w.held > 0 {
		w.fixed(0, 6-w.held)
	}
	return string(w.out)
}

// bitReader reads what a bitWriter wrote. Past the end it reads ones. Only tests use it; the client has its own in JavaScript.
type bitReader struct {
	in  string
	pos int
}

func (r *bitReader) bit() int {
	i := r.pos / 6
	shift := 5 - r.pos%6
	r.pos++
	if i >= len(r.in) {
		return 1
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

func (r *bitReader) rising(list []int32, bound int) {
	width, next := riceWidth(len(list), bound), 0
	for i := range list {
		for r.bit() == 0 {
			next += 1 << width
		}
		next += r.fixed(width)
		list[i] = int32(next)
		next++
	}
}
