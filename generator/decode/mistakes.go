package decode

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"playbook/generator/diag"
)

// equals reads the "=" after a key.
func (s *scanner) equals(parts []part) *mistake {
	s.blanks()
	if s.peek() == '=' {
		s.i++
		return nil
	}
	p := parts[len(parts)-1]
	m := &mistake{at: Span{s.i, s.i + 1}, code: CodeSyntax, msg: fmt.Sprintf(`expected "=" after the key %q`, p.name)}
	r, n := utf8.DecodeRune(s.t[s.i:])
	rest := s.restOfLine()
	switch {
	case n == 0 || r == '\n' || r == '\r':
		m.at, m.hint = p.at, fmt.Sprintf("write %s = \"…\"", p.name)
	case p.name == "-":
		m.at, m.msg = p.at, `unexpected "-" at the beginning of a line`
		m.hint = `between +++ lines it is TOML: a list is written tags = ["one", "two"]`
	case r == ':':
		m.msg += `, found ":"`
		m.hint = fmt.Sprintf("between +++ lines it is TOML: write %s = %s", p.name, asValue(strings.TrimSpace(rest[1:])))
	case oddHint(r) != "":
		m.at.End = s.i + n
		m.msg += ", found " + runeName(r)
		m.hint = oddHint(r)
	case isBare(byte(r)) && n == 1 && strings.Contains(rest, "="):
		m.hint = "a key is one word; join the words with - or _, or put the key in quotes"
	default:
		m.at.End = s.i + n
		m.hint = fmt.Sprintf("write %s = %s", p.name, asValue(rest))
	}
	return m
}

// asValue writes text as a TOML value for a hint.
func asValue(text string) string {
	switch {
	case len(text) > 40:
		return `"…"`
	case text == "" || strings.ContainsAny(text[:1], `"'[{0123456789`) || text == "true" || text == "false":
		return strings.TrimSpace(text)
	}
	return `"` + strings.ReplaceAll(text, `"`, `'`) + `"`
}

// restOfLine returns the text from here to the end of the line, at most 200
// bytes.
func (s *scanner) restOfLine() string {
	rest := s.t[s.i:min(len(s.t), s.i+200)]
	if n := bytes.IndexByte(rest, '\n'); n >= 0 {
		rest = rest[:n]
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(rest), ""))
}

// afterValue explains what stands behind a value on its line.
func (s *scanner) afterValue() *mistake {
	r, n := utf8.DecodeRune(s.t[s.i:])
	m := &mistake{
		at: Span{s.i, s.i + n}, code: CodeSyntax,
		msg: "unexpected " + quoteRune(r) + " after the value: expected the end of the line",
	}
	switch {
	case oddHint(r) != "":
		m.hint = oddHint(r)
	case s.quotedBefore() && s.moreQuotes():
		m.hint = `a quote inside a text is written \", an apostrophe needs double quotes around the text`
	case r == '"' || r == '\'':
		m.hint = `a key has one value; write several as a list, ["a", "b"]; a quote inside a string is written \"`
	case r == ',':
		m.hint = "no comma at the end of a line; a number has a decimal point, not a comma; several values make a list, [1, 2]"
	case r == '/' || r == ';':
		m.hint = `a comment begins with "#"`
	case r == ']' || r == '}':
		m.hint = "this bracket was never opened"
	default:
		m.hint = "write one key and one value on each line"
	}
	return m
}

// quotedBefore reports whether a closing quote stands right before here.
func (s *scanner) quotedBefore() bool { return s.i > 0 && (s.t[s.i-1] == '"' || s.t[s.i-1] == '\'') }

// moreQuotes reports whether the line goes on to another quote.
func (s *scanner) moreQuotes() bool { return strings.ContainsAny(s.restOfLine(), `"'`) }

// noComma explains what stands between two values of a list.
func (s *scanner) noComma(end byte, what string) *mistake {
	r, n := utf8.DecodeRune(s.t[s.i:])
	m := &mistake{
		at: Span{s.i, s.i + n}, code: CodeSyntax,
		msg:  fmt.Sprintf(`expected a comma, ",", or %q in the %s, found %s`, string(end), what, quoteRune(r)),
		hint: oddHint(r),
	}
	if m.hint == "" && (r == '"' || r == '\'') {
		m.hint = `put a comma between two values: ["a", "b"]`
	}
	return m
}

// quote puts a text from the file into a message, shortened.
func quote(text string) string { return `"` + strings.Map(visible, diag.Clip(text)) + `"` }

func visible(r rune) rune {
	if r < ' ' || r == utf8.RuneError || !unicode.IsGraphic(r) {
		return '·'
	}
	return r
}

// quoteRune names a character: in quotes, with its code point when it is one
// that deceives the eye.
func quoteRune(r rune) string {
	switch {
	case r == '\n' || r == '\r':
		return "the end of the line"
	case r == '"':
		return `'"'`
	case r > ' ' && r < 0x7f:
		return `"` + string(r) + `"`
	case unicode.IsGraphic(r) && !isOddSpace(r):
		return fmt.Sprintf(`"%c", %s`, r, runeName(r))
	}
	return runeName(r)
}

// oddHint says what to do about a character that only looks right, "" for
// others.
func oddHint(r rune) string {
	switch {
	case isOddSpace(r):
		return "delete it and type an ordinary space; it often arrives with text pasted from a web page"
	case isCurlyQuote(r):
		return `use straight quotes, "…"; word processors turn them into curly ones`
	case r == '＝' || r == '﹦':
		return `type an ordinary "="`
	}
	return ""
}
