package theme

import (
	"cmp"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
	"playbook/generator/widget"
)

// A Masthead is the head of a page.
type Masthead struct {
	Lang, SiteTitle, Logo, Home, Search string
	Nav                                 []Link
	// Code and Label name the page's language in the switch. Languages are the
	// same page in every language, nil in a site of one.
	Code, Label string
	Languages   []Link
}

// A Footer is the foot of a page, and the phone's bar.
type Footer struct {
	SiteTitle, Home, Search string
	Foot                    []Link
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

// Masthead gathers what the head of the page shows.
func (v *View) Masthead() *Masthead {
	m := &Masthead{
		Lang: v.Lang, SiteTitle: v.SiteTitle, Home: v.HomeURL(), Search: v.SearchURL(), Nav: v.nav(),
		Code: strings.ToUpper(v.Lang), Label: languageLabel(v.r.site, v.Lang), Languages: v.languages(),
	}
	if v.r.env.Logo != "" {
		m.Logo = v.to(v.r.env.Logo)
	}
	return m
}

// Footer gathers what the foot of the page shows.
func (v *View) Footer() *Footer {
	k := v.r.langs[v.page.Lang]
	f := &Footer{SiteTitle: v.SiteTitle, Home: v.HomeURL(), Search: v.SearchURL()}
	if f.Progress = v.link(k.system["progress"]); f.Progress == nil {
		f.Progress = v.link(k.paths)
	}
	for _, name := range []string{"book", "practice", "changes", "gallery", "glossary", "team", "my-data"} {
		if p := k.system[name]; p != nil {
			f.Foot = append(f.Foot, Link{URL: v.to(p.URL), Title: v.r.title(p)})
		}
	}
	if v.HasContents {
		f.Contents = "pb-toc"
	}
	return f
}

// nav is the main navigation: the site's own, or lessons, paths, progress and
// the reader's data.
func (v *View) nav() []Link {
	var list []Link
	k := v.r.langs[v.page.Lang]
	for i, n := range v.r.site.Config.Nav {
		label := n.Label.In(v.Lang)
		if p := k.nav[i]; p != nil {
			list = append(list, Link{URL: v.to(p.URL), Title: cmp.Or(label, v.r.title(p)), Current: p == v.page})
		} else if strings.Contains(n.Target, ":") {
			list = append(list, Link{URL: n.Target, Title: cmp.Or(label, n.Target), External: true})
		}
	}
	if len(v.r.site.Config.Nav) > 0 {
		return list
	}
	area := v.area()
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
	if p := v.r.langs[v.page.Lang].search; p != nil {
		return v.to(p.URL)
	}
	return ""
}

// HeadLinks are the files that the head of a page links to.
type HeadLinks struct {
	SiteTitle, Feed, Icon, ThemeJS string
	CSS, Scripts                   []string
}

// HeadLinks gathers the links to style sheets, scripts and feed.
func (v *View) HeadLinks() *HeadLinks {
	kinds := v.widgetKinds()
	if v.System == "book" {
		kinds = v.bookKinds()
	}
	a := v.r.env.Assets
	h := &HeadLinks{SiteTitle: v.ls.words.Fill("feed.title", v.SiteTitle)}
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
		if css := a.WidgetCSS[k]; css != "" {
			h.CSS = append(h.CSS, v.to(css))
		}
	}
	if v.System == "book" {
		url, _ := BookStyle(v.page.Lang)
		h.CSS = append(h.CSS, v.to(url))
	}
	for _, js := range a.Scripts {
		switch {
		case js.Load == Early:
			h.ThemeJS = v.to(js.URL)
		case js.Load == Deferred, js.Load == Offline && v.r.env.Offline:
			h.Scripts = append(h.Scripts, v.to(js.URL))
		}
	}
	if a.Icon != "" {
		h.Icon = v.to(a.Icon)
	}
	return h
}

// Broad reports whether the lesson holds a widget that wants the page's whole
// width; the sidebars then make room.
func (v *View) Broad() bool {
	if v.page.Lesson == nil {
		return false
	}
	for _, w := range v.page.Lesson.Widgets {
		if b, ok := w.Widget.(widget.Broad); ok && b.Broad() {
			return true
		}
	}
	return false
}

// widgetKinds are the kinds of widget on the page, sorted, each once.
func (v *View) widgetKinds() []string {
	if v.System == "practice" {
		var all []content.Placed
		for _, p := range v.page.Lang.Lessons {
			all = append(all, practised(p.Lesson)...)
		}
		return sortedKinds(all)
	}
	if v.lesson == nil || len(v.lesson.Widgets) == 0 {
		return nil
	}
	return sortedKinds(v.lesson.Widgets)
}

// sortedKinds are the kinds of placed widgets, sorted, each once.
func sortedKinds(placed []content.Placed) []string {
	return mergeKinds(nil, placed)
}

// mergeKinds adds the kinds of placed widgets to sorted ones.
func mergeKinds(kinds []string, placed []content.Placed) []string {
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
