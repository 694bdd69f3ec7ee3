package theme

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"text/template/parse"

	"playbook/generator/diag"
)

// A folding replaces calls whose result is known when the theme is loaded by their
// text: {{t "key"}}, {{icon "name"}} and {{csp}} cost nothing on a page.
type folding struct {
	theme  *Theme
	words  *Strings
	file   string
	tree   *parse.Tree
	misses diag.List
}

// list folds the nodes of one list and joins neighboring texts.
func (f *folding) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	var out []parse.Node
	for _, n := range l.Nodes {
		n = f.node(n)
		text, ok := n.(*parse.TextNode)
		if last, joined := lastText(out); ok && joined {
			last.Text = append(slices.Clip(last.Text), text.Text...)
			continue
		}
		out = append(out, n)
	}
	l.Nodes = out
}

func lastText(nodes []parse.Node) (*parse.TextNode, bool) {
	if len(nodes) == 0 {
		return nil, false
	}
	t, ok := nodes[len(nodes)-1].(*parse.TextNode)
	return t, ok
}

func (f *folding) node(n parse.Node) parse.Node {
	switch n := n.(type) {
	case *parse.ActionNode:
		if text, ok := f.call(n.Pipe); ok {
			return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}
		}
	case *parse.IfNode:
		f.list(n.List)
		f.list(n.ElseList)
	case *parse.RangeNode:
		f.list(n.List)
		f.list(n.ElseList)
		// Each turn first writes an empty text, so that turns without output are counted
		// too.
		n.List.Nodes = slices.Insert(n.List.Nodes, 0, parse.Node(&parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos}))
	case *parse.WithNode:
		f.list(n.List)
		f.list(n.ElseList)
	}
	return n
}

// call returns the text of a pipe that is one call with constant arguments.
func (f *folding) call(p *parse.PipeNode) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return "", false
	}
	args := p.Cmds[0].Args
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok {
		return "", false
	}
	if name.Ident == "csp" {
		return CSP, true // it needs no escaping in a double-quoted attribute
	}
	if len(args) != 2 {
		return "", false
	}
	arg, ok := args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	switch name.Ident {
	case "t":
		if f.words.forms[arg.Text] == nil {
			f.miss(p, codeUnknownText, "no string is called %q", arg.Text, slices.Sorted(maps.Keys(f.words.forms)))
		}
		return template.HTMLEscapeString(f.words.Get(arg.Text)), true
	case "asset":
		return f.theme.pictures[clean(arg.Text)].token, true
	case "icon":
		if _, ok := f.theme.icons.symbols[arg.Text]; !ok {
			f.miss(p, codeUnknownIcon, "no icon is called %q", arg.Text, slices.Sorted(maps.Keys(f.theme.icons.symbols)))
		}
		return string(f.theme.icons.use(arg.Text)), true
	}
	return "", false
}

func (f *folding) miss(p *parse.PipeNode, code diag.Code, format, name string, known []string) {
	d := fileDiag(f.file, p.Line, code, fmt.Sprintf(format, name))
	d.Hint = diag.DidYouMean(name, known)
	f.misses.Add(d)
}
