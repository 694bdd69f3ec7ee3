package theme

import (
	"html/template"
	"slices"
	"strings"

	"playbook/generator/site"
)

// A Row is one lesson in a list.
type Row struct {
	Link
	Kind  *Kind  // the lesson's kind
	Draft bool   // the lesson is a draft
	Date  string // the day of the lesson's last change, in the pages that show it
}

func (v *View) row(p *site.Page) Row {
	return Row{Link: *v.link(p), Kind: v.r.kind(p.Kind, v.Lang), Draft: p.Draft}
}

func (v *View) rows(pages []*site.Page) []Row {
	out := make([]Row, len(pages))
	for i, p := range pages {
		out[i] = v.row(p)
	}
	return out
}

// own returns the lessons that a section's or a term's page lists: those of its part of
// the list.
func (v *View) own() []*site.Page { return part(v.page, v.all()) }

// part returns the part of a list that one page shows.
func part[T any](p *site.Page, list []T) []T {
	if p.Parts == nil {
		return list
	}
	from := p.Part * site.ListMost
	return list[from:min(len(list), from+site.ListMost)]
}

// Pager links the pages of a long list, nil for a short one.
func (v *View) Pager() []Link {
	var list []Link
	for i, p := range v.page.Parts {
		list = append(list, Link{URL: v.to(p.URL), Title: v.ls.words.Number(i + 1), Current: p == v.page})
	}
	return list
}

// all returns the lessons of a section, a term or a path.
func (v *View) all() []*site.Page {
	switch v.page.Type {
	case site.SectionPage, site.HomePage:
		if v.page.Section != nil {
			return v.page.Section.Lessons
		}
	case site.TermPage:
		return v.page.Term.Lessons
	case site.PathPage:
		return v.page.Path.Lessons
	}
	return nil
}

// List is the section's list of lessons.
func (v *View) List() template.HTML {
	// In a section with one kind, the badge would be the same for all lessons.
	badge := func(p *site.Page) bool { return v.page.Section != nil && p.Kind != v.page.Section.Kind }
	return v.list(v.own(), rich, badge)
}

// HasRows reports whether the page lists lessons.
func (v *View) HasRows() bool { return len(v.own()) > 0 }

// Total counts the lessons of the list, those of sections below included.
func (v *View) Total() int {
	if v.page.Type == site.SectionPage && v.page.Section != nil {
		return v.r.langs[v.page.Lang].lessons[v.page.Section]
	}
	return len(v.all())
}

// TotalMinutes is the reading time of the list.
func (v *View) TotalMinutes() int {
	if v.page.Path != nil && v.page.Path.Minutes > 0 {
		return v.page.Path.Minutes
	}
	if v.page.Type == site.SectionPage && v.page.Section != nil {
		return sectionMinutes(v.page.Section)
	}
	return minutes(v.all())
}

func sectionMinutes(s *site.Section) int {
	sum := minutes(s.Lessons)
	for _, c := range s.Children {
		sum += sectionMinutes(c)
	}
	return sum
}

func minutes(pages []*site.Page) int {
	sum := 0
	for _, p := range pages {
		sum += p.Minutes
	}
	return sum
}

// SectionDir is the folder of a section's page.
func (v *View) SectionDir() string {
	if v.page.Section == nil {
		return ""
	}
	return v.page.Section.Dir
}

// Sub are the sections inside this one.
func (v *View) Sub() []Link {
	if v.page.Section == nil {
		return nil
	}
	return v.sectionLinks(v.page.Section.Children)
}

// TopSections are the sections of the site in the page's language, or
// the first 60 of them.
func (v *View) TopSections() []Link {
	if v.page.Lang.Root == nil {
		return nil
	}
	children := v.page.Lang.Root.Children
	return v.sectionLinks(children[:min(len(children), window)])
}

func (v *View) sectionLinks(sections []*site.Section) []Link {
	var list []Link
	for _, s := range sections {
		if s.Page != nil && s.Dir != "paths" {
			list = append(list, v.sectionLink(s))
		}
	}
	return list
}

// A Group is a heading with lessons under it.
type Group struct {
	Link
	Rows []Row         // the lessons
	List template.HTML // the lessons as items of a list, in place of Rows where there may be many
}

// Groups are a term's lessons by section, or on the home page the kinds of
// lesson with their first three, or where there are none the sections.
func (v *View) Groups() []Group {
	if v.page.Type == site.HomePage {
		if kinds := v.kindGroups(); kinds != nil || len(v.Paths()) == 0 && len(v.RoleRows()) == 0 {
			return kinds
		}
		return v.sectionGroups() // otherwise only the menu would link to them
	}
	var groups []Group
	left := rich
	for _, run := range bySection(v.own()) {
		g := Group{Link: v.sectionLink(run[0].Section)}
		g.Count = len(run)
		if run[0].Section.Parent == nil {
			g.Title = v.ls.words.Get("term.ungrouped")
		}
		g.List = v.list(run, left, func(p *site.Page) bool { return v.page.Term.Kind == nil && p.Kind != p.Section.Kind })
		left -= min(left, len(run))
		groups = append(groups, g)
	}
	return groups
}

// bySection splits lessons where the section changes.
func bySection(pages []*site.Page) [][]*site.Page {
	var runs [][]*site.Page
	for i, p := range pages {
		if i == 0 || p.Section != pages[i-1].Section {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], p)
	}
	return runs
}

// kindGroups returns the kinds of lesson that the site uses, each with its section's
// summary.
func (v *View) kindGroups() []Group {
	var groups []Group
	for _, t := range v.page.Lang.Kinds {
		if t.Page == nil || len(t.Lessons) == 0 || t.Kind == nil || t.Kind.Key == "plain" {
			continue
		}
		g := Group{Link: *v.link(t.Page), Rows: v.rows(t.Lessons[:min(3, len(t.Lessons))])}
		g.Title, g.Class, g.Icon, g.Count = t.Label, kindClass(t.Kind), t.Kind.Icon, len(t.Lessons)
		if s := t.Lessons[0].Section; s != nil && s.Kind == t.Kind && s.Page != nil {
			g.Summary = s.Page.Summary
		}
		groups = append(groups, g)
	}
	return groups
}

// sectionGroups returns the sections of a site whose lessons have no kind, each with
// its first lessons.
func (v *View) sectionGroups() []Group {
	if v.page.Lang.Root == nil {
		return nil
	}
	var groups []Group
	for _, s := range v.page.Lang.Root.Children[:min(len(v.page.Lang.Root.Children), window)] {
		if s.Page == nil || s.Dir == "paths" {
			continue
		}
		groups = append(groups, Group{Link: v.sectionLink(s), Rows: v.rows(s.Lessons[:min(3, len(s.Lessons))])})
	}
	return groups
}

// GroupCount is how many groups the page has.
func (v *View) GroupCount() int { return len(v.Groups()) }

// Paths are the learning paths.
func (v *View) Paths() []Link {
	var list []Link
	for _, p := range v.page.Lang.Paths {
		l := v.link(p.Page)
		l.Count, l.Minutes = len(p.Lessons), p.Minutes
		if p.Role != nil {
			l.Role = p.Role.Label
		}
		list = append(list, *l)
	}
	return list
}

// RoleRows are the roles, where there are no paths to choose from.
func (v *View) RoleRows() []Link { return v.terms(v.page.Lang.Roles) }

// LooseRoles are the roles that no learning path is for.
func (v *View) LooseRoles() []Link {
	var loose []*site.Term
	for _, t := range v.page.Lang.Roles {
		if !slices.ContainsFunc(v.page.Lang.Paths, func(p *site.Path) bool { return p.Role == t }) {
			loose = append(loose, t)
		}
	}
	return v.terms(loose)
}

// popular is the number of topics on the home page.
const popular = 5

// Popular are the topics with the most lessons.
func (v *View) Popular() []Link {
	tags := slices.Clone(v.page.Lang.Tags)
	slices.SortStableFunc(tags, func(a, b *site.Term) int { return len(b.Lessons) - len(a.Lessons) })
	return v.terms(tags[:min(len(tags), popular)])
}

// LessonCount is how many lessons the site has in the page's language.
func (v *View) LessonCount() int { return len(v.page.Lang.Lessons) }

// LessonWord is "lessons" in the form that goes with the count.
func (v *View) LessonWord() string {
	words := v.ls.words
	return strings.TrimSpace(strings.ReplaceAll(words.Count("n.lessons", v.LessonCount()), words.Number(v.LessonCount()), ""))
}

// TermLabel says what sort of term the page shows.
func (v *View) TermLabel() string { return v.ls.words.Get("term." + v.page.Term.Taxonomy) }

// TermPath is the learning path of a role, or the role of a path.
func (v *View) TermPath() *Link {
	if p := v.page.Path; p != nil {
		if p.Role == nil || p.Role.Page == nil {
			return nil
		}
		l := v.link(p.Role.Page)
		l.Title = p.Role.Label
		return l
	}
	for _, p := range v.page.Lang.Paths {
		if p.Role != nil && p.Role == v.page.Term {
			return v.link(p.Page)
		}
	}
	return nil
}

// TermRows are the terms of a list page.
func (v *View) TermRows() []Link {
	terms := part(v.page, v.page.Terms)
	list := v.terms(terms)
	at := 0
	for _, t := range terms {
		if t == nil || t.Page == nil {
			continue
		}
		if t.Kind != nil {
			list[at].Icon = t.Kind.Icon
		}
		at++
	}
	return list
}

// TermGroups are the site's terms by sort, for finding a way without search.
func (v *View) TermGroups() []Group {
	lang, lists := v.page.Lang, v.r.langs[v.page.Lang].lists
	var groups []Group
	for _, g := range []struct {
		taxonomy string
		terms    []*site.Term
	}{{"role", lang.Roles}, {"stage", lang.Stages}, {"kind", lang.Kinds}, {"tag", lang.Tags}} {
		if len(g.terms) == 0 {
			continue
		}
		group := Group{Link: Link{Title: v.ls.words.Get("term." + g.taxonomy + "s")}}
		if p := lists[g.taxonomy]; p != nil {
			group.URL = v.to(p.URL)
		}
		for _, l := range v.terms(g.terms[:min(len(g.terms), window)]) {
			group.Rows = append(group.Rows, Row{Link: l})
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// recent is the number of lessons on the page of changes.
const recent = 100

// Changes are the lessons that were changed last, newest first.
func (v *View) Changes() []Row {
	pages := newest(v.page.Lang.Lessons, recent)
	rows := v.rows(pages)
	for i := range rows {
		rows[i].Date = changed(pages[i])
	}
	return rows
}

// changed returns the day of a lesson's last change as its author gives it.
func changed(p *site.Page) string {
	if p.Lesson == nil {
		return ""
	}
	m := p.Lesson.Meta
	return max(m.Date, m.Updated, m.Reviewed)
}

// A Tongue is one language on the page for what is not found.
type Tongue struct {
	Lang  string // the language, such as "de"
	Dir   string // the direction of writing, "ltr" or "rtl"
	Title string // that the page is not there, in this language
	More  string // what to do now, in this language
	Home  string // the word for the home page, in this language
	URL   string // the address of the home page of this language
}

// OtherTongues say in every other language that the page is not there; only on
// the one page that a host serves for all of them.
func (v *View) OtherTongues() []Tongue {
	if !v.page.Lang.Default {
		return nil
	}
	var list []Tongue
	for _, l := range v.r.site.Langs {
		if l == v.page.Lang || l.Home == nil {
			continue
		}
		w := v.r.theme.lang(l.Code).words
		t := Tongue{Lang: l.Code, Dir: "ltr", Title: w.Get("lost.title"), More: w.Get("lost.more"), Home: w.Get("ui.home"), URL: v.to(l.Home.URL)}
		if rtl(l.Code) {
			t.Dir = "rtl"
		}
		list = append(list, t)
	}
	return list
}
