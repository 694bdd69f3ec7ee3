package theme

import (
	"bytes"
	"html/template"

	"playbook/generator/site"
)

// window is how many lessons of a section, and how many sections, a sidebar
// lists at most.
const window = 60

// A Sidebar lists the sections, and the lessons of the page's own.
type Sidebar struct {
	Home           string
	Sections       []SideSection
	Earlier, Later bool // sections are left out before or after
}

// A SideSection is one top section in the sidebar.
type SideSection struct {
	Link
	Dir      string
	Closed   template.HTML // the whole item, unless the page is in the section
	Trail    []Link        // from the top section down to the page's own
	Children []Link        // of the page's own section
}

// An Entry is one lesson in the sidebar.
type Entry struct {
	Href           template.HTMLAttr
	Title, UID     string
	Current, Later bool
}

// entryList is a section's lessons as the sidebar shows them, one after the
// other.
type entryList struct {
	html  []byte
	ends  []int // where each lesson's entry ends
	place map[*site.Page]int
	err   error
}

// sideKey is what a section's sidebar depends on.
type sideKey struct {
	part      string
	section   *site.Section
	dir, base string
}

func (v *View) sideKey(part string, s *site.Section) sideKey {
	return sideKey{part, s, dirOf(v.page.URL), v.base}
}

// HasSidebar reports whether the layout has the sections beside the text. Any
// other page has them at its end, where the phone's bar opens them.
func (v *View) HasSidebar() bool {
	return v.page.Type == site.LessonPage || v.page.Type == site.SectionPage
}

// sideSection is the section that a page's sidebar is opened at: its own, or
// the whole book.
func (v *View) sideSection() *site.Section {
	if v.page.Section != nil {
		return v.page.Section
	}
	return v.page.Lang.Root
}

// writeSidebar writes the navigation of the page's section.
func (v *View) writeSidebar() error {
	s := v.sideSection()
	if s == nil {
		return nil
	}
	return v.shared(v.sideKey("frame", s), func() ([]byte, error) {
		bar, err := v.sections(s)
		if err != nil {
			return nil, err
		}
		return v.execute("sidebar", bar)
	})
}

// writeEntries writes the window of lessons round the page: all are copied,
// only the page's own is drawn.
func (v *View) writeEntries() error {
	s := v.sideSection()
	list := once(v.r, v.sideKey("entries", s), func() *entryList { return v.drawEntries(s) })
	if list.err != nil {
		return list.err
	}
	at, here := list.place[v.page]
	from, to := around(at, len(list.ends), window)
	if from > 0 {
		if err := v.run("sidebar-more", &Entry{Href: href(v.to(s.Page.URL))}); err != nil {
			return err
		}
	}
	if here {
		v.out.Write(list.slice(from, at))
		if err := v.run("sidebar-entry", &Entry{Href: href(v.to(v.page.URL)), Title: v.page.Title, UID: v.page.UID, Current: true}); err != nil {
			return err
		}
		from = at + 1
	}
	v.out.Write(list.slice(from, to))
	if to < len(list.ends) {
		return v.run("sidebar-more", &Entry{Href: href(v.to(s.Page.URL)), Later: true})
	}
	return nil
}

// drawEntries draws all lessons of a section, none as the current one.
func (v *View) drawEntries(s *site.Section) *entryList {
	list := &entryList{place: make(map[*site.Page]int, len(s.Lessons))}
	var b bytes.Buffer
	for i, p := range s.Lessons {
		e := Entry{Href: href(v.to(p.URL)), Title: p.Title, UID: p.UID}
		if list.err = v.draw(&b, "sidebar-entry", &e); list.err != nil {
			return list
		}
		list.ends = append(list.ends, b.Len())
		list.place[p] = i
	}
	list.html = b.Bytes()
	return list
}

// slice is the entries from, from+1 … to-1.
func (b *entryList) slice(from, to int) []byte {
	if from >= to {
		return nil
	}
	start := 0
	if from > 0 {
		start = b.ends[from-1]
	}
	return b.html[start:b.ends[to-1]]
}

// around is a window of at most size places round at, inside [0, n).
func around(at, n, size int) (from, to int) {
	from = max(0, min(at-size/2, n-size))
	return from, min(n, from+size)
}

// sections gathers the top sections round the one that s is in.
func (v *View) sections(s *site.Section) (*Sidebar, error) {
	top, trail := s, []Link(nil)
	for top.Parent != nil && top.Parent.Parent != nil {
		trail = append([]Link{v.sectionLink(top)}, trail...)
		top = top.Parent
	}
	all := v.page.Lang.Root.Children
	at := max(0, index(all, top))
	from, to := around(at, len(all), window)
	var err error
	bar := &Sidebar{Home: v.HomeURL(), Earlier: from > 0, Later: to < len(all)}
	if s.Parent == nil && len(s.Lessons) > 0 {
		// Lessons beside the home page have no section of their own.
		bar.Sections = append(bar.Sections, SideSection{Link: Link{
			URL: v.HomeURL(), Title: v.ls.words.Get("ui.lessons"), Icon: "plain", Class: kindClass(nil), Count: len(s.Lessons), Open: true,
		}})
	}
	for _, c := range all[from:to] {
		if c.Dir == "paths" || c.Page == nil {
			continue
		}
		var row SideSection
		if c != top {
			if row.Closed, err = v.closed(c); err != nil {
				return nil, err
			}
		} else {
			row = SideSection{Link: v.sectionLink(c), Dir: c.Dir, Trail: trail}
			row.Open = true
			for _, child := range s.Children {
				row.Children = append(row.Children, v.sectionLink(child))
			}
		}
		bar.Sections = append(bar.Sections, row)
	}
	return bar, nil
}

// closed draws a section that the page is not in. It looks the same wherever
// its address is the same.
func (v *View) closed(s *site.Section) (template.HTML, error) {
	type key struct {
		section *site.Section
		url     string
	}
	k := once(v.r, key{s, v.to(s.Page.URL)}, func() kept {
		html, err := v.execute("sidebar-section", &SideSection{Link: v.sectionLink(s), Dir: s.Dir})
		return kept{html, err}
	})
	return template.HTML(k.html), k.err
}

func index(list []*site.Section, s *site.Section) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

func (v *View) sectionLink(s *site.Section) Link {
	l := Link{Title: s.Dir, Class: kindClass(s.Kind), Icon: "plain", Count: v.r.countLessons(s), UID: s.Dir}
	if s.Page != nil {
		l.URL, l.Title, l.Summary = v.to(s.Page.URL), s.Page.Title, s.Page.Summary
	}
	if s.Kind != nil && s.Kind.Icon != "" {
		l.Icon = s.Kind.Icon
	}
	return l
}

// countLessons counts the lessons in a section and below it, once.
func (r *Renderer) countLessons(s *site.Section) int {
	type key struct{ s *site.Section }
	return once(r, key{s}, func() int {
		n := len(s.Lessons)
		for _, c := range s.Children {
			n += r.countLessons(c)
		}
		return n
	})
}
