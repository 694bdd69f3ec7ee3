package importer

import (
	"cmp"
	"path"
	"regexp"
	"strings"
)

// hugo reads the content of a Hugo site.
var hugo = Family{
	Name: "hugo", Title: "Hugo",
	Recognise: func(src *Source) string {
		if f := src.First("hugo.toml", "hugo.yaml", "hugo.yml", "config/_default/hugo.toml", "config/_default/hugo.yaml", "config/_default/config.toml", "config/_default/config.yaml"); f != "" {
			return f
		}
		for _, f := range []string{"config.toml", "config.yaml", "config.yml"} {
			if text, err := src.Text(f); err == nil && strings.Contains(strings.ToLower(text), "baseurl") {
				return f
			}
		}
		return ""
	},
	Read: readHugo,
}

type hugoReader struct {
	hidden   map[string]string // folders of a page, by the page
	cascades []hugoCascade
	d        *Draft
	params   map[string]any
}

func readHugo(d *Draft) error {
	cfg := map[string]any{}
	for _, f := range []string{"hugo.toml", "hugo.yaml", "hugo.yml", "config.toml", "config.yaml", "config.yml", "config/_default/hugo.toml", "config/_default/hugo.yaml", "config/_default/config.toml", "config/_default/config.yaml"} {
		if d.Source.Has(f) {
			cfg = d.settingsOf(f)
			break
		}
	}
	r := hugoReader{d: d, hidden: map[string]string{}}
	if err := r.ignore(cfg); err != nil {
		return err
	}
	r.params, _ = cfg["params"].(map[string]any)
	d.Title = textAt(cfg, "title")
	d.Language = cmp.Or(cmp.Or(textAt(cfg, "defaultContentLanguage"), textAt(cfg, "DefaultContentLanguage")), "en")
	if u := cmp.Or(textAt(cfg, "baseURL"), textAt(cfg, "baseurl")); u != "" {
		d.Site = append(d.Site, u)
	}
	base := cmp.Or(textAt(cfg, "contentDir"), "content")
	folders := map[string]string{} // of languages
	languages, _ := cfg["languages"].(map[string]any)
	for code, v := range languages {
		if l, ok := v.(map[string]any); ok {
			if dir := strings.Trim(textAt(l, "contentDir"), "/"); dir != "" {
				folders[dir] = strings.ToLower(code)
			}
			if strings.EqualFold(code, d.Language) {
				d.Title = cmp.Or(textAt(l, "title"), d.Title)
			}
		}
	}
	if len(folders) == 0 && d.Source.HasFolder(base+"/"+d.Language) {
		folders[base+"/"+d.Language] = d.Language
	}
	if d.Base = base; !d.Source.HasFolder(base) {
		d.Base = ""
	}
	for dir, code := range folders {
		if code == d.Language {
			d.Base = dir
		}
	}
	d.Roots = append(d.Roots, "static", "assets")
	d.Otherwise = byName(d)
	r.folders()
	for _, f := range d.Source.Files() {
		if !isText(f) || hidden(f) || !below(f, base) && folders[strings.Split(f, "/")[0]] == "" && d.Base != "" {
			continue
		}
		r.page(f, base, folders, languages)
	}
	each(d.Pages, func(p *Page) {
		p.shortcodes(&r)
		p.colonBlocks()
		p.attributes()
		p.emoji()
	})
	return nil
}

// byName finds a page by its file's name alone, if only one has it.
func byName(d *Draft) func(p *Page, dest string) (*Page, string) {
	var names map[string]*Page
	return func(p *Page, dest string) (*Page, string) {
		if names == nil {
			names = map[string]*Page{}
			for _, q := range d.Pages {
				name := strings.ToLower(q.Lang + ":" + path.Base(strings.TrimSuffix(q.To, ".md")))
				if _, twice := names[name]; twice {
					names[name] = nil
				} else {
					names[name] = q
				}
			}
		}
		name := strings.TrimSuffix(path.Base(strings.TrimSuffix(dest, "/")), path.Ext(dest))
		return names[strings.ToLower(p.Lang+":"+cleanName(name))], ""
	}
}

// page adds one page.
func (r *hugoReader) page(f, base string, folders map[string]string, languages map[string]any) {
	d := r.d
	rel, lang := strings.TrimPrefix(f, base+"/"), ""
	for dir, code := range folders {
		if below(f, dir) {
			rel, lang = strings.TrimPrefix(f, dir+"/"), code
		}
	}
	stem := strings.TrimSuffix(rel, path.Ext(rel))
	if ext := strings.TrimPrefix(path.Ext(stem), "."); languages[ext] != nil {
		stem, lang = strings.TrimSuffix(stem, "."+ext), strings.ToLower(ext)
	}
	p := d.Page(f)
	if p == nil {
		return
	}
	why, draft := r.withheld(p)
	if why != "" {
		d.Pages = d.Pages[:len(d.Pages)-1]
		delete(d.byFrom, f)
		d.hide(f, why)
		return
	}
	p.Meta.Draft = p.Meta.Draft || draft
	if p.Meta.Date > d.Options.Date && p.Meta.PublishDate == "" { // Hugo waits for it
		p.Meta.PublishDate = p.Meta.Date
	}
	p.To = stem + ".md"
	if lang != "" && lang != d.Language {
		p.Lang = lang
	}
	old := "/" + strings.ToLower(stem) + "/"
	if dir, name := path.Split(strings.ToLower(stem)); name == "index" || name == "_index" {
		old = "/" + dir
	} else if p.Meta.Slug != "" {
		old = "/" + dir + p.Meta.Slug + "/"
	}
	if u := textAt(p.Keys, "url"); u != "" {
		old = u
	}
	if p.Meta.Slug = cleanSlug(p.Meta.Slug); isIndexFile(p.To) {
		p.Meta.Slug = ""
	}
	p.Old = append(p.Old, old)
	if p.Lang != "" {
		p.Old = []string{"/" + p.Lang + old}
	}
}

// cleanSlug is a slug as a lesson may have it, "" for none.
func cleanSlug(s string) string {
	if s = strings.Trim(s, "/"); s == "" || strings.Contains(s, "/") {
		return ""
	}
	return cleanName(s)
}

// hide leaves a file out after its text was looked at. Other pages may put it in.
func (d *Draft) hide(f, why string) { d.Report.LeaveOut(f, why) }

// hidesPage reports front matter that says that no page is made.
func hidesPage(keys map[string]any) bool {
	if keys["headless"] == true {
		return true
	}
	for _, key := range []string{"build", "_build"} {
		if b, ok := keys[key].(map[string]any); ok && (b["render"] == "never" || b["render"] == false) {
			return true
		}
	}
	return false
}

var (
	shortcode    = regexp.MustCompile(`(?s)\{\{([<%])-?[ \t\n]*(/?)[ \t]*(\w[\w./-]*)(.*?)-?([>%])\}\}`)
	shortEscaped = regexp.MustCompile(`(?s)\{\{([<%])/\*(.*?)\*/([>%])\}\}`)
	shortArg     = regexp.MustCompile("(?s)([\\w-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`|(\\S+))|\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`|([^\\s\"`=]+)")
)

// argsOf are a shortcode's values, by name, the others as "0", "1", and so on.
func argsOf(s string) map[string]string {
	out := map[string]string{}
	n := 0
	for _, m := range shortArg.FindAllStringSubmatch(s, -1) {
		if m[1] != "" {
			out[strings.ToLower(m[1])] = strings.ReplaceAll(cmp.Or(cmp.Or(m[2], m[3]), m[4]), `\"`, `"`)
			continue
		}
		out[string(rune('0'+min(n, 9)))] = strings.ReplaceAll(cmp.Or(cmp.Or(m[5], m[6]), m[7]), `\"`, `"`)
		n++
	}
	return out
}

var shortAlerts = setOf("notice callout alert admonition hint note tip warning info important caution danger success error attention warn blockquote")

// shortcodes writes Markdown for the shortcodes of a page. They count in code too, as in
// Hugo.
func (p *Page) shortcodes(r *hugoReader) {
	b := p.Body.b
	paired := map[string]bool{}
	found := shortcode.FindAllSubmatchIndex(b, -1)
	for _, m := range found {
		if m[5] > m[4] {
			paired[string(b[m[6]:m[7]])] = true
		}
	}
	code := p.codeRanges()
	var edits []Edit
	for _, m := range found {
		name := string(b[m[6]:m[7]])
		closing := m[5] > m[4]
		args := argsOf(strings.TrimSuffix(strings.TrimSpace(string(b[m[8]:m[9]])), "/"))
		as, rule := p.shortcode(r, name, args, closing, paired[name], m[0], code.holds(m[0], m[1]))
		edits = append(edits, Edit{m[0], m[1], as, rule})
	}
	p.Apply(edits)
	p.replaceAnywhere(shortEscaped, "", func(m []string) string { return "{{" + m[1] + m[2] + m[3] + "}}" })
}

// shortcode is what one becomes.
func (p *Page) shortcode(r *hugoReader, name string, args map[string]string, closing, paired bool, at int, inCode bool) (as, rule string) {
	const known = "a shortcode becomes Markdown"
	short := strings.ToLower(path.Base(name))
	title := cmp.Or(cmp.Or(args["title"], args["summary"]), args["label"])
	switch {
	case short == "ref" || short == "relref":
		return cmp.Or(args["0"], args["path"]), known
	case short == "figure" || short == "img" || short == "image":
		if closing {
			return "", known
		}
		return figure(args), known
	case short == "highlight" || short == "code" || short == "code-toggle" || short == "codeblock":
		if closing {
			return "\n```\n", known
		}
		if !paired {
			break
		}
		return "\n```" + cmp.Or(cmp.Or(args["lang"], args["language"]), strings.TrimPrefix(args["0"], "file")) + "\n", known
	case shortAlerts[short] && paired:
		if closing {
			return "\n:::\n", ""
		}
		kind := cmp.Or(cmp.Or(args["type"], args["style"]), cmp.Or(args["color"], args["0"]))
		if alerts[short] != "" {
			kind = short
			title = cmp.Or(title, args["0"])
		}
		return "\n:::" + cleanName(kind) + "[" + title + "]\n", known
	case (short == "details" || short == "expand" || short == "collapse" || short == "accordion") && paired:
		if closing {
			return "\n:::\n", ""
		}
		return "\n:::details[" + cmp.Or(cmp.Or(title, args["0"]), "Details") + "]\n", known
	case short == "tabs" || short == "tabpane":
		return "", "a block that only changes the layout is removed"
	case short == "tab":
		if closing {
			return "", ""
		}
		return "\n#### " + cmp.Or(cmp.Or(cmp.Or(title, args["header"]), args["name"]), args["0"]) + "\n", "a tab becomes a heading"
	case short == "youtube" || short == "vimeo" || short == "gist" || short == "tweet" || short == "x" || short == "instagram" || short == "bilibili":
		p.Lose(lostEmbedded, at, name+" "+args["0"]+args["id"])
		return remoteOf(short, args), ""
	case short == "param":
		if v, ok := p.Keys[args["0"]]; ok {
			return oneLine(v, 400), known
		}
		return oneLine(r.params[args["0"]], 400), known
	case short == "button" || short == "link":
		if closing {
			return "", ""
		}
		if href := cmp.Or(cmp.Or(args["href"], args["url"]), args["link"]); href != "" {
			return "[" + cmp.Or(cmp.Or(args["text"], title), href) + "](" + destination(href) + ") ", known
		}
	case short == "include" || short == "readfile" || short == "include-file":
		if text, ok := p.included(cmp.Or(args["0"], args["file"])); ok {
			return text, "an included file is inserted"
		}
	case short == "br":
		return "<br>", known
	}
	if inCode && !paired && len(args) == 0 {
		return "", ""
	}
	if !closing {
		p.Lose("a shortcode, "+name, at, "")
	}
	if closing {
		return "", ""
	}
	if title != "" {
		return "**" + title + "** ", ""
	}
	if !paired && args["0"] != "" && !strings.ContainsAny(args["0"], "/=") {
		return args["0"], ""
	}
	return "", ""
}

func figure(args map[string]string) string {
	src := cmp.Or(args["src"], args["0"])
	alt := strings.NewReplacer("[", `\[`, "]", `\]`).Replace(cmp.Or(args["alt"], args["title"]))
	s := "![" + alt + "](" + destination(src) + ")"
	if c := cmp.Or(args["caption"], args["title"]); c != "" {
		s += "\n\n" + c + "\n"
	}
	return s
}

func remoteOf(name string, args map[string]string) string {
	id := cmp.Or(args["id"], args["0"])
	u := map[string]string{
		"youtube": "https://www.youtube.com/watch?v=" + id, "vimeo": "https://vimeo.com/" + id, "gist": "https://gist.github.com/" + id + "/" + args["1"],
		"tweet": "https://x.com/" + args["user"] + "/status/" + id, "x": "https://x.com/" + args["user"] + "/status/" + id, "instagram": "https://www.instagram.com/p/" + id, "bilibili": "https://www.bilibili.com/video/" + id,
	}[name]
	return "[" + cmp.Or(args["title"], u) + "](" + u + ")"
}

// included is the text of a file of the content or of the top, without front matter.
func (p *Page) included(name string) (string, bool) {
	for _, dir := range []string{path.Dir(p.From), p.d.Base, "", "content", "static", "assets"} {
		f := path.Join(dir, name)
		if name == "" || p.put > mostPut || !p.d.Source.Has(f) || p.d.Excluded(f) || p.d.isDraft(f) && !p.Meta.Draft {
			continue
		}
		text, err := p.d.Source.Text(f)
		if err != nil {
			return "", false
		}
		_, _, _, body := cutHead([]byte(text))
		return strings.TrimSpace(text[body:]), p.fits(text)
	}
	return "", false
}
