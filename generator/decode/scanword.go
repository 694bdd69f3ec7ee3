package decode

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"playbook/generator/diag"
)

var (
	intRE       = regexp.MustCompile(`^([+-]?(0|[1-9](_?[0-9])*)|0x[0-9a-fA-F](_?[0-9a-fA-F])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*)$`)
	floatRE     = regexp.MustCompile(`^[+-]?(inf|nan|(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?)$`)
	dateRE      = regexp.MustCompile(`^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?$`)
	timeRE      = regexp.MustCompile(`^\d\d:\d\d(:\d\d(\.\d+)?)?$`)
	numberishRE = regexp.MustCompile(`^[+-]?[0-9][0-9_.]*$`)
	dateishRE   = regexp.MustCompile(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})`)
	moneyRE     = regexp.MustCompile(`^[+-]?[0-9][0-9_.,]*([%€$£]|[a-zA-Z]+)$`)
)

// word reads a value that has no quotes or brackets: a number, a date, true
// or false, or somebody's mistake.
func (s *scanner) word() (*Value, *mistake) {
	from := s.i
	for s.i < len(s.t) && !isWordEnd(s.t[s.i]) {
		s.i++
	}
	if s.i-from == 10 && s.dateSpaceTime() {
		for s.i++; s.i < len(s.t) && !isWordEnd(s.t[s.i]); s.i++ {
		}
	}
	v := &Value{Span: Span{from, s.i}}
	w := string(s.t[from:s.i])
	switch {
	case w == "true" || w == "false":
		v.Kind, v.scalar = Bool, w == "true"
	case intRE.MatchString(w):
		v.Kind = Int
	case floatRE.MatchString(w):
		v.Kind = Float
	case validTime(w):
		v.Kind = Time
	case validDate(w):
		v.Kind = Date
	default:
		return nil, s.noValue(w, v.Span)
	}
	if s.plain = s.plain && v.plain(w); !s.plain {
		v.scalar = nil
	}
	return v, nil
}

// plain reads a word that leaves no room for doubt: true and false, a small
// decimal number, a day.
func (v *Value) plain(w string) bool {
	switch v.Kind {
	case Bool:
		return true
	case Int:
		n, err := strconv.ParseInt(w, 10, 64)
		v.scalar = n
		return err == nil && w[0] != '+' && len(w) < 16
	case Date:
		v.scalar = w
		return len(w) == len("2026-11-22")
	}
	return false
}

func isWordEnd(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ']' || c == '}' || c == '#'
}

// dateSpaceTime reports whether a time follows the date just read after a
// space, as in 2026-11-22 10:00:00.
func (s *scanner) dateSpaceTime() bool {
	rest := s.t[s.i:]
	return len(rest) > 3 && rest[0] == ' ' && s.t[s.i-3] == '-' && isDigit(rest[1]) && isDigit(rest[2]) && rest[3] == ':'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func validTime(w string) bool {
	if !timeRE.MatchString(w) {
		return false
	}
	_, err := time.Parse("15:04", w[:5])
	if err == nil && len(w) > 5 {
		_, err = time.Parse("05", w[6:8])
	}
	return err == nil
}

// validDate checks form, day, time and offset.
func validDate(w string) bool {
	if !dateRE.MatchString(w) {
		return false
	}
	if _, err := time.Parse("2006-01-02", w[:10]); err != nil {
		return false
	}
	if len(w) == 10 {
		return true
	}
	if n := len(w) - 6; n > 11 && (w[n] == '+' || w[n] == '-') {
		if !validTime(w[n+1:]) {
			return false
		}
		w = w[:n]
	}
	return validTime(strings.TrimRight(w[11:], "zZ"))
}

// noValue explains a word that is no value.
func (s *scanner) noValue(w string, at Span) *mistake {
	m := &mistake{at: at, code: CodeSyntax}
	first, n := utf8.DecodeRuneInString(w)
	switch low := strings.ToLower(w); {
	case w == "":
		s.emptyValue(m)
	case isCurlyQuote(first):
		m.at = Span{at.Start, at.Start + n}
		m.msg = "curly quote " + runeName(first) + " where a straight quote was expected"
		m.hint = `use straight quotes, "…"; word processors turn them into curly ones`
	case strings.ContainsFunc(w, isOddSpace):
		i := strings.IndexFunc(w, isOddSpace)
		r, n := utf8.DecodeRuneInString(w[i:])
		m.at = Span{at.Start + i, at.Start + i + n}
		m.msg, m.hint = "unexpected "+quoteRune(r), oddHint(r)
	case strings.HasSuffix(w, ";"):
		m.at = Span{at.End - 1, at.End}
		m.msg, m.hint = `unexpected ";"`, "no semicolon at the end of a line"
	case w[0] == '=':
		m.at.End = at.Start + 1
		m.msg, m.hint = `unexpected second "="`, "one \"=\" between key and value"
	case isWord(low) && s.moreWords():
		s.unquoted(m)
	case low == "true" || low == "yes" || low == "on":
		m.msg, m.hint = fmt.Sprintf("unknown value %q: true and false are written in lower case", w), "write true"
	case low == "false" || low == "no" || low == "off":
		m.msg, m.hint = fmt.Sprintf("unknown value %q: true and false are written in lower case", w), "write false"
	case low == "null" || low == "nil" || low == "none" || w == "~":
		m.msg, m.hint = fmt.Sprintf("unknown value %q: TOML has no empty value", w), "leave the key out"
	case first >= '0' && first <= '9' || first == '+' || first == '-' || first == '.':
		s.badNumber(w, m)
	default:
		s.unquoted(m)
	}
	return m
}

// isWord reports whether a word that means true or false may as well begin a
// text.
func isWord(low string) bool {
	return low == "yes" || low == "no" || low == "on" || low == "off" || low == "none" || low == "true" || low == "false"
}

// moreWords reports whether text follows on the line.
func (s *scanner) moreWords() bool {
	rest := s.restOfLine()
	return rest != "" && !strings.ContainsAny(rest[:1], "#,]}")
}

func (s *scanner) emptyValue(m *mistake) {
	m.msg, m.runsOn = `a value is missing after "="`, true
	m.hint = `write text in quotes, for example key = "text"; leave the key out if there is nothing to say`
	if c := s.peek(); c == ',' || c == ']' || c == '}' {
		m.at.End = s.i + 1
		m.msg = "a value is missing before " + quoteRune(rune(c))
	}
	m.at.Start = min(m.at.Start, max(len(s.t)-1, 0))
}

// badNumber explains a word that begins like a number or a date.
func (s *scanner) badNumber(w string, m *mistake) {
	switch d := dateishRE.FindStringSubmatch(w); {
	case dateRE.MatchString(w):
		m.code = CodeDate
		m.msg = fmt.Sprintf("there is no such date: %q", w)
		m.hint = "expected an existing day, month, hour and time zone offset, for example 2026-11-22 or 2026-11-22T10:00:00+01:00"
	case d != nil:
		m.code = CodeDate
		m.msg = fmt.Sprintf("%q is not a valid date: expected YYYY-MM-DD", w)
		m.hint = "write it as " + isoGuess(d[1:])
	case strings.Contains(w, "_") && numberishRE.MatchString(w):
		m.msg = fmt.Sprintf("invalid number %q: an underscore must be between two digits", w)
		m.hint = "write " + strings.Trim(strings.ReplaceAll(w, "_", ""), ".")
	case numberishRE.MatchString(w) && strings.Count(w, ".") == 0:
		m.msg = fmt.Sprintf("invalid number %q: a number cannot begin with 0", w)
		m.hint = fmt.Sprintf("write %s, or \"%s\" if it is a text", strings.TrimLeft(strings.TrimLeft(w, "+-"), "0"), w)
	case moneyRE.MatchString(w):
		m.msg = fmt.Sprintf("invalid number %q: a unit needs quotes", w)
		m.hint = fmt.Sprintf("write \"%s\"", w)
	case w[0] == '.' || w[len(w)-1] == '.':
		m.msg = fmt.Sprintf("invalid number %q: the point needs digits on both sides", w)
	default:
		s.unquoted(m)
	}
}

// isoGuess writes a date in the right order where that is certain.
func isoGuess(d []string) string {
	y, mo, day := d[0], d[1], d[2]
	if len(day) == 4 {
		y, day = day, y
	}
	if len(mo) < 2 {
		mo = "0" + mo
	}
	if len(day) < 2 {
		day = "0" + day
	}
	if iso := y + "-" + mo + "-" + day; len(y) == 4 && validDate(iso) && (len(d[0]) == 4 || day > "12" || day == mo) {
		return iso
	}
	return "2026-11-22, the year first"
}

// unquoted explains text without quotes, up to the end of the line.
func (s *scanner) unquoted(m *mistake) {
	rest := s.t[m.at.Start:]
	if n := bytes.IndexByte(rest, '\n'); n >= 0 {
		rest = rest[:n]
	}
	if n := bytes.Index(rest, []byte(" #")); n >= 0 {
		rest = rest[:n]
	}
	if s.depth > 0 {
		rest = s.t[m.at.Start:m.at.End]
	}
	text := strings.TrimRight(string(rest), " \t\r")
	m.at.End = m.at.Start + len(text)
	m.msg = "text needs quotes: " + quote(text)
	if near := diag.Suggest(text, []string{"true", "false"}); near != "" && len(text) > 2 {
		m.hint = fmt.Sprintf("did you mean %s? put text in quotes", near)
	} else if len(text) <= 60 && !strings.ContainsAny(text, `"\`) {
		m.hint = `write "` + text + `"`
	}
}
