package ids

import (
	"bytes"
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// Next returns the text of the next lock, after the lessons in groups are
// published: one line for each id, sorted. Skipped has the paths of lessons that
// are not in this build (drafts, scheduled and expired ones). Their lines in the
// lock stay as they are.
func (l *Lock) Next(groups []Group, skipped map[string]bool) []byte {
	blocks := make(map[string]*content.Lesson, max(len(groups), len(l.lessons))) // by uid; nil if no lesson has the uid any more
	moved := map[string]bool{}
	for _, g := range groups {
		if g.Source.Assignment() { // an assignment has no page, so readers store nothing under its uid
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

// A writer writes a lock, lesson by lesson.
type writer struct {
	out   []byte
	text  []byte // the lines of the present lesson, not yet sorted
	lines []line
	live  map[key]bool // the ids of the present lesson that already have a line
}

// A line is the position of one line in a writer's text.
type line struct{ start, end int }

func (w *writer) add(e entry) {
	start := len(w.text)
	w.text = e.append(w.text)
	w.lines = append(w.lines, line{start, len(w.text)})
}

// publish writes the ids that a lesson has now.
func (w *writer) publish(l *content.Lesson, uid string) {
	publish(l, uid, func(k key, text string) {
		w.live[k] = true
		w.add(entry{key: k, said: said{text: fingerprint(text)}})
	})
}

// retire writes the ids that a lesson had earlier and has no more. They are
// marked as gone.
func (w *writer) retire(old *lesson, uid string) {
	old.each(func(e entry) {
		e.uid, e.gone = uid, true
		if e.kind != uidKind && !w.live[e.key] {
			w.live[e.key] = true
			w.add(e)
		}
	})
}

// keep writes the lines that the old lock has for a lesson, marked as gone if
// gone is set. Unless all is set, it writes only the line of the uid.
func (w *writer) keep(old *lesson, uid string, gone, all bool) {
	old.each(func(e entry) {
		if e.uid = uid; all || e.kind == uidKind {
			e.gone = e.gone || gone
			w.add(e)
		}
	})
}

// end sorts the lines of the present lesson and appends them to out.
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

// each calls visit for every line that the lock has for a lesson.
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

// publish calls id for every id of a lesson, with the text that has the id.
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
