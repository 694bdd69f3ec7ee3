package site

import (
	"strings"
	"unicode"

	"playbook/generator/content"
)

// asGitHub returns the id in a lesson's page for an anchor that GitHub derives from
// headings, ignoring case: "top" for the page's own title, "" for none.
func (a *assembler) asGitHub(l *content.Lesson, fragment string) string {
	by := a.derived[l]
	if by == nil {
		by = derivedAnchors(l)
		if a.derived == nil {
			a.derived = map[*content.Lesson]map[string]string{}
		}
		a.derived[l] = by
	}
	return by[strings.ToLower(fragment)]
}

func derivedAnchors(l *content.Lesson) map[string]string {
	by := map[string]string{}
	seen := map[string]int{}
	add := func(text, id string) {
		slug := gitHubSlug(text)
		if slug == "" {
			return
		}
		n := seen[slug]
		seen[slug]++
		if n > 0 {
			slug += "-" + itoa(n)
		}
		if by[slug] == "" {
			by[slug] = id
		}
	}
	add(l.Meta.Title, "top")
	// If the title is not a heading of the file, equal headings are counted without it.
	plain := map[string]int{}
	for _, h := range l.Headings {
		add(h.Text, h.ID)
		if slug := gitHubSlug(h.Text); slug != "" {
			if n := plain[slug]; n > 0 && by[slug+"-"+itoa(n)] == "" {
				by[slug+"-"+itoa(n)] = h.ID
			}
			plain[slug]++
		}
	}
	for _, id := range l.Anchors() {
		if low := strings.ToLower(id); by[low] == "" {
			by[low] = id
		}
	}
	return by
}

// gitHubSlug returns the anchor that GitHub gives a heading: lower case, without
// punctuation, a hyphen for every space. Source: html-pipeline,
// lib/html/pipeline/toc_filter.rb, and its successors.
func gitHubSlug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Pc):
			b.WriteRune(r)
		}
	}
	return b.String()
}
