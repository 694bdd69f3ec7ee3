package tree

import (
	"fmt"
	"strconv"
	"strings"

	"playbook/generator/diag"
)

// check reports trees in which a reader who starts at the first node can get stuck.
// There must be no other start, every node must be reachable, a path may go round only
// if loop allows it, and a path must lead from every node to an end. If a choice has no
// target, check does nothing more, because most further findings would follow from
// that.
func (r *reader) check() {
	switch n := len(r.t.Nodes); {
	case n == 0:
		r.Report(r.Block.Span, codeNodes, "this tree has no nodes", "write each as a heading, '### Did they answer? {#start}', with its choices below: '- [Yes](#yes)'")
		return
	case n > maxNodes:
		r.Report(r.Block.Span, codeNodes, fmt.Sprintf("this tree has %d nodes, more than %d", n, maxNodes), "split it into several")
		return
	}
	if r.dangling {
		return
	}
	r.reach()
	if r.t.Loop {
		r.ends()
	} else {
		r.cycles() // without cycles every path comes to an end
	}
}

// reach reports nodes that cannot be reached from the first one.
func (r *reader) reach() {
	nodes := r.t.Nodes
	seen, from := make([]bool, len(nodes)), make([]int, len(nodes))
	for i, n := range nodes {
		for _, c := range n.Choices {
			if c.To != i {
				from[c.To]++
			}
		}
	}
	todo := []int{0}
	seen[0] = true
	for len(todo) > 0 {
		n := nodes[todo[0]]
		todo = todo[1:]
		for _, c := range n.Choices {
			if !seen[c.To] {
				seen[c.To] = true
				todo = append(todo, c.To)
			}
		}
	}
	for i, n := range nodes {
		switch {
		case seen[i]:
		case from[i] == 0:
			r.Report(n.heading, codeRoots, fmt.Sprintf("no choice leads to %q, so the tree has a second beginning", n.ID), fmt.Sprintf("readers start at the first node, %q; let a choice lead here, for example '- […](#%s)', or make two trees", nodes[0].ID, n.ID))
		default:
			r.Report(n.heading, codeUnreachable, fmt.Sprintf("no path from the first node leads to %q", n.ID), fmt.Sprintf("only nodes that readers cannot reach lead here; let a choice of a reachable node lead to #%s", n.ID))
		}
	}
}

// cycles reports every choice that closes a cycle, with the whole cycle.
func (r *reader) cycles() {
	const (
		unseen = iota
		open   // on the path being walked
		done
	)
	nodes := r.t.Nodes
	state, next := make([]int, len(nodes)), make([]int, len(nodes))
	for start := range nodes {
		if state[start] != unseen {
			continue
		}
		path := []int{start}
		state[start] = open
		for len(path) > 0 {
			at := path[len(path)-1]
			if next[at] == len(nodes[at].Choices) {
				state[at] = done
				path = path[:len(path)-1]
				continue
			}
			c := nodes[at].Choices[next[at]]
			next[at]++
			switch state[c.To] {
			case unseen:
				path, state[c.To] = append(path, c.To), open
			case open:
				r.Report(c.span, codeCycle, "this choice leads round in a circle: "+r.circle(path, c.To), "lead to another node, or write the flag 'loop' after 'tree' if you mean the circle")
			}
		}
	}
}

// circle writes the names of the nodes from one on the path to its end and back.
func (r *reader) circle(path []int, to int) string {
	var names []string
	for _, i := range path {
		if i == to || names != nil {
			names = append(names, r.t.Nodes[i].ID)
		}
	}
	if len(names) > 12 {
		names = append(append(names[:6:6], "…"), names[len(names)-5:]...)
	}
	return strings.Join(append(names, r.t.Nodes[to].ID), " → ")
}

// ends reports nodes from which no path leads to an end.
func (r *reader) ends() {
	nodes := r.t.Nodes
	back := make([][]int, len(nodes))
	var todo []int
	ok := make([]bool, len(nodes))
	for i, n := range nodes {
		for _, c := range n.Choices {
			back[c.To] = append(back[c.To], i)
		}
		if len(n.Choices) == 0 {
			ok[i] = true
			todo = append(todo, i)
		}
	}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		for _, i := range back[at] {
			if !ok[i] {
				ok[i] = true
				todo = append(todo, i)
			}
		}
	}
	r.dead(ok)
}

// dead reports the nodes that are not ok in one finding, because the same choice would
// fix all of them.
func (r *reader) dead(ok []bool) {
	var names []string
	first := -1
	for i, n := range r.t.Nodes {
		if ok[i] {
			continue
		}
		if first < 0 {
			first = i
		}
		names = append(names, quote(n.ID))
	}
	if first < 0 {
		return
	}
	if more := len(names) - 6; more > 0 {
		names = append(names[:6], fmt.Sprintf("%d more", more))
	}
	r.Report(r.t.Nodes[first].heading, codeNoEnd, "there is no way to an end from "+strings.Join(names, ", "), "a node without choices is an end; let one choice of the circle lead to such a node")
}

// quote quotes and shortens a name from the author.
func quote(s string) string { return strconv.Quote(diag.Clip(s)) }
