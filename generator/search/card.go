package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// card writes what the c file says of a lesson, a JSON array that lacks its end:
//
//	[url, title, kind, section, hash of the t file, passage...]
//
// The title of a lesson in another language than the index's is [title, language].
// The end of a url that is its title's slug and .html stands as *. A passage is its heading; or, where its anchor is not the heading's
// slug or it stands below others, [heading, anchor or 0, heading above...], a number being the passage with that heading.
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

// slug is a text's words with hyphens between them; most anchors and file names are that. There is none for letters
// that browsers may know otherwise than we do: of rare scripts, or with a lower case that depends on the place.
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

// texts writes what the t file of a lesson holds, a JSON array: the text of each passage.
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

// borrowedPassages and borrowedBytes bound what a passage without a text shows of another one, in passages to look through and in bytes: however many
// headings follow one another, their texts stay as long as the lesson.
const borrowedPassages, borrowedBytes = 4, 400

// excerptOf is a passage's text, or what says most of it where it has none: of the lesson's top the summary, of a
// heading that another one follows at once the beginning of the text below that, at the end the summary again.
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

// beginning cuts a text, after a word where it has any.
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

// between stands between two lines of which the first does not end as a sentence does: items of a list, cells of a table.
const between = " · "

func endsInWord(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// appendString writes a string of JSON that is also one of JavaScript. White space becomes single spaces, the end of a line
// perhaps more.
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
		default: // a control character; plainRun has taken the others
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		space = false
	}
	return append(b, '"')
}

// plainRun returns where the characters end that need no change: printable ASCII with single spaces between. After a
// space none may follow.
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

// quote gives one string as appendString writes it.
func quote(s string) string { return string(appendString(nil, s)) }

func quoteAll(list []string) string { return string(appendStrings(nil, list)) }

func joinKeys(keys []string) string { return strings.Join(keys, " ") }
