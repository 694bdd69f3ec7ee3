package content

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A strikeParser strikes what stands between two tildes and leaves a single
// one alone: in "2~3 times" it means "to".
type strikeParser struct{ parser.InlineParser }

func (p strikeParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[1] != '~' {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// A mark is ==text== that its author marked.
type mark struct{ ast.BaseInline }

var kindMark = ast.NewNodeKind("Mark")

func (*mark) Kind() ast.NodeKind           { return kindMark }
func (n *mark) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type markProcessor struct{}

func (markProcessor) IsDelimiter(b byte) bool { return b == '=' }
func (markProcessor) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}
func (markProcessor) OnMatch(int) ast.Node { return &mark{} }

// markParser finds ==marked== text. Two signs inside a word are none: a==b.
type markParser struct{}

func (markParser) Trigger() []byte { return []byte{'='} }

func (markParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	if len(line) < 2 || line[1] != '=' || before == '=' {
		return nil
	}
	node := parser.ScanDelimiter(line, before, 2, markProcessor{})
	if node == nil || node.OriginalLength != 2 {
		return nil
	}
	after, _ := utf8.DecodeRune(line[2:])
	node.CanOpen = node.CanOpen && !asciiWord(before)
	node.CanClose = node.CanClose && !asciiWord(after)
	if !node.CanOpen && !node.CanClose {
		return nil
	}
	node.Segment = segment.WithStop(segment.Start + 2)
	block.Advance(2)
	pc.PushDelimiter(node)
	return node
}

// asciiWord reports a letter or digit of ASCII. Scripts without spaces mark
// words inside a run of letters.
func asciiWord(r rune) bool {
	return r < utf8.RuneSelf && r > 0 && wordBytes[r] == 1
}

func drawMark(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<mark>")
	} else {
		_, _ = w.WriteString("</mark>")
	}
	return ast.WalkContinue, nil
}
