package decode

import (
	"fmt"
	"unicode/utf8"
)

// key reads a name or names joined by dots, up to the byte end, which is not
// read.
func (s *scanner) key(end byte) ([]part, *mistake) {
	var parts []part
	for {
		s.blanks()
		p, m := s.name(end)
		if m != nil {
			return nil, m
		}
		parts = append(parts, p)
		if len(parts) > s.o.Parts {
			return nil, &mistake{
				at: Span{parts[0].at.Start, s.i}, code: CodeLimit, fatal: true,
				msg: fmt.Sprintf("the key is nested too deep: more than %d names joined by dots", s.o.Parts),
			}
		}
		from := s.i
		s.blanks()
		if s.peek() != '.' {
			if end == '=' {
				return parts, nil
			}
			return parts, s.headerEnd(from)
		}
		s.i++
	}
}

// headerEnd checks what follows the name in a header.
func (s *scanner) headerEnd(from int) *mistake {
	if c := s.peek(); c == ']' || c == '\n' || s.i >= len(s.t) {
		return nil
	}
	r, n := utf8.DecodeRune(s.t[s.i:])
	m := &mistake{at: Span{s.i, s.i + n}, code: CodeSyntax, msg: "unexpected " + quoteRune(r) + " in a table header", hint: oddHint(r)}
	if from < s.i && m.hint == "" {
		m.hint = `a name with spaces needs quotes, for example ["my name"]`
	}
	return m
}

// name reads one bare or quoted name.
func (s *scanner) name(end byte) (part, *mistake) {
	from := s.i
	switch s.peek() {
	case '"', '\'':
		return s.quotedName()
	}
	for s.i < len(s.t) && isBare(s.t[s.i]) {
		s.i++
	}
	r, n := utf8.DecodeRune(s.t[s.i:])
	if r >= utf8.RuneSelf && n > 0 && !isOddSpace(r) {
		return part{}, s.oddName(from)
	}
	if s.i == from {
		return part{}, s.noName(end)
	}
	return part{string(s.t[from:s.i]), Span{from, s.i}}, nil
}

func (s *scanner) quotedName() (part, *mistake) {
	from := s.i
	s.plain = false
	if s.at(`"""`) || s.at(`'''`) {
		return part{}, &mistake{at: Span{from, from + 3}, code: CodeSyntax, msg: "a key cannot be a multi-line string"}
	}
	raw := s.t[s.i] == '\''
	if m := s.line(raw); m != nil {
		return part{}, m
	}
	text := string(s.t[from+1 : s.i-1])
	if !raw {
		text = unescape(text)
	}
	return part{text, Span{from, s.i}}, nil
}

// noName reports a statement that does not begin with a name.
func (s *scanner) noName(end byte) *mistake {
	m := &mistake{at: Span{s.i, s.i + 1}, code: CodeSyntax}
	c := s.peek()
	switch {
	case c == '=':
		m.msg, m.hint = `there is no key before "="`, `write it as key = "value"`
	case c == '.':
		m.msg, m.hint = "a name is missing before or after the dot", `write it as table.key = "value"`
	case end == ']':
		m.msg, m.hint = "the table header has no name", "a header is written [name]"
	case c == '/' || c == ';' || c == '%':
		m.msg, m.hint = "unexpected "+quoteRune(rune(c)), `a comment begins with "#"`
	case c == '{' || c == '}' || c == ',':
		m.msg, m.hint = "unexpected "+quoteRune(rune(c)), `this is TOML, not JSON: write one key = "value" on each line`
	default:
		r, n := utf8.DecodeRune(s.t[s.i:])
		m.at.End = s.i + max(n, 1)
		m.msg, m.hint = `expected key = "value", found `+quoteRune(r), oddHint(r)
	}
	return m
}

// oddName reports a bare key with a letter that is not plain.
func (s *scanner) oddName(from int) *mistake {
	at := s.i
	r, n := utf8.DecodeRune(s.t[at:])
	for s.i < len(s.t) && (isBare(s.t[s.i]) || s.t[s.i] >= utf8.RuneSelf) {
		s.i++
	}
	word := string(s.t[from:s.i])
	m := &mistake{at: Span{at, at + n}, code: CodeSyntax, msg: fmt.Sprintf("key %s contains %s", quote(word), quoteRune(r))}
	if plain := unconfuse(word); plain != word && isASCII(plain) {
		m.msg += fmt.Sprintf(", which looks like %q", unconfuse(string(r)))
		m.hint = fmt.Sprintf("type the key %q again, with a Latin keyboard layout", plain)
	} else if h := oddHint(r); h != "" {
		m.hint = h
	} else {
		m.hint = "a bare key has the letters a-z, digits, - and _"
	}
	return m
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
