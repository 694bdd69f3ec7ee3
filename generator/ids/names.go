package ids

import (
	"strings"

	"playbook/generator/content"
)

// Names returns new uids for lessons whose own name another lesson has. Of several
// lessons with one name, the published one keeps it, else the first by path. The others
// get uids made from their paths.
func (l *Lock) Names(groups []Group) map[*content.Lesson]string {
	given, byName := map[string]bool{}, make(map[string][]*content.Lesson, len(groups))
	clash := false
	for _, g := range groups {
		if g.Source.Assignment() {
			continue
		}
		uid := g.Source.UID()
		if g.Source.Meta.UID != "" {
			given[uid] = true
			clash = clash || len(byName[uid]) > 0
			continue
		}
		byName[uid] = append(byName[uid], g.Source)
		clash = clash || len(byName[uid]) > 1 || given[uid]
	}
	if !clash {
		return nil
	}
	out := map[*content.Lesson]string{}
	for uid, list := range byName {
		keeper := -1
		if !given[uid] {
			keeper = l.keeper(uid, list)
		}
		for i, lesson := range list {
			if i != keeper {
				out[lesson] = byPath(lesson)
			}
		}
	}
	return out
}

// keeper returns the index of the lesson that keeps a name. The lessons are sorted by
// path.
func (l *Lock) keeper(uid string, list []*content.Lesson) int {
	best, score := 0, -1.0
	known := l.lessons[uid]
	for i, lesson := range list {
		s := 0.0
		switch long := l.lessons[byPath(lesson)]; {
		case len(list) == 1:
		case long != nil && !long.gone:
			s = -0.5 // it already has a different uid
		case known != nil:
			s = similarity(known.text, fingerprint(lesson.Meta.Title)) + known.share(lesson)
		}
		if s > score {
			best, score = i, s
		}
	}
	return best
}

// share returns the share of a lesson's ids that are published.
func (k *lesson) share(l *content.Lesson) float64 {
	same, all := 0, 0
	for _, h := range headingsOf(l) {
		all++
		if _, ok := k.headings[h.ID]; ok {
			same++
		}
	}
	for _, p := range l.Widgets {
		if p.Static {
			continue
		}
		all++
		if k.widgets[p.ID] != nil {
			same++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(same) / float64(all)
}

// byPath returns a lesson's uid made from its path.
func byPath(l *content.Lesson) string {
	dir, name := strings.ReplaceAll(l.Dir, "/", "-"), l.Base
	if dir == "" {
		dir = "home"
	}
	return dir + "-" + name
}
