package content

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Assignment reports whether the file is an assignment, work that a manager gives:
// one of content/assignments/. It has no page of its own.
func (l *Lesson) Assignment() bool { return l.Dir == "assignments" && !l.IsIndex }

// message writes what an assignment says, as plain text: blocks apart by an empty
// line, entries of a list by a line end, links to other sites with their addresses.
func (d *document) message() string {
	var b strings.Builder
	d.messageBlocks(&b, d.root, "")
	return strings.TrimSpace(b.String())
}

func (d *document) messageBlocks(b *strings.Builder, parent ast.Node, indent string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.List:
			d.messageList(b, n, indent)
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
			if text := d.messageText(n); text != "" {
				b.WriteString(text + "\n")
				if n.Kind() != ast.KindTextBlock {
					b.WriteString("\n")
				}
			}
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			b.WriteString(strings.TrimRight(string(n.Lines().Value(d.src)), "\n") + "\n\n")
		case *comment, *commentBlock, *ast.ThematicBreak:
		default:
			if n.HasChildren() && n.Type() == ast.TypeBlock {
				d.messageBlocks(b, n, indent)
			} else if text := d.messageText(n); text != "" {
				b.WriteString(text + "\n\n")
			}
		}
	}
}

func (d *document) messageList(b *strings.Builder, list *ast.List, indent string) {
	n := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if list.IsOrdered() {
			mark = fmt.Sprintf("%d. ", n)
			n++
		}
		var inner strings.Builder
		d.messageBlocks(&inner, item, indent)
		lines := strings.Split(strings.TrimSpace(inner.String()), "\n")
		for i, line := range lines {
			if i > 0 && line != "" {
				line = strings.Repeat(" ", len(mark)) + line
			} else if i == 0 {
				line = mark + line
			}
			b.WriteString(indent + line + "\n")
		}
	}
	if indent == "" {
		b.WriteString("\n")
	}
}

// messageText are the words of a block, with the addresses of its links.
func (d *document) messageText(n ast.Node) string {
	text := strings.Join(strings.Fields(d.plain(n)), " ")
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := c.(*ast.Link); ok && entering {
			label, dest := strings.Join(strings.Fields(d.plain(l)), " "), string(l.Destination)
			if strings.HasPrefix(dest, "https://") || strings.HasPrefix(dest, "http://") {
				text = strings.Replace(text, label, label+" ("+dest+")", 1)
			}
		}
		return ast.WalkContinue, nil
	})
	return text
}
