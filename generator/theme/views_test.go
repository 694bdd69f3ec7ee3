package theme

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"html/template"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"playbook/templates"
)

const module = "playbook/generator/"

// isNamed is how a comment begins that stands beside the name anyway.
var isNamed = regexp.MustCompile(`^[A-Z]\w* (?:is|are) `)

// A source is what the sources of a package say of its types: the comment of each type,
// by "Type", and of each field and method, by "Type.Name".
type source map[string]said

type said struct {
	doc    string
	names  []string // of all fields of the same line
	params []string
}

// sourceOf reads the sources of a package.
func sourceOf(t *testing.T, pkg string) source {
	t.Helper()
	s := source{}
	files, _ := filepath.Glob("../" + strings.TrimPrefix(pkg, module) + "/*.go") // the pattern is right
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						s.typed(spec, cmp.Or(spec.Doc.Text(), d.Doc.Text()))
					}
				}
			case *ast.FuncDecl:
				s.method(d)
			}
		}
	}
	return s
}

func (s source) typed(spec *ast.TypeSpec, doc string) {
	s[spec.Name.Name] = said{doc: doc}
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range st.Fields.List {
		var names []string
		for _, n := range f.Names {
			if n.IsExported() {
				names = append(names, n.Name)
			}
		}
		for _, n := range names {
			s[spec.Name.Name+"."+n] = said{doc: cmp.Or(f.Doc.Text(), f.Comment.Text()), names: names}
		}
	}
}

func (s source) method(d *ast.FuncDecl) {
	if d.Recv == nil {
		return
	}
	on := d.Recv.List[0].Type
	if p, ok := on.(*ast.StarExpr); ok {
		on = p.X
	}
	of, ok := on.(*ast.Ident)
	if !ok {
		return
	}
	var params []string
	for _, p := range d.Type.Params.List {
		for _, n := range p.Names {
			params = append(params, n.Name)
		}
	}
	s[of.Name+"."+d.Name.Name] = said{doc: d.Doc.Text(), names: []string{d.Name.Name}, params: params}
}

// A reference is what templates see, with the comments of the sources.
type reference struct {
	t       *testing.T
	sources map[string]source
	// dots are what each template sees, nil for nothing; files are where it stands.
	dots  map[string][]reflect.Type
	files map[string]string
	types []reflect.Type
	wrong []string
}

func (r *reference) errorf(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

// referenceOf follows the types from the templates of which keep holds.
func referenceOf(t *testing.T, keep func(file string) bool) *reference {
	t.Helper()
	words, _ := LoadWords(templates.FS, "en")
	theme, _ := Load(templates.FS, words)
	r := &reference{t: t, sources: map[string]source{}, dots: map[string][]reflect.Type{}, files: theme.files}
	var queue []reflect.Type
	for d := range theme.follow().done {
		if !keep(theme.files[d.name]) {
			continue
		}
		r.dots[d.name] = append(r.dots[d.name], d.dot)
		if d.dot != nil {
			queue = append(queue, d.dot)
		}
	}
	for len(queue) > 0 {
		next := element(queue[0])
		queue = queue[1:]
		if slices.Contains(r.types, next) || !strings.HasPrefix(next.PkgPath(), module) || next.Kind() != reflect.Struct {
			continue
		}
		r.types = append(r.types, next)
		for _, name := range members(next) {
			if m, _ := member(next, name[1:]); m != nil {
				queue = append(queue, m)
			}
		}
	}
	slices.SortFunc(r.types, func(a, b reflect.Type) int { return strings.Compare(r.name(a), r.name(b)) })
	return r
}

// element is what a list, or a list of lists, holds.
func element(t reflect.Type) reflect.Type {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map}, t.Kind()) && t.Name() == "" {
		t = t.Elem()
	}
	return t
}

func (r *reference) source(t reflect.Type) source {
	pkg := t.PkgPath()
	if r.sources[pkg] == nil {
		r.sources[pkg] = sourceOf(r.t, pkg)
	}
	return r.sources[pkg]
}

// name is what the page calls a type.
func (r *reference) name(t reflect.Type) string {
	if strings.HasPrefix(t.PkgPath(), module+"widget/") {
		return path.Base(t.PkgPath()) + " " + t.Name()
	}
	return t.Name()
}

// anchor is the id of a type's heading.
func (r *reference) anchor(t reflect.Type) string {
	return "view-" + strings.ToLower(strings.ReplaceAll(r.name(t), " ", "-"))
}

// words are a type as a designer would say it.
func (r *reference) words(t reflect.Type, many bool) string {
	number := func(one, more string) string {
		if many {
			return more
		}
		return one
	}
	switch t {
	case nil:
		return "nothing"
	case reflect.TypeFor[template.HTML]():
		return "HTML"
	case reflect.TypeFor[template.HTMLAttr]():
		return number("an attribute", "attributes")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return r.words(t.Elem(), many)
	case reflect.Slice, reflect.Array:
		return number("list", "lists") + " of " + r.words(t.Elem(), true)
	case reflect.Map:
		return number("table", "tables") + " of " + r.words(t.Elem(), true)
	case reflect.String:
		return number("text", "texts")
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Uint8, reflect.Float64:
		return number("number", "numbers")
	case reflect.Struct:
		if slices.Contains(r.types, t) {
			return fmt.Sprintf("[%s](#%s)", r.name(t), r.anchor(t))
		}
	case reflect.Interface:
		return number("any value", "any values")
	case reflect.Func:
		return number("a list to go through", "lists to go through")
	}
	r.errorf("the page has no words for a %s", t)
	return ""
}

var (
	docLink = regexp.MustCompile(`\[\*?(?:\w+\.)?(\w+)\]`)
	// inGo is what a comment says as programmers do.
	inGo = regexp.MustCompile(`\bnil\b|""`)
)

// prose is a comment as a cell of a table, its first paragraph alone.
func prose(doc string) string {
	doc, _, _ = strings.Cut(strings.TrimSpace(doc), "\n\n")
	doc = inGo.ReplaceAllStringFunc(doc, func(word string) string {
		if word == "nil" {
			return "nothing"
		}
		return "empty"
	})
	doc = docLink.ReplaceAllString(strings.Join(strings.Fields(doc), " "), "$1")
	doc = strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`, "{", `\{`, "[", `\[`, "_", `\_`).Replace(doc)
	if doc != "" && !strings.ContainsAny(doc[len(doc)-1:], ".:?!") {
		doc += "."
	}
	if doc != "" {
		doc = strings.ToUpper(doc[:1]) + doc[1:]
	}
	return doc
}

// markdown is the reference as a part of a page.
func (r *reference) markdown() string {
	var b strings.Builder
	b.WriteString("## What each template sees {#view-templates}\n\n| template | stands in | its dot is |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(r.dots)) {
		var is []string
		for _, t := range r.dots[name] {
			is = append(is, r.words(t, false))
		}
		slices.Sort(is)
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", name, r.files[name], strings.Join(slices.Compact(is), ", or "))
	}
	for _, t := range r.types {
		r.table(&b, t)
	}
	return b.String()
}

// table is what a template may ask of one type. What it has of a type within it stands
// there.
func (r *reference) table(b *strings.Builder, t reflect.Type) {
	src := r.source(t)
	doc := src[t.Name()].doc
	if doc == "" {
		r.errorf("the type %s has no comment", t)
	}
	fmt.Fprintf(b, "\n## %s {#%s}\n\n%s\n", r.name(t), r.anchor(t), prose(doc))
	var within []string
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous && f.IsExported() && slices.Contains(r.types, indirect(f.Type)) {
			within = append(within, r.words(f.Type, false)+", together `."+f.Name+"`")
		}
	}
	if len(within) > 0 {
		fmt.Fprintf(b, "\nIt also has everything of %s.\n", strings.Join(within, " and "))
	}
	var rows []string
	for _, name := range members(t) {
		name = name[1:]
		is, own := src[t.Name()+"."+name]
		if !own {
			if !r.promoted(t, name) {
				r.errorf("%s.%s is in no source of the package", t, name)
			}
			continue
		}
		if is.doc == "" {
			r.errorf("%s.%s has no comment: the manual shows it to designers", t, name)
		}
		if name != slices.Min(is.names) {
			continue // it stands in the row of the first one of its line
		}
		call := "`." + strings.Join(slices.Sorted(slices.Values(is.names)), "`, `.") + "`"
		if is.params != nil {
			call = "`." + name + " " + strings.Join(is.params, " ") + "`"
		}
		value := "any value"
		if m, _ := member(t, name); m != nil {
			value = r.words(m, false)
		}
		rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", call, value, prose(isNamed.ReplaceAllString(is.doc, ""))))
	}
	if len(rows) > 0 {
		b.WriteString("\n| value | is | says |\n|---|---|---|\n" + strings.Join(rows, ""))
	}
}

// promoted reports whether a type has a member from a type within it.
func (r *reference) promoted(t reflect.Type, name string) bool {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			if _, ok := member(f.Type, name); ok {
				return true
			}
		}
	}
	return false
}

// TestViews holds that the reference of all views is as the sources have it, that each
// field and method of a view has a comment, and that all that the theme's templates ask
// for stands there.
func TestViews(t *testing.T) {
	r := referenceOf(t, func(file string) bool { return !strings.HasPrefix(file, "widgets/") })
	text := r.markdown()
	for _, w := range r.wrong {
		t.Error(w)
	}
	if *update {
		if err := os.WriteFile("views.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if text != Views() {
		t.Error("views.md is not as the sources are: run the test with -update")
	}
	words, _ := LoadWords(templates.FS, "en")
	theme, _ := Load(templates.FS, words)
	for name, tree := range theme.trees {
		if strings.HasPrefix(theme.files[name], "widgets/") {
			continue
		}
		if !strings.Contains(text, "| `"+name+"` | `"+theme.files[name]+"` |") {
			t.Errorf("the template %q does not stand there", name)
		}
		walkTree(tree.Root, func(n parse.Node) {
			if f, ok := n.(*parse.FieldNode); ok {
				for _, name := range f.Ident {
					if !regexp.MustCompile("`\\." + name + "[ `]").MatchString(text) {
						t.Errorf("%s: .%s does not stand there", theme.files[tree.Name], name)
					}
				}
			}
		})
	}
}

// TestViewsNeedComments takes the comment of a type, a field and a method away.
func TestViewsNeedComments(t *testing.T) {
	r := referenceOf(t, func(file string) bool { return file == "layouts/404.html" })
	source := r.source(reflect.TypeFor[View]())
	for _, name := range []string{"View", "View.Title", "View.Crumbs"} {
		is := source[name]
		is.doc = ""
		source[name] = is
	}
	if r.markdown(); len(r.wrong) != 3 {
		t.Errorf("expected three findings, got %q", r.wrong)
	}
}
