package content

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// render writes the body with tokens and lets the tree go.
func (d *document) render() {
	for _, n := range d.drop {
		if p := n.Parent(); p != nil {
			p.RemoveChild(p, n)
		}
	}
	b := buffers.Get().(*htmlBuffer)
	defer buffers.Put(b)
	b.Reset()
	_ = markdown.Renderer().Render(b, d.src, d.root) // a bytes.Buffer never fails
	d.l.body = d.o.Store.KeepCopy(b.Bytes())
}

// An htmlBuffer is where goldmark renders to: its own way would put a buffered
// writer of 4 KiB before every list item.
type htmlBuffer struct{ bytes.Buffer }

// Buffered and Flush complete util.BufWriter; nothing waits here.
func (b *htmlBuffer) Buffered() int { return 0 }

// Flush does nothing.
func (b *htmlBuffer) Flush() error { return nil }

// buffers hold one text each while it is made.
var buffers = sync.Pool{New: func() any { return new(htmlBuffer) }}

// html renders one block.
func (d *document) html(n ast.Node) string {
	b := buffers.Get().(*htmlBuffer)
	defer buffers.Put(b)
	b.Reset()
	_ = markdown.Renderer().Render(b, d.src, n)
	return b.String()
}

// childrenHTML renders what is inside a block, without its own tags. Check
// boxes of task items are left out: a widget draws its own.
func (d *document) childrenHTML(n ast.Node) string {
	b := buffers.Get().(*htmlBuffer)
	defer buffers.Put(b)
	b.Reset()
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, box := c.(*east.TaskCheckBox); !box {
			_ = markdown.Renderer().Render(b, d.src, c)
		}
	}
	return b.String()
}

// nodeRenderer draws what is ours or differs from goldmark's way.
type nodeRenderer struct{}

func (nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindContainer, drawContainer)
	reg.Register(kindPlaced, drawPlaced)
	reg.Register(kindAttr, drawAttr)
	reg.Register(kindVar, drawVar)
	reg.Register(kindWiki, drawWiki)
	reg.Register(ast.KindLink, drawLink)
	reg.Register(ast.KindImage, drawImage)
	reg.Register(ast.KindAutoLink, drawAutoLink)
	reg.Register(ast.KindBlockquote, drawQuote)
	reg.Register(ast.KindFencedCodeBlock, drawFence)
	reg.Register(ast.KindHeading, drawHeading)
	reg.Register(east.KindTable, drawTable)
	reg.Register(east.KindTableCell, drawCell)
	reg.Register(east.KindTaskCheckBox, drawBox)
}

// drawContainer draws details; every other container has become a placed
// widget.
func drawContainer(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*container)
	if n.kind != "details" {
		return ast.WalkSkipChildren, nil
	}
	if !entering {
		_, _ = w.WriteString("</div></details>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<details class="details"`)
	if n.id != "" {
		_, _ = w.WriteString(` id="` + n.id + `"`)
	}
	if n.attrs.Flag("open") {
		_, _ = w.WriteString(" open")
	}
	_, _ = w.WriteString("><summary>")
	_, _ = w.Write(util.EscapeHTML([]byte(n.title)))
	_, _ = w.WriteString("</summary><div>\n")
	return ast.WalkContinue, nil
}

func drawPlaced(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		writeToken(w, 'W', node.(*placed).index)
	}
	return ast.WalkSkipChildren, nil
}

func writeToken(w util.BufWriter, letter byte, n int) {
	_ = w.WriteByte(tokenStart)
	_ = w.WriteByte(letter)
	_, _ = w.WriteString(strconv.Itoa(n))
	_ = w.WriteByte(tokenEnd)
}

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
	_, _ = w.WriteString("<img ")
	_, _ = w.Write(n.Destination)
	_, _ = w.WriteString(` alt="`)
	drawAlt(w, src, n)
	_ = w.WriteByte('"')
	writeTitle(w, n.Title)
	_, _ = w.WriteString(` loading="lazy">`)
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
		default:
			drawAlt(w, src, c)
		}
	}
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

// fenceTitle is what a fence says its text is called: ```text title="offer.txt".
var fenceTitle = regexp.MustCompile(`[ \t]title="([^"]+)"`)

// drawFence draws a block of code as goldmark does, with its name if it has one.
func drawFence(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</code></pre>\n")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	_, _ = w.WriteString("<pre")
	if n.Info != nil {
		if m := fenceTitle.FindSubmatch(n.Info.Value(src)); m != nil {
			_, _ = w.WriteString(` data-name="`)
			html.DefaultWriter.Write(w, m[1])
			_ = w.WriteByte('"')
		}
	}
	_, _ = w.WriteString("><code")
	if lang := n.Language(src); lang != nil {
		_, _ = w.WriteString(` class="language-`)
		html.DefaultWriter.Write(w, lang)
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		html.DefaultWriter.RawWrite(w, line.Value(src))
	}
	return ast.WalkContinue, nil
}

func drawQuote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	name := ""
	if v, ok := n.AttributeString("alert"); ok {
		name, _ = v.(string)
	}
	switch {
	case name == "" && entering:
		_, _ = w.WriteString("<blockquote>\n")
	case name == "":
		_, _ = w.WriteString("</blockquote>\n")
	case entering:
		_, _ = w.WriteString(`<div class="alert alert-` + name + `" role="note"><p class="alert-title">`)
		writeToken(w, 'T', slices.Index(Words, name))
		_, _ = w.WriteString("</p>\n")
	default:
		_, _ = w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

func drawHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	level := strconv.Itoa(n.Level)
	if !entering {
		_, _ = w.WriteString("</h" + level + ">\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<h" + level)
	if place, ok := n.AttributeString("place"); ok {
		i, _ := place.(int)
		writeToken(w, 'H', i)
		return ast.WalkContinue, nil
	}
	if id, ok := n.AttributeString("id"); ok {
		b, _ := id.([]byte)
		_, _ = w.WriteString(` id="` + strings.ReplaceAll(string(b), `"`, "") + `"`)
	}
	_ = w.WriteByte('>')
	if was, ok := n.AttributeString("was"); ok {
		b, _ := was.([]byte)
		_, _ = w.WriteString(`<span id="` + strings.ReplaceAll(string(b), `"`, "") + `"></span>`)
	}
	return ast.WalkContinue, nil
}

// drawTable puts a frame round a table, so that a wide one scrolls by itself. The
// keyboard reaches the frame, which therefore has a name: the heading above it.
func drawTable(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<div class="table" tabindex="0"`)
		if id := headingAbove(node); id != "" {
			_, _ = w.WriteString(` role="group" aria-labelledby="` + id + `"`)
		}
		_, _ = w.WriteString("><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// headingAbove is the id of the nearest heading before a block, "" for none.
func headingAbove(node ast.Node) string {
	for ; node != nil; node = node.Parent() {
		for before := node.PreviousSibling(); before != nil; before = before.PreviousSibling() {
			if h, ok := before.(*ast.Heading); ok {
				id, _ := h.AttributeString("id")
				b, _ := id.([]byte)
				return strings.ReplaceAll(string(b), `"`, "")
			}
		}
	}
	return ""
}

// drawCell draws a cell. The corner over a column of names has no text and
// heads nothing, so it is no head.
func drawCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "td"
	if node.Parent().Kind() == east.KindTableHeader && node.HasChildren() {
		tag = "th"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + tag)
	if class, ok := node.AttributeString("class"); ok {
		b, _ := class.([]byte)
		_, _ = w.WriteString(` class="` + string(b) + `"`)
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// drawBox draws a check box that is part of no checklist, as in a quote: a
// sign, since nothing would keep a tick.
func drawBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	word, sign := "box_open", "☐"
	if node.(*east.TaskCheckBox).IsChecked {
		word, sign = "box_done", "☑"
	}
	_, _ = w.WriteString(`<span class="box" role="img" aria-label="`)
	writeToken(w, 'T', slices.Index(Words, word))
	_, _ = w.WriteString(`">` + sign + "</span> ")
	return ast.WalkContinue, nil
}
