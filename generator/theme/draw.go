package theme

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strconv"
	texttemplate "text/template"

	"playbook/generator/diag"
)

// A DrawError is a template that failed while a page was drawn: it asks for
// something that is not there. That is whoever wrote the template's to mend, so
// it carries a finding.
type DrawError struct{ Finding diag.Diagnostic }

func (e *DrawError) Error() string {
	return e.Finding.Place() + ": " + e.Finding.Message
}

// draw executes a template.
func (v *View) draw(b *bytes.Buffer, name string, dot any) error {
	err := v.ls.set.ExecuteTemplate(&limited{b, maxDrawn}, name, dot)
	if errors.Is(err, errEndless) {
		return &DrawError{v.r.theme.endless(name)}
	}
	var failed texttemplate.ExecError
	if err == nil || !errors.As(err, &failed) {
		return err
	}
	if inner := (*DrawError)(nil); errors.As(err, &inner) {
		return inner
	}
	t := v.r.theme
	d := t.templateDiag(t.files[name], failed)
	if m := noField.FindStringSubmatch(d.Message); m != nil {
		d.Message = strconv.Quote("."+m[1]) + " is not there: expected something that the template sees"
		if m[2] == "*theme.View" {
			d.Hint = diag.DidYouMean("."+m[1], viewFields())
		}
	}
	return &DrawError{d}
}

// maxDrawn is how many bytes one template may write; a browser bears far less.
// Writing nothing, which every turn of a {{range}} begins with, counts as some.
const (
	maxDrawn  = 32 << 20
	emptyTurn = 16
)

var errEndless = errors.New("a template does not come to an end")

// limited passes on so many bytes and then fails, which ends a template that
// would go on.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	cost := len(p)
	if cost == 0 {
		cost = emptyTurn
	}
	if l.left -= cost; l.left < 0 {
		return 0, errEndless
	}
	return l.to.Write(p)
}

// endless is the finding about a template that does not come to an end.
func (t *Theme) endless(name string) diag.Diagnostic {
	return fileDiag(t.files[name], 1, codeTemplate, "this template goes on for longer than any page could: expected a {{range}}, or a call of itself, that comes to an end soon")
}

// noField matches what the template package says of a name that a dot does not
// have.
var noField = regexp.MustCompile(`^at <[^>]*>: can't evaluate field (\w+) in type (\S+)$`)

// viewFields are what a page's template may ask its dot for.
func viewFields() []string {
	var names []string
	t := reflect.TypeFor[*View]()
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
