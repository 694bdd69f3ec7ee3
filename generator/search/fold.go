package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Combining marks after a letter are dropped. But й, ї and ў stay, because they are letters of their own.
const (
	firstMark = '\u0300'
	lastMark  = '\u036f'
)

// Fold maps a word to the key under which it is found: lower case, ß as ss, ł as l, ё as е, without accents.
func Fold(word string) string {
	if isFolded(word) {
		return word
	}
	return string(appendFold(make([]byte, 0, len(word)+4), word))
}

// isFolded reports whether a word is lower-case ASCII, which folding does not change.
func isFolded(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

func appendFold(dst []byte, word string) []byte {
	word = norm.NFC.String(word) // so that й, ї and ў are letters of their own in any encoding
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			dst = append(dst, byte(r))
		case r >= firstMark && r <= lastMark:
		default:
			dst = appendLetter(dst, unicode.ToLower(r))
		}
	}
	return dst
}

func appendLetter(dst []byte, r rune) []byte {
	if s, ok := foldTable()[r]; ok {
		return append(dst, s...)
	}
	return utf8.AppendRune(dst, r)
}

// special are the letters whose folded form cannot be found by removing accents. The client has the same list in
// fold-table.js, which TestFoldTable writes with -update.
var special = map[string]string{
	"ss": "ß", "l": "ł", "o": "øǿ", "d": "đð", "h": "ħ", "t": "ŧ", "i": "ı", "k": "ĸ", "n": "ŋ", "s": "ſẛ",
	"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ", "st": "ﬅﬆ", "ij": "ĳ", "ae": "æǽǣ", "oe": "œ", "th": "þ", "е": "ё", "σ": "ς",
}

// accented are the ranges in which letters lose their accents: Latin and Greek.
var accented = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0xc0, Hi: 0x2ff, Stride: 1}, {Lo: 0x370, Hi: 0x3ff, Stride: 1}, {Lo: 0x1e00, Hi: 0x1fff, Stride: 1}}}

// foldTable returns the folded forms of lower-case letters.
var foldTable = sync.OnceValue(func() map[rune]string {
	table := map[rune]string{}
	for _, part := range accented.R16 {
		for r := rune(part.Lo); r <= rune(part.Hi); r++ {
			if s := withoutMarks(r); unicode.ToLower(r) == r && s != string(r) {
				table[r] = s
			}
		}
	}
	for to, from := range special {
		for _, r := range from {
			table[r] = to
		}
	}
	return table
})

func withoutMarks(r rune) string {
	return strings.Map(func(r rune) rune {
		if r >= firstMark && r <= lastMark {
			return -1
		}
		return r
	}, norm.NFD.String(string(r)))
}
