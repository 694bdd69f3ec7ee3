package content

import (
	"strings"
	"testing"
)

// TestMessage writes assignments as the plain words that their readers get.
func TestMessage(t *testing.T) {
	for _, c := range []struct{ md, want string }{
		{"", ""},
		{"One.\nTwo.\n\nThree.", "One. Two.\n\nThree."},
		{"**Bold** and `code`, [the list](../a.md) and [a place](https://example.com/x).", "Bold and code, the list and a place (https://example.com/x)."},
		{"Before:\n\n- one\n- two\n  more\n\nAfter.", "Before:\n\n- one\n- two more\n\nAfter."},
		{"3. three\n4. four\n   - inner", "3. three\n4. four\n   - inner"},
		{"- loose\n\n- list", "- loose\n- list"},
		{"## Heading\n\n> Quoted.", "Heading\n\nQuoted."},
		{"<!-- not said -->Said.", "Said."},
		{"```\ncode\n```\n\n{{ params.who }}", "code\n\nMax"},
	} {
		raw := "+++\ntitle = \"T\"\nlessons = [\"a\"]\n+++\n" + c.md
		l, ds := Parse("assignments/t.md", "content/assignments/t.md", []byte(raw), &Options{Default: "en", Params: map[string]any{"who": "Max"}})
		if ds.HasErrors() || l.Message != c.want {
			t.Errorf("%q:\n got %q\nwant %q\n%v", c.md, l.Message, c.want, ds)
		}
		if other, _ := Parse("a/t.md", "content/a/t.md", []byte(strings.Replace(raw, "lessons = [\"a\"]\n", "", 1)), &Options{Default: "en", Params: map[string]any{"who": "Max"}}); other.Message != "" {
			t.Errorf("a lesson has the message %q", other.Message)
		}
	}
}
