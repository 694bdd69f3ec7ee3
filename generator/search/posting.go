package search

// The postings of a group as a stream of bits:
//
//	gamma    number of forms
//	1 bit    whether a list of compounds follows the lists of the forms
//	lists    one for each form, in dictionary order; then the passages that have the
//	         group only as a part of a compound
//
// A list:
//
//	gamma    number of passages
//	4 bits   the highest impact
//	runs     by falling impact, each: gamma of the number of passages (absent if one is
//	         left), the passages as a rising list below the universe, then (if passages
//	         are left) gamma of the step down
//
// A list longer than headLength is divided after its best passages. The tail is a list of
// the same kind, without its number, in the block's x file. It is left out if the word is
// in so many passages that it says nothing.

const headLength = 512

// tooFrequent reports whether a word is in so many passages that its tail is left out.
func tooFrequent(df, universe int) bool { return df > universe/8 }

// universe rounds the number of passages up in steps of an eighth, so that a few new passages do not change
// the width of codes.
func universe(passages int) int {
	step := 1
	for step*16 <= passages {
		step *= 2
	}
	return (passages/step + 1) * step
}

// hits are passages with their impacts, as parallel slices, sorted by passage.
type hits struct {
	passage []int32
	impact  []uint8
}

// byImpact sorts the hits by impact, best first, then by passage.
func (h hits) byImpact() hits {
	var start [maxImpact + 2]int
	for _, i := range h.impact {
		start[maxImpact-i+1]++
	}
	for i := 1; i < len(start); i++ {
		start[i] += start[i-1]
	}
	out := hits{make([]int32, len(h.passage)), make([]uint8, len(h.impact))}
	for i, p := range h.passage {
		at := &start[maxImpact-h.impact[i]]
		out.passage[*at], out.impact[*at] = p, h.impact[i]
		*at++
	}
	return out
}

func (h hits) cut(from, to int) hits { return hits{h.passage[from:to], h.impact[from:to]} }

// postWriter writes one block and its tails.
type postWriter struct {
	head, tail bitWriter
	universe   int
}

func (w *postWriter) group(lists []hits, compounds hits) {
	w.head.gamma(len(lists))
	more := len(compounds.passage) > 0
	w.head.fixed(bit(more), 1)
	for _, h := range lists {
		w.list(h)
	}
	if more {
		w.list(compounds)
	}
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (w *postWriter) list(h hits) {
	df := len(h.passage)
	w.head.gamma(df)
	h = h.byImpact()
	if df <= headLength {
		w.head.runs(h, w.universe)
		return
	}
	w.head.runs(h.cut(0, headLength), w.universe)
	if !tooFrequent(df, w.universe) {
		w.tail.runs(h.cut(headLength, df), w.universe)
	}
}

func (w *bitWriter) runs(h hits, universe int) {
	level := h.impact[0]
	w.fixed(uint64(level), 4)
	for i, n := 0, len(h.impact); i < n; {
		j := i
		for j < n && h.impact[j] == level {
			j++
		}
		if n-i > 1 {
			w.gamma(j - i)
		}
		w.rising(h.passage[i:j], universe)
		if j < n {
			w.gamma(int(level - h.impact[j]))
			level = h.impact[j]
		}
		i = j
	}
}

// runs reads n hits.
func (r *bitReader) runs(n, universe int) hits {
	var h hits
	level := r.fixed(4)
	for n > 0 && level >= 0 {
		size := 1
		if n > 1 {
			size = min(r.gamma(), n)
		}
		run := make([]int32, size)
		r.rising(run, universe)
		for _, p := range run {
			h.passage, h.impact = append(h.passage, p), append(h.impact, uint8(level))
		}
		if n -= size; n > 0 {
			level -= r.gamma()
		}
	}
	return h
}
