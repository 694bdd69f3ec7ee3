package content

import (
	"fmt"
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	src := "# A `b` c\n\nSee [one](a.md \"t\") and ![p **q**](<b c.png>) or [two][r], [r] and <https://x.y/>.\n\n" +
		"```sh\n[no](x)\n```\n\n    [no](y)\n\n<div>\n[no](z)\n</div>\n\n> - [three](c.md#x) <b>x</b> ``a ` b`` [[w#h|t]]\n\n| a | b |\n|---|---|\n| [four](d.md) | `x` |\n\n[r]: e.md 'title'\n"
	parts, ok := Outline([]byte(src))
	if !ok {
		t.Fatal("Outline could not read the text")
	}
	var b strings.Builder
	for _, p := range parts {
		if p.Kind == PartText {
			continue
		}
		fmt.Fprintf(&b, "%d %q", p.Kind, src[p.Start:p.End])
		if p.Dest != "" {
			fmt.Fprintf(&b, " %q %q", p.Dest, src[p.DestStart:p.DestEnd])
		}
		fmt.Fprintf(&b, " %q\n", p.Text)
	}
	// A line has the kind of a part as a number, its source, its destination and the
	// source of that, if it is a link or image, and its text.
	want := "5 \"A `b` c\" \"A b c\"\n" + `0 "` + "`b`" + `" ""
2 "[one](a.md \"t\")" "a.md" "a.md" "one"
3 "![p **q**](<b c.png>)" "b c.png" "b c.png" "p q"
2 "[two][r]" "e.md" "e.md" "two"
2 "[r]" "e.md" "e.md" "r"
2 "https://x.y/" "https://x.y/" "https://x.y/" "https://x.y/"
0 "` + "```sh\\n[no](x)\\n```\\n" + `" ""
0 "[no](y)\n" ""
1 "<div>\n[no](z)\n</div>\n" ""
2 "[three](c.md#x)" "c.md#x" "c.md#x" "three"
1 "<b>" ""
1 "</b>" ""
0 "` + "``a ` b``" + `" ""
4 "[[w#h|t]]" "w#h" "[[w#h|t]]" "t"
2 "[four](d.md)" "d.md" "d.md" "four"
0 "` + "`x`" + `" ""
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
