package theme

import (
	"html/template"
	"strings"

	"playbook/generator/config"
	"playbook/generator/site"
)

// Social are the tags for search engines and messengers: the canonical address,
// translations, Open Graph (https://ogp.me). It needs base_url, and is empty for pages
// that search engines must not list.
func (v *View) Social() template.HTML {
	r := v.r
	if r.site.Config.BaseURL == "" || v.NoIndex || !v.Framed {
		return ""
	}
	var b strings.Builder
	tag := func(open, value string) { // an element that ends with an attribute's value
		b.WriteString(open)
		b.WriteString(template.HTMLEscapeString(value))
		b.WriteString("\">\n")
	}
	canonical, kind := r.absolute(v.canonical().URL), "article"
	if v.page.Type != site.LessonPage {
		kind = "website"
	}
	tag(`<link rel="canonical" href="`, canonical)
	tag(`<meta property="og:title" content="`, v.Title)
	tag(`<meta property="og:type" content="`, kind)
	tag(`<meta property="og:url" content="`, canonical)
	tag(`<meta property="og:site_name" content="`, v.SiteTitle)
	tag(`<meta property="og:locale" content="`, strings.ReplaceAll(v.Lang, "-", "_"))
	if v.Summary != "" {
		tag(`<meta property="og:description" content="`, v.Summary)
	}
	for _, l := range v.alternates() {
		tag(`<link rel="alternate" hreflang="`+l.Lang+`" href="`, l.URL)
	}
	return template.HTML(b.String())
}

// canonical returns the page that search engines should show: for a page that is not
// translated, the original.
func (v *View) canonical() *site.Page {
	if v.page.Fallback {
		for _, o := range v.page.Others {
			if o.Lang.Default {
				return o
			}
		}
	}
	return v.page
}

// alternates returns the existing translations, with x-default for the original.
func (v *View) alternates() []Link {
	if len(v.page.Translations) < 2 {
		return nil
	}
	list := make([]Link, 0, len(v.page.Translations)+1)
	for _, t := range v.page.Translations {
		list = append(list, Link{Lang: t.Lang.Code, URL: v.r.absolute(t.URL)})
	}
	for _, t := range v.page.Translations {
		if t.Lang.Default {
			list = append(list, Link{Lang: "x-default", URL: v.r.absolute(t.URL)})
		}
	}
	return list
}

// languages returns the same page in every language, or nil if the site has one
// language. For a language without the page it returns the home page.
func (v *View) languages() []Link {
	if len(v.r.site.Langs) < 2 {
		return nil
	}
	list := make([]Link, 0, len(v.r.site.Langs))
	for _, l := range v.r.site.Langs {
		to, missing := l.Home, true
		for _, o := range v.page.Others {
			if o.Lang == l {
				to, missing = o, o.Fallback
			}
		}
		if l == v.page.Lang {
			to, missing = v.page, v.page.Fallback
		}
		if to != nil {
			list = append(list, Link{URL: v.to(to.URL), Lang: l.Code, Title: l.Label, Current: l == v.page.Lang, Missing: missing})
		}
	}
	return list
}

// navTarget returns the page that a [[nav]] entry names by its uid or its address below
// the root.
func navTarget(l *site.Lang, n config.NavLink) *site.Page {
	want := strings.TrimPrefix(n.Target, "/")
	for _, p := range l.Pages {
		if p.UID != "" && p.UID == n.Target || p.URL == l.Prefix+want || p.URL == l.Prefix+strings.TrimSuffix(want, "/")+"/index.html" {
			return p
		}
	}
	return nil
}
