package search

import (
	"strings"
	"unicode/utf8"
)

// card writes what the t file of a lesson holds, a JSON array:
//
//	[url, title, kind, section, stage, roles, tags, [id, heading, text, trail...]...]
func card(l Lesson) []byte {
	b := make([]byte, 0, textSize(l)*9/8+256)
	b = append(b, '[')
	for _, s := range [...]string{l.URL, l.Title, l.Kind, l.Section, l.Stage} {
		b = append(appendString(b, s), ',')
	}
	b = append(appendStrings(b, l.Roles), ',')
	b = appendStrings(b, l.Tags)
	for _, p := range l.Passages {
		b = append(b, ',')
		b = appendStrings(b, append([]string{p.ID, p.Heading, p.Text}, p.Trail...))
	}
	return append(b, ']')
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

const hexDigits = "0123456789abcdef"

// appendString writes a string of JSON that is also one of JavaScript. White space becomes single spaces.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	space := true
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = appendRune(b, r)
			i, space = i+size, false
			continue
		}
		i++
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			if !space {
				b = append(b, ' ')
			}
			space = true
			continue
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, c)
		}
		space = false
	}
	return append(b, '"')
}

func appendRune(b []byte, r rune) []byte {
	if r == '\u2028' || r == '\u2029' {
		return append(b, ' ')
	}
	return utf8.AppendRune(b, r)
}

// quote gives one string as appendString writes it.
func quote(s string) string { return string(appendString(nil, s)) }

func quoteAll(list []string) string { return string(appendStrings(nil, list)) }

func joinKeys(keys []string) string { return strings.Join(keys, " ") }
