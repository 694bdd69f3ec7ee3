package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"slices"

	"playbook/generator/decode"
)

// SourceHash is the fingerprint of a lesson that its translations carry in
// source_hash: 16 hexadecimal digits of a hash of what a translator translates. Line
// ends, blank lines, spaces at the ends of lines, comments, ids, the way front matter
// is written, and its keys that a translation has from its lesson are no part of it.
func (l *Lesson) SourceHash() string { return hex.EncodeToString(l.SourceSum[:]) }

// IsSource reports whether a translation with this source_hash was made of the lesson
// as it is: the hash is [Lesson.SourceHash], or that of the whole file, as it was
// written before.
func (l *Lesson) IsSource(hash string) bool {
	return hash == l.SourceHash() || hash == hex.EncodeToString(l.PlainSum[:])
}

// kept are the front matter keys that a translation neither has from its lesson nor
// translates.
var kept = []string{"owner"}

// sourceSum is the hash of a front matter, nil for none, and a body.
func sourceSum(t *decode.Table, yaml bool, body []byte, ignore []string) (sum [8]byte) {
	h := sha256.New()
	if t != nil {
		var texts []string
		for _, e := range t.Entries() {
			if slices.Contains(inherited, e.Key) || slices.Contains(kept, e.Key) || ignored(e.Key, ignore) {
				continue
			}
			key := e.Key
			if yaml && key == "description" && !t.Has("summary") {
				key = "summary"
			}
			texts = append(texts, fmt.Sprintf("%q = %#v\n", key, e.Value.Any()))
		}
		slices.Sort(texts)
		for _, text := range texts {
			h.Write([]byte(text))
		}
	}
	translatable(h, body)
	copy(sum[:], h.Sum(nil))
	return sum
}

// translatable writes the lines of a body that a translator reads.
func translatable(w io.Writer, body []byte) {
	blank, fence, comment := false, []byte(nil), false
	begun := false
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		body = rest
		line = bytes.TrimRight(line, " \t\r")
		if fence == nil && (comment || bytes.IndexByte(line, '<') >= 0) {
			line, comment = withoutComments(line, comment)
		}
		if fence == nil && !comment {
			line = bytes.TrimRight(otherComments.ReplaceAll(line, nil), " \t")
		}
		switch mark := fenceOf(line); {
		case fence == nil && mark != nil:
			fence = mark
		case fence != nil && bytes.HasPrefix(mark, fence) && len(bytes.TrimSpace(line)) == len(mark):
			fence = nil
		case fence == nil && (bytes.IndexByte(line, '#') >= 0 || bytes.Contains(line, []byte("was="))):
			line = withoutIDs(line)
		}
		if len(line) == 0 {
			blank = begun
			continue
		}
		if blank {
			_, _ = w.Write([]byte("\n")) // a hash never fails
		}
		blank, begun = false, true
		_, _ = w.Write(line)
		_, _ = w.Write([]byte("\n"))
	}
}

// fenceOf is the row of signs that a line of a code fence begins with.
func fenceOf(line []byte) []byte {
	t := bytes.TrimLeft(line, " \t")
	for _, c := range []byte("`~") {
		if n := len(t) - len(bytes.TrimLeft(t, string(c))); n >= 3 {
			return t[:n]
		}
	}
	return nil
}

// otherComments matches comments of one line that are not of HTML.
var otherComments = regexp.MustCompile(`%%[^%\n]+%%|\{/\*.*?\*/\}|^[ \t>]*\[//[^\]\n]*\]:[ \t]*(?:#|<>)[ \t]*(?:\(.*\)|".*"|'.*')$`)

// withoutComments takes the comments out of a line; open says that one began before
// it, and afterwards that one goes on behind it.
func withoutComments(line []byte, open bool) ([]byte, bool) {
	var out []byte
	for {
		if open {
			_, rest, found := bytes.Cut(line, []byte("-->"))
			if !found {
				return bytes.TrimRight(out, " \t"), true
			}
			line, open = rest, false
		}
		before, rest, found := bytes.Cut(line, []byte("<!--"))
		out = append(out, before...)
		if !found {
			return bytes.TrimRight(out, " \t"), false
		}
		line, open = rest, true
	}
}

var (
	openingIDs = regexp.MustCompile(`^([ \t>]*:{3,}.*?)\s#[^\s"]+|\swas=[^\s"}]+`)
	bracesIDs  = regexp.MustCompile(`\{#[^\s{}]+\s*|\bwas=[^\s{}"]+\s*`)
	noBraces   = regexp.MustCompile(`\s*\{\s*\}`)
)

// withoutIDs takes out of a line the ids that generate writes.
func withoutIDs(line []byte) []byte {
	if t := bytes.TrimLeft(line, " \t>"); bytes.HasPrefix(t, []byte(":::")) {
		return openingIDs.ReplaceAll(line, []byte("$1"))
	}
	if bytes.IndexByte(line, '{') < 0 {
		return line
	}
	line = bracesIDs.ReplaceAllFunc(line, func(m []byte) []byte {
		if m[0] == '{' {
			return m[:1]
		}
		return nil
	})
	return noBraces.ReplaceAll(line, nil)
}

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
