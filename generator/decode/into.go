package decode

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"playbook/generator/diag"
)

// Into fills the struct that dst points to. It reports every key that the struct
// does not have and every value of a wrong type. A field keeps its value if its
// key is missing or broken, so set defaults before the call.
//
// A field's tag names its key: `toml:"name"`; names are case-sensitive.
// Into ignores fields without a tag or with "-". The fields of an embedded struct
// count as fields of the outer struct. Options after the name:
//
//   - date: a string field takes a date
//   - or-date: a string field takes a date too
//   - any: a string is taken as a list of one, in a []string field
//   - required: a missing key is an error
//   - in=WORD or in=WORD|WORD: the key exists only if such a word is among groups
//   - rest, on a []*Entry: takes the keys that have no field
//
// Field types: string, bool, int, int64, float64, *T of these, any, slices,
// structs, maps from string, and *Table, which takes an undecoded table.
func (t *Table) Into(dst any, groups ...string) diag.List {
	in := &into{src: t.src, groups: groups}
	in.table(t, reflect.ValueOf(dst).Elem(), "")
	return in.diags
}

// IntoNamed is [Table.Into] with a name of the table for messages, such as
// "[languages.nl]".
func (t *Table) IntoNamed(dst any, name string) diag.List {
	in := &into{src: t.src}
	in.table(t, reflect.ValueOf(dst).Elem(), name)
	return in.diags
}

type into struct {
	src    *source
	groups []string
	diags  diag.List
}

// A field is one struct field that takes a key.
type field struct {
	tag
	v reflect.Value
}

// A tag is the parsed tag of a struct's field.
type tag struct {
	name    string
	options []string
	index   []int // of the field, through embedded structs
}

func (t tag) is(option string) bool { return slices.Contains(t.options, option) }

// inGroup reports whether the key exists for one of groups.
func (t tag) inGroup(groups []string) bool {
	for _, o := range t.options {
		if g, ok := strings.CutPrefix(o, "in="); ok {
			return slices.ContainsFunc(strings.Split(g, "|"), func(w string) bool { return slices.Contains(groups, w) })
		}
	}
	return true
}

// tagsOf caches the result of [tagsIn] for each type. A build of 1,000 lessons decodes
// one type 1,000 times; decision 0101 has the figures.
var tagsOf sync.Map // reflect.Type to []tag

// tagsIn lists the fields of a struct type that take a key.
func tagsIn(typ reflect.Type) []tag {
	if list, ok := tagsOf.Load(typ); ok {
		return list.([]tag)
	}
	var list []tag
	for i := range typ.NumField() {
		sf := typ.Field(i)
		text, ok := sf.Tag.Lookup("toml")
		if sf.Anonymous && !ok {
			for _, inner := range tagsIn(sf.Type) {
				inner.index = append([]int{i}, inner.index...)
				list = append(list, inner)
			}
			continue
		}
		if name, rest, more := strings.Cut(text, ","); ok && name != "-" {
			t := tag{name: name, index: []int{i}}
			if more {
				t.options = strings.Split(rest, ",")
			}
			list = append(list, t)
		}
	}
	tagsOf.Store(typ, list)
	return list
}

// fields lists the keys of a struct.
func (in *into) fields(v reflect.Value) []field {
	tags := tagsIn(v.Type())
	list := make([]field, 0, len(tags))
	for _, t := range tags {
		if t.inGroup(in.groups) {
			list = append(list, field{t, v.FieldByIndex(t.index)})
		}
	}
	return list
}

// table fills a struct. where names the table in messages: "", "[build]".
func (in *into) table(t *Table, v reflect.Value, where string) {
	fields := in.fields(v)
	var rest *field
	for i := range fields {
		if fields[i].is("rest") {
			rest = &fields[i]
		}
	}
	for _, e := range t.entries {
		if e.doubtful {
			continue
		}
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == e.Key && e.Key != "" })
		switch {
		case i >= 0:
			in.value(e.Value, fields[i].v, fields[i], target{key: e.Key, where: where})
		case rest != nil:
			rest.v.Set(reflect.Append(rest.v, reflect.ValueOf(e)))
		case len(in.diags) < maxFindings:
			in.diags.Add(unknownKey(t, e, names(fields), where))
		}
	}
	for _, f := range fields {
		if f.is("required") && !t.Has(f.name) && !t.broken && !t.misspelt(f.name, names(fields)) {
			in.diags.Add(t.Errorf(t.Span, CodeRequired, "missing key %q%s", f.name, inTable(where)).
				WithHint("add %s", in.src.example(f.name, f.v.Type(), f)))
		}
	}
}

// misspelt reports whether an unknown key is surely a misspelling of name. The
// unknown key was already reported.
func (t *Table) misspelt(name string, known []string) bool {
	return slices.ContainsFunc(t.entries, func(e *Entry) bool {
		return !slices.Contains(known, e.Key) && diag.Suggest(e.Key, known) == name
	})
}

func names(fields []field) []string {
	list := make([]string, 0, len(fields))
	for _, f := range fields {
		if f.name != "" {
			list = append(list, f.name)
		}
	}
	return list
}

func inTable(where string) string {
	if where == "" {
		return ""
	}
	return " in " + where
}

// UnknownKey reports an unknown key of the table called name ("" for the whole
// text), and suggests the nearest of the known keys.
func (t *Table) UnknownKey(e *Entry, known []string, name string) diag.Diagnostic {
	return unknownKey(t, e, known, name)
}

func unknownKey(t *Table, e *Entry, known []string, where string) diag.Diagnostic {
	return t.Errorf(e.KeySpan, CodeUnknownKey, "unknown key %s%s", quote(e.Key), inTable(where)).Meant(e.Key, known).Unless(t.Has)
}

// Names returns the keys of the struct that dst points to, in the order of its fields.
func Names(dst any, groups ...string) []string {
	in := &into{groups: groups}
	return names(in.fields(reflect.ValueOf(dst).Elem()))
}
