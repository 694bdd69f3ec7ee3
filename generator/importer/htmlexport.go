package importer

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/net/html"

	"playbook/generator/content"
)

// An htmlExported is one page of an export in HTML.
type htmlExported struct {
	file    string
	doc     *html.Node
	main    *html.Node // its text
	isPage  bool       // it has a text
	title   string
	parent  string // the file of the page above, "" at the top
	order   int
	anchors map[string]bool // ids in its text
}

// findAnchors lists the ids in the text of a page.
func (p *htmlExported) findAnchors() {
	eachElement(p.main, func(n *html.Node) {
		if id := attribute(n, "id"); id != "" {
			p.anchors[id] = true
		}
	})
}

// An htmlExport is an export in HTML on its way.
type htmlExport struct {
	d     *Draft
	pages map[string]*htmlExported // by file
	used  map[string]bool          // "file#id" that a link leads to
}

func newHTMLExport(d *Draft) htmlExport {
	return htmlExport{d: d, pages: map[string]*htmlExported{}, used: map[string]bool{}}
}

// useAnchors notes the places that the links of a page lead to.
func (x *htmlExport) useAnchors(p *htmlExported) {
	eachElement(p.doc, func(n *html.Node) {
		if file, id, ok := strings.Cut(attribute(n, "href"), "#"); ok && n.Data == "a" {
			if file == "" {
				file = p.file
			} else {
				file = path.Base(file)
			}
			x.used[file+"#"+id] = true
		}
	})
}

// link returns where a link of a page leads; a place on a page keeps its name only if
// it is there.
func (x *htmlExport) link(p *htmlExported, href string) string {
	file, id, ok := strings.Cut(href, "#")
	if !ok || strings.Contains(file, "://") {
		return href
	}
	to := p
	if file != "" {
		to = x.pages[path.Base(file)]
	}
	if to == nil || !to.anchors[id] {
		return file
	}
	return file + "#" + anchorID(id)
}

// anchorID is the id here of a place that had another one.
func anchorID(id string) string {
	s := strings.Trim(content.Slug(id), "-_")
	if !strings.Contains(s, "-") {
		s = fmt.Sprintf("about-%s", s)
	}
	return s
}
