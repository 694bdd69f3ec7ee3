package formula

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"playbook/generator/cputime"
)

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		uses [][]int
		want string
	}{
		{"later definitions", [][]int{{2}, {0}, {}}, "[2 0 1] []"},
		{"itself", [][]int{{0}}, "[] [[0]]"},
		{"two", [][]int{{1}, {0}}, "[] [[0 1]]"},
		{"one hangs on a cycle", [][]int{{1}, {2}, {1}, {}}, "[3] [[1 2]]"},
		{"two cycles", [][]int{{1}, {0}, {3}, {2}}, "[] [[0 1] [2 3]]"},
		{"twice the same", [][]int{{1, 1}, {}}, "[1 0] []"},
	} {
		order, cycles := Order(c.uses)
		if got := fmt.Sprint(order, cycles); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCycleMessage(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("c%d", i))
	}
	message := CycleMessage(names)
	if n := strings.Count(message, " → "); n != 100 || !strings.HasSuffix(message, "c99 → c0") {
		t.Errorf("%d steps in %q", n, message)
	}
	if got := CycleMessage([]string{"x"}); got != `the formula of "x" uses itself` {
		t.Error(got)
	}
}

// A hundred thousand columns in one chain, one cycle, and all using one
// another's neighbour: quadratic work would take minutes.
func TestOrderIsLinear(t *testing.T) {
	const n = 100_000
	chain, ring := make([][]int, n), make([][]int, n)
	for i := range n {
		ring[i] = []int{(i + 1) % n, i / 2}
		if i+1 < n {
			chain[i] = []int{i + 1}
		}
	}
	d := cputime.Of(func() {
		if order, cycles := Order(chain); len(order) != n || cycles != nil {
			t.Errorf("chain: %d ordered, %d cycles", len(order), len(cycles))
		}
		if order, cycles := Order(ring); len(order) != 0 || len(cycles) == 0 {
			t.Errorf("ring: %d ordered, %d cycles", len(order), len(cycles))
		}
	})
	if d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}
