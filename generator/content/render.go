package content

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// render writes the body with tokens and lets the tree go.
func (d *document) render() {
	b := buffers.Get().(*htmlBuffer)
	defer buffers.Put(b)
	b.Reset()
	_ = markdown.Renderer().Render(b, d.src, d.root) // a bytes.Buffer never fails
	d.l.body = bytes.Clone(b.Bytes())
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
	reg.Register(kindMark, drawMark)
	reg.Register(kindAlertTitle, drawAlertTitle)
	reg.Register(ast.KindLink, drawLink)
	reg.Register(ast.KindImage, drawImage)
	reg.Register(ast.KindParagraph, drawParagraph)
	reg.Register(ast.KindAutoLink, drawAutoLink)
	reg.Register(ast.KindBlockquote, drawQuote)
	reg.Register(ast.KindFencedCodeBlock, drawFence)
	reg.Register(ast.KindHeading, drawHeading)
	reg.Register(ast.KindRawHTML, drawRawHTML)
	reg.Register(ast.KindHTMLBlock, drawRawHTML)
	reg.Register(east.KindTable, drawTable)
	reg.Register(east.KindTableCell, drawCell)
	reg.Register(east.KindTaskCheckBox, drawBox)
}

// writeID writes an attribute that holds an id of the page, or a reference to one
// ("#" before it), with the place of the prefix that ids have in the book.
func writeID(w util.BufWriter, attr, sign, id string) {
	_, _ = w.WriteString(" " + attr + `="` + sign)
	writeToken(w, 'P', 0)
	_, _ = w.WriteString(strings.ReplaceAll(id, `"`, "") + `"`)
}

func writeToken(w util.BufWriter, letter byte, n int) {
	_ = w.WriteByte(tokenStart)
	_ = w.WriteByte(letter)
	_, _ = w.WriteString(strconv.Itoa(n))
	_ = w.WriteByte(tokenEnd)
}
