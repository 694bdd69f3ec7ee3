// Package widget defines what an interactive block is.
//
// An author writes a widget as ordinary Markdown inside a ::: container. The
// content package reads the container into a [Block], a neutral outline of
// headings, lists, quotes, tables and prose, so that a kind never sees the
// Markdown parser. A [Kind] turns the outline into a [Widget]: its own
// struct, which its template draws.
//
// Rendered pieces ([Text.HTML], [Part.HTML]) hold link tokens in place of
// addresses, because a link's address is known only when the whole site is
// read. A template writes the pieces as they are; the lesson's writer replaces
// the tokens afterwards.
package widget

import (
	"reflect"

	"playbook/generator/diag"
)

// A Kind is one sort of widget. Its name is the word of the container, the name of the
// Go package and of the folder with its template, script and style, and the name of the
// element after "pb-".
type Kind struct {
	Name string
	// Sees is the type of the widgets that Parse returns. It is what the kind's template
	// sees, so the template's fields are checked against it.
	Sees reflect.Type
	// Parse reads a block. It never returns a nil Widget without an error in
	// the list.
	Parse func(Block) (Widget, diag.List)
	// Static kinds keep nothing. Most have no script.
	Static bool
	// Holds names the kinds whose containers may be inside one of this kind. Such a
	// container is a widget of the lesson like any other. The outer one gets a [Nested]
	// part, whose HTML is its place.
	Holds []string
	// Takes lists the attributes of the container and of the things in it.
	Takes []Takes
	// CellAttrs says that every cell of its tables may end in attributes, see [Row].
	CellAttrs bool
}

// A Widget is a parsed block of some kind.
type Widget interface {
	// SearchText returns the words a reader may search for, in reading order.
	SearchText() []string
}

// Anchored widgets have further ids in the page to which a link may lead, apart from
// those of a [Keeper].
type Anchored interface{ Anchors() []string }

// Broad widgets use the page's whole width, including the sidebars.
type Broad interface{ Broad() bool }

// A Span is a range of bytes in a [Block]'s file.
type Span struct{ Start, End int }

// A Text is inline Markdown, as plain words and as HTML with link tokens (see the
// package comment). The HTML is safe.
type Text struct {
	Plain string
	HTML  string
	Span  Span
}

// A Block is the outline of one container.
type Block struct {
	// Kind is the word after the colons. A bare task list has the kind
	// "checklist" and Bare set.
	Kind string
	// ID is the author's #id, or one derived from the nearest heading;
	// Derived says which. It is unique in the lesson.
	ID      string
	Derived bool
	Bare    bool
	// Anchor is the block's id in the page: ID, or a different one if a heading already
	// has that id.
	Anchor string
	// Heading is the text of the nearest heading above the block, HeadingID its id;
	// both are "" if there is none.
	Heading, HeadingID string
	Attrs              Attrs
	Parts              []Part
	// Span marks the opening line (for a bare list, its first item).
	Span Span
	// File is the lesson's source; kinds use it to make diagnostics and must
	// not keep it.
	File *diag.File
	// Lang is the lesson's language, as "nl".
	Lang string
	// Words returns the spellings of a key in a language, or in all languages if lang
	// is "". It is nil in a block that a test made. See [Block.Spellings].
	Words func(lang, key string) []string
	// Link records a link to the lesson with a uid, at a place in the file. It returns
	// the link as HTML with the lesson's title as its text. A uid without a lesson is
	// reported when the site is assembled. It is nil in a block that a test made.
	Link func(uid string, at Span) string
	// Address records a link or a picture in an attribute, such as "../prices.md". It
	// returns the element's attributes with the address, or "" for an impossible
	// address. It is nil in a block that a test made.
	Address func(dest string, at Span, picture bool) string
	// Claim says that the kind has checked a link and draws it itself, so that nobody
	// else reports the link. It is nil in a block that a test made.
	Claim func(Link)
}

// A Link is a relative link as an author wrote it.
type Link struct {
	Dest string // decoded, as "#node" or "../x.md"
	Text Text   // its words
	Span Span   // of the destination
	// Index is the link's number in the lesson.
	Index int
}

// PartType says what a [Part] is.
type PartType uint8

// The types of part.
const (
	Prose   PartType = iota // a paragraph or anything without a type of its own: Text, HTML
	Heading                 // Text, Level, Attrs
	List                    // Items, Ordered; HTML if it is no task list
	Quote                   // HTML, Text (plain), Parts
	Table                   // Rows; the first is the head
	Code                    // Code, Info
	Rule                    // ---
	Nested                  // a container inside this one: Block; HTML if the kind holds it
)

// A Part is one Markdown block of a container, in order.
type Part struct {
	Type  PartType
	Span  Span
	Level int   // of a heading, 2-6 as written in the file
	Attrs Attrs // of a heading
	Text  Text
	// Slug is the id that a code host derives from a heading.
	Slug string
	// HTML is the whole part as HTML, for parts that are shown as they are. Every part
	// after a rule has it.
	HTML    string
	Items   []Item
	Ordered bool
	Rows    []Row
	Code    string // of a code block; CodeSpan is its place in the file
	Info    string // the word after the fence
	CodeAt  Span
	Parts   []Part // inside a quote
	Block   *Block // Nested
}

// A Mark is the check box of a list item.
type Mark uint8

// The marks.
const (
	NoMark Mark = iota // no box
	Open               // [ ]
	Done               // [x]
)

// An Item is one list item: its first paragraph as Text, the rest as Parts.
type Item struct {
	Text Text
	// Link is set if the first paragraph consists of one relative link.
	Link  *Link
	Mark  Mark
	Attrs Attrs
	Parts []Part
	Span  Span
}

// A Row is one table row. Attrs are the attributes in its last cell; CellAttrs are
// those of each cell, for a kind with [Kind].CellAttrs.
type Row struct {
	Cells     []Text
	Attrs     Attrs
	CellAttrs []Attrs
	Span      Span
}

// Spellings returns how authors write a word of a kind in the lesson's language, from
// the table [spellings] of the kind's strings. Where the language has none, it returns
// the English spellings.
func (b *Block) Spellings(key string) []string { return b.spellings(b.Lang, key) }

// EverySpelling returns the spellings in all of the site's languages, so that a word
// left in English in a translated lesson is understood too.
func (b *Block) EverySpelling(key string) []string { return b.spellings("", key) }

// EnglishSpellings returns the English spellings, which other programs write in any
// language.
func (b *Block) EnglishSpellings(key string) []string { return b.spellings("en", key) }

func (b *Block) spellings(lang, key string) []string {
	if b.Words == nil {
		return nil
	}
	return b.Words(lang, b.Kind+".spellings."+key)
}

// At returns a diagnostic that marks span in the block's file. See [diag.File.At].
func (b *Block) At(span Span, s diag.Severity, code diag.Code, format string, args ...any) diag.Diagnostic {
	return b.File.At(span.Start, span.End, s, code, format, args...)
}

// Errorf is [Block.At] with severity error.
func (b *Block) Errorf(span Span, code diag.Code, format string, args ...any) diag.Diagnostic {
	return b.At(span, diag.Error, code, format, args...)
}
