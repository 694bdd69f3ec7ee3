package importer

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The tools that read MDX, or Markdown with ::: blocks: Docusaurus, Starlight, VitePress.

var docusaurus = Family{
	Name: "docusaurus", Title: "Docusaurus",
	Recognise: func(src *Source) string { return firstOf(src, "docusaurus.config", "") },
	Read:      readDocusaurus,
}

var starlight = Family{
	Name: "starlight", Title: "Starlight",
	Recognise: func(src *Source) string {
		f := firstOf(src, "astro.config", "")
		if f == "" || !src.HasFolder(path.Join(path.Dir(f), "src/content/docs")) {
			return ""
		}
		return f
	},
	Read: func(d *Draft) error {
		top := path.Dir(firstOf(d.Source, "astro.config", ""))
		d.Base = path.Join(top, "src/content/docs")
		d.Roots = append(d.Roots, path.Join(top, "public"), path.Join(top, "src/assets"), path.Join(top, "src"))
		d.scriptSettings(firstOf(d.Source, "astro.config", ""))
		return d.readFolders("/")
	},
}

var vitepress = Family{
	Name: "vitepress", Title: "VitePress",
	Recognise: func(src *Source) string { return firstOf(src, "config", ".vitepress") },
	Read: func(d *Draft) error {
		f := firstOf(d.Source, "config", ".vitepress")
		if f != "" {
			top := path.Dir(path.Dir(f))
			text := d.scriptSettings(f)
			if err := d.vitepressTexts(f, top, withoutComments(text)); err != nil {
				return err
			}
		}
		d.Roots = append(d.Roots, path.Join(d.Base, "public"))
		return d.readFolders("")
	},
}

// firstOf finds a script of settings, in the folder dir of the top or of a folder below.
func firstOf(src *Source, name, dir string) string {
	best := ""
	for _, f := range src.Files() {
		base := path.Base(f)
		stem := strings.TrimSuffix(base, path.Ext(base))
		if stem != name || !scriptEnding[path.Ext(base)] || dir != "" && path.Base(path.Dir(f)) != dir || strings.Count(f, "/") > 2 {
			continue
		}
		if best == "" || strings.Count(f, "/") < strings.Count(best, "/") {
			best = f
		}
	}
	return best
}

var scriptEnding = map[string]bool{".js": true, ".mjs": true, ".cjs": true, ".ts": true, ".mts": true}

var (
	scriptTitle = regexp.MustCompile(`(?m)\btitle:[ \t]*['"\x60]([^'"\x60\n]+)['"\x60]`)
	scriptURL   = regexp.MustCompile(`(?m)^[ \t]*(?:url|site):[ \t]*['"\x60](https?://[^'"\x60\n]+)['"\x60]`)
	scriptBase  = regexp.MustCompile(`(?m)^[ \t]*(?:baseUrl|base):[ \t]*['"\x60](/[^'"\x60\n]*)['"\x60]`)
	scriptLangs = []*regexp.Regexp{ // the first that matches says it
		regexp.MustCompile(`\bdefaultLocale:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
		regexp.MustCompile(`\broot:[ \t]*\{[^{}]*\blang:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
		regexp.MustCompile(`\blang:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
	}
	scriptDocs  = regexp.MustCompile(`(?m)\bpath:[ \t]*['"\x60](\.{0,2}/?[\w./-]*docs[\w./-]*)['"\x60]`)
	scriptRoute = regexp.MustCompile(`(?m)\brouteBasePath:[ \t]*['"\x60]/?([\w./-]*)['"\x60]`)
)

var (
	scriptSource  = regexp.MustCompile(`\bsrcDir:[ \t]*['"\x60]([^'"\x60$\n]+)['"\x60]\s*[,}]`)
	scriptExclude = regexp.MustCompile(`(?s)\bsrcExclude:[ \t]*\[((?:[^\]'"\x60]|'[^'\n]*'|"[^"\n]*"|\x60[^\x60\n]*\x60)*)\]\s*[,}]`)
	scriptText    = regexp.MustCompile(`['"\x60]([^'"\x60\n]+)['"\x60]`)
)

// vitepressTexts reads where the texts of a site of VitePress lie, and the patterns of
// those that it leaves out. What is no plain text cannot be read, and is refused: pages
// might be shown that the site does not show.
func (d *Draft) vitepressTexts(script, top, text string) error {
	d.Base = top
	if m := scriptSource.FindStringSubmatch(text); m != nil {
		d.Base = path.Join(top, m[1])
	} else if strings.Contains(text, "srcDir") {
		return Unknown{fmt.Sprintf("%q names the folder of its texts, srcDir, by a program", script), "write the folder as a plain text and import again"}
	}
	if d.Base == "." {
		d.Base = ""
	}
	if !strings.Contains(text, "srcExclude") {
		return nil
	}
	m := scriptExclude.FindStringSubmatch(text)
	if m == nil || strings.Trim(scriptText.ReplaceAllString(m[1], ""), " \t\r\n,") != "" || strings.Contains(m[1], "${") {
		return Unknown{fmt.Sprintf("%q makes its list srcExclude by a program, so that nobody can tell which pages it leaves out", script), "write the patterns into the list as plain texts and import again"}
	}
	var patterns ignoreList
	for _, s := range scriptText.FindAllStringSubmatch(m[1], -1) {
		for _, p := range alternatives(s[1]) {
			patterns = append(patterns, ignorePattern{re: globRE("/" + strings.TrimPrefix(p, "./"))})
		}
	}
	d.Exclude(func(from string) string {
		if patterns.match(strings.TrimPrefix(from, d.Base+"/")) {
			return "srcExclude names it"
		}
		return ""
	})
	return nil
}

// scriptSettings reads what a script of settings says in plain words.
func (d *Draft) scriptSettings(f string) (text string) {
	text, err := d.Source.Text(f)
	if err != nil {
		return ""
	}
	get := func(re *regexp.Regexp) string {
		if m := re.FindStringSubmatch(text); m != nil {
			return m[1]
		}
		return ""
	}
	d.Title = get(scriptTitle)
	for _, re := range scriptLangs {
		if l := strings.ToLower(get(re)); languageCode.MatchString(l) && l != "root" {
			d.Language = strings.SplitN(l, "-", 2)[0]
			break
		}
	}
	u, base := strings.TrimSuffix(get(scriptURL), "/"), get(scriptBase)
	if u != "" {
		d.Site = append(d.Site, u+cmp.Or(base, "/"))
	}
	if base != "" && base != "/" {
		d.Site = append(d.Site, base)
	}
	return text
}

// readFolders reads a tree of pages whose first folders may be languages. Slash is what
// their addresses end with.
func (d *Draft) readFolders(slash string) error {
	languages := d.languageFolders()
	m := mdx{d: d, root: d.Base}
	var pages []*Page
	for _, f := range d.Source.Files() {
		rel := f
		if d.Base != "" {
			rel = strings.TrimPrefix(f, d.Base+"/")
		}
		if !isText(f) || !below(f, d.Base) || hidden(rel) || strings.HasPrefix(path.Base(f), "_") || strings.HasPrefix(rel, "node_modules/") {
			continue
		}
		if d.Base == "" && (rel == "README.md" && d.Source.Has("index.md") || rel == "CONTRIBUTING.md") {
			d.Report.LeaveOut(f, "it is about the handbook, and no page of it")
			continue
		}
		p := d.Page(f)
		if p == nil {
			continue
		}
		lang, to := "", rel
		if dir, rest, ok := strings.Cut(rel, "/"); ok && languages[dir] != "" {
			lang, to = languages[dir], rest
			if dir == languages[""] {
				lang = ""
			}
		}
		p.Lang = lang
		p.To = strings.TrimSuffix(to, path.Ext(to)) + ".md"
		stem := strings.TrimSuffix(rel, path.Ext(rel))
		if isIndexFile(rel) {
			p.Old = append(p.Old, "/"+strings.TrimPrefix(path.Dir(stem)+"/", "./"))
		} else {
			p.Old = append(p.Old, "/"+stem+slash)
		}
		if s, ok := p.Keys["sidebar"].(map[string]any); ok {
			setWeight(&p.Meta, s["order"])
		}
		if p.Meta.Slug != "" {
			p.Old = append(p.Old, "/"+strings.Trim(p.Meta.Slug, "/"))
			p.Meta.Slug = ""
		}
		pages = append(pages, p)
	}
	each(pages, func(p *Page) {
		m.hero(p)
		m.text(p)
	})
	return nil
}

// languageFolders are the first folders that hold translations: by name the language,
// and under "" the folder of the default one if it has one.
func (d *Draft) languageFolders() map[string]string {
	pages := map[string]map[string]bool{}
	for _, f := range d.Source.Files() {
		if !isText(f) || !below(f, d.Base) {
			continue
		}
		rel := strings.TrimPrefix(f, d.Base+"/")
		if d.Base == "" {
			rel = f
		}
		dir, rest, ok := strings.Cut(rel, "/")
		if !ok {
			dir, rest = "", rel
		} else if !languageCode.MatchString(strings.ToLower(dir)) || len(dir) == 3 {
			dir, rest = "", rel
		}
		if pages[dir] == nil {
			pages[dir] = map[string]bool{}
		}
		pages[dir][strings.TrimSuffix(rest, path.Ext(rest))] = true
	}
	main := pages[""]
	own := ""
	if code := cmp.Or(d.Options.Language, cmp.Or(d.Language, "en")); len(main) < 3 && pages[code] != nil {
		main, own = pages[code], code
	}
	out := map[string]string{}
	for dir, list := range pages {
		shared := 0
		for name := range list {
			if main[name] {
				shared++
			}
		}
		if dir != "" && (dir == own || shared*2 >= len(list)) {
			out[dir] = strings.ToLower(dir)
		}
	}
	if own != "" {
		out[""] = own
		d.Language = own
	}
	return out
}

// hero keeps what a front page says in its front matter.
func (m *mdx) hero(p *Page) {
	var words []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range []string{"name", "title", "text", "tagline", "details"} {
				if s, ok := v[key].(string); ok && s != "" {
					words = append(words, oneLine(s, 2000))
				}
			}
			walk(v["actions"])
		case []any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(p.Keys["hero"])
	walk(p.Keys["features"])
	if len(words) > 0 {
		text := strings.Join(words, "\n\n") + "\n\n"
		p.Apply([]Edit{{0, 0, text, "the front page's words in the front matter become text"}})
	}
}

func readDocusaurus(d *Draft) error {
	cfg := firstOf(d.Source, "docusaurus.config", "")
	top := path.Dir(cfg)
	if cfg == "" || top == "." {
		top = ""
	}
	text := d.scriptSettings(cfg)
	d.Base = path.Join(top, "docs")
	if m := scriptDocs.FindStringSubmatch(text); m != nil {
		if dir := path.Join(top, m[1]); d.Source.HasFolder(dir) {
			d.Base = dir
		}
	}
	route := "docs"
	if m := scriptRoute.FindStringSubmatch(text); m != nil {
		route = strings.Trim(m[1], "/")
	}
	d.Roots = append(d.Roots, path.Join(top, "static"))
	m := mdx{d: d, root: top, always: true}
	d.Resolve = func(_ *Page, dest string) (*Page, string) {
		if rest, ok := strings.CutPrefix(dest, "@site/"); ok {
			return d.lookup.at(path.Join(top, rest))
		}
		return nil, ""
	}
	byID := map[string]*Page{}
	for _, f := range d.Source.Files() {
		switch {
		case !isText(f) || strings.HasPrefix(path.Base(f), "_") || hidden(f):
		case below(f, path.Join(top, "versioned_docs")):
			d.Report.LeaveOut(f, "it is of an earlier version")
		case below(f, d.Base):
			m.docusaurusPage(f, route, byID)
		case below(f, path.Join(top, "blog")):
			m.blogPost(f, top)
		case below(f, path.Join(top, "src/pages")):
			if p := d.Page(f); p != nil {
				p.To = strings.TrimPrefix(f, path.Join(top, "src/pages")+"/")
				p.Old = append(p.Old, "/"+strings.TrimSuffix(p.To, path.Ext(p.To)))
			}
		}
	}
	each(slices.Clone(d.Pages), m.text)
	m.categories()
	if s := firstOf(d.Source, "sidebars", ""); s != "" || d.Source.Has(path.Join(top, "sidebars.json")) {
		m.sidebars(cmp.Or(s, path.Join(top, "sidebars.json")), byID)
	}
	return nil
}

var numberName = regexp.MustCompile(`(^|/)\d+[-_. ]+`)

// docusaurusPage adds a page of the docs.
func (m *mdx) docusaurusPage(f, route string, byID map[string]*Page) {
	p := m.d.Page(f)
	if p == nil {
		return
	}
	rel := strings.TrimPrefix(f, m.d.Base+"/")
	p.To = strings.TrimSuffix(rel, path.Ext(rel)) + ".md"
	stem := numberName.ReplaceAllString(strings.TrimSuffix(rel, path.Ext(rel)), "$1")
	dir, name := path.Split(stem)
	if id := textAt(p.Keys, "id"); id != "" {
		name = id
	}
	byID[dir+name] = p
	if name == "index" || strings.EqualFold(name, "readme") || dir != "" && name == path.Base(dir) {
		p.To = path.Join(path.Dir(p.To), "index.md")
		name = ""
	}
	switch slug := p.Meta.Slug; {
	case strings.HasPrefix(slug, "/"):
		p.Old = append(p.Old, path.Join("/", route, slug))
	case slug != "":
		p.Old = append(p.Old, path.Join("/", route, dir, slug))
	default:
		p.Old = append(p.Old, path.Join("/", route, dir, name))
	}
	p.Meta.Slug = ""
	if p.Keys["unlisted"] == true {
		p.Meta.Draft = true
	}
}

var postDay = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[-/]?(.*)$`)

func (m *mdx) blogPost(f, top string) {
	p := m.d.Page(f)
	if p == nil {
		return
	}
	rel := strings.TrimPrefix(f, path.Join(top, "blog")+"/")
	if d := postDay.FindStringSubmatch(rel); d != nil && p.Meta.Date == "" {
		p.Meta.Date = d[1]
	}
	p.To = "blog/" + strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(rel, path.Ext(rel)), "/index"), "/README") + ".md"
	p.Old = append(p.Old, "/blog/"+strings.Trim(cmp.Or(p.Meta.Slug, strings.TrimSuffix(rel, path.Ext(rel))), "/"))
	p.Meta.Slug = ""
}

// categories gives folders the labels and places that _category_ files have.
func (m *mdx) categories() {
	for _, f := range m.d.Source.Files() {
		base := strings.TrimSuffix(path.Base(f), path.Ext(f))
		if base != "_category_" || !below(f, m.d.Base) {
			continue
		}
		keys := m.d.settingsOf(f)
		dir := path.Dir(strings.TrimPrefix(f, m.d.Base+"/"))
		var index *Page
		for _, p := range m.d.Pages {
			if path.Dir(p.wish()) == dir && isIndexFile(p.wish()) {
				index = p
			}
		}
		if index == nil {
			index = m.d.NewPage(f, "", 1)
			index.generated = true
			index.To = dir + "/index.md"
			index.Meta.Title = cmp.Or(textAt(keys, "label"), titleOf(path.Base(dir)))
			if l, ok := keys["link"].(map[string]any); ok {
				index.Meta.Summary = oneLine(l["description"], 2000)
			}
		}
		if !index.Meta.HasWeight {
			setWeight(&index.Meta, keys["position"])
		}
	}
}
