package theme

import (
	"html/template"
	"slices"
	"strings"

	"playbook/generator/site"
)

// window is the largest number of lessons in a section, and of sections, that a sidebar
// lists.
const window = 60

// A Sidebar lists the sections, and the lessons of the section that the page is in.
type Sidebar struct {
	Home string // the address of the home page
	// Before and After are the top sections before and after the page's own, as items of
	// a list.
	Before, After template.HTML
	// Sections has the section that the page is in, and before it the lessons that have none.
	Sections []SideSection
	// Earlier and Later say that sections are left out before or after those shown.
	Earlier, Later bool
}

// A SideSection is one top section in the sidebar.
type SideSection struct {
	Link
	Branch *SideBranch // its lessons and the sections in it
}

// A SideBranch is the content of an open section: its lessons, if the page is one of them or
// the section's own, and the sections in it.
type SideBranch struct {
	Entries  template.HTML // the lessons, as items of a list
	Children []SideNode    // the sections in it
}

// A SideNode is a section inside another one. It is open if the page is in it.
type SideNode struct {
	Link
	Branch *SideBranch // its content if it is open, else nothing
	Here   bool        // the page is the section's own page
}

// An Entry is one lesson in the sidebar, or a link in place of lessons that are left out.
type Entry struct {
	Href    template.HTMLAttr // the attribute href with the lesson's address
	Title   string            // the lesson's title
	UID     string            // the lesson's uid
	Current bool              // the page shows this lesson
	Later   bool              // the lessons that are left out come after those shown, not before
}

// entriesKey is the input of a section's entries. The pages of a folder share it.
type entriesKey struct {
	lang    *site.Lang
	section *site.Section
	at      origin
}

// closedKey is the input of a run of sections that do not contain the page: indexes of
// the top sections.
type closedKey struct {
	lang     *site.Lang
	from, to int
	at       origin
}

// sideSection returns the section at which a page's sidebar is open: its own, or the
// whole book.
func (v *View) sideSection() *site.Section {
	if v.page.Section != nil {
		return v.page.Section
	}
	return v.page.Lang.Root
}

// Sidebar returns the sidebar of the page, nil if the site has no sections.
func (v *View) Sidebar() (*Sidebar, error) {
	s := v.sideSection()
	if s == nil {
		return nil, nil
	}
	entries, err := v.sideEntries(s)
	if err != nil {
		return nil, err
	}
	return v.sections(s, entries)
}

// branch returns what is shown of the last section of a trail, which leads from a top
// section to the page's own.
func (v *View) branch(trail []*site.Section, entries template.HTML) *SideBranch {
	b := &SideBranch{}
	all := trail[0].Children
	from, to := 0, min(len(all), window)
	if len(trail) == 1 {
		b.Entries = entries
	} else {
		from, to = around(slices.Index(all, trail[1]), len(all), window)
	}
	for _, c := range all[from:to] {
		n := SideNode{Link: v.sectionLink(c), Here: c.Page == v.page}
		if len(trail) > 1 && c == trail[1] {
			n.Branch = v.branch(trail[1:], entries)
		}
		b.Children = append(b.Children, n)
	}
	return b
}

// sideEntries returns the section's lessons in a window around the page.
func (v *View) sideEntries(s *site.Section) (template.HTML, error) {
	all, err := v.r.parts.entries.get(entriesKey{v.page.Lang, s, v.at.folder()}, v.r.drawEntries)
	if err != nil {
		return "", err
	}
	here := slices.Index(s.Lessons, v.page)
	from, to := around(max(0, here), len(all), window)
	size := 1 << 10
	for _, html := range all[from:to] {
		size += len(html)
	}
	var b strings.Builder
	b.Grow(size)
	one := func(name string, e *Entry) {
		html, failed := v.draw(name, e)
		b.WriteString(string(html))
		if err == nil {
			err = failed
		}
	}
	if from > 0 {
		one("sidebar-more", &Entry{Href: href(v.to(s.Page.URL))})
	}
	for i := from; i < to; i++ {
		if i == here {
			one("sidebar-entry", &Entry{Href: href(v.to(v.page.URL)), Title: v.page.Title, UID: v.page.UID, Current: true})
		} else {
			b.WriteString(string(all[i]))
		}
	}
	if to < len(all) {
		one("sidebar-more", &Entry{Href: href(v.to(s.Page.URL)), Later: true})
	}
	return template.HTML(b.String()), err
}

// drawEntries draws all lessons of a section, none of them as the current one.
func (r *Renderer) drawEntries(k entriesKey) ([]template.HTML, error) {
	left := budgetOf(maxDrawn)
	out := make([]template.HTML, len(k.section.Lessons))
	for i, p := range k.section.Lessons {
		html, err := r.html(k.lang, left, "sidebar-entry", &Entry{Href: href(k.at.to(p.URL)), Title: p.Title, UID: p.UID})
		if err != nil {
			return nil, err
		}
		out[i] = html
	}
	return out, nil
}

// around returns a window of at most size indexes around at, within [0, n).
func around(at, n, size int) (from, to int) {
	from = max(0, min(at-size/2, n-size))
	return from, min(n, from+size)
}

// sections returns the top sections around the one that contains s.
func (v *View) sections(s *site.Section, entries template.HTML) (*Sidebar, error) {
	top, trail := s, []*site.Section{s}
	for top.Parent != nil && top.Parent.Parent != nil {
		top = top.Parent
		trail = slices.Insert(trail, 0, top)
	}
	all := v.page.Lang.Root.Children
	at := slices.Index(all, top)
	from, to := around(max(0, at), len(all), window)
	var err error
	bar := &Sidebar{Home: v.HomeURL(), Earlier: from > 0, Later: to < len(all)}
	if s.Parent == nil && len(s.Lessons) > 0 {
		// Lessons beside the home page have no section.
		bar.Sections = append(bar.Sections, SideSection{Link: Link{
			URL: v.HomeURL(), Href: href(v.HomeURL()), Title: v.ls.words.Get("ui.lessons"), Icon: "plain", Class: kindClass(nil), Count: len(s.Lessons), Open: true,
		}, Branch: &SideBranch{Entries: entries}})
	}
	if at < 0 { // none of them contains the page
		bar.After, err = v.closed(from, to)
		return bar, err
	}
	if bar.Before, err = v.closed(from, at); err != nil {
		return nil, err
	}
	if bar.After, err = v.closed(at+1, to); err != nil {
		return nil, err
	}
	if top.Page != nil && top.Dir != "paths" {
		row := SideSection{Link: v.sectionLink(top), Branch: v.branch(trail, entries)}
		row.Open = true
		bar.Sections = append(bar.Sections, row)
	}
	return bar, nil
}

func (v *View) closed(from, to int) (template.HTML, error) {
	return v.r.parts.closed.get(closedKey{v.page.Lang, from, to, v.at.folder()}, v.r.drawClosed)
}

// drawClosed draws sections that do not contain the page.
func (r *Renderer) drawClosed(k closedKey) (template.HTML, error) {
	var all template.HTML
	for _, s := range k.lang.Root.Children[k.from:k.to] {
		if s.Dir == "paths" || s.Page == nil {
			continue
		}
		link := r.sectionLink(k.at, k.lang, s)
		html, err := r.html(k.lang, budgetOf(maxDrawn), "sidebar-section", &link)
		if err != nil {
			return "", err
		}
		all += html
	}
	return all, nil
}

func (v *View) sectionLink(s *site.Section) Link { return v.r.sectionLink(v.at, v.page.Lang, s) }

func (r *Renderer) sectionLink(at origin, lang *site.Lang, s *site.Section) Link {
	l := Link{Title: s.Dir, Class: kindClass(s.Kind), Icon: "plain", Count: r.langs[lang].lessons[s], UID: s.Dir}
	if s.Page != nil {
		l.URL, l.Title, l.Summary = at.to(s.Page.URL), s.Page.Title, s.Page.Summary
		l.Href = href(l.URL)
	}
	if s.Kind != nil && s.Kind.Icon != "" {
		l.Icon = s.Kind.Icon
	}
	return l
}
