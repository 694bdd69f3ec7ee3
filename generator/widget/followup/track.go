package followup

import (
	"strconv"

	"playbook/generator/widget"
)

// Track says that touches come due. A planner does not count, because leads come and go
// as long as the reader sells. Only the reader's browser knows which lead is due; the
// build gives the rules for counting days.
func (f *Followup) Track() widget.Track {
	return widget.Track{Dated: true, Rules: map[string]string{
		"interval": strconv.Itoa(f.Interval), "days": f.WorkingDays(), "holidays": f.Rules(),
	}}
}
