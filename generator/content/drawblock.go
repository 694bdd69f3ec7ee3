package content

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// drawContainer draws details. Every other container is already a placed widget.
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
		writeID(w, "id", "", n.id)
	}
	if who, _ := n.attrs.Get("for"); who == "host" {
		_, _ = w.WriteString(` data-for="host"`)
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

// fenceTitle is the title of a code fence: ```text title="offer.txt".
var fenceTitle = regexp.MustCompile(`[ \t]title="([^"]+)"`)

// drawFence draws a block of code like goldmark, with its title if it has one.
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
		writeID(w, "id", "", string(b))
	}
	_ = w.WriteByte('>')
	if was, ok := n.AttributeString("was"); ok {
		b, _ := was.([]byte)
		_, _ = w.WriteString("<span")
		writeID(w, "id", "", string(b))
		_, _ = w.WriteString("></span>")
	}
	return ast.WalkContinue, nil
}

// drawTable puts a frame around a table, so that a wide table scrolls without the page.
// The keyboard can reach the frame, so it needs a name: the heading above it.
func drawTable(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<div class="table" tabindex="0"`)
		if h := headingAbove(node); h != nil {
			_, _ = w.WriteString(` role="group"`)
			labelledBy(w, h)
		}
		_, _ = w.WriteString("><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// labelledBy names an element after a heading. A translation's heading may have the
// original's id, which only the whole site knows.
func labelledBy(w util.BufWriter, h *ast.Heading) {
	if place, ok := h.AttributeString("place"); ok {
		i, _ := place.(int)
		_, _ = w.WriteString(` aria-labelledby="`)
		writeToken(w, 'R', i)
		_ = w.WriteByte('"')
		return
	}
	writeID(w, "aria-labelledby", "", anchorOf(h))
}

// headingAbove is the nearest heading before a block that has an id, nil for none.
func headingAbove(node ast.Node) *ast.Heading {
	for ; node != nil; node = node.Parent() {
		for before := node.PreviousSibling(); before != nil; before = before.PreviousSibling() {
			if h, ok := before.(*ast.Heading); ok {
				if anchorOf(h) == "" {
					return nil
				}
				return h
			}
		}
	}
	return nil
}

// drawCell draws a cell. The empty corner above a column of names is not the heading
// of anything, so it is an ordinary cell.
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

// drawBox draws a check box outside a checklist, for example in a quote. It is only a
// sign, because nothing would store a tick.
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
