package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/diag"
)

// For describes the site for which a theme is loaded.
type For struct {
	// Theme is the theme without the site's own files, or nil if there is nothing to
	// compare with. Own are the paths of the site's own files.
	Theme fs.FS
	Own   []string
	// Languages and Kinds are those of the site, or nil if unknown.
	Languages, Kinds []string
	// Params are the values of [params] in site.toml.
	Params map[string]any
	// Blocks are the blocks that the site defines.
	Blocks []*config.Block
}

// codeParam is for a value that [params] does not have.
const codeParam diag.Code = "PB1813"

// A picture is a file that templates name. Its address depends on the page, so a
// template writes token, which is replaced by the address when the page is written.
type picture struct {
	file  assets.File
	token string
}

// tokenStart begins the token of a picture. Attributes accept all characters of a token
// unchanged.
const tokenStart = "~pb~asset~"

// Pictures are the pictures and fonts that the templates name.
func (t *Theme) Pictures() (files []assets.File) {
	for _, name := range slices.Sorted(maps.Keys(t.pictures)) {
		files = append(files, t.pictures[name].file)
	}
	return files
}

// asset is the template function with that name.
func (t *Theme) asset(name string) (template.URL, error) {
	p, ok := t.pictures[clean(name)]
	if !ok {
		return "", fmt.Errorf("the name of a file in templates/ must be written out in the template, found %q", name)
	}
	return template.URL(p.token), nil
}

func clean(name string) string { return strings.TrimPrefix(path.Clean(name), "/") }

// located replaces the tokens of pictures in a page by addresses.
func (t *Theme) located(page []byte, at origin) []byte {
	if len(t.pictures) == 0 || !bytes.Contains(page, []byte(tokenStart)) {
		return page
	}
	var pairs []string
	for _, p := range t.pictures {
		pairs = append(pairs, p.token, at.to(p.file.URL))
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(page)))
}

// param is the template function with that name. It returns a value of [params], or the
// template's default for a site without it.
func (t *Theme) param(name string, or ...any) (any, error) {
	if v, ok := t.lookup(name); ok {
		return v, nil
	}
	if len(or) > 0 {
		return or[0], nil
	}
	return nil, fmt.Errorf("[params] in site.toml has no %q", name)
}

// lookup finds a value of [params]: "support.mail" is mail in [params.support].
func (t *Theme) lookup(name string) (v any, ok bool) {
	v = t.site.Params
	for key := range strings.SplitSeq(name, ".") {
		m, is := v.(map[string]any)
		if !is {
			return nil, false
		}
		if v, ok = m[key]; !ok {
			return nil, false
		}
	}
	return v, true
}

// paramNames returns the names of all values in a table of [params].
func paramNames(prefix string, table map[string]any) (names []string) {
	for key, v := range table {
		if m, ok := v.(map[string]any); ok {
			names = append(names, paramNames(prefix+key+".", m)...)
		}
		names = append(names, prefix+key)
	}
	slices.Sort(names)
	return names
}

// needs finds the pictures and values that templates use.
func (t *Theme) needs() (ds diag.List) {
	t.pictures = map[string]picture{}
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		walkTree(t.trees[name].Root, func(n parse.Node) {
			c, ok := n.(*parse.CommandNode)
			if !ok {
				return
			}
			call, ok := c.Args[0].(*parse.IdentifierNode)
			if !ok || call.Ident != "asset" && call.Ident != "param" {
				return
			}
			var arg *parse.StringNode
			if len(c.Args) > 1 {
				arg, _ = c.Args[1].(*parse.StringNode)
			}
			switch {
			case call.Ident == "asset" && arg == nil:
				ds.Add(t.at(name, call, assets.CodePicture, "asset takes the name of a file in templates/, written out").
					WithHint(`write {{asset "images/truck.svg"}}`))
			case call.Ident == "asset":
				ds = append(ds, t.need(name, arg)...)
			case arg != nil && len(c.Args) == 2:
				if _, ok := t.lookup(arg.Text); !ok {
					d := t.at(name, arg, codeParam, "[params] in site.toml has no %q", arg.Text)
					if d.Hint = diag.DidYouMean(arg.Text, paramNames("", t.site.Params)); d.Hint == "" {
						d.Hint = fmt.Sprintf("write it there, or say what holds without it: {{param %q \"…\"}}", arg.Text)
					}
					ds.Add(d)
				}
			}
		})
	}
	for i, name := range slices.Sorted(maps.Keys(t.pictures)) {
		p := t.pictures[name]
		p.token = tokenStart + strconv.Itoa(i) + "~"
		t.pictures[name] = p
	}
	return ds
}

// need adds one picture.
func (t *Theme) need(template string, arg *parse.StringNode) diag.List {
	name := clean(arg.Text)
	if _, ok := t.pictures[name]; ok {
		return nil
	}
	f, err := assets.Picture(t.fsys, name, arg.Text)
	var wrong *assets.PictureError
	if !errors.As(err, &wrong) {
		t.pictures[name] = picture{file: f}
		return nil
	}
	if wrong.Finding.Path != "" { // the mistake is in the picture
		return diag.List{wrong.Finding}
	}
	d := t.at(template, arg, assets.CodePicture, "%s", wrong.Finding.Message)
	d.Hint = wrong.Finding.Hint
	return diag.List{d}
}

// at returns an error at a node of a template.
func (t *Theme) at(template string, n parse.Node, code diag.Code, format string, args ...any) diag.Diagnostic {
	file := t.files[template]
	raw, err := fs.ReadFile(t.fsys, file)
	if err != nil {
		return fileDiag(file, 0, code, fmt.Sprintf(format, args...))
	}
	at := int(n.Position())
	return diag.NewFile("templates/"+file, raw).At(at, at+len(n.String()), diag.Error, code, format, args...)
}

// walkTree calls f for every node below n, and n itself.
func walkTree(n parse.Node, f func(parse.Node)) {
	if n == nil {
		return
	}
	f(n)
	list := func(l *parse.ListNode) {
		if l != nil {
			walkTree(l, f)
		}
	}
	pipe := func(p *parse.PipeNode) {
		if p != nil {
			walkTree(p, f)
		}
	}
	branch := func(b *parse.BranchNode) {
		pipe(b.Pipe)
		list(b.List)
		list(b.ElseList)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, x := range n.Nodes {
			walkTree(x, f)
		}
	case *parse.ActionNode:
		pipe(n.Pipe)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		pipe(n.Pipe)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walkTree(c, f)
		}
	case *parse.CommandNode:
		for _, a := range n.Args {
			walkTree(a, f)
		}
	case *parse.ChainNode:
		walkTree(n.Node, f)
	}
}
