package importer

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readHTML parses a page of an export in HTML. It leaves out files that have no page text,
// such as the list of all pages.
func (x *notionExport) readHTML(f string) {
	doc, err := x.d.Source.html(f)
	if err != nil {
		x.d.Report.Lose(Loss{Construct: LostPage, Path: f, Text: err.Error()})
		return
	}
	p := &htmlExported{file: f, doc: doc, main: inside(doc, "page-body"), anchors: map[string]bool{}}
	if p.main == nil {
		x.d.Report.LeaveOut(f, "it has no page text")
		return
	}
	name, _ := notionName(stemOf(f))
	p.title = oneLine(cmp.Or(strings.TrimSpace(nodeText(inside(doc, "page-title"))), name), 200)
	if table := inside(doc, "properties"); table != nil {
		table.Parent.RemoveChild(table)
		p.main.InsertBefore(table, p.main.FirstChild)
	}
	plainNotion(p.main)
	p.findAnchors()
	x.html.useAnchors(p)
	x.html.pages[f] = p
}

// convertHTML converts the parsed pages to Markdown. It runs after all pages are parsed,
// because it needs the anchors that links lead to.
func (x *notionExport) convertHTML() {
	for _, f := range x.d.Source.Files() {
		p := x.html.pages[f]
		if p == nil {
			continue
		}
		r := &htmlReader{x: &x.html, p: p, changes: map[string]int{}}
		page := x.d.NewPage(f, writeBlocks(r.blocks(p.main)), 0)
		page.Finished = true
		page.Meta.Title = p.title
		x.d.Report.Losses = append(x.d.Report.Losses, r.lost...)
		for rule, n := range r.changes {
			page.changes[rule] += n
		}
		x.settle(page)
		eachElement(p.main, func(n *html.Node) {
			if href := attribute(n, "href"); n.Data == "a" && href != "" {
				if u, err := url.Parse(href); err == nil && u.Scheme == "" {
					x.below[page] = append(x.below[page], u.EscapedPath())
				}
			}
		})
	}
}

// setAttribute sets the value of an attribute.
func setAttribute(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

// remove removes a node and everything in it.
func remove(n *html.Node) {
	if n != nil && n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// unwrap replaces a node with its children.
func unwrap(n *html.Node) {
	for k := n.FirstChild; k != nil; k = n.FirstChild {
		n.RemoveChild(k)
		n.Parent.InsertBefore(k, n)
	}
	remove(n)
}

// plainNotion replaces Notion's own elements with those that htmlReader knows.
func plainNotion(main *html.Node) {
	var all []*html.Node
	eachElement(main, func(n *html.Node) { all = append(all, n) })
	for _, n := range slices.Backward(all) { // inner elements first
		if n.Parent == nil {
			continue
		}
		if joinLists(n) {
			continue
		}
		switch {
		case n.Data == "nav" && hasClass(n, "table_of_contents"), n.Data == "style", n.Data == "svg", hasClass(n, "property-icon"):
			remove(n)
		case hasClass(n, "katex"), hasClass(n, "katex-display"):
			formula(n)
		case hasClass(n, "callout"):
			callout(n)
		case hasClass(n, "link-to-page"):
			remove(inside(n, "icon"))
		case hasClass(n, "checkbox"):
			if hasClass(n, "checkbox-on") && n.Parent.Data == "li" {
				setAttribute(n.Parent, "class", "checked")
			}
			remove(n)
		case n.Data == "ul" && hasClass(n, "to-do-list"):
			setAttribute(n, "class", "inline-task-list")
		case n.Data == "ul" && hasClass(n, "toggle"):
			for li := n.FirstChild; li != nil; {
				next := li.NextSibling
				if li.Data == "li" {
					unwrap(li)
				}
				li = next
			}
			unwrap(n)
		case n.Data == "a" && hasClass(n, "bookmark"):
			bookmark(n)
		case n.Data == "code" && n.Parent.Data == "pre":
			if lang, ok := strings.CutPrefix(attribute(n, "class"), "language-"); ok && lang != "Plain" {
				setAttribute(n.Parent, "data-syntaxhighlighter-params", "brush: "+strings.ToLower(strings.Join(strings.Fields(lang), "-")))
			}
		case n.Data == "mark" && !strings.Contains(attribute(n, "class"), "_background"):
			unwrap(n) // text in a color, without a background
		case n.Data == "figcaption":
			n.Data = "p"
			eachElement(n.Parent, func(k *html.Node) {
				if k.Data == "img" && attribute(k, "alt") == "" {
					setAttribute(k, "alt", strings.Join(strings.Fields(nodeText(n)), " "))
				}
			})
		case n.Data == "a" && n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Data == "img" && attribute(n.FirstChild, "src") == attribute(n, "href"):
			unwrap(n) // a picture that links to itself
		}
	}
}

// joinLists appends the items of a list to the list before it, because Notion writes a list
// for every item. It reports whether it did.
func joinLists(n *html.Node) bool {
	if n.Data != "ul" && n.Data != "ol" || hasClass(n, "toggle") {
		return false
	}
	before := n.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	if before == nil || before.Data != n.Data || attribute(before, "class") != attribute(n, "class") {
		return false
	}
	for k := n.FirstChild; k != nil; k = n.FirstChild {
		n.RemoveChild(k)
		before.AppendChild(k)
	}
	remove(n)
	return true
}

// formula replaces a formula with its source as code.
func formula(n *html.Node) {
	source := ""
	eachElement(n, func(k *html.Node) {
		if k.Data == "annotation" {
			source = strings.TrimSpace(nodeText(k))
		}
	})
	if source == "" {
		return
	}
	code := &html.Node{Type: html.ElementNode, Data: "code"}
	code.AppendChild(&html.Node{Type: html.TextNode, Data: source})
	n.Parent.InsertBefore(code, n)
	remove(n)
}

// callout gives a callout the class of an alert, which depends on its icon, and removes
// the icon.
func callout(n *html.Node) {
	icon := inside(n, "icon")
	kind, keep := calloutKind(strings.TrimSpace(nodeText(icon)))
	if icon != nil {
		if p := icon.Parent; p != n && strings.TrimSpace(nodeText(p)) == strings.TrimSpace(nodeText(icon)) {
			icon = p
		}
		remove(icon)
	}
	for _, m := range macros {
		if m.alert == kind {
			setAttribute(n, "class", m.class)
			break
		}
	}
	if kind == "CAUTION" {
		setAttribute(n, "class", "confluence-information-macro-warning")
	}
	for k := range n.Descendants() {
		if k.Type == html.TextNode && strings.TrimSpace(k.Data) != "" {
			k.Data = keep + k.Data
			break
		}
	}
}

// bookmark replaces a card that links to a web page with a plain link.
func bookmark(n *html.Node) {
	title := strings.TrimSpace(nodeText(orNode(inside(n, "bookmark-title"), inside(n, "bookmark-href"))))
	for k := n.FirstChild; k != nil; k = n.FirstChild {
		n.RemoveChild(k)
	}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: cmp.Or(title, attribute(n, "href"))})
	setAttribute(n, "class", "")
}
