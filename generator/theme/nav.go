package theme

import (
	"cmp"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
	"playbook/generator/widget"
)

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
	for _, name := range []string{"book", "practice", "changes", "gallery", "glossary", "team", "my-data"} {
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
		lang, dir, base, kinds, system string
		lesson                         bool
	}
	kinds, book := v.widgetKinds(), ""
	if v.System == "book" {
		kinds, book = v.bookKinds(), v.System
	}
	return v.shared(key{v.Lang, dirOf(v.page.URL), v.base, strings.Join(kinds, " "), book, v.page.Type == site.LessonPage}, func() ([]byte, error) {
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
	if v.System == "book" {
		url, _ := BookStyle(v.lang)
		h.CSS = append(h.CSS, v.to(url))
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
