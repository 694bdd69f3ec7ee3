package ids

import (
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// maxPairs bounds the number of texts that are compared letter by letter. With more,
// only equal ones are found.
const maxPairs = 40_000

// A fresh thing has an id that was not published yet. n is its index, parts are the ids
// of its items.
type fresh struct {
	n     int
	text  string
	parts []string
}

// match finds the fresh things that continue published ids that have disappeared: first
// those with equal texts, then a fresh thing that is the only one similar to a missing
// one. The result is by index.
func match(gone []entry, news []fresh) map[int]string {
	found := map[int]string{}
	gone, news = equalTexts(gone, news, found)
	if len(gone)*len(news) > maxPairs {
		return found
	}
	type claim struct {
		id    string
		score float64
		tie   bool
	}
	best := map[int]claim{}
	for _, g := range gone {
		at, score, n := -1, 0.0, 0
		for _, f := range news {
			if s := max(similarity(g.text, f.text), overlap(g.parts, f.parts)); s >= like {
				at, score, n = f.n, s, n+1
			}
		}
		if n != 1 {
			continue
		}
		switch b, taken := best[at]; {
		case !taken || score > b.score:
			best[at] = claim{g.name(), score, false}
		case score == b.score:
			best[at] = claim{b.id, score, true}
		}
	}
	for n, c := range best {
		if !c.tie {
			found[n] = c.id
		}
	}
	return found
}

// name returns the entry's id as written.
func (e entry) name() string {
	switch e.kind {
	case uidKind:
		return e.uid
	case widgetKind:
		return e.widget
	}
	return e.id
}

// equalTexts matches texts that exactly one missing and one fresh thing have, and
// returns the rest.
func equalTexts(gone []entry, news []fresh, found map[int]string) ([]entry, []fresh) {
	byText := map[string][]fresh{}
	for _, f := range news {
		byText[f.text] = append(byText[f.text], f)
	}
	count := map[string]int{}
	for _, g := range gone {
		count[g.text]++
	}
	single := func(text string) bool { return text != "" && count[text] == 1 && len(byText[text]) == 1 }
	var left []entry
	for _, g := range gone {
		if single(g.text) {
			found[byText[g.text][0].n] = g.name()
		} else {
			left = append(left, g)
		}
	}
	return left, slices.DeleteFunc(slices.Clone(news), func(f fresh) bool { return single(f.text) })
}

// similarity is the Dice coefficient of the texts' pairs of neighboring letters: twice
// the common pairs, divided by all pairs (L. R. Dice, 1945).
func similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := pairs(a), pairs(b)
	common, all := 0, 0
	for p, n := range x {
		common += min(n, y[p])
		all += n
	}
	for _, n := range y {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}

// overlap is the same coefficient of two sets of ids.
func overlap(a, b []string) float64 {
	common := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

func pairs(s string) map[[2]rune]int {
	out := map[[2]rune]int{}
	var last rune
	for i, r := range s {
		if i > 0 {
			out[[2]rune{last, r}]++
		}
		last = r
	}
	return out
}

// nearest returns the name of the fresh thing that is most similar to text, or "" if
// all are less than half similar.
func nearest(text string, news []fresh, name func(n int) string) string {
	best, score := "", 0.5
	for _, f := range news[:min(len(news), 2000)] {
		if s := similarity(text, f.text); s > score {
			best, score = name(f.n), s
		}
	}
	return best
}

// freshList is a widget with the ids of its items.
func freshList(n int, id widget.Identity) fresh {
	f := fresh{n: n, text: fingerprint(id.Title)}
	for _, it := range id.Items {
		f.parts = append(f.parts, it.ID)
	}
	return f
}

// widgetsOf returns the ids of a lesson's widgets, by index. New derived ids may be
// replaced by ids that have disappeared.
func (k *lesson) widgetsOf(l *content.Lesson) []string {
	out := make([]string, len(l.Widgets))
	have := map[string]bool{}
	for i, p := range l.Widgets {
		out[i] = p.ID
		if !p.Static {
			have[p.ID] = true
			have[widget.IdentityOf(p.Widget).Was] = true
		}
	}
	var news []fresh
	for i, p := range l.Widgets {
		if !p.Static && p.Derived && (k.widgets[p.ID] == nil || k.widgets[p.ID].gone) {
			news = append(news, freshList(i, widget.IdentityOf(p.Widget)))
		}
	}
	if len(news) == 0 {
		return out
	}
	var gone []entry
	for _, id := range slices.Sorted(maps.Keys(k.widgets)) {
		if w := k.widgets[id]; !w.gone && !have[id] {
			e := w.entry
			e.parts = slices.Sorted(maps.Keys(w.items))
			gone = append(gone, e)
		}
	}
	for n, id := range match(gone, news) {
		out[n] = id
	}
	return out
}

// itemsOf returns the ids for a list's items, by index.
func (k *list) itemsOf(items []widget.ItemIdentity) []string {
	out := make([]string, len(items))
	have := map[string]bool{}
	for i, it := range items {
		out[i] = it.ID
		have[it.ID], have[it.Was] = true, true
	}
	var news []fresh
	for i, it := range items {
		if e, known := k.items[it.ID]; it.Derived && (!known || e.gone) {
			news = append(news, fresh{n: i, text: fingerprint(it.Text)})
		}
	}
	if len(news) == 0 {
		return out
	}
	var gone []entry
	for _, id := range slices.Sorted(maps.Keys(k.items)) {
		if s := k.items[id]; !s.gone && !have[id] {
			gone = append(gone, entry{key: key{kind: itemKind, uid: k.uid, widget: k.widget, id: id}, said: s})
		}
	}
	for n, id := range match(gone, news) {
		out[n] = id
	}
	return out
}
