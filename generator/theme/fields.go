package theme

import (
	"bytes"
	"html/template"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"playbook/generator/diag"
	"playbook/generator/kinds"
)

const codeField diag.Code = "PB1814"

// dotOf returns the type of dot in a template that is executed from Go, nil for a template
// that is only called by other templates.
func dotOf(name string) reflect.Type {
	if t, ok := map[string]reflect.Type{
		"layouts/packed/shell": reflect.TypeFor[*Shell](), "masthead": reflect.TypeFor[*Masthead](), "footer": reflect.TypeFor[*Footer](),
		"head-links": reflect.TypeFor[*HeadLinks](), "sidebar-entry": reflect.TypeFor[*Entry](), "sidebar-more": reflect.TypeFor[*Entry](),
		"sidebar-section": reflect.TypeFor[*Link](),
	}[name]; ok {
		return t
	}
	switch {
	case strings.HasPrefix(name, "layouts/kinds/"):
		return reflect.TypeFor[*KindView]()
	case strings.HasPrefix(name, "layouts/"):
		return reflect.TypeFor[*View]()
	}
	kind, _ := strings.CutPrefix(name, "widgets/") // only these templates of a kind are executed from Go
	return kinds.ByName()[strings.TrimSuffix(kind, "/practice")].Sees
}

// A typer finds the types of values in templates. It starts with the templates that are
// executed from Go and follows their calls. A value of unknown type (nil) is not checked.
type typer struct {
	theme *Theme
	funcs template.FuncMap
	done  map[typed]bool
	stack []call
	// blamed are the calls, already reported, that pass a value of a wrong type.
	blamed map[parse.Node]bool
	ds     diag.List
}

// typed is a template with the type of its dot, nil if unknown.
type typed struct {
	name string
	dot  reflect.Type
}

// A call is a place where one template calls another.
type call struct {
	in string
	at parse.Node
	to string
}

// checkFields finds fields and templates that do not exist. It returns the names of the
// templates that are used.
func (t *Theme) checkFields() (reached map[string]bool, ds diag.List) {
	y := t.follow()
	reached = map[string]bool{}
	for d := range y.done {
		reached[d.name] = true
	}
	return reached, y.ds
}

// follow checks all templates that are executed from Go and those that they call.
func (t *Theme) follow() *typer {
	y := &typer{theme: t, funcs: t.funcs(newStrings(fallbackLang)), done: map[typed]bool{}, blamed: map[parse.Node]bool{}}
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		if dot := dotOf(name); dot != nil {
			y.template(name, dot)
		}
	}
	return y
}

func (y *typer) template(name string, dot reflect.Type) {
	tree := y.theme.trees[name]
	if key := (typed{name, dot}); tree == nil || y.done[key] {
		return
	} else {
		y.done[key] = true
	}
	s := &scope{typer: y, name: name, vars: []variable{{"$", dot}}}
	s.list(tree.Root, dot)
}

// A scope is one template while it is checked, with its variables.
type scope struct {
	*typer
	name string
	vars []variable
}

type variable struct {
	name string
	t    reflect.Type
}

func (s *scope) list(l *parse.ListNode, dot reflect.Type) {
	if l == nil {
		return
	}
	mark := len(s.vars)
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			s.pipe(n.Pipe, dot)
		case *parse.IfNode:
			mark := len(s.vars)
			s.pipe(n.Pipe, dot)
			s.list(n.List, dot)
			s.list(n.ElseList, dot)
			s.vars = s.vars[:mark]
		case *parse.WithNode:
			mark := len(s.vars)
			inner := s.pipe(n.Pipe, dot)
			s.list(n.List, inner)
			s.list(n.ElseList, dot)
			s.vars = s.vars[:mark]
		case *parse.RangeNode:
			s.turns(n, dot)
		case *parse.TemplateNode:
			s.call(n, s.pipe(n.Pipe, dot))
		}
	}
	s.vars = s.vars[:mark]
}

// turns checks a {{range}}.
func (s *scope) turns(n *parse.RangeNode, dot reflect.Type) {
	mark := len(s.vars)
	over := s.pipeValue(n.Pipe, dot)
	var key, element reflect.Type
	if over != nil {
		over = indirect(over)
		switch over.Kind() {
		case reflect.Slice, reflect.Array:
			key, element = reflect.TypeFor[int](), over.Elem()
		case reflect.Map:
			key, element = over.Key(), over.Elem()
		case reflect.Int:
			key, element = over, over
		}
	}
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		s.vars = append(s.vars, variable{d[0].Ident[0], element})
	case 2:
		s.vars = append(s.vars, variable{d[0].Ident[0], key}, variable{d[1].Ident[0], element})
	}
	s.list(n.List, element)
	s.vars = s.vars[:mark]
	s.list(n.ElseList, dot)
}

// call checks the call of a template.
func (s *scope) call(n *parse.TemplateNode, dot reflect.Type) {
	t := s.theme
	if t.trees[n.Name] == nil {
		if t.sources[n.Name] != "" { // an empty template
			return
		}
		d := t.at(s.name, n, codeTemplate, "there is no template %q", n.Name)
		d.Hint = diag.DidYouMean(n.Name, slices.Sorted(maps.Keys(t.trees)))
		s.ds.Add(t.marked(d, s.name, int(n.Position()), strconv.Quote(n.Name)))
		return
	}
	s.stack = append(s.stack, call{s.name, n, n.Name})
	s.template(n.Name, dot)
	s.stack = s.stack[:len(s.stack)-1]
}

// pipe returns the type of a pipe and adds the variables that the pipe declares.
func (s *scope) pipe(p *parse.PipeNode, dot reflect.Type) reflect.Type {
	t := s.pipeValue(p, dot)
	if p == nil {
		return nil
	}
	for _, d := range p.Decl {
		if !p.IsAssign {
			s.vars = append(s.vars, variable{d.Ident[0], t})
			continue
		}
		for i := range s.vars {
			if s.vars[i].name == d.Ident[0] && s.vars[i].t != t {
				s.vars[i].t = nil // it has had values of two types
			}
		}
	}
	return t
}

func (s *scope) pipeValue(p *parse.PipeNode, dot reflect.Type) (t reflect.Type) {
	if p == nil {
		return nil
	}
	for _, c := range p.Cmds {
		t = s.command(c, dot)
	}
	return t
}

func (s *scope) command(c *parse.CommandNode, dot reflect.Type) reflect.Type {
	var args []reflect.Type
	for _, a := range c.Args[1:] {
		args = append(args, s.value(a, dot))
	}
	name, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		return s.value(c.Args[0], dot)
	}
	return s.result(name.Ident, args)
}

// result returns the type of a function's result.
func (s *scope) result(name string, args []reflect.Type) reflect.Type {
	if f := s.funcs[name]; f != nil {
		return reflect.TypeOf(f).Out(0)
	}
	switch name {
	case "len":
		return reflect.TypeFor[int]()
	case "not", "eq", "ne", "lt", "le", "gt", "ge":
		return reflect.TypeFor[bool]()
	case "and", "or":
		for _, a := range args {
			if a != args[0] {
				return nil
			}
		}
		return args[0]
	case "index":
		if len(args) != 2 || args[0] == nil {
			return nil
		}
		if t := indirect(args[0]); t.Kind() == reflect.Slice || t.Kind() == reflect.Array || t.Kind() == reflect.Map {
			return t.Elem()
		}
	}
	return nil
}

func (s *scope) value(n parse.Node, dot reflect.Type) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return s.fields(dot, n, n.Ident, 1)
	case *parse.VariableNode:
		for i := len(s.vars) - 1; i >= 0; i-- {
			if s.vars[i].name == n.Ident[0] {
				return s.fields(s.vars[i].t, n, n.Ident[1:], len(n.Ident[0])+1)
			}
		}
	case *parse.ChainNode:
		return s.fields(s.value(n.Node, dot), n, n.Field, len(n.Node.String())+1)
	case *parse.PipeNode:
		return s.pipeValue(n, dot)
	case *parse.IdentifierNode:
		return s.result(n.Ident, nil)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	}
	return nil
}

// fields returns the type at the end of a chain of names such as .Page.Title. First is the
// offset of the first name in the node's text.
func (s *scope) fields(t reflect.Type, n parse.Node, names []string, first int) reflect.Type {
	for _, name := range names {
		if t == nil {
			return nil
		}
		next, ok := member(t, name)
		if !ok {
			s.missing(t, n, name, first)
			return nil
		}
		t = next
		first += len(name) + 1
	}
	return t
}

func indirect(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// member returns the type of a field or of a method's result; ok is false if t has neither.
// For an interface, the type is unknown (nil) and ok is true.
func member(t reflect.Type, name string) (next reflect.Type, ok bool) {
	if m, ok := t.MethodByName(name); ok {
		return m.Type.Out(0), true
	}
	if t.Kind() == reflect.Interface {
		return nil, true
	}
	if t.Kind() != reflect.Pointer {
		if m, ok := reflect.PointerTo(t).MethodByName(name); ok {
			return m.Type.Out(0), true
		}
	}
	switch t = indirect(t); t.Kind() {
	case reflect.Interface:
		return nil, true
	case reflect.Struct:
		f, ok := t.FieldByName(name)
		return f.Type, ok && f.IsExported()
	case reflect.Map:
		return t.Elem(), true
	}
	return nil, false
}

// text returns the source of a template's file.
func (t *Theme) text(template string) []byte {
	raw, _ := fs.ReadFile(t.fsys, t.files[template]) // it was read before
	return raw
}

// start returns the offset at which a node begins. Its own Position is not enough, since for
// a chain of names that is the position of the second name.
func start(text []byte, n parse.Node) int {
	at, said := int(n.Position()), n.String()
	for from := min(at, len(text)); from >= max(0, at-len(said)); from-- {
		if bytes.HasPrefix(text[from:], []byte(said)) {
			return from
		}
	}
	return at
}

// marked returns d with its position moved to the first occurrence of word at or after from.
func (t *Theme) marked(d diag.Diagnostic, template string, from int, word string) diag.Diagnostic {
	text := t.text(template)
	from = min(max(from, 0), len(text))
	i := bytes.Index(text[from:], []byte(word))
	if i < 0 {
		return d
	}
	m := diag.NewFile("templates/"+t.files[template], text).At(from+i, from+i+len(word), d.Severity, d.Code, "%s", d.Message)
	m.Hint = d.Hint
	return m
}

// isOwn reports whether a file is the site's own. Without a theme to compare with, all are.
func (t *Theme) isOwn(file string) bool {
	return t.site.Theme == nil || slices.Contains(t.site.Own, file)
}
