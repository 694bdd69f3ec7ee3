package scorm

import "math/bits"

// A writer is the coder of client/scorm/coder.js: an adaptive binary arithmetic coder
// after lpaq1 (M. Mahoney). Here it only measures how much room the state will need on
// a platform.
type writer struct {
	low, high uint32
	bytes     int
	models    map[int]*model
}

func newWriter() *writer { return &writer{high: 0xffffffff, models: map[int]*model{}} }

// A model is p of 65536 that the next bit is 1, after n observations.
type model struct{ p, n int }

const (
	slowest = 28 // observations after which a model learns no slower
	longest = 30 // bits of a number
)

func (w *writer) of(context, slot int) *model {
	key := context*512 + slot
	m := w.models[key]
	if m == nil {
		m = &model{p: 32768}
		w.models[key] = m
	}
	return m
}

// bit writes one bit. A nil model means that both values are equally likely.
func (w *writer) bit(m *model, bit bool) {
	p := uint64(2048)
	if m != nil {
		p = uint64(min(4095, max(1, m.p>>4)))
	}
	span := uint64(w.high - w.low)
	mid := w.low + uint32(span/4096*p+span%4096*p/4096)
	if bit {
		w.high = mid
	} else {
		w.low = mid + 1
	}
	if m != nil {
		target := 0
		if bit {
			target = 65535
		}
		m.p += (target - m.p) / (m.n + 2)
		m.n = min(m.n+1, slowest)
	}
	for (w.low^w.high)>>24 == 0 {
		w.bytes++
		w.low <<= 8
		w.high = w.high<<8 | 255
	}
}

func (w *writer) flag(context int, yes bool) { w.bit(w.of(context, 0), yes) }

// raw writes n bits without a model, the highest first.
func (w *writer) raw(n int, value uint) {
	for i := n - 1; i >= 0; i-- {
		w.bit(nil, value>>i&1 == 1)
	}
}

// number writes a whole number from 0 to 2^30 - 2.
func (w *writer) number(context, value int) {
	v := uint(value + 1)
	n := bits.Len(v) - 1
	for i := 0; i <= n && i < longest; i++ {
		w.bit(w.of(context, 1+i), i < n)
	}
	node := 1
	for i := n - 1; i >= 0; i-- {
		var m *model
		if n <= 3 || i >= n-2 {
			m = w.of(context, 40+8*n+node)
		}
		bit := v>>i&1 == 1
		w.bit(m, bit)
		node *= 2
		if bit {
			node++
		}
	}
}

// length returns the number of base64url digits so far.
func (w *writer) length() int {
	n := w.bytes
	if w.low != 0 {
		n++
	}
	return (n*8 + 5) / 6
}
