package tree

import "playbook/generator/widget"

// Packing says that nothing goes to a learning platform: a reader soon finds the place
// again.
func (t *Tree) Packing() widget.Packing { return widget.Packing{Out: "the place in a decision tree"} }
