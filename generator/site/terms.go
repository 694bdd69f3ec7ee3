package site

import (
	"cmp"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
)

// terms makes the terms of one language, which are its roles, stages, tags and kinds,
// and the pages of the terms.
func (a *assembler) terms(lang *Lang, i int) {
	c := a.in.Config
	t := &attaching{
		a: a, lang: lang, roles: a.labelled(lang, "role", c.Roles), stages: a.labelled(lang, "stage", c.Stages), tags: a.labelled(lang, "tag", c.Tags),
	}
	byKind := map[*config.Kind]*Term{}
	for _, k := range c.Kinds {
		t := &Term{Taxonomy: "kind", Key: k.Key, Label: k.In(lang.Code), Kind: k}
		byKind[k] = t
		lang.Kinds = append(lang.Kinds, t)
	}
	for n, p := range lang.Lessons {
		g := a.reading[n]
		t.page(p, &p.Lesson.Meta, &g.source.Meta)
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

// attaching adds the pages of one language to their terms.
type attaching struct {
	a                   *assembler
	lang                *Lang
	roles, stages, tags map[string]*Term
}

// page adds a page to the terms that its front matter names. If a translation names
// none, the terms of the original count.
func (t *attaching) page(p *Page, own, source *content.Meta) {
	roles, tags, stage := own.Roles, own.Tags, cmp.Or(own.Stage, source.Stage)
	if roles == nil {
		roles = source.Roles
	}
	if tags == nil {
		tags = source.Tags
	}
	p.Roles = t.attach(p, t.roles, &t.lang.Roles, "role", roles)
	if stage != "" {
		if ts := t.attach(p, t.stages, &t.lang.Stages, "stage", []string{stage}); len(ts) > 0 {
			p.Stage = ts[0]
		}
	}
	p.Tags = t.attach(p, t.tags, &t.lang.Tags, "tag", tags)
}

// labelled makes the terms that site.toml defines, in the same order.
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

// attach adds a page to the terms with the given keys. A role or a stage must be defined
// in site.toml; a tag need not be.
func (t *attaching) attach(p *Page, terms map[string]*Term, all *[]*Term, taxonomy string, keys []string) []*Term {
	if len(keys) == 0 {
		return nil
	}
	out := make([]*Term, 0, len(keys))
	for i, key := range keys {
		x := terms[key]
		if x == nil && taxonomy == "tag" {
			x = &Term{Taxonomy: "tag", Key: key, Label: key}
			terms[key] = x
			*all = append(*all, x)
		}
		if x == nil {
			if t.lang.Default || !p.Fallback {
				t.a.unknownTerm(p.Lesson, taxonomy, key, i, terms)
			}
			continue
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
			x.Lessons = append(x.Lessons, p)
		}
	}
	return out
}

func (a *assembler) unknownTerm(l *content.Lesson, taxonomy, key string, i int, terms map[string]*Term) {
	if key == "" { // already reported
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
		return // the term comes from the original, where it is reported
	}
	names := make([]string, 0, len(terms))
	for k := range terms {
		names = append(names, k)
	}
	d := a.errorf(l, at, codeUnknownTerm, "unknown %s %q", taxonomy, key)
	if *d = d.Meant(key, names); d.Hint == "" {
		d.Hint = "define it in site.toml: [" + taxonomy + "s." + key + "] label = \"…\""
	}
}

// termPages makes one page for each term and one that lists them.
func (a *assembler) termPages(lang *Lang, folder string, terms []*Term) {
	if len(terms) == 0 {
		return
	}
	name := folder
	folder = a.in.Config.Address(name)
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
		a.divide(lang, t.Page, folder+"/"+slug, len(t.Lessons))
	}
	list := a.add(lang, &Page{Type: TermListPage, URL: folder + "/index.html", Title: name, Terms: terms, System: name, Section: lang.Root})
	a.divide(lang, list, folder+"/index", len(terms))
}
