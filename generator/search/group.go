package search

import (
	"cmp"
	"slices"
	"strings"
)

// groups joins the forms of a vocabulary, which must be sorted by key. The result has the number of the first form
// of each form's group. Two forms are joined if they share a stem and the guard allows it: the common beginning of
// all forms in the joined group must be at least three fifths of the longest form of the shorter side, and half of
// the longest form of all. A language may have other shares. Stems that end in sure need no guard.
func groups(forms []form, s *stemmer) []int32 {
	u := newUnion(forms, s.lang.guard)
	type entry struct {
		stem string
		form int32
	}
	entries := make([]entry, 0, 3*len(forms))
	for i, f := range forms {
		if i > 0 && forms[i-1].key == f.key {
			u.join(int32(i-1), int32(i), false)
		}
		for _, stem := range s.stems(f.word, f.key) {
			entries = append(entries, entry{stem, int32(i)})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if c := strings.Compare(a.stem, b.stem); c != 0 {
			return c
		}
		return cmp.Compare(a.form, b.form)
	})
	for i := 1; i < len(entries); i++ {
		for j := i - 1; j >= 0 && j >= i-8 && entries[j].stem == entries[i].stem; j-- {
			u.join(entries[j].form, entries[i].form, strings.HasSuffix(entries[i].stem, sure))
		}
	}
	out := make([]int32, len(forms))
	for i := range out {
		out[i] = u.find(int32(i))
	}
	return out
}

// guard is how much the forms of a group must share at their beginning, in tenths of the longest form of the
// shorter side and of the longest form of all.
type guard struct{ shorter, longest int32 }

// union is a union-find structure in which the smallest member represents the group.
type union struct {
	forms   []form
	parent  []int32
	common  []int32 // bytes that all keys of the group share at their beginning
	longest []int32
	guard   guard
}

func newUnion(forms []form, g guard) *union {
	if g == (guard{}) {
		g = guard{shorter: 6, longest: 5}
	}
	u := &union{forms, make([]int32, len(forms)), make([]int32, len(forms)), make([]int32, len(forms)), g}
	for i, f := range forms {
		u.parent[i], u.common[i], u.longest[i] = int32(i), int32(len(f.key)), int32(len(f.key))
	}
	return u
}

func (u *union) find(i int32) int32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// join joins two groups if the guard allows it. With sure the guard is not asked.
func (u *union) join(a, b int32, sure bool) {
	a, b = u.find(a), u.find(b)
	if a == b {
		return
	}
	if b < a {
		a, b = b, a
	}
	common := min(u.common[a], u.common[b], int32(shared(u.forms[a].key, u.forms[b].key)))
	longest := max(u.longest[a], u.longest[b])
	if !sure && (common*10 < longest*u.guard.longest || common*10 < min(u.longest[a], u.longest[b])*u.guard.shorter) || common < 2 {
		return
	}
	u.parent[b], u.common[a], u.longest[a] = a, common, longest
}

// shared counts the bytes that two keys share at their beginning.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
