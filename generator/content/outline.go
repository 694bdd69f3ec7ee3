package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A PartKind says what a [Part] is.
type PartKind uint8

// The kinds of part.
const (
	PartCode    PartKind = iota // a block or a span of code
	PartHTML                    // a block of HTML, or one tag in a line
	PartLink                    // [text](dest) and <dest>
	PartImage                   // ![alt](dest)
	PartWiki                    // [[name|text]]
	PartHeading                 // a heading's line
	PartText                    // running text
)

// A Part is a piece of a Markdown text whose place somebody who edits the text
// has to know. Start and End are bytes of the text.
type Part struct {
	Kind       PartKind
	Start, End int
	// Block says that it is a block, not a part of a line. Raw pieces of HTML in a
	// block include the line breaks between its lines.
	Block bool
	// Dest is where a link or an image leads, decoded; DestStart and DestEnd are where
	// that is written, which for a link by reference is its definition. They are equal
	// if it is written nowhere.
	Dest               string
	DestStart, DestEnd int
	// Text is the plain text of a link, an image, a heading.
	Text  string
	Level int // of a heading
}

// Outline lists the parts of a Markdown text, without front matter, in the order of
// the text. It reads the text as [Parse] does. If the text is too complex to be read,
// the list is empty and ok is false.
func Outline(src []byte) (parts []Part, ok bool) {
	o := outliner{src: src}
	pc := newMeter(len(src))
	root := markdown.Parser().Parse(text.NewReader(src), parser.WithContext(pc))
	if pc.stop != notStopped {
		return nil, false
	}
	d := &document{src: src}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return o.node(d, n), nil
	})
	return o.parts, true
}

type outliner struct {
	src   []byte
	parts []Part
}

func (o *outliner) node(d *document, n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		o.block(PartCode, n)
		return ast.WalkSkipChildren
	case *ast.HTMLBlock:
		o.block(PartHTML, n)
		if k := len(o.parts) - 1; k >= 0 && n.HasClosure() && o.parts[k].Kind == PartHTML {
			o.parts[k].End = max(o.parts[k].End, n.ClosureLine.Stop)
		}
	case *ast.CodeSpan:
		if c, ok := n.FirstChild().(*ast.Text); ok {
			last, _ := n.LastChild().(*ast.Text)
			start, end := c.Segment.Start, last.Segment.Stop
			for start > 0 && (o.src[start-1] == '`' || o.src[start-1] == ' ') && start > n.Pos() {
				start--
			}
			for end < len(o.src) && (o.src[end] == '`' || o.src[end] == ' ' && end+1 < len(o.src) && o.src[end+1] == '`') {
				end++
			}
			o.parts = append(o.parts, Part{Kind: PartCode, Start: start, End: end})
		}
		return ast.WalkSkipChildren
	case *ast.RawHTML:
		if k := n.Segments.Len(); k > 0 {
			o.parts = append(o.parts, Part{Kind: PartHTML, Start: n.Segments.At(0).Start, End: n.Segments.At(k - 1).Stop})
		}
	case *ast.Heading:
		if l := n.Lines(); l.Len() > 0 {
			o.parts = append(o.parts, Part{Kind: PartHeading, Block: true, Level: n.Level, Start: l.At(0).Start, End: l.At(l.Len() - 1).Stop, Text: strings.TrimSpace(d.plain(n))})
		}
	case *ast.Link:
		o.link(PartLink, d.plain(n), n.Destination, n)
	case *ast.Image:
		o.link(PartImage, d.plain(n), n.Destination, n)
	case *ast.AutoLink:
		label := n.Label(o.src)
		start, end := d.locate(label, n.Pos())
		o.parts = append(o.parts, Part{Kind: PartLink, Start: start, End: end, Dest: readable(n.URL(o.src)), DestStart: start, DestEnd: end, Text: string(label)})
	case *wikiLink:
		o.parts = append(o.parts, Part{Kind: PartWiki, Start: n.span.Start, End: n.span.End, Dest: n.dest, DestStart: n.span.Start, DestEnd: n.span.End, Text: n.text})
	case *ast.Text:
		o.parts = append(o.parts, Part{Kind: PartText, Start: n.Segment.Start, End: n.Segment.Stop})
	}
	return ast.WalkContinue
}

// block adds a block by its lines; the fences of code are part of it.
func (o *outliner) block(kind PartKind, n ast.Node) {
	start, end := n.Pos(), n.Pos()
	if l := n.Lines(); l.Len() > 0 {
		if start < 0 || l.At(0).Start < start {
			start = l.At(0).Start
		}
		end = l.At(l.Len() - 1).Stop
	}
	if start < 0 {
		return
	}
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		if f.Lines().Len() == 0 {
			end = start + lineLen(o.src[start:])
		}
		end = min(end+lineLen(o.src[end:]), len(o.src)) // its closing line
	}
	o.parts = append(o.parts, Part{Kind: kind, Block: true, Start: start, End: max(start, end)})
}

// link adds a link or an image. Where it begins is known, where it ends is read from
// what stands behind its text.
func (o *outliner) link(kind PartKind, plain string, dest []byte, n ast.Node) {
	d := document{src: o.src}
	p := Part{Kind: kind, Start: max(n.Pos(), 0), Dest: readable(dest), Text: plain}
	p.DestStart, p.DestEnd = d.locate(dest, n.Pos())
	p.End = o.endOfLink(p)
	o.parts = append(o.parts, p)
}

// endOfLink finds the parenthesis or bracket that ends a link; the link's own start
// if it is not found.
func (o *outliner) endOfLink(p Part) int {
	src := o.src
	if p.DestEnd > p.Start && p.DestStart > p.Start {
		at := p.DestEnd
		if at < len(src) && src[at] == '>' {
			at++
		}
		at += len(src[at:]) - len(bytes.TrimLeft(src[at:], " \t\n"))
		if at < len(src) && bytes.IndexByte([]byte(`"'(`), src[at]) >= 0 {
			closing := map[byte]byte{'"': '"', '\'': '\'', '(': ')'}[src[at]]
			for at++; at < len(src) && src[at] != closing; at++ {
				if src[at] == '\\' {
					at++
				}
			}
			at = min(at+1, len(src))
			at += len(src[at:]) - len(bytes.TrimLeft(src[at:], " \t\n"))
		}
		// A definition between the two means that this is a link by reference.
		if at < len(src) && src[at] == ')' {
			return at + 1
		}
	}
	return o.endOfReference(p)
}

// endOfReference ends a link by reference: [text][label], [text][] or [text].
func (o *outliner) endOfReference(p Part) int {
	src := o.src
	at := p.Start
	if at < len(src) && src[at] == '!' {
		at++
	}
	end := closingBracket(src, at)
	if end < 0 {
		return p.Start
	}
	if end+1 < len(src) && src[end+1] == '[' {
		if label := closingBracket(src, end+1); label >= 0 {
			return label + 1
		}
	}
	return end + 1
}

// closingBracket finds the partner of the bracket at an offset, -1 for none near.
func closingBracket(src []byte, at int) int {
	if at >= len(src) || src[at] != '[' {
		return -1
	}
	depth := 0
	for i := at; i < len(src) && i-at < maxLinkText; i++ {
		switch src[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
