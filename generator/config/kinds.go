package config

import (
	"regexp"
	"slices"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// FrontMatterKeys are the keys every lesson has; a lesson kind cannot have one
// of the same name.
func FrontMatterKeys() []string {
	return []string{
		"title", "summary", "uid", "kind", "weight", "date", "updated", "draft", "publish_date", "expiry_date", "slug", "aliases",
		"tags", "roles", "stage", "minutes", "prereq", "takeaways", "owner", "reviewed", "review_every", "template", "search",
		"toc", "was", "source_hash", "signoff", "default_kind",
	}
}

var fieldRE = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func colors() []string {
	return []string{"campaign", "followup", "mix", "qualification", "mindset", "ink"}
}

// types are the types a field may have.
func types() []string {
	return []string{TypeString, TypeInt, TypeNumber, TypeBool, TypeDate, TypeList, TypePairs, TypeURL}
}

// kinds returns the shipped kinds with the file's laid over them.
func (r *reader) kinds() []*Kind {
	list := Shipped()
	if r.raw.Kinds == nil {
		return list
	}
	for _, e := range r.raw.Kinds.Entries() {
		if !idRE.MatchString(e.Key) {
			r.at(e.KeySpan, codeKind, `the lesson kind %q has an invalid name: expected lower-case letters, digits and "-"`, clip(e.Key))
			continue
		}
		t := r.subtable(e, "kinds")
		if t == nil {
			continue
		}
		i := slices.IndexFunc(list, func(k *Kind) bool { return k.Key == e.Key })
		if i < 0 {
			i = len(list)
			list = append(list, &Kind{Label: Label{Key: e.Key, Label: e.Key}, Icon: "plain", Color: "ink"})
		}
		r.kind(list[i], t, "[kinds."+e.Key+"]")
	}
	return list
}

// kind lays one table over k.
func (r *reader) kind(k *Kind, t *decode.Table, where string) {
	l, rest := r.label(k.Key, t, where)
	if l.Label != "" { // a label in one language says nothing of the others
		k.Label = Label{Key: k.Key, Label: l.Label}
	}
	for lang, text := range l.Labels {
		if k.Labels == nil {
			k.Labels = map[string]string{}
		}
		k.Labels[lang] = text
	}
	for _, e := range rest {
		switch e.Key {
		case "icon":
			k.Icon = r.word(e, where, k.Icon)
			k.IconAt.Line, k.IconAt.Col, k.IconAt.End = r.mark(e.Value.Span)
		case "color":
			k.Color = r.color(e, where, k.Color)
		default:
			r.field(k, t, e, where)
		}
	}
}

// word reads a name.
func (r *reader) word(e *decode.Entry, where, old string) string {
	switch v := e.Value; {
	case v.Kind == decode.Invalid:
	case v.Kind != decode.String:
		r.at(v.Span, decode.CodeType, "key %q in %s takes a string, found %s", e.Key, where, v.Kind)
	case !idRE.MatchString(v.Str()):
		r.at(v.Span, codeKind, `%q is not valid for %s in %s: expected lower-case letters, digits and "-"`, clip(v.Str()), e.Key, where)
	default:
		return v.Str()
	}
	return old
}

func (r *reader) color(e *decode.Entry, where, old string) string {
	c := r.word(e, where, old)
	if slices.Contains(colors(), c) {
		return c
	}
	r.meant(e.Value.Span, codeKind, c, colors(), "unknown color %q in %s", clip(c), where)
	return old
}

// field reads one key of a kind, which is a table.
func (r *reader) field(k *Kind, t *decode.Table, e *decode.Entry, where string) {
	if e.Value.Kind == decode.Invalid {
		return
	}
	if e.Value.Kind != decode.Map {
		d := t.UnknownKey(e, append(r.labelKeys(), "icon", "color"), where)
		if !strings.HasPrefix(d.Hint, "did you mean") {
			d.Hint = "a front matter key of the kind is written " + clip(e.Key) + ` = { type = "string" }`
		}
		r.diags.Add(d)
		return
	}
	switch {
	case !fieldRE.MatchString(e.Key):
		r.at(e.KeySpan, codeKind, `the front matter key %q in %s has an invalid name: expected lower-case letters, digits and "_"`, clip(e.Key), where)
		return
	case slices.Contains(FrontMatterKeys(), e.Key):
		r.at(e.KeySpan, codeKind, "%s cannot define the key %q: every lesson has it", where, e.Key).Hint = "choose another name"
		return
	}
	f := r.fieldOf(e, where[:len(where)-1]+"."+e.Key+"]")
	if i := slices.IndexFunc(k.Fields, func(f KindField) bool { return f.Key == e.Key }); i >= 0 {
		k.Fields[i] = f
	} else {
		k.Fields = append(k.Fields, f)
	}
}

// fieldOf reads the definition of a field.
func (r *reader) fieldOf(e *decode.Entry, where string) KindField {
	t := e.Value.Table()
	var raw struct {
		Type     string          `toml:"type"`
		Required bool            `toml:"required"`
		OneOf    []string        `toml:"one_of"`
		Min      *float64        `toml:"min"`
		Max      *float64        `toml:"max"`
		Rest     []*decode.Entry `toml:",rest"`
	}
	raw.Type = TypeString
	r.diags = append(r.diags, t.IntoNamed(&raw, where)...)
	l, _ := r.label(e.Key, t, where)
	for _, x := range raw.Rest {
		if x.Key != "label" && !strings.HasPrefix(x.Key, "label_") {
			d := t.UnknownKey(x, append(r.labelKeys(), "type", "required", "one_of", "min", "max"), where)
			if outer, inside := strings.CutSuffix(where, ".fields]"); inside {
				d.Repair = nil
				d.Hint = "write the keys of the kind directly below " + outer + "], for example " + clip(x.Key) + ` = { type = "int" }`
			}
			r.diags.Add(d)
		}
	}
	if l.Label == "" {
		l.Label = strings.ToUpper(e.Key[:1]) + strings.ReplaceAll(e.Key[1:], "_", " ")
	}
	f := KindField{Key: e.Key, Label: l, Type: raw.Type, Required: raw.Required, OneOf: raw.OneOf, Min: raw.Min, Max: raw.Max}
	r.fieldRules(&f, t, where, codeKind, types())
	return f
}

// fieldRules checks that a definition makes sense.
func (r *reader) fieldRules(f *KindField, t *decode.Table, where string, code diag.Code, types []string) {
	number := f.Type == TypeInt || f.Type == TypeNumber
	switch {
	case !slices.Contains(types, f.Type):
		r.at(t.ValueSpan("type"), code, "unknown type %q in %s", clip(f.Type), where).Hint = typeHint(f.Type, types)
		f.Type = TypeString
	case len(f.OneOf) > 0 && f.Type != TypeString:
		r.at(t.KeySpan("one_of"), code, "one_of in %s is only for strings, but the type is %q", where, f.Type)
	case (f.Min != nil || f.Max != nil) && !number:
		r.at(t.Span, code, `min and max in %s are only for the types "int" and "number", but the type is %q`, where, f.Type)
	case f.Min != nil && f.Max != nil && *f.Min > *f.Max:
		r.at(t.ValueSpan("min"), code, "min is greater than max in %s", where)
	}
}

// typeHint knows what other systems call the types.
func typeHint(name string, types []string) string {
	other := map[string]string{
		"text": TypeString, "words": TypeString, "choice": TypeString, "flag": TypeBool, "image": TypePicture, "str": TypeString, "integer": TypeInt, "float": TypeNumber, "boolean": TypeBool, "array": TypeList, "strings": TypeList,
	}
	if t := other[strings.ToLower(name)]; slices.Contains(types, t) {
		return "did you mean \"" + t + "\"?"
	}
	return diag.DidYouMean(name, types)
}
