package followup

import (
	"strconv"

	"playbook/generator/widget"
)

// Track says that entries of the planner come due on certain days. The lesson can be
// completed without the planner, because a reader always has new leads. Only the reader's
// browser knows which lead is due; the build gives it the rules for counting days.
func (f *Followup) Track() widget.Track {
	return widget.Track{Dated: true, Rules: map[string]string{
		"interval": strconv.Itoa(f.Interval), "days": f.WorkingDays(), "holidays": f.Rules(),
	}}
}
