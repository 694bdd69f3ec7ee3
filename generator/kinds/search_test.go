package kinds_test

import (
	"strings"
	"testing"
)

// TestDrawnBlocksAreSearched holds that all words of a block that is drawn are
// among those that are searched, in reading order.
func TestDrawnBlocksAreSearched(t *testing.T) {
	for block, want := range map[string]string{
		"::: timeline title=\"Title\"\nBefore.\n\n1. **Day 0** The *offer*\n\n   Below.\n2. **2026-03-02** Ask\n\nAfter.\n:::":                                           "Title|Before.|Day 0|The offer|Below.|2026-03-02|Ask|After.",
		"::: flow title=\"Title\"\nBefore.\n\n1. Agree {#a}\n\n   Below.\n2. Call\n   - Yes → #a\n   - No\n     1. Stop\n\nAfter.\n:::":                                  "Title|Before.|Agree|Below.|Call|Yes|No|Stop|After.",
		"::: bars title=\"Title\"\nBefore.\n\n| Who | Hours |\n|---|---|\n| Smith | 3 |\n| Jones | 4 |\n\nAfter.\n:::":                                                   "Title|Before.|Who|Hours|Smith|Jones|After.",
		"::: matrix title=\"Title\" x=\"Know\" y=\"Need\"\n| | No | Yes |\n|---|---|---|\n| Yes | **A** a | **B** b |\n| No | **C** c | **D** d {here} |\n\nAfter.\n:::": "Title|Know|Need|No|Yes|Yes|A|a|B|b|No|C|c|D|d|After.",
		"::: analogy title=\"Title\"\nBefore.\n\n| There | Here |\n|---|---|\n| a | b |\n\nAfter.\n:::":                                                                  "Title|Before.|There|Here|a|b|After.",
	} {
		lesson, ds := parse("a.md", []byte(block+"\n"))
		if len(ds) > 0 {
			t.Fatalf("%s\n%s", block, printed(ds))
		}
		if got := strings.Join(lesson.Widgets[0].Widget.SearchText(), "|"); got != want {
			t.Errorf("%s\nsearched are %s\nexpected     %s", block, got, want)
		}
	}
}
