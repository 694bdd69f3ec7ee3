package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"playbook/generator/widget"
)

// Goldmark is superlinear for several kinds of input: unclosed links, delimiters
// without a partner, backtick runs, deep nesting, long runs of definitions. A parse
// cannot be stopped from outside. So every parser is wrapped by one that counts the
// work beyond reading the text once. When a lesson has used up the budget for its
// length, all parsers stop, and the author gets the line where that happened. See
// decision 0040.

// A meter counts the work of one parse.
type meter struct {
	parser.Context
	budget int // bytes that may still be read again
	lines  int // remaining lines times open blocks
	refs   map[string][]byte
	notes  int // footnote definitions
	twice  []twice
	// comments are the definitions that are comments.
	comments []widget.Span
	stop     stopReason
	at       int // where it stopped, an offset in the body
	block    ast.Node
	open     []int // where brackets were opened in this block
	ticks    map[int]bool
	pending  waiting
	cells    int
	pipes    int // remaining escaped pipes in tables
	marked   marked
	delims   []delim
	// footnotes are their definitions, in order.
	footnotes []note
}

// twice is a reference that is defined again with another target.
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

// Limits of one lesson. The first two are measured so that goldmark's repeated work
// stays below a third of the linear work, which keeps time proportional to length, and
// its notes on blank lines below 150 MB.
const (
	workFixed     = 4_000_000
	workPerByte   = 20
	maxLineLevels = 3_000_000
	maxReferences = 1_000
	maxFootnotes  = 1_000
	maxColumns    = 64
	maxCells      = 100_000
	maxPipes      = 2_000 // goldmark checks all of them for each code span in a table
)

func newMeter(length int) *meter {
	return &meter{
		Context: parser.NewContext(), budget: workFixed + workPerByte*length, lines: maxLineLevels,
		refs: map[string][]byte{}, cells: maxCells, pipes: maxPipes, delims: make([]delim, 0, min(length/64, maxStuck)),
	}
}

// halt stops the parse for a reason. The first reason counts.
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

// AddReference counts definitions, and records those without effect because another one
// has the same label.
func (m *meter) AddReference(r parser.Reference) {
	label := util.ToLinkReference(r.Label())
	if to := r.Destination(); strings.HasPrefix(label, "//") || label == "comment" && (len(to) == 0 || string(to) == "#") {
		return // a comment, to which nothing refers
	}
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

// rest returns the length of the block after an offset.
func rest(parent ast.Node, at int) int {
	lines := parent.Lines()
	if lines == nil || lines.Len() == 0 {
		return 0
	}
	return max(lines.At(lines.Len()-1).Stop-at, 0)
}

// span returns the part to mark of the line where a parse stopped.
func (m *meter) span(src []byte) widget.Span {
	at := min(max(m.at, 0), len(src))
	end := at + len(bytes.TrimRight(src[at:at+lineLen(src[at:])], "\n"))
	return widget.Span{Start: at, End: min(end, at+60)}
}
