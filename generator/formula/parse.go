package formula

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"playbook/generator/diag"
)

// binding is how tightly an infix operator holds its operands.
var binding = map[string]int{
	"?": 1, "||": 2, "&&": 3,
	"==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
	"+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}

const (
	comparing = 4
	prefix    = 7
)

// A parser reads one formula by precedence climbing (V. Pratt, "Top Down
// Operator Precedence", 1973). After a problem it sees only the end, so every
// loop stops.
type parser struct {
	src     string
	tok     token
	before  token // the token before tok, for hints
	depth   int
	nodes   int
	problem *Problem
}

func parse(src string) (*node, *Problem) {
	p := &parser{src: src, tok: scan(src, 0)}
	if p.tok.kind == tokEnd {
		return nil, &Problem{Kind: Empty, Severity: diag.Error, Message: "the formula is empty"}
	}
	if p.tok.kind == tokBad && p.tok.text == "=" {
		p.tok.hint = `a formula starts without "="`
	}
	root := p.expr(0)
	if p.tok.kind != tokEnd {
		p.unexpected("the end of the formula")
	}
	return root, p.problem
}

func (p *parser) next() token {
	was := p.tok
	p.before, p.tok = was, scan(p.src, was.end())
	return was
}

func (p *parser) fail(kind Kind, start, end int, hint, format string, args ...any) {
	if p.problem == nil {
		p.problem = &Problem{
			Kind: kind, Start: start, End: end, Severity: diag.Error,
			Message: fmt.Sprintf(format, args...), Hint: hint,
		}
	}
	p.tok = token{kind: tokEnd, start: len(p.src)}
}

// make counts a node; every node of the tree is made here.
func (p *parser) make(n node) *node {
	if p.nodes++; p.nodes > MaxNodes {
		p.fail(TooBig, n.start, n.end, "split it over two columns", "the formula has more than %d parts", MaxNodes)
	}
	return &n
}

// expr reads an expression whose infix operators bind tighter than min.
func (p *parser) expr(min int) *node {
	if p.depth++; p.depth > MaxDepth {
		p.fail(TooDeep, p.tok.start, p.tok.end(), "split it over two columns", "the formula is nested more than %d deep", MaxDepth)
	}
	left := p.operand()
	for p.tok.kind == tokOp {
		bind := binding[p.tok.text]
		if bind <= min {
			break
		}
		op := p.next()
		switch {
		case op.text == "?":
			left = p.choice(left)
		default:
			right := p.expr(bind)
			left = p.make(node{op: op.text, args: []*node{left, right}, start: left.start, end: right.end})
		}
		if bind == comparing && p.tok.kind == tokOp && binding[p.tok.text] == comparing {
			p.fail(Syntax, p.tok.start, p.tok.end(), `write "a < b && b < c"`, "comparisons cannot be chained")
		}
	}
	p.depth--
	return left
}

// choice reads the rest of "condition ? yes : no", which groups to the right.
func (p *parser) choice(condition *node) *node {
	yes := p.expr(0)
	p.expect(":", `":" and the value for "no"`)
	no := p.expr(0)
	return p.make(node{op: "?", args: []*node{condition, yes, no}, start: condition.start, end: no.end})
}

func (p *parser) expect(op, wanted string) int {
	if !p.tok.is(op) {
		p.unexpected(wanted)
		return len(p.src)
	}
	return p.next().end()
}

func (p *parser) operand() *node {
	t := p.tok
	switch {
	case t.kind == tokNumber:
		p.next()
		return p.number(t)
	case t.kind == tokName:
		p.next()
		return p.name(t)
	case t.is("("):
		p.next()
		inner := p.expr(0)
		inner.start, inner.end = t.start, p.expect(")", `")"`)
		return inner
	case t.is("-"), t.is("!"):
		p.next()
		arg := p.expr(prefix)
		op := map[string]string{"-": "neg", "!": "!"}[t.text]
		return p.make(node{op: op, args: []*node{arg}, start: t.start, end: arg.end})
	}
	p.unexpected("a number, a name or \"(\"")
	return &node{op: "n", start: t.start, end: t.end()}
}

func (p *parser) number(t token) *node {
	x, err := strconv.ParseFloat(t.text, 64)
	if err != nil || math.IsInf(x, 0) {
		p.fail(Range, t.start, t.end(), "", "%q is larger than any number (about 1.8e308)", t.text)
	}
	return p.make(node{op: "n", num: x, start: t.start, end: t.end()})
}

func (p *parser) name(t token) *node {
	if p.tok.is("(") {
		return p.call(t)
	}
	if t.text == "true" || t.text == "false" {
		return p.make(node{op: "b", yes: t.text == "true", start: t.start, end: t.end()})
	}
	return p.make(node{op: "v", name: t.text, start: t.start, end: t.end()})
}

func (p *parser) call(name token) *node {
	p.next()
	n := node{op: name.text, start: name.start, end: name.end()}
	if _, ok := functions[n.op]; !ok {
		p.fail(UnknownFunction, n.start, n.end, functionHint(n.op), "unknown function %q", n.op)
		return p.make(n)
	}
	for !p.tok.is(")") {
		n.args = append(n.args, p.expr(0))
		if !p.tok.is(",") {
			break
		}
		p.next()
		if p.tok.is(")") {
			p.unexpected("a value after \",\"")
		}
	}
	n.end = p.expect(")", `"," or ")"`)
	return p.make(n)
}

// unexpected reports the token in hand where something else was wanted.
func (p *parser) unexpected(wanted string) {
	t := p.tok
	hint := p.hint(t)
	switch t.kind {
	case tokBad:
		p.fail(Syntax, t.start, t.end(), hint, "%s", t.message)
	case tokEnd:
		p.fail(Syntax, t.start, t.start, hint, "the formula ends where %s was expected", wanted)
	default:
		p.fail(Syntax, t.start, t.end(), hint, "unexpected %q, expected %s", t.text, wanted)
	}
}

// words are operators as other languages spell them.
var words = map[string]string{
	"and": "&&", "or": "||", "not": "!", "mod": "%", "is": "==", "then": "?", "else": ":", "eq": "==", "div": "/",
}

// hint guesses what was meant at t.
func (p *parser) hint(t token) string {
	low := func(t token) string { return words[strings.ToLower(t.text)] }
	switch {
	case p.before.is("%") && t.kind != tokBad:
		return `"%" is the remainder of a division; for a percentage write "/ 100"`
	case t.kind == tokBad && t.text == "." && digits(p.src[t.end():]) > 0:
		return `write "0` + t.text + p.src[t.end():][:digits(p.src[t.end():])] + `"`
	case t.kind == tokBad:
		return t.hint
	case t.kind == tokName && low(t) != "":
		return fmt.Sprintf("%s is written %q", strings.ToLower(t.text), low(t))
	case p.before.kind == tokName && low(p.before) != "":
		return fmt.Sprintf("%s is written %q", strings.ToLower(p.before.text), low(p.before))
	case p.before.kind == tokName && (p.before.text == "new" || p.before.text == "let" || p.before.text == "return"):
		return "a formula is one expression, such as \"revenue * margin / 100\""
	case t.is(",") && p.before.kind == tokNumber && digits(p.src[t.end():]) > 0:
		frac := p.src[t.end():]
		return fmt.Sprintf("decimals are written with a point: %q", p.before.text+"."+frac[:digits(frac)])
	case t.is(":"):
		return `there are no ranges: name every figure, as in "sum(a, b)"`
	case t.kind == tokName || t.kind == tokNumber:
		return `between two values write an operator, such as "*"`
	}
	return ""
}
