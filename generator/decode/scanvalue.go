package decode

import "fmt"

// value reads one value. Its Kind is right for good values; the scalar itself
// comes later, from the library.
func (s *scanner) value() (*Value, *mistake) {
	from := s.i
	switch c := s.peek(); c {
	case '"', '\'':
		m := s.text()
		v := &Value{Kind: String, Span: Span{from, s.i}}
		if m == nil && s.plain {
			v.scalar = string(s.t[from+1 : s.i-1])
		}
		return v, m
	case '[':
		return s.nested(s.array)
	case '{':
		return s.nested(s.inline)
	}
	return s.word()
}

// nested reads a list or an inline table one level down.
func (s *scanner) nested(read func() (*Value, *mistake)) (*Value, *mistake) {
	if s.depth++; s.depth > s.o.Depth {
		return nil, &mistake{
			at: Span{s.i, s.i + 1}, code: CodeLimit, fatal: true,
			msg: fmt.Sprintf("lists and tables are nested too deep: the limit is %d levels", s.o.Depth),
		}
	}
	v, m := read()
	if m == nil {
		s.depth--
	}
	return v, m
}

func (s *scanner) array() (*Value, *mistake) {
	v := &Value{Kind: List, Span: Span{s.i, s.i + 1}}
	s.i++
	for {
		if m := s.space(); m != nil {
			return nil, m
		}
		if s.peek() == ']' {
			s.i++
			v.Span.End = s.i
			return v, nil
		}
		if m := s.listStart(v); m != nil {
			return nil, m
		}
		e, m := s.value()
		if m != nil {
			return nil, m
		}
		v.list = append(v.list, e)
		if m := s.separator(']', v.Span, "list"); m != nil {
			return nil, m
		}
	}
}

// listStart reports what cannot begin a value in a list.
func (s *scanner) listStart(v *Value) *mistake {
	switch {
	case s.i >= len(s.t) || s.atStatement() && s.t[s.i] != '[':
		return s.unclosed(v.Span, "list", "]")
	case s.peek() == ',':
		return &mistake{at: Span{s.i, s.i + 1}, code: CodeSyntax, msg: `unexpected ",": a value is missing before it`, hint: "one comma between two values"}
	}
	return nil
}

// separator reads the comma after a value, unless end follows.
func (s *scanner) separator(end byte, open Span, what string) *mistake {
	if m := s.space(); m != nil {
		return m
	}
	switch c := s.peek(); {
	case c == ',':
		s.i++
		return nil
	case c == end:
		return nil
	case s.i >= len(s.t) || s.atStatement():
		return s.unclosed(open, what, string(end))
	}
	return s.noComma(end, what)
}

func (s *scanner) unclosed(open Span, what, end string) *mistake {
	return &mistake{
		at: open, code: CodeSyntax, msg: fmt.Sprintf("the %s is not closed: its %q is missing", what, end),
		hint: fmt.Sprintf("put %q after the last value", end),
	}
}

func (s *scanner) inline() (*Value, *mistake) {
	s.plain = false
	v := &Value{Kind: Map, Span: Span{s.i, s.i + 1}, table: &Table{src: s.src, class: classInline}}
	s.i++
	for {
		if m := s.space(); m != nil {
			return nil, m
		}
		if s.peek() == '}' {
			s.i++
			v.Span.End = s.i
			v.table.Span = v.Span
			return v, nil
		}
		if s.i >= len(s.t) {
			return nil, s.unclosed(v.Span, "table", "}")
		}
		parts, m := s.key('=')
		if m == nil {
			m = s.assign(v.table, parts)
		}
		if m == nil {
			m = s.separator('}', v.Span, "table")
		}
		if m != nil {
			return nil, m
		}
	}
}

// text reads a string of any of the four kinds.
func (s *scanner) text() *mistake {
	switch {
	case s.at(`"""`):
		return s.lines(`"""`, false)
	case s.at(`'''`):
		return s.lines(`'''`, true)
	}
	return s.line(s.t[s.i] == '\'')
}

// line reads a string that ends on its line.
func (s *scanner) line(raw bool) *mistake {
	from, q := s.i, s.t[s.i]
	for s.i++; s.i < len(s.t) && s.t[s.i] != '\n' && !s.at("\r\n"); s.i++ {
		switch c := s.t[s.i]; {
		case c == q:
			s.i++
			return nil
		case c == '\\' && !raw:
			if m := s.escape(); m != nil {
				return m
			}
		default:
			if m := s.control("a string"); m != nil {
				return m
			}
		}
	}
	return s.unclosedString(from)
}

// lines reads a multi-line string; up to two quotes may stand before its end.
func (s *scanner) lines(q string, raw bool) *mistake {
	from := s.i
	s.plain = false
	for s.i += 3; s.i < len(s.t); s.i++ {
		switch {
		case s.at(q):
			s.i += 3
			for n := 0; n < 2 && s.peek() == q[0]; n++ {
				s.i++
			}
			return nil
		case s.t[s.i] == '\\' && !raw:
			if m := s.escapeOrNewline(); m != nil {
				return m
			}
		default:
			if m := s.control("a string"); m != nil {
				return m
			}
		}
	}
	s.depth++ // look for the next statement further down
	return &mistake{
		at: Span{from, from + 3}, code: CodeSyntax, msg: "the multi-line string is not closed: its closing " + q + " is missing",
		hint: "a line +++ ends the front matter, even inside a string",
	}
}
