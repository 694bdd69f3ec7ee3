package theme

import (
	"fmt"
	"html/template"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
)

// A KindView is the data of the template of a lesson kind: the values of the kind's
// fields in this lesson, with a method for each type of field.
type KindView struct {
	lesson    *content.Lesson
	kind      *config.Kind
	lang      string
	KindLabel string // the name of the kind
	IDs       string // the prefix of every id; not empty if several lessons are on one page
}

// KindFields renders the fields of the lesson's kind, which come before the text. It uses
// the template layouts/kinds/<kind>.html or, if there is none, layouts/kinds/any.html.
func (v *View) KindFields() (template.HTML, error) {
	l, k := v.lesson, v.page.Kind
	if l == nil || k == nil || len(l.Meta.Fields) == 0 {
		return "", nil
	}
	name := "layouts/kinds/" + k.Key
	if v.r.theme.trees[name] == nil {
		name = "layouts/kinds/any"
	}
	html, err := v.draw(name, &KindView{lesson: l, kind: k, lang: v.Lang, KindLabel: k.In(v.Lang), IDs: v.IDs})
	if v.TextLang != "" {
		html = template.HTML(`<div lang="`+template.HTMLEscapeString(v.TextLang)+`">`) + html + "</div>"
	}
	return html, err
}

func (k *KindView) value(key string) any {
	for _, f := range k.lesson.Meta.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return nil
}

// Text returns a field as text, "" if it is missing.
func (k *KindView) Text(key string) string { return fieldText(k.value(key)) }

func fieldText(v any) string {
	switch v := v.(type) {
	case nil, []any, map[string]any:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Int returns a field that is a whole number, 0 if it is missing.
func (k *KindView) Int(key string) int {
	n, _ := k.value(key).(int64)
	return int(n)
}

// Any reports whether at least one of the fields has a value.
func (k *KindView) Any(keys ...string) bool {
	for _, key := range keys {
		if k.value(key) != nil {
			return true
		}
	}
	return false
}

// List returns a field that is a list of texts.
func (k *KindView) List(key string) []string {
	items, _ := k.value(key).([]any)
	var out []string
	for _, it := range items {
		if s := fieldText(it); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// A Pair is two texts that are shown next to each other.
type Pair struct {
	Left  string // the first text
	Right string // the second text
}

// Pairs returns a field that is a list of pairs.
func (k *KindView) Pairs(key string) []Pair {
	items, _ := k.value(key).([]any)
	var out []Pair
	for _, it := range items {
		if two, ok := it.([]any); ok && len(two) == 2 {
			out = append(out, Pair{fieldText(two[0]), fieldText(two[1])})
		}
	}
	return out
}

// Boxes returns n boxes of which only one is ticked: the one whose number, from 1, is
// the field's value. It returns nil if the field is missing or not from 1 to n.
func (k *KindView) Boxes(key string, n int) []bool {
	at := k.Int(key)
	if at < 1 || at > n {
		return nil
	}
	boxes := make([]bool, n)
	boxes[at-1] = true
	return boxes
}

// A Portrait is one of the things that a lesson compares.
type Portrait struct {
	Title string // its name
	ID    string // the id of the heading with the same name, "" if there is none
	Class string // the CSS class of its color
}

// Portraits returns the entries of a list field as portraits. The three CSS classes of
// chart colors are used in turn.
func (k *KindView) Portraits(key string) []Portrait {
	classes := []string{"smith", "jones", "mid"}
	var out []Portrait
	for i, name := range k.List(key) {
		p := Portrait{Title: name, Class: classes[i%len(classes)]}
		for _, h := range k.lesson.Headings {
			if strings.EqualFold(h.Text, name) {
				p.ID = k.IDs + h.ID
				break
			}
		}
		out = append(out, p)
	}
	return out
}

// A FieldView is one field with its label.
type FieldView struct {
	Label  string   // the label of the field
	Values []string // its value as text; several if it is a list
}

// Filled returns the fields that have a value, in the kind's order.
func (k *KindView) Filled() []FieldView {
	var out []FieldView
	for _, f := range k.kind.Fields {
		fv := FieldView{Label: f.Label.In(k.lang)}
		if fv.Label == "" {
			fv.Label = f.Key
		}
		switch f.Type {
		case config.TypePairs:
			for _, p := range k.Pairs(f.Key) {
				fv.Values = append(fv.Values, p.Left+" – "+p.Right)
			}
		case config.TypeList:
			fv.Values = k.List(f.Key)
		default:
			if s := k.Text(f.Key); s != "" {
				fv.Values = []string{s}
			}
		}
		if len(fv.Values) > 0 {
			out = append(out, fv)
		}
	}
	return out
}
