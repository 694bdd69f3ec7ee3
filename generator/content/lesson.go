package content

import (
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A Lesson is one Markdown file, read. It depends on that file and the
// [Options] alone: nothing in it knows the rest of the site. It is shared
// between builds and never written again.
type Lesson struct {
	// Path is slash-separated and relative to the content folder, as
	// "campaign-analogies/03-current-customers-first.md".
	Path string
	// Dir is the folder of Path with ordering prefixes stripped, "" for the
	// content folder itself; Slug the file name without prefix, language and
	// extension, or the front matter's slug; IsIndex is set for index.md.
	Dir, Slug string
	IsIndex   bool
	// Base is the file name without prefix, language and extension: what a
	// lesson and its translations have in common.
	Base string
	// Order is the number before the file's name, -1 if none.
	Order int
	// Lang is the language of a translation beside its lesson ("nl" for
	// x.nl.md), "" for the site's own language.
	Lang string
	// Hash is a hash of the file's bytes.
	Hash [16]byte
	// SourceSum is a hash of what a translator translates, see [Lesson.SourceHash];
	// zero in a playbook of one language.
	SourceSum [8]byte
	// PlainSum is a hash of the whole text, which translations of earlier versions
	// carry.
	PlainSum [8]byte

	Meta     Meta
	Headings []Heading
	// Terms are those of the glossary, which are anchors; their Level is 0.
	Terms    []Heading
	Links    []Link
	Widgets  []Placed
	Passages []Passage
	// Message is what an assignment says, see [Lesson.Assignment].
	Message string
	texts   string // the passages' words, one after another
	// Words counts the words of the text, for a reader's estimate.
	Words int

	// source is the body's Markdown, which begins at bodyAt of the file's text.
	source []byte
	bodyAt int
	// values are what variables of the body stand for.
	values []edit
	given  string   // the uid where its file's name is another lesson's
	extra  []string // ids of details, of terms and of headings outside the contents
	body   []byte   // HTML with tokens, see WriteHTML
}

// Glossary reports whether the lesson is the playbook's glossary, or a
// translation of it: glossary.md at the root of the content folder. It becomes
// a page of the playbook itself, and its terms are anchors.
func (l *Lesson) Glossary() bool { return l.Dir == "" && l.Base == "glossary" }

// Anchors returns every id in the page that a link may name: headings,
// widgets and their items.
func (l *Lesson) Anchors() []string {
	var ids []string
	for _, h := range l.Headings {
		ids = append(ids, h.ID)
	}
	for _, p := range l.Widgets {
		ids = append(ids, widget.AnchorsOf(p.Widget)...)
	}
	return append(ids, l.extra...)
}

// PassageTexts returns the plain words of every passage, those of its widgets
// included.
func (l *Lesson) PassageTexts() []string {
	out := make([]string, len(l.Passages))
	all := l.texts
	for i, p := range l.Passages {
		out[i], all = all[:p.Len], all[p.Len:]
	}
	return out
}

// An edit is what stands for readers in the place of some bytes of the file's text:
// the value of a variable, or where a link leads.
type edit struct {
	offset, len int
	value       string
}

// A Heading is one heading outside widgets, with its place in the contents.
type Heading struct {
	Level int // 2-6; a lesson's only h1 is its title
	ID    string
	Was   string // its earlier id, which is still an anchor; "" if none
	Text  string // plain
	// Derived says that the author gave no {#id}, Shared that a translation's
	// heading has the id of the original's, see [Lesson.WithHeadings].
	Derived, Shared bool
	Pos             diag.Pos
}

// LinkKind says how a link was written.
type LinkKind uint8

// The kinds of link.
const (
	LinkInline LinkKind = iota // [text](dest), <dest>, reference links
	LinkWiki                   // [[uid]] or [[uid#anchor|text]]
	LinkImage                  // ![alt](dest)
)

// A Link is one link or image as the author wrote it. Its index in
// [Lesson.Links] is its token's number.
type Link struct {
	Kind LinkKind
	// Claimed links are checked and drawn by their widget.
	Claimed bool
	Dest    string // decoded, as written
	Text    string // of a wiki link alone, as written after "|"; "" without one
	// Pos and End mark the destination.
	Pos diag.Pos
	End int
	// Offset and Len are the destination's bytes in the body's source, for
	// the Markdown twin; Len is 0 where the link has no destination of its
	// own in the source.
	Offset, Len int
	// Widget is the id in the page of the widget the link stands in, "" outside.
	Widget string
	// Width is how wide an image is drawn, in CSS pixels, 0 for as wide as it is.
	Width int
}

// A Placed widget is a widget and where it stands. Its index in
// [Lesson.Widgets] is its token's number.
type Placed struct {
	Kind   string
	ID     string
	Widget widget.Widget
	Pos    diag.Pos
	// Static widgets have no state and no id of their own.
	Static bool
	// Derived says that the author gave no #id, Bare that there is no
	// container to give one to.
	Derived, Bare bool
}

// WithWidgets returns the lesson with other ids: its widgets replaced by ws,
// which are the same ones in the same order, at the same anchors.
func (l *Lesson) WithWidgets(ws []Placed) *Lesson {
	out := *l
	out.Widgets = ws
	return &out
}

// UID is the name under which the lesson is linked to and its readers' state
// is kept: the front matter's, else the file's name, of an index.md the
// folder's. A translation has its lesson's.
func (l *Lesson) UID() string {
	switch {
	case l.Meta.UID != "":
		return l.Meta.UID
	case l.given != "":
		return l.given
	case !l.IsIndex:
		return l.Base
	case l.Dir != "":
		return l.Dir
	}
	return "home"
}

// WithUID returns the lesson under another name than its file's.
func (l *Lesson) WithUID(uid string) *Lesson {
	out := *l
	out.given = uid
	return &out
}

// A Passage is a heading's worth of text, the unit of search. The first one
// of a lesson has no heading.
type Passage struct {
	ID      string   // the heading's anchor, "" for the top of the page
	Heading string   // plain
	Trail   []string // the headings above it
	// Len is the number of bytes of its text, see [Lesson.PassageTexts].
	Len int
}
