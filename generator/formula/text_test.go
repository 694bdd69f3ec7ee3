package formula

import (
	"testing"

	"github.com/BurntSushi/toml"

	"playbook/generator/diag"
)

// Each case is a TOML value that holds the mistake "x!"; the column is where
// the author's editor shows the "!".
func TestCaret(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		line, col int
	}{
		{"basic", `"a + x$"`, 1, 11},
		{"escapes before", `"\u0061 + \"$"`, 1, 17},
		{"long escape", `"\U00000061 + $"`, 1, 19},
		{"literal", `'a + x$'`, 1, 11},
		{"multi-line", "\"\"\"\na +\n  $\"\"\"", 3, 3},
		{"multi-line, first line", `"""a + $"""`, 1, 12},
		{"crlf", "'''\r\na +\r\n $'''", 3, 2},
		{"joined lines", "\"\"\"a + \\\n   b $\"\"\"", 2, 6},
		{"quotes inside", `"""a + $ ""x"""`, 1, 12},
		{"wide letters", `"é + $"`, 1, 10},
	} {
		file := "f = " + c.raw + "\n"
		var doc struct{ F string }
		if _, err := toml.Decode(file, &doc); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		text, ok := ReadText(file, 4)
		if !ok || text.Value != doc.F {
			t.Errorf("%s: read %q, TOML says %q", c.name, text.Value, doc.F)
			continue
		}
		at := 0
		for i := range text.Value {
			if text.Value[i] == '$' {
				at = i
			}
		}
		list := text.Diagnostics(diag.NewFile("x.md", []byte(file)), []Problem{{Kind: Syntax, Start: at, End: at + 1, Message: "m"}})
		if d := list[0]; d.Line != c.line || d.Col != c.col || d.End != c.col+1 {
			t.Errorf("%s: marks %d:%d-%d, want %d:%d", c.name, d.Line, d.Col, d.End, c.line, c.col)
		}
	}
}

// FuzzReadText holds the reader against the TOML package.
func FuzzReadText(f *testing.F) {
	for _, raw := range []string{`"a"`, `'a'`, "\"\"\"\n a \\\n\n  b\"\"\"", `"""a"""""`, `"\e\x41\u00e9"`, "'''\r\na'''", `"\q"`, `"`} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		file := "f = " + raw + "\n"
		var doc struct{ F any }
		if _, err := toml.Decode(file, &doc); err != nil {
			return
		}
		want, isString := doc.F.(string)
		text, ok := ReadText(file, 4)
		if !isString || raw == "" || raw[0] != '"' && raw[0] != '\'' {
			return
		}
		if !ok || text.Value != want {
			t.Fatalf("%q: read %q (%v), TOML says %q", raw, text.Value, ok, want)
		}
		for i := range len(want) + 1 {
			if at := text.Offset(i); at < 4 || at >= len(file) || i > 0 && at < text.Offset(i-1) {
				t.Fatalf("%q: byte %d lies at %d", raw, i, at)
			}
		}
	})
}
