// Package tree is the widget for a decision tree or a talk track. Headings are its
// nodes. The text below a heading is what to say or think there, and a list of links to
// other headings has the choices. A node without choices is an end. Readers go through
// the tree node by node or see all of it; the HTML is a numbered outline with links.
//
// check.go checks that every reader who starts can reach an end.
package tree

import (
	"net/url"
	"reflect"
	"slices"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "tree".
var Kind = widget.Kind{Name: "tree", Sees: reflect.TypeFor[*Tree](), Parse: parse, Takes: []widget.Takes{block, node}}

var (
	block = widget.Takes{What: "tree", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "mode", Value: "steps or script", Does: "one step at a time, or a talk track that shows all lines; default: steps"},
		{Name: "loop", Does: "choices may lead back to an earlier node"},
		widget.Was,
	}}
	node = widget.Takes{What: "node", Attributes: []widget.Attribute{widget.Was}}
)

const (
	codeNodes       diag.Code = "PB1770"
	codeMode        diag.Code = "PB1771"
	codeTarget      diag.Code = "PB1772"
	codeUnreachable diag.Code = "PB1773"
	codeRoots       diag.Code = "PB1774"
	codeCycle       diag.Code = "PB1775"
	codeNoEnd       diag.Code = "PB1776"
	codeChoice      diag.Code = "PB1777"
	codePart        diag.Code = "PB1778"
)

// maxNodes bounds one tree.
const maxNodes = 1000

// A Tree is a titled set of nodes. Readers start at the first one.
type Tree struct {
	widget.Head
	// Script says that all nodes are shown at once, for a talk track.
	Script bool
	// Loop allows choices that lead back.
	Loop  bool
	Nodes []Node
	// Intro is the text before the first node, as HTML.
	Intro string
}

// A Node is one step: a question with choices, or an end without.
type Node struct {
	widget.Entry
	Number int // from 1
	Text   widget.Text
	// Body is what to say or think, as HTML.
	Body    string
	Choices []Choice

	heading widget.Span
	words   []string
	slug    string // the heading's id on a code host, "" if that is ID
	links   []widget.Link
}

// A Choice leads from one node to another.
type Choice struct {
	Text widget.Text
	// To is the index of the node in Tree.Nodes.
	To int

	span widget.Span // of the destination
}

// Ends returns how many nodes have no choices.
func (t *Tree) Ends() int {
	n := 0
	for _, x := range t.Nodes {
		if len(x.Choices) == 0 {
			n++
		}
	}
	return n
}

// SearchText returns the title, and every node with its text and choices.
func (t *Tree) SearchText() []string {
	out := []string{t.Title}
	for _, n := range t.Nodes {
		out = append(append(out, n.Text.Plain), n.words...)
		for _, c := range n.Choices {
			out = append(out, c.Text.Plain)
		}
	}
	return out
}

// Aliases returns a second id in the page for each node, the id of its heading on a
// code host, so that a link may use that too. It is "" if the heading has no such id or
// another node has it.
func (t *Tree) Aliases() []string {
	taken, aliases := map[string]bool{}, make([]string, len(t.Nodes))
	for _, n := range t.Nodes {
		taken[n.Anchor] = true
	}
	for i, n := range t.Nodes {
		if alias := t.Anchor + "-" + n.slug; n.slug != "" && !taken[alias] {
			aliases[i], taken[alias] = alias, true
		}
	}
	return aliases
}

// Anchors returns the aliases of the nodes.
func (t *Tree) Anchors() []string {
	return slices.DeleteFunc(t.Aliases(), func(a string) bool { return a == "" })
}

// Keeps returns the tree and its nodes, which have the state.
func (t *Tree) Keeps() (*widget.Head, []*widget.Entry) { return &t.Head, widget.Entries(t.Nodes) }

// Copy returns a copy with nodes of its own.
func (t *Tree) Copy() widget.Keeper {
	out := *t
	out.Nodes = slices.Clone(t.Nodes)
	return &out
}

// A reader reads one block into a tree.
type reader struct {
	*widget.Reader
	t     *Tree
	byID  map[string]int // index of a node by id and slug
	names []string       // names that a choice can use
	// dangling says that a choice has no target.
	dangling bool
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{t: &Tree{}, byID: map[string]int{}, Reader: widget.NewReader(b, block)}
	r.t.Head = r.Head()
	r.t.Script = r.OneOf(b.Attrs, "mode", codeMode, "steps", "script") == "script"
	r.t.Loop = b.Attrs.Flag("loop")
	for _, p := range b.Parts {
		r.part(p)
	}
	r.resolve()
	r.check()
	return r.t, r.Diags
}

func (r *reader) part(p widget.Part) {
	var n *Node
	if len(r.t.Nodes) > 0 {
		n = &r.t.Nodes[len(r.t.Nodes)-1]
	}
	switch {
	case p.Type == widget.Heading:
		r.node(p)
	case p.Type == widget.Nested:
		r.Report(p.Span, codePart, "a tree cannot hold another container", "put it below the tree")
	case p.Type == widget.Rule:
		r.Report(p.Span, codePart, "a node ends where the next heading begins", "remove the '---' line")
	case p.Type == widget.List && p.HTML == "":
		r.Report(p.Span, codePart, "a node cannot have boxes to tick", "write choices as links to nodes, '- [Yes](#yes)'; put things to do into a checklist")
	case n == nil && p.Type == widget.Prose:
		r.t.Intro += p.HTML
	case n == nil:
		r.Report(p.Span, codePart, "this is before the first node", "begin with a heading, '### Did they answer? {#start}'; only text is allowed before it")
	case len(n.links) > 0:
		r.Report(p.Span, codePart, "this is below the choices of its node", "write what to say first, and then the choices as one list")
	case isChoices(p):
		r.choices(n, p)
	default:
		n.Body += p.HTML
		n.words = append(n.words, p.Words()...)
	}
}

func (r *reader) node(p widget.Part) {
	n := Node{Entry: r.Entry(p.Heading(), node, "node"), Number: len(r.t.Nodes) + 1, Text: p.Text, heading: p.Span}
	if p.Text.Plain == "" {
		r.Report(p.Span, codeNodes, "this node has no text", "write the question, or what to do, after the '###'")
	}
	names := []string{n.ID}
	if p.Attrs.ID == "" && p.Slug != n.ID {
		n.slug = p.Slug
		names = append(names, p.Slug)
	}
	for _, name := range names {
		if _, taken := r.byID[name]; !taken {
			r.byID[name] = len(r.t.Nodes)
			r.names = append(r.names, name)
		}
	}
	r.t.Nodes = append(r.t.Nodes, n)
}

// isChoices reports whether a list has a choice in it: an item that is a link within
// the page.
func isChoices(p widget.Part) bool {
	return p.Type == widget.List && slices.ContainsFunc(p.Items, func(in widget.Item) bool {
		return in.Link != nil && strings.HasPrefix(in.Link.Dest, "#")
	})
}

func (r *reader) choices(n *Node, p widget.Part) {
	seen := map[string]bool{}
	for _, in := range p.Items {
		r.Check(widget.Takes{What: "choice"}, in.Attrs)
		if in.Attrs.ID != "" {
			r.Report(in.Attrs.IDSpan, codeChoice, "a choice cannot have an id", "a choice is identified by the node that it leads to")
		}
		for _, q := range in.Parts {
			r.Report(q.Span, codeChoice, "a choice is one line", "put the rest into the node that it leads to")
		}
		if in.Link == nil || !strings.HasPrefix(in.Link.Dest, "#") {
			r.Report(in.Span, codeChoice, "this choice does not lead to a node", "a choice is a link and nothing else, '- [Yes](#yes)'; write what to say above the choices")
			continue
		}
		if r.Block.Claim != nil {
			r.Block.Claim(*in.Link)
		}
		label := strings.ToLower(in.Link.Text.Plain)
		switch {
		case label == "":
			r.Report(in.Span, codeChoice, "this choice has no text", "write the words of the choice between the square brackets")
		case seen[label]:
			r.Report(in.Span, codeChoice, "the choice "+quote(in.Link.Text.Plain)+" appears twice", "a reader could not tell them apart")
		}
		seen[label] = true
		n.links = append(n.links, *in.Link)
	}
}

// resolve finds the nodes that the choices lead to.
func (r *reader) resolve() {
	for i := range r.t.Nodes {
		n := &r.t.Nodes[i]
		for _, k := range n.links {
			name, _ := strings.CutPrefix(k.Dest, "#")
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			to, ok := r.byID[name]
			if inner, own := strings.CutPrefix(name, r.Block.Anchor+"-"); !ok && own { // its id in the page
				to, ok = r.byID[inner]
			}
			if !ok {
				r.dangling = true
				r.Report(k.Span, codeTarget, "no node of this tree is called "+quote(name), diag.DidYouMean(name, r.names))
				continue
			}
			n.Choices = append(n.Choices, Choice{Text: k.Text, To: to, span: k.Span})
		}
		n.links = nil
	}
}
