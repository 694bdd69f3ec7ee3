package theme

import (
	"html/template"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// Lists of links, which are the most frequent part of a lesson's page, are written in
// Go. One call makes a list; a template would evaluate and escape every part of every
// link.

// anchor writes <a href="…">…</a>.
func (v *View) anchor(b *strings.Builder, p *site.Page, title string) {
	if v.unlinked(b, p, title) {
		return
	}
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

// anchors returns links to pages, joined by sep.
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

// termAnchors returns links to terms, joined by sep.
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

// mentions is the largest number of lessons in "mentioned in".
const mentions = 24

// mentioned fills in the lessons that link to this page.
func (v *View) mentioned() {
	pages := v.page.MentionedIn
	if len(pages) == 0 {
		return
	}
	n := min(len(pages), mentions)
	v.MentionedIn = "<li>" + v.anchors(pages[:n], "</li><li>") + "</li>"
	v.MentionedMore = len(pages) - n
}

// contentsMin is the number of headings from which a page has a list of contents.
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

// Contents links the lesson's headings, two levels deep, as items of a list; those
// of the lower level have the class "sub".
func (v *View) Contents() template.HTML {
	if v.lesson == nil {
		return ""
	}
	var b strings.Builder
	for _, h := range v.lesson.Headings {
		switch {
		case h.Level > 3:
			continue
		case h.Level == 3:
			b.WriteString(`<li class="sub"><a href="#`)
		default:
			b.WriteString(`<li><a href="#`)
		}
		b.WriteString(escapeURL(h.ID))
		b.WriteString(`">`)
		b.WriteString(template.HTMLEscapeString(h.Text))
		b.WriteString("</a></li>")
	}
	return template.HTML(b.String())
}

// Crumbs is the way from the home page to this one, itself left out, as items of
// a list.
func (v *View) Crumbs() template.HTML {
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
	return template.HTML(b.String())
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
			chain = slices.Insert(chain, 1, s.Page)
		}
	}
	if list := v.listPage(); list != nil {
		chain = append(chain, list)
	}
	return chain
}
