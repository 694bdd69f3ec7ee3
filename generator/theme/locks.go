package theme

import "playbook/generator/site"

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
	if v.page.Type != site.LessonPage || len(v.page.Prereq) == 0 {
		return nil
	}
	var out map[string][]clientFirst
	for _, path := range v.page.Lang.Paths {
		if !path.Lock {
			continue
		}
		on, uid := v.r.onPath(path), path.Page.UID
		for _, q := range v.page.Prereq {
			if !on[v.page.UID] || !on[q.UID] {
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

// tellScripts takes out the scripts that few pages have a use for, and adds the
// words of those that this one has.
func (v *View) tellScripts(c *clientConfig, locked bool) {
	if v.page.Type != site.PathPage {
		delete(c.Assets, "path")
	}
	if !locked {
		delete(c.Assets, "lock")
		return
	}
	if words := v.ls.words.table("client_lock"); words != nil {
		c.Widgets["lock"] = words
	}
}

// onPath are the uids of a path's lessons.
func (r *Renderer) onPath(path *site.Path) map[string]bool {
	type key struct{ path *site.Path }
	return once(r, key{path}, func() map[string]bool {
		on := make(map[string]bool, len(path.Lessons))
		for _, p := range path.Lessons {
			on[p.UID] = true
		}
		return on
	})
}
