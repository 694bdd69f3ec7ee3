package decode

import (
	"bytes"

	"playbook/generator/diag"
)

// A scanner finds the statements of a TOML text, the place of every key and
// value, and the mistakes. It reads no values: see [scanner.fill].
type scanner struct {
	src     *source
	o       Options
	t       []byte // the file up to the end of the text
	from, i int    // where the text begins; where we are
	root    *Table
	cur     *Table // what [header] chose
	diags   diag.List
	keys    int
	depth   int
	stmts   []Span // every statement, for the library's complaints
	bad     []Span // statements the library must not see
	astray  bool   // below a header that could not be read
	stop    bool   // a limit was passed: read nothing more
	last    *Entry // what the present statement sets
	plain   bool   // so far every value was read here, see [scanner.fill]
}

// A mistake is a diagnostic about to be made. It travels as a return value
// from the depth of a statement to [scanner.statement].
type mistake struct {
	at        Span
	code      diag.Code
	msg, hint string
	fatal     bool // read nothing more
	runsOn    bool // the next lines may be the rest of the value
}

func (s *scanner) run() {
	for s.i < len(s.t) && !s.stop {
		s.blanks()
		switch c := s.peek(); {
		case c == '\n':
			s.i++
		case c == '\r' && s.at("\r\n"):
			s.i += 2
		case c == '#':
			if m := s.comment(); m != nil {
				s.report(m)
				s.bad = append(s.bad, Span{m.at.Start, s.skipLine()})
			}
		case c == '[':
			s.statement(s.header)
		case s.i < len(s.t):
			s.statement(s.pair)
		}
	}
}

// statement reads one header or key and value. A mistake costs that
// statement, not the ones after it.
func (s *scanner) statement(parse func() *mistake) {
	from := s.i
	s.depth, s.last = 0, nil
	table := s.cur
	m := parse()
	if m == nil {
		m = s.lineEnd()
	}
	if m != nil {
		s.report(m)
		table.broken, s.cur.broken = true, true
		if s.last != nil {
			s.last.Value.Kind = Invalid
		}
		s.recover(from, m)
	}
	if m != nil || s.astray {
		s.bad = append(s.bad, Span{from, s.i})
	} else {
		s.stmts = append(s.stmts, Span{from, s.i})
	}
}

func (s *scanner) report(m *mistake) {
	d := s.src.errorAt(m.at, m.code, "%s", m.msg)
	d.Hint = m.hint
	s.diags.Add(d)
	s.stop = s.stop || m.fatal
}

// recover moves to where the next statement seems to begin: the next line, or,
// after a value that may run on or was left open over several lines, the next
// line that looks like one.
func (s *scanner) recover(from int, m *mistake) {
	inLine := s.depth == 0 && bytes.IndexByte(s.t[from:s.i], '\n') < 0
	if inLine || !s.lineStart() {
		s.i = s.skipLine()
	}
	for m.runsOn && s.i < len(s.t) && !looksLikeStatement(s.t[s.i:]) && !looksLikeBreak(s.t[s.i:]) {
		s.i = s.skipLine()
	}
	for !inLine && s.i < len(s.t) && !looksLikeStatement(s.t[s.i:]) {
		s.i = s.skipLine()
	}
}

// skipLine returns the place just past the present line.
func (s *scanner) skipLine() int {
	if n := bytes.IndexByte(s.t[s.i:], '\n'); n >= 0 {
		return s.i + n + 1
	}
	return len(s.t)
}

// looksLikeStatement reports whether a line begins as "key =" or "[name]".
func looksLikeStatement(t []byte) bool {
	if n := bytes.IndexByte(t, '\n'); n >= 0 {
		t = t[:n]
	}
	return statementRE.Match(t[:min(len(t), 200)])
}

// lineStart reports whether only blanks stand before the present place on its
// line.
func (s *scanner) lineStart() bool {
	i := s.i
	for i > s.from && (s.t[i-1] == ' ' || s.t[i-1] == '\t') {
		i--
	}
	return i == s.from || s.t[i-1] == '\n'
}

// looksLikeBreak reports whether a line is blank or a comment.
func looksLikeBreak(t []byte) bool {
	t = bytes.TrimLeft(t[:min(len(t), 200)], " \t\r")
	return len(t) == 0 || t[0] == '\n' || t[0] == '#'
}

// atStatement reports whether a statement seems to begin here.
func (s *scanner) atStatement() bool {
	return s.lineStart() && looksLikeStatement(s.t[s.i:])
}

// lineEnd reads what may follow a statement on its line.
func (s *scanner) lineEnd() *mistake {
	s.blanks()
	switch c := s.peek(); {
	case s.i >= len(s.t) || c == '\n' || s.at("\r\n"):
		return nil
	case c == '#':
		return s.comment()
	}
	return s.afterValue()
}

// comment reads to the end of the line.
func (s *scanner) comment() *mistake {
	for ; s.i < len(s.t) && s.t[s.i] != '\n'; s.i++ {
		if m := s.control("a comment"); m != nil {
			return m
		}
	}
	return nil
}

// control reports a control character at the present place.
func (s *scanner) control(where string) *mistake {
	c := s.t[s.i]
	if c >= ' ' && c != 0x7f || c == '\t' || c == '\n' || s.at("\r\n") {
		return nil
	}
	return &mistake{
		at: Span{s.i, s.i + 1}, code: CodeSyntax, msg: "control character " + runeName(rune(c)) + " in " + where,
		hint: "delete it; it often arrives with pasted text",
	}
}

func (s *scanner) peek() byte {
	if s.i < len(s.t) {
		return s.t[s.i]
	}
	return 0
}

func (s *scanner) at(text string) bool {
	return bytes.HasPrefix(s.t[s.i:], []byte(text))
}

// blanks skips spaces and tabs.
func (s *scanner) blanks() {
	for s.i < len(s.t) && (s.t[s.i] == ' ' || s.t[s.i] == '\t') {
		s.i++
	}
}

// space skips everything that may stand between the values of a list.
func (s *scanner) space() *mistake {
	for {
		s.blanks()
		switch c := s.peek(); {
		case c == '\n':
			s.i++
		case c == '\r' && s.at("\r\n"):
			s.i += 2
		case c == '#':
			if m := s.comment(); m != nil {
				return m
			}
		default:
			return nil
		}
	}
}
