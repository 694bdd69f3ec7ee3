// Package theme turns a page of the site into HTML.
//
// [Load] reads the templates once; a [Renderer] draws the pages of one
// [site.Site] with them. Templates choose markup and never facts: what they see
// is a [View], typed, with everything worked out.
//
// What is the same on many pages is drawn once and copied: words and icons
// with constant names are folded into the templates when they are loaded, the
// masthead and the footer are drawn once for each language and folder, the
// sidebar once for each section. A page copies at most [window] lessons of its
// section, so that its cost does not grow with the site.
//
// What Go writes itself (the lesson's body, kept pieces, lists of links) stands
// in a template as {{piece "name"}}, see pieces.go.
//
// Ids of the frame begin with "pb-", those of icons with "pbi-"; authors'
// headings and widgets may use any other.
package theme

import (
	"io"
	"io/fs"
	"sync"
	"text/template/parse"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/site"
)

// CSP is the content security policy of every page: nothing inline, nothing
// from elsewhere, and scripts only through the one Trusted Types policy of the
// client.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; " +
	"require-trusted-types-for 'script'; trusted-types playbook"

// A Theme is a set of templates, words and icons. It does not change after
// [Load] and may be used from several goroutines.
type Theme struct {
	fsys  fs.FS
	langs map[string]*Strings
	icons icons
	trees map[string]*parse.Tree // by template name
	files map[string]string      // the file of each
	// sources are the files by the names that messages know them by.
	sources map[string]string
	sets    sync.Map // language to func() *langSet
}

// Assets says where the files are that pages refer to. Addresses are relative
// to the site's root.
type Assets struct {
	// CSS are the style sheets of every page, PageCSS that of all pages but
	// lessons, ThemeJS the small script that sets the colours before anything
	// is drawn, Scripts the deferred ones.
	CSS     []string
	PageCSS string
	ThemeJS string
	Scripts []string
	// Icon is the site's favicon.
	Icon string
	// Widgets are the files of each widget kind in use.
	Widgets map[string]WidgetAssets
	// Lazy are further scripts that the client may load, by name: the search
	// client, the kit of state.
	Lazy map[string]string
	// Told are those that bring their words along, by language.
	Told map[string]map[string]string
}

// WidgetAssets are the script and style of one widget kind, "" for none.
type WidgetAssets struct{ JS, CSS string }

// An Env is what pages need besides the site.
type Env struct {
	Assets Assets
	// Body writes a lesson's HTML, Resolve HTML of a widget, with their tokens
	// replaced: content.Lesson.WriteHTML and content.Resolve.
	Body    func(w io.Writer, l *content.Lesson, h Hooks) error
	Resolve func(w io.Writer, html []byte, h Hooks) error
	// Words are the interface strings that a lesson's HTML asks for by number:
	// content.Words. They are in the table [content] of the strings files.
	Words []string
	// Search gives the address of a language's search index, "" for none.
	Search func(lang string) string
	// Logo is the address of the site's logo, "" for the theme's own mark.
	Logo string
	// Feeds says that an RSS file is written for every language.
	Feeds bool
	// Offline says that the site is kept for reading without a network.
	Offline bool
	// Twins says that every lesson has a Markdown twin beside it.
	Twins bool
}

// Hooks answer for the tokens in a lesson's HTML. It is content.Hooks by
// another name.
type Hooks struct {
	Link     func(i int) string
	LinkText func(i int) string
	Image    func(i int) string
	Word     func(i int) string
	Widget   func(w io.Writer, i int) error
}

// A Renderer draws the pages of one site. It may be used from several
// goroutines.
type Renderer struct {
	theme *Theme
	site  *site.Site
	env   Env
	cache sync.Map // cacheKey to func() of a shared piece
	base  string   // base_url's path with slashes at both ends, for 404 pages
}

// Renderer returns a renderer for s.
func (t *Theme) Renderer(s *site.Site, env Env) *Renderer {
	return &Renderer{theme: t, site: s, env: env, base: basePath(s.Config.BaseURL)}
}

// once returns the shared piece with the given key, made on first use.
func once[T any](r *Renderer, key any, build func() T) T {
	if f, ok := r.cache.Load(key); ok {
		return f.(func() T)()
	}
	f, _ := r.cache.LoadOrStore(key, sync.OnceValue(build))
	return f.(func() T)()
}

// A Kind is a lesson kind as a template sees it.
type Kind struct {
	Key, Label, Icon string
	// Class is the style class that sets the kind's colour.
	Class string
	URL   string // of the kind's page, "" where it is not linked
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
