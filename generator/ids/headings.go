package ids

import (
	"slices"
	"strconv"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// headingsOf are the places of a lesson that links may name: its headings, and
// the terms of a glossary.
func headingsOf(l *content.Lesson) []content.Heading {
	return slices.Concat(l.Headings, l.Terms)
}

// headingsByPlace gives the headings of a translation that have no id of their
// author's the ids of the lesson's, by place: links hold in every language, and a
// reader who changes the language stays where they were. It works where both
// have headings of the same levels in the same order; where not, that is said.
// Terms of a glossary stand in the order of each language's alphabet: theirs are
// the author's.
func (r *resolver) headingsByPlace(l, source *content.Lesson) *content.Lesson {
	mine, theirs := l.Headings, source.Headings
	if !slices.ContainsFunc(mine, func(h content.Heading) bool { return h.Derived }) || len(theirs) == 0 {
		return l
	}
	if !slices.EqualFunc(mine, theirs, func(a, b content.Heading) bool { return a.Level == b.Level }) {
		r.otherOutline(l, source)
		return l
	}
	taken := map[string]bool{}
	for _, id := range l.Anchors() {
		taken[id] = true
	}
	for _, h := range mine {
		taken[h.ID] = taken[h.ID] && !h.Derived
	}
	ids, changed := make([]string, len(mine)), false
	for i, h := range mine {
		ids[i] = h.ID
		if h.Derived && !taken[theirs[i].ID] {
			ids[i] = theirs[i].ID
			changed = changed || ids[i] != h.ID
		}
		taken[ids[i]] = true
	}
	if !changed || repeated(ids) {
		return l
	}
	return l.WithHeadings(ids)
}

// repeated reports whether an id stands in the list twice: a heading that keeps
// its own may have one that another would take.
func repeated(ids []string) bool {
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}

// otherOutline says where the headings of a translation stop being those of its
// lesson. It is a hint where the translation says itself that it was made from
// an older version.
func (r *resolver) otherOutline(l, source *content.Lesson) {
	mine, theirs := l.Headings, source.Headings
	n := 0
	for n < len(mine) && n < len(theirs) && mine[n].Level == theirs[n].Level {
		n++
	}
	at, what := mine[min(n, len(mine)-1)].Pos, "the lesson has another heading here, "
	if n < len(theirs) {
		what += strconv.Quote(theirs[n].Text)
	} else {
		what = "the lesson has no such heading"
	}
	severity := diag.Warning
	if h := l.Meta.SourceHash; h != "" && !source.IsSource(h) {
		severity = diag.Hint
	}
	r.at(at, severity, codeOutline, "the headings of this translation differ from those of "+strconv.Quote(source.Path)+", so they have other ids: "+what,
		"translate the missing headings, or give each heading the id of its source, {#id}")
}
