package formula

import "math"

// A Fault says why a formula has no value; "" is no fault.
type Fault string

// The faults: a division by zero, a result that is not finite, an argument
// outside what its function takes.
const (
	FaultDiv0     Fault = "div0"
	FaultOverflow Fault = "overflow"
	FaultRange    Fault = "range"
)

// A Value is a number, a yes or no, or, as the zero Value, unanswered.
type Value struct {
	Type Type // Unknown: unanswered
	Num  float64
	Yes  bool
}

// Num returns the number x as a value.
func Num(x float64) Value { return Value{Type: Number, Num: x} }

// Yes returns b as a value.
func Yes(b bool) Value { return Value{Type: Bool, Yes: b} }

// Answered reports whether v is a number or a yes or no.
func (v Value) Answered() bool { return v.Type != Unknown }

// Eval computes the program. slots holds a value for every variable of the
// environment, in its order; each answered one has its variable's type.
//
// Operands are evaluated from left to right, and the first fault is the
// result. An unanswered operand makes the result unanswered, but for "&&",
// "||" and "?:", which look only at what they need, for sum, avg, min, max and
// count, which pass over what is unanswered, and for answered and coalesce.
func (p *Program) Eval(slots []Value) (Value, Fault) { return p.root.eval(slots) }

func (n *node) eval(slots []Value) (Value, Fault) {
	switch n.op {
	case "n":
		return Num(n.num), ""
	case "b":
		return Yes(n.yes), ""
	case "v":
		return finite(slots[n.slot])
	case "?", "&&", "||", "answered", "coalesce":
		return n.lazy(slots)
	}
	args := make([]Value, 0, 4)
	for _, a := range n.args {
		v, fault := a.eval(slots)
		if fault != "" {
			return Value{}, fault
		}
		args = append(args, v)
	}
	switch n.op {
	case "sum", "avg", "min", "max", "count":
		return fold(n.op, args)
	}
	for _, v := range args {
		if !v.Answered() {
			return Value{}, ""
		}
	}
	if n.typ == Bool {
		return Yes(compare(n.op, args)), ""
	}
	return arith(n.op, args)
}

// finite passes v on unless it is a number that is not finite.
func finite(v Value) (Value, Fault) {
	if v.Type == Number && (math.IsInf(v.Num, 0) || math.IsNaN(v.Num)) {
		return Value{}, FaultOverflow
	}
	return v, ""
}

// lazy evaluates the operations that do not look at all their operands.
func (n *node) lazy(slots []Value) (Value, Fault) {
	v, fault := n.args[0].eval(slots)
	if fault != "" {
		return Value{}, fault
	}
	switch {
	case n.op == "answered":
		return Yes(v.Answered()), ""
	case n.op == "coalesce":
		for i := 1; i < len(n.args) && !v.Answered() && fault == ""; i++ {
			v, fault = n.args[i].eval(slots)
		}
		return v, fault
	case !v.Answered():
		return Value{}, ""
	case n.op == "?" && v.Yes:
		return n.args[1].eval(slots)
	case n.op == "?":
		return n.args[2].eval(slots)
	case v.Yes == (n.op == "||"):
		return v, ""
	}
	return n.args[1].eval(slots)
}

// fold runs over the answered values from left to right; with none the result
// is unanswered.
func fold(op string, args []Value) (Value, Fault) {
	count, yes, acc := 0, 0, 0.0
	for _, v := range args {
		if !v.Answered() {
			continue
		}
		if v.Yes {
			yes++
		}
		switch x := v.Num; {
		case count == 0, op == "min" && x < acc, op == "max" && x > acc:
			acc = x
		case op == "sum", op == "avg":
			acc = float64(acc + x)
		}
		count++
	}
	switch {
	case count == 0:
		return Value{}, ""
	case op == "count":
		return Num(float64(yes)), ""
	case op == "avg":
		if _, fault := finite(Num(acc)); fault == "" {
			acc = float64(acc / float64(count))
		}
	}
	return finite(Num(acc))
}

func compare(op string, args []Value) bool {
	a := args[0]
	if op == "!" {
		return !a.Yes
	}
	b := args[1]
	switch op {
	case "<":
		return a.Num < b.Num
	case "<=":
		return a.Num <= b.Num
	case ">":
		return a.Num > b.Num
	case ">=":
		return a.Num >= b.Num
	case "==":
		return a.Num == b.Num && a.Yes == b.Yes
	}
	return a.Num != b.Num || a.Yes != b.Yes
}

// arith is one operation on numbers. Each result is converted to float64 on
// its own: Go may otherwise fuse a multiplication with the addition after it,
// and the browser never does.
func arith(op string, args []Value) (Value, Fault) {
	var y, z float64
	x := args[0].Num
	if len(args) > 1 {
		y = args[1].Num
	}
	if len(args) > 2 {
		z = args[2].Num
	}
	switch op {
	case "neg":
		x = -x
	case "+":
		x = float64(x + y)
	case "-":
		x = float64(x - y)
	case "*":
		x = float64(x * y)
	case "/", "%":
		if y == 0 {
			return Value{}, FaultDiv0
		}
		if op == "/" {
			x = float64(x / y)
		} else {
			x = math.Mod(x, y) // exact; keeps the sign of x, as in the browser
		}
	case "abs":
		x = math.Abs(x)
	case "floor":
		x = math.Floor(x)
	case "ceil":
		x = math.Ceil(x)
	case "clamp":
		if y > z {
			return Value{}, FaultRange
		}
		if x < y {
			x = y
		} else if x > z {
			x = z
		}
	case "round":
		if y != math.Trunc(y) || y < -maxDecimals || y > maxDecimals {
			return Value{}, FaultRange
		}
		x = round(x, int(y))
	}
	return finite(Num(x))
}
