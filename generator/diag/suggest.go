package diag

import (
	"fmt"
	"slices"
	"strings"
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
