// Package formula is the small language in which an author computes with a
// widget's figures: "revenue * margin / 100 - visit_hours * 75".
//
// It has numbers (IEEE doubles, nothing else), booleans, names, the operators
//
//	?:  ||  &&  == != < <= > >=  + -  * / %  unary - !
//
// in rising order of binding, and the functions of [Functions]. Comparisons do
// not chain. There are no strings, properties, indexing, assignments, loops,
// clock or randomness, so a formula always ends and always means the same.
//
// [Compile] parses and checks a formula against the names it may use; the
// [Program] it gives evaluates here and, emitted as JSON, in the browser's
// interpreter (templates/widgets/mix/formula.js). Both agree to the last bit:
// every operation is one rounded IEEE operation, in the same order, and
// rounding to decimals works on the shortest decimal text of a number, which
// is the same in both.
//
// Three things are not numbers: an unanswered operand makes the result
// unanswered (shown as a dash, never as 0); a fault (see [Fault]) is a result
// that has no value; and what Compile finds is a [Problem], placed in bytes of
// the formula, which [Text] places in the TOML file the formula was written in.
//
// The package knows no widget: any kind may use it.
package formula

import "playbook/generator/diag"

// The limits of a formula. They bound the work of the browser's interpreter,
// which recurses, and keep a formula readable.
const (
	MaxBytes = 500
	MaxDepth = 32 // nested parentheses, calls, signs and conditions
	MaxNodes = 200
)

// A Type is what a formula or a name stands for.
type Type uint8

// The types. Unknown is the type of a name that does not exist; it agrees with
// both others so that one mistake is reported once.
const (
	Unknown Type = iota
	Number
	Bool
)

func (t Type) String() string { return [...]string{"unknown", "number", "yes or no"}[t] }

// A Var is a name a formula may use. Min and Max are the declared range of a
// number and count only if Ranged is set.
type Var struct {
	Name     string
	Type     Type
	Ranged   bool
	Min, Max float64
}

// An Env is the names a formula may use. A variable's slot, its place in the
// list given to [NewEnv], is all the browser ever sees of its name.
type Env struct {
	vars []Var
	slot map[string]int
}

// NewEnv returns the environment of vars; of two with one name the first wins.
func NewEnv(vars ...Var) Env {
	e := Env{vars: vars, slot: make(map[string]int, len(vars))}
	for i, v := range vars {
		if _, ok := e.slot[v.Name]; !ok {
			e.slot[v.Name] = i
		}
	}
	return e
}

func (e Env) names() []string {
	names := make([]string, 0, len(e.vars))
	for _, v := range e.vars {
		names = append(names, v.Name)
	}
	return names
}

// A Program is a formula that has been checked. It is never changed.
type Program struct {
	root *node
}

// Type returns whether the program gives a number or a yes or no.
func (p *Program) Type() Type { return p.root.typ }

// Uses returns the slots the program reads, each once, in order of first use.
func (p *Program) Uses() []int {
	var slots []int
	seen := map[int]bool{}
	p.root.walk(func(n *node) {
		if n.op == "v" && !seen[n.slot] {
			seen[n.slot] = true
			slots = append(slots, n.slot)
		}
	})
	return slots
}

// Compile parses and checks src. The program is nil if any problem is an
// error; warnings come with a program.
func Compile(src string, env Env) (*Program, []Problem) {
	if len(src) > MaxBytes {
		return nil, []Problem{{
			Kind: TooLong, Start: 0, End: len(src), Severity: diag.Error,
			Message: "the formula is longer than 500 bytes",
			Hint:    "split it over two columns",
		}}
	}
	root, problem := parse(src)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	c := checker{src: src, env: env}
	c.check(root)
	c.divisors(root, nil)
	for _, p := range c.problems {
		if p.Severity == diag.Error {
			return nil, c.problems
		}
	}
	return &Program{root}, c.problems
}

// A node is one operation. op is the operator as written ("neg" for the sign),
// the function's name, "n" for a number, "b" for true or false, "v" for a
// variable; start and end are its bytes in the formula.
type node struct {
	op         string
	args       []*node
	num        float64
	yes        bool
	name       string // of a variable, until check gives the slot
	slot       int
	typ        Type
	start, end int
}

func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, a := range n.args {
		a.walk(visit)
	}
}
