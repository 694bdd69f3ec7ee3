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

// A book is all lessons of a language on one page, to be printed: its chapters
// are the sections, in reading order.
type book struct {
	chapters []Chapter
	numbers  map[*site.Page]int // of the pages in it, from 1, as others know them
}

// A Chapter of the book is a section with its lessons.
type Chapter struct {
	Leaf
	Lessons []Leaf
}

// A Leaf is one page of the site in the book.
type Leaf struct {
	ID, Title, Class, Lang string
	No                     int // a lesson's place among the lessons, from 1
	Minutes                int
	page                   *site.Page
}

// book is that of the page's language.
func (v *View) book() *book {
	type key struct{ lang *site.Lang }
	return once(v.r, key{v.lang}, func() *book { return v.bind() })
}

func (v *View) bind() *book {
	b := &book{numbers: map[*site.Page]int{}}
	leaf := func(p *site.Page) Leaf {
		n := len(b.numbers) + 1
		b.numbers[p] = n
		l := Leaf{ID: bookID(n), Title: v.r.title(p), Class: kindClass(p.Kind), Minutes: p.Minutes, page: v.lang.Newest(p)}
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
	add(v.lang.Root)
	return b
}

// Ids of the book: every page in it has a number, which goes before the ids of
// its own text. No author's id begins with "pb-".
func bookID(n int) string { return "pb-b" + strconv.Itoa(n) }

// Chapters are the book's, for its contents.
func (v *View) Chapters() []Chapter { return v.book().chapters }

// AllMinutes is the reading time of all lessons.
func (v *View) AllMinutes() int { return minutes(v.lang.Lessons) }

// Description is what the site says of itself.
func (v *View) Description() string { return v.r.site.Config.Description }

// A BookView is what the templates of a chapter and of a lesson in the book see.
type BookView struct {
	*View
	No int // of a lesson
}

// writeBook writes the chapters, one lesson after the other.
func (v *View) writeBook() error {
	for _, c := range v.book().chapters {
		if err := v.writeLeaf("book-chapter", c.Leaf); err != nil {
			return err
		}
		for _, l := range c.Lessons {
			if err := v.writeLeaf("book-lesson", l); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLeaf draws one page of the site as part of the book.
func (v *View) writeLeaf(name string, l Leaf) error {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer keep(buf)
	own := v.r.view(l.page, buf)
	own.base, own.bound = "./"+v.Root, v.book()
	if err := own.run(name, &BookView{own, l.No}); err != nil {
		return fmt.Errorf("%q in the book: %w", l.page.URL, err)
	}
	fmt.Fprintf(v.out, `<section id="%s" class="%s`, l.ID, l.Class)
	if l.No > 0 {
		fmt.Fprintf(v.out, ` leaf p%d`, l.No) // the page it is printed on, see BookStyle
	}
	v.out.WriteByte('"')
	if l.Lang != "" {
		fmt.Fprintf(v.out, ` lang="%s"`, l.Lang)
	}
	v.out.WriteByte('>')
	rebind(v.out, buf.String(), l.ID+"-")
	v.out.WriteString("</section>\n")
	return nil
}

// boundAddress is where a link inside the book leads: to its place in the book,
// "" if it has none.
func (v *View) boundAddress(t *site.Target) string {
	if v.bound == nil || t.Page == nil || t.Page.Known() == v.page {
		return ""
	}
	n := v.bound.numbers[t.Page.Known()]
	switch {
	case n == 0:
		return ""
	case t.Fragment == "":
		return "#" + bookID(n)
	}
	return "#" + escapeURL(bookID(n)+"-"+t.Fragment)
}

// bound attributes hold ids, or a group's name, that must differ between the
// pages of a book.
var boundAttributes = []string{" id=", " for=", " name=", " list=", " aria-labelledby=", " aria-describedby=", " aria-controls="}

// rebind writes a page's HTML for the book: ids and what refers to them get the
// prefix. In HTML of ours a quote stands nowhere but round an attribute's value.
func rebind(w *bytes.Buffer, html, prefix string) {
	section := false // the tag is a section's
	for {
		i := strings.Index(html, `="`)
		if i < 0 {
			w.WriteString(html)
			return
		}
		attr := html[:i+1]
		value, rest, ok := strings.Cut(html[i+2:], `"`)
		if !ok {
			w.WriteString(html)
			return
		}
		if at := strings.LastIndexByte(attr, '<'); at >= 0 {
			section = strings.HasPrefix(attr[at:], "<section ")
		}
		if named := strings.TrimSuffix(strings.TrimSuffix(attr, " aria-labelledby="), " aria-label="); section && named != attr {
			// Regions of one name, a lesson each, would be no landmarks.
			w.WriteString(named)
			html = rest
			continue
		}
		w.WriteString(attr)
		w.WriteByte('"')
		switch {
		case strings.HasSuffix(attr, " href="):
			own := strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "#pb-b") && !strings.HasPrefix(value, "#"+iconPrefix)
			if own {
				value = "#" + prefix + value[1:]
			}
			w.WriteString(value)
		case isBound(attr):
			for k, id := range strings.Fields(value) {
				if k > 0 {
					w.WriteByte(' ')
				}
				w.WriteString(prefix + id)
			}
		default:
			w.WriteString(value)
		}
		w.WriteByte('"')
		html = rest
	}
}

func isBound(attr string) bool {
	for _, a := range boundAttributes {
		if strings.HasSuffix(attr, a) {
			return true
		}
	}
	return false
}

// BookStyle is the style sheet that puts the name of each lesson at the head of
// its printed pages, and its address; "" if the language has no book. A running
// head needs a named page of its own for each lesson (CSS Paged Media 3 §3).
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

// cssString is text as a CSS string.
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

// bookKinds are the kinds of widget whose styles the book needs.
func (v *View) bookKinds() []string {
	var kinds []string
	for _, p := range v.lang.Lessons {
		if p.Lesson != nil {
			kinds = mergeKinds(kinds, p.Lesson.Widgets)
		}
	}
	return kinds
}

// writeBookStyle is the file of a language's [BookStyle].
func writeBookStyle(css []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(css)
		return err
	}
}

// Cover is the book's title, marked up like any headline.
func (v *View) Cover() template.HTML { return headline(v.SiteTitle) }
