package team

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// schemaJSON defines each format; client/team/schema.js is the same for the browser.
// FORMATS.md explains it.
//
//go:embed schema.json
var schemaJSON []byte

var schema = func() map[string]any {
	var s map[string]any
	if err := json.Unmarshal(schemaJSON, &s); err != nil {
		panic(err) // a bug: the file is part of the program
	}
	return s
}()

const (
	maxKey     = 300
	maxEntries = 5000
	firstDay   = "2000-01-01"
	lastDay    = "2099-12-31"
)

// check rebuilds v by a shape of the schema, and reports whether v has that shape. A
// lenient check leaves out unknown keys.
func check(shape, v any, lenient bool) (any, bool) {
	switch s := shape.(type) {
	case string:
		return checkWord(s, v, lenient)
	case []any:
		list, ok := v.([]any)
		if !ok || len(list) > maxEntries {
			return nil, false
		}
		out := make([]any, 0, len(list))
		for _, x := range list {
			if w, ok := check(s[0], x, lenient); ok {
				out = append(out, w)
			} else if !lenient {
				return nil, false
			}
		}
		return out, true
	case map[string]any:
		m, ok := v.(dict)
		if !ok || len(m) > maxEntries {
			return nil, false
		}
		if each, ok := s["*"]; ok {
			return checkMap(each, m, lenient)
		}
		return checkRecord(s, m, lenient)
	}
	return nil, false
}

func checkMap(each any, m dict, lenient bool) (any, bool) {
	out := dict{}
	for k, x := range m {
		_, named := checkWord("key", k, false)
		if w, ok := check(each, x, lenient); ok && named {
			out[k] = w
		} else if !lenient {
			return nil, false
		}
	}
	return out, true
}

func checkRecord(s map[string]any, m dict, lenient bool) (any, bool) {
	out := dict{}
	for name, shape := range s {
		key, optional := strings.CutSuffix(name, "?")
		x, there := m[key]
		if !there && optional {
			continue
		}
		w, ok := check(shape, x, lenient)
		switch {
		case ok:
			out[key] = w
		case !optional || !lenient:
			return nil, false
		}
	}
	if !lenient && len(out) != len(m) {
		return nil, false // a key that this version does not write
	}
	return out, true
}

var hexText, b64Text = regexp.MustCompile(`^[0-9a-f]+$`), regexp.MustCompile(`^[\w-]+$`)

// checkWord checks a single value: "int 1 3", "line 80", "one a b", "ref comment".
func checkWord(shape string, v any, lenient bool) (any, bool) {
	words := strings.Fields(shape)
	if words[0] == "ref" {
		return check(schema[words[1]], v, lenient)
	}
	if n, ok := v.(int64); ok {
		if words[0] != "int" {
			return v, words[0] == "any"
		}
		least, _ := strconv.ParseInt(words[1], 10, 64)
		most, _ := strconv.ParseInt(words[2], 10, 64)
		return v, n >= least && n <= most
	}
	text, ok := v.(string)
	if !ok {
		_, flag := v.(bool)
		return v, words[0] == "any" || words[0] == "flag" && flag
	}
	size := len(utf16.Encode([]rune(text)))
	num := func() int { n, _ := strconv.Atoi(words[1]); return n }
	switch words[0] {
	case "any":
		return v, true
	case "one":
		return v, slices.Contains(words[1:], text)
	case "date":
		return v, isDate(text) && text >= firstDay && text <= lastDay
	case "hex":
		return v, len(text) == num() && hexText.MatchString(text)
	case "b64":
		return v, len(text) == num() && b64Text.MatchString(text)
	case "key":
		return v, size > 0 && size <= maxKey && utf8.ValidString(text) && !strings.ContainsFunc(text, control)
	case "line":
		return v, size > 0 && size <= num() && utf8.ValidString(text) && !strings.ContainsFunc(text, control)
	case "text":
		return v, size <= num() && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return control(r) && r != '\n' && r != '\t' })
	}
	return nil, false
}

// control reports characters that a name or note never needs.
func control(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func isDate(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Format(time.DateOnly) == s
}

// addDays returns the date n days later.
func addDays(date string, n int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
