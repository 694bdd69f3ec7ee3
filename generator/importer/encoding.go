package importer

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"playbook/generator/decode"
)

// utf16 reports whether bytes are text in UTF-16, by their mark.
func utf16(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff"))
}

// plainText is a file's text as the playbook has it: UTF-8 without a mark, lines that
// end with LF, no control characters.
func plainText(raw []byte) string {
	switch {
	case utf16(raw):
		raw, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw) // it never fails
	case !utf8.Valid(raw):
		raw, _ = charmap.Windows1252.NewDecoder().Bytes(raw) // it never fails
	}
	s := strings.TrimPrefix(string(raw), "\ufeff")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if decode.IsControl(r) || decode.IsBidi(r) {
			return -1
		}
		return r
	}, s)
}
