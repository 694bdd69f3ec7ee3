package decode

import (
	"unicode/utf8"

	"playbook/generator/diag"
)

// IsBidi reports the controls that reorder text so that it reads otherwise
// than it is: embeddings, overrides, isolates. Directional marks are not among
// them.
func IsBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// IsInvisible reports characters that take no room and carry no meaning in
// running text: zero width space, word joiner and invisible operators, a byte
// order mark, fillers, the line and paragraph separators, language tags.
func IsInvisible(r rune) bool {
	switch r {
	case 0x200b, 0xfeff, 0x180e, 0x115f, 0x1160, 0x3164, 0xffa0, 0x2028, 0x2029, 0x17b4, 0x17b5, 0x2800, 0xfffc:
		return true
	}
	return r >= 0x2060 && r <= 0x2065 || r >= 0x206a && r <= 0x206f || r >= 0xfff9 && r <= 0xfffb || r >= 0x1d173 && r <= 0x1d17a || isTag(r)
}

// isTag reports a tag character: a letter that nobody sees. A flag of a region
// (a black flag and tags) is the one use they have.
func isTag(r rune) bool { return r >= 0xe0000 && r <= 0xe007f }

const (
	blackFlag = 0x1f3f4
	cancelTag = 0xe007f
)

// flagLength is how many bytes of tags follow a black flag, 0 if they are none
// that end as a flag does.
func flagLength(text []byte) int {
	n := 0
	for tags := 0; tags < 8; tags++ {
		r, size := utf8.DecodeRune(text[n:])
		if !isTag(r) {
			return 0
		}
		if n += size; r == cancelTag && tags > 1 {
			return n
		}
	}
	return 0
}

// IsControl reports C0 and C1 controls other than tab and the line ends.
func IsControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0
}

// odd reports single characters that should not be there, and returns the
// text with the erroneous ones replaced.
func odd(f *diag.File) ([]byte, diag.List) {
	var list diag.List
	var out []byte // nil while nothing is replaced
	done := 0
	for i := 0; i < len(f.Text); {
		r, n := utf8.DecodeRune(f.Text[i:])
		if r == blackFlag {
			i += n + flagLength(f.Text[i+n:])
			continue
		}
		if d, ok := oddRune(f, i, n, r); ok {
			if len(list) < maxOdd {
				list.Add(d)
			}
			if d.Severity == diag.Error {
				out = append(out, f.Text[done:i]...)
				out = utf8.AppendRune(out, utf8.RuneError)
				done = i + n
			}
		}
		i += n
	}
	if done == 0 {
		return f.Text, list
	}
	return append(out, f.Text[done:]...), list
}

func oddRune(f *diag.File, i, n int, r rune) (diag.Diagnostic, bool) {
	switch {
	case IsControl(r):
		return f.At(i, i+n, diag.Error, CodeControl, "control character %s", runeName(r)).
			WithHint("delete it; it often arrives with pasted text").WithRepair(f.Edit(i, i+n, "")), true
	case IsBidi(r):
		return f.At(i, i+n, diag.Error, CodeBidi, "bidi control character %s: readers would see other text than what is written", runeName(r)).
			WithHint("delete it; right-to-left text needs no control characters here").WithRepair(f.Edit(i, i+n, "")), true
	case IsInvisible(r):
		return f.At(i, i+n, diag.Warning, CodeInvisible, "invisible character %s", runeName(r)).
			WithHint("delete it; it breaks search and anchors").WithRepair(f.Edit(i, i+n, "")), true
	}
	return diag.Diagnostic{}, false
}

// OddRune returns the first control, bidi or invisible character of a decoded
// value, named as "U+202E (right-to-left override)"; "" if there is none.
// Escapes can bring in what [Text] keeps out.
func OddRune(value string) string {
	for i := 0; i < len(value); {
		r, n := utf8.DecodeRuneInString(value[i:])
		if i += n; r == blackFlag {
			i += flagLength([]byte(value[i:min(len(value), i+40)]))
			continue
		}
		if IsControl(r) || IsBidi(r) || IsInvisible(r) {
			return runeName(r)
		}
	}
	return ""
}
