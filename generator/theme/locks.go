package theme

import (
	"slices"

	"playbook/generator/site"
)

// clientFirst is a prerequisite of a lesson on a locked path.
type clientFirst struct {
	UID   string `json:"uid"`
	URL   string `json:"url"`
	Title string `json:"title"`
	Lang  string `json:"lang,omitempty"` // of a title that is not translated
}

// locks returns the prerequisites of a lesson on locked paths, by path: those of its
// prerequisites that the path contains; nil for none. A reader who follows such a path
// sees them before the text (client/lock.js).
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
