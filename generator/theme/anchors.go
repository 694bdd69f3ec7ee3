package theme

import (
	"bytes"
	"html/template"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// What a lesson's page repeats most, lists of links, is written here and not
// by a template: a list then costs one call where a template would evaluate
// and escape every part of every link.

// anchor writes <a href="…">…</a>.
func (v *View) anchor(b *strings.Builder, p *site.Page, title string) {
	b.WriteString(`<a href="`)
	b.WriteString(escapeURL(v.to(p.URL)))
	b.WriteByte('"')
	if p.Fallback && v.TextLang == "" {
		b.WriteString(` hreflang="` + v.r.site.Config.Language + `"`)
	}
	b.WriteByte('>')
	b.WriteString(template.HTMLEscapeString(title))
	b.WriteString("</a>")
}

// anchors are links to pages, joined by sep.
func (v *View) anchors(pages []*site.Page, sep string) template.HTML {
	var b strings.Builder
	for i, p := range pages {
		if i > 0 {
			b.WriteString(sep)
		}
		v.anchor(&b, p, p.Title)
	}
	return template.HTML(b.String())
}

// termAnchors are links to terms, joined by sep.
func (v *View) termAnchors(terms []*site.Term, sep string) template.HTML {
	var b strings.Builder
	for _, t := range terms {
		if t == nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		if t.Page == nil {
			b.WriteString(template.HTMLEscapeString(t.Label))
		} else {
			v.anchor(&b, t.Page, t.Label)
		}
	}
	return template.HTML(b.String())
}

// mentions is how many lessons "mentioned in" names.
const mentions = 24

// mentioned fills in the lessons that link to this page.
func (v *View) mentioned() {
	pages := v.page.MentionedIn.Pages()
	if len(pages) == 0 {
		return
	}
	n := min(len(pages), mentions)
	v.MentionedIn = "<li>" + v.anchors(pages[:n], "</li><li>") + "</li>"
	v.MentionedMore = len(pages) - n
}

// contentsMin is the number of headings from which contents are worth a list.
const contentsMin = 2

// hasContents reports whether the lesson's headings are listed beside it.
func (v *View) hasContents(l *content.Lesson) bool {
	if !l.Meta.TOC || v.page.Type != site.LessonPage {
		return false
	}
	n := 0
	for _, h := range l.Headings {
		if h.Level <= 3 {
			n++
		}
	}
	return n >= contentsMin
}

// writeContents links the lesson's headings, two levels deep, as items of a
// list; those of the lower level have the class "sub".
func (v *View) writeContents() error {
	if v.lesson == nil {
		return nil
	}
	for _, h := range v.lesson.Headings {
		switch {
		case h.Level > 3:
			continue
		case h.Level == 3:
			v.out.WriteString(`<li class="sub"><a href="#`)
		default:
			v.out.WriteString(`<li><a href="#`)
		}
		v.out.WriteString(escapeURL(h.ID))
		v.out.WriteString(`">`)
		v.out.WriteString(template.HTMLEscapeString(h.Text))
		v.out.WriteString("</a></li>")
	}
	return nil
}

// writeCrumbs writes the way from the home page to this one, itself left out,
// as items of a list. It is the same for all lessons of a section.
func (v *View) writeCrumbs() error {
	type key struct {
		section *site.Section
		kind    site.PageType
		dir     string
	}
	if v.page.Type != site.LessonPage {
		return v.emit(v.crumbs())
	}
	return v.shared(key{v.page.Section, v.page.Type, dirOf(v.page.URL)}, func() ([]byte, error) { return v.crumbs(), nil })
}

func (v *View) crumbs() []byte {
	var b strings.Builder
	for i, p := range v.chain() {
		title := v.r.title(p)
		if i == 0 {
			title = v.ls.words.Get("ui.home")
		}
		b.WriteString("<li>")
		v.anchor(&b, p, title)
		b.WriteString("</li>")
	}
	return []byte(b.String())
}

// chain are the pages from the home page down to this one, itself left out.
func (v *View) chain() []*site.Page {
	home := v.page.Lang.Home
	if home == nil || v.page == home {
		return nil
	}
	chain := []*site.Page{home}
	for s := v.page.Section; s != nil && s.Parent != nil; s = s.Parent {
		if s.Page != nil && s.Page != v.page {
			chain = append(chain[:1], append([]*site.Page{s.Page}, chain[1:]...)...)
		}
	}
	if list := v.listPage(); list != nil {
		chain = append(chain, list)
	}
	return chain
}

// slot stands for a page's file name in the language switch that is kept for a
// folder.
const slot = "pb-slot"

// switchKey is what the language switch of a folder depends on, besides the
// file name.
type switchKey struct {
	lang, dir, base string
	missing         uint64 // a bit for each language that shows the original
}

// writeLanguages writes the links to the page in other languages. Where the
// page has the same file name in all of them, as it mostly has, the switch is
// drawn once for the folder and the name is put in.
func (v *View) writeLanguages() error {
	if len(v.r.site.Langs) < 2 {
		return nil
	}
	file := v.page.URL[len(dirOf(v.page.URL)):]
	key := switchKey{lang: v.Lang, dir: dirOf(v.page.URL), base: v.base}
	same := len(v.page.Others) <= 64 && escapeURL(file) == file
	for i, o := range v.page.Others {
		if o.Fallback {
			key.missing |= 1 << (i % 64)
		}
		same = same && o.URL[len(o.Lang.Prefix):] == v.page.URL[len(v.page.Lang.Prefix):]
	}
	if !same {
		return v.run("languages", v)
	}
	parts := once(v.r, key, func() slots { return v.drawSwitch() })
	for i, part := range parts.html {
		if i > 0 {
			v.out.WriteString(file)
		}
		v.out.Write(part)
	}
	return parts.err
}

// slots are HTML cut where a file name goes in.
type slots struct {
	html [][]byte
	err  error
}

func (v *View) drawSwitch() slots {
	own := *v
	own.slotted = true
	html, err := own.execute("languages", &own)
	return slots{bytes.Split(html, []byte(slot)), err}
}
