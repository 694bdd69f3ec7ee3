package content

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const codePicture diag.Code = "PB1337"

// widest is how wide a picture may be drawn, in CSS pixels.
const widest = 4000

// picture reads what an image takes besides its file: {w=320} right behind it is
// how wide it is drawn, and its title is a caption where it is a paragraph of its
// own. Inside a widget's item, and where no w is named, attributes behind an image
// are not its own.
func (d *document) picture(n *ast.Image) {
	alone := alone(n)
	if a, ok := n.NextSibling().(*attrNode); ok {
		_, sized := a.attrs.Find("w")
		if alone && !otherSize(a) || sized && containerOf(n) == nil && !inTask(n) {
			d.width(n, a)
			n.Parent().RemoveChild(n.Parent(), a)
		}
	}
	if dest := readable(n.Destination); alone && len(n.Title) > 0 && scheme(dest) == "" && !isNetPath(dest) {
		n.Parent().SetAttributeString("caption", n.Title)
	}
}

// otherSize reports a size as other tools write it, of which literals.go says
// what it is here.
func otherSize(a *attrNode) bool {
	_, ours := a.attrs.Find("w")
	_, width := a.attrs.Find("width")
	_, height := a.attrs.Find("height")
	return !ours && (width || height)
}

// alone reports whether an image is a paragraph of its own, its attributes aside.
func alone(n *ast.Image) bool {
	p, ok := n.Parent().(*ast.Paragraph)
	if !ok || n.PreviousSibling() != nil || p.Parent().Kind() == ast.KindListItem {
		return false
	}
	next := n.NextSibling()
	return next == nil || next.Kind() == kindAttr && next.NextSibling() == nil
}

// inTask reports whether n is in an item of a task list, which has attributes.
func inTask(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if list, ok := p.(*ast.List); ok && isTaskList(list) {
			return true
		}
	}
	return false
}

func (d *document) width(n *ast.Image, a *attrNode) {
	d.use(a)
	attrs := d.shift(a.attrs)
	d.ds = append(d.ds, widget.CheckAttrs(d.f, pictureTakes, attrs)...)
	if attrs.ID != "" {
		d.errorf(a.attrs.IDSpan, widget.CodeUnknownAttr, "a picture cannot have an id").hint("give an id to the heading above it")
	}
	w, ok := a.attrs.Find("w")
	if !ok || w.Flag {
		return
	}
	if px, err := strconv.Atoi(w.Value); err != nil || px < 1 || px > widest {
		d.errorf(w.ValueSpan, codePicture, "cannot read w=%q", clip(w.Value)).hint("write the width in pixels, a whole number from 1 to %d", widest)
	} else {
		n.SetAttributeString("w", px)
	}
}

// captionOf is the caption of a paragraph that is a picture, nil for any other.
func captionOf(n ast.Node) []byte {
	v, _ := n.AttributeString("caption")
	caption, _ := v.([]byte)
	return caption
}

// drawParagraph draws a paragraph as goldmark does; a picture with a caption is
// a figure instead, which drawImage writes.
func drawParagraph(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch {
	case captionOf(n) != nil:
		return ast.WalkContinue, nil
	case entering:
		_, _ = w.WriteString("<p>")
	default:
		_, _ = w.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

// drawFigure draws a picture with its caption.
func drawFigure(w util.BufWriter, src []byte, n *ast.Image, caption []byte) {
	_, _ = w.WriteString("<figure>")
	drawPicture(w, src, n)
	_, _ = w.WriteString("<figcaption>")
	html.DefaultWriter.Write(w, caption)
	_, _ = w.WriteString("</figcaption></figure>\n")
}

// drawPicture draws an image of the playbook.
func drawPicture(w util.BufWriter, src []byte, n *ast.Image) {
	_, _ = w.WriteString("<img ")
	_, _ = w.Write(n.Destination)
	_, _ = w.WriteString(` alt="`)
	drawAlt(w, src, n)
	_ = w.WriteByte('"')
	if captionOf(n.Parent()) == nil {
		writeTitle(w, n.Title)
	}
	_, _ = w.WriteString(` loading="lazy">`)
}
