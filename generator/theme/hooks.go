package theme

import (
	"html/template"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// hooks answer for the tokens of the page's lesson.
func (v *View) hooks(l *content.Lesson) Hooks {
	h := Hooks{Link: v.linkAttrs, LinkText: v.linkText, Image: v.imageAttrs, Word: v.word}
	h.Widget = v.widget(l, h)
	return h
}

// target is where the lesson's link i leads, nil for one that is not there.
func (v *View) target(i int) *site.Target {
	if i < 0 || i >= v.page.Links.Len() {
		return nil
	}
	t := v.page.Links.At(i)
	return &t
}

// linkAttrs are the attributes of link i.
func (v *View) linkAttrs(i int) string {
	t := v.target(i)
	if t == nil {
		return ""
	}
	if t.External != "" {
		return `href="` + t.External + `" rel="noopener"`
	}
	attrs := `href="` + v.address(t) + `"`
	if t.Page != nil && t.Page.Fallback && v.TextLang == "" {
		attrs += ` hreflang="` + v.r.site.Config.Language + `"`
	}
	return attrs
}

// address is where a target of the site is, ready for a quoted attribute.
func (v *View) address(t *site.Target) string {
	if addr := v.boundAddress(t); addr != "" {
		return addr
	}
	addr := ""
	switch {
	case t.Asset != nil:
		addr = v.to(t.Asset.URL)
	case t.Page != nil && t.Page != v.page:
		addr = v.to(t.Page.URL)
	case t.Fragment == "":
		addr = v.to(v.page.URL)
	}
	if t.Fragment != "" {
		addr += "#" + t.Fragment
	}
	return escapeURL(addr)
}

// linkText is what a link without words of its own says: the title of the page
// it leads to.
func (v *View) linkText(i int) string {
	t := v.target(i)
	switch {
	case t == nil:
		return ""
	case t.Page != nil:
		return template.HTMLEscapeString(t.Page.Title)
	case t.Asset != nil:
		return template.HTMLEscapeString(t.Asset.Source)
	}
	return t.External
}

// imageAttrs are the attributes of link i, an image. With its size the page
// does not move when it arrives.
func (v *View) imageAttrs(i int) string {
	t := v.target(i)
	if t == nil {
		return `src=""`
	}
	attrs := `src="` + v.address(t) + `"`
	if a := t.Asset; a != nil && a.Width > 0 && a.Height > 0 {
		attrs += ` width="` + strconv.Itoa(a.Width) + `" height="` + strconv.Itoa(a.Height) + `"`
	}
	return attrs
}

// word is the interface string number i of a lesson's HTML, in the language of
// its text.
func (v *View) word(i int) string {
	if i < 0 || i >= len(v.r.env.Words) {
		return ""
	}
	words := v.ls.words
	if v.TextLang != "" {
		words = stringsFor(v.r.theme.langs, v.TextLang)
	}
	return template.HTMLEscapeString(words.Get("content." + v.r.env.Words[i]))
}

// due says when an item is due: "+7d" counts from the start of a run, anything
// else is a date.
func (s *Strings) due(v string) string {
	if rest, ok := strings.CutPrefix(v, "+"); ok {
		n, _ := strconv.Atoi(strings.TrimSuffix(rest, "d"))
		return s.Count("checklist.due_in", n)
	}
	return s.Fill("checklist.due", s.Date(v))
}

// repeat says how often a list comes back: "weekly:mon", "every:14d".
func (s *Strings) repeat(v string) string {
	name, rest, _ := strings.Cut(v, ":")
	if name == "every" {
		n, _ := strconv.Atoi(strings.TrimSuffix(rest, "d"))
		return s.Count("checklist.every", n)
	}
	return s.Get("checklist." + name)
}
