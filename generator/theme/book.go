package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/site"
)

// A book has all lessons of a language on one page, for printing. Its chapters are the
// sections, in reading order.
type book struct {
	chapters []Chapter
	numbers  map[*site.Page]int // of the pages in it, from 1
}

// A Chapter of the book is a section with its lessons.
type Chapter struct {
	Leaf
	Lessons []Leaf // the lessons of the chapter, in their order
}

// A Leaf is one page of the site in the book.
type Leaf struct {
	ID      string // the id of its heading in the book
	Title   string // what it is called
	Class   string // the style class of its kind's colour
	Lang    string // the language of its text, "" if it is the page's own
	No      int    // a lesson's place among the lessons, from 1
	Minutes int    // the reading time

	v    *View // of the book
	page *site.Page
}

// A LeafView is what the templates of a chapter and of a lesson in the book see.
type LeafView struct {
	*View
	No int // the lesson's place among the lessons of the book, from 1
}

// View is the leaf's page as the book shows it.
func (l Leaf) View() *LeafView {
	own := l.v.r.view(l.page)
	own.at, own.book, own.IDs = l.v.at, l.v.bookOf(), l.ID+"-"
	return &LeafView{own, l.No}
}

// bookOf returns the book of the page's language.
func (v *View) bookOf() *book {
	if v.book != nil {
		return v.book
	}
	b := &book{numbers: map[*site.Page]int{}}
	leaf := func(p *site.Page) Leaf {
		n := len(b.numbers) + 1
		b.numbers[p] = n
		l := Leaf{ID: bookID(n), Title: v.r.title(p), Class: kindClass(p.Kind), Minutes: p.Minutes, v: v, page: p}
		if p.Fallback {
			l.Lang = v.r.site.Config.Language
		}
		return l
	}
	no := 0
	var add func(s *site.Section)
	add = func(s *site.Section) {
		if len(s.Lessons) > 0 {
			c := Chapter{Leaf: leaf(s.Page)}
			c.Class = kindClass(s.Kind)
			for _, p := range s.Lessons {
				l := leaf(p)
				no++
				l.No = no
				c.Lessons = append(c.Lessons, l)
			}
			b.chapters = append(b.chapters, c)
		}
		for _, child := range s.Children {
			add(child)
		}
	}
	add(v.page.Lang.Root)
	v.book = b
	return b
}

// number returns a page's number in the book, or 0.
func (b *book) number(p *site.Page) int {
	if b == nil || p == nil {
		return 0
	}
	return b.numbers[p]
}

// bookID returns the prefix of the ids of a page in the book, made from its number.
// Authors' ids do not begin with "pb-".
func bookID(n int) string { return "pb-b" + strconv.Itoa(n) }

// Chapters are the chapters of the book, for its contents.
func (v *View) Chapters() []Chapter { return v.bookOf().chapters }

// AllMinutes is the reading time of all lessons.
func (v *View) AllMinutes() int { return minutes(v.page.Lang.Lessons) }

// Description is what the site says of itself.
func (v *View) Description() string { return description(v.r.site, v.page.Lang) }

// BookStyle returns the style sheet that prints the name of each lesson at the head of
// its pages, and its address, "" if the language has no book. A running head needs a
// named page for each lesson (CSS Paged Media 3 §3).
func BookStyle(l *site.Lang) (url string, css []byte) {
	if !hasBook(l) {
		return "", nil
	}
	var b bytes.Buffer
	for i, p := range l.Lessons {
		fmt.Fprintf(&b, ".p%d{page:p%d}@page p%d{@top-right{content:%s}}\n", i+1, i+1, i+1, cssString(p.Title))
	}
	return "assets/book-" + l.Code + "." + assets.Fingerprint(b.Bytes()) + ".css", b.Bytes()
}

func hasBook(l *site.Lang) bool {
	for _, p := range l.Pages {
		if p.Type == site.SystemPage && p.System == "book" {
			return true
		}
	}
	return false
}

// cssString returns text as a CSS string.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r == '"' || r == '\\' || r < ' ' {
			fmt.Fprintf(&b, `\%x `, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}

// bookKinds returns the kinds of widget whose styles the book needs.
func (v *View) bookKinds() []string {
	var kinds []string
	for _, p := range v.page.Lang.Lessons {
		if p.Lesson != nil {
			kinds = mergeKinds(kinds, p.Lesson.Widgets)
		}
	}
	return kinds
}

// writeBookStyle writes the file of a language's [BookStyle].
func writeBookStyle(css []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(css)
		return err
	}
}

// Cover is the book's title, marked up like any headline.
func (v *View) Cover() template.HTML { return headline(v.SiteTitle) }
