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
	// inWords is what people write instead.
	inWords = regexp.MustCompile(`(?i)^\s*([1-9][0-9]{0,3})\s*(d|w|m|y)(ays?|eeks?|onths?|ears?)?\s*$`)
)

// forgetAfter reads after what time the browser asks whether to erase what may name
// somebody; "" for never.
func (r *reader) forgetAfter() string {
	if !r.given(decode.String, "privacy", "forget_after") {
		return ""
	}
	text := r.raw.Privacy.ForgetAfter
	if forgetRE.MatchString(text) {
		return text
	}
	d := r.at(r.t.ValueSpan("privacy", "forget_after"), codePrivacy, `forget_after %q is not right: expected a number of days, weeks, months or years, as "90d", "24m" or "2y"`, clip(text))
	if m := inWords.FindStringSubmatch(text); m != nil {
		d.Hint = `write "` + m[1] + strings.ToLower(m[2]) + `"`
	} else {
		d.Hint = "leave it out, and nothing is asked"
	}
	return ""
}
