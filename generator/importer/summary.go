package importer

import (
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
		r := summaryReader{d: d, file: "SUMMARY.md"}
		if f := d.Source.First(".gitbook.yaml", ".gitbook.yml"); f != "" {
			cfg := d.settingsOf(f)
			d.Base = strings.Trim(path.Clean("/"+textAt(cfg, "root")), "/")
			if s, ok := cfg["structure"].(map[string]any); ok {
				r.file = cmpOr(textAt(s, "summary"), r.file)
				r.home = textAt(s, "readme")
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
		d.Base = strings.Trim(path.Clean("/"+cmpOr(textAt(book, "src"), "src")), "/")
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
		case r.listed && len(named) > 0 && !named[f]:
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
		r.edit(p)
	}
	if items := r.list(text); len(items) > 0 {
		t := navTree{d: d, placed: map[*Page]bool{}, dirs: map[string]bool{}}
		t.place(items, "")
	}
}

var (
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
	it := navItem{title: plainTitle(m[1])}
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

var (
	hintOpen   = regexp.MustCompile(`^\{%[ \t]*hint(?:[ \t]+style="([^"]*)")?[^%]*%\}$`)
	hintClose  = regexp.MustCompile(`^\{%[ \t]*endhint[ \t]*%\}$`)
	tabTag     = regexp.MustCompile(`^\{%[ \t]*tab[ \t]+title="([^"]*)"[^%]*%\}$`)
	groupTag   = regexp.MustCompile(`^\{%[ \t]*(?:tabs|endtabs|endtab|stepper|endstepper|step|endstep|columns|endcolumns|column[^%]*|endcolumn|code[^%]*|endcode|content-ref[^%]*|endcontent-ref|updates[^%]*|endupdates|update[^%]*|endupdate)[ \t]*%\}$`)
	embedTag   = regexp.MustCompile(`\{%[ \t]*(?:embed|file)[ \t]+(?:url|src)="([^"]*)"[^%]*%\}`)
	endEmbed   = regexp.MustCompile(`\{%[ \t]*end(?:embed|file)[ \t]*%\}`)
	includeTag = regexp.MustCompile(`\{%[ \t]*include[ \t]+"([^"]*)"[ \t]*%\}`)
	liquidTag  = regexp.MustCompile(`\{%[^%\n]*%\}`)
	codeTitle  = regexp.MustCompile(`title="([^"]*)"`)
)

// gitbookText edits GitBook's blocks.
func (p *Page) gitbookText() {
	var edits []Edit
	quoted, level := false, 1
	for _, l := range linesOf(p.Body.b) {
		text := strings.TrimSpace(l.text)
		if m := headingLine.FindStringSubmatch(text); m != nil && !l.fenced {
			level = len(m[1])
		}
		at := l.start + bytesOf(l.text, l.indent)
		whole := func(s, rule string) { edits = append(edits, Edit{at, l.end, s, rule}) }
		switch m := hintOpen.FindStringSubmatch(text); {
		case l.fenced:
			if quoted {
				edits = append(edits, Edit{at, at, "> ", ""})
			}
		case m != nil:
			whole("> "+alertHead(cmpOr(m[1], "info"), "", ""), "a hint becomes an alert")
			quoted = true
		case hintClose.MatchString(text):
			whole("", "")
			quoted = false
		case tabTag.MatchString(text):
			whole(tabHead(tabTag.FindStringSubmatch(text)[1], level, l.indent > 0 || quoted), "a tab becomes a heading")
		case strings.HasPrefix(text, "{% tab"), groupTag.MatchString(text):
			title := ""
			if t := codeTitle.FindStringSubmatch(text); t != nil {
				title = "**" + t[1] + "**"
			}
			whole(title, "a block that only arranges goes")
		case quoted && l.blank():
			edits = append(edits, Edit{l.start, l.end, ">", ""})
		case quoted:
			edits = append(edits, Edit{at, at, "> ", ""})
		}
	}
	p.Apply(edits)
	p.replace(embedTag, "", func(m []string, at int) (string, bool) {
		if outside.MatchString(m[1]) && strings.Contains(m[0], "embed") {
			p.Lose(lostEmbedded, at, m[1])
		}
		return "[" + cmpOr(path.Base(m[1]), m[1]) + "](" + destination(m[1]) + ")", true
	})
	p.replace(endEmbed, "", func([]string, int) (string, bool) { return "", true })
	p.replace(includeTag, "", func(m []string, at int) (string, bool) {
		if f := path.Join(path.Dir(p.From), m[1]); p.d.Source.Has(f) && !p.d.Excluded(f) {
			if text, err := p.d.Source.Text(f); err == nil {
				p.Changed("a snippet is put in")
				return text, true
			}
		}
		p.Lose("a snippet that is not there", at, m[1])
		return "", true
	})
	p.replace(liquidTag, "", func(m []string, at int) (string, bool) {
		p.Lose("a tag of another tool", at, m[0])
		return "", true
	})
	p.emoji()
}

var (
	docsifyNote  = regexp.MustCompile(`(?m)^([ \t]*)([!?])>[ \t]+`)
	docsifyID    = regexp.MustCompile(`\?id=([^)\s"&]+)`)
	docsifyAttr  = regexp.MustCompile(`[ \t]+['"]:(?:include|ignore|target|disabled|class|id|size|crossorgin|tab|no-zoom)[^'"]*['"]`)
	docsifyEmbed = regexp.MustCompile(`\[([^\]\n]*)\]\(([^)\s]+)[ \t]+['"]:include[^'"]*['"]\)`)
	docsifyTab   = regexp.MustCompile(`(?m)^[ \t]*<!--[ \t]*tab:[ \t]*(.*?)[ \t]*-->[ \t]*$`)
)

// docsifyText edits docsify's own signs.
func (p *Page) docsifyText() {
	p.replace(docsifyNote, "a note becomes an alert", func(m []string, _ int) (string, bool) {
		kind := map[string]string{"!": "WARNING", "?": "TIP"}[m[2]]
		return m[1] + "> [!" + kind + "]\n" + m[1] + "> ", true
	})
	p.replace(docsifyTab, "a tab becomes a heading", func(m []string, _ int) (string, bool) { return "#### " + m[1], true })
	p.replace(docsifyEmbed, "a file to include becomes a link", func(m []string, at int) (string, bool) {
		if f := path.Join(path.Dir(p.From), m[2]); isText(f) && p.d.Source.Has(f) && !p.d.Excluded(f) {
			if text, err := p.d.Source.Text(f); err == nil {
				return text, true
			}
		}
		return "[" + m[1] + "](" + m[2] + ")", true
	})
	p.replace(docsifyAttr, ruleAttrs, func([]string, int) (string, bool) { return "", true })
	p.replace(docsifyID, "a link to a heading is written as usual", func(m []string, _ int) (string, bool) { return "#" + m[1], true })
	p.emoji()
}

var mdbookInclude = regexp.MustCompile(`(?m)^([ \t>]*)\{\{#(?:rustdoc_)?include[ \t]+([^}\s]+)[ \t]*\}\}|\\?\{\{#(playground|playpen|title|template)[ \t]+([^}]*?)[ \t]*\}\}`)

// mdbookText puts in what mdBook includes.
func (p *Page) mdbookText() {
	p.replaceAnywhere(mdbookInclude, "a file to include is put in", func(m []string) string {
		if m[3] == "title" {
			p.Meta.Title = cmpOr(p.Meta.Title, oneLine(m[4], 200))
			return ""
		}
		if m[3] != "" {
			return m[0]
		}
		name, part := m[2], ""
		if i := strings.IndexByte(name, ':'); i >= 0 {
			name, part = name[:i], name[i+1:]
		}
		f := path.Join(path.Dir(p.From), name)
		if !p.d.Source.Has(f) || p.d.Excluded(f) {
			p.d.Report.Lose(Loss{Construct: "a snippet that is not there", Path: p.From, Text: m[2]})
			return ""
		}
		text, err := p.d.Source.Text(f)
		if err != nil {
			return ""
		}
		text = anchored(text, part)
		return prefixed(strings.TrimRight(text, "\n"), m[1])
	})
}

var (
	anchorLine = regexp.MustCompile(`ANCHOR(?:_END)?:[ \t]*([\w-]+)`)
	onlyAnchor = regexp.MustCompile(`(?m)^.*ANCHOR(?:_END)?:[ \t]*[\w-]+.*\n?`)
)

// anchored cuts the part out of a file that mdBook names: a range of lines or an anchor.
func anchored(text, part string) string {
	lines := strings.Split(text, "\n")
	from, to, isRange := strings.Cut(part, ":")
	if part != "" && strings.Trim(part, "0123456789:") == "" {
		a, b := atoi(from), len(lines)
		if isRange && to != "" {
			b = atoi(to)
		} else if !isRange {
			b = a
		}
		lines = lines[min(max(a-1, 0), len(lines)):min(max(b, 0), len(lines))]
	} else if part != "" {
		var out []string
		in := false
		for _, l := range lines {
			if m := anchorLine.FindStringSubmatch(l); m != nil && m[1] == part {
				in = !strings.Contains(l, "ANCHOR_END")
				continue
			}
			if in {
				out = append(out, l)
			}
		}
		lines = out
	}
	return onlyAnchor.ReplaceAllString(strings.Join(lines, "\n"), "")
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<24 {
			return n
		}
		n = n*10 + int(c-'0')
	}
	return n
}
