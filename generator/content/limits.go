package content

import (
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeTooLarge   diag.Code = "PB1313"
	codeTooDeep    diag.Code = "PB1314"
	codeTooComplex diag.Code = "PB1316"
	codeTooMany    diag.Code = "PB1317"
	codeTwice      diag.Code = "PB1318"

	codeControlReference diag.Code = "PB1319"
)

// Limits of one lesson.
const (
	maxBytes   = 2 << 20
	maxNesting = 100
	// maxRepeated bounds what a page repeats of a lesson: the addresses and
	// titles of reference links.
	maxRepeated = 8 << 20
	// maxValues bounds what variables bring into a page, in bytes of HTML.
	maxValues = 16 << 20
)

// withinSize reports whether the body may be parsed.
func (d *document) withinSize() bool {
	n := len(d.src)
	if n > maxBytes {
		d.ds.Add(diag.Whole(d.f.Path, diag.Error, codeTooLarge, "the lesson has %.1f MB, more than the limit of %d MB", float64(n)/(1<<20), maxBytes>>20).
			WithHint("split it into several lessons"))
	}
	return n <= maxBytes
}

// tokenReference matches a reference to one of the characters that tokens
// stand between: no text may bring them in.
var tokenReference = regexp.MustCompile(`&#(?:0*[12]|[xX]0*[12]);`)

// withoutTokens reports whether the body names none of those characters. Code is
// text: what stands there is no reference.
func (d *document) withoutTokens() bool {
	found := tokenReference.FindAllIndex(d.src, -1)
	if found == nil {
		return true
	}
	code := d.code()
	for _, m := range found {
		for len(code) > 0 && code[0].End <= m[0] {
			code = code[1:]
		}
		if len(code) > 0 && code[0].Start <= m[0] {
			continue
		}
		d.errorf(widget.Span{Start: m[0], End: m[1]}, codeControlReference, "%q is a control character", d.src[m[0]:m[1]]).
			hint("remove it, or write &amp; for a literal ampersand")
		return false
	}
	return true
}

// code is where blocks and spans of code lie in the body, in order.
func (d *document) code() (spans []widget.Span) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
				spans = append(spans, widget.Span{Start: line.Start, End: line.Stop})
			}
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					spans = append(spans, widget.Span{Start: t.Segment.Start, End: t.Segment.Stop})
				}
			}
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(spans, func(a, b widget.Span) int { return a.Start - b.Start }) // footnotes stand at the end of the tree
	return spans
}

// withinBudget reports whether the parse came to its end; if not, it says where
// it stopped and why.
func (d *document) withinBudget(m *meter) bool {
	at := m.span(d.src)
	switch m.stop {
	case notStopped:
		return d.withinTree()
	case tooComplex:
		d.errorf(at, codeTooComplex, "this part is too complex: one paragraph has too many brackets, asterisks, backticks or quotes without a partner").
			hint("close each of them, put a backslash before a sign that is text, or put code between fences")
	case tooDeep:
		d.errorf(at, codeTooDeep, "quotes, lists or containers are nested more than %d deep", maxNesting).hint("use fewer levels here")
	case tooManyLines:
		d.errorf(at, codeTooComplex, "this part is too large and too deeply nested: the limit is %d for lines times levels", maxLineLevels).
			hint("use fewer levels, or split the lesson")
	case tooManyReferences:
		d.errorf(at, codeTooMany, "too many link definitions one after another: the limit is %d", maxReferences).hint("write the addresses where the links are")
	case tooManyFootnotes:
		d.errorf(at, codeTooMany, "too many footnotes: the limit is %d", maxFootnotes).hint("split the lesson")
	case tooManyColumns:
		d.errorf(at, codeTooMany, "this table has too many columns: the limit is %d", maxColumns).hint("exchange its rows and columns, or split it")
	case tooManyCells:
		d.errorf(at, codeTooMany, "the tables of this lesson are too large: the limit is %d cells", maxCells).hint("publish it as a file, and link to it")
	}
	return false
}

// withinTree looks at how deep the tree is, and how much of it a page would
// repeat, before anything walks it by calling itself.
func (d *document) withinTree() bool {
	depth, repeated := 0, 0
	for n := d.root; n != nil; {
		if l, ok := n.(*ast.Link); ok {
			repeated += len(l.Destination) + len(l.Title)
		}
		switch {
		case depth > maxNesting+20:
			d.errorf(d.line(n), codeTooDeep, "emphasis, quotes or lists are nested more than %d deep", maxNesting).hint("use fewer levels here")
			return false
		case repeated > maxRepeated:
			d.errorf(d.line(n), codeTooLarge, "the page would be too large: addresses and titles of links add up to more than %d MB", maxRepeated>>20).
				hint("split the lesson")
			return false
		}
		if c := n.FirstChild(); c != nil {
			n, depth = c, depth+1
			continue
		}
		for n != nil && n.NextSibling() == nil {
			n, depth = n.Parent(), depth-1
		}
		if n != nil {
			n = n.NextSibling()
		}
	}
	return true
}

// withinValues reports whether a page may hold the value of one more variable,
// and says so at the first that is too much.
func (d *document) withinValues(n *varNode, value string) bool {
	within := d.given <= maxValues
	d.given += len(util.EscapeHTML([]byte(value)))
	if within && d.given > maxValues {
		d.errorf(n.span, codeTooLarge, "the page would be too large: the values of variables add up to more than %d MB", maxValues>>20).
			hint("shorten the value in site.toml, or write the variable less often")
	}
	return d.given <= maxValues
}

// line marks the line a node begins in.
func (d *document) line(n ast.Node) widget.Span {
	for ; n != nil; n = n.Parent() {
		if at := n.Pos(); at > 0 {
			return (&meter{at: at}).span(d.src)
		}
	}
	return widget.Span{}
}

// definedTwice warns of link definitions that another one keeps from being
// used.
func (d *document) definedTwice(m *meter) {
	for _, t := range m.twice {
		start, end := d.locate(t.dest, t.at)
		d.report(widget.Span{Start: start, End: end}, diag.Warning, codeTwice, "the reference [%s] is already defined, with another address", clip(t.label)).
			hint("only the first definition counts: remove one, or rename it")
	}
}
