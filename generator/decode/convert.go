package decode

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A target names what is being filled, for messages.
type target struct {
	key   string
	where string // the table
	item  bool   // an entry of the list key
}

// value puts v into dst, or reports why it does not fit.
func (in *into) value(v *Value, dst reflect.Value, f field, at target) {
	if v.Kind == Invalid {
		return
	}
	if dst.Type() == reflect.TypeFor[*Table]() {
		if v.Kind != Map {
			in.wrong(v, dst, f, at)
			return
		}
		dst.Set(reflect.ValueOf(v.table))
		return
	}
	switch dst.Kind() {
	case reflect.Pointer:
		p := reflect.New(dst.Type().Elem())
		in.value(v, p.Elem(), f, at)
		dst.Set(p)
	case reflect.Interface:
		if x := v.Any(); x != nil {
			dst.Set(reflect.ValueOf(x))
		}
	case reflect.Slice:
		in.slice(v, dst, f, at)
	case reflect.Map:
		in.mapping(v, dst, f, at)
	case reflect.Struct:
		if v.Kind != Map {
			in.wrong(v, dst, f, at)
			return
		}
		in.table(v.table, dst, in.name(at))
	default:
		in.scalar(v, dst, f, at)
	}
}

// name is how a table is called in messages.
func (in *into) name(at target) string {
	return "[" + at.key + "]"
}

func (in *into) slice(v *Value, dst reflect.Value, f field, at target) {
	if v.Kind == String && f.is("any") {
		v = &Value{Kind: List, Span: v.Span, list: []*Value{v}}
	}
	if v.Kind != List {
		in.wrong(v, dst, f, at)
		return
	}
	list := reflect.MakeSlice(dst.Type(), 0, len(v.list))
	for _, e := range v.list {
		item := reflect.New(dst.Type().Elem()).Elem()
		in.value(e, item, field{}, target{key: at.key, where: at.where, item: true})
		list = reflect.Append(list, item)
	}
	dst.Set(list)
}

func (in *into) mapping(v *Value, dst reflect.Value, f field, at target) {
	if v.Kind != Map {
		in.wrong(v, dst, f, at)
		return
	}
	m := reflect.MakeMap(dst.Type())
	for _, e := range v.table.entries {
		item := reflect.New(dst.Type().Elem()).Elem()
		in.value(e.Value, item, field{}, target{key: at.key + "." + e.Key, where: at.where})
		m.SetMapIndex(reflect.ValueOf(e.Key), item)
	}
	dst.Set(m)
}

func (in *into) scalar(v *Value, dst reflect.Value, f field, at target) {
	switch dst.Kind() {
	case reflect.String:
		want := String
		if f.is("date") {
			want = Date
		}
		if v.Kind == want || f.is("or-date") && v.Kind == Date || want == Date && in.src.yaml && v.Kind == String && IsDay(v.Str()) {
			dst.SetString(v.Str())
			return
		}
	case reflect.Bool:
		if b, ok := v.scalar.(bool); ok && v.Kind == Bool {
			dst.SetBool(b)
			return
		}
	case reflect.Int, reflect.Int64:
		if n, ok := v.scalar.(int64); ok && v.Kind == Int {
			dst.SetInt(n)
			return
		}
	case reflect.Float64:
		if x, ok := v.Number(); ok {
			dst.SetFloat(x)
			return
		}
	}
	in.wrong(v, dst, f, at)
}

// Number returns a whole or decimal number that is finite.
func (v *Value) Number() (float64, bool) {
	switch x := v.scalar.(type) {
	case int64:
		return float64(x), v.Kind == Int
	case float64:
		return x, v.Kind == Float && !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	return 0, false
}

// IsDay reports whether text is a date that exists.
func IsDay(text string) bool { return len(text) == 10 && validDate(text) }

// maxFindings bounds the findings for one text: each finding searches its line, and a
// line may be the whole text.
const maxFindings = 200

func (in *into) wrong(v *Value, dst reflect.Value, f field, at target) {
	if len(in.diags) >= maxFindings {
		return
	}
	want := wants(dst.Type(), f)
	what := "key " + quote(at.key) + inTable(at.where)
	if at.item {
		what = "the list " + quote(at.key) + inTable(at.where)
		want = plural(want)
	}
	code := CodeType
	if f.is("date") {
		code = CodeDate
		if v.Kind == String && !in.src.yaml {
			want += " without quotes"
		}
	}
	d := in.src.errorAt(v.Span, code, "%s takes %s, found %s", what, want, v.describe())
	in.diags.Add(d.WithHint("%s", in.advise(v, dst.Type(), f, at)))
}

// wants names the type a field takes.
func wants(t reflect.Type, f field) string {
	switch t.Kind() {
	case reflect.Pointer:
		if t == reflect.TypeFor[*Table]() {
			return Map.String()
		}
		return wants(t.Elem(), f)
	case reflect.String:
		if f.is("date") {
			return Date.String()
		}
		return String.String()
	case reflect.Bool:
		return Bool.String()
	case reflect.Int, reflect.Int64:
		return Int.String()
	case reflect.Float64:
		return Float.String()
	case reflect.Slice:
		return "a list of " + plural(wants(t.Elem(), field{}))
	}
	return Map.String()
}

func plural(name string) string {
	switch name {
	case String.String():
		return "strings"
	case Int.String():
		return "whole numbers"
	case Float.String():
		return "numbers"
	case Map.String():
		return "tables"
	case "a list of strings":
		return "lists of strings"
	}
	return name
}

// advise shows the key as it should be written.
func (in *into) advise(v *Value, t reflect.Type, f field, at target) string {
	src, text := in.src, in.src.text(v.Span)
	switch {
	case at.item && t.Kind() == reflect.String && v.Kind != List && v.Kind != Map && len(text) <= 40:
		return "put quotes round it: " + strconv.Quote(text)
	case at.item:
		return "write " + src.assign(at.key, src.sample(reflect.SliceOf(t), f))
	case f.is("date") && v.Kind == String && IsDay(v.Str()):
		return "write " + src.assign(at.key, v.Str())
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String && v.Kind == String && len(text) <= 60:
		return "write " + src.assign(at.key, "["+src.listed(v.Str(), text)+"]")
	case t.Kind() == reflect.Bool && v.Kind == String && isNo(v.Str()):
		return "write " + src.assign(at.key, "false")
	case t.Kind() == reflect.Int && v.Kind == Float:
		if x, ok := v.Number(); ok && math.Abs(x) < 1e15 {
			return "write " + src.assign(at.key, strconv.FormatInt(int64(x), 10))
		}
	case t.Kind() == reflect.String && !f.is("date") && v.Kind != List && v.Kind != Map && len(text) <= 60:
		return "put quotes round it: " + src.assign(at.key, strconv.Quote(text))
	case t.Kind() == reflect.Int && v.Kind == String && yamlIntRE.MatchString(v.Str()):
		return "write " + src.assign(at.key, v.Str())
	}
	return "write " + src.example(at.key, t, f)
}

// isNo reports whether a text means false.
func isNo(text string) bool {
	return slices.Contains([]string{"false", "no", "off", "0", "n"}, strings.ToLower(text))
}

// listed writes a text as the entries of a list: several, if it has commas.
func (s *source) listed(text, written string) string {
	if s.yaml || !strings.Contains(text, ",") {
		return written
	}
	var entries []string
	for part := range strings.SplitSeq(text, ",") {
		entries = append(entries, strconv.Quote(strings.TrimSpace(part)))
	}
	return strings.Join(entries, ", ")
}

// text returns the source of a span, one line of it.
func (s *source) text(at Span) string {
	end := at.Start
	for end < at.End && s.file.Text[end] != '\n' {
		end++
	}
	return string(s.file.Text[at.Start:end])
}

// assign writes a key and its value in the syntax at hand.
func (s *source) assign(key, value string) string {
	if s.yaml {
		return key + ": " + value
	}
	return key + " = " + value
}

func (s *source) example(key string, t reflect.Type, f field) string {
	return s.assign(key, s.sample(t, f))
}

// sample is a value of the right type.
func (s *source) sample(t reflect.Type, f field) string {
	switch t.Kind() {
	case reflect.Pointer:
		if t != reflect.TypeFor[*Table]() {
			return s.sample(t.Elem(), f)
		}
	case reflect.String:
		if f.is("date") {
			return "2026-11-22"
		}
		return `"…"`
	case reflect.Bool:
		return "true"
	case reflect.Int, reflect.Int64:
		return "10"
	case reflect.Float64:
		return "2.5"
	case reflect.Slice:
		one := s.sample(t.Elem(), field{})
		return "[" + one + ", " + one + "]"
	}
	if s.yaml {
		return "{ name: value }"
	}
	return `{ name = "value" }`
}
