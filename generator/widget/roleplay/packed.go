package roleplay

import "playbook/generator/widget"

// Packing says that nothing goes to a learning platform: notes may be about a colleague.
func (p *Roleplay) Packing() widget.Packing { return widget.Packing{Out: "notes on role-plays"} }
