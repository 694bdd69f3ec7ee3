package ids

import (
	"bytes"
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// Next returns the record after the settled lessons are published, sorted, one
// line an id. Skipped are the paths of lessons that are not in this build
// (drafts, scheduled and expired ones): what was published of them stays as it
// is.
func (l *Lock) Next(groups []Group, skipped map[string]bool) []byte {
	blocks := make(map[string]*content.Lesson, max(len(groups), len(l.lessons))) // by uid; nil: no lesson has it
	moved := map[string]bool{}
	for _, g := range groups {
		if g.Source.Assignment() { // readers keep nothing under it
			continue
		}
		blocks[g.Source.UID()] = g.Source
		if !skipped[g.Source.Path] {
			for _, was := range g.Source.Meta.Was {
				moved[was] = true
			}
		}
	}
	for uid := range l.lessons {
		if _, there := blocks[uid]; !there {
			blocks[uid] = nil
		}
	}
	w := writer{live: map[key]bool{}}
	for _, uid := range slices.Sorted(maps.Keys(blocks)) {
		switch s := blocks[uid]; {
		case s == nil:
			w.keep(l.lessons[uid], uid, true, !moved[uid])
		case skipped[s.Path]:
			w.keep(l.lessons[uid], uid, false, true)
		default:
			w.publish(s, uid)
			w.retire(l.lessons[uid], uid)
			for _, was := range s.Meta.Was {
				w.retire(l.lessons[was], uid)
			}
		}
		w.end()
	}
	return w.out
}

// A writer writes a record, lesson by lesson.
type writer struct {
	out   []byte
	text  []byte // of the lesson's lines, in any order
	lines []line
	live  map[key]bool // the ids that the lesson has lines for
}

// A line is a part of a writer's text.
type line struct{ start, end int }

func (w *writer) add(e entry) {
	start := len(w.text)
	w.text = e.append(w.text)
	w.lines = append(w.lines, line{start, len(w.text)})
}

// publish writes every id that a lesson has now.
func (w *writer) publish(l *content.Lesson, uid string) {
	publish(l, uid, func(k key, text string) {
		w.live[k] = true
		w.add(entry{key: k, said: said{text: fingerprint(text)}})
	})
}

// retire writes as gone the ids that a lesson had and has no more.
func (w *writer) retire(old *lesson, uid string) {
	old.each(func(e entry) {
		e.uid, e.gone = uid, true
		if e.kind != uidKind && !w.live[e.key] {
			w.live[e.key] = true
			w.add(e)
		}
	})
}

// keep writes a lesson's entries as they are, or as gone; with what is below
// its uid or without.
func (w *writer) keep(old *lesson, uid string, gone, all bool) {
	old.each(func(e entry) {
		if e.uid = uid; all || e.kind == uidKind {
			e.gone = e.gone || gone
			w.add(e)
		}
	})
}

// end sorts the lines of a lesson and writes them.
func (w *writer) end() {
	slices.SortFunc(w.lines, func(a, b line) int { return bytes.Compare(w.text[a.start:a.end], w.text[b.start:b.end]) })
	if len(w.out) == 0 && len(w.lines) > 0 {
		w.out = append(w.out, head...)
	}
	for _, l := range w.lines {
		w.out = append(append(w.out, w.text[l.start:l.end]...), '\n')
	}
	w.text, w.lines = w.text[:0], w.lines[:0]
	clear(w.live)
}

// each visits every entry of a lesson that the lock has a line for.
func (k *lesson) each(visit func(entry)) {
	if k == nil {
		return
	}
	if k.line > 0 {
		visit(k.entry)
	}
	for id, s := range k.headings {
		visit(entry{key: key{kind: headingKind, uid: k.uid, id: id}, said: s})
	}
	for _, w := range k.widgets {
		if w.line > 0 {
			visit(w.entry)
		}
		for id, s := range w.items {
			visit(entry{key: key{kind: itemKind, uid: k.uid, widget: w.widget, id: id}, said: s})
		}
	}
}

// publish names every id of a lesson with its text.
func publish(l *content.Lesson, uid string, id func(key, string)) {
	id(key{kind: uidKind, uid: uid}, l.Meta.Title)
	for _, h := range headingsOf(l) {
		id(key{kind: headingKind, uid: uid, id: h.ID}, h.Text)
	}
	for _, p := range l.Widgets {
		if p.Static {
			continue
		}
		who := widget.IdentityOf(p.Widget)
		id(key{kind: widgetKind, uid: uid, widget: p.ID}, who.Title)
		for _, it := range who.Items {
			id(key{kind: itemKind, uid: uid, widget: p.ID, id: it.ID}, it.Text)
		}
	}
}
