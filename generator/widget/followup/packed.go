package followup

import "playbook/generator/widget"

// Packing says that nothing goes to a learning platform: leads are customers.
func (f *Followup) Packing() widget.Packing { return widget.Packing{Out: "follow-up planners"} }
