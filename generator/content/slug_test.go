package content

import (
	"regexp"
	"testing"
)

// What isSlug takes is what the schema's pattern says to an editor.
func TestSlugIsItsPattern(t *testing.T) {
	pattern := regexp.MustCompile(slugPattern)
	for _, s := range []string{
		"", "a", "A", "first-call", "first_call", "-a", "a-", "a--b", "a-_b", "a/b", "a b", "привет-мир", "Привет", "zażółć", "한국어", "हिन्दी", "a\u0301", "x1", "1", "½", "a.b", "a\n", "\xff", "ǅ",
	} {
		if got, want := isSlug(s), pattern.MatchString(s); got != want {
			t.Errorf("isSlug(%q) is %v, the pattern says %v", s, got, want)
		}
	}
	if !isUID("a/b-c") || isUID("a//b") || isUID("/a") {
		t.Error("a uid has single slashes between its words")
	}
}

func TestSplitOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		rest string
	}{
		{"01-intro", 1, "intro"},
		{"1. Intro", 1, "Intro"},
		{"01 - Intro", 1, "Intro"},
		{"07_x", 7, "x"},
		{"123456-x", 123456, "x"},
		{"1234567-x", -1, "1234567-x"},
		{"2026-plan", -1, "2026-plan"},
		{"1999-plan", -1, "1999-plan"},
		{"2126-plan", 2126, "plan"},
		{"2-3-split", -1, "2-3-split"},
		{"1.intro", -1, "1.intro"},
		{"1intro", -1, "1intro"},
		{"01-", -1, "01-"},
		{"5-я-встреча", 5, "я-встреча"},
		{"intro", -1, "intro"},
		{"", -1, ""},
	} {
		if n, rest := splitOrder(c.name); n != c.n || rest != c.rest {
			t.Errorf("splitOrder(%q) is %d and %q, expected %d and %q", c.name, n, rest, c.n, c.rest)
		}
	}
}
