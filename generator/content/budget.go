package content

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"playbook/generator/widget"
)

// Goldmark is superlinear on several shapes: unclosed links, delimiters that
// find no partner, backtick runs, deep nesting, long runs of definitions. A
// parse cannot be ended from outside, so every parser is wrapped by one that
// counts the work that goes beyond reading the text once, and when a lesson has
// used up what its length allows, all of them stand still: the rest of the
// parse is over at once, and the author is told where that was.

// A meter counts the work of one parse.
type meter struct {
	parser.Context
	budget  int // bytes looked at again that are left
	lines   int // lines times open blocks that are left
	refs    map[string][]byte
	notes   int // footnote definitions
	twice   []twice
	stop    stopReason
	at      int // where it stopped, an offset in the body
	block   ast.Node
	open    []int // where brackets were opened in this block
	ticks   map[int]bool
	pending waiting
	cells   int
	pipes   int // escaped pipes in tables that are left
}

// twice is a reference defined again with another target.
type twice struct {
	label string
	dest  []byte
	at    int
}

type stopReason uint8

const (
	notStopped stopReason = iota
	tooComplex
	tooDeep
	tooManyLines
	tooManyReferences
	tooManyFootnotes
	tooManyColumns
	tooManyCells
)

// Limits of one lesson. The first two are measured: what goldmark does twice is
// kept below a third of what it does once, so that time stays proportional to
// length, and its notes on blank lines below 150 MB.
const (
	workFixed     = 4_000_000
	workPerByte   = 20
	maxLineLevels = 3_000_000
	maxReferences = 1_000
	maxFootnotes  = 1_000
	maxColumns    = 64
	maxCells      = 100_000
	maxPipes      = 2_000 // goldmark goes through all of them for each code span in a table
)

func newMeter(length int) *meter {
	return &meter{
		Context: parser.NewContext(), budget: workFixed + workPerByte*length, lines: maxLineLevels,
		refs: map[string][]byte{}, cells: maxCells, pipes: maxPipes,
	}
}

// halt ends the parse for a reason; the first one counts.
func (m *meter) halt(r stopReason, at int) {
	if m.stop == notStopped {
		m.stop, m.at = r, at
	}
}

// spend takes work from the budget.
func (m *meter) spend(n, at int) {
	if m.budget -= n; m.budget < 0 {
		m.halt(tooComplex, at)
	}
}

// AddReference keeps count of definitions and notes those that a reader will
// never see, because another one has taken their label.
func (m *meter) AddReference(r parser.Reference) {
	label := util.ToLinkReference(r.Label())
	if first, again := m.refs[label]; !again {
		m.refs[label] = r.Destination()
	} else if !bytes.Equal(first, r.Destination()) {
		m.twice = append(m.twice, twice{string(r.Label()), r.Destination(), -1})
	}
	m.Context.AddReference(r)
}

// enter begins another block of inline text.
func (m *meter) enter(parent ast.Node) {
	if m.block != parent {
		m.block, m.open, m.ticks, m.pending = parent, m.open[:0], nil, waiting{}
	}
}

// rest is how much of its block follows an offset.
func rest(parent ast.Node, at int) int {
	lines := parent.Lines()
	if lines == nil || lines.Len() == 0 {
		return 0
	}
	return max(lines.At(lines.Len()-1).Stop-at, 0)
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

// A call is one call of an inline parser, after it.
type call struct {
	parent ast.Node
	line   []byte // what it saw of the line
	at     int    // where that stands
	node   ast.Node
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
	return node
}

// A meteredLink is the parser of links, which has to tidy up after a block.
type meteredLink struct {
	meteredInline
	closer parser.CloseBlocker
}

func (p meteredLink) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.closer.CloseBlock(parent, block, pc)
}

// linkCost is for '[', '![' and ']'. A closing bracket that makes no link has
// read the label, which may be looked up, and what might have been an address;
// one that does has gone through the block for its delimiters.
func linkCost(m *meter, c call) int {
	if c.line[0] != ']' {
		if c.node != nil {
			m.open = append(m.open, c.at)
		}
		return 0
	}
	n := 0
	if k := len(m.open); k > 0 {
		n = c.at - m.open[k-1]
		m.open = m.open[:k-1]
	}
	if c.node != nil {
		return n + c.parent.ChildCount()
	}
	if len(c.line) > 1 && c.line[1] == '(' {
		n += tailCost(c.parent, c.line[2:], c.at)
	}
	return n
}

// tailCost is the work of reading an address and a title that do not end.
func tailCost(parent ast.Node, line []byte, at int) int {
	i := 0
	for i < len(line) && !util.IsSpace(line[i]) {
		i++
	}
	after := bytes.TrimLeft(line[i:], " \t\n")
	if len(line) > 0 && line[0] == '<' {
		return len(line)
	}
	if len(after) == 0 || bytes.IndexByte([]byte(`"'(`), after[0]) >= 0 {
		return i + rest(parent, at)
	}
	return i
}

// codeCost is for a run of backticks without a partner, which has been looked
// for to the end of the block.
func codeCost(m *meter, c call) int {
	if _, ok := c.node.(*ast.CodeSpan); ok || c.node == nil {
		return 0
	}
	return rest(c.parent, c.at)
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

// htmlCost is for a '<' that begins no tag: it was read up to the next one at
// most, unless that stands between quotes. For the end of a comment goldmark
// does not look twice.
func htmlCost(_ *meter, c call) int {
	if c.node != nil {
		return 0
	}
	tag := c.line[1:]
	if i := bytes.IndexByte(tag, '<'); i >= 0 {
		tag = tag[:i]
	}
	if bytes.IndexByte(tag, '"') < 0 && bytes.IndexByte(tag, '\'') < 0 {
		return 0
	}
	return rest(c.parent, c.at) / 8
}

// waiting are the lengths of delimiters of a block that wait for a partner: those
// that surely open something, by their sign, and those on both sides of a word.
type waiting struct {
	opening [3]int // '*', '_', '~'
	unsure  int
}

func (w *waiting) all() int { return w.opening[0] + w.opening[1] + w.opening[2] + w.unsure }

// delimiterCost counts the delimiters that still wait for a partner: a closing
// one looks through them all, and only one of its own sign is its partner. Which
// of those on both sides of a word match is not worked out, they count to the
// end of the block.
func delimiterCost(m *meter, c call) int {
	d, ok := c.node.(*parser.Delimiter)
	if !ok {
		return 0
	}
	w, sign := &m.pending, bytes.IndexByte([]byte("*_~"), d.Char)
	switch {
	case d.CanOpen && d.CanClose:
		w.unsure += d.Length
	case d.CanOpen:
		w.opening[sign] += d.Length
	case d.CanClose:
		n := w.all()
		w.opening[sign] -= min(w.opening[sign], d.Length)
		return n
	}
	return w.unsure
}

// linkifyCost is for a word that might be an e-mail address.
func linkifyCost(_ *meter, c call) int {
	if i := bytes.IndexByte(c.line[1:], ' '); i >= 0 {
		return i / 2
	}
	return len(c.line) / 2
}

// footnoteCost is for a '[^': its label is looked for, and among all footnotes.
func footnoteCost(m *meter, c call) int {
	if c.node != nil {
		return m.notes
	}
	if bytes.HasPrefix(bytes.TrimPrefix(c.line, []byte("!")), []byte("[^")) {
		return min(len(c.line), 999) + m.notes
	}
	return 0
}

// braceCost is for a brace whose line ends with another one.
func braceCost(_ *meter, c call) int {
	if c.node != nil || !bytes.HasSuffix(bytes.TrimRight(c.line, " \t\n"), []byte("}")) {
		return 0
	}
	return 4 * len(c.line)
}

func freeOfCost(*meter, call) int { return 0 }

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
	}
	return node, state
}

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
		t.ParagraphTransformer.Transform(node, reader, pc)
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

// span is what is marked of the line where a parse stopped.
func (m *meter) span(src []byte) widget.Span {
	at := min(max(m.at, 0), len(src))
	end := at + len(bytes.TrimRight(src[at:at+lineLen(src[at:])], "\n"))
	return widget.Span{Start: at, End: min(end, at+60)}
}

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
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(footnoteBlock{extension.NewFootnoteBlockParser()}, 999),
	) {
		blocks = append(blocks, util.Prioritized(meteredBlock{b.Value.(parser.BlockParser)}, b.Priority))
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(
			inline(extension.NewTaskCheckBoxParser(), freeOfCost, 0),
			inline(braceParser{}, braceCost, 90),
			inline(wikiParser{}, freeOfCost, 95),
			inline(codeParser{parser.NewCodeSpanParser()}, codeCost, 100),
			inline(extension.NewFootnoteParser(), footnoteCost, 101),
			util.Prioritized(meteredLink{meteredInline{links, linkCost}, links.(parser.CloseBlocker)}, 200),
			inline(parser.NewAutoLinkParser(), freeOfCost, 300),
			inline(parser.NewRawHTMLParser(), htmlCost, 400),
			inline(parser.NewEmphasisParser(), delimiterCost, 500),
			inline(extension.NewStrikethroughParser(), delimiterCost, 500),
			inline(extension.NewLinkifyParser(), linkifyCost, 999),
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
