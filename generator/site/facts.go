package site

import "playbook/generator/content"

// A fact is what follows from one lesson alone. It is kept from site to site
// with the lesson.
type fact struct {
	key    string // what a lesson and its translations have in common
	source string // its file below the site's folder
	uid    string
	order  sortKey
	folder int // the number before its folder's name
}

// learn finds the facts of every lesson, those of the earlier site's lessons
// with them.
func (a *assembler) learn() {
	a.facts = make([]fact, len(a.in.Lessons))
	var before *links
	if s := a.in.Before; s != nil && s.links.dir == a.in.ContentDir && len(s.links.lessons) == len(a.in.Lessons) {
		before = s.links
	}
	for i, l := range a.in.Lessons {
		if before != nil && before.lessons[i] == l {
			a.facts[i] = before.facts[i]
			continue
		}
		a.facts[i] = fact{
			key: l.Dir + "/" + l.Base, source: a.source(l.Path), uid: l.UID(), order: lessonKey(l), folder: content.DirOrder(dirOf(l.Path)),
		}
	}
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
