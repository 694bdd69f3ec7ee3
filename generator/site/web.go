package site

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"playbook/generator/content"
)

// A ref is a link resolved as far as no language and no page matters: it names
// places, so that it holds for every site whose lessons and addresses are the
// same.
type ref struct {
	// to is 0 for none, else one more than a place: that of a lesson with its
	// translations among all, after the last of them that of a generated page.
	to       int32
	fragment string
	asset    *Asset
}

// links are what one site knows about links, besides that by which it was
// found: see kept.
type links struct {
	files map[string]bool
	extra []string // generated pages that refs lead to, below their language

	refs [][]ref // of each lesson
	anew []bool  // lessons whose links say more than refs: findings, files
	web  *web
}

// generated is the place of a generated page, after n groups.
func (k *links) generated(n int, url string) int32 {
	i := slices.Index(k.extra, url)
	if i < 0 {
		i = len(k.extra)
		k.extra = append(k.extra, url)
	}
	return int32(n + i + 1)
}

// resolveAll resolves the links of every lesson. Those of an earlier site are
// taken over when what they are resolved by is the same: the names of all
// lessons and files, every address, and the anchors of the lessons they lead to.
func (a *assembler) resolveAll() {
	n := len(a.in.Lessons)
	k := &links{files: a.in.Files, refs: make([][]ref, n), anew: make([]bool, n)}
	a.links, a.kept.links = k, k
	before, moved := a.linksBefore(k)
	var was []*content.Lesson
	if before != nil {
		was = a.before.lessons
	}
	if before != nil {
		k.extra = slices.Clone(before.extra)
	}
	same := before != nil
	anchors := map[*content.Lesson]map[string]bool{}
	for _, g := range a.groups {
		for lang, l := range g.by {
			if l == nil {
				continue
			}
			i := g.at[lang]
			if before != nil && was[i] == l && !before.anew[i] && !leadsTo(before.refs[i], moved) {
				k.refs[i] = before.refs[i]
				continue
			}
			k.refs[i] = a.resolveLesson(anchors, g, l, k)
			if before != nil && slices.Equal(k.refs[i], before.refs[i]) {
				k.refs[i] = before.refs[i]
			} else {
				same = false
			}
		}
	}
	if same {
		k.web = before.web
	} else {
		k.web = newWeb(a)
	}
}

// resolveLesson resolves the links of one lesson.
func (a *assembler) resolveLesson(anchors map[*content.Lesson]map[string]bool, g *group, l *content.Lesson, k *links) []ref {
	found := len(a.ds)
	refs := make([]ref, len(l.Links))
	more := false
	for i, link := range l.Links {
		refs[i] = a.anchored(anchors, g, l, link, a.resolve(g, l, link))
		more = more || refs[i].asset != nil
	}
	k.anew[g.at[a.langs[cmp.Or(l.Lang, a.in.Config.Language)]]] = more || len(a.ds) > found
	return refs
}

// linksBefore returns what the earlier site knew, nil if that was found by
// something else, and the groups whose anchors are others now.
func (a *assembler) linksBefore(k *links) (was *links, moved map[int32]bool) {
	if a.before == nil || a.before.links == nil || !a.sameUIDs() || !maps.Equal(a.before.links.files, k.files) {
		return nil, nil
	}
	if x, y := a.before.addresses, a.addresses; x != y && (x == nil || !sameKeys(x.pages, y.pages)) {
		return nil, nil
	}
	moved = map[int32]bool{}
	for _, i := range a.changed {
		l := a.in.Lessons[i]
		if g := a.pathed(l.Path); g != nil && !slices.Equal(a.before.lessons[i].Anchors(), l.Anchors()) {
			moved[g.place] = true
		}
	}
	return a.before.links, moved
}

func sameKeys(x, y map[string]int32) bool {
	if len(x) != len(y) {
		return false
	}
	for key := range x {
		if _, ok := y[key]; !ok {
			return false
		}
	}
	return true
}

// leadsTo reports whether one of the refs names a place in one of the groups.
func leadsTo(refs []ref, groups map[int32]bool) bool {
	if len(groups) == 0 {
		return false
	}
	return slices.ContainsFunc(refs, func(r ref) bool { return r.fragment != "" && groups[r.to] })
}

// shown is the index of the language whose text is shown in language i.
func (g *group) shown(i int) int {
	if g.by[i] != nil {
		return i
	}
	return slices.Index(g.by, g.source)
}

// destinations are the pages of one language by ref.to.
func (a *assembler) destinations(lang int) []*Page {
	out := make([]*Page, 1, len(a.groups)+len(a.links.extra)+1)
	for _, g := range a.groups {
		out = append(out, g.pages[lang])
	}
	for _, url := range a.links.extra {
		out = append(out, a.at(a.s.Langs[lang].Prefix+url))
	}
	return out
}

// Links are where the links of one page lead.
type Links struct {
	refs []ref
	dest []*Page
	own  []Target
}

// LinksTo are links that lead to targets.
func LinksTo(targets ...Target) Links { return Links{own: targets} }

// Len is the number of links.
func (k Links) Len() int { return max(len(k.refs), len(k.own)) }

// At is where link i leads.
func (k Links) At(i int) Target {
	if k.own != nil {
		return k.own[i]
	}
	r := &k.refs[i]
	return Target{Page: k.dest[r.to], Fragment: r.fragment, Asset: r.asset}
}

// Mentions are the lessons that link to one.
type Mentions struct {
	web   *web
	lang  int
	place int32
	dest  []*Page
	own   []*Page
}

// MentionsBy are mentions by pages.
func MentionsBy(pages ...*Page) Mentions { return Mentions{own: pages} }

// Pages are the pages of these lessons, in reading order.
func (m Mentions) Pages() []*Page {
	if m.web == nil {
		return m.own
	}
	from := m.web.back[m.lang]()[m.place]
	if len(from) == 0 {
		return nil
	}
	out := make([]*Page, len(from))
	for i, place := range from {
		out[i] = m.dest[place]
	}
	slices.SortFunc(out, func(x, y *Page) int { return cmp.Compare(x.index, y.index) })
	return out
}

// A web is the links of one language turned round, by place: worked out when a
// page first asks for it, and used again while no link changes.
type web struct {
	back []func() [][]int32
}

// newWeb returns the web of the site's refs.
func newWeb(a *assembler) *web {
	w := &web{}
	for i := range a.s.Langs {
		from := make([][]ref, len(a.groups)+1) // of lessons' pages
		for _, g := range a.groups {
			if g.pages[i] != nil && g.pages[i].Type == LessonPage {
				from[g.place] = a.links.refs[g.at[g.shown(i)]]
			}
		}
		w.back = append(w.back, sync.OnceValue(func() [][]int32 { return turned(from) }))
	}
	return w
}

// turned lists by place who leads to it, each once, in the order of places.
func turned(from [][]ref) [][]int32 {
	last, count := make([]int32, len(from)), make([]int32, len(from))
	each := func(visit func(to, by int32)) {
		clear(last)
		for by, refs := range from {
			for i := range refs {
				to := refs[i].to
				if to == 0 || int(to) >= len(from) || int(to) == by || last[to] == int32(by) {
					continue
				}
				last[to] = int32(by)
				visit(to, int32(by))
			}
		}
	}
	total := 0
	each(func(to, _ int32) { count[to]++; total++ })
	all, out := make([]int32, total), make([][]int32, len(from))
	for i, n := range count {
		out[i], all = all[:0:n], all[n:]
	}
	each(func(to, by int32) { out[to] = append(out[to], by) })
	return out
}
