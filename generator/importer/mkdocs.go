package importer

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// mkdocs reads MkDocs, with the Material theme, and its successor Zensical.
var mkdocs = Family{
	Name: "mkdocs", Title: "MkDocs or Zensical",
	Recognise: func(src *Source) string { return src.First("mkdocs.yml", "mkdocs.yaml", "zensical.toml") },
	Read:      readMkDocs,
}

// settingsOf reads a configuration file in YAML or TOML as far as it can be read.
func (d *Draft) settingsOf(name string) map[string]any {
	text, err := d.Source.Text(name)
	if err != nil {
		return nil
	}
	f := diag.NewFile(name, []byte(text))
	read := decode.ParseYAML
	if path.Ext(name) == ".toml" {
		read = decode.Parse
	}
	t, _ := read(f, 0, len(text), decode.Options{Bytes: 4 << 20, Keys: 200_000, Depth: 100})
	if t.Broken() && len(t.Entries()) == 0 {
		d.Report.Lose(Loss{Construct: "a configuration that cannot be read", Path: name})
	}
	return t.Any()
}

func textAt(m map[string]any, key string) string { s, _ := m[key].(string); return s }

func readMkDocs(d *Draft) error {
	file := d.Source.First("mkdocs.yml", "mkdocs.yaml", "zensical.toml")
	cfg := map[string]any{}
	if file != "" {
		cfg = d.settingsOf(file)
	}
	if project, ok := cfg["project"].(map[string]any); ok {
		cfg = project
	}
	d.Title, d.Description = textAt(cfg, "site_name"), textAt(cfg, "site_description")
	d.Base = strings.Trim(path.Clean(cmp.Or(textAt(cfg, "docs_dir"), "docs")), "/")
	if !d.Source.HasFolder(d.Base) {
		d.Base = ""
	}
	if theme, ok := cfg["theme"].(map[string]any); ok {
		d.Language = textAt(theme, "language")
	}
	if u := textAt(cfg, "site_url"); u != "" {
		d.Site = append(d.Site, u)
	}
	drafts, err := d.mkdocsExcludes(cfg)
	if err != nil {
		return err
	}
	m := &mkdocsReader{d: d, directories: cfg["use_directory_urls"] != false, languages: mkdocsLanguages(cfg)}
	m.snippets = []string{d.Base, ""}
	for _, f := range d.Source.Files() {
		if !isText(f) || !below(f, d.Base) || hidden(strings.TrimPrefix(f, d.Base+"/")) {
			continue
		}
		if strings.EqualFold(path.Base(f), "readme.md") && d.Source.Has(path.Join(path.Dir(f), "index.md")) {
			d.Report.LeaveOut(f, "index.md is the folder's page, as in MkDocs")
			continue
		}
		m.page(f, drafts)
	}
	each(d.Pages, m.text)
	if nav, ok := cfg["nav"].([]any); ok {
		t := navTree{d: d, file: file, placed: map[*Page]bool{}, dirs: map[string]bool{}}
		t.place(m.nav(nav), "")
	}
	return nil
}

// below reports whether a file lies below a folder; "" is the top.
func below(f, dir string) bool { return dir == "" || strings.HasPrefix(f, dir+"/") }

// mkdocsExcludes sets what the configuration excludes, and returns what tells drafts. A
// pattern that cannot be understood is an error: what it excludes must not be published.
func (d *Draft) mkdocsExcludes(cfg map[string]any) (drafts func(string) bool, err error) {
	list := func(key string) (ignoreList, error) {
		v, ok := cfg[key]
		if !ok || v == nil {
			return nil, nil
		}
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("import cannot read %s, so it cannot know what must not be published: expected one pattern on each line", key)
		}
		return parseIgnore(s), nil
	}
	excluded, err := list("exclude_docs")
	if err != nil {
		return nil, err
	}
	draft, err := list("draft_docs")
	if err != nil {
		return nil, err
	}
	globs := pluginGlobs(cfg, "exclude")
	d.Exclude(func(from string) string {
		rel := strings.TrimPrefix(from, d.Base+"/")
		switch {
		case !below(from, d.Base):
			return ""
		case strings.HasPrefix(rel, "templates/") && !excluded.keeps(rel):
			return "MkDocs leaves the folder templates out"
		case excluded.match(rel):
			return "exclude_docs leaves it out"
		case globs.match(rel):
			return "the plugin exclude leaves it out"
		}
		return ""
	})
	return draft.match, nil
}

// pluginGlobs are the patterns of a plugin's glob and regex settings.
func pluginGlobs(cfg map[string]any, name string) ignoreList {
	plugins, _ := cfg["plugins"].([]any)
	var out ignoreList
	for _, p := range plugins {
		m, _ := p.(map[string]any)
		o, _ := m[name].(map[string]any)
		for _, g := range listOf(o["glob"]) {
			out = append(out, ignorePattern{re: globRE("/" + strings.TrimPrefix(g, "/"))})
		}
		for _, g := range listOf(o["regex"]) {
			if re, err := regexp.Compile(g); err == nil {
				out = append(out, ignorePattern{re: re})
			} else {
				out = append(out, ignorePattern{re: regexp.MustCompile("")}) // fails closed: all is left out
			}
		}
	}
	return out
}

// listOf is a value as a list of texts; one text is a list of one.
func listOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// mkdocsLanguages are those of the plugin i18n: the code, and whether it is the default.
func mkdocsLanguages(cfg map[string]any) map[string]bool {
	out := map[string]bool{}
	plugins, _ := cfg["plugins"].([]any)
	for _, p := range plugins {
		m, _ := p.(map[string]any)
		o, _ := m["i18n"].(map[string]any)
		list, _ := o["languages"].([]any)
		for _, e := range list {
			if l, ok := e.(map[string]any); ok && languageCode.MatchString(strings.ToLower(textAt(l, "locale"))) {
				out[strings.ToLower(textAt(l, "locale"))] = l["default"] == true
			}
		}
	}
	return out
}

type mkdocsReader struct {
	d           *Draft
	directories bool
	languages   map[string]bool
	snippets    []string
}

// page adds a page.
func (m *mkdocsReader) page(f string, drafts func(string) bool) {
	p := m.d.Page(f)
	if p == nil {
		return
	}
	rel := strings.TrimPrefix(f, m.d.Base+"/")
	p.Lang, p.To = m.language(rel)
	if drafts(rel) {
		p.Meta.Draft = true
	}
	stem := strings.TrimSuffix(rel, path.Ext(rel))
	switch base := path.Base(stem); {
	case indexName.MatchString(base):
		p.Old = append(p.Old, "/"+strings.TrimPrefix(path.Dir(stem)+"/", "./"))
	case m.directories:
		p.Old = append(p.Old, "/"+stem+"/")
	default:
		p.Old = append(p.Old, "/"+stem+".html")
	}
	if slices.Contains(listOf(p.Keys["hide"]), "toc") {
		p.Meta.NoTOC = true
	}
}

// language splits the language off a file's name or folder.
func (m *mkdocsReader) language(rel string) (lang, to string) {
	stem := strings.TrimSuffix(rel, path.Ext(rel))
	if ext := strings.TrimPrefix(path.Ext(stem), "."); ext != "" {
		if def, ok := m.languages[strings.ToLower(ext)]; ok {
			if def {
				ext = ""
			}
			return strings.ToLower(ext), strings.TrimSuffix(stem, path.Ext(stem)) + ".md"
		}
	}
	if dir, rest, ok := strings.Cut(rel, "/"); ok {
		if def, known := m.languages[strings.ToLower(dir)]; known {
			if def {
				dir = ""
			}
			return strings.ToLower(dir), rest
		}
	}
	return "", rel
}

// text edits what MkDocs and its extensions write.
func (m *mkdocsReader) text(p *Page) {
	m.include(p)
	p.indentedBlocks(mkdocsBlock)
	p.python()
}

var (
	mkAdmonition = regexp.MustCompile(`^(!!!|\?\?\?\+?)[ \t]*([\w -]*?)(?:[ \t]+"(.*)")?[ \t]*(?:\{[^}]*\})?$`)
	mkTab        = regexp.MustCompile(`^===[!+]{0,2}[ \t]+["'](.+)["'][ \t]*(?:\{[^}]*\})?$`)
)

// mkdocsBlock knows admonitions and tabs.
func mkdocsBlock(text string, level int, inside bool) (head string, quote, ok bool, rule string) {
	if m := mkAdmonition.FindStringSubmatch(text); m != nil {
		name, _, _ := strings.Cut(strings.TrimSpace(m[2]), " ")
		fold := map[string]string{"!!!": "", "???": "-", "???+": "+"}[m[1]]
		return "> " + alertHead(name, fold, m[3]), true, true, "an admonition becomes an alert"
	}
	if m := mkTab.FindStringSubmatch(text); m != nil {
		return tabHead(m[1], level, inside), false, true, "a tab becomes a heading"
	}
	return "", false, false, ""
}

// tabHead is what the name of a tab becomes: a heading below the last one, or bold text
// where a heading would not be one of the page.
func tabHead(title string, level int, inside bool) string {
	if inside {
		return "**" + strings.ReplaceAll(title, "*", "") + "**"
	}
	return strings.Repeat("#", min(level+1, 6)) + " " + title
}

var snippetLine = regexp.MustCompile(`(?m)^([ \t]*)-{1,}8<-{1,}[ \t]+["']([^"'\n]+)["'][ \t]*$`)

// include puts the files in that snippets name.
func (m *mkdocsReader) include(p *Page) {
	for range 8 {
		found := snippetLine.FindAllSubmatchIndex(p.Body.b, -1)
		if len(found) == 0 {
			return
		}
		var edits []Edit
		for _, f := range found {
			indent, name := string(p.Body.b[f[2]:f[3]]), string(p.Body.b[f[4]:f[5]])
			text, ok := "", p.put <= mostPut
			if ok {
				text, ok = m.snippet(name)
			}
			if !ok || !p.fits(text) {
				p.Lose("a snippet that is not there", f[0], name)
				edits = append(edits, Edit{f[0], f[1], "", ""})
				continue
			}
			edits = append(edits, Edit{f[0], f[1], strings.TrimRight(prefixed(strings.TrimRight(text, "\n"), indent), "\n"), "a snippet is inserted"})
		}
		p.Apply(edits)
	}
}

var snippetPart = regexp.MustCompile(`^(.*\.\w+):([\w-]+|\d*:\d*)$`)

// snippet is the text of a file that a snippet names, or of a part of it.
func (m *mkdocsReader) snippet(name string) (string, bool) {
	part := ""
	if s := snippetPart.FindStringSubmatch(name); s != nil {
		name, part = s[1], s[2]
	}
	for _, dir := range m.snippets {
		f := path.Join(dir, name)
		if !m.d.Source.Has(f) || m.d.Excluded(f) {
			continue
		}
		text, err := m.d.Source.Text(f)
		if err != nil {
			return "", false
		}
		return snippetOf(text, part), true
	}
	return "", false
}

// snippetOf cuts a named section or a range of lines out of a text.
func snippetOf(text, part string) string {
	if part == "" {
		return text
	}
	lines := strings.Split(text, "\n")
	var from, to int
	if n, _ := fmt.Sscanf(part, "%d:%d", &from, &to); n == 2 {
		return strings.Join(lines[min(max(from-1, 0), len(lines)):min(max(to, from), len(lines))], "\n")
	}
	var out []string
	in := false
	for _, l := range lines {
		switch {
		case strings.Contains(l, "[start:"+part+"]"):
			in = true
		case strings.Contains(l, "[end:"+part+"]"):
			in = false
		case in:
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

var (
	tocLine     = regexp.MustCompile(`(?m)^[ \t]*(?:\[TOC\]|\[\[toc\]\]|\[\[_TOC_\]\]|\{:toc\})[ \t]*$`)
	attrList    = regexp.MustCompile(`[ \t]?\{:?[ \t]*((?:[#.][\w:-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+)|[ \t]|\b[a-z]+\b)+)\}`)
	attrID      = regexp.MustCompile(`(?:^|[ \t])#([\w-]+)`)
	attrWidth   = regexp.MustCompile(`width="?(\d{1,4})(?:px)?"?(?:[ \t}]|$)`)
	keys        = regexp.MustCompile(`\+\+([a-z0-9]+(?:[+-][a-z0-9"]+)*)\+\+`)
	critic      = regexp.MustCompile(`(?s)\{(\+\+|--|==|>>)(.*?)(?:\+\+|--|==|<<)\}`)
	criticSwap  = regexp.MustCompile(`(?s)\{~~(.*?)~>(.*?)~~\}`)
	inserted    = regexp.MustCompile(`\^\^([^\s^][^^\n]*)\^\^`)
	icon        = regexp.MustCompile(`:(?:material|fontawesome|octicons|simple|lucide)-[\w-]+:`)
	emoji       = regexp.MustCompile(`:([a-z][a-z0-9_+-]+|\+1|-1|100):`)
	abbrLine    = regexp.MustCompile(`(?m)^\*\[([^\]\n]+)\]:[ \t]*(.+)\n?`)
	fenceBraces = regexp.MustCompile("(?m)^([ \t>]*(?:`{3,}|~{3,}))[ \t]*\\{[ \t]*([^}\n]*)\\}[ \t]*$")
	fenceClass  = regexp.MustCompile(`\.([\w+-]+)`)
	annotation  = regexp.MustCompile(`\((\d{1,2})\)!`)
)
