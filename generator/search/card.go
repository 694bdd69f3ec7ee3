package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// card writes a lesson's part of the c file, a JSON array without its end:
//
//	[url, title, kind, section, hash of the t file, passage...]
//
// The title of a lesson in another language than the index's is [title, language]. If
// the url ends in the title's slug and .html, that end is written as *. A passage is its
// heading, or [heading, anchor or 0, heading above...] if its anchor is not the heading's
// slug or there are headings above it. A number in place of a heading is the passage
// with that heading.
const titlePlace = 1

func card(l Lesson, textHash string) []byte {
	url := l.URL
	if s := slug(l.Title); s != "" {
		if dir, ok := strings.CutSuffix(url, s+".html"); ok && (dir == "" || strings.HasSuffix(dir, "/")) {
			url = dir + "*"
		}
	}
	b := []byte{'['}
	for i, s := range [...]string{url, l.Title, l.Kind, l.Section, textHash} {
		if i > 0 {
			b = append(b, ',')
		}
		if i == titlePlace && l.Foreign != "" {
			b = appendStrings(b, []string{s, l.Foreign})
			continue
		}
		b = appendString(b, s)
	}
	place := map[string]int{}
	for i, p := range l.Passages {
		b = appendPassage(append(b, ','), p, place)
		place[p.Heading] = i
	}
	for _, t := range l.Tools {
		b = appendPassage(append(b, ','), Passage{ID: t.ID, Heading: t.Heading}, place)
	}
	return append(b, ']')
}

func appendPassage(b []byte, p Passage, place map[string]int) []byte {
	plain := p.ID == slug(p.Heading)
	if plain && len(p.Trail) == 0 {
		return appendString(b, p.Heading)
	}
	b = append(appendString(append(b, '['), p.Heading), ',')
	if plain {
		b = append(b, '0')
	} else {
		b = appendString(b, p.ID)
	}
	for _, above := range p.Trail {
		b = append(b, ',')
		if i, ok := place[above]; ok {
			b = strconv.AppendInt(b, int64(i), 10)
		} else {
			b = appendString(b, above)
		}
	}
	return append(b, ']')
}

// slug returns a text's words with hyphens between them; most anchors and file names have this form. It returns ""
// for letters that browsers may lower-case differently: those of rare scripts, and those whose lower case depends
// on their place.
func slug(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r == 'İ' || r == 'Σ' || r >= firstRare && unicode.IsLetter(r) }) {
		return ""
	}
	var b []byte
	Tokens(text, func(word []byte, joined bool) {
		if joined {
			return
		}
		if len(b) > 0 {
			b = append(b, '-')
		}
		b = append(b, word...)
	})
	return string(b)
}

// firstRare is the first letter after Latin, Greek and Cyrillic.
const firstRare = 0x0530

// texts writes the content of a lesson's t file, a JSON array: the text of each passage.
func texts(l Lesson) []byte {
	b := append(make([]byte, 0, textSize(l)*9/8+256), '[')
	for i := range l.Passages {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, excerptOf(l, i))
	}
	for range l.Tools {
		b = appendString(append(b, ','), beginning(l.Summary))
	}
	return append(b, ']')
}

// borrowedPassages and borrowedBytes limit the text that a passage without a text shows of a later passage. So many
// headings in a row do not make the t file longer than the lesson.
const borrowedPassages, borrowedBytes = 4, 400

// excerptOf returns a passage's text. If it has none, it returns the summary for the first passage, the beginning
// of the next text for a heading that another heading follows, and the summary again for the last.
func excerptOf(l Lesson, i int) string {
	if text := l.Passages[i].Text; strings.TrimSpace(text) != "" {
		return text
	}
	if i > 0 || l.Summary == "" {
		for _, p := range l.Passages[i+1 : min(i+1+borrowedPassages, len(l.Passages))] {
			if strings.TrimSpace(p.Text) != "" {
				return beginning(p.Text)
			}
		}
	}
	if i > 0 && i+borrowedPassages < len(l.Passages) {
		return ""
	}
	return beginning(l.Summary)
}

// beginning cuts a text, after a whole word if possible.
func beginning(text string) string {
	if len(text) <= borrowedBytes {
		return text
	}
	at := strings.LastIndexAny(text[:borrowedBytes], " \n")
	for at = max(at, borrowedBytes*3/4); !utf8.RuneStart(text[at]); {
		at--
	}
	return text[:at]
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

// between separates two lines if the first does not end a sentence: items of a list, cells of a table.
const between = " · "

func endsInWord(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// appendString writes a string that is valid JSON and JavaScript. White space becomes single spaces, and a line end
// may become between.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	space := true
	for i := 0; i < len(s); {
		if end := plainRun(s, i, space); end > i {
			b = append(b, s[i:end]...)
			i, space = end, false
			continue
		}
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = appendRune(b, r)
			i, space = i+size, false
			continue
		}
		i++
		switch {
		case c == '\n' && !space && i < len(s) && endsInWord(b):
			b = append(b, between...)
			space = true
			continue
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			if !space {
				b = append(b, ' ')
			}
			space = true
			continue
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		default: // a control character; the cases above have the others
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		space = false
	}
	return append(b, '"')
}

// plainRun returns the end of the characters from i that need no change: printable ASCII with single spaces
// between. After a space there must be no other.
func plainRun(s string, i int, space bool) int {
	for ; i < len(s); i++ {
		if !plainByte(s[i]) && (s[i] != ' ' || space || i+1 == len(s) || !plainByte(s[i+1])) {
			break
		}
		space = false // the next byte is plain if this one is a space
	}
	return i
}

func plainByte(c byte) bool { return c > ' ' && c < 0x7f && c != '"' && c != '\\' }

func appendRune(b []byte, r rune) []byte {
	if r == '\u2028' || r == '\u2029' {
		return append(b, ' ')
	}
	return utf8.AppendRune(b, r)
}

// quote returns a string as appendString writes it.
func quote(s string) string { return string(appendString(nil, s)) }

func quoteAll(list []string) string { return string(appendStrings(nil, list)) }

func joinKeys(keys []string) string { return strings.Join(keys, " ") }
