package theme

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"playbook/generator/config"
	"playbook/generator/diag"
)

// Load reads the templates of a theme: layouts/, partials/, widgets/<kind>/<kind>.html
// and, for the site's own blocks, blocks/<name>.html of fsys. It parses every template
// and its escaping before any page is drawn, so that mistakes are found at the start,
// with their lines. A theme with errors is returned too, but must not be used for
// drawing.
func Load(fsys fs.FS, words Words) (*Theme, diag.List) { return LoadFor(fsys, words, For{}) }

// LoadFor is Load for a site that has its own files in fsys.
func LoadFor(fsys fs.FS, words Words, site For) (*Theme, diag.List) {
	icons, ds := loadIcons(fsys, site.Theme)
	t := &Theme{fsys: fsys, words: words, icons: icons, site: site, blocks: map[string]*config.Block{}, trees: map[string]*parse.Tree{}, files: map[string]string{}, sources: map[string]string{}}
	for _, b := range site.Blocks {
		t.blocks[b.Key] = b
	}
	ds = append(ds, t.parse()...)
	for _, need := range []string{"layouts/home", "layouts/section", "layouts/lesson", "layouts/term", "layouts/terms", "layouts/path", "layouts/paths", "layouts/404", "layouts/system/any", "sidebar", "sidebar-entry", "masthead", "footer"} {
		if t.trees[need] == nil && !ds.HasErrors() {
			line, what := 0, "is missing"
			if t.sources[need] != "" {
				line, what = 1, "is empty"
			}
			ds.Add(fileDiag(cmp.Or(t.sources[need], need+".html"), line, codeMissingPiece, fmt.Sprintf("template %q %s", need, what)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.sources)) {
		if (strings.HasPrefix(name, "widgets/") || strings.HasPrefix(name, "blocks/")) && t.trees[name] == nil && !ds.HasErrors() {
			ds.Add(fileDiag(t.sources[name], 1, codeMissingPiece, fmt.Sprintf("template %q is empty", name)))
		}
	}
	if !ds.HasErrors() {
		ds = append(ds, t.needs()...)
		_, found := t.checkFields()
		ds = append(ds, found...)
	}
	if !ds.HasErrors() {
		ds = append(ds, t.check()...)
	}
	if !ds.HasErrors() {
		ds = append(ds, t.checkBlocks()...)
	}
	return t, ds
}

// templateFiles lists the theme's templates in a fixed order.
func (t *Theme) templateFiles() []string {
	var files []string
	for _, name := range slices.Sorted(maps.Keys(t.blocks)) {
		if file := blockTemplate(name) + ".html"; isFile(t.fsys, file) {
			files = append(files, file)
		}
	}
	for _, dir := range []string{"layouts", "partials", "widgets"} {
		_ = fs.WalkDir(t.fsys, dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && path.Ext(name) == ".html" {
				files = append(files, name)
			}
			return nil // a missing folder has no templates
		})
	}
	return files
}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}

// templateName returns the name of a file's template: its path without extension, for
// partials the bare name, for widgets "widgets/<kind>".
func templateName(file string) string {
	name := strings.TrimSuffix(file, ".html")
	if rest, ok := strings.CutPrefix(name, "partials/"); ok {
		return rest
	}
	if dir := path.Dir(name); strings.HasPrefix(dir, "widgets/") && path.Base(dir) == path.Base(name) {
		return dir
	}
	return name
}

// parse reads every template file into trees.
func (t *Theme) parse() diag.List {
	var ds diag.List
	for _, file := range t.templateFiles() {
		raw, err := fs.ReadFile(t.fsys, file)
		if err != nil {
			ds.Add(fileDiag(file, 0, codeTemplate, err.Error()))
			continue
		}
		name := templateName(file)
		t.sources[name] = file
		tmpl, err := template.New(name).Funcs(stubs()).Parse(string(raw))
		if err != nil {
			ds.Add(t.templateDiag(file, err))
			continue
		}
		if strings.HasPrefix(name, "blocks/") {
			ds = append(ds, oneTemplate(diag.NewFile("templates/"+file, raw))...)
		}
		for _, sub := range tmpl.Templates() {
			if sub.Tree != nil && !parse.IsEmptyTree(sub.Tree.Root) {
				t.trees[sub.Name()] = sub.Tree
				t.files[sub.Name()] = file
			}
		}
	}
	return ds
}

// check computes the escaping of every template, and looks up every string and icon
// that a template names.
func (t *Theme) check() diag.List {
	var ds diag.List
	en := t.lang(fallbackLang)
	for _, miss := range en.misses {
		ds.Add(miss)
	}
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		var bad *template.Error
		// Drawing with nil fails soon, but after the escaping is computed.
		err := en.set.ExecuteTemplate(&limited{io.Discard, budgetOf(maxDrawn / 4)}, name, nil)
		if errors.Is(err, errEndless) {
			ds.Add(t.endless(t.culprit(en.set, name, map[string]bool{})))
			break // every template that calls it takes as long
		}
		if errors.As(err, &bad) || errors.Is(err, errLongText) {
			ds.Add(t.templateDiag(t.files[name], err))
		} else if err != nil && strings.HasSuffix(err.Error(), depthError) {
			// Every template that calls it fails in the same way, after as long a time.
			d := t.templateDiag(t.files[name], err)
			d.Message = "this template calls itself without end: expected the call inside an {{if}} or a {{range}}"
			ds.Add(d)
			break
		}
	}
	return ds
}

// templateCall matches a call of a template in the text of a tree.
var templateCall = regexp.MustCompile(`\{\{template "([^"]+)"`)

// culprit returns the innermost template without an end that an endless template calls.
func (t *Theme) culprit(set *template.Template, name string, seen map[string]bool) string {
	seen[name] = true
	for _, call := range templateCall.FindAllStringSubmatch(t.trees[name].Root.String(), -1) {
		inner := call[1]
		if t.trees[inner] == nil || seen[inner] {
			continue
		}
		if err := set.ExecuteTemplate(&limited{io.Discard, budgetOf(maxDrawn / 4)}, inner, nil); errors.Is(err, errEndless) {
			return t.culprit(set, inner, seen)
		}
	}
	return name
}

// depthError ends the message of the template package about templates that call each
// other without end.
const depthError = "exceeded maximum template depth (100000)"

// templateError matches the messages of the template packages: the template's name,
// which may be missing, its line, and the byte in the line if known.
var templateError = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:]*):(\d+)(?::(\d+))?: (.*)$`)

// contextError matches html/template's message about a template that ends within a tag,
// or whose branches end differently. The state that follows in the message means
// nothing to an author.
var contextError = regexp.MustCompile(`(ends in a non-text context|\{\{\w+\}\} branches end in different contexts): \{`)

// templateDiag converts the template package's message to a diagnostic. The failing
// template may be in another file than the one that was drawn.
func (t *Theme) templateDiag(file string, err error) diag.Diagnostic {
	line, col, msg := 0, -1, err.Error()
	if m := templateError.FindStringSubmatch(msg); m != nil {
		if own := m[1] + ".html"; own != file && t.sources[m[1]] != "" {
			file = t.sources[m[1]]
		}
		line, _ = strconv.Atoi(m[2])
		if m[3] != "" {
			col, _ = strconv.Atoi(m[3])
		}
		msg = m[4]
	}
	said := msg
	if m := contextError.FindStringSubmatch(msg); m != nil {
		msg = m[1] + ": it has a tag, an attribute, a comment or a script that is not closed"
		if strings.HasPrefix(m[1], "{{") {
			msg = m[1] + ": one branch opens a tag, an attribute or a quote that the other closes"
		}
	} else if rest, ok := strings.CutPrefix(msg, "html/template:"); ok {
		_, msg, _ = strings.Cut(rest, ": ")
	}
	if strings.HasSuffix(msg, "unexpected EOF") {
		msg = "this has no {{end}}"
	}
	msg = strings.TrimPrefix(msg, "executing "+strconv.Quote(templateName(file))+" ")
	msg = strings.Join(strings.Fields(msg), " ")
	raw, err := fs.ReadFile(t.fsys, file)
	if err != nil {
		return fileDiag(file, line, codeTemplate, msg)
	}
	f := diag.NewFile("templates/"+file, raw)
	at := f.Offset(line) + col
	if col < 0 {
		at = place(string(raw), line, said)
	}
	d := f.At(at, at, diag.Error, codeTemplate, "%s", msg)
	if m := unknownFunction.FindStringSubmatch(msg); m != nil {
		d.Hint = diag.DidYouMean(m[1], slices.Sorted(maps.Keys(stubs())))
	}
	return d
}

var unknownFunction = regexp.MustCompile(`^function "(\w+)" not defined$`)

// fileDiag returns an error about a theme's file.
func fileDiag(file string, line int, code diag.Code, msg string) diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{Path: "templates/" + file, Line: line, Col: min(line, 1)}, Severity: diag.Error, Code: code, Message: msg}
}

// A langSet is the theme in one language: its words, and the templates with these
// words.
type langSet struct {
	words  *Strings
	set    *template.Template
	misses diag.List
}

// lang returns the theme in a language. It is built on first use, because a site uses
// few of a theme's languages.
func (t *Theme) lang(code string) *langSet {
	words := t.words.of(code)
	once, _ := t.sets.LoadOrStore(words.Lang, sync.OnceValue(func() *langSet { return t.build(words) }))
	return once.(func() *langSet)()
}

// build makes the templates of one language.
func (t *Theme) build(words *Strings) *langSet {
	ls := &langSet{words: words}
	ls.set = template.New("").Funcs(t.funcs(words))
	for _, name := range slices.Sorted(maps.Keys(t.trees)) {
		f := folding{theme: t, words: words, file: t.files[name], tree: t.trees[name].Copy()}
		f.list(f.tree.Root)
		if f.tree.Root != nil { // each call first writes an empty text, see budget
			f.tree.Root.Nodes = slices.Insert(f.tree.Root.Nodes, 0, parse.Node(&parse.TextNode{NodeType: parse.NodeText}))
		}
		ls.misses = append(ls.misses, f.misses...)
		if _, err := ls.set.AddParseTree(name, f.tree); err != nil {
			panic(err) // fails only after an execution, and there was none
		}
	}
	return ls
}

// funcs are the functions that a template may call:
//
//	t "key"            words
//	n "key" 3          words with a number, in the right plural
//	f "key" a b        words with {1} and {2} filled in
//	num 0.5            a number with the language's decimal sign; f writes them so, too
//	percent 20       a number of percent as the language writes it
//	date "2026-11-03"  a date as the language writes it
//	time 85            minutes as "1 h 25"
//	icon "search"      an icon of partials/icons.svg
//	due "+7d"          when an item of a checklist is due
//	repeat "weekly"    how often a checklist comes back
//	markup .HTML       rendered Markdown, as it is
//	csp                the content security policy
//	asset "images/x.svg"   the address of a picture or font of the templates
//	param "support.mail"   a value of [params] in site.toml
func (t *Theme) funcs(words *Strings) template.FuncMap {
	return template.FuncMap{
		"t": words.Get,
		"n": words.Count,
		"f": func(key string, args ...any) (string, error) {
			return within(words.Get(key), args, func(args ...any) string { return words.Fill(key, args...) })
		},
		"num": words.Decimal, "percent": words.Percent,
		"date": words.Date,
		"time": words.Duration,
		"icon": t.icons.use,
		"due":  words.due, "repeat": words.repeat,
		"attrs":  func(html string) template.HTMLAttr { return template.HTMLAttr(html) },
		"markup": func(html string) template.HTML { return template.HTML(html) },
		"csp":    func() string { return CSP },
		"asset":  t.asset, "param": t.param,
		"print": bounded["print"], "println": bounded["println"], "printf": bounded["printf"], "js": bounded["js"],
	}
}

// stubs replace the functions while templates are parsed.
func stubs() template.FuncMap {
	m := template.FuncMap{}
	for name := range (*Theme)(nil).stubFuncs() {
		m[name] = func(...any) string { return "" }
	}
	return m
}

// stubFuncs names the functions without needing a theme.
func (*Theme) stubFuncs() template.FuncMap {
	return (&Theme{}).funcs(&Strings{})
}
