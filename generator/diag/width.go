package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

// isWide reports characters of two columns: East Asian Wide and Fullwidth
// (Unicode Standard Annex 11), emoji among them.
func isWide(r rune) bool {
	for _, w := range [...][2]rune{
		{0x1100, 0x115f},
		{0x231a, 0x231b},
		{0x23e9, 0x23ec},
		{0x23f0, 0x23f0},
		{0x23f3, 0x23f3},
		{0x25fd, 0x25fe},
		{0x2614, 0x2615},
		{0x2648, 0x2653},
		{0x267f, 0x267f},
		{0x2693, 0x2693},
		{0x26a1, 0x26a1},
		{0x26aa, 0x26ab},
		{0x26bd, 0x26be},
		{0x26c4, 0x26c5},
		{0x26ce, 0x26ce},
		{0x26d4, 0x26d4},
		{0x26ea, 0x26ea},
		{0x26f2, 0x26f3},
		{0x26f5, 0x26f5},
		{0x26fa, 0x26fa},
		{0x26fd, 0x26fd},
		{0x2705, 0x2705},
		{0x270a, 0x270b},
		{0x2728, 0x2728},
		{0x274c, 0x274c},
		{0x274e, 0x274e},
		{0x2753, 0x2755},
		{0x2757, 0x2757},
		{0x2795, 0x2797},
		{0x27b0, 0x27b0},
		{0x27bf, 0x27bf},
		{0x2b1b, 0x2b1c},
		{0x2b50, 0x2b50},
		{0x2b55, 0x2b55},
		{0x2e80, 0x303e},
		{0x3041, 0x33ff},
		{0x3400, 0x4dbf},
		{0x4e00, 0xa4cf},
		{0xa960, 0xa97f},
		{0xac00, 0xd7a3},
		{0xf900, 0xfaff},
		{0xfe30, 0xfe6f},
		{0xff01, 0xff60},
		{0xffe0, 0xffe6},
		{0x16fe0, 0x18aff},
		{0x1b000, 0x1b2ff},
		{0x1f004, 0x1f004},
		{0x1f0cf, 0x1f0cf},
		{0x1f18e, 0x1f18e},
		{0x1f191, 0x1f19a},
		{0x1f200, 0x1f320},
		{0x1f32d, 0x1f335},
		{0x1f337, 0x1f37c},
		{0x1f37e, 0x1f393},
		{0x1f3a0, 0x1f3ca},
		{0x1f3cf, 0x1f3d3},
		{0x1f3e0, 0x1f3f0},
		{0x1f3f4, 0x1f3f4},
		{0x1f3f8, 0x1f43e},
		{0x1f440, 0x1f440},
		{0x1f442, 0x1f4fc},
		{0x1f4ff, 0x1f53d},
		{0x1f54b, 0x1f567},
		{0x1f57a, 0x1f57a},
		{0x1f595, 0x1f596},
		{0x1f5a4, 0x1f5a4},
		{0x1f5fb, 0x1f64f},
		{0x1f680, 0x1f6c5},
		{0x1f6cc, 0x1f6cc},
		{0x1f6d0, 0x1f6d7},
		{0x1f6dc, 0x1f6df},
		{0x1f6eb, 0x1f6ec},
		{0x1f6f4, 0x1f6fc},
		{0x1f7e0, 0x1f7f0},
		{0x1f90c, 0x1f9ff},
		{0x1fa70, 0x1faff},
		{0x20000, 0x3fffd},
	} {
		if r >= w[0] && r <= w[1] {
			return true
		}
	}
	return false
}
