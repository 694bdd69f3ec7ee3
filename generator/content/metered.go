package content

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// meteredParser is goldmark's parser with the extensions of a lesson, every
// part of it metered.
func meteredParser() parser.Parser {
	inline := func(p parser.InlineParser, cost func(*meter, call) int, priority int) util.PrioritizedValue {
		return util.Prioritized(meteredInline{p, cost}, priority)
	}
	links := parser.NewLinkParser()
	var blocks []util.PrioritizedValue
	for _, b := range append(parser.DefaultBlockParsers(),
		util.Prioritized(containerParser{}, 150),
		util.Prioritized(commentParser{}, 160),
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(footnoteBlock{extension.NewFootnoteBlockParser()}, 999),
	) {
		p := b.Value.(parser.BlockParser)
		if slices.Equal(p.Trigger(), []byte{'<'}) {
			p = htmlBlock{p}
		}
		blocks = append(blocks, util.Prioritized(meteredBlock{p}, b.Priority))
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(
			inline(extension.NewTaskCheckBoxParser(), freeOfCost, 0),
			inline(braceParser{}, braceCost, 90),
			inline(percentParser{}, freeOfCost, 94),
			inline(wikiParser{}, wikiCost, 95),
			inline(codeParser{parser.NewCodeSpanParser()}, codeCost, 100),
			inline(extension.NewFootnoteParser(), footnoteCost, 101),
			util.Prioritized(meteredLink{meteredInline{links, linkCost}, links.(parser.CloseBlocker)}, 200),
			inline(parser.NewAutoLinkParser(), freeOfCost, 300),
			inline(parser.NewRawHTMLParser(), htmlCost, 400),
			inline(parser.NewEmphasisParser(), delimiterCost, 500),
			inline(strikeParser{extension.NewStrikethroughParser()}, delimiterCost, 500),
			inline(markParser{}, delimiterCost, 500),
			util.Prioritized(autolinkParser{meteredInline{newLinkify(), linkifyCost}}, 999),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(referenceTransformer{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// An htmlBlock leaves a line alone that begins with a comment and goes on with
// text: the comment is nowhere, so the text is a paragraph.
type htmlBlock struct{ parser.BlockParser }

func (p htmlBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if pos := pc.BlockOffset(); pos >= 0 && bytes.HasPrefix(line[pos:], []byte("<!--")) {
		_, after, closed := bytes.Cut(line[pos+4:], []byte("-->"))
		for closed && bytes.HasPrefix(bytes.TrimLeft(after, " \t"), []byte("<!--")) { // one comment after another
			_, after, closed = bytes.Cut(after, []byte("-->"))
		}
		if closed && len(bytes.TrimSpace(after)) > 0 {
			return nil, parser.NoChildren
		}
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// A meteredBlock is a block parser that stops with its meter and watches over
// the depth.
type meteredBlock struct{ parser.BlockParser }

func (p meteredBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	m := pc.(*meter)
	if m.stop != notStopped {
		return nil, parser.NoChildren
	}
	_, seg := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node == nil {
		return nil, state
	}
	if state&parser.HasChildren != 0 && len(pc.OpenedBlocks()) >= maxNesting {
		m.halt(tooDeep, seg.Start)
		return nil, parser.NoChildren
	}
	return node, state
}

func (p meteredBlock) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	m := pc.(*meter)
	if m.lines--; m.lines < 0 {
		_, seg := reader.Position()
		m.halt(tooManyLines, seg.Start)
	}
	if m.stop != notStopped {
		return parser.Close
	}
	return p.BlockParser.Continue(node, reader, pc)
}

// A meteredInline is an inline parser that stops with its meter and pays for
// its work by cost.
type meteredInline struct {
	parser.InlineParser
	cost func(m *meter, c call) int
}

func (p meteredInline) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	m := pc.(*meter)
	if m.stop != notStopped {
		return nil
	}
	line, seg := block.PeekLine()
	m.enter(parent)
	node := p.InlineParser.Parse(parent, block, pc)
	m.spend(p.cost(m, call{parent, line, seg.Start, node}), seg.Start)
	m.noteDelimiter(parent, node)
	return node
}

// An autolinkParser looks for addresses only where the rest of a line has what
// each of them has. It is asked at every space, and nearly always in vain.
type autolinkParser struct{ meteredInline }

func (p autolinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	m := pc.(*meter)
	line, seg := block.PeekLine()
	if seg.Start < m.marked.from || seg.Stop != m.marked.to {
		m.marked = marked{seg.Start, seg.Stop, seg.Start - seg.Padding + lastMark(line)}
	}
	if m.marked.last < seg.Start {
		return nil
	}
	return p.meteredInline.Parse(parent, block, pc)
}

// marked is the rest of a line and where the last mark of an address begins in
// it, before from if there is none. A line is read once for all its spaces: it
// may be the whole lesson.
type marked struct{ from, to, last int }

// lastMark is where the last mark of an address begins in a line, or -1.
func lastMark(line []byte) int {
	last := -1
	for _, mark := range [][]byte{[]byte("@"), []byte("://"), []byte("www.")} {
		if bytes.Contains(line, mark) { // much faster than the last one
			last = max(last, bytes.LastIndex(line, mark))
		}
	}
	return last
}

// A meteredLink is the parser of links, which has to tidy up after a block.
type meteredLink struct {
	meteredInline
	closer parser.CloseBlocker
}

func (p meteredLink) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.closer.CloseBlock(parent, block, pc)
}

// A codeParser knows which lengths of runs have no partner in this block.
type codeParser struct{ parser.InlineParser }

func (p codeParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, "`"))
	m := pc.(*meter)
	if m.ticks[n] {
		block.Advance(n)
		return ast.NewTextSegment(seg.WithStop(seg.Start + n))
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if _, ok := node.(*ast.CodeSpan); !ok && node != nil {
		if m.ticks == nil {
			m.ticks = map[int]bool{}
		}
		m.ticks[n] = true
	}
	return node
}

// A footnoteBlock counts definitions of footnotes.
type footnoteBlock struct{ parser.BlockParser }

func (p footnoteBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, seg := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if m := pc.(*meter); node != nil {
		if m.notes++; m.notes > maxFootnotes {
			m.halt(tooManyFootnotes, seg.Start)
			return nil, parser.NoChildren
		}
		if n, ok := node.(*east.Footnote); ok {
			m.footnotes = append(m.footnotes, note{n, seg.Start + len(lead(reader.Source()[seg.Start:]))})
		}
	}
	return node, state
}

// lead is the space that a line begins with.
func lead(line []byte) []byte { return line[:len(line)-len(bytes.TrimLeft(line, " \t"))] }

// A referenceTransformer keeps a paragraph of more definitions than anyone
// writes from goldmark, which moves all that follow for each of them.
type referenceTransformer struct{ parser.ParagraphTransformer }

func (t referenceTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	m := pc.(*meter)
	lines, n := node.Lines(), 0
	for i := range lines.Len() {
		seg := lines.At(i)
		if v := bytes.TrimLeft(seg.Value(reader.Source()), " "); len(v) > 0 && v[0] == '[' {
			n++
		}
		if len(m.refs)+n > maxReferences && n > maxReferences/2 {
			m.halt(tooManyReferences, seg.Start)
			return
		}
	}
	if m.stop == notStopped {
		before, at := len(m.twice), lines.At(0).Start
		var was []text.Segment
		if n > 0 {
			was = slices.Clone(lines.Sliced(0, lines.Len()))
		}
		t.ParagraphTransformer.Transform(node, reader, pc)
		m.definitionComments(reader.Source(), was, node.Lines(), node.Parent() == nil)
		for i := before; i < len(m.twice); i++ {
			m.twice[i].at = at
		}
	}
}

// A tableTransformer holds tables to what a page can show: a short row is
// filled up to the width of the head, so that little text makes many cells.
type tableTransformer struct{ parser.ParagraphTransformer }

func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	m := pc.(*meter)
	lines, cells := node.Lines(), 0
	for i := 1; i < lines.Len(); i++ {
		seg := lines.At(i)
		m.pipes -= bytes.Count(seg.Value(reader.Source()), []byte(`\|`))
		line := bytes.TrimSpace(seg.Value(reader.Source()))
		if len(line) == 0 || len(bytes.Trim(line, "|-: \t")) > 0 {
			continue
		}
		columns := bytes.Count(line, []byte("|")) + 1
		if bytes.HasPrefix(line, []byte("|")) {
			columns--
		}
		if bytes.HasSuffix(line, []byte("|")) {
			columns--
		}
		if columns > maxColumns {
			m.halt(tooManyColumns, seg.Start)
		}
		if cells = max(cells, columns*(lines.Len()-i)); cells > m.cells {
			m.halt(tooManyCells, seg.Start)
		}
	}
	m.cells -= cells
	if m.pipes < 0 && cells > 0 {
		m.halt(tooManyCells, lines.At(0).Start)
	}
	if m.stop == notStopped {
		t.ParagraphTransformer.Transform(node, reader, pc)
	}
}
