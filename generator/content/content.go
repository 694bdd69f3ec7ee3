// Package content reads one Markdown file into one [Lesson].
//
// [Parse] is pure: its result depends on the file's bytes and the [Options]
// alone, so that it can be kept by content hash and replayed with its
// diagnostics. Nothing here knows the rest of the site. What a page can only
// say once every lesson is read (where a link leads, how a widget is drawn)
// stands in the body as a token, and [Lesson.WriteHTML] asks its [Hooks] for
// each token in turn.
//
// A file goes through these steps, one file of this package each:
//
//	encoding.go     UTF-8 without surprises, LF line ends
//	frontmatter.go  the head is cut off, positions stay those of the file
//	markdown.go     goldmark with the extensions of container.go and inline.go
//	comment.go      what is for writers only is taken out
//	rawhtml.go      harmless HTML is balanced, other HTML refused or checked
//	links.go        every destination is recorded and replaced by a token
//	literals.go     markup of other tools, and links that are none, are named
//	headings.go     ids, levels, one h1
//	container.go    ::: blocks, checked before their content is looked at
//	blocks.go       their content, as widget.Blocks
//	place.go        widgets take the place of blocks and of bare task lists
//	render.go       HTML with tokens
//	passages.go     the words, by heading
package content

import (
	"crypto/sha256"
	"slices"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Options are the settings on which parsing depends. They are part of the key of a
// parsed lesson.
type Options struct {
	// Default is the site's own language, Languages every language of the
	// site: a last ".xx" of a file name is a language only if listed.
	Default   string
	Languages []string
	// UnsafeHTML allows raw HTML.
	UnsafeHTML bool
	// Params are the values of {{ params.x }}.
	Params map[string]any
	// Ignore are patterns of front matter keys that belong to other tools.
	Ignore []string
	// OwnDescription says that a kind of lesson has its own key "description", which is
	// then not a summary.
	OwnDescription bool
	// Index says that the file is its folder's index.md, whatever its name.
	Index bool
	// Kinds are the widget kinds by name.
	Kinds map[string]widget.Kind
	// Words gives kinds the spellings of a key in a language, see [widget.Block].
	Words func(lang, key string) []string
}

// Parse reads the file at path (slash-separated, below the content folder) with the
// given bytes. source is the path in diagnostics, relative to the site's folder. The
// lesson is nil only if the file could not be read as text; the list then says why.
func Parse(path, source string, raw []byte, o *Options) (*Lesson, diag.List) {
	name, ds := splitName(path, source, o.Languages, o.Index)
	text, more := checkEncoding(source, raw)
	ds = append(ds, more...)
	if more.HasErrors() {
		return nil, ds
	}
	f := diag.NewFile(source, text)
	l := &Lesson{Path: path, Dir: name.dir, Slug: name.slug, Base: name.slug, IsIndex: name.index, Order: name.order, Lang: name.lang}
	l.Hash = Hash(raw)
	plain := l.Hash
	if len(text) != len(raw) { // the line ends differ, or there is a byte order mark
		plain = Hash(text)
	}
	copy(l.PlainSum[:], plain[:])
	head, body, more := splitFrontMatter(f)
	ds = append(ds, more...)
	table, more := head.table(f)
	if !head.lost {
		ds = append(ds, more...)
	}
	if len(o.Languages) > 1 {
		l.SourceSum = sourceSum(table, head.kind == yamlHead, text[body:], o.Ignore)
	}
	l.Meta, more = decodeMeta(f, head, table, &name, o)
	ds = append(ds, more...)
	if l.Meta.Slug != "" {
		l.Slug = l.Meta.Slug
	}
	l.bodyAt = body
	ds = append(ds, newDocument(f, body, l, o).read()...)
	l.source = text[l.bodyAt:]
	// Thousands of lessons stay in memory, while watching for hours.
	l.Links, l.Headings, l.Passages = exact(l.Links), exact(l.Headings), exact(l.Passages)
	return l, ds
}

// exact returns a list without spare capacity.
func exact[T any](list []T) []T {
	if cap(list)-len(list) <= len(list)/8 {
		return list
	}
	return slices.Clone(list)
}

// Hash returns the hash of a file's bytes for [Lesson.Hash].
func Hash(raw []byte) (h [16]byte) {
	sum := sha256.Sum256(raw)
	copy(h[:], sum[:])
	return h
}

// Text returns a file's bytes as the text to which positions refer: UTF-8 without a
// byte order mark, lines ended by LF. It reports what cannot be read.
func Text(source string, raw []byte) ([]byte, diag.List) { return checkEncoding(source, raw) }
