package ids

import (
	"maps"

	"playbook/generator/content"
)

// Next returns the lock after the resolved lessons are published. Skipped are
// the paths of lessons that are not in this build (drafts, scheduled and
// expired ones): what was published of them stays as it is.
func (l *Lock) Next(in Input, skipped map[string]bool) *Lock {
	next := maps.Clone(l.entries)
	if next == nil {
		next = map[key]entry{}
	}
	live := map[key]bool{}
	for _, g := range groups(in.Lessons) {
		s := in.Lessons[g.source]
		if skipped[s.Path] {
			for k := range next {
				if k.uid == g.uid {
					live[k] = live[k] || !next[k].gone
				}
			}
			continue
		}
		for _, was := range s.Meta.Was {
			rename(next, was, g.uid)
		}
		publish(s, g.uid, func(k key, text string) {
			next[k] = entry{key: k, text: fingerprint(text)}
			live[k] = true
		})
	}
	for k, e := range next {
		e.gone = !live[k]
		next[k] = e
	}
	return newLock(next)
}

// publish names every id of a lesson with its text.
func publish(l *content.Lesson, uid string, id func(key, string)) {
	id(key{kind: uidKind, uid: uid}, l.Meta.Title)
	for _, h := range l.Headings {
		id(key{kind: headingKind, uid: uid, id: h.ID}, h.Text)
	}
	for _, p := range l.Widgets {
		if p.Static {
			continue
		}
		who := identity(p)
		id(key{kind: widgetKind, uid: uid, widget: p.ID}, who.Title)
		for _, it := range who.Items {
			id(key{kind: itemKind, uid: uid, widget: p.ID, id: it.ID}, it.Text)
		}
	}
}

// rename moves what was published under an earlier uid to the new one; the
// earlier one itself stays, retired.
func rename(entries map[key]entry, from, to string) {
	for k, e := range maps.Clone(entries) {
		if k.uid != from || k.kind == uidKind {
			continue
		}
		delete(entries, k)
		k.uid, e.uid = to, to
		if _, taken := entries[k]; !taken {
			entries[k] = e
		}
	}
}
