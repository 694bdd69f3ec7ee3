package mix

import "playbook/generator/widget"

// Packing says that nothing goes to a learning platform: accounts are customers.
func (m *Mix) Packing() widget.Packing { return widget.Packing{Out: "client-mix audits"} }
