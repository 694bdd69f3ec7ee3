package theme

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"playbook/generator/diag"
)

// Codes of mistakes in the markup of a site's own templates. The policy is the
// Content-Security-Policy in the head of every page.
const (
	codeInline diag.Code = "PB1815" // something that the policy forbids to run or load
	codePolicy diag.Code = "PB1816" // a page without a head or without the policy
	codeH1     diag.Code = "PB1817" // a second main heading
	codeHook   diag.Code = "PB1818" // an attribute that a script needs is missing, or no script knows it
)

// A tag is one start tag in a template's file.
type tag struct {
	at, end int
	name    string
	attrs   []attribute
}

type attribute struct {
	at          int
	name, value string
}

var (
	action   = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	comment  = regexp.MustCompile(`(?s)<!--.*?-->`)
	startTag = regexp.MustCompile(`<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>`)
	attrOf   = regexp.MustCompile(`([a-zA-Z_][-a-zA-Z0-9_:.]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?`)
)

// blanked returns text with spaces in place of each match; newlines stay.
func blanked(text []byte, what *regexp.Regexp) []byte {
	return what.ReplaceAllFunc(text, func(m []byte) []byte {
		out := bytes.Repeat([]byte(" "), len(m))
		for i := range m {
			if m[i] == '\n' {
				out[i] = '\n'
			}
		}
		return out
	})
}

// tags returns the start tags of a template outside actions and comments.
func tags(text []byte) (list []tag) {
	text = blanked(blanked(text, action), comment)
	for _, m := range startTag.FindAllSubmatchIndex(text, -1) {
		t := tag{at: m[0], end: m[1], name: strings.ToLower(string(text[m[2]:m[3]]))}
		for _, a := range attrOf.FindAllSubmatchIndex(text[m[4]:m[5]], -1) {
			x := attribute{at: m[4] + a[2], name: strings.ToLower(string(text[m[4]+a[2] : m[4]+a[3]]))}
			if a[4] >= 0 {
				x.value = strings.TrimSpace(strings.Trim(string(text[m[4]+a[4]:m[4]+a[5]]), `"'`))
			}
			t.attrs = append(t.attrs, x)
		}
		list = append(list, t)
	}
	return list
}

func (t *tag) attr(name string) *attribute {
	if i := slices.IndexFunc(t.attrs, func(a attribute) bool { return a.name == name }); i >= 0 {
		return &t.attrs[i]
	}
	return nil
}

// warn is a warning about a place of a template's file.
func (t *Theme) warn(file string, at, end int, code diag.Code, format string, args ...any) diag.Diagnostic {
	raw, _ := t.read(file)
	return diag.NewFile("templates/"+file, raw).At(at, end, diag.Warning, code, format, args...)
}

// CheckOwn finds mistakes in the markup of the site's own templates: templates that render,
// but give pages that break for readers or break the policy.
func (t *Theme) CheckOwn() (ds diag.List) {
	if t.site.Theme == nil {
		return nil
	}
	originals := t.originals()
	for _, file := range t.site.Own {
		if raw, ok := t.read(file); ok && slices.Contains(slices.Collect(maps.Values(t.files)), file) && !t.untouched(file, raw) {
			ds = append(ds, t.inline(file, raw)...)
			ds = append(ds, t.first(file, raw)...)
		}
	}
	ds = append(ds, t.unused()...)
	ds = append(ds, t.heads()...)
	ds = append(ds, t.headings()...)
	return append(ds, t.hooks(originals)...)
}

// inline finds what the policy forbids: scripts and styles written in the page itself, and
// anything loaded from another site.
func (t *Theme) inline(file string, raw []byte) (ds diag.List) {
	add := func(at, end int, hint, format string, args ...any) {
		ds.Add(t.warn(file, at, end, codeInline, format, args...).WithHint("%s", hint))
	}
	for _, g := range tags(raw) {
		kind := ""
		if a := g.attr("type"); a != nil {
			kind = a.value
		}
		nameEnd := g.at + 1 + len(g.name)
		switch {
		case g.name == "style":
			add(g.at, nameEnd, "write it into a sheet of your own, templates/styles/90-own.css", "browsers ignore a <style> in the page: the policy forbids it")
		case g.name == "script" && g.attr("src") == nil && !strings.HasSuffix(kind, "json"):
			add(g.at, nameEnd, "put it into a file, and import that in a copy of client/main.js: 'generate theme export client/main.js'", "browsers do not run a script written in the page: the policy forbids it")
		}
		for _, a := range g.attrs {
			address := strings.ToLower(a.value)
			away := strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:") || strings.HasPrefix(address, "//")
			switch {
			case a.name == "style":
				add(a.at, a.at+len(a.name), "give the element a class, and style that in templates/styles/90-own.css", "browsers ignore the attribute style: the policy forbids it")
			case strings.HasPrefix(a.name, "on") && len(a.name) > 3:
				add(a.at, a.at+len(a.name), "listen for it in a script: document.addEventListener", "browsers do not run the handler %s: the policy forbids it", a.name)
			case a.name == "href" && strings.HasPrefix(address, "javascript:"):
				add(a.at, a.at+len(a.name), "use a button, and listen for it in a script", "browsers do not run a script in an address: the policy forbids it")
			case away && (a.name == "src" || a.name == "srcset" || a.name == "poster" || a.name == "href" && g.name == "link" && loads(&g)):
				hint := `put the file below templates/ and write {{asset "images/x.png"}}`
				if g.name == "script" || g.name == "link" {
					hint = "put the file below templates/: client/ for a script, styles/ for a style sheet, fonts/ for a font"
				}
				add(a.at, a.at+len(a.name), hint, "no page may load %q: the policy allows only files of the site", diag.Clip(a.value))
			}
		}
	}
	return ds
}

// loads reports whether a link makes a browser load something.
func loads(g *tag) bool {
	a := g.attr("rel")
	return a != nil && regexp.MustCompile(`stylesheet|icon|preload|manifest`).MatchString(a.value)
}

// isPolicy reports whether a tag sets the policy.
func (g *tag) isPolicy() bool {
	a := g.attr("http-equiv")
	return g.name == "meta" && a != nil && strings.EqualFold(a.value, "Content-Security-Policy")
}

// first finds an element before the policy. The policy applies only to what follows it.
func (t *Theme) first(file string, raw []byte) (ds diag.List) {
	list := tags(raw)
	if !slices.ContainsFunc(list, func(g tag) bool { return g.isPolicy() }) {
		return nil
	}
	for _, g := range list {
		if g.isPolicy() {
			return nil
		}
		if slices.Contains([]string{"meta", "link", "script", "style", "base"}, g.name) {
			return diag.List{t.warn(file, g.at, g.at+1+len(g.name), codePolicy, "<%s> comes before the policy, so the policy does not apply to it", g.name).
				WithHint("make the policy the first element of the head")}
		}
	}
	return nil
}

// closure returns the named templates and all that they call, directly or indirectly.
func closure(trees map[string]*parse.Tree, names ...string) map[string]bool {
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if tree := trees[name]; tree != nil && !seen[name] {
			seen[name] = true
			walkTree(tree.Root, func(n parse.Node) {
				if c, ok := n.(*parse.TemplateNode); ok {
					visit(c.Name)
				}
			})
		}
	}
	for _, name := range names {
		visit(name)
	}
	return seen
}

// heads finds pages without a head, and heads without the policy.
func (t *Theme) heads() (ds diag.List) {
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		file := t.files[name]
		page := isPage(name)
		if !page && name != "head" || !t.isOwn(file) || name != templateName(file) {
			continue
		}
		called := closure(t.trees, name)
		if page && called["head"] || slices.ContainsFunc(slices.Collect(maps.Keys(called)), t.hasPolicy) {
			continue
		}
		raw, _ := t.read(file)
		at, end := 0, 1
		what, hint := "the page has no head: no policy, no styles, no scripts", `begin the layout with {{template "head" .}}, and end it with {{template "foot" .}}`
		for _, g := range tags(raw) {
			if g.name == "head" {
				at, end = g.at, g.at+len("<head")
				what, hint = "the head has no policy", `write <meta http-equiv="Content-Security-Policy" content="{{csp}}"> first`
			}
		}
		ds.Add(t.warn(file, at, end, codePolicy, "%s", what).WithHint("%s", hint))
	}
	return ds
}

// isPage reports whether a template is a whole page.
func isPage(name string) bool {
	return strings.HasPrefix(name, "layouts/") && !strings.HasPrefix(name, "layouts/kinds/") && !strings.HasPrefix(name, "layouts/packed/")
}

func (t *Theme) hasPolicy(name string) bool {
	found := false
	walkTree(t.trees[name].Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.IdentifierNode:
			found = found || n.Ident == "csp"
		case *parse.TextNode:
			found = found || bytes.Contains(n.Text, []byte("Content-Security-Policy"))
		}
	})
	return found
}

var h1 = regexp.MustCompile(`(?i)<h1[\s>]`)

// headings finds pages that can have more than one main heading.
func (t *Theme) headings() (ds diag.List) {
	said := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		if !isPage(name) || t.mainHeadings(t.trees[name].Root, map[string]bool{name: true}) < 2 {
			continue
		}
		called := closure(t.trees, name)
		var files []string
		for inner := range called {
			if file := t.files[inner]; t.isOwn(file) && !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
		slices.Sort(files)
		if i := slices.Index(files, t.files[name]); i > 0 { // the page itself comes first
			files[0], files[i] = files[i], files[0]
		}
		for _, want := range []int{2, 1} { // report the second <h1> of one file, or else the <h1> of a second file
			for _, file := range slices.Backward(files) {
				raw, _ := t.read(file)
				m := h1.FindAllIndex(blanked(blanked(raw, action), comment), -1)
				if len(m) >= want && !said[name] {
					said[name] = true
					if !said[file] {
						said[file] = true
						ds.Add(t.warn(file, m[want-1][0], m[want-1][0]+len("<h1"), codeH1, "the page %q has a second <h1>", strings.TrimPrefix(name, "layouts/")).
							WithHint("use <h2>: the title of a page is its one main heading"))
					}
				}
			}
		}
	}
	return ds
}

// mainHeadings returns the largest number of main headings that a list of nodes can draw.
// It counts the body of a {{range}} once.
func (t *Theme) mainHeadings(l *parse.ListNode, inside map[string]bool) (n int) {
	if l == nil {
		return 0
	}
	branch := func(b *parse.BranchNode) int {
		return max(t.mainHeadings(b.List, inside), t.mainHeadings(b.ElseList, inside))
	}
	for _, node := range l.Nodes {
		switch node := node.(type) {
		case *parse.TextNode:
			n += len(h1.FindAllIndex(blanked(node.Text, comment), -1))
		case *parse.IfNode:
			n += branch(&node.BranchNode)
		case *parse.WithNode:
			n += branch(&node.BranchNode)
		case *parse.RangeNode:
			n += branch(&node.BranchNode)
		case *parse.TemplateNode:
			if tree := t.trees[node.Name]; tree != nil && !inside[node.Name] {
				inside[node.Name] = true
				n += t.mainHeadings(tree.Root, inside)
				delete(inside, node.Name)
			}
		}
	}
	return n
}
