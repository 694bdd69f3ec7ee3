package theme

import (
	"slices"

	"playbook/generator/site"
)

// clientPaths are the learning paths as the home page's script wants them: it
// shows the next step of the one that the reader follows.
type clientPaths struct {
	// Kinds are the lessons' kinds: style class, icon, label.
	Kinds   [][3]string  `json:"kinds"`
	Lessons []clientStop `json:"lessons"`
	Paths   []clientPath `json:"paths"`
}

// clientPath is one path; its lessons are places in clientPaths.Lessons.
type clientPath struct {
	UID     string `json:"uid"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Lessons []int  `json:"lessons"`
}

// clientStop is one lesson; Kind is a place in clientPaths.Kinds, After are the
// places of the lessons to read before.
type clientStop struct {
	UID     string `json:"uid"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Lang    string `json:"lang,omitempty"` // of a title that is not translated
	Minutes int    `json:"min"`
	Kind    int    `json:"kind"`
	After   []int  `json:"after,omitempty"`
}

// part is the page's type where scripts are told more for it, else a lesson's.
func (v *View) part() site.PageType {
	switch v.page.Type {
	case site.HomePage, site.PathPage, site.PathListPage:
		return v.page.Type
	}
	return site.LessonPage
}

// tellStanding adds what the script "standing" needs on the home page and on
// those of the paths.
func (v *View) tellStanding(c *clientConfig) {
	if v.part() == site.LessonPage || len(v.page.Lang.Paths) == 0 {
		return
	}
	names := []string{"standing"}
	if v.page.Type == site.PathPage {
		names = append(names, "storage") // what is chosen there is kept
	}
	for _, name := range names {
		if words := v.ls.words.table("client_" + name); words != nil {
			c.Widgets[name] = words
		}
	}
	if v.page.Type == site.HomePage {
		c.Paths = v.clientPaths()
	}
}

// clientPaths gathers the paths of the page's language.
func (v *View) clientPaths() *clientPaths {
	out := &clientPaths{}
	place := map[*site.Page]int{}
	var lessons []*site.Page
	for _, path := range v.page.Lang.Paths {
		l := v.link(path.Page)
		one := clientPath{UID: l.UID, URL: l.URL, Title: l.Title, Lessons: []int{}}
		for _, p := range path.Lessons {
			if _, ok := place[p]; !ok {
				place[p] = len(lessons)
				lessons = append(lessons, p)
			}
			one.Lessons = append(one.Lessons, place[p])
		}
		out.Paths = append(out.Paths, one)
	}
	for _, p := range lessons {
		out.Lessons = append(out.Lessons, v.clientStop(p, place, out))
	}
	return out
}

// clientStop describes a lesson; its kind joins those of the paths.
func (v *View) clientStop(p *site.Page, place map[*site.Page]int, paths *clientPaths) clientStop {
	l, k := v.link(p), v.r.kind(p.Kind, v.Lang)
	kind := [3]string{l.Class, "plain", v.ls.words.Get("ui.lessons")}
	if k != nil {
		kind = [3]string{k.Class, k.Icon, k.Label}
	}
	stop := clientStop{UID: p.UID, URL: l.URL, Title: l.Title, Lang: l.Lang, Minutes: p.Minutes, Kind: slices.Index(paths.Kinds, kind)}
	if stop.Kind < 0 {
		stop.Kind = len(paths.Kinds)
		paths.Kinds = append(paths.Kinds, kind)
	}
	for _, q := range p.Prereq {
		if at, ok := place[q]; ok {
			stop.After = append(stop.After, at)
		}
	}
	return stop
}
