package site

import (
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
)

// terms makes the roles, stages, tags and kinds of one language with their
// pages.
func (a *assembler) terms(lang *Lang) {
	c := a.in.Config
	roles, stages, tags := a.labelled(lang, "role", c.Roles), a.labelled(lang, "stage", c.Stages), a.labelled(lang, "tag", c.Tags)
	byKind := map[*config.Kind]*Term{}
	for _, k := range c.Kinds {
		t := &Term{Taxonomy: "kind", Key: k.Key, Label: k.In(lang.Code), Kind: k}
		byKind[k] = t
		lang.Kinds = append(lang.Kinds, t)
	}
	for _, p := range lang.Lessons {
		m := &p.Lesson.Meta
		if !lang.Default {
			if src := a.byUID[p.UID]; src != nil && p.Lesson != src.source {
				m = inherit(*m, &src.source.Meta)
			}
		}
		p.Roles = a.attach(p, roles, &lang.Roles, "role", m.Roles, lang.Default)
		if m.Stage != "" {
			if ts := a.attach(p, stages, &lang.Stages, "stage", []string{m.Stage}, lang.Default); len(ts) > 0 {
				p.Stage = ts[0]
			}
		}
		p.Tags = a.attach(p, tags, &lang.Tags, "tag", m.Tags, lang.Default)
		if t := byKind[p.Kind]; t != nil {
			t.Lessons = append(t.Lessons, p)
		}
	}
	used := func(ts []*Term) []*Term {
		return slices.DeleteFunc(ts, func(t *Term) bool { return len(t.Lessons) == 0 })
	}
	lang.Kinds, lang.Tags = used(lang.Kinds), used(lang.Tags)
	slices.SortFunc(lang.Tags, func(x, y *Term) int { return strings.Compare(strings.ToLower(x.Label), strings.ToLower(y.Label)) })
	a.termPages(lang, "roles", lang.Roles)
	a.termPages(lang, "kinds", lang.Kinds)
	a.termPages(lang, "tags", lang.Tags)
}

// inherit fills a translation's terms from its source where it gives none.
func inherit(m content.Meta, source *content.Meta) *content.Meta {
	if m.Roles == nil {
		m.Roles = source.Roles
	}
	if m.Tags == nil {
		m.Tags = source.Tags
	}
	if m.Stage == "" {
		m.Stage = source.Stage
	}
	return &m
}

// labelled makes the terms site.toml names, in its order.
func (a *assembler) labelled(lang *Lang, taxonomy string, labels []config.Label) map[string]*Term {
	m := map[string]*Term{}
	for _, l := range labels {
		t := &Term{Taxonomy: taxonomy, Key: l.Key, Label: l.In(lang.Code)}
		m[l.Key] = t
		switch taxonomy {
		case "role":
			lang.Roles = append(lang.Roles, t)
		case "stage":
			lang.Stages = append(lang.Stages, t)
		case "tag":
			lang.Tags = append(lang.Tags, t)
		}
	}
	return m
}

// attach puts a page under the terms it names. A tag needs no entry in
// site.toml, a role or a stage does.
func (a *assembler) attach(p *Page, terms map[string]*Term, all *[]*Term, taxonomy string, keys []string, report bool) []*Term {
	if len(keys) == 0 {
		return nil
	}
	out := make([]*Term, 0, len(keys))
	for i, key := range keys {
		t := terms[key]
		if t == nil && taxonomy == "tag" {
			t = &Term{Taxonomy: "tag", Key: key, Label: key}
			terms[key] = t
			*all = append(*all, t)
		}
		if t == nil {
			if report || !p.Fallback {
				a.unknownTerm(p.Lesson, taxonomy, key, i, terms)
			}
			continue
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
			t.Lessons = append(t.Lessons, p)
		}
	}
	return out
}

func (a *assembler) unknownTerm(l *content.Lesson, taxonomy, key string, i int, terms map[string]*Term) {
	if key == "" { // no name at all, which has been reported
		return
	}
	at, ok := l.Meta.Pos[indexed(taxonomy+"s", i)]
	if taxonomy == "stage" || !ok {
		at, ok = l.Meta.Pos[taxonomy] // a stage, or the role of a path
	}
	if !ok {
		at, ok = l.Meta.Pos[taxonomy+"s"]
	}
	if !ok && l.Lang != "" {
		return // a translation has it from its lesson, where it is reported
	}
	names := make([]string, 0, len(terms))
	for k := range terms {
		names = append(names, k)
	}
	d := a.errorf(l, at, codeUnknownTerm, "unknown %s %q", taxonomy, key)
	if d.Hint = diag.DidYouMean(key, names); d.Hint == "" {
		d.Hint = "define it in site.toml: [" + taxonomy + "s." + key + "] label = \"…\""
	}
}

// termPages makes one page for each term and one that lists them.
func (a *assembler) termPages(lang *Lang, folder string, terms []*Term) {
	if len(terms) == 0 {
		return
	}
	taken := map[string]bool{"index": true}
	for _, t := range terms {
		slug := content.Slug(t.Key)
		if slug == "" {
			slug = "term"
		}
		for base, n := slug, 2; taken[slug]; n++ {
			slug = base + "-" + itoa(n)
		}
		taken[slug] = true
		t.Page = a.add(lang, &Page{Type: TermPage, URL: folder + "/" + slug + ".html", Title: t.Label, Term: t, Section: lang.Root})
	}
	a.add(lang, &Page{Type: TermListPage, URL: folder + "/index.html", Title: folder, Terms: terms, System: folder, Section: lang.Root})
}
