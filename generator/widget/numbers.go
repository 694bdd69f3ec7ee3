package widget

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"golang.org/x/text/unicode/norm"
)

// Numbers reads numbers as people write them in one language. It rejects a number
// that is written as in another language. The rules are the same as those of
// templates/client/lib/number.js in the browser.
type Numbers struct{ decimal, group string }

// NumbersIn returns the reader of numbers for a language such as "nl".
func NumbersIn(lang string) Numbers {
	tag, err := language.Parse(lang + "-u-nu-latn")
	if err != nil {
		tag = language.English
	}
	m := signs.FindStringSubmatch(spaces.ReplaceAllString(message.NewPrinter(tag).Sprint(number.Decimal(12345678.5)), " "))
	if m == nil {
		return others[0]
	}
	return Numbers{group: m[1], decimal: m[2]}
}

var (
	signs    = regexp.MustCompile(`^12(\D*)345\D*678(\D+)5$`)
	spaces   = regexp.MustCompile(`[\s\x{a0}\x{202f}\x{2009}]`)
	money    = regexp.MustCompile(`(?i)\p{Sc}|\b(?:EUR|USD|GBP|PLN|RUB|CHF)\b|zł|руб\.?`)
	roubles  = regexp.MustCompile(`(?i)(\d ?)р\.?($|\P{L})`)
	dashes   = strings.NewReplacer("−", "-", "–", "-")
	brackets = regexp.MustCompile(`^\((.*)\)$`)
)

// Sample returns an example of a number in the language, for hints.
func (n Numbers) Sample() string { return "1" + n.group + "234" + n.decimal + "5" }

// Comma reports whether the language writes a comma before decimals.
func (n Numbers) Comma() bool { return n.decimal == "," }

// Read reads a number. Currency signs and % are dropped; "(12)" and "12-" are negative.
// If text is not a number in this language, elsewhere reports whether it is one in
// another language.
func (n Numbers) Read(text string) (value float64, elsewhere, ok bool) {
	s := strings.TrimSpace(spaces.ReplaceAllString(norm.NFC.String(text), " "))
	s = roubles.ReplaceAllString(money.ReplaceAllString(s, " "), "$1 $2")
	s = strings.TrimSpace(dashes.Replace(strings.Replace(s, "%", " ", 1)))
	s, negative := signed(s)
	digits, ok := n.plain(s)
	if !ok {
		elsewhere = slices.ContainsFunc(others, func(o Numbers) bool { _, ok := o.plain(s); return ok })
		return 0, elsewhere, false
	}
	value, err := strconv.ParseFloat(digits, 64)
	if negative {
		value = 0 - value
	}
	return value, false, err == nil
}

// signed removes the sign of a number and returns the rest.
func signed(s string) (rest string, negative bool) {
	if m := brackets.FindStringSubmatch(s); m != nil {
		return strings.TrimSpace(m[1]), true
	}
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return strings.TrimSpace(rest), true
	}
	if rest, ok := strings.CutSuffix(s, "-"); ok {
		return strings.TrimSpace(rest), true
	}
	return strings.TrimSpace(strings.TrimPrefix(s, "+")), false
}

// others are the usual pairs of decimal and group separators.
var others = []Numbers{{".", ","}, {",", "."}, {",", " "}, {".", " "}}

// plain removes the group separators, which must leave groups of three digits, and
// writes "." before decimals.
func (n Numbers) plain(s string) (string, bool) {
	whole, fraction, split := s, "", false
	if i := strings.LastIndex(s, n.decimal); n.decimal != "" && i >= 0 {
		whole, fraction, split = s[:i], s[i+len(n.decimal):], true
	}
	if n.group != "" && strings.Contains(whole, n.group) {
		parts := strings.Split(whole, n.group)
		for i, p := range parts {
			if length := utf8.RuneCountInString(p); length != 3 && (i > 0 || length == 0 || length > 3) {
				return "", false
			}
		}
		whole = strings.Join(parts, "")
	}
	if whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", false
	}
	if split {
		return "0" + whole + "." + fraction + "0", true
	}
	return whole, true
}
