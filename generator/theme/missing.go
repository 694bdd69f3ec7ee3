package theme

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"playbook/generator/diag"
)

// members returns all names that a template may use on a type.
func members(t reflect.Type) (names []string) {
	p := t
	if t.Kind() != reflect.Pointer {
		p = reflect.PointerTo(t)
	}
	for i := range p.NumMethod() {
		names = append(names, "."+p.Method(i).Name)
	}
	if s := indirect(t); s.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(s) {
			if f.IsExported() && !f.Anonymous && !slices.Contains(names, "."+f.Name) {
				names = append(names, "."+f.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// maxNamed is the largest number of names in a hint.
const maxNamed = 24

// there returns a hint with the names that a template may use on a type.
func there(t reflect.Type, name string) string {
	names := members(t)
	if s := diag.Suggest("."+name, names); s != "" || len(names) <= maxNamed {
		return diag.DidYouMean("."+name, names)
	}
	return fmt.Sprintf("there are %s and others; the manual's page \"Every view and its fields\" has all", strings.Join(names[:maxNamed], ", "))
}

// missing reports a name that a type does not have. If the site's own template passes a
// wrong value to a template of the theme, it reports the call.
func (s *scope) missing(t reflect.Type, n parse.Node, name string, first int) {
	th := s.theme
	if !th.isOwn(th.files[s.name]) {
		for _, c := range slices.Backward(s.stack) {
			if y := s.typer; y.blamed[c.at] {
				return
			} else if th.isOwn(th.files[c.in]) {
				y.blamed[c.at] = true
				d := th.at(c.in, c.at, codeField, "the template %q cannot use this: %q does not exist", c.to, "."+name)
				d.Hint = "the theme calls it with something else: see the template that does, with 'generate theme export'"
				s.ds.Add(th.marked(d, c.in, int(c.at.Position()), strconv.Quote(c.to)))
				return
			}
		}
	}
	d := th.at(s.name, n, codeField, "%q does not exist: expected a value that the template can use", "."+name)
	d.Hint = there(t, name)
	s.ds.Add(th.marked(d, s.name, start(th.text(s.name), n)+first-1, "."+name))
}
