package formula

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"playbook/generator/diag"
)

// A Text is a formula as it stands in a TOML file: its value and, for every
// byte of the value, where the file has it.
type Text struct {
	Value string
	at    []int // len(Value)+1 offsets into the file
}

// Offset returns the offset in the file of byte i of the value; the value's
// length gives the closing quote.
func (t Text) Offset(i int) int { return t.at[min(max(i, 0), len(t.at)-1)] }

// Diagnostics places problems, found in t, in file f.
func (t Text) Diagnostics(f *diag.File, problems []Problem) diag.List {
	var list diag.List
	for _, p := range problems {
		d := f.At(t.Offset(p.Start), t.Offset(p.End), p.Severity, p.Kind.Code(), "%s", p.Message)
		d.Hint = p.Hint
		list.Add(d)
	}
	return list
}

// ReadText reads the TOML string that starts at offset start of file, basic or
// literal, on one line or several. ok is false if no string is there or it is
// not closed.
func ReadText(file string, start int) (t Text, ok bool) {
	s := file[min(start, len(file)):]
	for _, quote := range []string{`"""`, `'''`, `"`, `'`} {
		if strings.HasPrefix(s, quote) {
			return readQuoted(file, start+len(quote), quote)
		}
	}
	return Text{}, false
}

func readQuoted(file string, i int, quote string) (Text, bool) {
	var b strings.Builder
	var t Text
	put := func(s string, at, step int) {
		for k := range len(s) {
			t.at = append(t.at, at+k*step)
		}
		b.WriteString(s)
	}
	if len(quote) == 3 {
		i += newline(file[i:]) // a line end right after the quotes is not part of the value
	}
	for i < len(file) {
		switch {
		case closes(file[i:], quote):
			t.Value = b.String()
			t.at = append(t.at, i)
			return t, true
		case quote[0] == '"' && file[i] == '\\':
			value, size := unescape(file[i:])
			if size == 0 {
				return Text{}, false
			}
			put(value, i, 0)
			i += size
		default:
			put(file[i:i+1], i, 1)
			i++
		}
	}
	return Text{}, false
}

// closes reports whether s begins with the closing quote; a multi-line string
// may end in one or two quotes of its own, which come first.
func closes(s, quote string) bool {
	return strings.HasPrefix(s, quote) && (len(quote) == 1 || len(s) < 4 || s[3] != quote[0])
}

func newline(s string) int {
	switch {
	case strings.HasPrefix(s, "\n"):
		return 1
	case strings.HasPrefix(s, "\r\n"):
		return 2
	}
	return 0
}

// unescape reads the escape sequence s begins with: its value and its length
// in the file, 0 if there is no such sequence.
func unescape(s string) (string, int) {
	if len(s) < 2 {
		return "", 0
	}
	if c := strings.IndexByte("btnfre\"\\", s[1]); c >= 0 {
		return "\b\t\n\f\r\x1b\"\\"[c : c+1], 2
	}
	if width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]; width > 0 && len(s) >= 2+width {
		r, err := strconv.ParseUint(s[2:2+width], 16, 32)
		if err != nil || !utf8.ValidRune(rune(r)) {
			return "", 0
		}
		return string(rune(r)), 2 + width
	}
	// A backslash at the end of a line takes all white space with it.
	rest := strings.TrimLeft(s[1:], " \t")
	if newline(rest) == 0 {
		return "", 0
	}
	return "", len(s) - len(strings.TrimLeft(rest, " \t\r\n"))
}
