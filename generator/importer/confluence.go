package importer

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// confluence is the HTML export of a Confluence space.
var confluence = Family{
	Name: "confluence", Title: "a Confluence HTML export",
	Recognise: func(src *Source) string {
		if src.Has("index.html") {
			if text, err := src.Text("index.html"); err == nil && isConfluence(text) {
				return "index.html"
			}
		}
		return ""
	},
	Read: readConfluence,
}

func isConfluence(text string) bool {
	return strings.Contains(text, "Confluence") && strings.Contains(text, "pageSection") ||
		strings.Contains(text, "wiki-content") && strings.Contains(text, "title-text")
}

// A confluenceExport is an export on its way.
type confluenceExport struct {
	htmlExport
	files   []string
	parents map[string]bool // files of pages with others below them
}

func readConfluence(d *Draft) error {
	x := &confluenceExport{htmlExport: newHTMLExport(d), parents: map[string]bool{}}
	var files []string
	for _, f := range d.Source.Files() {
		if isHTML(f) && !hidden(f) {
			files = append(files, f)
		}
	}
	for some := range slices.Chunk(files, 256) {
		if d.stopped() {
			return nil
		}
		docs, errs := make([]*html.Node, len(some)), make([]error, len(some))
		inParallel(len(some), func(i int) { docs[i], errs[i] = d.Source.html(some[i]) })
		for i, f := range some {
			x.add(f, docs[i], errs[i])
		}
	}
	x.tree()
	for _, f := range x.files {
		x.useAnchors(x.pages[f])
		if p := x.pages[f]; p.parent != f {
			x.parents[p.parent] = true
		}
	}
	for some := range slices.Chunk(x.files, 256) {
		if d.stopped() {
			return nil
		}
		read := make([]*htmlReader, len(some))
		inParallel(len(some), func(i int) {
			p := x.pages[some[i]]
			r := &htmlReader{x: &x.htmlExport, p: p, changes: map[string]int{}}
			r.text = writeBlocks(append(r.blocks(p.main), r.attachments()...))
			r.comments = byID(p.doc, "comments") != nil
			p.doc, p.main = nil, nil // a thousand of them fill the memory
			read[i] = r
		})
		for _, r := range read {
			x.page(r)
		}
	}
	return nil
}

// html parses a file. Exports close elements as XML does, <span/>, which in HTML opens one
// that holds all that follows.
func (s *Source) html(file string) (*html.Node, error) {
	text, err := s.Text(file)
	if err != nil {
		return nil, err
	}
	return html.Parse(strings.NewReader(emptyElement.ReplaceAllString(text, "<$1$2></$1>")))
}

var emptyElement = regexp.MustCompile(`<(a|b|div|em|i|iframe|li|p|span|strong|td|textarea|th|u)(\s[^<>]*?)?/>`)

// add takes a page up. One without a text, as the list of pages, is no page.
func (x *confluenceExport) add(file string, doc *html.Node, err error) {
	if err != nil {
		x.d.Report.Lose(Loss{Construct: LostPage, Path: file, Text: err.Error()})
		return
	}
	p := &htmlExported{file: file, doc: doc, main: byID(doc, "main-content"), anchors: map[string]bool{}, order: -1}
	p.title = oneLine(strings.TrimSpace(nodeText(byID(doc, "title-text"))), 200)
	if space, title, ok := strings.Cut(p.title, " : "); ok {
		p.title = strings.TrimSpace(title)
		if x.d.Title == "" {
			x.d.Title = strings.TrimSpace(space)
		}
	}
	if p.main == nil {
		if file != "index.html" {
			x.d.Report.LeaveOut(file, "it has no page text")
		}
		x.pages[file] = p // for the tree
		return
	}
	if crumbs := byID(doc, "breadcrumbs"); crumbs != nil {
		eachElement(crumbs, func(n *html.Node) {
			if href := attribute(n, "href"); n.Data == "a" && href != "index.html" && href != file {
				p.parent = href
			}
		})
	}
	p.isPage = true
	p.findAnchors()
	x.pages[file] = p
	x.files = append(x.files, file)
}

// tree reads the order of the pages from the list of all pages.
func (x *confluenceExport) tree() {
	index := x.pages["index.html"]
	if index == nil {
		return
	}
	order := 0
	eachElement(index.doc, func(n *html.Node) {
		p := x.pages[attribute(n, "href")]
		if n.Data == "a" && p != nil && p.order < 0 && p != index {
			order++
			p.order = order
		}
	})
}

// place is the lesson's path: below the pages above it, in the folder of its own name
// if others lie below it.
func (x *confluenceExport) place(p *htmlExported) string {
	name := func(q *htmlExported) string {
		if q.title != "" {
			return cleanName(q.title)
		}
		return cleanName(strings.TrimSuffix(path.Base(q.file), path.Ext(q.file)))
	}
	parts := []string{name(p)}
	for q, depth := x.pages[p.parent], 0; q != nil && q.isPage && depth < 20; q, depth = x.pages[q.parent], depth+1 {
		parts = append(parts, name(q))
	}
	slices.Reverse(parts)
	to := path.Join(parts...)
	if x.parents[p.file] {
		return to + "/index.md"
	}
	return to + ".md"
}

// page makes a page of what was read of one.
func (x *confluenceExport) page(r *htmlReader) {
	p := r.p
	page := x.d.NewPage(p.file, r.text, 0)
	page.Finished = true
	page.Meta.Title = p.title
	page.To = x.place(p)
	page.Old = []string{"/" + p.file}
	if p.order > 0 {
		page.Meta.Weight, page.Meta.HasWeight = p.order, true
	}
	for rule, n := range r.changes {
		page.changes[rule] += n
	}
	x.d.Report.Losses = append(x.d.Report.Losses, r.lost...)
	if r.comments {
		x.d.Report.LeaveOut(p.file, "comments: they are for the authors")
	}
}

// attachments lists the files of a page that its text does not link to.
func (r *htmlReader) attachments() []block {
	linked := map[string]bool{}
	eachElement(r.p.main, func(n *html.Node) {
		linked[attribute(n, "href")] = true
	})
	list := block{kind: listBlock}
	eachElement(r.p.doc, func(n *html.Node) {
		if !hasClass(n, "greybox") {
			return
		}
		eachElement(n, func(a *html.Node) {
			href := attribute(a, "href")
			if a.Data == "a" && href != "" && !linked[href] && !pictureName(href) {
				linked[href] = true
				list.items = append(list.items, listEntry{blocks: []block{{text: []inline{{text: strings.TrimSpace(nodeText(a)), link: href}}}}})
			}
		})
	})
	if len(list.items) == 0 {
		return nil
	}
	r.changes["attachments that the text does not name are listed at its end"]++
	return []block{{kind: headBlock, level: 2, text: []inline{{text: "Attachments"}}}, list}
}

func pictureName(f string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}, strings.ToLower(path.Ext(f)))
}
