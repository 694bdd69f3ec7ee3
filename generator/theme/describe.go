package theme

import (
	"strings"

	"playbook/generator/site"
)

// longDescription is the number of bytes after which a description names nothing more.
const longDescription = 150

// Describe is what search engines are told of a page: its summary, or in its own
// words what it is for, or the names of what it leads to.
func (v *View) Describe() string {
	if v.Summary != "" {
		return v.Summary
	}
	switch v.page.Type {
	case site.TermPage:
		return v.naming(namesOf(v.own(), func(p *site.Page) string { return p.Title }))
	case site.TermListPage:
		return v.naming(namesOf(v.TermRows(), func(l Link) string { return l.Title }))
	case site.PathListPage:
		return v.naming(namesOf(v.Paths(), func(l Link) string { return l.Title }))
	case site.SystemPage:
		return v.describeSystem()
	}
	return ""
}

func (v *View) describeSystem() string {
	switch v.System {
	case "my-data":
		return v.ls.words.Get("data.lead")
	case "progress", "practice", "team", "verify":
		return v.ls.words.Get(v.System + ".lead")
	case "glossary", "gallery": // drawn only from their own text
		return v.HeadTitle
	case "changes":
		return v.naming(namesOf(v.Changes(), func(r Row) string { return r.Title }))
	}
	return v.naming(namesOf(v.TopSections(), func(l Link) string { return l.Title }))
}

func namesOf[T any](list []T, name func(T) string) []string {
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = name(l)
	}
	return names
}

// naming returns the page's title and as many names as fit.
func (v *View) naming(names []string) string {
	var b strings.Builder
	b.WriteString(v.Title)
	for i, name := range names {
		if i > 0 && b.Len()+len(name) > longDescription {
			break
		}
		between := "; "
		if i == 0 {
			between = ": "
		}
		b.WriteString(between + name)
	}
	return b.String()
}
