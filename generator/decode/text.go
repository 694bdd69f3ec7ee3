package decode

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"playbook/generator/diag"
)

// Codes of [Text].
const (
	CodeNotUTF8   diag.Code = "PB1211"
	CodeUTF16     diag.Code = "PB1212"
	CodeBinary    diag.Code = "PB1213"
	CodeCR        diag.Code = "PB1214"
	CodeControl   diag.Code = "PB1215"
	CodeBidi      diag.Code = "PB1216"
	CodeInvisible diag.Code = "PB1217"
)

// maxOdd bounds the findings about single characters of one file.
const maxOdd = 20

// Text checks and normalises the bytes of a text file: valid UTF-8, no byte
// order mark at the start, lines that end with LF. Characters that are
// reported as errors come back as U+FFFD, so that columns stay true and no
// later step reports them again. The text is nil when the bytes are no text
// at all (UTF-16, binary); otherwise reading may go on.
//
// Control characters and the bidirectional controls of "Trojan Source"
// (CVE-2021-42574) are errors, zero width characters are warnings: they break
// search and anchors. Joiners and directional marks are legitimate in many
// scripts and pass.
func Text(path string, raw []byte) ([]byte, diag.List) {
	if isPlain(raw) && magic(raw) == "" {
		return raw, nil
	}
	if d, ok := noText(path, raw); ok {
		return nil, diag.List{d}
	}
	var list diag.List
	if !utf8.Valid(raw) {
		list.Add(notUTF8(diag.NewFile(path, raw)))
		raw = bytes.ToValidUTF8(raw, []byte(string(utf8.RuneError)))
	}
	text, lone := unixLines(bytes.TrimPrefix(raw, []byte("\ufeff")))
	f := diag.NewFile(path, text)
	if lone >= 0 {
		list.Add(f.At(lone, lone, diag.Error, CodeCR, "lines end with a single carriage return (CR, old Mac)").
			WithHint("save the file with LF or CRLF line endings"))
	}
	clean, odd := odd(f)
	return clean, append(list, odd...)
}

// isPlain reports whether there is nothing to check or change. It sees every
// byte of every lesson, so it is a bare loop.
func isPlain(raw []byte) bool {
	for i := 0; i < len(raw); {
		c := raw[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 || r < 0xa0 || IsBidi(r) || IsInvisible(r) {
			return false
		}
		i += n
	}
	return true
}

// noText recognises UTF-16 and binary files.
func noText(path string, raw []byte) (diag.Diagnostic, bool) {
	at := func(code diag.Code, hint, format string, args ...any) (diag.Diagnostic, bool) {
		d := diag.Whole(path, diag.Error, code, format, args...).WithHint("%s", hint)
		d.Line, d.Col = 1, 1
		return d, true
	}
	nul := bytes.IndexByte(raw, 0)
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xfe\xff")):
		return at(CodeUTF16, "save it as UTF-8", "the file is UTF-32, expected UTF-8")
	case magic(raw) != "":
		return at(CodeBinary, "expected a text file in UTF-8; save it as one, or give it its proper ending and link to it", "the file is %s, not text", magic(raw))
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")), nul >= 0 && looksUTF16(raw):
		return at(CodeUTF16, "save it as UTF-8; PowerShell's > writes UTF-16, Out-File -Encoding utf8 does not", "the file is UTF-16, expected UTF-8")
	case nul >= 0:
		return at(CodeBinary, "expected a text file in UTF-8", "the file is binary, not text: byte %d is NUL", nul+1)
	}
	return diag.Diagnostic{}, false
}

// magic names a file format by its first bytes, "" for others.
func magic(raw []byte) string {
	for _, m := range []struct{ first, name string }{
		{"%PDF-", "a PDF document"},
		{"PK\x03\x04", "a ZIP archive, as Word and OpenDocument files are"},
		{"\xd0\xcf\x11\xe0", "an old Office document"},
		{"{\\rtf", "an RTF document"},
		{"\x89PNG", "a PNG picture"},
		{"GIF8", "a GIF picture"},
		{"\xff\xd8\xff", "a JPEG picture"},
		{"\x1f\x8b", "compressed with gzip"},
	} {
		if bytes.HasPrefix(raw, []byte(m.first)) {
			return m.name
		}
	}
	return ""
}

// looksUTF16 reports whether every other byte of the beginning is mostly NUL.
func looksUTF16(raw []byte) bool {
	var nul [2]int
	n := min(len(raw), 400)
	for i, c := range raw[:n] {
		if c == 0 {
			nul[i%2]++
		}
	}
	return max(nul[0], nul[1]) > n*3/10 && min(nul[0], nul[1]) <= n/20
}

// notUTF8 reports the first byte that is not UTF-8.
func notUTF8(f *diag.File) diag.Diagnostic {
	first, count := -1, 0
	for i := 0; i < len(f.Text); {
		r, n := utf8.DecodeRune(f.Text[i:])
		if r == utf8.RuneError && n == 1 {
			if count++; first < 0 {
				first = i
			}
		}
		i += n
	}
	d := f.At(first, first+1, diag.Error, CodeNotUTF8, "the file is not UTF-8: byte 0x%02X%s", f.Text[first], windows1252(f.Text[first]))
	d.Excerpt = string(bytes.ToValidUTF8([]byte(d.Excerpt), []byte(string(utf8.RuneError))))
	hint := "save the file as UTF-8"
	if count > 1 {
		hint += fmt.Sprintf("; %d bytes of it are not", count)
	}
	return d.WithHint("%s", hint)
}

// windows1252 says what the byte is in the encoding it most likely has.
func windows1252(c byte) string {
	const high = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"
	r := rune(c)
	if c < 0xa0 {
		r = []rune(high)[c-0x80]
	}
	if r == ' ' || c == 0xed {
		return ""
	}
	return fmt.Sprintf(", which is %q in Windows-1252 and perhaps Latin-1", r)
}

// unixLines turns CRLF and CR into LF. It returns where the first CR without
// an LF was, -1 if nowhere.
func unixLines(raw []byte) ([]byte, int) {
	lone := -1
	if bytes.IndexByte(raw, '\r') < 0 {
		return raw, lone
	}
	out := make([]byte, 0, len(raw))
	for i, c := range raw {
		switch {
		case c != '\r':
			out = append(out, c)
		case i+1 == len(raw) || raw[i+1] != '\n':
			if lone < 0 {
				lone = len(out)
			}
			out = append(out, '\n')
		}
	}
	return out, lone
}
