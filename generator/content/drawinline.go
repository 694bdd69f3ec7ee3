package content

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func drawAttr(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.Write(util.EscapeHTML([]byte(node.(*attrNode).text())))
	}
	return ast.WalkContinue, nil
}

func drawVar(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.Write(util.EscapeHTML([]byte(node.(*varNode).value)))
	}
	return ast.WalkContinue, nil
}

func drawWiki(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*wikiLink)
	if !entering || n.index < 0 {
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<a ")
	writeToken(w, 'L', n.index)
	_ = w.WriteByte('>')
	if n.text != "" {
		_, _ = w.Write(util.EscapeHTML([]byte(n.text)))
	} else {
		writeToken(w, 'N', n.index)
	}
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

func drawLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<a ")
	if isToken(n.Destination) {
		_, _ = w.Write(n.Destination)
	} else {
		writeExternal(w, n.Destination)
	}
	writeTitle(w, n.Title)
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func isToken(dest []byte) bool { return len(dest) > 0 && dest[0] == tokenStart }

// writeExternal writes the attributes of a link that leaves the site.
func writeExternal(w util.BufWriter, dest []byte) {
	_, _ = w.WriteString(`href="`)
	_, _ = w.Write(util.EscapeHTML(util.URLEscape(dest, false)))
	_ = w.WriteByte('"')
	if bytes.HasPrefix(bytes.ToLower(dest), []byte("http")) {
		_, _ = w.WriteString(` rel="noopener"`)
	}
}

func writeTitle(w util.BufWriter, title []byte) {
	if title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, title)
		_ = w.WriteByte('"')
	}
}

func drawImage(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Image)
	if !entering || len(n.Destination) == 0 {
		return ast.WalkSkipChildren, nil
	}
	if !isToken(n.Destination) && inLink(n) {
		drawAlt(w, src, n)
		return ast.WalkSkipChildren, nil
	}
	if !isToken(n.Destination) { // a remote image
		_, _ = w.WriteString("<a ")
		writeExternal(w, n.Destination)
		_ = w.WriteByte('>')
		drawAlt(w, src, n)
		_, _ = w.WriteString("</a>")
		return ast.WalkSkipChildren, nil
	}
	if caption := captionOf(n.Parent()); caption != nil {
		drawFigure(w, src, n, caption)
	} else {
		drawPicture(w, src, n)
	}
	return ast.WalkSkipChildren, nil
}

// inLink reports whether n is part of a link's text, where no other link may
// stand.
func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// holdsWiki reports whether a wiki link, whose text only the page knows, is part
// of n's text.
func holdsWiki(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == kindWiki || holdsWiki(c) {
			return true
		}
	}
	return false
}

func drawAlt(w util.BufWriter, src []byte, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			html.DefaultWriter.Write(w, c.Segment.Value(src))
			if c.SoftLineBreak() || c.HardLineBreak() {
				_ = w.WriteByte(' ')
			}
		case *ast.String:
			_, _ = w.Write(util.EscapeHTML(c.Value))
		case *varNode:
			_, _ = w.Write(util.EscapeHTML([]byte(c.value)))
		case *attrNode:
			_, _ = w.Write(util.EscapeHTML([]byte(c.text())))
		case *ast.AutoLink:
			_, _ = w.Write(util.EscapeHTML(c.Label(src)))
		case *wikiLink:
			switch {
			case c.text != "":
				_, _ = w.Write(util.EscapeHTML([]byte(c.text)))
			case c.index >= 0:
				writeToken(w, 'N', c.index)
			}
		default:
			drawAlt(w, src, c)
		}
	}
}

// rawID matches what stands before an id, or a reference to one, in raw HTML.
var rawID = regexp.MustCompile(`(?i)\s(?:(?:id|for|name|list|aria-labelledby|aria-describedby|aria-controls)\s*=\s*["']?|href\s*=\s*["']?#)`)

// writeRaw writes raw HTML, which unsafe_html allowed, with the place of the
// prefix of ids.
func writeRaw(w util.BufWriter, html []byte) {
	_, _ = w.Write(rawID.ReplaceAllFunc(html, func(m []byte) []byte { return append(m[:len(m):len(m)], idPlace...) }))
}

// drawRawHTML writes a tag as rawhtml.go left it.
func drawRawHTML(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		writeRaw(w, safeOf(node))
	}
	return ast.WalkSkipChildren, nil
}

// safeOf is the HTML that rawhtml.go made of a node's.
func safeOf(n ast.Node) []byte {
	v, _ := n.AttributeString("safe")
	b, _ := v.([]byte)
	return b
}

func drawAutoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	u := n.URL(src)
	if n.AutoLinkType != ast.AutoLinkEmail && !slices.Contains(schemes, scheme(readable(u))) {
		_, _ = w.Write(util.EscapeHTML(n.Label(src))) // refused in links.go
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<a ")
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(u), []byte("mailto:")) {
		u = slices.Concat([]byte("mailto:"), u)
	}
	writeExternal(w, u)
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(src)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}
