package followup

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A Holiday is a day, or a span of days, without calls.
type Holiday struct {
	// From and To are the first and the last day, "2026-12-25"; To is "" for a
	// single day.
	From, To string
	// Yearly is "12-25" for a day of every year; From is then "".
	Yearly string
}

// Rule returns the holiday in the script's notation.
func (h Holiday) Rule() string {
	switch {
	case h.Yearly != "":
		return h.Yearly
	case h.To != "":
		return h.From + ".." + h.To
	}
	return h.From
}

// Rules returns all holidays, separated by spaces.
func (f *Followup) Rules() string {
	out := make([]string, len(f.Holidays))
	for i, h := range f.Holidays {
		out[i] = h.Rule()
	}
	return strings.Join(out, " ")
}

// WorkingDays returns the numbers of the working days, separated by spaces.
func (f *Followup) WorkingDays() string {
	return strings.Trim(fmt.Sprint(f.Days), "[]")
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// days reads days="mon,tue,wed" or days="mon-fri".
func (r *reader) days() {
	const hint = `write the working days: days="mon-fri", days="tue,thu"`
	r.list("days", func(part string, at widget.Span) {
		first, last, isSpan := strings.Cut(part, "-")
		if !isSpan {
			last = first
		}
		for _, name := range []string{first, last} {
			if !slices.Contains(weekdays, name) {
				r.Report(at, codeDays, fmt.Sprintf("%q is not a day of the week", name), diag.DidYouMean(name, weekdays))
				return
			}
		}
		from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
		if from > to {
			r.Report(at, codeDays, fmt.Sprintf("the week begins with mon, so the range %q has no days", part), hint)
		}
		for d := from; d <= to; d++ {
			if slices.Contains(r.f.Days, d) {
				r.Report(at, codeDays, fmt.Sprintf("%q appears twice", weekdays[d]), hint)
				return
			}
			r.f.Days = append(r.f.Days, d)
		}
	})
	slices.Sort(r.f.Days)
	if len(r.f.Days) == 0 {
		r.f.Days = []int{0, 1, 2, 3, 4}
	}
}

// maxSpan bounds a span of holidays, in days, and maxHolidays their number, so that a
// next working day can be found.
const maxSpan, maxHolidays = 62, 200

var yearlyPattern = regexp.MustCompile(`^\d\d-\d\d$`)

// isDay reports whether a date exists.
func isDay(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return err == nil
}

// holidays reads holidays="2026-12-25, 05-01, 2026-07-20..2026-08-07".
func (r *reader) holidays() {
	r.list("holidays", func(part string, at widget.Span) {
		from, to, isSpan := strings.Cut(part, "..")
		h := Holiday{From: from, To: to}
		switch {
		case yearlyPattern.MatchString(part) && isDay("2024-"+part): // a leap year
			h = Holiday{Yearly: part}
		case !isDay(from) || isSpan && !isDay(to):
			r.Report(at, codeHolidays, fmt.Sprintf("cannot read the holiday %q", part), "write a date as 2026-12-25, a date of every year as 12-25, a range as 2026-12-24..2027-01-02")
			return
		case isSpan && to < from:
			r.Report(at, codeHolidays, fmt.Sprintf("the holidays %q end before they begin", part), "write the first day first")
		case isSpan && length(from, to) > maxSpan:
			r.Report(at, codeHolidays, fmt.Sprintf("the holidays %q last longer than %d days", part, maxSpan), "this is too long for holidays; check the years")
		case len(r.f.Holidays) == maxHolidays:
			r.Report(at, codeHolidays, fmt.Sprintf("a followup has at most %d holidays", maxHolidays), "remove holidays that have passed")
		}
		r.f.Holidays = append(r.f.Holidays, h)
	})
}

// length is the number of days of a span of dates.
func length(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours()/24) + 1
}

// DayWords returns the keys of the working days' names in the interface's words.
func (f *Followup) DayWords() []string {
	out := make([]string, len(f.Days))
	for i, d := range f.Days {
		out[i] = "followup." + weekdays[d]
	}
	return out
}
