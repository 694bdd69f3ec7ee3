package theme

import (
	"bytes"
	"errors"
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
	err := v.ls.set.ExecuteTemplate(b, name, dot)
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
