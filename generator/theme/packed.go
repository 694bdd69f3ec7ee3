package theme

import (
	"cmp"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// A Package is a choice of lessons for a learning platform (LMS). Its pages have no
// masthead, sidebar or footer: a shell shows them in a frame and leads from lesson to
// lesson. Links to pages outside the package are plain text.
type Package struct {
	Lang *site.Lang
	// Title is the course's name.
	Title string
	// Lessons are the lessons to do, in order. Final is the page of the path with its
	// quiz, or nil. More are further pages for reference.
	Lessons []*site.Page
	Final   *site.Page
	More    []*site.Page
	// Course is the data for the shell's script, as JSON.
	Course json.RawMessage
	// Key identifies the content of the package.
	Key string
}

// Pages are all pages of the package.
func (p *Package) Pages() []*site.Page {
	list := slices.Clone(p.Lessons)
	if p.Final != nil {
		list = append(list, p.Final)
	}
	return append(list, p.More...)
}

// ShellURL is the address of the shell, the page that a learning platform opens.
const ShellURL = "index_lms.html"

// packing is a package in the form that the renderer needs.
type packing struct {
	*Package
	pages map[*site.Page]bool
}

func newPacking(p *Package) *packing {
	if p == nil {
		return nil
	}
	k := &packing{p, map[*site.Page]bool{}}
	for _, page := range p.Pages() {
		k.pages[page] = true
	}
	return k
}

// has reports whether a link may lead to a page.
func (k *packing) has(p *site.Page) bool { return k == nil || k.pages[p] }

// neighbours returns the pages before and after a page in the order of the course.
func (k *packing) neighbours(p *site.Page) (prev, next *site.Page) {
	list := k.Lessons
	if k.Final != nil {
		list = append(slices.Clone(list), k.Final)
	}
	i := slices.Index(list, p)
	if i > 0 {
		prev = list[i-1]
	}
	if i >= 0 && i+1 < len(list) {
		next = list[i+1]
	}
	return prev, next
}

// pack removes links that lead out of the package.
func (v *View) pack() {
	k := v.r.packing
	v.Edit, v.Twin, v.MentionedIn, v.MentionedMore = "", "", "", 0
	prev, next := k.neighbours(v.page)
	v.Prev, v.Next = v.link(prev), v.link(next)
	if v.Kind != nil {
		v.Kind.URL = ""
	}
}

// A Shell is what the template of the shell sees.
type Shell struct {
	Lang   string        // the language of the interface, such as "en"
	Dir    string        // the direction of writing, "ltr" or "rtl"
	SiteID string        // the site_id of the playbook
	Title  string        // what the package is called
	Script string        // the address of the package's script
	CSS    []string      // the addresses of the style sheets
	Config template.HTML // the settings of the scripts
	Icons  template.HTML // the icons that the scripts draw
}

// shellIcons are the icons that the shell's script draws.
var shellIcons = []string{"arrow", "check", "close", "list", "lock"}

// Shell writes the page that a learning platform opens.
func (r *Renderer) Shell(w io.Writer) error {
	k := r.packing
	lang := k.Lang
	s := &Shell{Lang: lang.Code, Dir: "ltr", SiteID: r.site.Config.SiteID, Title: k.Title, Script: r.packedScript()}
	if rtl(lang.Code) {
		s.Dir = "rtl"
	}
	s.CSS = append(slices.Clone(r.env.Assets.CSS), r.env.Assets.WidgetCSS["lms"])
	words := r.langs[lang].words.words
	config, err := json.Marshal(struct {
		Site    string                     `json:"site"`
		Lang    string                     `json:"lang"`
		Words   json.RawMessage            `json:"words"`
		Widgets map[string]json.RawMessage `json:"widgets"`
		Course  json.RawMessage            `json:"course"`
	}{r.site.Config.SiteID, lang.Code, words.table("client"), map[string]json.RawMessage{"lms": words.table("client_lms")}, k.Course})
	if err != nil {
		return err
	}
	s.Config = template.HTML(`<script type="application/json" id="pb-config">` + string(config) + "</script>")
	s.Icons = r.theme.icons.sprite(nil, shellIcons)
	html, err := r.html(lang, budgetOf(maxDrawn), "layouts/packed/shell", s)
	if err != nil {
		return err
	}
	_, err = w.Write(r.theme.located([]byte(html), origin{url: ShellURL}))
	return err
}

// packedScript is the address of the script of a package.
func (r *Renderer) packedScript() string {
	for _, s := range r.env.Assets.Scripts {
		if s.Load == Packed {
			return s.URL
		}
	}
	return ""
}

// AskedOf returns what a lesson asks of its reader, for the course's own progress
// (client/lib/done.js).
func AskedOf(l *content.Lesson) any {
	f := factsOf(l)
	f.Lists, f.Srs = nil, nil
	return f
}

// packedLayout returns the layout of a page in a package, or "" for the usual one.
func (v *View) packedLayout() string {
	switch {
	case v.Framed:
		return ""
	case v.page.Type == site.LessonPage:
		return "layouts/packed/lesson"
	case v.page.Type == site.PathPage:
		return "layouts/packed/path"
	}
	return ""
}

// onLMS reports whether pages in a package may load a script. The shell finds other
// pages and counts lessons, so pages need no scripts for that.
func onLMS(name string) bool {
	return !slices.Contains([]string{"search", "typo", "mark", "nav", "help", "standing", "home", "lock", "path", "progress", "practice", "my-data"}, name)
}

// unlinked writes the name of a page that is not in the package, and reports whether it
// did.
func (v *View) unlinked(b *strings.Builder, p *site.Page, title string) bool {
	if v.r.packing.has(p) {
		return false
	}
	b.WriteString(template.HTMLEscapeString(cmp.Or(title, p.Title)))
	return true
}
