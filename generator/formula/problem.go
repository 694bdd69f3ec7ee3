package formula

import (
	"fmt"

	"playbook/generator/diag"
)

// A Kind says what sort of problem a formula has.
type Kind string

// The kinds of problem.
const (
	Empty           Kind = "empty"
	Syntax          Kind = "syntax"
	UnknownName     Kind = "unknown-name"
	UnknownFunction Kind = "unknown-function"
	Arity           Kind = "arity"
	WrongType       Kind = "type"
	Range           Kind = "range"
	TooLong         Kind = "too-long"
	TooDeep         Kind = "too-deep"
	TooBig          Kind = "too-big"
	Div0            Kind = "div0"
	MayDiv0         Kind = "may-div0"
	BadName         Kind = "bad-name"
	Cycle           Kind = "cycle"
)

const (
	codeSyntax  diag.Code = "PB1750"
	codeName    diag.Code = "PB1751"
	codeType    diag.Code = "PB1752"
	codeLimit   diag.Code = "PB1753"
	codeDiv0    diag.Code = "PB1754"
	codeMayDiv0 diag.Code = "PB1755"
	codeCycle   diag.Code = "PB1756"
	codeBadName diag.Code = "PB1757"
)

// Code returns the diagnostic code under which problems of kind k are
// explained.
func (k Kind) Code() diag.Code {
	switch k {
	case UnknownName, UnknownFunction:
		return codeName
	case Arity, WrongType:
		return codeType
	case Range, TooLong, TooDeep, TooBig:
		return codeLimit
	case Div0:
		return codeDiv0
	case MayDiv0:
		return codeMayDiv0
	case Cycle:
		return codeCycle
	case BadName:
		return codeBadName
	}
	return codeSyntax
}

// A Problem is a mistake in a formula. Start and End are byte offsets into the
// formula; an error leaves the formula without a program.
type Problem struct {
	Kind       Kind
	Start, End int
	Severity   diag.Severity
	Message    string
	Hint       string
}

func (p Problem) String() string {
	s := fmt.Sprintf("%d-%d %s: %s: %s", p.Start, p.End, p.Severity, p.Kind, p.Message)
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}
