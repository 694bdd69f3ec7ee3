package search

// wordTable numbers words. It is its own hash table, because a map of strings would allocate each word.
type wordTable struct {
	slots []slot // open addressing; a power of two
	blob  []byte // all words, one after another
	ends  []uint32
}

// slot is one place of the table. Next is the word's number plus one; 0 is free.
type slot struct{ hash, next uint32 }

const firstSlots, maxKeptSlots = 1 << 10, 1 << 13

func newWordTable(slots int) wordTable { return wordTable{slots: make([]slot, slots)} }

// reset removes all words. It replaces a table that a long text has enlarged, because clearing that takes longer
// than making a small one.
func (w *wordTable) reset() {
	if len(w.slots) > maxKeptSlots {
		*w = newWordTable(firstSlots)
		return
	}
	clear(w.slots)
	w.blob, w.ends = w.blob[:0], w.ends[:0]
}

// number returns the number of a word, and whether it is new.
func (w *wordTable) number(word []byte) (n uint32, fresh bool) {
	h := hashBytes(word)
	mask := uint32(len(w.slots) - 1)
	at := h & mask
	for ; w.slots[at].next != 0; at = (at + 1) & mask {
		if s := w.slots[at]; s.hash == h && string(w.word(s.next-1)) == string(word) {
			return s.next - 1, false
		}
	}
	w.blob = append(w.blob, word...)
	w.ends = append(w.ends, uint32(len(w.blob)))
	n = uint32(len(w.ends))
	w.slots[at] = slot{h, n}
	if len(w.ends)*2 > len(w.slots) {
		w.grow()
	}
	return n - 1, true
}

func (w *wordTable) word(n uint32) []byte {
	start := uint32(0)
	if n > 0 {
		start = w.ends[n-1]
	}
	return w.blob[start:w.ends[n]]
}

// lengths returns the length of each word.
func (w *wordTable) lengths() []uint8 {
	out, start := make([]uint8, len(w.ends)), uint32(0)
	for i, end := range w.ends {
		out[i], start = uint8(end-start), end
	}
	return out
}

func (w *wordTable) grow() {
	old := w.slots
	w.slots = make([]slot, 2*len(old))
	mask := uint32(len(w.slots) - 1)
	for _, s := range old {
		if s.next == 0 {
			continue
		}
		at := s.hash & mask
		for w.slots[at].next != 0 {
			at = (at + 1) & mask
		}
		w.slots[at] = s
	}
}

// hashBytes is FNV-1a.
func hashBytes(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}
