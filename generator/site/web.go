package site

import (
	"cmp"
	"slices"

	"playbook/generator/content"
)

// A ref is where a link leads, before a language is chosen: to a lesson with its
// translations, a generated page, a file, or nowhere.
type ref struct {
	group    *group
	page     string // a generated page's address in the default language
	fragment string
	asset    *Asset
	external string // an address outside the site, ready for an attribute
	away     bool   // to nothing of the site, see [Target]
}

// resolveAll resolves the links of every lesson, by its place in Input.Lessons.
func (a *assembler) resolveAll() [][]ref {
	refs := make([][]ref, len(a.in.Lessons))
	anchors := map[*content.Lesson]map[string]bool{}
	for _, g := range a.groups {
		for lang, l := range g.by {
			if l == nil {
				continue
			}
			list := make([]ref, len(l.Links))
			for i, link := range l.Links {
				list[i] = a.anchored(anchors, g, l, link, a.resolve(g, l, link))
			}
			refs[g.at[lang]] = list
		}
	}
	return refs
}

// shown is the index of the language whose text is shown in language i.
func (g *group) shown(i int) int {
	if g.by[i] != nil {
		return i
	}
	return slices.Index(g.by, g.source)
}

// target is where a ref leads in one language. A page that the language does not
// have is that of the default language.
func (a *assembler) target(r *ref, lang int) Target {
	t := Target{Fragment: r.fragment, Asset: r.asset, External: r.external, Away: r.away}
	switch {
	case r.group != nil:
		t.Page = r.group.pages[lang]
	case r.page != "":
		if t.Page = a.addresses.pages[a.s.Langs[lang].Prefix+r.page]; t.Page == nil {
			t.Page = a.addresses.pages[r.page]
		}
	}
	return t
}

// mentions turns the links of one language round: every lesson's page gets the
// lessons that link to it, in reading order.
func (a *assembler) mentions(lang int) {
	for _, g := range a.groups {
		from := g.pages[lang]
		if from == nil || from.Type != LessonPage {
			continue
		}
		for _, t := range from.Links {
			to := t.Page
			if to == nil || to.Type != LessonPage || to == from || to.Lang != from.Lang {
				continue
			}
			if n := len(to.MentionedIn); n == 0 || to.MentionedIn[n-1] != from {
				to.MentionedIn = append(to.MentionedIn, from)
			}
		}
	}
	for _, p := range a.s.Langs[lang].Lessons {
		slices.SortFunc(p.MentionedIn, func(x, y *Page) int { return cmp.Compare(x.index, y.index) })
	}
}
