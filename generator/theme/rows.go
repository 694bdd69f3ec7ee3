package theme

import (
	"html/template"
	"strings"

	"playbook/generator/config"
	"playbook/generator/site"
)

// rich is the number of lessons in a list that have summary and details. Further
// lessons have only titles, so that a list of thousands stays small.
const rich = 60

// list writes lessons as a list, the first n with summary and details. badge reports
// which of them show their kind. Every section and every term lists its lessons, so a
// template, which evaluates and escapes each part of each row, would take a tenth of a
// large site's time.
func (v *View) list(pages []*site.Page, n int, badge func(*site.Page) bool) template.HTML {
	n = min(n, len(pages))
	var b strings.Builder
	b.WriteString(`<ol class="rows">`)
	for _, p := range pages[:n] {
		v.richRow(&b, p, badge(p))
	}
	b.WriteString("</ol>")
	if n < len(pages) {
		b.WriteString(`<ul class="brief">`)
		for _, p := range pages[n:] {
			b.WriteString(`<li data-pb-uid="`)
			b.WriteString(template.HTMLEscapeString(p.UID))
			b.WriteString(`">`)
			v.anchor(&b, p, v.r.title(p))
			b.WriteString("</li>")
		}
		b.WriteString("</ul>")
	}
	return template.HTML(b.String())
}

// richRow writes one lesson with summary and details.
func (v *View) richRow(b *strings.Builder, p *site.Page, badge bool) {
	b.WriteString(`<li class="`)
	b.WriteString(kindClass(p.Kind))
	b.WriteString(`" data-pb-uid="`)
	b.WriteString(template.HTMLEscapeString(p.UID))
	b.WriteString(`"><span class="st"></span><div><a href="`)
	b.WriteString(escapeURL(v.to(p.URL)))
	b.WriteByte('"')
	if p.Fallback {
		lang := v.r.site.Config.Language
		b.WriteString(` lang="` + lang + `" hreflang="` + lang + `"`)
	}
	b.WriteByte('>')
	b.WriteString(template.HTMLEscapeString(v.r.title(p)))
	b.WriteString("</a>")
	if p.Draft {
		b.WriteString(` <span class="badge draft">` + template.HTMLEscapeString(v.ls.words.Get("note.draft_badge")) + "</span>")
	}
	if p.Summary != "" {
		b.WriteString("<p>")
		b.WriteString(template.HTMLEscapeString(p.Summary))
		b.WriteString("</p>")
	}
	b.WriteString("<small>")
	if badge {
		b.WriteString(v.badge(p.Kind))
	}
	if p.Minutes > 0 {
		b.WriteString("<span>")
		b.WriteString(template.HTMLEscapeString(v.ls.words.Duration(p.Minutes)))
		b.WriteString("</span>")
	}
	b.WriteString("</small></div></li>")
}

// badge returns a kind's icon and name without a link.
func (v *View) badge(k *config.Kind) string {
	if k == nil || k.Key == "plain" {
		return ""
	}
	return `<span class="kind ` + kindClass(k) + `">` + string(v.r.theme.icons.use(k.Icon)) + template.HTMLEscapeString(k.In(v.Lang)) + "</span>"
}
