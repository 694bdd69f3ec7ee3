package content

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"playbook/generator/widget"
)

// A comment is a note for authors. No output has it: no page, widget, Markdown twin,
// book or search index. These are comments:
//
//	<!-- text -->           of HTML, see rawhtml.go
//	%%text%%                of note-taking tools, over several paragraphs too
//	[//]: # (text)          a link definition that nothing uses
//	{/* text */} {# text #} {{/* text */}}   of templates
//
// A comment that is never closed is an error, because its text would be published.
type comment struct {
	ast.BaseInline
	span widget.Span
}

var kindComment = ast.NewNodeKind("Comment")

func (*comment) Kind() ast.NodeKind           { return kindComment }
func (n *comment) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// A commentBlock is a comment of several lines.
type commentBlock struct {
	ast.BaseBlock
	span   widget.Span
	closed bool
}

var kindCommentBlock = ast.NewNodeKind("CommentBlock")

func (*commentBlock) Kind() ast.NodeKind           { return kindCommentBlock }
func (n *commentBlock) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var percents = []byte("%%")

// commentParser finds comments that begin on a line of their own and may contain
// blank lines.
type commentParser struct{}

func (commentParser) Trigger() []byte             { return []byte{'%'} }
func (commentParser) CanInterruptParagraph() bool { return true }
func (commentParser) CanAcceptIndentedLine() bool { return false }

func (commentParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || !bytes.HasPrefix(line[pos:], percents) || bytes.Contains(line[pos+2:], percents) {
		return nil, parser.NoChildren
	}
	start := seg.Start - seg.Padding + pos
	if !bytes.Contains(reader.Source()[seg.Stop:], percents) {
		return nil, parser.NoChildren // literals.go says that it is never closed
	}
	reader.AdvanceToEOL()
	return &commentBlock{span: widget.Span{Start: start, End: seg.Stop}}, parser.NoChildren
}

func (commentParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*commentBlock)
	line, seg := reader.PeekLine()
	i := bytes.Index(line, percents)
	if i < 0 {
		n.span.End = seg.Stop
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	n.closed = true
	n.span.End = seg.Start - seg.Padding + i + 2
	if len(bytes.TrimSpace(line[i+2:])) == 0 {
		n.span.End = seg.Stop
		reader.AdvanceToEOL()
	} else {
		reader.Advance(i + 2)
	}
	return parser.Close
}

func (commentParser) Close(ast.Node, text.Reader, parser.Context) {}

// percentParser finds %%comments%% in running text.
type percentParser struct{}

func (percentParser) Trigger() []byte { return []byte{'%'} }

func (percentParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, percents) || percentage(block.PrecendingCharacter(), line[2:]) {
		return nil
	}
	return commentUntil(block, 2, percents)
}

// percentage reports whether "%%" follows a number, as in "50%% of them".
func percentage(before rune, after []byte) bool {
	return before >= '0' && before <= '9' && (len(after) == 0 || bytes.IndexByte([]byte(" \n.,;:)"), after[0]) >= 0)
}

// commentUntil reads a comment up to its closing mark in the same block; open is the
// length of the opening mark.
func commentUntil(block text.Reader, open int, mark []byte) ast.Node {
	line, seg := block.PeekLine()
	start := seg.Start
	from := min(open, len(line))
	for line != nil {
		if i := bytes.Index(line[from:], mark); i >= 0 {
			end := from + i + len(mark)
			block.Advance(end)
			n := &comment{span: widget.Span{Start: start, End: seg.Start + end}}
			n.SetPos(start)
			return n
		}
		block.AdvanceLine()
		line, seg = block.PeekLine()
		from = 0
	}
	return nil
}

// braceComments are the opening and closing marks of template comments.
var braceComments = [][2][]byte{
	{[]byte("{/*"), []byte("*/}")},
	{[]byte("{{/*"), []byte("*/}}")},
	{[]byte("{# "), []byte(" #}")},
	{[]byte("{% comment %}"), []byte("{% endcomment %}")},
}

// braceComment reads a comment that begins with a brace; nil if none does.
func braceComment(block text.Reader) ast.Node {
	line, _ := block.PeekLine()
	for _, c := range braceComments {
		if bytes.HasPrefix(line, c[0]) {
			l, at := block.Position()
			if n := commentUntil(block, len(c[0]), c[1]); n != nil {
				return n
			}
			block.SetPosition(l, at)
		}
	}
	return nil
}

// lineComment matches a comment that is written as a link definition. Directly below a
// paragraph, Markdown does not read it as a definition.
var lineComment = regexp.MustCompile(`^\[(?://|comment)[^\]\n]*\]:[ \t]*(?:#|<>)[ \t]*(\(|"|')`)

// definitionComment reads such a line; it returns nil for any other line.
func definitionComment(block text.Reader) ast.Node {
	line, seg := block.PeekLine()
	m := lineComment.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	src := block.Source()
	before := src[bytes.LastIndexByte(src[:seg.Start], '\n')+1 : seg.Start]
	if len(bytes.Trim(before, " \t>")) > 0 {
		return nil
	}
	closing := []byte{map[byte]byte{'(': ')', '"': '"', '\'': '\''}[line[m[2]]]}
	l, at := block.Position()
	if n := commentUntil(block, m[3], closing); n != nil {
		return n
	}
	block.SetPosition(l, at)
	return nil
}

// isCommentDefinition reports whether a link definition is a comment: its label begins
// with "//", or it has a title but no address.
var isCommentDefinition = regexp.MustCompile(`^\[(?://[^\]]*\]:|[^\]]+\]:\s*(?:#|<>)\s+["'(])`)

// definitionComments records the comments among the link definitions of a paragraph;
// was holds the lines of the paragraph before its definitions were removed.
func (m *meter) definitionComments(src []byte, was []text.Segment, left *text.Segments, gone bool) {
	stop := len(was)
	if !gone && left.Len() > 0 {
		for stop = 0; stop < len(was) && was[stop].Start != left.At(0).Start; stop++ {
		}
	}
	for i := 0; i < stop; i++ {
		v := bytes.TrimLeft(was[i].Value(src), " \t")
		if !bytes.HasPrefix(v, []byte("[")) {
			continue
		}
		end := i + 1
		for end < stop && !bytes.HasPrefix(bytes.TrimLeft(was[end].Value(src), " \t"), []byte("[")) {
			end++
		}
		whole := src[was[i].Stop-len(v) : was[end-1].Stop]
		if isCommentDefinition.Match(whole) {
			m.comments = append(m.comments, widget.Span{Start: was[i].Stop - len(v), End: was[end-1].Stop})
		}
		i = end - 1
	}
}

// hide leaves a part of the source out of the Markdown twin.
func (d *document) hide(s widget.Span) {
	if s.End == len(d.src) || s.End < len(d.src) && d.src[s.End] == '\n' {
		for s.Start > 0 && (d.src[s.Start-1] == ' ' || d.src[s.Start-1] == '\t') {
			s.Start-- // no space is left at the end of a line
		}
	}
	if s.End > s.Start {
		d.l.values = append(d.l.values, edit{s.Start + d.base, s.End - s.Start, ""})
	}
}

// hideComment hides a comment of several lines, and reports it if it never ends.
func (d *document) hideComment(n *commentBlock) {
	d.drop = append(d.drop, n)
	d.hide(n.span)
	if !n.closed {
		d.openComment(widget.Span{Start: n.span.Start, End: n.span.Start + 2}, "%%")
	}
}

// openComment reports a comment that does not end.
func (d *document) openComment(at widget.Span, with string) {
	d.errorf(at, codeOpenComment, "this comment is not closed in its paragraph, list or quote").
		hint("close it with %s in the same paragraph, list or quote, or remove it; write a backslash before it if it is text", with)
}

// dropHidden removes hidden nodes from the tree, and paragraphs that are empty
// afterwards.
func (d *document) dropHidden() {
	var paragraphs []ast.Node
	for _, n := range d.drop {
		p := n.Parent()
		if p == nil {
			continue
		}
		if t, ok := n.NextSibling().(*ast.Text); ok && n.PreviousSibling() == nil {
			t.Segment = t.Segment.TrimLeftSpace(d.src) // a block does not begin with a space
		}
		p.RemoveChild(p, n)
		if k := len(paragraphs); p.Kind() == ast.KindParagraph && (k == 0 || paragraphs[k-1] != p) {
			paragraphs = append(paragraphs, p)
		}
	}
	d.drop = nil
	for _, p := range paragraphs {
		blank := p.Parent() != nil
		for c := p.FirstChild(); c != nil && blank; c = c.NextSibling() {
			t, ok := c.(*ast.Text)
			blank = ok && len(bytes.TrimSpace(t.Segment.Value(d.src))) == 0
		}
		if blank {
			p.Parent().RemoveChild(p.Parent(), p)
		}
	}
}
