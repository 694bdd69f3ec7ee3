package diag

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Suggest returns the candidate nearest to word by edit distance (adjacent
// swaps count once, case is ignored), or "" when none is near enough: within
// a third of the longer word, at least one edit. Ties go to the candidate that
// sorts first, so the answer does not depend on the order of candidates.
func Suggest(word string, candidates []string) string {
	best, bestDist := "", -1
	w := []rune(strings.ToLower(word))
	if len(w) > 64 {
		return ""
	}
	sorted := slices.Clone(candidates)
	slices.Sort(sorted)
	for _, c := range sorted {
		r := []rune(strings.ToLower(c))
		limit := max(1, max(len(w), len(r))/3)
		if len(r) > 64 || abs(len(r)-len(w)) > limit {
			continue
		}
		if d := distance(w, r); d <= limit && (bestDist < 0 || d < bestDist) {
			best, bestDist = c, d
		}
	}
	return best
}

// DidYouMean returns a hint naming the nearest candidate, or, when none is
// near and there are few, what would have been right; "" for no candidates.
func DidYouMean(word string, candidates []string) string {
	if s := Suggest(word, candidates); s != "" {
		return fmt.Sprintf("did you mean %q?", s)
	}
	if n := len(candidates); n == 0 || n > 24 {
		return ""
	}
	sorted := slices.Clone(candidates)
	slices.Sort(sorted)
	return "expected one of: " + strings.Join(sorted, ", ")
}

// distance is the optimal string alignment distance of a and b: insertions,
// deletions, substitutions and swaps of neighbours each cost one.
func distance(a, b []rune) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

func abs(n int) int { return max(n, -n) }

// sureLength is how many letters a word has at least for one of them to be a slip:
// of shorter ones many differ by one.
const sureLength = 4

// Surely returns the one candidate that word can only stand for, "" if there is
// none: equal but for case and for the signs between words, or with one letter of
// one word wrong, missing, too much or exchanged with the next, while no other
// candidate is as near. A number is never taken for a typing error of another number.
func Surely(word string, candidates []string) string {
	if len(word) > 200 {
		return ""
	}
	bare := bareLetters(word)
	same, near := map[string]bool{}, map[string]bool{}
	for _, c := range candidates {
		switch {
		case c == word || bare == "":
		case bareLetters(c) == bare:
			same[c] = true
		case len(same) == 0 && oneLetterOff(word, c):
			near[c] = true
		}
	}
	if len(same) == 0 {
		same = near
	}
	for c := range same {
		if len(same) == 1 {
			return c
		}
	}
	return ""
}

// bareLetters is a text in lower case without anything but letters and digits.
func bareLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// oneLetterOff reports whether two names have the same words but for one letter of
// one of them.
func oneLetterOff(a, b string) bool {
	if abs(len(a)-len(b)) > utf8.UTFMax {
		return false
	}
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
	as, bs := strings.FieldsFunc(strings.ToLower(a), between), strings.FieldsFunc(strings.ToLower(b), between)
	if len(as) != len(bs) {
		return false
	}
	off := 0
	for i := range as {
		if as[i] == bs[i] {
			continue
		}
		x, y := []rune(as[i]), []rune(bs[i])
		if min(len(x), len(y)) < sureLength || strings.ContainsFunc(as[i]+bs[i], unicode.IsDigit) || distance(x, y) != 1 {
			return false
		}
		off++
	}
	return off == 1
}

// Meant returns d, which marks word, with what the author may have meant as its
// hint, and as its repair where there is no doubt.
func (d Diagnostic) Meant(word string, candidates []string) Diagnostic {
	d.Hint = DidYouMean(word, candidates)
	s := Surely(word, candidates)
	if s == "" || s != Suggest(word, candidates) {
		return d
	}
	switch n := utf8.RuneCountInString(word); d.End - d.Col {
	case n:
		return d.WithRepair(d.Marked(s))
	case n + 2: // in quotes
		e := d.Marked(s)
		e.Col++
		e.EndCol--
		return d.WithRepair(e)
	}
	return d
}

// Unless returns d without the repair if what it writes is there already.
func (d Diagnostic) Unless(there func(text string) bool) Diagnostic {
	if d.Repair != nil && there(d.Repair.Edits[0].Text) {
		d.Repair = nil
	}
	return d
}

// Marked is the edit that writes text in place of what d marks.
func (d Diagnostic) Marked(text string) Edit {
	return Edit{d.Pos, d.Line, max(d.End, d.Col+1), text}
}
