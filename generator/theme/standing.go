package theme

import (
	"slices"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
	"playbook/generator/widget"
)

// clientPaths are the learning paths for scripts, on the pages that show a reader's
// progress: the home page, a path, the progress page, the daily practice.
type clientPaths struct {
	// Kinds are the lessons' kinds: style class, icon, label.
	Kinds   [][3]string  `json:"kinds"`
	Lessons []clientStop `json:"lessons"`
	Paths   []clientPath `json:"paths"`
}

// clientPath is one path. Its lessons are indexes of clientPaths.Lessons.
type clientPath struct {
	UID     string `json:"uid"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Lessons []int  `json:"lessons"`
	Lock    bool   `json:"lock,omitempty"`
	// Valid is the number of days for which a finished lesson stays valid, 0 for ever.
	Valid int          `json:"valid,omitempty"`
	Miles []clientMile `json:"miles,omitempty"`
}

// clientMile is a milestone: its name in the reader's record, its words, and the day of
// the path on which it is due, 0 for none.
type clientMile struct {
	ID  string `json:"id"`
	At  string `json:"at"`
	Do  string `json:"do"`
	Day int    `json:"day,omitempty"`
	// Signoff says that the manager signs it.
	Signoff bool `json:"signoff,omitempty"`
}

// clientStop is one lesson. Kind is an index of clientPaths.Kinds, After are the
// indexes of its prerequisites.
type clientStop struct {
	UID     string `json:"uid"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Lang    string `json:"lang,omitempty"` // of a title that is not translated
	Minutes int    `json:"min"`
	Kind    int    `json:"kind"`
	After   []int  `json:"after,omitempty"`
	// Changed is the date of the last change that the author gives, or "".
	Changed string `json:"changed,omitempty"`
	facts
}

// facts say what a lesson asks of its reader. The reader's own record says which of it
// is done (client/lib/standing.js).
type facts struct {
	// Asks are the widgets to answer before the lesson is learnt, Then those to
	// complete before it is done in practice: each as its id followed by its earlier
	// ids.
	Asks []string `json:"asks,omitempty"`
	Then []string `json:"then,omitempty"`
	// Revs are the revisions above 1 of required items, by widget and item.
	Revs  map[string]map[string]int `json:"revs,omitempty"`
	Lists []clientList              `json:"lists,omitempty"`
	// Srs are the items that are asked again, by widget, with their revisions.
	Srs map[string]map[string]int `json:"srs,omitempty"`
}

// clientList is a widget in which something may be due, for the kind's script due.js.
type clientList struct {
	Kind   string       `json:"kind"`
	ID     string       `json:"id"`
	At     string       `json:"at"`
	Title  string       `json:"title"`
	Repeat string       `json:"repeat,omitempty"`
	Per    string       `json:"per,omitempty"`
	Of     int          `json:"of"`
	Items  []clientItem `json:"items,omitempty"`
	// Rules are values that the kind needs, see [widget.Track].
	Rules map[string]string `json:"rules,omitempty"`
}

// clientItem is an item with a date.
type clientItem struct {
	ID   string `json:"id"`
	At   string `json:"at"`
	Text string `json:"text"`
	Due  string `json:"due"`
	Rev  int    `json:"rev,omitempty"` // above 1
}

// factsOf returns what a lesson asks. An untranslated lesson asks the same as its
// source.
func factsOf(l *content.Lesson) facts {
	var f facts
	if l == nil {
		return f
	}
	for _, p := range l.Widgets {
		t := widget.TrackOf(p.Widget)
		id := widget.IdentityOf(p.Widget)
		switch ids := strings.TrimSpace(p.ID + " " + id.Was); {
		case t.Counts:
			f.Asks = append(f.Asks, ids)
		case t.Follows:
			f.Then = append(f.Then, ids)
		}
		list := clientList{Kind: p.Kind, ID: p.ID, At: p.ID, Title: id.Title, Repeat: t.Repeat, Per: t.Per, Of: len(id.Items), Rules: t.Rules}
		if anchors := widget.AnchorsOf(p.Widget); len(anchors) > 0 {
			list.At = anchors[0]
		}
		for _, it := range t.Items {
			if it.Counts && (t.Counts || t.Follows) && it.Rev > 1 {
				f.Revs = put(f.Revs, p.ID, it.ID, it.Rev)
			}
			if t.Practised {
				f.Srs = put(f.Srs, p.ID, it.ID, max(1, it.Rev))
			}
			if it.Rev == 1 {
				it.Rev = 0
			}
			if it.Due != "" {
				list.Items = append(list.Items, clientItem{ID: it.ID, At: it.Anchor, Text: it.Text, Due: it.Due, Rev: it.Rev})
			}
		}
		if t.Dated {
			f.Lists = append(f.Lists, list)
		}
	}
	return f
}

func put(m map[string]map[string]int, widget, item string, rev int) map[string]map[string]int {
	if m == nil {
		m = map[string]map[string]int{}
	}
	if m[widget] == nil {
		m[widget] = map[string]int{}
	}
	m[widget][item] = rev
	return m
}

// standing reports whether the page shows a reader's progress.
func (k *configKey) standing() bool {
	switch k.page {
	case site.HomePage, site.PathPage, site.PathListPage:
		return len(k.lang.Paths) > 0
	}
	return k.system == "progress"
}

// pathsOf returns the paths that such a page shows.
func (r *Renderer) pathsOf(k *configKey) *clientPaths {
	switch k.page {
	case site.PathListPage:
		return nil
	case site.PathPage:
		one := r.clientPaths(k.at, k.lang, []*site.Path{k.path})
		for i := range one.Lessons { // nothing is due on this page
			l := &one.Lessons[i]
			l.Lists, l.Srs, l.Changed = nil, nil, ""
		}
		return one
	}
	return r.clientPaths(k.at, k.lang, k.lang.Paths)
}

// clientPaths returns paths of a language for a page at a place.
func (r *Renderer) clientPaths(at origin, lang *site.Lang, paths []*site.Path) *clientPaths {
	out := &clientPaths{}
	places := map[*site.Page]int{}
	var lessons []*site.Page
	for _, path := range paths {
		l := r.link(at, path.Page)
		one := clientPath{UID: l.UID, URL: l.URL, Title: l.Title, Lessons: []int{}, Lock: path.Lock, Valid: Days(path.Valid), Miles: miles(path)}
		for _, p := range path.Lessons {
			if _, ok := places[p]; !ok {
				places[p] = len(lessons)
				lessons = append(lessons, p)
			}
			one.Lessons = append(one.Lessons, places[p])
		}
		out.Paths = append(out.Paths, one)
	}
	for _, p := range lessons {
		out.Lessons = append(out.Lessons, r.clientStop(at, lang, p, places, out))
	}
	return out
}

// miles returns a path's milestones. They are identified by their order, because a
// translation has other words.
func miles(path *site.Path) []clientMile {
	var list []clientMile
	for i, m := range path.Milestones {
		mile := clientMile{ID: strconv.Itoa(i + 1), At: m.At, Do: m.Do}
		if i < len(path.Days) {
			mile.Day, mile.Signoff = path.Days[i], path.Signoffs[i]
		}
		list = append(list, mile)
	}
	return list
}

// Days converts a period such as "365d" or "1y" to days, with 30 days for a month; 0
// for none.
func Days(period string) int {
	if period == "" {
		return 0
	}
	n, err := strconv.Atoi(period[:len(period)-1])
	if err != nil {
		return 0
	}
	return n * map[byte]int{'d': 1, 'w': 7, 'm': 30, 'y': 365}[period[len(period)-1]]
}

// clientStop describes a lesson, and adds its kind to those of the paths.
func (r *Renderer) clientStop(at origin, lang *site.Lang, p *site.Page, places map[*site.Page]int, paths *clientPaths) clientStop {
	l, k := r.link(at, p), r.kind(p.Kind, lang.Code)
	kind := [3]string{l.Class, "plain", r.langs[lang].words.words.Get("ui.lessons")}
	if k != nil {
		kind = [3]string{k.Class, k.Icon, k.Label}
	}
	stop := clientStop{UID: p.UID, URL: l.URL, Title: l.Title, Lang: l.Lang, Minutes: p.Minutes, Kind: slices.Index(paths.Kinds, kind), Changed: changed(p), facts: factsOf(p.Lesson)}
	if stop.Kind < 0 {
		stop.Kind = len(paths.Kinds)
		paths.Kinds = append(paths.Kinds, kind)
	}
	for _, q := range p.Prereq {
		if n, ok := places[q]; ok {
			stop.After = append(stop.After, n)
		}
	}
	return stop
}
