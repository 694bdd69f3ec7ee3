package formula

import (
	"bytes"
	"fmt"
	"math"

	"playbook/generator/diag"
)

// divisors looks at every division: by what is surely 0 is an error, by what
// may be 0 according to the declared ranges a warning, unless a condition
// around it rules 0 out. known holds the expressions, as emitted, that are not
// 0 where n stands.
func (c *checker) divisors(n *node, known []string) {
	switch n.op {
	case "/", "%":
		c.divisor(n, known)
	case "?":
		c.divisors(n.args[0], known)
		c.divisors(n.args[1], append(known[:len(known):len(known)], nonZero(n.args[0], true)...))
		c.divisors(n.args[2], append(known[:len(known):len(known)], nonZero(n.args[0], false)...))
		return
	case "&&", "||":
		c.divisors(n.args[0], known)
		c.divisors(n.args[1], append(known[:len(known):len(known)], nonZero(n.args[0], n.op == "&&")...))
		return
	}
	for _, a := range n.args {
		c.divisors(a, known)
	}
}

func (c *checker) divisor(n *node, known []string) {
	if len(n.args) != 2 {
		return
	}
	by := n.args[1]
	lo, hi := c.bounds(by)
	text := c.src[by.start:by.end]
	switch {
	case lo == 0 && hi == 0:
		c.add(Div0, diag.Error, by, "", "division by %s, which is always 0", text)
	case lo <= 0 && hi >= 0:
		for _, k := range known {
			if k == emitted(by) {
				return
			}
		}
		c.add(MayDiv0, diag.Warning, by, fmt.Sprintf("write %q", text+" == 0 ? 0 : "+c.src[n.start:n.end]),
			"the range of %q includes 0, and then there is no result", text)
	}
}

func emitted(n *node) string {
	var b bytes.Buffer
	n.emit(&b)
	return b.String()
}

// nonZero returns the expressions that cannot be 0 where condition has turned
// out as held says.
func nonZero(condition *node, held bool) []string {
	op := condition.op
	if op == "!" {
		return nonZero(condition.args[0], !held)
	}
	if op == "&&" && held || op == "||" && !held {
		return append(nonZero(condition.args[0], held), nonZero(condition.args[1], held)...)
	}
	if len(condition.args) != 2 {
		return nil
	}
	left, right := condition.args[0], condition.args[1]
	if left.op == "n" {
		left, right, op = right, left, flipped[op]
	}
	if right.op != "n" {
		return nil
	}
	if !held {
		op = opposite[op]
	}
	k := right.num
	if op == "!=" && k == 0 || op == "==" && k != 0 || op == ">" && k >= 0 || op == ">=" && k > 0 {
		return []string{emitted(left)}
	}
	if op == "<" && k == 0 {
		return []string{emitted(left)}
	}
	return nil
}

// flipped is the comparison with its sides exchanged, opposite the one that
// holds exactly where this one does not.
var (
	flipped  = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
	opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
)

// bounds returns an interval that holds every value of n; NaN where nothing is
// known, which compares with nothing.
func (c *checker) bounds(n *node) (lo, hi float64) {
	none := math.NaN()
	switch n.op {
	case "n":
		return n.num, n.num
	case "v":
		if n.typ == Number && c.env.vars[n.slot].Ranged {
			v := c.env.vars[n.slot]
			return v.Min, v.Max
		}
	case "neg":
		lo, hi = c.bounds(n.args[0])
		return -hi, -lo
	case "+", "-", "*":
		a, b := c.bounds(n.args[0])
		d, e := c.bounds(n.args[1])
		switch n.op {
		case "+":
			return a + d, b + e
		case "-":
			return a - e, b - d
		}
		return min(a*d, a*e, b*d, b*e), max(a*d, a*e, b*d, b*e)
	}
	return none, none
}
