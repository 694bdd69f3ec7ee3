// Package widget says what an interactive block is.
//
// An author writes a widget as ordinary Markdown inside a ::: container. The
// content package reads the container into a [Block], a neutral outline of
// headings, lists, quotes, tables and prose, so that a kind never sees the
// Markdown parser. A [Kind] turns the outline into a [Widget]: its own
// struct, which is also what its template draws.
//
// Rendered pieces ([Text.HTML], [Part.HTML]) hold link tokens in place of
// addresses, because where a link leads is known only once the whole site is
// read. A template writes the pieces as they are; the lesson's writer replaces
// the tokens afterwards.
package widget

import (
	"reflect"

	"playbook/generator/diag"
)

// A Kind is one sort of widget. Its name is the container's word, the Go
// package, the folder of its template, script and style, and the element's
// name behind "pb-".
type Kind struct {
	Name string
	// Sees is the type of the widgets that Parse returns, which is what the kind's template
	// sees. Fields of templates are checked with it.
	Sees reflect.Type
	// Parse reads a block. It never returns a nil Widget without an error in
	// the list.
	Parse func(Block) (Widget, diag.List)
	// Static kinds have no state and no script of their own.
	Static bool
	// Holds names the kinds whose containers may stand inside one of this kind.
	// Such a container is a widget of the lesson like any other; the outer one
	// gets a [Nested] part whose HTML is where it is drawn.
	Holds []string
	// Takes lists the attributes of the container and of what stands in it.
	Takes []Takes
	// CellAttrs lets every cell of its tables end in attributes, see [Row].
	CellAttrs bool
}

// A Widget is a parsed block of some kind.
type Widget interface {
	// SearchText returns the words a reader may search for, in reading order.
	SearchText() []string
}

// Anchored widgets have ids in the page that a link may lead to, besides those
// that a [Keeper] has for its state.
type Anchored interface{ Anchors() []string }

// Broad widgets want the page's whole width, sidebars and all.
type Broad interface{ Broad() bool }

// A Span is a range of bytes in a [Block]'s file.
type Span struct{ Start, End int }

// A Text is a run of inline Markdown: as plain words, and as HTML with link
// tokens (see the package comment). HTML is safe markup, already escaped.
type Text struct {
	Plain string
	HTML  string
	Span  Span
}

// A Block is one container, read.
type Block struct {
	// Kind is the word after the colons. A bare task list has the kind
	// "checklist" and Bare set.
	Kind string
	// ID is the author's #id, or one derived from the nearest heading;
	// Derived says which. It is unique in the lesson.
	ID      string
	Derived bool
	Bare    bool
	// Anchor is the block's id in the page: ID, or another where a heading
	// has that id already.
	Anchor string
	// Heading is the text of the nearest heading above the block, HeadingID
	// its id; "" if there is none.
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
	// Words gives the spellings of a key in a language, for "" in all of them; nil in a
	// block made by hand. See [Block.Spellings].
	Words func(lang, key string) []string
	// Link notes a link to the lesson of a uid, written at a place in the file,
	// and returns it as HTML with the lesson's title for its words. A uid that
	// no lesson has is reported when the site is put together. Nil in a block
	// made by hand.
	Link func(uid string, at Span) string
	// Address notes a link or a picture that an attribute names as Markdown does, as
	// "../prices.md", and returns the element's attributes with where it leads, "" for
	// an address that cannot be. Nil in a block made by hand.
	Address func(dest string, at Span, picture bool) string
	// Claim says that the kind has checked where a link leads and draws it
	// itself, so that nobody else reports it. Nil in a block made by hand.
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
	// HTML is the whole part rendered, for parts shown as they are; every part
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
	// Link is set where the first paragraph is one relative link and nothing
	// else.
	Link  *Link
	Mark  Mark
	Attrs Attrs
	Parts []Part
	Span  Span
}

// A Row is one table row. Attrs are those written in its last cell; CellAttrs are
// those of each cell, for a kind with [Kind].CellAttrs.
type Row struct {
	Cells     []Text
	Attrs     Attrs
	CellAttrs []Attrs
	Span      Span
}

// Spellings are how authors write a word of a kind in the lesson's language, from the
// table [spellings] of the kind's strings; English where the language says nothing.
func (b *Block) Spellings(key string) []string { return b.spellings(b.Lang, key) }

// EverySpelling are the spellings in all of the site's languages: a word that was left
// in English when a lesson was translated is understood as well.
func (b *Block) EverySpelling(key string) []string { return b.spellings("", key) }

// EnglishSpellings are those of English, which other programs write whatever the
// reader's language.
func (b *Block) EnglishSpellings(key string) []string { return b.spellings("en", key) }

func (b *Block) spellings(lang, key string) []string {
	if b.Words == nil {
		return nil
	}
	return b.Words(lang, b.Kind+".spellings."+key)
}

// At returns an error-free diagnostic builder for the block: a diagnostic that
// marks span in the block's file. See [diag.File.At].
func (b *Block) At(span Span, s diag.Severity, code diag.Code, format string, args ...any) diag.Diagnostic {
	return b.File.At(span.Start, span.End, s, code, format, args...)
}

// Errorf is [Block.At] with severity error.
func (b *Block) Errorf(span Span, code diag.Code, format string, args ...any) diag.Diagnostic {
	return b.At(span, diag.Error, code, format, args...)
}
