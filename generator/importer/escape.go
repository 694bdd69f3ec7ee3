package importer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bareAddress finds addresses that a page turns into links by itself. No sign in
// them is escaped.
var bareAddress = regexp.MustCompile(`(?:https?://|www\.)[^\s<>\x60|\\]+`)

// entityLike finds what Markdown would read as a character by its name.
var entityLike = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// emojiLike finds what other tools read as an emoji by its name.
var emojiLike = regexp.MustCompile(`^:(?:[a-z][a-z0-9_+-]+|\+1|-1|100):`)

// Surroundings say what surrounds a text, which decides what must be escaped.
type surroundings struct {
	before, after rune // the characters beside the text, 0 for the begin or end of a line
	table         bool // the text is in a cell of a table
	link          bool // the text is the name of a link, or describes a picture
}

// escapeWords writes plain text so that Markdown, and what Playbook adds to it,
// reads it as that text.
func escapeWords(s string, p surroundings) string {
	var b strings.Builder
	done := 0
	if !p.link && !p.table && (strings.Contains(s, "://") || strings.Contains(s, "www.")) {
		for _, m := range bareAddress.FindAllStringIndex(s, -1) {
			end := m[0] + len(strings.TrimRight(s[m[0]:m[1]], ".,;:!?'\"*_~)]}"))
			if end <= m[0] || strings.ContainsAny(s[m[0]:end], "*[]{}$%&=^~!") {
				continue
			}
			before := p.before
			if m[0] > 0 {
				before, _ = utf8.DecodeLastRuneInString(s[:m[0]])
			}
			if isWord(before) {
				continue
			}
			inner := p
			inner.after = 'h'
			if done > 0 {
				inner.before = '/'
			}
			b.WriteString(escapeSigns(s[done:m[0]], inner))
			address := s[m[0]:end]
			if m[1] == len(s) && p.after != 0 && p.after != ' ' && p.after != '\n' {
				// What follows would be read as a part of it.
				if strings.HasPrefix(address, "www.") {
					address = `www\.` + address[len("www."):]
				} else {
					address = "<" + address + ">"
				}
			}
			b.WriteString(address)
			done = end
		}
	}
	if done > 0 {
		p.before = '/'
	}
	b.WriteString(escapeSigns(s[done:], p))
	return b.String()
}

// escapeSigns escapes every sign of a text that Markdown would read.
func escapeSigns(s string, p surroundings) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		before, after := p.before, p.after
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(s[:i])
		}
		if i+n < len(s) {
			after, _ = utf8.DecodeRuneInString(s[i+n:])
		}
		switch {
		case r == '&' && entityLike.MatchString(s[i:min(len(s), i+40)]):
			b.WriteString("&amp;")
		case escapes(s[i:], r, before, after, p):
			b.WriteByte('\\')
			fallthrough
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// escapes reports whether a sign must have a backslash; s begins with it.
func escapes(s string, r, before, after rune, p surroundings) bool {
	switch r {
	case '\\', '`', '[', ']', '{':
		return true
	case '*':
		return !(before == ' ' && after == ' ')
	case '_':
		return !(isWord(before) && isWord(after))
	case '<':
		return after == '/' || after == '!' || after == '?' || after == '<' || unicode.IsLetter(after)
	case '~', '=', '%', '$':
		return before == r || after == r
	case '|':
		return p.table
	case '!':
		return after == '['
	case ':':
		return emojiLike.MatchString(s[:min(len(s), 60)])
	case '^':
		return before == 0 || before == ' '
	}
	return false
}

// isWord reports letters and digits.
func isWord(r rune) bool { return r > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// isPunctuation reports what CommonMark counts as punctuation.
func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

var (
	orderedStart = regexp.MustCompile(`^(\d{1,9})([.)])(?:\s|$)`)
	jiraStart    = regexp.MustCompile(`^h[1-6](\.)[ \t]`)
	noteStart    = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z]`)
)

// escapeLineStart escapes what would make a line of escaped text a heading, an
// item, a quote or the like.
func escapeLineStart(line string) string {
	if line == "" {
		return line
	}
	if m := orderedStart.FindStringSubmatchIndex(line); m != nil {
		return line[:m[4]] + `\` + line[m[4]:]
	}
	if m := jiraStart.FindStringSubmatchIndex(line); m != nil {
		return line[:m[2]] + `\` + line[m[2]:]
	}
	second := byte(' ')
	if len(line) > 1 {
		second = line[1]
	}
	escape := false
	switch line[0] {
	case '#', '>', '|', '=':
		escape = true
	case '-', '+':
		escape = strings.IndexByte(" \t-+[\\\n", second) >= 0
	case ':':
		escape = strings.IndexByte(" \t:-\n", second) >= 0
	case '.':
		escape = second == '.'
	case '!', '?':
		escape = noteStart.MatchString(line)
	case '*':
		escape = second == ' ' || second == '\t'
	}
	if escape {
		return `\` + line
	}
	return line
}

// cleanText takes out of a text what a reader cannot see and a lesson may not
// hold: controls, characters of no width, soft hyphens. Line ends and tabs
// become spaces.
func cleanText(s string) (clean string, bidi bool) {
	if strings.IndexFunc(s, odd) < 0 {
		return s, false
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029 || r == '\v' || r == '\f':
			return ' '
		case isBidiControl(r):
			bidi = true
			return -1
		case odd(r):
			return -1
		}
		return r
	}, s), bidi
}

func isBidiControl(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// odd reports the characters that cleanText takes out or changes.
func odd(r rune) bool {
	switch r {
	case 0xad, 0x200b, 0xfeff, 0x180e, 0x115f, 0x1160, 0x3164, 0xffa0, 0x2028, 0x2029, utf8.RuneError:
		return true
	}
	return r < ' ' || r >= 0x7f && r < 0xa0 || isBidiControl(r) ||
		r >= 0x2060 && r <= 0x206f || r >= 0xfff9 && r <= 0xfffb
}
