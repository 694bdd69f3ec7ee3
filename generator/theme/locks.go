package theme

import (
	"slices"

	"playbook/generator/site"
)

// clientFirst is a lesson that comes before another on a path that is locked.
type clientFirst struct {
	UID   string `json:"uid"`
	URL   string `json:"url"`
	Title string `json:"title"`
	Lang  string `json:"lang,omitempty"` // of a title that is not translated
}

// locks are what a lesson waits for on the paths that are locked, by path: those
// of its prerequisites that the path has; nil for nothing. A reader who follows
// such a path is told of them before the text (client/lock.js).
func (v *View) locks() map[string][]clientFirst {
	if v.page.Type != site.LessonPage || len(v.page.Prereq) == 0 || !v.Framed {
		return nil
	}
	var out map[string][]clientFirst
	for _, path := range v.page.Lang.Paths {
		if !path.Lock {
			continue
		}
		uid := path.Page.UID
		if !slices.Contains(path.Lessons, v.page) {
			continue
		}
		for _, q := range v.page.Prereq {
			if !slices.Contains(path.Lessons, q) {
				continue
			}
			if out == nil {
				out = map[string][]clientFirst{}
			}
			l := v.link(q)
			out[uid] = append(out[uid], clientFirst{l.UID, l.URL, l.Title, l.Lang})
		}
	}
	return out
}
