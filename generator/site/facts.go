package site

import (
	"cmp"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// A fact has values that depend on one lesson only and are needed for every lesson.
type fact struct {
	key    string // the same for a lesson and its translations
	dir    string
	source string // its file below the site's folder
	uid    string
	url    string // of its page as a lesson of the default language
	slug   string
	order  sortKey
	folder int // the number before its folder's name

	index, glossary, path, task, draft bool
	timed                              bool // it may be skipped, as a draft or by its date
	practised                          bool // something in it is asked again after days
}

func (a *assembler) fact(l *content.Lesson) fact {
	m := &l.Meta
	f := fact{
		key: l.Dir + "/" + l.Base, dir: l.Dir, source: a.source(l.Path), uid: l.UID(), slug: l.Slug, order: lessonKey(l),
		folder: content.DirOrder(dirOf(l.Path)), url: lessonURL(l.Dir, l.Slug),
		index: l.IsIndex, glossary: l.Glossary(), path: l.Dir == "paths", task: l.Assignment(), draft: m.Draft,
		timed: m.Draft || m.PublishDate != "" || m.ExpiryDate != "",
	}
	for _, w := range l.Widgets {
		f.practised = f.practised || widget.TrackOf(w.Widget).Practised
	}
	return f
}

func lessonURL(dir, slug string) string {
	if dir == "" {
		return slug + ".html"
	}
	return dir + "/" + slug + ".html"
}

// names say which lessons are the same in several languages.
type names struct {
	count         int     // of groups
	at            []int32 // by group and language: the lesson's index, -1 for none
	byKey, byPath map[string]int32
}

func (a *assembler) namesOf() *names {
	langs, n := len(a.s.Langs), len(a.in.Lessons)
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
		k.byPath[l.Path] = g // also for a second lesson with this path, so that links to it are not reported too
		if *at >= 0 {
			a.errorf(l, content.Mark{}, codeTwoSources, "%q and %q are the same lesson in %q", l.Path, a.in.Lessons[*at].Path, code).
				Hint = "they differ only in the number or language of their names; rename one"
			continue
		}
		*at = int32(i)
	}
	return k
}

// pagesAtOnce is the number of pages in one allocation.
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
