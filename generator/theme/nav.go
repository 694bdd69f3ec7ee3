package theme

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
	"playbook/generator/widget"
)

// A Masthead is the head of a page, but for its tools.
type Masthead struct {
	SiteTitle string // the title of the playbook
	Logo      string // the address of the logo, "" if there is none
	Home      string // the address of the home page
	Search    string // the address of the search page, "" if the site has none
	Nav       []Link // the links in the head
}

// Tools are the buttons in the head of a page.
type Tools struct {
	Lang      string // the language of the page, such as "en"
	Code      string // the page's language in capitals, such as "EN", for the switch of languages
	Label     string // the name of the page's language
	Languages []Link // the same page in every language, nil in a site of one
}

// A Footer is the foot of a page, and the phone's bar.
type Footer struct {
	SiteTitle string // the title of the playbook
	Home      string // the address of the home page
	Search    string // the address of the search page, "" if the site has none
	Foot      []Link // the links at the foot
	// Progress is the reader's progress, or the paths where the site has no
	// page for it.
	Progress *Link
	// Contents is the id of the page's contents, "" if it has none.
	Contents string
}

// HeadLinks are the files that the head of a page links to.
type HeadLinks struct {
	SiteTitle string // what the feed is called
	Feed      string // the address of the feed, "" if there is none
	Icon      string // the address of the icon in the browser's tab
	ThemeJS   string // the address of the script that sets light or dark before the page is drawn
	// Packed is the script of a package for a learning platform, which runs first.
	Packed  string
	CSS     []string // the addresses of the style sheets
	Scripts []string // the addresses of the scripts
	// Fonts are the addresses of the team's own fonts that every page shows.
	Fonts []string
}

// mastheadKey is the input of a masthead. The pages of a folder in the same part of the
// main navigation share it.
type mastheadKey struct {
	lang *site.Lang
	at   origin
	area string
	// current is the index of the page in [[nav]], or -1.
	current int
}

// footerKey is the input of a footer.
type footerKey struct {
	lang     *site.Lang
	at       origin
	contents bool
}

// headKey is the input of the links in the head. kinds are those of the page's widgets,
// separated by spaces.
type headKey struct {
	lang         *site.Lang
	at           origin
	kinds        string
	lesson, book bool
	team         bool
}

// Masthead is the head of the page, but for its tools.
func (v *View) Masthead() (template.HTML, error) {
	k := mastheadKey{v.page.Lang, v.at.folder(), v.area(), -1}
	if len(v.r.site.Config.Nav) > 0 {
		k.area, k.current = "", slices.Index(v.r.langs[v.page.Lang].nav, v.page)
	}
	return v.r.parts.mastheads.get(k, v.r.drawMasthead)
}

// Footer is the foot of the page.
func (v *View) Footer() (template.HTML, error) {
	return v.r.parts.footers.get(footerKey{v.page.Lang, v.at.folder(), v.HasContents}, v.r.drawFooter)
}

// HeadLinks are the links to style sheets, scripts and feed.
func (v *View) HeadLinks() (template.HTML, error) {
	kinds, book := v.widgetKinds(), v.System == "book"
	if book {
		kinds = v.bookKinds()
	}
	k := headKey{v.page.Lang, v.at.folder(), strings.Join(kinds, " "), v.page.Type == site.LessonPage, book, v.System == "team" || v.System == "verify"}
	return v.r.parts.heads.get(k, v.r.drawHeadLinks)
}

// Tools gathers the buttons in the head of the page.
func (v *View) Tools() *Tools {
	return &Tools{v.Lang, strings.ToUpper(v.Lang), languageLabel(v.r.site, v.Lang), v.languages()}
}

// area returns the entry of the main navigation to which a page belongs.
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

func (r *Renderer) drawMasthead(k mastheadKey) (template.HTML, error) {
	m := &Masthead{SiteTitle: siteTitle(r.site, k.lang), Home: r.home(k.lang, k.at), Search: r.searchPage(k.lang, k.at), Nav: r.nav(k)}
	if r.env.Logo != "" {
		m.Logo = k.at.to(r.env.Logo)
	}
	return r.html(k.lang, budgetOf(maxDrawn), "masthead", m)
}

func (r *Renderer) drawFooter(k footerKey) (template.HTML, error) {
	l := r.langs[k.lang]
	f := &Footer{SiteTitle: siteTitle(r.site, k.lang), Home: r.home(k.lang, k.at), Search: r.searchPage(k.lang, k.at)}
	if f.Progress = r.link(k.at, l.system["progress"]); f.Progress == nil {
		f.Progress = r.link(k.at, l.paths)
	}
	for _, name := range []string{"book", "practice", "changes", "gallery", "glossary", "team", "my-data"} {
		if p := l.system[name]; p != nil {
			f.Foot = append(f.Foot, Link{URL: k.at.to(p.URL), Title: r.title(p)})
		}
	}
	if k.contents {
		f.Contents = "pb-toc"
	}
	return r.html(k.lang, budgetOf(maxDrawn), "footer", f)
}

// nav returns the main navigation: the site's own, or lessons, paths, progress and the
// reader's data.
func (r *Renderer) nav(k mastheadKey) []Link {
	var list []Link
	l := r.langs[k.lang]
	for i, n := range r.site.Config.Nav {
		label := n.Label.In(k.lang.Code)
		if p := l.nav[i]; p != nil {
			list = append(list, Link{URL: k.at.to(p.URL), Title: cmp.Or(label, r.title(p)), Current: k.current >= 0 && p == l.nav[k.current]})
		} else if strings.Contains(n.Target, ":") {
			list = append(list, Link{URL: n.Target, Title: cmp.Or(label, n.Target), External: true})
		}
	}
	if len(r.site.Config.Nav) > 0 {
		return list
	}
	add := func(p *site.Page, title, in string) {
		if p != nil {
			list = append(list, Link{URL: k.at.to(p.URL), Title: title, Current: k.area == in})
		}
	}
	lessons := l.lists["kind"]
	if lessons == nil && k.lang.Root != nil && len(k.lang.Root.Children) > 0 {
		lessons = k.lang.Root.Children[0].Page
	}
	words := l.words.words
	add(lessons, words.Get("ui.lessons"), "lessons")
	add(l.paths, words.Get("ui.paths"), "paths")
	add(l.system["progress"], words.Get("ui.progress"), "progress")
	add(l.system["my-data"], words.Get("system.my-data"), "my-data")
	return list
}

// HomeURL is the address of the home page of the page's language.
func (v *View) HomeURL() string { return v.r.home(v.page.Lang, v.at) }

func (r *Renderer) home(l *site.Lang, at origin) string {
	if l.Home != nil {
		return at.to(l.Home.URL)
	}
	return at.to("index.html")
}

// SearchURL is the address of the search page, "" if the site has none.
func (v *View) SearchURL() string { return v.r.searchPage(v.page.Lang, v.at) }

func (r *Renderer) searchPage(l *site.Lang, at origin) string {
	if p := r.langs[l].search; p != nil {
		return at.to(p.URL)
	}
	return ""
}

func (r *Renderer) drawHeadLinks(k headKey) (template.HTML, error) {
	a := r.env.Assets
	h := &HeadLinks{SiteTitle: r.langs[k.lang].words.words.Fill("feed.title", siteTitle(r.site, k.lang))}
	if r.env.Feeds {
		h.Feed = k.at.to(FeedURL(k.lang))
	}
	css := slices.Clone(a.CSS)
	if !k.lesson {
		css = append(css, a.PageCSS)
	}
	if k.team {
		css = append(css, a.TeamCSS)
	}
	for _, kind := range strings.Fields(k.kinds) {
		css = append(css, a.WidgetCSS[kind])
	}
	if r.packing != nil {
		css = append(css, a.WidgetCSS["lms"])
	}
	if k.book {
		url, _ := BookStyle(k.lang)
		css = append(css, url)
	}
	for _, url := range css {
		if url != "" {
			h.CSS = append(h.CSS, k.at.to(url))
		}
	}
	for _, url := range a.Fonts {
		h.Fonts = append(h.Fonts, k.at.to(url))
	}
	for _, js := range a.Scripts {
		switch {
		case js.Load == Packed:
			h.Packed = k.at.to(js.URL)
		case js.Load == Early:
			h.ThemeJS = k.at.to(js.URL)
		case js.Load == Deferred, js.Load == Offline && r.env.Offline:
			h.Scripts = append(h.Scripts, k.at.to(js.URL))
		}
	}
	if a.Icon != "" {
		h.Icon = k.at.to(a.Icon)
	}
	return r.html(k.lang, budgetOf(maxDrawn), "head-links", h)
}

// broad reports whether a lesson, which may be nil, has a widget that uses the page's
// whole width.
func broad(l *content.Lesson) bool {
	if l == nil {
		return false
	}
	for _, w := range l.Widgets {
		if b, ok := w.Widget.(widget.Broad); ok && b.Broad() {
			return true
		}
	}
	return false
}

// widgetKinds returns the kinds of widget on the page, sorted, each once.
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

// sortedKinds returns the kinds of placed widgets, sorted, each once.
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
