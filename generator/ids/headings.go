package ids

import (
	"slices"
	"strconv"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// headingsOf returns the targets of links within a lesson: its headings, and the terms
// of a glossary.
func headingsOf(l *content.Lesson) []content.Heading {
	return slices.Concat(l.Headings, l.Terms)
}

// headingsByPlace gives the headings of a translation the ids of the lesson's headings
// at the same places, unless the author wrote an id. So links work in every language,
// and a reader who changes the language stays at the same heading. It works if both
// have headings of the same levels in the same order; otherwise it adds a finding.
// Terms of a glossary are sorted by each language's alphabet, so their ids are the
// author's.
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

// repeated reports whether the list has an id twice: a heading may have written an id
// that another heading would get.
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

// otherOutline reports the first heading of a translation that does not match its
// lesson. If the translation says that it was made from an older version, this is only
// a hint.
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
