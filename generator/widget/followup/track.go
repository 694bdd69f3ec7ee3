package followup

import (
	"strconv"

	"playbook/generator/widget"
)

// Track says that touches come due. A planner does not count: leads come and go
// for as long as the reader sells. Which lead is due only the reader's own
// browser knows; the build gives what its days are reckoned with.
func (f *Followup) Track() widget.Track {
	return widget.Track{Dated: true, Rules: map[string]string{
		"interval": strconv.Itoa(f.Interval), "days": f.WorkingDays(), "holidays": f.Rules(),
	}}
}
