package decode

import "reflect"

// Schema describes the struct dst points to as a JSON Schema (draft 7), for
// editors that complete and check TOML: the keys [Table.Into] takes, with
// describe's text for each, and no others. A *Table field is an object about
// which the caller knows more.
func Schema(dst any, describe func(key string) string, groups ...string) map[string]any {
	in := &into{groups: groups}
	return in.object(reflect.ValueOf(dst).Elem(), describe)
}

func (in *into) object(v reflect.Value, describe func(string) string) map[string]any {
	props, required := map[string]any{}, []string{}
	for _, f := range in.fields(v) {
		if f.name == "" {
			continue
		}
		s := in.schemaOf(f.v.Type(), f, describe)
		if text := describe(f.name); text != "" {
			s["description"] = text
		}
		props[f.name] = s
		if f.is("required") {
			required = append(required, f.name)
		}
	}
	s := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// schemaOf describes one field. Keys of an inner struct have no description of
// their own: the same name may mean something else there.
func (in *into) schemaOf(t reflect.Type, f field, describe func(string) string) map[string]any {
	inner := func(string) string { return "" }
	switch t.Kind() {
	case reflect.Pointer:
		if t == reflect.TypeFor[*Table]() {
			return map[string]any{"type": "object"}
		}
		return in.schemaOf(t.Elem(), f, describe)
	case reflect.String:
		if f.is("date") {
			return map[string]any{"type": "string", "format": "date"}
		}
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		list := map[string]any{"type": "array", "items": in.schemaOf(t.Elem(), field{}, describe)}
		if f.is("any") {
			return map[string]any{"anyOf": []any{in.schemaOf(t.Elem(), field{}, describe), list}}
		}
		return list
	case reflect.Struct:
		return in.object(reflect.New(t).Elem(), inner)
	case reflect.Map:
		return map[string]any{"type": "object"}
	}
	return map[string]any{}
}
