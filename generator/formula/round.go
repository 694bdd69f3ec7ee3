package formula

import (
	"strconv"
	"strings"
)

// maxDecimals bounds the second argument of round, either way.
const maxDecimals = 15

// round rounds x to d decimals (to tens for d = -1), half away from zero, on
// the shortest decimal text that reads back as x: 1.005 is 1.01, as its author
// sees it, although the double is a little less. The browser does the same on
// the text of toExponential.
func round(x float64, d int) float64 {
	text := strconv.FormatFloat(x, 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(exp)
	sign := ""
	if mantissa[0] == '-' {
		sign, mantissa = "-", mantissa[1:]
	}
	digits := strings.Replace(mantissa, ".", "", 1)
	keep := e + 1 + d
	if keep >= len(digits) {
		return x
	}
	kept := "0"
	if keep >= 0 {
		kept = carry(digits[:keep], digits[keep] >= '5')
	}
	y, _ := strconv.ParseFloat(sign+kept+"e"+strconv.Itoa(-d), 64)
	return y
}

// carry adds one to a row of decimal digits if up is set.
func carry(digits string, up bool) string {
	b := []byte("0" + digits)
	for i := len(b) - 1; up; i-- {
		if up = b[i] == '9'; up {
			b[i] = '0'
		} else {
			b[i]++
		}
	}
	return string(b)
}
