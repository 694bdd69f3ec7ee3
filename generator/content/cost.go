package content

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// The costs of goldmark's inline parsers beyond reading their text once, in bytes that
// are read again.

// A call is one finished call of an inline parser.
type call struct {
	parent ast.Node
	line   []byte // the part of the line that it read
	at     int    // its offset
	node   ast.Node
}

// linkCost is for '[', '![' and ']'. A closing bracket without a link has read the
// label, which may be looked up, and a possible address. One with a link has gone
// through the block for its delimiters.
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

// tailCost is the cost of reading an address and a title that do not end.
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

// codeCost is for a run of backticks without a partner, for which the rest of the block
// was searched.
func codeCost(m *meter, c call) int {
	if _, ok := c.node.(*ast.CodeSpan); ok || c.node == nil {
		return 0
	}
	return rest(c.parent, c.at)
}

// htmlCost is for a '<' that begins no tag. It was read at most up to the next one,
// unless that is in quotes. Goldmark does not search the end of a comment twice.
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

// waiting has the lengths of a block's delimiters without a partner: by sign those that
// can only open, and those on both sides of a word.
type waiting struct {
	opening [4]int // '*', '_', '~', '='
	unsure  int
}

func (w *waiting) all() int {
	return w.opening[0] + w.opening[1] + w.opening[2] + w.opening[3] + w.unsure
}

// delimiterCost counts the delimiters that still have no partner. A closing one
// searches them all, and only one with its own sign can be its partner. Those on both
// sides of a word count to the end of the block, without finding out which of them
// match.
func delimiterCost(m *meter, c call) int {
	d, ok := c.node.(*parser.Delimiter)
	if !ok {
		return 0
	}
	w, sign := &m.pending, bytes.IndexByte([]byte("*_~="), d.Char)
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

// footnoteCost is for a '[^': its label is searched, and compared with all footnotes.
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
	if c.node != nil {
		return 0
	}
	n := 0
	for _, b := range braceComments {
		if bytes.HasPrefix(c.line, b[0]) {
			n += rest(c.parent, c.at)
		}
	}
	if mayEndWithAttrs(c.line) {
		n += 4 * len(c.line)
	}
	return n
}

// wikiCost is for a bracket that might begin a comment.
func wikiCost(_ *meter, c call) int {
	if c.node == nil && (bytes.HasPrefix(c.line, []byte("[//")) || bytes.HasPrefix(c.line, []byte("[comment"))) {
		return rest(c.parent, c.at)
	}
	return 0
}

func freeOfCost(*meter, call) int { return 0 }
