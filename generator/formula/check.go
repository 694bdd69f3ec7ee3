package formula

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
)

// A signature says what a function takes: between min and max values (0 is no
// limit) of type arg (Unknown: any, but all alike), and what it gives
// (Unknown: the type it took).
type signature struct {
	min, max    int
	arg, result Type
}

// functions are all there are. "if" is checked and emitted as "?".
var functions = map[string]signature{
	"min": {1, 0, Number, Number}, "max": {1, 0, Number, Number},
	"sum": {1, 0, Number, Number}, "avg": {1, 0, Number, Number},
	"count": {1, 0, Bool, Number},
	"round": {1, 2, Number, Number}, "floor": {1, 1, Number, Number}, "ceil": {1, 1, Number, Number},
	"abs": {1, 1, Number, Number}, "clamp": {3, 3, Number, Number},
	"if": {3, 3, Unknown, Unknown}, "answered": {1, 1, Unknown, Bool}, "coalesce": {1, 0, Unknown, Unknown},
}

// Functions returns the names of all functions, sorted.
func Functions() []string { return slices.Sorted(maps.Keys(functions)) }

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// CheckName returns why name cannot be the name of a column, or "".
func CheckName(name string) string {
	switch _, taken := functions[name]; {
	case taken:
		return fmt.Sprintf("%q is the name of a function", name)
	case name == "true" || name == "false" || words[name] != "":
		return fmt.Sprintf("%q is a word of the formula language", name)
	case !nameForm.MatchString(name):
		return fmt.Sprintf("%q is not a name: expected a lower-case letter, then lower-case letters, digits and \"_\", 40 at most", name)
	}
	return ""
}

func functionHint(name string) string {
	low := strings.ToLower(name)
	if _, ok := functions[low]; ok {
		return fmt.Sprintf("write functions in lower case: %q", low+"(")
	}
	if op := words[low]; op != "" {
		return fmt.Sprintf("%s is written %q", low, op)
	}
	if s := map[string]string{"average": "avg", "mean": "avg", "ceiling": "ceil", "int": "floor", "countif": "count", "iferror": "coalesce", "isblank": "answered"}[low]; s != "" {
		return fmt.Sprintf("did you mean %q?", s)
	}
	return diag.DidYouMean(name, Functions())
}

// A checker gives every node its type and every variable its slot.
type checker struct {
	src      string
	env      Env
	problems []Problem
}

func (c *checker) add(kind Kind, s diag.Severity, n *node, hint, format string, args ...any) {
	c.problems = append(c.problems, Problem{
		Kind: kind, Start: n.start, End: n.end, Severity: s,
		Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

func (c *checker) check(n *node) {
	for _, a := range n.args {
		c.check(a)
	}
	switch n.op {
	case "n":
		n.typ = Number
	case "b":
		n.typ = Bool
	case "v":
		c.variable(n)
	case "neg", "+", "-", "*", "/", "%":
		c.want(n, Number, n.args...)
		n.typ = Number
	case "<", "<=", ">", ">=":
		c.want(n, Number, n.args...)
		n.typ = Bool
	case "!", "&&", "||":
		c.want(n, Bool, n.args...)
		n.typ = Bool
	case "==", "!=":
		c.alike(n.args...)
		n.typ = Bool
	case "?":
		c.choice(n)
	default:
		c.call(n)
	}
}

func (c *checker) variable(n *node) {
	slot, ok := c.env.slot[n.name]
	if !ok {
		c.add(UnknownName, diag.Error, n, c.nameHint(n.name), "unknown name %q", n.name)
		return
	}
	n.slot, n.typ = slot, c.env.vars[slot].Type
}

func (c *checker) nameHint(name string) string {
	if _, ok := functions[strings.ToLower(name)]; ok {
		return fmt.Sprintf("it is a function: write %q", strings.ToLower(name)+"(…)")
	}
	if op := words[strings.ToLower(name)]; op != "" {
		return fmt.Sprintf("%s is written %q", strings.ToLower(name), op)
	}
	for _, r := range name {
		if r > 'z' {
			return fmt.Sprintf("%q (U+%04X) looks like a letter from a to z, but is another character", r, r)
		}
	}
	return diag.DidYouMean(name, c.env.names())
}

// want reports every argument that is not of type t.
func (c *checker) want(n *node, t Type, args ...*node) {
	for _, a := range args {
		if a.typ != t && a.typ != Unknown {
			c.add(WrongType, diag.Error, a, typeHint(t), "%q takes a %s, found a %s", operator(n.op), t, a.typ)
		}
	}
}

func typeHint(want Type) string {
	if want == Number {
		return `turn it into a number with "if(…, 1, 0)"`
	}
	return `compare it, as in "> 0"`
}

func operator(op string) string {
	if op == "neg" {
		return "-"
	}
	return op
}

// alike reports the first argument whose type differs from those before it,
// and returns their type.
func (c *checker) alike(args ...*node) Type {
	t := Unknown
	for _, a := range args {
		switch {
		case t == Unknown:
			t = a.typ
		case a.typ != Unknown && a.typ != t:
			c.add(WrongType, diag.Error, a, typeHint(t), "expected a %s like the value before, found a %s", t, a.typ)
			return t
		}
	}
	return t
}

func (c *checker) choice(n *node) {
	c.want(n, Bool, n.args[0])
	n.typ = c.alike(n.args[1:]...)
}

func (c *checker) call(n *node) {
	f := functions[n.op]
	if k := len(n.args); k < f.min || f.max > 0 && k > f.max {
		c.add(Arity, diag.Error, n, "", "%s takes %s, found %d", n.op, f.count(), k)
		n.typ = f.result
		return
	}
	switch {
	case n.op == "if":
		n.op = "?"
		c.choice(n)
	case f.arg == Unknown:
		n.typ = c.alike(n.args...)
	default:
		c.want(n, f.arg, n.args...)
	}
	if f.result != Unknown {
		n.typ = f.result
	}
}

func (f signature) count() string {
	values := func(n int) string {
		if n == 1 {
			return "1 value"
		}
		return fmt.Sprintf("%d values", n)
	}
	switch {
	case f.max == 0:
		return "at least " + values(f.min)
	case f.min == f.max:
		return values(f.min)
	}
	return fmt.Sprintf("%d to %s", f.min, values(f.max))
}
