package importer

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An htmlConverter writes a block of HTML as Markdown. What stands between its tags is
// Markdown already, as most tools read it, and stays as it is.
type htmlConverter struct {
	p  *Page
	at int // where the block stands in the body, for losses
}

// convert returns the Markdown of a block, without line breaks at its ends.
func (c *htmlConverter) convert(text string) string {
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return text
	}
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(c.node(n))
	}
	return tidy(b.String())
}

var manyBlanks = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`)

// tidy leaves one blank line between blocks and none at the ends.
func tidy(s string) string { return strings.Trim(manyBlanks.ReplaceAllString(s, "\n\n"), "\n \t") }

func (c *htmlConverter) children(n *html.Node) string {
	var b strings.Builder
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		b.WriteString(c.node(k))
	}
	return b.String()
}

// flat is the text of a node in one line.
func (c *htmlConverter) flat(n *html.Node) string {
	return strings.Join(strings.Fields(c.children(n)), " ")
}

var (
	escapeText = strings.NewReplacer("<", "&lt;", "\u00a0", "&nbsp;")
	indented   = regexp.MustCompile(`(?m)^[ \t]+`)
)

func (c *htmlConverter) node(n *html.Node) string {
	switch n.Type {
	case html.TextNode:
		return indented.ReplaceAllString(escapeText.Replace(n.Data), "")
	case html.CommentNode:
		return "<!--" + n.Data + "-->"
	case html.ElementNode:
		return c.element(n)
	}
	return ""
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func tokenOf(n *html.Node) html.Token {
	return html.Token{Type: html.StartTagToken, DataAtom: n.DataAtom, Data: n.Data, Attr: n.Attr}
}

func (c *htmlConverter) element(n *html.Node) string {
	name := n.Data
	switch name {
	case "br":
		return "<br>\n"
	case "hr":
		return "\n\n---\n\n"
	case "img":
		return picture(tokenOf(n))
	case "a":
		return c.anchor(n)
	case "b", "strong":
		return wrap("**", c.children(n))
	case "i", "em":
		return wrap("*", c.children(n))
	case "code", "tt", "samp":
		return wrap("`", html.UnescapeString(c.children(n)))
	case "del", "s", "strike":
		return wrap("~~", c.children(n))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return "\n\n" + anchorOf(n) + strings.Repeat("#", int(name[1]-'0')) + " " + c.flat(n) + "\n\n"
	case "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "center", "address", "form", "fieldset", "caption", "body", "html":
		return "\n\n" + anchorOf(n) + strings.TrimSpace(c.children(n)) + "\n\n"
	case "ul", "ol":
		return "\n\n" + c.list(n) + "\n\n"
	case "dl":
		return "\n\n" + c.definitions(n) + "\n\n"
	case "blockquote":
		return "\n\n" + prefixed(tidy(c.children(n)), "> ") + "\n\n"
	case "pre":
		return "\n\n" + fenced(textOf(n), languageOf(n)) + "\n\n"
	case "table":
		return "\n\n" + c.table(n) + "\n\n"
	case "details":
		return "\n\n" + c.details(n) + "\n\n"
	case "input":
		c.p.Lose(lostEmbedded, c.at, "<input>")
		return ""
	}
	switch {
	case harmless[name]:
		return "<" + name + titleAttr(n) + ">" + c.children(n) + "</" + name + ">"
	case scripts[name]:
		c.p.Lose(lostScript, c.at, "<"+name+">")
		return ""
	case embeds[name]:
		return c.embed(n)
	case drawing[name] || blocks[name] || known(name):
		return c.children(n)
	}
	c.p.Lose("a component, <"+name+">", c.at, tokenOf(n).String())
	if s := spoken(tokenOf(n)); s != "" {
		return "\n\n**" + s + "**\n\n" + c.children(n)
	}
	return c.children(n)
}

func titleAttr(n *html.Node) string {
	if t := get(n, "title"); t != "" && n.Data == "abbr" {
		return ` title="` + html.EscapeString(t) + `"`
	}
	return ""
}

// anchorOf keeps the id of an element, which links may name.
func anchorOf(n *html.Node) string {
	if id := get(n, "id"); idShape.MatchString(id) {
		return `<a id="` + id + `"></a>` + "\n\n"
	}
	return ""
}

var idShape = regexp.MustCompile(`^[\p{L}\p{N}_-]+$`)

// wrap puts signs round a text, and the space at its ends outside of them.
func wrap(sign, s string) string {
	inner := strings.TrimSpace(s)
	if inner == "" || strings.Contains(inner, "\n\n") {
		return s
	}
	left := s[:strings.Index(s, inner)]
	return left + sign + inner + sign + s[len(left)+len(inner):]
}

func (c *htmlConverter) anchor(n *html.Node) string {
	href, text := get(n, "href"), c.children(n)
	switch {
	case href == "":
		id := get(n, "id")
		if id == "" {
			id = get(n, "name")
		}
		if idShape.MatchString(id) {
			return `<a id="` + id + `"></a>` + text
		}
		return text
	case strings.Contains(strings.TrimSpace(text), "\n\n"): // a link cannot hold blocks
		return text + "\n\n[" + href + "](" + destination(href) + ")\n\n"
	case strings.TrimSpace(text) == "":
		return "[" + href + "](" + destination(href) + ")"
	}
	inner := strings.Join(strings.Fields(text), " ")
	return "[" + inner + "](" + destination(href) + ")"
}

func (c *htmlConverter) embed(n *html.Node) string {
	t := tokenOf(n)
	if attrOf(t, "src") == "" {
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			if k.Type == html.ElementNode && get(k, "src") != "" {
				t.Attr = append(t.Attr, html.Attribute{Key: "src", Val: get(k, "src")})
				break
			}
		}
	}
	c.p.Lose(lostEmbedded, c.at, attrOf(t, "src"))
	text := ""
	if n.Data != "iframe" {
		text = c.children(n)
	}
	return "\n\n" + embedded(t) + "\n\n" + text
}

// list writes the items of a list.
func (c *htmlConverter) list(n *html.Node) string {
	var b strings.Builder
	number := 1
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type != html.ElementNode {
			if s := strings.TrimSpace(c.node(k)); s != "" {
				b.WriteString(s + "\n")
			}
			continue
		}
		mark := "- "
		if n.Data == "ol" {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		body := tidy(c.children(k))
		if k.Data == "ul" || k.Data == "ol" { // a list directly in a list
			b.WriteString(prefixed(tidy(c.list(k)), "  ") + "\n")
			continue
		}
		b.WriteString(mark + strings.TrimPrefix(prefixed(body, strings.Repeat(" ", len(mark))), strings.Repeat(" ", len(mark))) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// prefixed puts signs before every line.
func prefixed(s, sign string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l == "" {
			lines[i] = strings.TrimRight(sign, " ")
		} else {
			lines[i] = sign + l
		}
	}
	return strings.Join(lines, "\n")
}

func (c *htmlConverter) definitions(n *html.Node) string {
	var b strings.Builder
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch {
		case k.Type == html.ElementNode && k.Data == "dt":
			b.WriteString("\n\n" + c.flat(k) + "\n")
		case k.Type == html.ElementNode && k.Data == "dd":
			b.WriteString(": " + strings.TrimPrefix(prefixed(tidy(c.children(k)), "  "), "  ") + "\n")
		case k.Type == html.ElementNode:
			b.WriteString(c.definitions(k))
		default:
			b.WriteString(strings.TrimSpace(c.node(k)))
		}
	}
	return tidy(b.String())
}

// details stays what it is; what is in it is Markdown between blank lines.
func (c *htmlConverter) details(n *html.Node) string {
	summary := ""
	var b strings.Builder
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type == html.ElementNode && k.Data == "summary" {
			summary = c.flat(k)
			continue
		}
		b.WriteString(c.node(k))
	}
	body := tidy(b.String())
	if summary != "" {
		summary = "<summary>" + plainHTML(summary) + "</summary>"
	}
	if body == "" {
		return "<details>" + summary // its end stands elsewhere
	}
	return "<details>" + summary + "\n\n" + body + "\n\n</details>"
}

// plainHTML takes signs of Markdown off a text that stands in HTML.
func plainHTML(s string) string { return strings.NewReplacer("**", "", "`", "").Replace(s) }

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		b.WriteString(textOf(k))
	}
	return b.String()
}

func languageOf(n *html.Node) string {
	for k := n; k != nil; k = k.FirstChild {
		for _, class := range strings.Fields(get(k, "class")) {
			if lang, ok := strings.CutPrefix(class, "language-"); ok {
				return lang
			}
		}
	}
	return ""
}

func fenced(code, lang string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + lang + "\n" + strings.Trim(code, "\n") + "\n" + fence
}
