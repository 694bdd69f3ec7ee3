package content

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"

	"playbook/generator/diag"
)

// inherited are the front matter keys that a translation has from its lesson.
var inherited = []string{
	"uid", "kind", "weight", "date", "updated", "draft", "publish_date", "expiry_date", "slug", "aliases", "tags", "roles", "stage",
	"minutes", "prereq", "reviewed", "review_every", "template", "search", "toc", "was", "source_hash", "default_kind",
	"role", "lessons", "lock", "valid", "signoff",
}

// Translation returns what a translation of a lesson begins as: the lesson's
// file, without the keys it has from there, with the hash of what it was made
// from. Items and headings have their places, so that readers' ticks hold.
func Translation(source string, raw []byte) []byte {
	text, ds := checkEncoding(source, raw)
	if ds.HasErrors() {
		return raw
	}
	f := diag.NewFile(source, text)
	head, body, _ := splitFrontMatter(f)
	t, _ := head.table(f)
	if t == nil {
		return titled(text)
	}
	var out []byte
	at := 0
	for _, e := range t.Entries() {
		if slices.Contains(inherited, e.Key) && e.KeySpan.Start >= at {
			from, to := wholeLines(text, e.KeySpan.Start, e.Value.Span.End)
			out = append(out, text[at:from]...)
			at = to
		}
	}
	out = append(out, text[at:]...)
	sum := sourceSum(t, head.kind == yamlHead, text[body:], nil)
	marked, _ := SetSourceHash(out, hex.EncodeToString(sum[:]), 0)
	return marked
}

// titled gives a file that begins with its title as a heading a front matter
// that can say what it was made from. A title with markup stays where it is.
func titled(text []byte) []byte {
	line, rest, _ := bytes.Cut(bytes.TrimLeft(text, "\n"), []byte("\n"))
	title, ok := bytes.CutPrefix(line, []byte("# "))
	if !ok || bytes.ContainsAny(title, "*_`[]{}<>\\&#") {
		return text
	}
	sum := sourceSum(nil, false, text, nil)
	head := fmt.Sprintf("+++\ntitle = %q\nsource_hash = %q\n+++\n", bytes.TrimSpace(title), hex.EncodeToString(sum[:]))
	return append([]byte(head), rest...)
}

// wholeLines widens a range of bytes to the lines it touches.
func wholeLines(text []byte, from, to int) (start, end int) {
	start = bytes.LastIndexByte(text[:from], '\n') + 1
	if i := bytes.IndexByte(text[to:], '\n'); i >= 0 {
		return start, to + i + 1
	}
	return start, len(text)
}
