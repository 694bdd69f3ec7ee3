package theme

import (
	"bytes"
	"cmp"
	"html/template"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// A View is what a layout sees: one page, with everything worked out.
type View struct {
	r      *Renderer
	page   *site.Page
	lesson *content.Lesson // that the page shows, nil for none
	at     origin          // that the page is drawn for, see book and Pools
	book   *book           // that the page is drawn into, nil for a page of its own
	ls     *langSet
	left   *budget
	out    *bytes.Buffer // the page so far, see Icons

	Lang      string // the language of the interface, such as "en"
	Dir       string // the direction of writing, "ltr" or "rtl"
	TextLang  string // the language of the text if it is another one, else ""
	Root      string // the way to the top of the site, such as "../", "" for a page beside it
	IDs       string // what goes before every id of the text; not empty in the book
	SiteID    string // the site_id of the playbook
	SiteTitle string // the title of the playbook
	UID       string // the uid of the page
	Type      string // the type of the page, such as "lesson"
	System    string // the name of a system page, such as "search", "" for any other page
	Title     string // the title of the page
	HeadTitle string // the title for the tab of the browser, with the playbook's title
	// Headline is the title for the h1, in which no line ends within a short word.
	Headline  template.HTML
	Summary   string // the summary of the page
	Class     string // the style class for the type of the page, such as "p-lesson"
	KindClass string // the style class that sets the colour of the page's kind
	Draft     bool   // the page is a draft
	NoIndex   bool   // search engines are to leave the page out
	// Framed says that the page has what stands round a page of the site; a learning
	// platform has a frame of its own.
	Framed bool
	// HasSidebar says that the layout has the sections beside the text. Any other
	// page has them at its end, where the phone's bar opens them.
	HasSidebar bool
	// Broad says that a block wants the page's whole width; the sidebars then make
	// room.
	Broad   bool
	Kind    *Kind  // the kind of the lesson, or the kind that a page of terms is for
	Minutes int    // the reading time of the lesson
	HasBody bool   // the lesson has a text
	Owner   string // who looks after the lesson
	// Reviewed is the day of the last review as the language writes it, in the element time.
	Reviewed template.HTML
	// Updated is the day of the last change as the language writes it, in the element time.
	Updated template.HTML
	// Roles links the roles that the lesson is for.
	Roles template.HTML
	// Stage links the stage of the sale that the lesson is about.
	Stage template.HTML
	// Tags links the tags of the lesson.
	Tags template.HTML
	// Prereq links the lessons to read before this one.
	Prereq template.HTML
	// MentionedIn links the lessons that link here, as items of a list.
	MentionedIn   template.HTML
	MentionedMore int      // how many lessons MentionedIn leaves out
	Prev          *Link    // the lesson before this one
	Next          *Link    // the lesson after this one
	HasNeighbours bool     // there is a lesson before or after this one
	Takeaways     []string // what to remember of the lesson
	HasContents   bool     // the lesson has enough headings for a list of its contents
	// Twin is the attribute href with the address of the page's Markdown, "" if there is none.
	Twin template.HTMLAttr
	Edit string // the address where the lesson's file can be changed, "" if there is none
	// ReviewDue is the day from which the lesson is overdue for review, "" if
	// it has no rhythm. Whether that day has passed is worked out in the
	// browser.
	ReviewDue string
	// Fallback names the language that the text is in when it is not
	// translated, else "".
	Fallback string
}

// A Link is a place to go to.
type Link struct {
	URL     string // the address
	Title   string // what the place is called
	Summary string // what it is about
	UID     string // the uid of the page, or the folder of a section
	Lang    string // the language of the title, "" if it is the page's own
	Class   string // the style class of the kind's colour
	Icon    string // the icon, for the function icon
	// Href is the attribute href with the address, for pages of the site.
	Href     template.HTMLAttr
	Count    int    // how many lessons there are
	Minutes  int    // the reading time
	Role     string // the role that a learning path is for
	Current  bool   // the place is the page itself, or the page is in it
	External bool   // the place is outside the site
	Missing  bool   // the page is not translated into the language of the link
	Open     bool   // in the sidebar: what is in the section is shown
}

// typeNames are the values of data-page for each type of page.
var typeNames = [...]string{"home", "section", "lesson", "term", "terms", "path", "paths", "404", "system"}

// view computes what the layout of p sees.
func (r *Renderer) view(p *site.Page) *View {
	cfg := r.site.Config
	lang := p.Lang.Code
	v := &View{
		r: r, page: p, lesson: r.text(p), at: origin{url: p.URL}, ls: r.langs[p.Lang].words, left: budgetOf(maxDrawn),
		Lang: lang, Dir: "ltr", Root: root(p.URL), SiteID: cfg.SiteID, SiteTitle: siteTitle(r.site, p.Lang),
		UID: p.UID, Type: typeNames[p.Type], System: p.System,
		Title: r.title(p), Summary: p.Summary, Draft: p.Draft, Minutes: p.Minutes,
		Kind: r.kind(p.Kind, lang), KindClass: kindClass(p.Kind), Class: "p-" + typeNames[p.Type],
		NoIndex: p.Type == site.NotFoundPage || p.System == "gallery" || p.Draft,
	}
	if rtl(lang) {
		v.Dir = "rtl"
	}
	if p.Type == site.NotFoundPage {
		v.at.base, v.Root = r.base, r.base
	}
	if p.Fallback {
		v.TextLang = cfg.Language
		v.Fallback = languageLabel(r.site, cfg.Language)
	}
	if v.lesson != nil {
		v.ofLesson(v.lesson)
	}
	v.Prev, v.Next = v.link(p.Prev), v.link(p.Next)
	if p.Part > 0 {
		v.Title = v.ls.words.Fill("list.part", v.Title, p.Part+1)
	}
	v.HeadTitle, v.Headline = v.Title, headline(v.Title)
	if v.Title != v.SiteTitle {
		v.HeadTitle += " · " + v.SiteTitle
	}
	if p.Type == site.TermPage {
		v.Kind, v.KindClass = r.kind(p.Term.Kind, lang), kindClass(p.Term.Kind)
	}
	if v.Kind != nil && p.Type != site.TermPage {
		v.Kind.URL = v.kindURL()
	}
	if v.Framed = r.packing == nil; !v.Framed {
		v.pack()
	}
	v.HasNeighbours = v.Prev != nil || v.Next != nil
	v.HasSidebar = p.Type == site.LessonPage || p.Type == site.SectionPage
	v.Broad = broad(p.Lesson)
	return v
}

// ofLesson sets the fields that come from a lesson.
func (v *View) ofLesson(l *content.Lesson) {
	p, m := v.page, &l.Meta
	v.Owner, v.Takeaways = m.Owner, m.Takeaways
	v.Reviewed, v.Updated = v.time(m.Reviewed), v.time(m.Updated)
	v.HasBody = len(l.Passages) > 0 || len(l.Widgets) > 0
	v.ReviewDue = addPeriod(m.Reviewed, m.ReviewEvery)
	v.Edit = v.editURL()
	if v.r.env.Twins {
		v.Twin = href(v.to(strings.TrimSuffix(v.canonical().URL, ".html") + ".md")) // the original's twin if there is no translation
	}
	v.Roles, v.Tags = v.termAnchors(p.Roles, ", "), v.termAnchors(p.Tags, " ")
	if p.Stage != nil {
		v.Stage = v.termAnchors([]*site.Term{p.Stage}, "")
	}
	v.Prereq = v.anchors(p.Prereq, ", ")
	v.mentioned()
	v.HasContents = v.hasContents(l)
}

// time returns a date for the reader, or "".
func (v *View) time(date string) template.HTML {
	if date == "" {
		return ""
	}
	return template.HTML(`<time datetime="` + template.HTMLEscapeString(date) + `">` + template.HTMLEscapeString(v.ls.words.Date(date)) + "</time>")
}

func siteTitle(s *site.Site, l *site.Lang) string {
	if l.Language.Title != "" {
		return l.Language.Title
	}
	return s.Config.Title
}

// description returns the site's description in a language.
func description(s *site.Site, l *site.Lang) string {
	return cmp.Or(l.Language.Description, s.Config.Description)
}

func languageLabel(s *site.Site, code string) string {
	for _, l := range s.Langs {
		if l.Code == code {
			return l.Label
		}
	}
	return code
}

// headline returns a title as HTML in which no line ends within a hyphenated word.
// Otherwise balanced lines would often break "follow-up".
func headline(title string) template.HTML {
	if !strings.Contains(title, "-") {
		return template.HTML(template.HTMLEscapeString(title))
	}
	words := strings.Split(title, " ")
	for i, w := range words {
		words[i] = template.HTMLEscapeString(w)
		if strings.Contains(w, "-") && len(w) <= longestWord {
			words[i] = `<span class="nb">` + words[i] + "</span>"
		}
	}
	return template.HTML(strings.Join(words, " "))
}

// longestWord is the length in bytes up to which a hyphenated word is kept together. A
// longer one may have to break on a phone.
const longestWord = 20

// title returns the title of a page. Pages without an author have titles from the
// interface strings.
func (r *Renderer) title(p *site.Page) string {
	if p.Lesson != nil && (p.Type != site.SystemPage || p.System == "glossary" && !p.Fallback) {
		return p.Title
	}
	words := r.theme.lang(p.Lang.Code).words
	key := ""
	switch p.Type {
	case site.SystemPage:
		key = "system." + p.System
	case site.NotFoundPage:
		key = "lost.title"
	case site.PathListPage:
		key = "ui.paths"
	case site.TermListPage:
		if len(p.Terms) > 0 {
			key = "term." + p.Terms[0].Taxonomy + "s"
		}
	}
	if words.forms[key] == nil {
		return p.Title
	}
	return words.Get(key)
}

// to returns the address of a file of the site as written on this page.
func (v *View) to(url string) string { return v.at.to(url) }

// href returns the attribute for an address of the site.
func href(url string) template.HTMLAttr { return template.HTMLAttr(`href="` + escapeURL(url) + `"`) }

// link returns a link to another page of the site.
func (v *View) link(p *site.Page) *Link { return v.r.link(v.at, p) }

// link returns a link to a page as written at a place, or nil.
func (r *Renderer) link(at origin, p *site.Page) *Link {
	if p == nil {
		return nil
	}
	url := at.to(p.URL)
	l := &Link{URL: url, Href: href(url), Title: r.title(p), Summary: p.Summary, UID: p.UID, Minutes: p.Minutes, Class: kindClass(p.Kind)}
	if p.Fallback {
		l.Lang = r.site.Config.Language
	}
	return l
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

// listPage returns the list that contains a term or a path, or nil.
func (v *View) listPage() *site.Page {
	switch v.page.Type {
	case site.PathPage:
		return v.r.langs[v.page.Lang].paths
	case site.TermPage:
		return v.r.langs[v.page.Lang].lists[v.page.Term.Taxonomy]
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

// editURL returns the address where the lesson's file can be edited, or "" if site.toml
// names none. {path} in [edit] url stands for the file; without it the path is
// appended.
func (v *View) editURL() string {
	url := v.r.site.Config.EditURL
	if url == "" || v.page.SourcePath == "" || v.lesson == nil {
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
		if o.Lang.Default && o != v.page && v.r.packing.has(o) {
			return &Link{URL: v.to(o.URL), Lang: o.Lang.Code, Title: o.Lang.Label}
		}
	}
	return &Link{}
}
