package importer

import (
	"bytes"
	"regexp"
	"strings"
)

// A jsxTag is one tag in the text, with the values of its attributes.
type jsxTag struct {
	start, end int
	name       string
	closing    bool
	selfClosed bool
	attrs      map[string]string
	order      []string
	hasBraces  bool // a value is written in braces
}

// scanJSX reads the tag at an offset; ok is false if there is none.
func scanJSX(b []byte, at int) (t jsxTag, ok bool) {
	t = jsxTag{start: at, attrs: map[string]string{}}
	i := at + 1
	if i < len(b) && b[i] == '/' {
		t.closing = true
		i++
	}
	n := i
	for i < len(b) && (isNameRune(b[i]) || i > n && (b[i] == '.' || b[i] == '-')) {
		i++
	}
	if t.name = string(b[n:i]); t.name == "" {
		if i < len(b) && b[i] == '>' { // a fragment, <>
			t.end = i + 1
			return t, true
		}
		return t, false
	}
	for limit := min(len(b), at+20_000); i < limit; {
		switch c := b[i]; {
		case c == '>':
			t.end = i + 1
			return t, true
		case c == '/' && i+1 < len(b) && b[i+1] == '>':
			t.selfClosed, t.end = true, i+2
			return t, true
		case c == ' ' || c == '\t' || c == '\n':
			i++
		case c == '{':
			end := braceEnd(b, i)
			if end < 0 {
				return t, false
			}
			t.hasBraces = true
			i = end
		case isNameRune(c) || c == ':' || c == '@' || c == '#':
			i = t.attribute(b, i)
			if i < 0 {
				return t, false
			}
		default:
			return t, false
		}
	}
	return t, false
}

func isNameRune(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
}

// attribute reads one attribute and returns where it ends, -1 if it does not.
func (t *jsxTag) attribute(b []byte, i int) int {
	n := i
	for i < len(b) && bytes.IndexByte([]byte(" \t\n=>/{"), b[i]) < 0 {
		i++
	}
	key := string(b[n:i])
	value := "true"
	k := i
	for k < len(b) && (b[k] == ' ' || b[k] == '\n' || b[k] == '\t') {
		k++
	}
	if k < len(b) && b[k] == '=' {
		i = k + 1
		for i < len(b) && (b[i] == ' ' || b[i] == '\n') {
			i++
		}
		if i >= len(b) {
			return -1
		}
		switch b[i] {
		case '"', '\'':
			end := bytes.IndexByte(b[i+1:], b[i])
			if end < 0 {
				return -1
			}
			value, i = string(b[i+1:i+1+end]), i+end+2
		case '{':
			end := braceEnd(b, i)
			if end < 0 {
				return -1
			}
			t.hasBraces = true
			value = literalText(strings.TrimSpace(string(b[i+1 : end-1])))
			i = end
		default:
			n = i
			for i < len(b) && bytes.IndexByte([]byte(" \t\n>"), b[i]) < 0 {
				i++
			}
			value = string(b[n:i])
		}
	}
	if key != "" {
		t.attrs[key] = value
		t.order = append(t.order, key)
	}
	if i == n {
		return -1
	}
	return i
}

var textInside = regexp.MustCompile("^(?:[\\w.]+\\()?['\"`]([^'\"`]*)['\"`]\\)?(?:\\.default)?$")

// literalText is the text of a value that is one, or of a call round one; "" for code.
func literalText(s string) string {
	if m := textInside.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if len(s) > 0 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
		return "{" + s + "}" // a name: it may have been imported
	}
	return ""
}

// braceEnd is where the brace at i closes, -1 if it does not.
func braceEnd(b []byte, i int) int {
	depth := 0
	for k := i; k < len(b) && k-i < 20_000; k++ {
		switch b[k] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return k + 1
			}
		case '"', '\'', '`':
			if end := bytes.IndexByte(b[k+1:], b[k]); end >= 0 && end < 2000 && bytes.IndexByte(b[k+1:k+1+end], '\n') < 0 {
				k += end + 1
			}
		}
	}
	return -1
}
