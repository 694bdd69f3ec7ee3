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
	blocks := make(map[string][]string, len(groups))
	moved := map[string]bool{}
	for _, g := range groups {
		s := g.Source
		uid := s.UID()
		if skipped[s.Path] {
			blocks[uid] = l.lessons[uid].lines(uid, false, true)
			continue
		}
		live := map[key]bool{}
		var lines []string
		publish(s, uid, func(k key, text string) {
			live[k] = true
			lines = append(lines, entry{key: k, said: said{text: fingerprint(text)}}.String())
		})
		add := func(old *lesson) {
			old.each(func(e entry) {
				e.uid, e.gone = uid, true
				if e.kind != uidKind && !live[e.key] {
					live[e.key] = true
					lines = append(lines, e.String())
				}
			})
		}
		add(l.lessons[uid])
		for _, was := range s.Meta.Was {
			add(l.lessons[was])
			moved[was] = true
		}
		blocks[uid] = lines
	}
	for uid, old := range l.lessons {
		if _, there := blocks[uid]; !there {
			blocks[uid] = old.lines(uid, true, !moved[uid])
		}
	}
	return write(blocks)
}

func write(blocks map[string][]string) []byte {
	var all []string
	for _, uid := range slices.Sorted(maps.Keys(blocks)) {
		lines := blocks[uid]
		slices.Sort(lines)
		all = append(all, lines...)
	}
	if len(all) == 0 {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(head)
	for _, line := range all {
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.Bytes()
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

// lines writes a lesson's entries: as they are or retired, with what is below
// its uid or without.
func (k *lesson) lines(uid string, retire, all bool) []string {
	var lines []string
	k.each(func(e entry) {
		if e.uid = uid; all || e.kind == uidKind {
			e.gone = e.gone || retire
			lines = append(lines, e.String())
		}
	})
	return lines
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
