package content

import (
	"bytes"

	"playbook/generator/diag"
)

const (
	codeTooLarge diag.Code = "PB1313"
	codeTooDeep  diag.Code = "PB1314"
)

// Limits of one lesson. Goldmark is superlinear on several shapes, so what
// feeds them is bounded before it sees the text.
const (
	maxBytes   = 2 << 20
	maxNesting = 100
)

// withinLimits reports whether the body may be parsed.
func (d *document) withinLimits() bool {
	if n := len(d.src); n > maxBytes {
		d.ds.Add(diag.Whole(d.f.Path, diag.Error, codeTooLarge, "the lesson has %.1f MB, more than %d MB", float64(n)/(1<<20), maxBytes>>20).
			WithHint("split it into several lessons"))
		return false
	}
	for start := 0; start < len(d.src); {
		n := lineLen(d.src[start:])
		if depth, at := nesting(d.src[start : start+n]); depth > maxNesting {
			d.ds.Add(d.f.At(start+at+d.base, start+at+1+d.base, diag.Error, codeTooDeep, "quotes or lists are nested more than %d deep", maxNesting).
				WithHint("flatten this part"))
			return false
		}
		start += n
	}
	return true
}

// nesting counts the quote and list markers at the start of a line, and its
// indentation in steps of two.
func nesting(line []byte) (depth, at int) {
	indent := 0
	for i, c := range line {
		switch {
		case c == '>', c == '-' || c == '*' || c == '+':
			depth++
		case c == ' ':
			indent++
		case c == '\t':
			indent += 4
		case bytes.IndexByte([]byte("0123456789.)"), c) >= 0:
			if c == '.' || c == ')' {
				depth++
			}
		default:
			return max(depth, indent/2), i
		}
		if depth > maxNesting {
			return depth, i
		}
	}
	return 0, 0
}
