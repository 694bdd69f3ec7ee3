// Package theme turns a page of the site into HTML.
//
// [Load] reads the templates once; a [Renderer] draws the pages of one [site.Site] with
// them. Templates choose markup and compute nothing: what they see is a [View], typed,
// with every value computed.
//
// A page is a function of values: [Renderer.Page] makes a [View] of the page and
// executes its layout. A part of the frame (masthead, sidebar, footer) is a template
// that sees a small struct of its own and not the page. If a part is the same on many
// pages, a [table] caches it by that struct. Words and icons with constant names are
// folded into the templates when they are loaded. A sidebar lists at most [window]
// lessons, so that a page's cost does not grow with the site.
//
// Ids of the frame begin with "pb-", those of icons with "pbi-"; authors' headings and
// widgets may use any other.
package theme

import (
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/site"
)

// CSP is the content security policy of every page: nothing inline, nothing from other
// sites, and scripts only through the client's one Trusted Types policy.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; " +
	"require-trusted-types-for 'script'; trusted-types playbook"

// A Theme is a set of templates, words and icons. It does not change after [Load] and
// is safe for concurrent use.
type Theme struct {
	fsys  fs.FS
	words Words
	icons icons
	trees map[string]*parse.Tree // by template name
	files map[string]string      // the file of each
	// sources are the files by their template names in messages.
	sources map[string]string
	site    For
	// pictures are the files that templates name, by their paths.
	pictures map[string]picture
	blocks   map[string]*config.Block // blocks that the site defines
	sets     sync.Map                 // language to func() *langSet
}

// Assets has the addresses of the files to which pages refer, relative to the site's
// root.
type Assets struct {
	// CSS are the style sheets of every page, PageCSS that of all pages except lessons,
	// WidgetCSS those of the widget kinds in use.
	CSS     []string
	PageCSS string
	// TeamCSS is the style sheet of the team's pages; elsewhere scripts load it.
	TeamCSS   string
	WidgetCSS map[string]string
	Scripts   []LoadedScript
	// Icon is the site's favicon.
	Icon string
	// Fonts are the team's fonts that every page shows.
	Fonts []string
}

// An Env has what pages need in addition to the site.
type Env struct {
	Assets Assets
	// Lessons are the lessons to show, by site.Page.At. They have the same [site.Shape]
	// as the site's own lessons, but may have other text. Nil shows the site's own.
	Lessons []*content.Lesson
	// Search are the addresses of the search indexes, by language.
	Search map[string]string
	// Logo is the address of the site's logo, "" for the theme's own mark.
	Logo string
	// Feeds says that there is an RSS file for every language.
	Feeds bool
	// Offline says that the site can be read offline.
	Offline bool
	// Twins says that every lesson has a Markdown twin beside it.
	Twins bool
	// Package is the package for a learning platform, or nil for a site.
	Package *Package
}

// A Renderer draws the pages of one site. It is safe for concurrent use.
type Renderer struct {
	theme *Theme
	site  *site.Site
	env   Env
	base  string // base_url's path with slashes at both ends, for 404 pages
	langs map[*site.Lang]*language
	// packing is nil for a site.
	packing *packing

	parts *parts
}

// parts are cached parts that the pages of one site share.
type parts struct {
	mastheads table[mastheadKey, template.HTML]
	footers   table[footerKey, template.HTML]
	heads     table[headKey, template.HTML]
	entries   table[entriesKey, []template.HTML]
	closed    table[closedKey, template.HTML]
	configs   table[configKey, []byte]
}

// Renderer returns a renderer for s.
func (t *Theme) Renderer(s *site.Site, env Env) *Renderer {
	r := &Renderer{theme: t, site: s, env: env, base: basePath(s.Config.BaseURL), langs: map[*site.Lang]*language{}, packing: newPacking(env.Package), parts: &parts{}}
	for _, l := range s.Langs {
		r.langs[l] = r.language(l)
	}
	return r
}

// With returns a renderer of the same site that shows other lessons.
func (r *Renderer) With(lessons []*content.Lesson) *Renderer {
	other := *r
	other.env.Lessons = lessons
	return &other
}

// text returns the lesson that a page shows, or nil.
func (r *Renderer) text(p *site.Page) *content.Lesson {
	if p.Lesson == nil || p.At < 0 || r.env.Lessons == nil {
		return p.Lesson
	}
	return r.env.Lessons[p.At]
}

// A language has what the pages of one language have in common.
type language struct {
	words         *langSet
	paths, search *site.Page
	lists         map[string]*site.Page // of terms, by taxonomy
	system        map[string]*site.Page
	nav           []*site.Page          // to which the entries of [[nav]] lead, nil for another site
	lessons       map[*site.Section]int // number of lessons in a section and below it
	icons         []string              // icons that scripts draw on every page
}

func (r *Renderer) language(l *site.Lang) *language {
	k := &language{
		words: r.theme.lang(l.Code), lists: map[string]*site.Page{}, system: map[string]*site.Page{},
		lessons: map[*site.Section]int{}, icons: []string{"close"},
	}
	for _, p := range l.Pages {
		switch {
		case p.Type == site.PathListPage:
			k.paths = p
		case p.Type == site.TermListPage && len(p.Terms) > 0:
			k.lists[p.Terms[0].Taxonomy] = p
		case p.Type == site.SystemPage:
			k.system[p.System] = p
		}
	}
	k.search = k.system["search"]
	for _, n := range r.site.Config.Nav {
		k.nav = append(k.nav, navTarget(l, n))
	}
	for _, t := range l.Kinds {
		if t.Kind != nil && len(t.Lessons) > 0 && len(k.icons) < 12 && !slices.Contains(k.icons, t.Kind.Icon) {
			k.icons = append(k.icons, t.Kind.Icon)
		}
	}
	if l.Root != nil {
		k.count(l.Root)
	}
	return k
}

func (k *language) count(s *site.Section) int {
	n := len(s.Lessons)
	for _, c := range s.Children {
		n += k.count(c)
	}
	k.lessons[s] = n
	return n
}

// A table caches a part that is the same on many pages. The key has everything on which
// the value depends, apart from the [Renderer].
type table[K comparable, V any] struct{ values sync.Map } // K to func() (V, error)

func (t *table[K, V]) get(key K, draw func(K) (V, error)) (V, error) {
	f, ok := t.values.Load(key)
	if !ok {
		f, _ = t.values.LoadOrStore(key, sync.OnceValues(func() (V, error) { return draw(key) }))
	}
	return f.(func() (V, error))()
}

// An origin is the page on which links are written: its address, or for the page for
// missing addresses, which may be served anywhere, the folder of the site on its host.
type origin struct{ url, base string }

// to returns the address of a file of the site as written there.
func (at origin) to(url string) string {
	if at.base != "" {
		return at.base + url
	}
	return Relative(at.url, url)
}

// folder returns the origin of any page in the same folder.
func (at origin) folder() origin {
	return origin{at.url[:strings.LastIndexByte(at.url, '/')+1], at.base}
}

// A Kind is a lesson kind as a template sees it.
type Kind struct {
	Key   string // the kind as the front matter names it
	Label string // the name of the kind
	Icon  string // the kind's icon, for the function icon
	// Class is the style class that sets the kind's colour.
	Class string
	URL   string // the address of the kind's page, "" where it is not linked
}

func (r *Renderer) kind(k *config.Kind, lang string) *Kind {
	if k == nil || k.Key == "plain" {
		return nil
	}
	return &Kind{Key: k.Key, Label: k.In(lang), Icon: k.Icon, Class: kindClass(k)}
}

func kindClass(k *config.Kind) string {
	if k == nil || k.Color == "" {
		return "k-ink"
	}
	return "k-" + k.Color
}
