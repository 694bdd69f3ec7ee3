package ids

import (
	"fmt"
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// Check compares resolved lessons with what was published: ids that are gone
// without a "was" are warnings, retired ids that name something else and a
// "was" that names something still there are errors.
func (l *Lock) Check(in Input) diag.List {
	c := checker{resolver: resolver{in: in}, uids: map[string]*content.Lesson{}, moved: map[string]*content.Lesson{}}
	gs := groups(in.Lessons)
	for _, g := range gs {
		s := in.Lessons[g.source]
		c.uids[g.uid] = s
		for _, w := range s.Meta.Was {
			c.moved[w] = s
		}
	}
	for _, g := range gs {
		s := in.Lessons[g.source]
		c.uid(g.uid, s)
		c.widgets(s)
		if k := l.of(g.uid, s.Meta.Was); k != nil {
			c.lesson(s, k)
		}
	}
	c.goneLessons(l)
	return c.ds
}

type checker struct {
	resolver
	uids, moved map[string]*content.Lesson
}

// source is a place in a lesson's file; a Mark may be zero.
func (c *checker) source(l *content.Lesson, m content.Mark) diag.Pos {
	p := l.Path
	if c.in.ContentDir != "" {
		p = c.in.ContentDir + "/" + p
	}
	return diag.Pos{Path: p, Line: m.Line, Col: m.Col}
}

func (c *checker) uid(uid string, l *content.Lesson) {
	for _, w := range l.Meta.Was {
		if other := c.uids[w]; other != nil {
			c.at(c.source(l, l.Meta.Pos["was"]), diag.Error, codeBadWas, fmt.Sprintf("was names %q, which is the uid of %q", w, other.Path),
				"was is for a uid that no lesson has any more")
		}
		if other := c.moved[w]; other != l {
			c.at(c.source(l, l.Meta.Pos["was"]), diag.Error, codeBadWas, fmt.Sprintf("was names %q, and so does %q", w, other.Path),
				"one lesson only can carry on an earlier one")
		}
	}
	if k := c.in.Lock.lessons[uid]; k != nil && k.gone && similarity(k.text, fingerprint(l.Meta.Title)) < like {
		c.at(c.source(l, l.Meta.Pos["uid"]), diag.Error, codeReused, fmt.Sprintf("the uid %q belonged to another lesson, %q", uid, k.text),
			"readers still have notes under it; give this lesson another: uid = \"…\"")
	}
}

// widgets holds "was" against what is there.
func (c *checker) widgets(l *content.Lesson) {
	have := map[string]bool{}
	for _, p := range l.Widgets {
		have[p.ID] = have[p.ID] || !p.Static
	}
	for _, p := range l.Widgets {
		id := identity(p)
		if id.Was != "" && have[id.Was] {
			c.stillThere(p.Pos, id.Was, p.Kind)
		}
		items := map[string]bool{}
		for _, it := range id.Items {
			items[it.ID] = true
		}
		for _, it := range id.Items {
			if it.Was != "" && items[it.Was] {
				c.stillThere(it.Pos, it.Was, "item")
			}
		}
	}
}

func (c *checker) stillThere(p diag.Pos, was, what string) {
	c.at(p, diag.Error, codeBadWas, fmt.Sprintf("was=%s names an id that another %s still has", was, what), "was= is for an id that nothing has any more")
}

// lesson holds one lesson against what was published of it.
func (c *checker) lesson(l *content.Lesson, k *lesson) {
	have, was := map[string]int{}, map[string]bool{}
	var news []fresh
	for i, p := range l.Widgets {
		if p.Static {
			continue
		}
		id := identity(p)
		have[p.ID], was[id.Was] = i, true
		old := k.widgets[p.ID]
		if old == nil || old.gone {
			news = append(news, fresh{n: i, text: fingerprint(id.Title)})
		}
		if old != nil && old.gone && similarity(old.text, fingerprint(id.Title)) < like {
			c.reused(p.Pos, p.ID, p.Kind, old.text)
		}
		if old == nil && id.Was != "" {
			old = k.widgets[id.Was]
		}
		if old != nil {
			c.items(p, old)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(k.widgets)) {
		if _, there := have[id]; there || was[id] || k.widgets[id].gone || k.widgets[id].line == 0 {
			continue
		}
		near := nearest(k.widgets[id].text, news, func(n int) string { return l.Widgets[n].ID })
		c.gone(c.source(l, content.Mark{}), "widget", id, near, "#"+near+" was="+id)
	}
	c.headings(l, k)
}

func (c *checker) items(p content.Placed, old *list) {
	items := identity(p).Items
	have := map[string]bool{}
	var news []fresh
	for i, it := range items {
		have[it.ID], have[it.Was] = true, true
		e, known := old.items[it.ID]
		if !known || e.gone {
			news = append(news, fresh{n: i, text: fingerprint(it.Text)})
		}
		if known && e.gone && similarity(e.text, fingerprint(it.Text)) < like {
			c.reused(it.Pos, it.ID, "item", e.text)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old.items)) {
		if have[id] || old.items[id].gone {
			continue
		}
		near := nearest(old.items[id].text, news, func(n int) string { return items[n].ID })
		c.gone(p.Pos, "item", id, near, "{#"+near+" was="+id+"}")
	}
}

func (c *checker) headings(l *content.Lesson, k *lesson) {
	have := map[string]bool{}
	var news []fresh
	for i, h := range l.Headings {
		have[h.ID], have[h.Was] = true, true
		e, known := k.headings[h.ID]
		if !known || e.gone {
			news = append(news, fresh{n: i, text: fingerprint(h.Text)})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(k.headings)) {
		if have[id] || k.headings[id].gone {
			continue
		}
		near := nearest(k.headings[id].text, news, func(n int) string { return l.Headings[n].ID })
		c.gone(c.source(l, content.Mark{}), "heading", id, near, "{#"+near+" was="+id+"}")
	}
}

func (c *checker) gone(p diag.Pos, what, id, near, write string) {
	hint := "if it was removed on purpose, go on: readers' notes are kept aside"
	if what == "heading" {
		hint = "links from elsewhere lead to the page's top now"
	}
	if near != "" {
		hint = fmt.Sprintf("if it is %q now, write %s", near, write)
	}
	c.at(p, diag.Warning, codeGone, fmt.Sprintf("the %s %q was published and is gone", what, id), hint)
}

func (c *checker) reused(p diag.Pos, id, what, text string) {
	c.at(p, diag.Error, codeReused, fmt.Sprintf("the id %q belonged to another %s, %q", id, what, text),
		"readers still have answers under it; choose another id")
}

// goneLessons reports the lessons that are not there any more.
func (c *checker) goneLessons(l *Lock) {
	var news []fresh
	var names []string
	for _, uid := range slices.Sorted(maps.Keys(c.uids)) {
		if k := l.lessons[uid]; k == nil || k.gone {
			news = append(news, fresh{n: len(names), text: fingerprint(c.uids[uid].Meta.Title)})
			names = append(names, uid)
		}
	}
	for _, uid := range slices.Sorted(maps.Keys(l.lessons)) {
		k := l.lessons[uid]
		if k.gone || c.uids[uid] != nil || c.moved[uid] != nil {
			continue
		}
		near := nearest(k.text, news, func(n int) string { return names[n] })
		write := fmt.Sprintf("was = %q into its front matter", uid)
		p := diag.Pos{Path: c.in.lockPath(), Line: k.line, Col: min(k.line, 1)}
		c.gone(p, "lesson", uid, near, write)
	}
}

func (in Input) lockPath() string {
	if in.ContentDir == "" {
		return Name
	}
	return in.ContentDir + "/" + Name
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func quote(s string) string { return fmt.Sprintf("%q", s) }
