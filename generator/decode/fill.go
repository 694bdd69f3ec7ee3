package decode

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// maxRounds bounds how often the library is asked again after a complaint.
const maxRounds = 20

// fill lets the library read the statements the scanner found good, and puts
// its values into the table. A complaint of the library costs one statement.
// A text without tables, dotted or quoted keys, escapes, multi-line strings and
// odd numbers has its values already.
func (s *scanner) fill() {
	if s.plain && len(s.bad) == 0 {
		return
	}
	read := false
	for range maxRounds {
		var m map[string]any
		err := readTOML(s.blanked(), &m)
		if read = err == nil; read {
			s.root.take(m)
		}
		if read || !s.complain(err) {
			break
		}
	}
	if !read {
		s.root.spoil()
	}
	s.root.broken = s.root.broken || len(s.bad) > 0
}

// readTOML calls the library. It panics on some texts it does not foresee;
// that is a finding about the text like any other.
func readTOML(text string, m *map[string]any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the text cannot be read as TOML")
		}
	}()
	_, err = toml.Decode(text, m)
	return err
}

// blanked returns the text with spaces for the bad statements, so that every
// position stays true.
func (s *scanner) blanked() string {
	if len(s.bad) == 0 {
		return string(s.t[s.from:])
	}
	text := slices.Clone(s.t[s.from:])
	for _, b := range s.bad {
		for i := b.Start; i < b.End; i++ {
			if text[i-s.from] != '\n' {
				text[i-s.from] = ' '
			}
		}
	}
	return string(text)
}

// complain reports what the library found and the scanner did not, and marks
// the statement as bad. It reports false if there is no such statement.
func (s *scanner) complain(err error) bool {
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		s.diags.Add(s.src.errorAt(Span{s.from, s.from}, CodeSyntax, "%s", err))
		return false
	}
	at := Span{s.from + pe.Position.Start, s.from + pe.Position.Start + max(1, pe.Position.Len)}
	d := s.src.errorAt(at, CodeSyntax, "%s", plain(pe.Message))
	if strings.Contains(pe.Message, "already been defined") || strings.Contains(pe.Message, "already created") {
		d.Code = CodeDuplicate
	}
	s.diags.Add(d)
	i := slices.IndexFunc(s.stmts, func(p Span) bool { return at.Start >= p.Start && at.Start <= p.End })
	if i < 0 {
		return false
	}
	s.bad = append(s.bad, s.stmts[i])
	s.stmts = slices.Delete(s.stmts, i, i+1)
	return true
}

// plain puts a message of the library into the project's form.
func plain(msg string) string {
	if n, _, ok := strings.Cut(msg, " is out of range"); ok {
		return fmt.Sprintf("the number %s is too large", n)
	}
	msg = strings.TrimSuffix(strings.ReplaceAll(msg, "'", `"`), ".")
	return strings.ToLower(msg[:1]) + msg[1:]
}

// take fills t with the library's values. A key it does not have was in a bad
// statement.
func (t *Table) take(m map[string]any) {
	for _, e := range t.entries {
		x, ok := m[e.Key]
		if !ok || e.Value.Kind == Invalid {
			e.Value.lose()
			continue
		}
		e.Value.take(x)
	}
}

// lose makes a value unreadable that the library did not read.
func (v *Value) lose() {
	if v.Kind == Map && v.table.class != classInline {
		v.table.take(nil) // a table whose every statement was bad
		v.table.broken = true
		return
	}
	v.Kind = Invalid
}

// take fills v with the library's value x.
func (v *Value) take(x any) {
	switch x := x.(type) {
	case map[string]any:
		if v.Kind == Map {
			v.table.take(x)
			return
		}
	case []map[string]any:
		if v.Kind == List && len(x) == len(v.list) {
			for i, e := range v.list {
				e.take(x[i])
			}
			return
		}
	case []any:
		if v.Kind == List && len(x) == len(v.list) {
			for i, e := range v.list {
				e.take(x[i])
			}
			return
		}
	case time.Time:
		if v.Kind == Date {
			v.scalar = x.Format("2006-01-02")
			return
		}
		v.scalar = x.Format("15:04:05")
		return
	default:
		v.scalar = x
		return
	}
	v.Kind = Invalid
}
