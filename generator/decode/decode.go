// Package decode reads the project's TOML strictly: front matter, site.toml
// and the settings inside widgets. YAML front matter goes through the same
// functions and gives the same result.
//
// [Parse] returns a [Table] with the position of every key and value, and
// [Table.Into] fills a struct from it. Names are case-sensitive. A key that the
// struct does not have is an error with a suggestion. For a wrong type the error
// says what was expected and how to write it.
//
// The values come from BurntSushi/toml. Simple front matter, which is nearly all of
// it, is read without the library; a fuzz test compares the two results. A scanner
// of our own runs first and finds positions, limits and most mistakes. The library
// cannot do that: it has no limits (millions of nested brackets kill the process,
// deep inline tables and long dotted keys take quadratic time), it stops at the
// first mistake, and its type errors have no position. The scanner goes on after a
// mistake: it reports the broken statement and replaces it with blanks, and the
// library reads the rest.
//
// Dates come as strings, "2006-01-02".
package decode

import (
	"cmp"

	"playbook/generator/diag"
)

// Codes of this package.
const (
	CodeUnknownKey diag.Code = "PB1003"
	CodeSyntax     diag.Code = "PB1004"
	CodeLimit      diag.Code = "PB1016"
	CodeType       diag.Code = "PB1006"
	CodeDuplicate  diag.Code = "PB1007"
	CodeDate       diag.Code = "PB1008"
	CodeRequired   diag.Code = "PB1009"
)

// Options names a text and sets its limits. A limit of zero means the default.
type Options struct {
	What  string // what the text is, for messages: "front matter" (the default), "site.toml"
	Bytes int    // at most so many bytes; default 65,536
	Depth int    // nesting of lists and tables; default 16
	Parts int    // parts of one dotted key; default 8
	Keys  int    // keys in all; default 200
}

func (o Options) withDefaults() Options {
	o.What = cmp.Or(o.What, "front matter")
	o.Bytes = cmp.Or(o.Bytes, 64<<10)
	o.Depth = cmp.Or(o.Depth, 16)
	o.Parts = cmp.Or(o.Parts, 8)
	o.Keys = cmp.Or(o.Keys, 200)
	return o
}

// A Span is a range of bytes in the file.
type Span struct{ Start, End int }

// source is the state that the parts of one parsed text share.
type source struct {
	file *diag.File
	yaml bool
}

// errorAt returns an error that marks the span at.
func (s *source) errorAt(at Span, code diag.Code, format string, args ...any) diag.Diagnostic {
	return s.file.At(at.Start, at.End, diag.Error, code, format, args...)
}

// Parse reads the TOML in the bytes [start, end) of f, which must be valid
// UTF-8 (see [Text]). The table is never nil: it holds everything that could be read,
// including keys with a broken value. So later checks can continue, and do not
// report the same key twice.
func Parse(f *diag.File, start, end int, o Options) (*Table, diag.List) {
	o = o.withDefaults()
	src := &source{file: f}
	end = max(0, min(end, len(f.Text)))
	start = max(0, min(start, end))
	root := &Table{src: src, Span: Span{start, end}, class: classHeader}
	if end-start > o.Bytes {
		root.broken = true
		return root, diag.List{tooLarge(src, start, end, o)}
	}
	s := &scanner{src: src, o: o, t: f.Text[:end], from: start, i: start, root: root, cur: root, plain: true}
	s.run()
	if s.stop {
		root.spoil()
		return root, s.diags
	}
	s.fill()
	return root, s.diags
}

// tooLarge marks the line on which the text becomes too large.
func tooLarge(src *source, start, end int, o Options) diag.Diagnostic {
	at := start + o.Bytes
	hint := "keep it short; put data into a file of its own"
	if o.What == "front matter" {
		hint = "put text below the front matter"
	}
	return src.errorAt(Span{at, at}, CodeLimit, "%s is too large: %d KiB, the limit is %d KiB", o.What, (end-start)>>10, o.Bytes>>10).
		WithHint("%s", hint)
}
