package search

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// form is a word as written, with the place of its postings.
type form struct {
	word, key string
	df        int32 // number of its passages
	start     int32 // of its postings
}

// sortForms sorts by key, then by word: the order of the dictionary.
func sortForms(forms []form) {
	slices.SortFunc(forms, func(a, b form) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return strings.Compare(a.word, b.word)
	})
}

// A dictionary block is a string: a head, a space, and the entries without separators,
// because each begins with a capital letter, which no word has:
//
//	entry  = shared back df rest
//	shared = A to Z: letters (UTF-16 units) in common with the word before, 0 to 25
//	back   = how many groups ago its group began, in octal digits; empty: a group begins
//	df     = the binary logarithm of the number of passages; empty: 0
//
// The head lists the groups that began in an earlier block and continue in this one, as
// "back:forms". back counts from the block's first group; forms is the number of forms in
// earlier blocks.
const (
	backDigits = "<=>?@[]^"
	dfDigits   = "!$%&()*,/:;{|}~`"
	maxShared  = 25
)

// dictBlock is one block of the dictionary.
type dictBlock struct {
	first      int // form
	end        int
	firstGroup int32 // number of the first group that begins here or later
	text       string
}

// blockSize returns how large blocks should be, in bytes, if all together have total bytes. A block costs the root
// about five bytes, and costs a query of two words twice its own size. So a little more than the square root of the
// total is best. The size changes in steps, so that a growing site seldom gets new boundaries for all its blocks.
func blockSize(total, least, most int) int {
	step := 1
	for step < total {
		step *= 2
	}
	return max(least, min(most, int(1.4*math.Sqrt(float64(step)))))
}

// dictionary writes all blocks. group has the number of each form's group; groups are numbered in the order of
// their first forms.
func dictionary(forms []form, group []int32) []dictBlock {
	var blocks []dictBlock
	target := blockSize(len(forms)*6, 1500, 3000)
	counts := make([]int32, len(forms)+1) // forms of each group so far
	last := lastForms(forms, group)
	next := int32(0)
	for at := 0; at < len(forms); {
		w := dictWriter{target: target, forms: forms, group: group, counts: counts, last: last, at: at, next: next}
		w.block()
		blocks = append(blocks, dictBlock{at, w.at, next, w.String()})
		at, next = w.at, w.next
	}
	return blocks
}

// lastForms returns the number of each group's last form.
func lastForms(forms []form, group []int32) []int32 {
	last := make([]int32, len(forms)+1)
	for i := range forms {
		last[group[i]] = int32(i)
	}
	return last
}

type dictWriter struct {
	target int // bytes
	forms  []form
	group  []int32
	counts []int32
	last   []int32
	at     int
	next   int32
	open   int // groups that began here or before and are not complete
	head   []string
	body   strings.Builder
}

func (w *dictWriter) block() {
	base, begun := w.next, map[int32]bool{}
	prev := ""
	for i := w.at; i < len(w.forms); i++ {
		if i > w.at && w.mayCut(i) {
			w.at = i
			return
		}
		g := w.group[i]
		if g < base && !begun[g] {
			begun[g] = true
			w.head = append(w.head, fmt.Sprintf("%d:%d", base-g, w.counts[g]))
		}
		if g == w.next {
			w.open++
		}
		w.entry(w.forms[i], prev, w.next-g)
		if g == w.next {
			w.next++
		}
		if int(w.last[g]) == i && g >= base {
			w.open--
		}
		w.counts[g]++
		prev = w.forms[i].word
	}
	w.at = len(w.forms)
}

// mayCut reports whether a new block may begin at form i. The answer depends on the neighboring words and hardly on
// the beginning of the block, so a new word moves few boundaries. If possible it keeps groups whole.
func (w *dictWriter) mayCut(i int) bool {
	size := w.body.Len()
	if size < w.target*6/10 || w.forms[i].key == w.forms[i-1].key {
		return false
	}
	if size > w.target*2 {
		return true
	}
	return w.open == 0 && (hashBytes([]byte(w.forms[i].key))%64 == 0 || size > w.target*14/10)
}

func (w *dictWriter) entry(f form, prev string, back int32) {
	n, size := sharedUnits(prev, f.word)
	w.body.WriteByte(byte('A' + n))
	if back > 0 {
		for _, c := range strconv.FormatInt(int64(back), 8) {
			w.body.WriteByte(backDigits[c-'0'])
		}
	}
	if level := bits.Len32(uint32(f.df)) - 1; level > 0 {
		w.body.WriteByte(dfDigits[min(level, 15)])
	}
	w.body.WriteString(f.word[size:])
}

func (w *dictWriter) String() string { return strings.Join(w.head, ",") + " " + w.body.String() }

// sharedUnits counts the whole letters that two words share at their beginning, in UTF-16 units and in bytes.
func sharedUnits(a, b string) (units, size int) {
	for size < len(a) && size < len(b) && units < maxShared-1 {
		r, n := utf8.DecodeRuneInString(b[size:])
		q, _ := utf8.DecodeRuneInString(a[size:])
		if r != q {
			break
		}
		size += n
		units++
		if r > 0xffff {
			units++
		}
	}
	return units, size
}
