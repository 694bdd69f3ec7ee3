package config

import (
	"regexp"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const codePrivacy diag.Code = "PB1122"

var (
	// forgetRE is a number of days, weeks, months or years.
	forgetRE = regexp.MustCompile(`^[1-9][0-9]{0,3}[dwmy]$`)
	// inWords matches the same with the unit as a word, "90 days", for the hint.
	inWords = regexp.MustCompile(`(?i)^\s*([1-9][0-9]{0,3})\s*(d|w|m|y)(ays?|eeks?|onths?|ears?)?\s*$`)
)

// forgetAfter reads the setting forget_after: after this time the browser asks the reader
// whether to erase notes that may name a person. It returns "" for never.
func (r *reader) forgetAfter() string {
	if !r.given(decode.String, "privacy", "forget_after") {
		return ""
	}
	text := r.raw.Privacy.ForgetAfter
	if forgetRE.MatchString(text) {
		return text
	}
	d := r.at(r.t.ValueSpan("privacy", "forget_after"), codePrivacy, `forget_after %q: expected a number of days, weeks, months or years, such as "90d", "24m" or "2y"`, clip(text))
	if m := inWords.FindStringSubmatch(text); m != nil {
		d.Hint = `write "` + m[1] + strings.ToLower(m[2]) + `"`
	} else {
		d.Hint = "leave forget_after out if the browser should never ask"
	}
	return ""
}
