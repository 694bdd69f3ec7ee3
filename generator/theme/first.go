package theme

import (
	"path"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// First is the lesson to begin with: the first lesson of a path, and of several paths
// the first in the site's order; otherwise the site's first lesson. If no author has
// put the lessons in order, the order is alphabetical, and a lesson whose name says
// that it is the beginning comes first.
func (v *View) First() *Row {
	lessons := v.page.Lang.Lessons
	if len(lessons) == 0 {
		return nil
	}
	begin := map[*site.Page]bool{}
	for _, p := range v.page.Lang.Paths {
		if len(p.Lessons) > 0 {
			begin[p.Lessons[0]] = true
		}
	}
	i := slices.IndexFunc(lessons, func(p *site.Page) bool { return begin[p] })
	if i < 0 && !ordered(lessons[0]) {
		i = beginning(lessons)
	}
	row := v.row(lessons[max(i, 0)])
	return &row
}

// ordered reports whether an author gave a lesson or a folder its place, by a weight or
// by a number before its name.
func ordered(p *site.Page) bool {
	placed := func(l *content.Lesson) bool { return l != nil && (l.Meta.HasWeight || l.Order >= 0) }
	if placed(p.Lesson) {
		return true
	}
	for s := p.Section; s != nil && s.Parent != nil; s = s.Parent {
		if s.Page != nil && placed(s.Page.Lesson) {
			return true
		}
	}
	if p.Lesson != nil {
		for dir := path.Dir(p.Lesson.Path); dir != "."; dir = path.Dir(dir) {
			if content.DirOrder(dir) >= 0 {
				return true
			}
		}
	}
	return false
}

// beginnings are usual names of the first page of a handbook, the most certain first.
var beginnings = []string{"start-here", "getting-started", "get-started", "start", "welcome", "introduction", "intro", "onboarding", "overview", "quickstart"}

// beginning returns the index of the lesson with such a name, or of the first lesson in a
// folder with such a name, or -1.
func beginning(lessons []*site.Page) int {
	for _, name := range beginnings {
		if i := slices.IndexFunc(lessons, func(p *site.Page) bool { return p.UID == name }); i >= 0 {
			return i
		}
		if i := slices.IndexFunc(lessons, func(p *site.Page) bool {
			return p.Section != nil && slices.Contains(strings.Split(p.Section.Dir, "/"), name)
		}); i >= 0 {
			return i
		}
	}
	return -1
}
