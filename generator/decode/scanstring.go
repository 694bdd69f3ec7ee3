package decode

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// escapeOrNewline reads a backslash in a multi-line string, where one at the
// end of a line joins the lines.
func (s *scanner) escapeOrNewline() *mistake {
	rest := bytes.TrimLeft(s.t[s.i+1:], " \t")
	if len(rest) > 0 && (rest[0] == '\n' || bytes.HasPrefix(rest, []byte("\r\n"))) {
		return nil
	}
	return s.escape()
}

// escape checks the escape sequence at the present place and stops at its last
// byte.
func (s *scanner) escape() *mistake {
	from := s.i
	s.plain = false
	s.i++
	switch c := s.peek(); c {
	case 'b', 't', 'n', 'f', 'r', 'e', '"', '\\':
		return nil
	case 'x', 'u', 'U':
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
		if m := s.hex(from, digits); m != nil {
			return m
		}
		s.i += digits
		return nil
	}
	r, n := utf8.DecodeRune(s.t[s.i:])
	end := s.i + n
	if r == '\n' || n == 0 {
		end, r = s.i, ' '
	}
	return &mistake{
		at: Span{from, end}, code: CodeSyntax, msg: `unknown escape "\` + string(visible(r)) + `" in a string`,
		hint: `write a backslash as "\\", or put the text in single quotes, where it needs no escape`,
	}
}

// hex checks the digits of a code point.
func (s *scanner) hex(from, digits int) *mistake {
	end := min(s.i+1+digits, len(s.t))
	for i := s.i + 1; i < end; i++ {
		if !isHex(s.t[i]) {
			end = i
		}
	}
	n, err := strconv.ParseUint(string(s.t[s.i+1:end]), 16, 32)
	if end < s.i+1+digits || err != nil {
		return &mistake{
			at: Span{from, end}, code: CodeSyntax, msg: fmt.Sprintf(`the escape "\%c" takes %d hexadecimal digits`, s.t[s.i], digits),
			hint: `write a backslash as "\\", or put the text in single quotes, where it needs no escape`,
		}
	}
	if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return &mistake{at: Span{from, end}, code: CodeSyntax, msg: fmt.Sprintf("the escape names no character: U+%04X", n)}
	}
	return nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// unescape resolves the escapes of a key that the scanner found good.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		i++
		if k := strings.IndexByte(`btnfre"\`, text[i]); k >= 0 {
			b.WriteByte("\b\t\n\f\r\x1b\"\\"[k])
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[i]]
		n, _ := strconv.ParseUint(text[i+1:i+1+digits], 16, 32)
		b.WriteRune(rune(n))
		i += digits
	}
	return b.String()
}

// unclosedString reports a string that runs into the end of its line.
func (s *scanner) unclosedString(from int) *mistake {
	text := bytes.TrimRight(s.t[from:s.i], " \t\r")
	m := &mistake{
		at: Span{from, from + len(text)}, code: CodeSyntax, runsOn: true, msg: "the string is not closed: its closing quote is missing",
		hint: fmt.Sprintf(`put a %c before the end of the line; text over several lines goes between """ and """`, s.t[from]),
	}
	if r, _ := utf8.DecodeLastRune(text); isCurlyQuote(r) {
		m.hint = fmt.Sprintf("the line ends with a curly quote, %s: close it with a straight one, %c", runeName(r), s.t[from])
	}
	if s.t[from] == '\'' && bytes.IndexByte(text[1:], ' ') > 0 {
		m.hint = `text with an apostrophe goes between double quotes, "it's"`
	}
	return m
}
