package decode

import (
	"fmt"
	"math"
	"strings"
)

// Str returns a string's or a date's text, "" for other kinds.
func (v *Value) Str() string {
	s, _ := v.scalar.(string)
	if v.Kind != String && v.Kind != Date && v.Kind != Time {
		return ""
	}
	return s
}

// Rewrite puts what f makes of a string in its place, in the value and in all
// that it holds. It is for whoever has just read the text, before anybody else
// looks at it.
func (v *Value) Rewrite(f func(text string, at Span) string) {
	switch v.Kind {
	case String:
		v.scalar = f(v.Str(), v.Span)
	case List:
		for _, e := range v.list {
			e.Rewrite(f)
		}
	case Map:
		for _, e := range v.table.entries {
			e.Value.Rewrite(f)
		}
	}
}

// Table returns a table's keys, nil for other kinds.
func (v *Value) Table() *Table {
	if v.Kind != Map {
		return nil
	}
	return v.table
}

// List returns a list's values, nil for other kinds.
func (v *Value) List() []*Value {
	if v.Kind != List {
		return nil
	}
	return v.list
}

// Any returns the value as plain data: string (dates included), int64,
// float64, bool, []any or map[string]any; nil if it is broken.
func (v *Value) Any() any {
	switch v.Kind {
	case List:
		list := make([]any, len(v.list))
		for i, e := range v.list {
			list[i] = e.Any()
		}
		return list
	case Map:
		return v.table.Any()
	case Invalid:
		return nil
	}
	return v.scalar
}

// Any returns the table as plain data, as [Value.Any] does.
func (t *Table) Any() map[string]any {
	m := make(map[string]any, len(t.entries))
	for _, e := range t.entries {
		m[e.Key] = e.Value.Any()
	}
	return m
}

// describe names the value for a message: its kind, and for the odd number
// itself.
func (v *Value) describe() string {
	switch {
	case v.Kind == List && len(v.list) > 0 && v.tables:
		return "a list of tables"
	case v.Kind == Float:
		if f, _ := v.scalar.(float64); math.IsNaN(f) || math.IsInf(f, 0) {
			return strings.ToLower(fmt.Sprintf("%g, which is not a finite number", f))
		}
		return "a decimal number"
	}
	return v.Kind.String()
}
