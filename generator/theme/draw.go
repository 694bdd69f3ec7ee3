package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	texttemplate "text/template"

	"playbook/generator/block"
	"playbook/generator/diag"
	"playbook/generator/site"
)

// A DrawError says that a template failed while a page was drawn, because it uses
// something that does not exist. The author of the template has to fix it, so the error
// carries a finding.
type DrawError struct{ Finding diag.Diagnostic }

func (e *DrawError) Error() string {
	return e.Finding.Place() + ": " + e.Finding.Message
}

// draw executes a template. Everything that is drawn for one page shares a budget.
func (t *Theme) draw(w io.Writer, ls *langSet, left *budget, name string, dot any) error {
	err := ls.set.ExecuteTemplate(&limited{w, left}, name, dot)
	if err == nil {
		return nil
	}
	if inner := (*DrawError)(nil); errors.As(err, &inner) {
		return inner
	}
	if errors.Is(err, errEndless) {
		return &DrawError{t.endless(name)}
	}
	var failed texttemplate.ExecError
	if !errors.As(err, &failed) {
		return err
	}
	d := t.templateDiag(t.files[name], failed)
	if m := noField.FindStringSubmatch(d.Message); m != nil {
		d.Message = strconv.Quote("."+m[1]) + " does not exist: expected a value that the template can use"
		if sees := seen[m[2]]; sees != nil {
			d.Hint = diag.DidYouMean("."+m[1], fieldsOf(sees))
		}
	}
	return &DrawError{d}
}

// html returns the output of a template.
func (r *Renderer) html(lang *site.Lang, left *budget, name string, dot any) (template.HTML, error) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer keep(buf)
	err := r.theme.draw(buf, r.langs[lang].words, left, name, dot)
	return template.HTML(buf.String()), err
}

// draw returns the output of a template for this page.
func (v *View) draw(name string, dot any) (template.HTML, error) {
	return v.r.html(v.page.Lang, v.left, name, dot)
}

// A budget is the number of bytes that may still be drawn for one page. Each call of a
// template and each turn of a {{range}} first writes an empty text, which also costs
// something, so that neither can go on for ever.
type budget int

const (
	maxDrawn  = 64 << 20
	emptyTurn = 64
)

func budgetOf(n int) *budget {
	b := budget(n)
	return &b
}

var errEndless = errors.New("a template does not end")

// limited passes on bytes until the budget is used up and then fails, which stops the
// template.
type limited struct {
	to   io.Writer
	left *budget
}

func (l *limited) Write(p []byte) (int, error) {
	cost := budget(len(p))
	if cost == 0 {
		cost = emptyTurn
	}
	if *l.left -= cost; *l.left < 0 {
		return 0, errEndless
	}
	return l.to.Write(p)
}

// maxText is the largest number of bytes that a template may combine before it writes
// them.
const maxText = 1 << 20

var errLongText = errors.New("the text that a template puts together is longer than 1 MB")

// bounded are the functions of the template language that put text together, held
// to maxText: a variable that doubles would else fill the memory.
var bounded = template.FuncMap{
	"print":   func(args ...any) (string, error) { return within("", args, fmt.Sprint) },
	"println": func(args ...any) (string, error) { return within("", args, fmt.Sprintln) },
	"printf": func(format string, args ...any) (string, error) {
		if wide.MatchString(format) {
			return "", errLongText
		}
		return within(strings.ReplaceAll(format, "%", "{"), args, func(args ...any) string { return fmt.Sprintf(format, args...) })
	},
	"js": func(args ...any) (string, error) { return within("", args, template.JSEscaper) },
}

// within formats args if the result cannot be longer than maxText. The longest
// argument may be used once for every "{" of the format.
func within(format string, args []any, join func(...any) string) (string, error) {
	total, longest := len(format), 0
	for _, a := range args {
		n := textLen(a)
		total, longest = total+n, max(longest, n)
	}
	if total += strings.Count(format, "{") * longest; total > maxText {
		return "", errLongText
	}
	return join(args...), nil
}

func textLen(v any) int {
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String, reflect.Slice, reflect.Array:
		return r.Len()
	}
	return 32
}

// wide matches a verb whose width or precision alone would fill a page.
var wide = regexp.MustCompile(`%[-+# 0]*(?:\*|\d{4,}|\d*\.(?:\*|\d{4,}))`)

// endless is the finding about a template that does not come to an end.
func (t *Theme) endless(name string) diag.Diagnostic {
	return fileDiag(t.files[name], 1, codeTemplate, "this template runs too long: expected a {{range}}, or a call of itself, that ends")
}

// noField matches what the template package says of a name that a dot does not
// have.
var noField = regexp.MustCompile(`^at <[^>]*>: can't evaluate field (\w+) in type (\S+)$`)

// seen are the types that templates see, by their names in messages.
var seen = map[string]reflect.Type{
	"*theme.View": reflect.TypeFor[*View](), "*block.Block": reflect.TypeFor[*block.Block](), "block.Item": reflect.TypeFor[*block.Item](),
}

// fieldsOf returns the names that a template may use on a pointer to a struct.
func fieldsOf(t reflect.Type) []string {
	var names []string
	for i := range t.NumMethod() {
		names = append(names, "."+t.Method(i).Name)
	}
	for _, f := range reflect.VisibleFields(t.Elem()) {
		if f.IsExported() {
			names = append(names, "."+f.Name)
		}
	}
	return names
}
