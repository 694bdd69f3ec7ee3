package decode

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// runeName returns the code of a character with its name, if it has one here:
// "U+00A0 (no-break space)".
func runeName(r rune) string {
	if name := runeTitle(r); name != "" {
		return fmt.Sprintf("U+%04X (%s)", r, name)
	}
	for _, s := range []struct {
		in   *unicode.RangeTable
		name string
	}{{unicode.Cyrillic, "Cyrillic"}, {unicode.Greek, "Greek"}} {
		if unicode.Is(s.in, r) {
			return fmt.Sprintf("U+%04X (a %s letter)", r, s.name)
		}
	}
	return fmt.Sprintf("U+%04X", r)
}

// runeTitle returns the name of a character that is invisible or looks like another,
// "" for any other character.
func runeTitle(r rune) string {
	if isTag(r) {
		return "a tag character"
	}
	switch r {
	case 0x00:
		return "NUL"
	case 0x07:
		return "bell"
	case 0x08:
		return "backspace"
	case 0x09:
		return "tab"
	case 0x0b:
		return "vertical tab"
	case 0x0c:
		return "form feed"
	case 0x0d:
		return "carriage return"
	case 0x1b:
		return "escape"
	case 0x7f:
		return "delete"
	case 0x85:
		return "next line"
	case 0xa0:
		return "no-break space"
	case 0xad:
		return "soft hyphen"
	case 0x61c:
		return "arabic letter mark"
	case 0x180e:
		return "mongolian vowel separator"
	case 0x2002:
		return "en space"
	case 0x2003:
		return "em space"
	case 0x2007:
		return "figure space"
	case 0x2009:
		return "thin space"
	case 0x200a:
		return "hair space"
	case 0x200b:
		return "zero width space"
	case 0x200c:
		return "zero width non-joiner"
	case 0x200d:
		return "zero width joiner"
	case 0x200e:
		return "left-to-right mark"
	case 0x200f:
		return "right-to-left mark"
	case 0x2018:
		return "left single quote"
	case 0x2019:
		return "right single quote"
	case 0x201a:
		return "low single quote"
	case 0x201c:
		return "left double quote"
	case 0x201d:
		return "right double quote"
	case 0x201e:
		return "low double quote"
	case 0x2028:
		return "line separator"
	case 0x2029:
		return "paragraph separator"
	case 0x202a, 0x202b:
		return "bidi embedding"
	case 0x202c:
		return "pop bidi"
	case 0x202d:
		return "left-to-right override"
	case 0x202e:
		return "right-to-left override"
	case 0x202f:
		return "narrow no-break space"
	case 0x2060:
		return "word joiner"
	case 0x2066, 0x2067, 0x2068:
		return "bidi isolate"
	case 0x2069:
		return "pop bidi isolate"
	case 0x3000:
		return "ideographic space"
	case 0xfeff:
		return "byte order mark"
	case 0xfffd:
		return "replacement character"
	}
	return ""
}

// isOddSpace reports whether r looks like a space or is invisible, but is neither a
// space nor a tab.
func isOddSpace(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case unicode.IsSpace(r), IsInvisible(r), IsBidi(r), r == 0x2028, r == 0x2029:
		return true
	}
	return false
}

func isCurlyQuote(r rune) bool {
	return strings.ContainsRune("“”„‟‘’‚‛«»‹›＂＇", r) && r != 0
}

// unconfuse replaces Cyrillic and Greek letters that look like Latin ones with the
// Latin letters. It knows only letters that are on keyboards.
func unconfuse(text string) string {
	const odd, latin = "асԁеһіјкӏморѕтухԛѵԝαορνικυτϲАВСЕНІКМОРТХ", "acdehijklmopstuxqvwaopvikutcABCEHIKMOPTX"
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(odd, r); i >= 0 {
			return rune(latin[utf8.RuneCountInString(odd[:i])])
		}
		return r
	}, text)
}
