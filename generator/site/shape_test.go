package site_test

import (
	"reflect"
	"testing"

	"playbook/generator/content"
	"playbook/generator/site"
)

// TestShapeSeesEveryField changes each field of the front matter in turn: a key
// that is added to it and forgotten in Shape fails here.
func TestShapeSeesEveryField(t *testing.T) {
	base := site.Shape(&content.Lesson{})
	for _, f := range reflect.VisibleFields(reflect.TypeFor[content.Meta]()) {
		l := &content.Lesson{}
		fill(t, f.Name, reflect.ValueOf(&l.Meta).Elem().FieldByIndex(f.Index))
		if same := site.Shape(l) == base; same != (f.Name == "Pos") {
			t.Errorf("Meta.%s: another value leaves the shape the same: %v", f.Name, same)
		}
	}
	for _, l := range []*content.Lesson{
		{Path: "x"},
		{Dir: "x"},
		{Slug: "x"},
		{Base: "x"},
		{Lang: "nl"},
		{Order: 1},
		{IsIndex: true},
		{Words: 1000},
		{Headings: []content.Heading{{ID: "x"}}},
		{Headings: []content.Heading{{Text: "x"}}},
		{Headings: []content.Heading{{Level: 2}}},
		{Headings: []content.Heading{{Was: "x"}}},
		{Widgets: []content.Placed{{Derived: true}}},
		{Widgets: []content.Placed{{Bare: true}}},
		{Links: []content.Link{{Dest: "x"}}},
		{Links: []content.Link{{Kind: content.LinkImage}}},
		{Links: []content.Link{{Text: "x"}}},
		{Widgets: []content.Placed{{Kind: "x"}}},
		{Widgets: []content.Placed{{ID: "x"}}},
		{Widgets: []content.Placed{{Static: true}}},
	} {
		if site.Shape(l) == base {
			t.Errorf("%+v has the shape of an empty lesson", l)
		}
	}
	for _, l := range []*content.Lesson{{Hash: [16]byte{1}}, {Words: 10}, {Passages: []content.Passage{{Len: 1}}}} {
		if site.Shape(l) != base {
			t.Errorf("%+v is text only and has another shape", l)
		}
	}
}

// fill sets a field to something else than its zero value.
func fill(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	default:
		t.Fatalf("Meta.%s: a %s, which this test cannot set", name, v.Kind())
	}
}
