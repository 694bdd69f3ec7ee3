package theme

import (
	"bytes"
	"cmp"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// window is how many lessons of a section, and how many sections, a sidebar
// lists at most.
const window = 60

// known are the pages of a language that others point to.
type known struct {
	paths  *site.Page
	lists  map[string]*site.Page // of terms, by taxonomy
	system map[string]*site.Page
	lost   *site.Page
}

// pages finds them once for each language.
func (r *Renderer) pages(l *site.Lang) *known {
	type key struct{ lang *site.Lang }
	return once(r, key{l}, func() *known {
		k := &known{lists: map[string]*site.Page{}, system: map[string]*site.Page{}}
		for _, p := range l.Pages {
			switch {
			case p.Type == site.PathListPage:
				k.paths = p
			case p.Type == site.TermListPage && len(p.Terms) > 0:
				k.lists[p.Terms[0].Taxonomy] = p
			case p.Type == site.SystemPage:
				k.system[p.System] = p
			case p.Type == site.NotFoundPage:
				k.lost = p
			}
		}
		return k
	})
}

// A Frame is what surrounds a page's text: equal for all pages of one
// language, folder and area.
type Frame struct {
	Lang, SiteTitle, Logo, Home, Search string
	Nav, Foot                           []Link
	// Progress is the reader's progress, or the paths where the site has no
	// page for it.
	Progress *Link
	// Contents is the id of the page's contents, "" if it has none.
	Contents string
}

// area says which entry of the main navigation a page belongs to.
func (v *View) area() string {
	switch v.page.Type {
	case site.LessonPage, site.SectionPage, site.TermPage, site.TermListPage:
		return "lessons"
	case site.PathPage, site.PathListPage:
		return "paths"
	case site.SystemPage:
		return v.page.System
	}
	return ""
}

// frameKey is what a masthead and a footer depend on.
type frameKey struct {
	part, lang, dir, base, area string
	contents                    bool
}

func (v *View) frameKey(part string) frameKey {
	return frameKey{part: part, lang: v.Lang, dir: dirOf(v.page.URL), base: v.base, area: v.area()}
}

// frame gathers what masthead and footer show.
func (v *View) frame() *Frame {
	lang := v.page.Lang
	k := v.r.pages(lang)
	f := &Frame{Lang: v.Lang, SiteTitle: v.SiteTitle, Nav: v.nav(k), Home: v.HomeURL(), Search: v.SearchURL()}
	if v.r.env.Logo != "" {
		f.Logo = v.to(v.r.env.Logo)
	}
	if f.Progress = v.link(k.system["progress"]); f.Progress == nil {
		f.Progress = v.link(k.paths)
	}
	for _, name := range []string{"book", "changes", "gallery", "glossary", "team", "my-data"} {
		if p := k.system[name]; p != nil {
			f.Foot = append(f.Foot, Link{URL: v.to(p.URL), Title: v.r.title(p)})
		}
	}
	return f
}

// nav is the main navigation: the site's own, or lessons, paths, progress and
// the reader's data.
func (v *View) nav(k *known) []Link {
	var list []Link
	area := v.area()
	for _, n := range v.r.site.Config.Nav {
		label := n.Label.In(v.Lang)
		if p := navTarget(v.page.Lang, n); p != nil {
			list = append(list, Link{URL: v.to(p.URL), Title: cmp.Or(label, v.r.title(p)), Current: p == v.page})
		} else if strings.Contains(n.Target, ":") {
			list = append(list, Link{URL: n.Target, Title: cmp.Or(label, n.Target), External: true})
		}
	}
	if len(v.r.site.Config.Nav) > 0 {
		return list
	}
	add := func(p *site.Page, title, in string) {
		if p != nil {
			list = append(list, Link{URL: v.to(p.URL), Title: title, Current: area == in})
		}
	}
	lessons := k.lists["kind"]
	if lessons == nil && v.page.Lang.Root != nil && len(v.page.Lang.Root.Children) > 0 {
		lessons = v.page.Lang.Root.Children[0].Page
	}
	add(lessons, v.ls.words.Get("ui.lessons"), "lessons")
	add(k.paths, v.ls.words.Get("ui.paths"), "paths")
	add(k.system["progress"], v.ls.words.Get("ui.progress"), "progress")
	add(k.system["my-data"], v.ls.words.Get("system.my-data"), "my-data")
	return list
}

// HomeURL is the home page of the page's language.
func (v *View) HomeURL() string {
	if h := v.page.Lang.Home; h != nil {
		return v.to(h.URL)
	}
	return v.to("index.html")
}

// SearchURL is the search page, "" if the site has none.
func (v *View) SearchURL() string {
	if p := v.r.pages(v.page.Lang).system["search"]; p != nil {
		return v.to(p.URL)
	}
	return ""
}

// writeMasthead writes the head of the page.
func (v *View) writeMasthead() error {
	return v.shared(v.frameKey("masthead"), func() ([]byte, error) { return v.execute("masthead", v.frame()) })
}

// writeFooter writes the foot of the page and the phone's bar.
func (v *View) writeFooter() error {
	key := v.frameKey("footer")
	key.contents = v.HasContents
	return v.shared(key, func() ([]byte, error) {
		f := v.frame()
		if key.contents {
			f.Contents = "pb-toc"
		}
		return v.execute("footer", f)
	})
}

// A HeadView is what the head links to, equal for all pages of a folder that
// use the same widgets.
type HeadView struct {
	SiteTitle, Feed, Icon, ThemeJS string
	CSS, Scripts                   []string
}

// writeHeadLinks writes the links to style sheets, scripts and feed.
func (v *View) writeHeadLinks() error {
	type key struct {
		lang, dir, base, kinds string
		lesson                 bool
	}
	kinds := v.widgetKinds()
	return v.shared(key{v.Lang, dirOf(v.page.URL), v.base, strings.Join(kinds, " "), v.page.Type == site.LessonPage}, func() ([]byte, error) {
		return v.execute("head-links", v.headView(kinds))
	})
}

func (v *View) headView(kinds []string) *HeadView {
	a := v.r.env.Assets
	h := &HeadView{SiteTitle: v.ls.words.Fill("feed.title", v.SiteTitle)}
	if v.r.env.Feeds {
		h.Feed = v.to(FeedURL(v.page.Lang))
	}
	for _, css := range a.CSS {
		h.CSS = append(h.CSS, v.to(css))
	}
	if a.PageCSS != "" && v.page.Type != site.LessonPage {
		h.CSS = append(h.CSS, v.to(a.PageCSS))
	}
	for _, k := range kinds {
		if css := a.Widgets[k].CSS; css != "" {
			h.CSS = append(h.CSS, v.to(css))
		}
	}
	for _, js := range a.Scripts {
		h.Scripts = append(h.Scripts, v.to(js))
	}
	if a.ThemeJS != "" {
		h.ThemeJS = v.to(a.ThemeJS)
	}
	if a.Icon != "" {
		h.Icon = v.to(a.Icon)
	}
	return h
}

// widgetKinds are the kinds of widget on the page, sorted, each once.
func (v *View) widgetKinds() []string {
	if v.page.Lesson == nil || len(v.page.Lesson.Widgets) == 0 {
		return nil
	}
	return sortedKinds(v.page.Lesson.Widgets)
}

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
	Trail    []Link // from the top section down to the page's own
	Children []Link // of the page's own section
}

// An Entry is one lesson in the sidebar.
type Entry struct {
	URL, Title, UID string
	Current, Later  bool
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
	part    string
	section *site.Section
	dir     string
}

// writeSidebar writes the navigation of the page's section.
func (v *View) writeSidebar() error {
	s := v.page.Section
	if s == nil {
		return nil
	}
	return v.shared(sideKey{"frame", s, dirOf(v.page.URL)}, func() ([]byte, error) { return v.execute("sidebar", v.sections(s)) })
}

// writeEntries writes the window of lessons round the page: all are copied,
// only the page's own is drawn.
func (v *View) writeEntries() error {
	s := v.page.Section
	list := once(v.r, sideKey{"entries", s, dirOf(v.page.URL)}, func() *entryList { return v.drawEntries(s) })
	if list.err != nil {
		return list.err
	}
	at, here := list.place[v.page]
	from, to := around(at, len(list.ends), window)
	if from > 0 {
		if err := v.run("sidebar-more", &Entry{URL: v.to(s.Page.URL)}); err != nil {
			return err
		}
	}
	if here {
		v.out.Write(list.slice(from, at))
		if err := v.run("sidebar-entry", &Entry{URL: v.to(v.page.URL), Title: v.page.Title, UID: v.page.UID, Current: true}); err != nil {
			return err
		}
		from = at + 1
	}
	v.out.Write(list.slice(from, to))
	if to < len(list.ends) {
		return v.run("sidebar-more", &Entry{URL: v.to(s.Page.URL), Later: true})
	}
	return nil
}

// drawEntries draws all lessons of a section, none as the current one.
func (v *View) drawEntries(s *site.Section) *entryList {
	list := &entryList{place: make(map[*site.Page]int, len(s.Lessons))}
	var b bytes.Buffer
	for i, p := range s.Lessons {
		e := Entry{URL: v.to(p.URL), Title: p.Title, UID: p.UID}
		if list.err = v.ls.set.ExecuteTemplate(&b, "sidebar-entry", &e); list.err != nil {
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
func (v *View) sections(s *site.Section) *Sidebar {
	top, trail := s, []Link(nil)
	for top.Parent != nil && top.Parent.Parent != nil {
		trail = append([]Link{v.sectionLink(top)}, trail...)
		top = top.Parent
	}
	all := v.page.Lang.Root.Children
	at := max(0, index(all, top))
	from, to := around(at, len(all), window)
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
		row := SideSection{Link: v.sectionLink(c), Dir: c.Dir}
		if c == top {
			row.Open, row.Trail = true, trail
			for _, child := range s.Children {
				row.Children = append(row.Children, v.sectionLink(child))
			}
		}
		bar.Sections = append(bar.Sections, row)
	}
	return bar
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

// sortedKinds are the kinds of placed widgets, sorted, each once.
func sortedKinds(placed []content.Placed) []string {
	var kinds []string
	for _, w := range placed {
		i := 0
		for i < len(kinds) && kinds[i] < w.Kind {
			i++
		}
		if i == len(kinds) || kinds[i] != w.Kind {
			kinds = append(kinds[:i], append([]string{w.Kind}, kinds[i:]...)...)
		}
	}
	return kinds
}
