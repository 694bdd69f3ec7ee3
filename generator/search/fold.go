package search

import (
	"unicode"
	"unicode/utf8"
)

// The letters that fold to something else stand in foldtable.go, which is generated, together with its twin in the
// client, by TestFoldTables -update. Combining marks are dropped after the letters they decorate, but й stays й: it
// is a letter of its own, and so are ї and ў.
const (
	firstMark = '\u0300'
	lastMark  = '\u036f'
	breve     = '\u0306'
)

// Fold maps a word to the key under which it is found: lower case, ß as ss, ł as l, ё as е, without accents.
func Fold(word string) string {
	if plain(word) {
		return word
	}
	return string(appendFold(make([]byte, 0, len(word)+4), word))
}

func plain(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

func appendFold(dst []byte, word string) []byte {
	for i, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			dst = append(dst, byte(r))
		case r >= firstMark && r <= lastMark:
			if r == breve && endsIn(word[:i], 'и', 'И') {
				dst = append(dst[:len(dst)-2], "й"...)
			}
		default:
			dst = appendLetter(dst, unicode.ToLower(r))
		}
	}
	return dst
}

func appendLetter(dst []byte, r rune) []byte {
	if s, ok := foldTable[r]; ok {
		return append(dst, s...)
	}
	return utf8.AppendRune(dst, r)
}

func endsIn(s string, letters ...rune) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, r := range letters {
		if r == last {
			return true
		}
	}
	return false
}
