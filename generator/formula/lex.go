package formula

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind sorts tokens for the parser; an operator's kind is tokOp.
type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokName
	tokOp
	tokBad
)

// A token is a piece of the formula's text. Message and hint say why a tokBad
// is one.
type token struct {
	kind          tokenKind
	text          string
	start         int
	message, hint string
}

func (t token) end() int { return t.start + len(t.text) }

func (t token) is(op string) bool { return t.kind == tokOp && t.text == op }

// scan returns the token at or after offset at.
func scan(src string, at int) token {
	for at < len(src) && strings.IndexByte(" \t\r\n", src[at]) >= 0 {
		at++
	}
	if at == len(src) {
		return token{kind: tokEnd, start: at}
	}
	rest := src[at:]
	for _, f := range []func(string) token{scanNumber, scanName, scanMistake, scanOp} {
		if t := f(rest); t.text != "" {
			t.start = at
			return t
		}
	}
	t := scanStray(rest)
	t.start = at
	return t
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// scanNumber reads digits, an optional fraction and an optional exponent. What
// only begins like a number is bad.
func scanNumber(s string) token {
	n := digits(s)
	if n == 0 {
		return token{}
	}
	if n < len(s) && s[n] == '.' {
		d := digits(s[n+1:])
		if d == 0 {
			return token{kind: tokBad, text: s[:n+1], message: "expected digits after the point", hint: `write "` + s[:n] + `"`}
		}
		n += 1 + d
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		sign := 0
		if n+1 < len(s) && (s[n+1] == '+' || s[n+1] == '-') {
			sign = 1
		}
		d := digits(s[n+1+sign:])
		if d == 0 {
			return token{kind: tokBad, text: s[:n+1+sign], message: "expected digits after the exponent's \"e\""}
		}
		n += 1 + sign + d
	}
	if m := nameLen(s[n:]); m > 0 {
		hint := `between a number and a name write "*"`
		if s[n] == '_' {
			hint = "write large numbers without separators"
		}
		return token{kind: tokBad, text: s[:n+m], message: fmt.Sprintf("%q is not a number", s[:n+m]), hint: hint}
	}
	return token{kind: tokNumber, text: s[:n]}
}

// nameLen returns the length of the run of letters, digits and "_" s begins
// with. Letters of every script count, so that a look-alike is an unknown
// name, seen whole.
func nameLen(s string) int {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			return i
		}
	}
	return len(s)
}

func scanName(s string) token {
	return token{kind: tokName, text: s[:nameLen(s)]}
}

var operators = []string{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")", ","}

func scanOp(s string) token {
	for _, op := range operators {
		if strings.HasPrefix(s, op) {
			return token{kind: tokOp, text: op}
		}
	}
	return token{}
}

// mistakes are the spellings of other languages, of spreadsheets and of word
// processors, longest first.
var mistakes = []struct{ text, hint string }{
	{"===", `equal is written "=="`},
	{"!==", `different is written "!="`},
	{"=>", `at least is written ">="`},
	{"=<", `at most is written "<="`},
	{"<>", `different is written "!="`},
	{"**", `there are no powers: write "a * a"`},
	{"//", "a formula has no comments; write one in TOML, after #"},
	{"/*", "a formula has no comments; write one in TOML, after #"},
	{"≤", `at most is written "<="`},
	{"≥", `at least is written ">="`},
	{"≠", `different is written "!="`},
	{"\u2212", `this is a typographic minus; type "-"`},
	{"–", `this is a dash; type "-"`},
	{"—", `this is a dash; type "-"`},
	{"‐", `this is a typographic hyphen; type "-"`},
	{"×", `times is written "*"`},
	{"·", `times is written "*"`},
	{"⋅", `times is written "*"`},
	{"÷", `divided by is written "/"`},
	{"∕", `divided by is written "/"`},
	{"^", `there are no powers: write "a * a"`},
	{"&", `and is written "&&"`},
	{"|", `or is written "||"`},
	{"[", "there are no lists: every figure has a name of its own"},
	{".", "there are no properties; a name has letters, digits and \"_\""},
	{";", `values in a call are separated by ","`},
	{"\"", "there is no text in a formula, only numbers and yes or no"},
	{"'", "there is no text in a formula, only numbers and yes or no"},
	{"$", "a name is written as it is, without a sign before it"},
	{"{", "a name is written as it is, without braces"},
	{"=", `equal is written "=="`},
	{"\\", "there are no escapes in a formula"},
}

func scanMistake(s string) token {
	for _, m := range mistakes {
		if strings.HasPrefix(s, m.text) && !doubled(s) {
			return token{kind: tokBad, text: m.text, message: fmt.Sprintf("%q is not known here", m.text), hint: m.hint}
		}
	}
	return token{}
}

// doubled reports whether s begins with an operator made of a sign that is
// a mistake when it stands alone.
func doubled(s string) bool {
	return strings.HasPrefix(s, "&&") || strings.HasPrefix(s, "||") ||
		strings.HasPrefix(s, "==") && !strings.HasPrefix(s, "===")
}

// scanStray names a character that has no place in a formula, by its code
// point if it cannot be seen.
func scanStray(s string) token {
	r, size := utf8.DecodeRuneInString(s)
	t := token{kind: tokBad, text: s[:size]}
	switch {
	case unicode.IsSpace(r):
		t.message, t.hint = fmt.Sprintf("a special space (U+%04X) is not known here", r), "type an ordinary space"
	case !unicode.IsPrint(r) || r == utf8.RuneError:
		t.message, t.hint = fmt.Sprintf("an invisible character (U+%04X) is not known here", r), "delete it and type this place again"
	default:
		t.message = fmt.Sprintf("%q is not known here", t.text)
	}
	return t
}
