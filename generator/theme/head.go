package theme

import (
	"html/template"
	"strings"

	"playbook/generator/config"
	"playbook/generator/site"
)

// writeSocial writes what search engines and messengers are told of a page:
// its one address, its translations, Open Graph (https://ogp.me). It needs
// base_url, and is left out for pages that are not to be found.
func (v *View) writeSocial() error {
	r := v.r
	if r.site.Config.BaseURL == "" || v.NoIndex {
		return nil
	}
	canonical, kind := r.absolute(v.canonical().URL), "article"
	if v.page.Type != site.LessonPage {
		kind = "website"
	}
	v.tag(`<link rel="canonical" href="`, canonical)
	v.tag(`<meta property="og:title" content="`, v.Title)
	v.tag(`<meta property="og:type" content="`, kind)
	v.tag(`<meta property="og:url" content="`, canonical)
	v.tag(`<meta property="og:site_name" content="`, v.SiteTitle)
	v.tag(`<meta property="og:locale" content="`, strings.ReplaceAll(v.Lang, "-", "_"))
	if v.Summary != "" {
		v.tag(`<meta property="og:description" content="`, v.Summary)
	}
	for _, l := range v.alternates() {
		v.tag(`<link rel="alternate" hreflang="`+l.Lang+`" href="`, l.URL)
	}
	return nil
}

// tag writes an element of the head that ends with an attribute's value.
func (v *View) tag(open, value string) {
	v.out.WriteString(open)
	v.out.WriteString(template.HTMLEscapeString(value))
	v.out.WriteString("\">\n")
}

// canonical is the page that search engines should show: for one that is not
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

// alternates are the real translations, with x-default for the original.
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

// LangCode and LangLabel name the page's language in the switch.
func (v *View) LangCode() string { return strings.ToUpper(v.Lang) }

// LangLabel is the language's name in itself.
func (v *View) LangLabel() string { return languageLabel(v.r.site, v.Lang) }

// Languages are the same page in every language, nil in a site of one.
func (v *View) Languages() []Link {
	if len(v.r.site.Langs) < 2 {
		return nil
	}
	list := make([]Link, 0, len(v.page.Others))
	for _, o := range v.page.Others {
		url := o.URL
		if v.slotted {
			url = dirOf(url) + slot
		}
		list = append(list, Link{URL: v.to(url), Lang: o.Lang.Code, Title: o.Lang.Label, Current: o == v.page, Missing: o.Fallback})
	}
	return list
}

// navTarget finds the page that a [[nav]] entry names: a uid or an address
// below the root.
func navTarget(l *site.Lang, n config.NavLink) *site.Page {
	want := strings.TrimPrefix(n.Target, "/")
	for _, p := range l.Pages {
		if p.UID != "" && p.UID == n.Target || p.URL == l.Prefix+want || p.URL == l.Prefix+strings.TrimSuffix(want, "/")+"/index.html" {
			return p
		}
	}
	return nil
}
