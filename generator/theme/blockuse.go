package theme

import (
	"bytes"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"text/template/parse"

	"playbook/generator/block"
	"playbook/generator/config"
	"playbook/generator/diag"
)

// A blockUse checks the template of one of the site's own blocks, and the templates to
// which it passes the block as dot, for attributes and words that the block does not have.
// Drawing would not find these mistakes: a template gets no error for a missing map key.
type blockUse struct {
	theme *Theme
	block *config.Block
	file  *diag.File
	top   bool // the dot is the block
	seen  map[string]bool
	ds    diag.List
}

// template checks one template.
func (u *blockUse) template(name string, top bool) {
	tree := u.theme.trees[name]
	if tree == nil || u.seen[name] {
		return
	}
	u.seen[name] = true
	file := u.theme.files[name]
	raw, _ := fs.ReadFile(u.theme.fsys, file) // it was read before
	inner := *u
	inner.file, inner.top = diag.NewFile("templates/"+file, raw), top
	inner.list(tree.Root)
	u.ds = inner.ds
}

// mark adds an error that marks a chain of names such as .Attr.name. The parser gives the
// position of the second name if there are several, so mark goes back to the first one.
func (u *blockUse) mark(at parse.Node, format string, args ...any) *diag.Diagnostic {
	from := at.Position()
	switch n := at.(type) {
	case *parse.FieldNode:
		if len(n.Ident) > 1 {
			from -= parse.Pos(len(n.Ident[0]) + 1)
		}
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			from -= parse.Pos(len(n.Ident[0]))
		}
	}
	return u.errorf(from, len(at.String()), format, args...)
}

func (u *blockUse) errorf(at parse.Pos, length int, format string, args ...any) *diag.Diagnostic {
	u.ds.Add(u.file.At(int(at), int(at)+length, diag.Error, codeBlockUse, format, args...))
	return &u.ds[len(u.ds)-1]
}

func (u *blockUse) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			u.text(n)
		case *parse.ActionNode:
			u.pipe(n.Pipe)
		case *parse.IfNode:
			u.pipe(n.Pipe)
			u.list(n.List)
			u.list(n.ElseList)
		case *parse.RangeNode:
			u.within(n.Pipe, n.List, n.ElseList)
		case *parse.WithNode:
			u.within(n.Pipe, n.List, n.ElseList)
		case *parse.TemplateNode:
			u.pipe(n.Pipe)
			if n.Pipe != nil && u.isBlock(n.Pipe) {
				u.template(n.Name, true)
			}
		}
	}
}

// within checks a {{with}} or {{range}}: list has another dot, the {{else}} part has not.
func (u *blockUse) within(p *parse.PipeNode, list, elseList *parse.ListNode) {
	u.pipe(p)
	outer := u.top
	u.top = outer && u.isBlock(p)
	u.list(list)
	u.top = outer
	u.list(elseList)
}

// isBlock reports whether a pipe is the block itself.
func (u *blockUse) isBlock(p *parse.PipeNode) bool {
	if len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return false
	}
	switch n := p.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
		return u.top
	case *parse.VariableNode:
		return len(n.Ident) == 1 && n.Ident[0] == "$"
	}
	return false
}

func (u *blockUse) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for i, c := range p.Cmds {
		for _, a := range c.Args {
			u.arg(a)
		}
		if name, ok := c.Args[0].(*parse.IdentifierNode); ok && (name.Ident == "markup" || name.Ident == "attrs") {
			u.raw(name.Ident, c.Args[1:])
			if i > 0 {
				u.raw(name.Ident, p.Cmds[i-1].Args)
			}
		}
		if field, key := lastName(c.Args[0]), c.Args[1:]; field == "Word" && len(key) == 1 {
			u.word(key[0])
		}
	}
}

func (u *blockUse) arg(n parse.Node) {
	switch n := n.(type) {
	case *parse.PipeNode:
		u.pipe(n)
	case *parse.FieldNode:
		if u.top {
			u.known(n.Ident[0], n)
		}
		u.names(n.Ident, n)
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) > 1 {
			u.known(n.Ident[1], n)
		}
		u.names(n.Ident[1:], n)
	case *parse.ChainNode:
		u.arg(n.Node)
		u.names(n.Field, n)
	}
}

// known reports a name that a block does not have.
func (u *blockUse) known(name string, at parse.Node) {
	if fields := fieldsOf(reflect.TypeFor[*block.Block]()); !slices.Contains(fields, "."+name) {
		u.mark(at, "a block has no .%s", name).Hint = diag.DidYouMean("."+name, fields)
	}
}

// names checks a chain of names such as .Attr.name.
func (u *blockUse) names(names []string, at parse.Node) {
	for i, name := range names {
		switch {
		case name == "Items" && u.block.Body != config.BodyList && u.block.Body != config.BodyHeadings:
			u.mark(at, ".Items is empty: the body of %q is neither a list nor headings", u.block.Key).
				Hint = `write body = "list" or body = "headings" under [blocks.` + u.block.Key + `] in site.toml, or draw .Body`
		case name != "Attr":
		case i+1 == len(names):
			u.mark(at, ".Attr needs the name of an attribute").Hint = "write the name after it, for example .Attr." + u.anAttribute()
		default:
			u.attribute(names[i+1], at)
		}
	}
}

func (u *blockUse) anAttribute() string {
	if len(u.block.Attributes) == 0 {
		return "name"
	}
	return u.block.Attributes[0].Key
}

// attribute reports a name that is not an attribute of the block.
func (u *blockUse) attribute(name string, at parse.Node) {
	var known []string
	for _, a := range u.block.Attributes {
		if a.Key == name {
			return
		}
		known = append(known, a.Key)
	}
	d := u.mark(at, "the block %q has no attribute %q", u.block.Key, name)
	if d.Hint = diag.DidYouMean(name, known); len(known) == 0 {
		d.Hint = "name it in site.toml, [blocks." + u.block.Key + ".attributes." + name + "]"
	}
}

// word reports the key of words that the settings do not have.
func (u *blockUse) word(key parse.Node) {
	s, ok := key.(*parse.StringNode)
	if !ok {
		return
	}
	var known []string
	for _, w := range u.block.Words {
		if w.Key == s.Text {
			return
		}
		known = append(known, w.Key)
	}
	d := u.errorf(s.Pos, len(s.Quoted), "[blocks.%s.words] has no %q", u.block.Key, s.Text)
	if d.Hint = diag.DidYouMean(s.Text, known); len(known) == 0 {
		d.Hint = "write it in site.toml, [blocks." + u.block.Key + ".words." + s.Text + "] with label and label_nl and so on"
	}
}

// raw reports an attribute that the functions markup or attrs would write without escaping.
// Only the attributes of links and pictures are safe with attrs: the program makes them.
func (u *blockUse) raw(function string, args []parse.Node) {
	for _, n := range args {
		names := dotted(n)
		i := slices.Index(names, "Attr")
		if i < 0 || i+1 >= len(names) {
			continue
		}
		for _, a := range u.block.Attributes {
			address := a.Type == config.TypeLink || a.Type == config.TypePicture
			if a.Key != names[i+1] || address && function == "attrs" {
				continue
			}
			d := u.mark(n, "%s would write %q as HTML", function, a.Key)
			if d.Hint = "write {{.Attr." + a.Key + "}}: words are escaped by themselves"; address {
				d.Hint = "write it into a tag: <a {{attrs .Attr." + a.Key + "}}> or <img {{attrs .Attr." + a.Key + `}} alt="…">`
			}
		}
	}
}

// inline matches HTML that the Content-Security-Policy of the pages blocks.
var inline = regexp.MustCompile(`(?i)<(?:script|style|link|iframe|object|embed|base|meta)\b|\s(?:style|(?:data-)?on[a-z-]+)\s*=|\bhref\s*=\s*["']?\s*javascript:`)

func (u *blockUse) text(n *parse.TextNode) {
	for _, m := range inline.FindAllIndex(n.Text, -1) {
		what := bytes.TrimSpace(n.Text[m[0]:m[1]])
		if bytes.HasPrefix(bytes.ToLower(what), []byte("data-on")) {
			u.errorf(n.Pos+parse.Pos(m[1]-len(what)), len(what), "the name %q begins like an event handler, so a value in it would be escaped as a script", what).
				Hint = "choose another name after data-"
			continue
		}
		u.errorf(n.Pos+parse.Pos(m[1]-len(what)), len(what), "the policy of the pages does not allow %q in a template", what).
			Hint = "styles go into templates/blocks/" + u.block.Key + ".css; a block has no script"
	}
}

// dotted returns the chain of names in an argument: Attr, name for .Attr.name.
func dotted(n parse.Node) []string {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident
	case *parse.VariableNode:
		return n.Ident[1:]
	case *parse.ChainNode:
		return n.Field
	}
	return nil
}

func lastName(n parse.Node) string {
	if names := dotted(n); len(names) > 0 {
		return names[len(names)-1]
	}
	return ""
}

var defines = regexp.MustCompile(`\{\{-?\s*(?:define|block)\s+"([^"]+)"`)

// oneTemplate reports the templates that a block's file defines besides its own. They could
// replace templates of the theme, also on pages without the block.
func oneTemplate(f *diag.File) (ds diag.List) {
	for _, m := range defines.FindAllSubmatchIndex(f.Text, -1) {
		name := f.Text[m[2]:m[3]]
		ds.Add(f.At(m[2], m[3], diag.Error, codeBlockUse, "a block's file must not define another template: %q", name).
			WithHint("put it into templates/partials/%s.html", name))
	}
	return ds
}
