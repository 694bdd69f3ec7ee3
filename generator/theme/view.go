package theme

import (
	"bytes"
	"html/template"
	"slices"
	"strings"

	"playbook/generator/site"
)

// A View is what a layout sees: one page, with everything worked out.
type View struct {
	r    *Renderer
	page *site.Page
	buf  *bytes.Buffer
	ls   *langSet
	base string // set on 404 pages, whose addresses begin at the host

	// Lang and Dir are of the interface; TextLang is the lesson's language
	// where that is another one, else "".
	Lang, Dir, TextLang string
	Root                string // the way to the site's root, "" beside it
	SiteID, SiteTitle   string
	UID, Type, System   string
	Title, HeadTitle    string
	Summary             string
	Class, KindClass    string
	Draft, NoIndex      bool
	Kind                *Kind
	Minutes             int
	HasBody             bool
	Owner               string
	Reviewed, Updated   string
	// Fallback names the language that the text is in when it is not
	// translated, else "".
	Fallback string
}

// A Link is a place to go to.
type Link struct {
	URL, Title, Summary, UID, Lang, Class, Icon, Dir string
	Count, Minutes                                   int
	Role                                             string
	Current, External, Missing, Open                 bool
}

// typeNames are what data-page says of each type of page.
var typeNames = [...]string{"home", "section", "lesson", "term", "terms", "path", "paths", "404", "system"}

// view works out what the layout of p sees.
func (r *Renderer) view(p *site.Page, buf *bytes.Buffer) *View {
	cfg := r.site.Config
	lang := p.Lang.Code
	v := &View{
		r: r, page: p, buf: buf, ls: r.theme.lang(lang),
		Lang: lang, Dir: "ltr", Root: root(p.URL), SiteID: cfg.SiteID, SiteTitle: siteTitle(r.site, p.Lang),
		UID: p.UID, Type: typeNames[p.Type], System: p.System,
		Title: p.Title, Summary: p.Summary, Draft: p.Draft, Minutes: p.Minutes,
		Kind: r.kind(p.Kind, lang), KindClass: kindClass(p.Kind), Class: "p-" + typeNames[p.Type],
		NoIndex: p.Type == site.NotFoundPage || p.Type == site.SystemPage || p.Draft,
	}
	if rtl(lang) {
		v.Dir = "rtl"
	}
	if p.Type == site.NotFoundPage {
		v.base, v.Root = r.base, r.base
	}
	if p.Fallback {
		v.TextLang = cfg.Language
		v.Fallback = languageLabel(r.site, cfg.Language)
	}
	if l := p.Lesson; l != nil {
		v.Owner, v.Reviewed, v.Updated = l.Meta.Owner, l.Meta.Reviewed, l.Meta.Updated
		v.HasBody = len(l.Passages) > 0 || len(l.Widgets) > 0
	}
	v.HeadTitle = v.Title
	if v.Title != v.SiteTitle {
		v.HeadTitle += " · " + v.SiteTitle
	}
	if p.Type == site.TermPage {
		v.Kind, v.KindClass = r.kind(p.Term.Kind, lang), kindClass(p.Term.Kind)
	}
	if v.Kind != nil && p.Type != site.TermPage {
		v.Kind.URL = v.kindURL()
	}
	return v
}

func siteTitle(s *site.Site, l *site.Lang) string {
	if l.Language.Title != "" {
		return l.Language.Title
	}
	return s.Config.Title
}

func languageLabel(s *site.Site, code string) string {
	for _, l := range s.Langs {
		if l.Code == code {
			return l.Label
		}
	}
	return code
}

// to is the address of a file of the site as written on this page.
func (v *View) to(url string) string {
	if v.base != "" {
		return v.base + url
	}
	return Relative(v.page.URL, url)
}

// link is a link to another page of the site.
func (v *View) link(p *site.Page) *Link {
	if p == nil {
		return nil
	}
	l := &Link{URL: v.to(p.URL), Title: p.Title, Summary: p.Summary, UID: p.UID, Minutes: p.Minutes, Class: kindClass(p.Kind)}
	if p.Fallback {
		l.Lang = v.r.site.Config.Language
	}
	return l
}

func (v *View) links(pages []*site.Page) []*Link {
	out := make([]*Link, len(pages))
	for i, p := range pages {
		out[i] = v.link(p)
	}
	return out
}

func (v *View) terms(terms []*site.Term) []Link {
	out := make([]Link, 0, len(terms))
	for _, t := range terms {
		if t != nil && t.Page != nil {
			out = append(out, Link{URL: v.to(t.Page.URL), Title: t.Label, Count: len(t.Lessons), Class: kindClass(t.Kind)})
		}
	}
	return out
}

func (v *View) kindURL() string {
	for _, t := range v.page.Lang.Kinds {
		if t.Kind == v.page.Kind && t.Page != nil {
			return v.to(t.Page.URL)
		}
	}
	return ""
}

// Roles, Stage and Tags are the lesson's terms.
func (v *View) Roles() []Link { return v.terms(v.page.Roles) }

// Tags are the lesson's topics.
func (v *View) Tags() []Link { return v.terms(v.page.Tags) }

// Stage is where in the sale the lesson belongs, nil if it does not say.
func (v *View) Stage() *Link {
	if l := v.terms([]*site.Term{v.page.Stage}); len(l) > 0 {
		return &l[0]
	}
	return nil
}

// Prereq are the lessons to read before this one.
func (v *View) Prereq() []*Link { return v.links(v.page.Prereq) }

// Prev is the page before this one in reading order, nil at the start.
func (v *View) Prev() *Link { return v.link(v.page.Prev) }

// Next is the page after this one, nil at the end.
func (v *View) Next() *Link { return v.link(v.page.Next) }

// HasNeighbours reports whether there is a previous or a next page.
func (v *View) HasNeighbours() bool { return v.page.Prev != nil || v.page.Next != nil }

// mentions is how many lessons "mentioned in" names.
const mentions = 24

// MentionedIn are the lessons that link to this page, at most [mentions].
func (v *View) MentionedIn() []*Link {
	return v.links(v.page.MentionedIn[:min(len(v.page.MentionedIn), mentions)])
}

// MentionedMore is how many are left out of [View.MentionedIn].
func (v *View) MentionedMore() int { return max(0, len(v.page.MentionedIn)-mentions) }

// Takeaways are the lesson's few sentences to remember.
func (v *View) Takeaways() []string {
	if v.page.Lesson == nil {
		return nil
	}
	return v.page.Lesson.Meta.Takeaways
}

// Crumbs are the way from the home page to this one, itself left out.
func (v *View) Crumbs() []*Link {
	home := v.page.Lang.Home
	if home == nil || v.page == home {
		return nil
	}
	chain := []*Link{v.link(home)}
	chain[0].Title = v.ls.words.Get("ui.home")
	at := len(chain)
	for s := v.page.Section; s != nil && s.Parent != nil; s = s.Parent {
		if s.Page != nil && s.Page != v.page {
			chain = slices.Insert(chain, at, v.link(s.Page))
		}
	}
	if list := v.listPage(); list != nil {
		chain = append(chain, v.link(list))
	}
	return chain
}

// listPage is the list that a term or a path stands in, nil if there is none.
func (v *View) listPage() *site.Page {
	switch v.page.Type {
	case site.PathPage:
		return v.r.pages(v.page.Lang).paths
	case site.TermPage:
		return v.r.pages(v.page.Lang).lists[v.page.Term.Taxonomy]
	}
	return nil
}

// Place is the page's own name at the end of the crumbs, "" on a lesson, whose
// title follows at once.
func (v *View) Place() string {
	if v.page.Type == site.LessonPage {
		return ""
	}
	return v.Title
}

// A Heading is one line of the contents.
type Heading struct {
	ID, Text string
	Sub      bool
}

// contentsMin is the number of headings from which contents are worth a list.
const contentsMin = 2

// Contents are the headings of the lesson, two levels deep; none when there are
// too few or the author switched them off.
func (v *View) Contents() []Heading {
	l := v.page.Lesson
	if l == nil || !l.Meta.TOC || v.page.Type != site.LessonPage {
		return nil
	}
	list := make([]Heading, 0, len(l.Headings))
	for _, h := range l.Headings {
		if h.Level <= 3 {
			list = append(list, Heading{h.ID, h.Text, h.Level == 3})
		}
	}
	if len(list) < contentsMin {
		return nil
	}
	return list
}

// Twin is the address of the page's Markdown, "" if it has none.
func (v *View) Twin() string {
	if v.page.Lesson == nil || !v.r.env.Twins {
		return ""
	}
	return v.to(strings.TrimSuffix(v.page.URL, ".html") + ".md")
}

// Edit is the address where the lesson's file can be edited, "" if site.toml
// names none. {path} in [edit] url stands for the file; without it the path is
// put behind.
func (v *View) Edit() string {
	url := v.r.site.Config.EditURL
	if url == "" || v.page.SourcePath == "" || v.page.Lesson == nil {
		return ""
	}
	if strings.Contains(url, "{path}") {
		return strings.ReplaceAll(url, "{path}", v.page.SourcePath)
	}
	return strings.TrimSuffix(url, "/") + "/" + v.page.SourcePath
}

// Stale is the page that a translation has fallen behind, nil if it has not.
func (v *View) Stale() *Link {
	if !v.page.Stale {
		return nil
	}
	for _, o := range v.page.Translations {
		if o.Lang.Default && o != v.page {
			return &Link{URL: v.to(o.URL), Lang: o.Lang.Code, Title: o.Lang.Label}
		}
	}
	return &Link{}
}

// ReviewDue is the day from which the lesson is overdue for review, "" if it
// has no rhythm. Whether that day has passed is worked out in the browser.
func (v *View) ReviewDue() string {
	if l := v.page.Lesson; l != nil {
		return addPeriod(l.Meta.Reviewed, l.Meta.ReviewEvery)
	}
	return ""
}

// Body writes the lesson's HTML.
func (v *View) Body() (template.HTML, error) {
	if v.page.Lesson == nil {
		return written, nil
	}
	return written, v.r.env.Body(v.buf, v.page.Lesson, v.hooks(v.page.Lesson))
}
