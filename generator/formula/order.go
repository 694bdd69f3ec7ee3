package formula

import (
	"fmt"
	"strings"
)

// Order puts columns into an order in which each comes after those it uses,
// keeping the given order where it can. uses[i] holds the columns column i
// uses. Columns on a cycle, and those that depend on one, are left out; each
// cycle found is returned as the columns on it, every one using the next and
// the last using the first. The time is linear in columns and uses.
func Order(uses [][]int) (order []int, cycles [][]int) {
	open := make([]int, len(uses)) // uses not yet in order
	usedBy := make([][]int, len(uses))
	for i, deps := range uses {
		open[i] = len(deps)
		for _, d := range deps {
			usedBy[d] = append(usedBy[d], i)
		}
	}
	for i := range uses {
		if open[i] == 0 {
			order = append(order, i)
		}
	}
	for at := 0; at < len(order); at++ {
		for _, user := range usedBy[order[at]] {
			if open[user]--; open[user] == 0 {
				order = append(order, user)
			}
		}
	}
	return order, cyclesAmong(uses, open)
}

// cyclesAmong walks from every column that is still open to one of its open
// uses, and so on: the walk must come back to itself or to an earlier walk.
func cyclesAmong(uses [][]int, open []int) [][]int {
	var cycles [][]int
	walk := make([]int, len(uses)) // the walk that came by, counted from 1
	for start := range uses {
		var path []int
		at := start
		for open[at] > 0 && walk[at] == 0 {
			walk[at] = start + 1
			path = append(path, at)
			for _, d := range uses[at] {
				if open[d] > 0 {
					at = d
					break
				}
			}
		}
		if len(path) > 0 && walk[at] == start+1 {
			for path[0] != at {
				path = path[1:]
			}
			cycles = append(cycles, path)
		}
	}
	return cycles
}

// CyclePath writes a cycle as "a → b → a", whole, however long it is.
func CyclePath(names []string) string {
	return strings.Join(append(names[:len(names):len(names)], names[0]), " → ")
}

// CycleMessage is the message for a cycle among named columns.
func CycleMessage(names []string) string {
	if len(names) == 1 {
		return fmt.Sprintf("the formula of %q uses itself", names[0])
	}
	return "these formulas use each other in a circle: " + CyclePath(names)
}
