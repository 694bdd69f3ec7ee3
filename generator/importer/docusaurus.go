package importer

import (
	"cmp"
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
		if !isText(f) || !below(f, d.Base) || hidden(rel) || strings.HasPrefix(path.Base(f), "_") || slash == "/" && underscored(rel) || strings.HasPrefix(rel, "node_modules/") {
			continue
		}
		if d.Base == "" && (rel == "README.md" && d.Source.Has("index.md") || rel == "CONTRIBUTING.md") {
			d.Report.LeaveOut(f, "it is about the handbook, and is not a page of it")
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

// underscored reports whether a name of a path begins with "_".
func underscored(rel string) bool { return strings.Contains("/"+rel, "/_") }

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
	if err := d.docusaurusExcludes(cfg, top, withoutComments(text)); err != nil {
		return err
	}
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
