package content

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// SourceHash is the fingerprint of a lesson that its translations carry in
// source_hash: the first 16 hexadecimal digits of its file's hash.
func (l *Lesson) SourceHash() string { return hex.EncodeToString(l.Hash[:8]) }

// SetSourceHash writes source_hash into a lesson's front matter: in place of
// the line that holds it, counted from 1, or as the first key if line is 0. It
// reports false for a file without front matter.
func SetSourceHash(raw []byte, hash string, line int) ([]byte, bool) {
	lines := bytes.SplitAfter(raw, []byte("\n"))
	open := 0
	for open < len(lines) && len(bytes.TrimSpace(bytes.TrimPrefix(lines[open], utf8BOM))) == 0 {
		open++
	}
	if open == len(lines) {
		return nil, false
	}
	mark, exact := delimiter(bytes.TrimRight(bytes.TrimPrefix(lines[open], utf8BOM), "\r\n"))
	if !exact {
		return nil, false
	}
	end := "\n"
	if bytes.HasSuffix(lines[open], []byte("\r\n")) {
		end = "\r\n"
	}
	key := fmt.Sprintf("source_hash = %q%s", hash, end)
	if mark == "---" {
		key = fmt.Sprintf("source_hash: %q%s", hash, end)
	}
	from, to := open+1, open+1
	if line > open+1 && line <= len(lines) {
		from, to = line-1, line
	}
	return bytes.Join([][]byte{bytes.Join(lines[:from], nil), []byte(key), bytes.Join(lines[to:], nil)}, nil), true
}

var utf8BOM = []byte("\xef\xbb\xbf")
