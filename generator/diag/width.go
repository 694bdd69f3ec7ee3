package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// tabStop is how far apart an excerpt's tab stops stand.
const tabStop = 4

// layout renders an excerpt for a terminal and returns between which screen
// columns (from 0) the characters [from, to) stand; to <= from marks one.
// Tabs become spaces, characters that would disturb the terminal become
// visible, wide ones take two columns.
func layout(line string, from, to int) (text string, begin, end int) {
	var b strings.Builder
	col, i := 0, 0
	to = max(to, from+1)
	begin, end = -1, -1
	for _, r := range line {
		if i == from {
			begin = col
		}
		if i == to {
			end = col
		}
		piece := show(r)
		if r == '\t' {
			piece = strings.Repeat(" ", tabStop-col%tabStop)
		}
		b.WriteString(piece)
		col += screenWidth(piece)
		i++
	}
	if begin < 0 {
		begin = col + max(0, min(from-i, 1))
	}
	if end < 0 {
		end = max(col, begin+1)
	}
	return b.String(), begin, max(end, begin+1)
}

// clean makes text from outside fit for a terminal, on one line.
func clean(text string) string {
	if !needsCleaning(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, text[i])
		} else if r == '\t' {
			b.WriteByte(' ')
		} else {
			b.WriteString(show(r))
		}
		i += n
	}
	return b.String()
}

func needsCleaning(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r == '\t' || deceives(r) })
}

// show returns the character, or its code point where the character would
// disturb the terminal or hide.
func show(r rune) string {
	switch {
	case !deceives(r):
		return string(r)
	case r == '\n':
		return `\n`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// deceives reports controls, bidi controls and characters without a width that
// are no part of a letter or an emoji.
func deceives(r rune) bool {
	switch {
	case r == '\t', r == 0x200d, r == 0x200c:
		return false
	case unicode.IsControl(r), r == 0x2028, r == 0x2029, r >= 0xe0000 && r < 0xe0100:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// screenWidth is how many columns a text takes on a terminal.
func screenWidth(text string) int {
	n := 0
	for _, r := range text {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is 2 for the wide characters of Unicode Standard Annex 11, emoji among
// them.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}
