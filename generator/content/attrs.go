package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"playbook/generator/widget"
)

// parseAttrs reads #id key=value key="quoted value" flag … from src[start:end].
// It returns the offset of the first character it cannot read and what it
// expected there, or -1. Spans are offsets into src.
func parseAttrs(src []byte, start, end int) (a widget.Attrs, bad int, want string) {
	a.Span = widget.Span{Start: start, End: end}
	i := start
	for {
		for i < end && (src[i] == ' ' || src[i] == '\t') {
			i++
		}
		if i >= end {
			return a, -1, ""
		}
		if src[i] == '#' {
			s := i + 1
			i = word(src, s, end)
			if i == s {
				return a, s, "an id after '#'"
			}
			if a.ID != "" {
				return a, s - 1, "one id only"
			}
			a.ID, a.IDSpan = string(src[s:i]), widget.Span{Start: s, End: i}
			continue
		}
		s := i
		i = word(src, s, end)
		if i == s {
			return a, s, "#id, key=value or a flag"
		}
		t := widget.Attr{Key: string(src[s:i]), KeySpan: widget.Span{Start: s, End: i}}
		if i < end && src[i] == '=' {
			if r, _ := utf8.DecodeRune(src[i+1 : end]); strings.ContainsRune("“”„‟«»‘’‚‹›", r) && r != utf8.RuneError {
				return a, i + 1, `straight quotes, for example "text", not curly ones`
			}
			var ok bool
			if t.Value, t.ValueSpan, i, ok = value(src, i+1, end); !ok {
				return a, t.ValueSpan.Start, "a closing quote"
			}
			if t.ValueSpan.Start == t.ValueSpan.End && (i >= end || src[i-1] != '"') {
				return a, i, "a value after '='"
			}
		} else {
			t.Flag = true
		}
		a.List = append(a.List, t)
	}
}

// word returns the end of a key or id that begins at i.
func word(src []byte, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRune(src[i:end])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_' && r != '.' {
			return i
		}
		i += n
	}
	return i
}

// value reads a bare or quoted value. In quotes, \" and \\ stand for
// themselves.
func value(src []byte, i, end int) (string, widget.Span, int, bool) {
	if i < end && src[i] == '"' {
		var out []byte
		for j := i + 1; j < end; j++ {
			switch {
			case src[j] == '\\' && j+1 < end && (src[j+1] == '"' || src[j+1] == '\\'):
				j++
				out = append(out, src[j])
			case src[j] == '"':
				return string(out), widget.Span{Start: i + 1, End: j}, j + 1, true
			default:
				out = append(out, src[j])
			}
		}
		return "", widget.Span{Start: i, End: i}, end, false
	}
	s := i
	for i < end && src[i] != ' ' && src[i] != '\t' && src[i] != '"' {
		i++
	}
	return string(src[s:i]), widget.Span{Start: s, End: i}, i, true
}
