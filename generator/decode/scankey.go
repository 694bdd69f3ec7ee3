package decode

import (
	"fmt"
	"regexp"
	"strings"
)

// statementRE matches a line that begins like a pair or is a header.
var statementRE = regexp.MustCompile(`^[ \t]*([\w.-]+[ \t]*=|\[\[?[\w."' -]+\]\]?[ \t]*(#.*)?\r?$)`)

// A part is one name of a dotted key.
type part struct {
	name string
	at   Span
}

// pair reads key = value.
func (s *scanner) pair() *mistake {
	parts, m := s.key('=')
	if m != nil {
		return m
	}
	return s.assign(s.cur, parts)
}

// assign reads "= value" and sets it in t.
func (s *scanner) assign(t *Table, parts []part) *mistake {
	if m := s.equals(parts); m != nil {
		s.remember(t, parts)
		return m
	}
	s.plain = s.plain && len(parts) == 1
	for _, p := range parts[:len(parts)-1] {
		var m *mistake
		if t, m = s.descend(t, p, classDotted); m != nil {
			return m
		}
	}
	p := parts[len(parts)-1]
	if old := t.Get(p.name); old != nil {
		return s.duplicate(old, p)
	}
	e := &Entry{Key: p.name, KeySpan: p.at, Value: &Value{Span: p.at}}
	t.add(e)
	if s.depth == 0 {
		s.last = e
	}
	s.blanks()
	from := s.i
	v, m := s.value()
	if m != nil {
		e.Value.Span = Span{from, max(s.i, from)}
		return m
	}
	*e.Value = *v
	return s.count(p)
}

// remember adds an entry for a name without "=", so that the same mistake is not
// also reported as a missing key.
func (s *scanner) remember(t *Table, parts []part) {
	if p := parts[0]; len(parts) == 1 && t.Get(p.name) == nil {
		t.add(&Entry{Key: p.name, KeySpan: p.at, Value: &Value{Span: p.at}, doubtful: true})
	}
}

func (s *scanner) count(p part) *mistake {
	if s.keys++; s.keys <= s.o.Keys {
		return nil
	}
	return &mistake{at: p.at, code: CodeLimit, fatal: true, msg: fmt.Sprintf("%s has too many keys: the limit is %d", s.o.What, s.o.Keys)}
}

// descend returns the table named p in t and creates it if t has no such key.
func (s *scanner) descend(t *Table, p part, c class) (*Table, *mistake) {
	e := t.Get(p.name)
	if e == nil {
		sub := &Table{src: s.src, Span: p.at, class: c}
		t.add(&Entry{Key: p.name, KeySpan: p.at, Value: &Value{Kind: Map, Span: p.at, table: sub}})
		return sub, s.count(p)
	}
	v := e.Value
	switch {
	case v.tables && c != classDotted:
		return v.list[len(v.list)-1].table, nil
	case v.Kind == Map && v.table.class != classInline:
		return v.table, nil
	case v.Kind == Invalid:
		return &Table{src: s.src, class: c}, nil
	}
	return nil, s.duplicate(e, p)
}

func (s *scanner) duplicate(old *Entry, p part) *mistake {
	line := s.src.file.Pos(old.KeySpan.Start).Line
	return &mistake{
		at: p.at, code: CodeDuplicate, msg: fmt.Sprintf("key %q is already set in line %d", p.name, line),
		hint: "a key is set once: keep one of the two",
	}
}

// header reads [name] or [[name]].
func (s *scanner) header() *mistake {
	from := s.i
	double := s.at("[[")
	s.i += 1 + btoi(double)
	s.blanks()
	s.astray, s.plain = true, false // astray: keys below are ignored unless the header turns out right
	s.cur = &Table{src: s.src, class: classHeader}
	parts, m := s.key(']')
	if m != nil {
		return m
	}
	if end := strings.Repeat("]", 1+btoi(double)); !s.at(end) {
		return s.unclosedHeader(from, end)
	}
	s.i += 1 + btoi(double)
	return s.enter(parts, double, Span{from, s.i})
}

// enter makes the table that a header names the current one, s.cur.
func (s *scanner) enter(parts []part, double bool, at Span) *mistake {
	t, p := s.root, parts[len(parts)-1]
	for _, q := range parts[:len(parts)-1] {
		var m *mistake
		if t, m = s.descend(t, q, classImplicit); m != nil {
			return m
		}
	}
	e := t.Get(p.name)
	switch {
	case e == nil && double:
		e = &Entry{Key: p.name, KeySpan: p.at, Value: &Value{Kind: List, Span: at, tables: true}}
		t.add(e)
	case e == nil:
		e = &Entry{Key: p.name, KeySpan: p.at, Value: &Value{Kind: Map, Span: at, table: &Table{src: s.src}}}
		t.add(e)
	case double && !e.Value.tables, !double && !e.Value.reopens():
		return s.twice(e, p)
	}
	s.astray = false
	if double {
		s.cur = &Table{src: s.src, Span: at, class: classHeader}
		e.Value.list = append(e.Value.list, &Value{Kind: Map, Span: at, table: s.cur})
	} else {
		s.cur = e.Value.table
		s.cur.class, s.cur.Span = classHeader, at
	}
	return s.count(p)
}

// reopens reports whether a [header] may still name the value: it is a table that
// has only been mentioned as a parent, as a is in [a.b].
func (v *Value) reopens() bool { return v.Kind == Map && v.table.class == classImplicit }

func (s *scanner) twice(old *Entry, p part) *mistake {
	line := s.src.file.Pos(old.KeySpan.Start).Line
	if old.Value.Kind == Map && old.Value.table.class == classHeader {
		return &mistake{
			at: p.at, code: CodeDuplicate, msg: fmt.Sprintf("table %q is already defined in line %d", p.name, line),
			hint: "put all its keys below one header",
		}
	}
	return s.duplicate(old, p)
}

func (s *scanner) unclosedHeader(from int, end string) *mistake {
	return &mistake{
		at: Span{from, s.i}, code: CodeSyntax, msg: fmt.Sprintf("the table header is not closed: expected %q", end),
		hint: "a header is written [name], one of several [[name]]",
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
