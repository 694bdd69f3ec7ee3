package importer

import (
	"cmp"
	"path"
	"regexp"
	"strings"
)

// The tools whose navigation is a list of links in a file: GitBook and mdBook have
// SUMMARY.md, docsify has _sidebar.md.

var gitbook = Family{
	Name: "gitbook", Title: "GitBook",
	Recognise: func(src *Source) string {
		if f := src.First(".gitbook.yaml", ".gitbook.yml", "book.json"); f != "" {
			return f
		}
		if src.HasFolder(".gitbook") {
			return ".gitbook"
		}
		return src.First("SUMMARY.md", "summary.md", "src/SUMMARY.md")
	},
	Read: func(d *Draft) error {
		r := summaryReader{d: d, file: "SUMMARY.md", home: "README.md", listed: true}
		if f := d.Source.First(".gitbook.yaml", ".gitbook.yml"); f != "" {
			cfg := d.settingsOf(f)
			d.Base = strings.Trim(path.Clean("/"+textAt(cfg, "root")), "/")
			if s, ok := cfg["structure"].(map[string]any); ok {
				r.file = cmp.Or(textAt(s, "summary"), r.file)
				r.home = path.Clean(cmp.Or(textAt(s, "readme"), r.home))
			}
		}
		if f := d.Source.First("book.json"); f != "" {
			cfg := d.settingsOf(f)
			d.Title, d.Description = textAt(cfg, "title"), textAt(cfg, "description")
			d.Base = strings.Trim(path.Clean("/"+textAt(cfg, "root")), "/")
			d.Language = textAt(cfg, "language")
		}
		r.edit = func(p *Page) { p.gitbookText() }
		r.address = func(stem string) string {
			return "/" + strings.TrimSuffix(strings.TrimSuffix(stem, "README"), "readme")
		}
		r.read()
		return nil
	},
}

var mdbook = Family{
	Name: "mdbook", Title: "mdBook",
	Recognise: func(src *Source) string { return src.First("book.toml") },
	Read: func(d *Draft) error {
		cfg := d.settingsOf("book.toml")
		book, _ := cfg["book"].(map[string]any)
		d.Title, d.Description, d.Language = textAt(book, "title"), textAt(book, "description"), textAt(book, "language")
		d.Base = strings.Trim(path.Clean("/"+cmp.Or(textAt(book, "src"), "src")), "/")
		r := summaryReader{d: d, file: "SUMMARY.md", listed: true}
		r.edit = func(p *Page) { p.mdbookText() }
		r.address = func(stem string) string {
			if dir, base := path.Split(stem); strings.EqualFold(base, "readme") {
				stem = dir + "index"
			}
			return "/" + stem + ".html"
		}
		r.read()
		return nil
	},
}

var docsify = Family{
	Name: "docsify", Title: "docsify",
	Recognise: func(src *Source) string {
		for _, dir := range []string{"", "docs/"} {
			if f := src.First(dir+"_sidebar.md", dir+"_coverpage.md"); f != "" {
				return f
			}
			if f := dir + "index.html"; src.Has(f) {
				if text, err := src.Text(f); err == nil && strings.Contains(text, "docsify") {
					return f
				}
			}
		}
		return ""
	},
	Read: func(d *Draft) error {
		if d.Source.First("_sidebar.md", "index.html") == "" && d.Source.First("docs/_sidebar.md", "docs/index.html") != "" {
			d.Base = "docs"
		}
		if text, err := d.Source.Text(path.Join(d.Base, "index.html")); err == nil {
			if m := docsifyName.FindStringSubmatch(text); m != nil {
				d.Title = m[1]
			}
		}
		r := summaryReader{d: d, file: "_sidebar.md"}
		r.edit = func(p *Page) { p.docsifyText() }
		r.address = func(stem string) string { return "/" + strings.TrimSuffix(stem, "README") }
		r.read()
		return nil
	},
}

var docsifyName = regexp.MustCompile(`\bname:\s*['"]([^'"<>]+)['"]`)

// A summaryReader reads a handbook whose navigation is a list of links.
type summaryReader struct {
	d          *Draft
	file, home string
	listed     bool // pages that the list does not name are left out, as the tool does
	edit       func(p *Page)
	address    func(stem string) string
}

// read adds the pages, and puts them where the list has them.
func (r *summaryReader) read() {
	d := r.d
	list := path.Join(d.Base, r.file)
	text, err := d.Source.Text(list)
	if err != nil {
		text = ""
		for _, f := range d.Source.Files() {
			if strings.EqualFold(f, list) {
				text, _ = d.Source.Text(f)
				list = f
			}
		}
	}
	text = htmlComment.ReplaceAllString(text, "")
	named := map[string]bool{}
	for _, l := range summaryLink.FindAllStringSubmatch(text, -1) {
		file, _ := cutDest(strings.Trim(l[1], "<>"))
		named[path.Join(d.Base, file)] = true
	}
	for _, f := range d.Source.Files() {
		rel := strings.TrimPrefix(f, d.Base+"/")
		switch {
		case !isText(f) || !below(f, d.Base):
			continue
		case f == list:
			continue
		case hidden(rel):
			d.Report.LeaveOut(f, "its name, or that of a folder above it, begins with a dot")
			continue
		case strings.HasPrefix(path.Base(f), "_"):
			d.Report.LeaveOut(f, "its name begins with _: it stands beside pages")
			continue
		case r.listed && len(named) > 0 && !named[f] && !strings.EqualFold(rel, r.home):
			d.Report.LeaveOut(f, r.file+" does not name it")
			continue
		}
		p := d.Page(f)
		if p == nil {
			continue
		}
		p.Old = append(p.Old, r.address(strings.TrimSuffix(rel, path.Ext(rel))))
		if r.home != "" && path.Clean(rel) == path.Clean(r.home) {
			p.To = "index.md"
		}
	}
	each(d.Pages, r.edit)
	if items := r.list(text); len(items) > 0 {
		t := navTree{d: d, file: list, placed: map[*Page]bool{}, dirs: map[string]bool{}}
		t.place(items, "")
	}
}

var (
	htmlComment  = regexp.MustCompile(`(?s)<!--.*?(?:-->|\z)`)
	summaryLink  = regexp.MustCompile(`\]\((<[^>\n]*>|[^)\s]+)`)
	summaryItem  = regexp.MustCompile(`^([ \t]*)[-*+][ \t]+(.*)$`)
	summaryHead  = regexp.MustCompile(`^#{1,6}[ \t]+(.*)$`)
	summaryRule  = regexp.MustCompile(`^(?:-{3,}|\*{3,}|_{3,})$`)
	summaryPlain = regexp.MustCompile(`^\[((?:[^\[\]\\]|\\.)*)\]\((<[^>\n]*>|[^)\s]*)[^)]*\)`)
)

// list reads the list of links: headings and items that hold items are sections.
func (r *summaryReader) list(text string) []navItem {
	var top []navItem
	var part *navItem // the section of the last heading
	type level struct {
		indent int
		item   *navItem
	}
	var stack []level
	flush := func() {
		if part != nil && len(part.items) > 0 {
			top = append(top, *part)
		}
		part = nil
	}
	root := &navItem{}
	done := func() {
		if part != nil {
			part.items = append(part.items, root.items...)
		} else {
			top = append(top, root.items...)
		}
		root, stack = &navItem{}, nil
	}
	first := true
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, " \t\r\n")
		if m := summaryHead.FindStringSubmatch(l); m != nil {
			done()
			flush()
			if !first || !strings.HasPrefix(l, "# ") { // the first is the title of the list
				part = &navItem{title: plainTitle(m[1])}
			}
			first = false
			continue
		}
		if summaryRule.MatchString(l) {
			done()
			flush()
			continue
		}
		m := summaryItem.FindStringSubmatch(l)
		if m == nil {
			if s := summaryPlain.FindStringSubmatch(l); s != nil { // a chapter beside the list
				root.items = append(root.items, r.item(l))
			}
			continue
		}
		first = false
		indent := indentOf(m[1])
		for len(stack) > 0 && stack[len(stack)-1].indent >= indent {
			stack = stack[:len(stack)-1]
		}
		parent := root
		if len(stack) > 0 {
			parent = stack[len(stack)-1].item
		}
		parent.items = append(parent.items, r.item(m[2]))
		// A slice that grows moves its items: the parent's last is looked up when it is asked for.
		stack = append(stack, level{indent, &parent.items[len(parent.items)-1]})
	}
	done()
	flush()
	return top
}

// item reads one entry.
func (r *summaryReader) item(s string) navItem {
	m := summaryPlain.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return navItem{title: plainTitle(s)}
	}
	it := navItem{title: plainTitle(m[1]), to: strings.Trim(m[2], "<>")}
	file, rest := cutDest(strings.Trim(m[2], "<>"))
	if rest == "" && file != "" {
		file = strings.TrimPrefix(strings.TrimPrefix(file, "#"), "/")
		for _, try := range []string{file, file + ".md", path.Join(file, "README.md")} {
			if p := r.d.byFrom[path.Join(r.d.Base, try)]; p != nil {
				it.page = p
				break
			}
		}
	}
	return it
}

var titleSigns = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!&<>-])")

// plainTitle is an entry's text without the signs of Markdown.
func plainTitle(s string) string {
	s = titleSigns.ReplaceAllString(strings.TrimSpace(s), "$1")
	return strings.NewReplacer("**", "", "`", "", "<!-- ", "", " -->", "").Replace(s)
}
