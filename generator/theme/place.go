package theme

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// place returns the offset in a template to which a message of the template packages
// refers, when the message has no column: the action at which they stopped, and in it
// the text that they quote. Line 0 means that they do not know the line.
func place(text string, line int, msg string) int {
	if strings.Contains(msg, "unexpected EOF") {
		return openBlock(text)
	}
	if contextError.MatchString(msg) {
		return openTag(text)
	}
	from, to := 0, len(text)
	if line > 0 {
		from, to = lineSpan(text, line)
		from, to = failing(text, from, to)
	}
	if at := quotedAt(text[from:to], msg, line == 0); at >= 0 {
		return from + at
	}
	return from
}

// lineSpan returns the span of a line, counted from 1.
func lineSpan(text string, line int) (from, to int) {
	for ; line > 1; line-- {
		n := strings.IndexByte(text[from:], '\n')
		if n < 0 {
			break
		}
		from += n + 1
	}
	if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
		return from, from + n
	}
	return from, len(text)
}

// failing returns the span of the first action of a line at which the text can no
// longer be parsed, up to the next one.
func failing(text string, from, to int) (int, int) {
	line := text[from:to]
	for at := strings.Index(line, "{{"); at >= 0; {
		next := len(line)
		if n := strings.Index(line[at+2:], "{{"); n >= 0 {
			next = at + 2 + n
		}
		_, err := template.New("").Funcs(stubs()).Parse(text[:from+next])
		if next == len(line) || err != nil && !strings.Contains(err.Error(), "unexpected EOF") {
			return from + at, from + next
		}
		at = next
	}
	return from, to
}

// quotation matches a quotation in a message: a Go string, or an action.
var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)+"|\{\{\w+\}\}`)

// quotedAt returns the offset of the first text that a message quotes and a part of a
// template contains, or -1. With once, the text must occur only once.
func quotedAt(part, msg string, once bool) int {
	for _, q := range quotation.FindAllString(msg, -1) {
		if text, err := strconv.Unquote(q); err == nil {
			q = text
		}
		at := wordAt(part, strings.TrimSuffix(q, "}}"))
		if at >= 0 && (!once || len(q) > 1 && strings.Count(part, q) == 1) {
			return at
		}
	}
	return -1
}

// wordAt returns the offset of the first place where a word or sign stands alone: not
// within a longer word, and not one of two braces.
func wordAt(part, word string) int {
	part = strings.ReplaceAll(part, "}}", "  ")
	for from := 0; ; {
		n := strings.Index(part[from:], word)
		if n < 0 {
			return -1
		}
		at := from + n
		if end := at + len(word); !(isWord(word, 0) && isWord(part, at-1)) && !(isWord(word, len(word)-1) && isWord(part, end)) {
			return at
		}
		from = at + 1
	}
}

func isWord(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] == '_' || '0' <= s[i] && s[i] <= '9' || 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z')
}

// blockMark matches the beginning or end of a block of a template.
var blockMark = regexp.MustCompile(`\{\{-?\s*(if|range|with|block|define|end)\b`)

// openBlock returns the offset of the last block without an end.
func openBlock(text string) int {
	open := []int{0}
	for _, m := range blockMark.FindAllStringSubmatchIndex(text, -1) {
		switch begins := text[m[2]:m[3]] != "end"; {
		case begins:
			open = append(open, m[0])
		case len(open) > 1:
			open = open[:len(open)-1]
		}
	}
	return open[len(open)-1]
}

var tagBegin = regexp.MustCompile(`<[a-zA-Z!]`)

// openTag returns the offset of the last tag, which is the one that is not closed.
func openTag(text string) int {
	all := tagBegin.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1][0]
}
