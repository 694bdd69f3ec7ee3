package site

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// A fact is what follows from one lesson alone and is asked of every lesson of
// the site. It is kept from site to site with the lesson: so that putting the
// site together again looks at little memory, and that close together.
type fact struct {
	key    string // what a lesson and its translations have in common
	dir    string
	source string // its file below the site's folder
	uid    string
	url    string // of its page as a lesson of the default language
	slug   string
	order  sortKey
	folder int // the number before its folder's name
	traits *traits

	title, summary string
	minutes, words int

	index, glossary, path, draft bool
	timed                        bool // it may be left out, by date or as a draft
	fields, prereq, aliases      bool // it has some
}

// Traits are what many lessons have in common. Those that are alike share one
// value.
type traits struct {
	n           int    // their number among those of the site
	kind        string // as front matter names it
	defaultKind string
	roles, tags []string
	stage       string
	bare        bool     // no terms: a translation has those of its lesson
	widgets     []string // kinds of widget
	practised   bool     // something is asked again after days
}

// names are what follows from the names of the lessons alone: which of them are
// one in several languages.
type names struct {
	count         int     // of groups
	at            []int32 // by group and language: the lesson's place, -1 for none
	byKey, byPath map[string]int32
}

// kept is what one site hands on to the next. Each part holds for as long as
// what it was made of is the same, and is never written again.
type kept struct {
	dir     string
	langs   []string
	lessons []*content.Lesson
	facts   []*fact
	traits  map[string]*traits
	// names are nil if there were findings about them, and so on.
	names     *names
	skipped   []Skipped
	uids      map[string]int32 // to groups
	addresses *addresses
	links     *links
}

// mostTraits is how many traits a site of no lessons may have.
const mostTraits = 100

// learn finds the facts of every lesson, those of the earlier site's lessons
// with them, and which lessons are others.
func (a *assembler) learn() {
	k := &kept{dir: a.in.ContentDir, lessons: a.in.Lessons, facts: make([]*fact, len(a.in.Lessons))}
	for _, l := range a.s.Langs {
		k.langs = append(k.langs, l.Code)
	}
	a.kept, a.s.kept, a.facts = k, k, k.facts
	was := &kept{}
	// Traits that no lesson has any more stay; when they are many, all is learnt
	// anew.
	if b := a.in.Before; b != nil && b.kept.dir == k.dir && len(b.kept.traits) <= 2*len(k.lessons)+mostTraits {
		was = b.kept
	}
	k.traits = was.traits
	a.same = len(was.lessons) == len(k.lessons) && slices.Equal(was.langs, k.langs)
	m := &learning{a: a, fresh: make([]fact, 0, max(1, len(k.lessons)-len(was.lessons))), all: k.traits}
	at := 0
	for i, l := range k.lessons {
		for at < len(was.lessons) && was.lessons[at] != l && was.lessons[at].Path < l.Path {
			at++
		}
		if at < len(was.lessons) && was.lessons[at] == l {
			k.facts[i] = was.facts[at]
			continue
		}
		k.facts[i] = m.fact(l)
		if a.same = a.same && was.lessons[i].Path == l.Path && was.lessons[i].Lang == l.Lang && was.facts[i].key == k.facts[i].key; a.same {
			a.changed = append(a.changed, i)
		}
	}
	k.traits = m.all
	if a.same {
		a.before = was
	}
}

// learning is what finding facts needs.
type learning struct {
	a     *assembler
	fresh []fact             // not used yet
	all   map[string]*traits // the earlier site's until one is added
	own   bool
	dir   string // the last folder: lessons of one folder share its name
	buf   []byte
}

func (m *learning) fact(l *content.Lesson) *fact {
	if len(m.fresh) == cap(m.fresh) {
		m.fresh = make([]fact, 0, 1)
	}
	if m.dir != l.Dir { // else the name that is there already serves
		m.dir = l.Dir
	}
	meta := &l.Meta
	m.fresh = append(m.fresh, fact{
		key: l.Dir + "/" + l.Base, dir: m.dir, source: m.a.source(l.Path), uid: l.UID(), slug: l.Slug, order: lessonKey(l),
		folder: content.DirOrder(dirOf(l.Path)), title: meta.Title, summary: meta.Summary, minutes: meta.Minutes, words: l.Words,
		index: l.IsIndex, glossary: l.Glossary(), path: l.Dir == "paths", draft: meta.Draft,
		timed:  meta.Draft || meta.PublishDate != "" || meta.ExpiryDate != "",
		fields: len(meta.Fields) > 0, prereq: len(meta.Prereq) > 0, aliases: len(meta.Aliases) > 0,
	})
	f := &m.fresh[len(m.fresh)-1]
	f.url = lessonURL(f.dir, f.slug)
	f.traits = m.traits(l)
	return f
}

func lessonURL(dir, slug string) string {
	if dir == "" {
		return slug + ".html"
	}
	return dir + "/" + slug + ".html"
}

// traits are those of a lesson, one value for all that are alike.
func (m *learning) traits(l *content.Lesson) *traits {
	meta := &l.Meta
	t := traits{kind: meta.Kind, defaultKind: meta.DefaultKind, roles: meta.Roles, tags: meta.Tags, stage: meta.Stage}
	t.bare = t.roles == nil && t.tags == nil && t.stage == ""
	for _, w := range l.Widgets {
		if !slices.Contains(t.widgets, w.Kind) {
			t.widgets = append(t.widgets, w.Kind)
		}
		t.practised = t.practised || widget.TrackOf(w.Widget).Practised
	}
	m.buf = t.append(m.buf[:0])
	if one := m.all[string(m.buf)]; one != nil {
		return one
	}
	if !m.own {
		if m.own, m.all = true, maps.Clone(m.all); m.all == nil {
			m.all = map[string]*traits{}
		}
	}
	t.n = len(m.all)
	t.roles, t.tags = cloned(t.roles), cloned(t.tags) // they outlive the lesson's text
	t.kind, t.defaultKind, t.stage = strings.Clone(t.kind), strings.Clone(t.defaultKind), strings.Clone(t.stage)
	m.all[string(m.buf)] = &t
	return &t
}

func cloned(list []string) []string {
	list = slices.Clone(list)
	for i, s := range list {
		list[i] = strings.Clone(s)
	}
	return list
}

// append appends bytes that stand for t.
func (t *traits) append(b []byte) []byte {
	text := func(list ...string) {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	text(t.kind, t.defaultKind, t.stage)
	for _, list := range [][]string{t.roles, t.tags, t.widgets} {
		b = append(b, byte(flag(list == nil)))
		text(list...)
	}
	return append(b, byte(flag(t.practised)))
}

// namesOf finds out who belongs together, or takes the earlier site's word for
// it where nothing has another name.
func (a *assembler) namesOf() *names {
	if a.before != nil && a.before.names != nil {
		a.kept.names = a.before.names
		return a.before.names
	}
	langs, n, found := len(a.s.Langs), len(a.in.Lessons), len(a.ds)
	k := &names{at: make([]int32, 0, n*langs), byKey: make(map[string]int32, n), byPath: make(map[string]int32, n)}
	for i, l := range a.in.Lessons {
		key := a.facts[i].key
		g, known := k.byKey[key]
		if !known {
			g = int32(k.count)
			k.count++
			for range langs {
				k.at = append(k.at, -1)
			}
			k.byKey[key] = g
		}
		code := cmp.Or(l.Lang, a.in.Config.Language)
		at := &k.at[int(g)*langs+a.langs[code]]
		if *at >= 0 {
			a.errorf(l, content.Mark{}, codeTwoSources, "%q and %q are the same lesson in %q", l.Path, a.in.Lessons[*at].Path, code).
				Hint = "they differ only in what an address leaves out; rename one"
			continue
		}
		*at = int32(i)
		k.byPath[l.Path] = g
	}
	if len(a.ds) == found {
		a.kept.names = k
	}
	return k
}

// sameUIDs reports whether the lessons that are others have the same uids.
func (a *assembler) sameUIDs() bool {
	for _, i := range a.changed {
		if a.before.facts[i].uid != a.facts[i].uid {
			return false
		}
	}
	return true
}

// pagesAtOnce is how many pages share one piece of memory.
const pagesAtOnce = 256

// page returns a new page.
func (a *assembler) page() *Page {
	if len(a.blank) == 0 {
		a.blank = make([]Page, pagesAtOnce)
	}
	p := &a.blank[0]
	a.blank = a.blank[1:]
	return p
}
