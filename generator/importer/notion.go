package importer

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"playbook/generator/content"
)

// notion reads an export of Notion, "Markdown & CSV" or HTML: a zip or its folder. A
// page is "Title 0123….md" and lies beside a folder of its own name, with or without
// the 32 digits, which holds the pages below it and its files. A database is a table,
// "Title 0123….csv", beside the folder of its rows. The form is as exports of 2023 to
// 2025 have it; Notion's help pages describe the options, no document the files.
var notion = Family{
	Name: "notion", Title: "a Notion export",
	Recognise: func(src *Source) string {
		for _, f := range src.Files() {
			if _, id := notionName(stemOf(f)); id != "" && (isText(f) || isHTML(f) || isCSV(f)) && !hidden(f) {
				return f
			}
		}
		return ""
	},
	Read: readNotion,
}

func isCSV(f string) bool { return strings.EqualFold(path.Ext(f), ".csv") }

// stemOf is a file's name without its folder and ending.
func stemOf(f string) string { return strings.TrimSuffix(path.Base(f), path.Ext(f)) }

var (
	notionID     = regexp.MustCompile(`^(.*?)(?:^|[ _-])([0-9a-f]{32})(_all)?$`)
	notionHost   = regexp.MustCompile(`https://(?:www\.notion\.(?:so|com)|app\.notion\.com|[\w-]+\.notion\.site)/`)
	notionTarget = regexp.MustCompile(`(?:^|[^0-9a-f])([0-9a-f]{32})(?:_all)?(?:\.\w+)?$`)
)

// notionName divides a name into its title and its 32 digits, "" if it has none.
func notionName(name string) (title, id string) {
	if m := notionID.FindStringSubmatch(name); m != nil {
		return strings.TrimSpace(m[1]), m[2]
	}
	return name, ""
}

// A notionExport is an export on its way.
type notionExport struct {
	d      *Draft
	byID   map[string]*Page
	places map[string]string   // by path in the source without ending, that in the playbook
	taken  map[string]string   // by place, the name in the source that has it
	root   string              // the one page at the top that all others lie below, without ending
	rows   map[string][]string // by folder of a database in the playbook, the names of its columns
	tables []*notionTable
	html   htmlExport
	below  map[*Page][]string // links of a page in HTML, as they stand there
}

func readNotion(d *Draft) error {
	x := &notionExport{d: d, byID: map[string]*Page{}, places: map[string]string{}, taken: map[string]string{}, rows: map[string][]string{}, html: newHTMLExport(d), below: map[*Page][]string{}}
	x.findRoot()
	var files []string
	for _, f := range d.Source.Files() {
		if !hidden(f) && (isText(f) || isHTML(f) || isCSV(f)) {
			files = append(files, f)
		}
	}
	for _, f := range files { // names with digits first: a folder without them belongs to one of these
		if _, id := notionName(stemOf(f)); id != "" {
			x.place(strings.TrimSuffix(f, path.Ext(f)))
		}
	}
	for _, f := range files {
		if isCSV(f) {
			x.readTable(f)
		}
	}
	for _, f := range files {
		switch {
		case isText(f):
			x.readText(f)
		case isHTML(f):
			x.readHTML(f)
		}
	}
	x.convertHTML()
	for _, t := range x.tables {
		x.writeTable(t)
	}
	x.order()
	d.Site = x.hosts()
	d.Resolve = x.find
	d.Place = func(from string) string { return path.Join(x.place(path.Dir(from)), path.Base(from)) }
	return nil
}

// findRoot finds the page that all others lie below: it becomes the home page.
func (x *notionExport) findRoot() {
	for _, f := range x.d.Source.Files() {
		if strings.Contains(f, "/") || hidden(f) || f == "index.html" {
			continue
		}
		if x.root != "" || !isText(f) && !isHTML(f) {
			x.root = ""
			return
		}
		x.root = strings.TrimSuffix(f, path.Ext(f))
	}
}

// place is the path in the playbook of a page, without its ending, or of a folder, both
// named as in the source: titles without digits, two of one title made different.
func (x *notionExport) place(stem string) string {
	stem = strings.TrimSuffix(stem, "_all")
	if stem == "." || stem == "" {
		return ""
	}
	if to, ok := x.places[stem]; ok {
		return to
	}
	title, id := notionName(path.Base(stem))
	if rootTitle, rootID := notionName(x.root); x.root != "" && !strings.Contains(stem, "/") && title == rootTitle && (id == rootID || id == "") {
		x.places[stem] = ""
		return ""
	}
	dir := x.place(path.Dir(stem))
	name := path.Join(dir, cleanName(title))
	for n := 2; ; n++ {
		owner := x.taken[name]
		if ownerTitle, ownerID := notionName(path.Base(owner)); owner == "" || ownerTitle == title && (ownerID == id || id == "") {
			break
		}
		name = path.Join(dir, fmt.Sprintf("%s-%d", cleanName(title), n))
	}
	if x.taken[name] == "" {
		x.taken[name] = stem
	}
	x.places[stem] = name
	return name
}

// settle gives a page its place and makes its digits lead to it.
func (x *notionExport) settle(p *Page) {
	to := x.place(strings.TrimSuffix(p.From, path.Ext(p.From)))
	p.To = cmp.Or(to, "index") + ".md"
	if to == "" {
		x.d.Title = p.Meta.Title
		if title, ok := p.firstHeading(); ok {
			x.d.Title = oneLine(title, 100)
		}
	}
	if _, id := notionName(stemOf(p.From)); id != "" {
		x.byID[id] = p
	}
}

// hosts lists how addresses of Notion begin in the texts.
func (x *notionExport) hosts() []string {
	var out []string
	for _, p := range x.d.Pages {
		for _, m := range notionHost.FindAll(p.Body.b, -1) {
			if !slices.Contains(out, string(m)) {
				out = append(out, string(m))
			}
		}
	}
	slices.Sort(out)
	return out
}

// find is the page that an address with its 32 digits leads to.
func (x *notionExport) find(_ *Page, dest string) (*Page, string) {
	if m := notionTarget.FindStringSubmatch(strings.TrimSuffix(dest, "/")); m != nil {
		return x.byID[m[1]], ""
	}
	return nil, ""
}

// Rules of Notion.
const (
	ruleProperties = "the properties of a row become a list"
	ruleAside      = "a callout becomes an alert"
	ruleLevels     = "headings are moved one level below the page's title"
	ruleNoText     = "a link without a text gets the title it leads to"
)

func (x *notionExport) readText(f string) {
	p := x.d.Page(f)
	if p == nil {
		return
	}
	x.settle(p)
	x.properties(p)
	p.notionAsides()
	p.lowerHeadings()
}

var propertyLine = regexp.MustCompile(`^([^:\n]{1,80}):(?: (.*))?$`)

// properties makes a list of the lines below the title of a database's row.
func (x *notionExport) properties(p *Page) {
	columns := x.rows[path.Dir(strings.TrimSuffix(p.To, ".md"))]
	if len(columns) == 0 {
		return
	}
	b := p.Body.b
	var edits []Edit
	at := 0
	for line := range strings.Lines(string(b)) {
		text := strings.TrimRight(line, "\n")
		m := propertyLine.FindStringSubmatch(text)
		switch {
		case m != nil && slices.Contains(columns, m[1]):
			edits = append(edits, Edit{at, at + len(text), "- **" + escapeWords(m[1], surroundings{}) + ":** " + relations(m[2]), ruleProperties})
		case len(edits) > 0 || text != "" && !strings.HasPrefix(text, "# "):
			p.Apply(edits)
			return
		}
		at += len(line)
	}
	p.Apply(edits)
}

// relation finds a link to another page in the value of a property: "Name (address)".
var relation = regexp.MustCompile(`([^,()\n]+?) \(((?:https://(?:www\.notion\.(?:so|com)|app\.notion\.com)/|[^()\s:]*?%20)[^()\s]*[0-9a-f]{32}[^()\s]*)\)`)

// relations makes links of the pages that the value of a property names.
func relations(value string) string {
	return relation.ReplaceAllStringFunc(value, func(s string) string {
		m := relation.FindStringSubmatch(s)
		name := strings.TrimLeft(m[1], " ")
		return m[1][:len(m[1])-len(name)] + "[" + escapeWords(name, surroundings{link: true}) + "](" + m[2] + ")"
	})
}

var (
	aside     = regexp.MustCompile(`(?ms)^([ \t]*)<aside>[ \t]*\n(.*?)^[ \t]*</aside>[ \t]*$`)
	asideIcon = regexp.MustCompile(`^(?:<img [^>\n]*?/icons/([a-z-]+)[^>\n]*>|<img [^>\n]*>|([^\pL\pN\s<>\[\]()*_` + "`" + `#>\-]+))[ \t]*\n?`)
	emptyLink = regexp.MustCompile(`(^|[^!\\])\[\]\(([^()\s]+)\)`)
)

// calloutKinds are our alerts by the icons that people give callouts.
var calloutKinds = map[string]string{
	"💡": "TIP", "✅": "TIP", "👍": "TIP", "⭐": "TIP", "🎯": "IMPORTANT", "❗": "IMPORTANT", "‼": "IMPORTANT", "📌": "IMPORTANT", "🔑": "IMPORTANT",
	"⚠": "WARNING", "🚧": "WARNING", "🚨": "CAUTION", "🛑": "CAUTION", "⛔": "CAUTION", "🔥": "CAUTION",
}

// calloutIcons are Notion's own icons by the sign that means the same.
var calloutIcons = map[string]string{"light-bulb": "💡", "checkmark": "✅", "pin": "📌", "key": "🔑", "exclamation-mark": "❗", "warning": "⚠", "alert": "🚨", "fire": "🔥"}

// calloutKind is the alert for an icon; a note keeps an icon that says more than "note".
func calloutKind(icon string) (kind, keep string) {
	icon = strings.TrimSuffix(icon, "\ufe0f")
	if kind := calloutKinds[icon]; kind != "" {
		return kind, ""
	}
	if icon == "" || icon == "ℹ" {
		return "NOTE", ""
	}
	return "NOTE", icon + " "
}

// notionAsides makes alerts of callouts.
func (p *Page) notionAsides() {
	p.replace(aside, ruleAside, func(m []string, _ int) (string, bool) {
		indent, text := m[1], strings.Trim(strings.ReplaceAll("\n"+m[2], "\n"+m[1], "\n"), "\n ")
		icon := asideIcon.FindStringSubmatch(text)
		kind, keep := "NOTE", ""
		if icon != nil && (icon[2] == "" || strings.ContainsFunc(icon[2], unicode.IsSymbol)) {
			kind, keep = calloutKind(cmp.Or(icon[2], calloutIcons[icon[1]]))
			text = strings.TrimLeft(text[len(icon[0]):], "\n ")
		}
		return indent + "> [!" + kind + "]\n" + prefixed(keep+strings.TrimRight(text, " \n"), indent+"> "), true
	})
	p.replace(emptyLink, ruleNoText, func(m []string, _ int) (string, bool) {
		file, _ := url.PathUnescape(m[2])
		title, _ := notionName(stemOf(file))
		return m[1] + "[" + escapeWords(cmp.Or(title, "page"), surroundings{link: true}) + "](" + m[2] + ")", true
	})
}

// lowerHeadings puts the headings of a text below its title, which is one of them.
func (p *Page) lowerHeadings() {
	var edits []Edit
	tops := 0
	for _, part := range p.outline() {
		if part.Kind != content.PartHeading {
			continue
		}
		if tops > 0 || part.Level > 1 {
			if at := strings.LastIndexByte(string(p.Body.b[:part.Start]), '\n') + 1; part.Level < 6 && p.Body.b[at] == '#' {
				edits = append(edits, Edit{at, at, "#", ruleLevels})
			}
		}
		if part.Level == 1 {
			tops++
		}
	}
	if tops > 1 {
		p.Apply(edits)
	}
}

// order gives the pages below a page the order in which its text names them.
func (x *notionExport) order() {
	for _, p := range x.d.Pages {
		links := x.below[p]
		if !p.Finished {
			for _, part := range p.outline() {
				if part.Kind == content.PartLink {
					links = append(links, part.Dest)
				}
			}
		}
		n := 0
		for _, dest := range links {
			file, _ := url.PathUnescape(dest)
			q, _ := x.find(p, file)
			if q == nil || q.Meta.HasWeight || q == p || path.Dir(strings.TrimSuffix(q.To, ".md")) != cmp.Or(x.place(strings.TrimSuffix(p.From, path.Ext(p.From))), ".") {
				continue
			}
			n++
			q.Meta.SetWeight(n * 10)
		}
	}
}
