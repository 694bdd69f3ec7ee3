package ids

import (
	"fmt"
	"path"
	"slices"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Check compares the uids of the lessons with the published ones. A uid that has
// disappeared without a "was" is a warning. An old uid that names another lesson, and a
// "was" with the uid of an existing lesson, are errors.
func (l *Lock) Check(groups []Group, dir string) diag.List {
	c := checker{resolver: resolver{dir: dir}, lock: l, uids: make(map[string]*content.Lesson, len(groups)), moved: map[string]*content.Lesson{}}
	groups = slices.DeleteFunc(slices.Clone(groups), func(g Group) bool { return g.Source.Assignment() })
	for _, g := range groups {
		c.uids[g.Source.UID()] = g.Source
		for _, w := range g.Source.Meta.Was {
			c.moved[w] = g.Source
		}
	}
	for _, g := range groups {
		c.uid(g.Source.UID(), g.Source)
	}
	c.goneLessons()
	return c.ds
}

// Published reports whether an existing lesson was published under a uid.
func (l *Lock) Published(uid string) bool {
	k := l.lessons[uid]
	return k != nil && !k.gone
}

// Retired reports whether a uid was published and no longer exists.
func (l *Lock) Retired(uid string) bool {
	k := l.lessons[uid]
	return k != nil && k.gone
}

type checker struct {
	resolver
	lock        *Lock
	uids, moved map[string]*content.Lesson
}

// source returns a position in a lesson's file; the Mark may be zero.
func (r *resolver) source(l *content.Lesson, m content.Mark) diag.Pos {
	return diag.Pos{Path: path.Join(r.dir, l.Path), Line: m.Line, Col: m.Col}
}

func (c *checker) uid(uid string, l *content.Lesson) {
	for _, w := range l.Meta.Was {
		if other := c.uids[w]; other != nil {
			c.at(c.source(l, l.Meta.Pos["was"]), diag.Error, codeBadWas, fmt.Sprintf("was names %q, which is the uid of %q", w, other.Path),
				"was= is only for a uid that no lesson has now")
		}
		if other := c.moved[w]; other != l {
			c.at(c.source(l, l.Meta.Pos["was"]), diag.Error, codeBadWas, fmt.Sprintf("was names %q, and so does %q", w, other.Path),
				"only one lesson can have this earlier uid")
		}
	}
	if k := c.lock.lessons[uid]; k != nil && k.gone && similarity(k.text, fingerprint(l.Meta.Title)) < like {
		c.at(c.source(l, l.Meta.Pos["uid"]), diag.Error, codeReused, fmt.Sprintf("the uid %q belonged to another lesson, %q", uid, k.text),
			"readers still have notes under it; give this lesson another uid: uid = \"…\"")
	}
}

// still reports each "was" whose id still exists.
func (r *resolver) still(l *content.Lesson) {
	have := map[string]bool{}
	for _, p := range l.Widgets {
		have[p.ID] = have[p.ID] || !p.Static
	}
	for _, p := range l.Widgets {
		id := widget.IdentityOf(p.Widget)
		if id.Was != "" && have[id.Was] {
			r.stillThere(p.Pos, id.Was, p.Kind)
		}
		items := map[string]bool{}
		for _, it := range id.Items {
			items[it.ID] = true
		}
		for _, it := range id.Items {
			if it.Was != "" && items[it.Was] {
				r.stillThere(it.Pos, it.Was, "item")
			}
		}
	}
}

func (r *resolver) stillThere(p diag.Pos, was, what string) {
	r.at(p, diag.Error, codeBadWas, fmt.Sprintf("was=%s names an id that another %s still has", was, what), "was= is only for an id that nothing has now")
}

// lesson compares a lesson with what was published of it.
func (r *resolver) lesson(l *content.Lesson, k *lesson) {
	have, was := map[string]int{}, map[string]bool{}
	var news []fresh
	for i, p := range l.Widgets {
		if p.Static {
			continue
		}
		id := widget.IdentityOf(p.Widget)
		have[p.ID], was[id.Was] = i, true
		old := k.widgets[p.ID]
		if old == nil || old.gone {
			news = append(news, fresh{n: i, text: fingerprint(id.Title)})
		}
		if old != nil && old.gone && similarity(old.text, fingerprint(id.Title)) < like {
			r.reused(p.Pos, p.ID, p.Kind, old.text)
		}
		if old == nil && id.Was != "" {
			old = k.widgets[id.Was]
		}
		if old != nil {
			r.items(p, old)
		}
	}
	for _, id := range missing(k.widgets, func(id string, w *list) bool {
		_, there := have[id]
		return !there && !was[id] && !w.gone && w.line > 0
	}) {
		near := nearest(k.widgets[id].text, news, func(n int) string { return l.Widgets[n].ID })
		r.gone(r.source(l, content.Mark{}), "widget", id, near, "#"+near+" was="+id)
	}
	r.headings(l, k)
}

func (r *resolver) items(p content.Placed, old *list) {
	items := widget.IdentityOf(p.Widget).Items
	have := map[string]bool{}
	var news []fresh
	for i, it := range items {
		have[it.ID], have[it.Was] = true, true
		e, known := old.items[it.ID]
		if !known || e.gone {
			news = append(news, fresh{n: i, text: fingerprint(it.Text)})
		}
		if known && e.gone && similarity(e.text, fingerprint(it.Text)) < like {
			r.reused(it.Pos, it.ID, "item", e.text)
		}
	}
	for _, id := range missing(old.items, func(id string, e said) bool { return !have[id] && !e.gone }) {
		near := nearest(old.items[id].text, news, func(n int) string { return items[n].ID })
		r.gone(p.Pos, "item", id, near, "{#"+near+" was="+id+"}")
	}
}

func (r *resolver) headings(l *content.Lesson, k *lesson) {
	have := map[string]bool{}
	var news []fresh
	all := headingsOf(l)
	for i, h := range all {
		have[h.ID], have[h.Was] = true, true
		e, known := k.headings[h.ID]
		if !known || e.gone {
			news = append(news, fresh{n: i, text: fingerprint(h.Text)})
		}
	}
	for _, id := range missing(k.headings, func(id string, e said) bool { return !have[id] && !e.gone }) {
		near := nearest(k.headings[id].text, news, func(n int) string { return all[n].ID })
		r.gone(r.source(l, content.Mark{}), "heading", id, near, "{#"+near+" was="+id+"}")
	}
}

func (r *resolver) gone(p diag.Pos, what, id, near, write string) {
	hint := "if you removed it on purpose, do nothing: browsers keep readers' notes"
	if what == "heading" {
		hint = "links from other sites now lead to the top of the page"
	}
	if near != "" {
		hint = fmt.Sprintf("if it is now called %q, write %s", near, write)
	}
	r.at(p, diag.Warning, CodeGone, fmt.Sprintf("the %s %q was published and does not exist any more", what, id), hint)
}

func (r *resolver) reused(p diag.Pos, id, what, text string) {
	r.at(p, diag.Error, codeReused, fmt.Sprintf("the id %q belonged to another %s, %q", id, what, text),
		"readers still have answers under it; choose another id")
}

// goneLessons reports lessons that have disappeared.
func (c *checker) goneLessons() {
	lost := missing(c.lock.lessons, func(uid string, k *lesson) bool { return !k.gone && c.uids[uid] == nil && c.moved[uid] == nil })
	if len(lost) == 0 {
		return
	}
	names := missing(c.uids, func(uid string, _ *content.Lesson) bool {
		k := c.lock.lessons[uid]
		return k == nil || k.gone
	})
	var news []fresh
	for n, uid := range names {
		news = append(news, fresh{n: n, text: fingerprint(c.uids[uid].Meta.Title)})
	}
	for _, uid := range lost {
		k := c.lock.lessons[uid]
		near := nearest(k.text, news, func(n int) string { return names[n] })
		write := fmt.Sprintf("was = %q into its front matter", uid)
		p := diag.Pos{Path: path.Join(c.dir, Name), Line: int(k.line), Col: int(min(k.line, 1))}
		c.gone(p, "lesson", uid, near, write)
	}
}

// missing lists the keys of m for which is holds, sorted.
func missing[T any](m map[string]T, is func(string, T) bool) []string {
	var out []string
	for k, v := range m {
		if is(k, v) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
