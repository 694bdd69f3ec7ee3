package config

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// CodeBlock is the code of what is wrong with a block's definition.
const CodeBlock diag.Code = "PB1116"

// A Block is a kind of block that the site defines itself: [blocks.persona] says what
// an author writes, templates/blocks/persona.html how it is drawn. Its key is the
// container's word.
type Block struct {
	Label
	// At is where the settings name the block.
	At         Place `json:"-"`
	Body       string
	Attributes []BlockAttribute // in the file's order
	// Words are what the template says in the language of the lesson.
	Words []Label
}

// What the body of a block may be.
const (
	BodyAny      = "any"      // any Markdown
	BodyNone     = "none"     // nothing
	BodyList     = "list"     // one list
	BodyHeadings = "headings" // headings with text below each
	BodyTable    = "table"    // one table
)

func bodies() []string { return []string{BodyAny, BodyNone, BodyList, BodyHeadings, BodyTable} }

// Types of a block's attributes besides those of fields.
const (
	TypeLink    = "link"
	TypePicture = "picture"
)

// A BlockAttribute is one attribute of a block.
type BlockAttribute struct {
	KindField
	// Default is the value that stands in for a missing one, as an author would write
	// it, "" for none.
	Default string
}

// blockTypes are the types that an attribute may have.
func blockTypes() []string {
	return []string{TypeString, TypeInt, TypeNumber, TypeBool, TypeDate, TypeLink, TypePicture}
}

var blockRE = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// IsBlockName reports whether a block may have a name.
func IsBlockName(name string) bool { return blockRE.MatchString(name) && len(name) <= 40 }

// blocks reads the blocks that the site defines.
func (r *reader) blocks() []*Block {
	if r.raw.Blocks == nil {
		return nil
	}
	var list []*Block
	for _, e := range r.raw.Blocks.Entries() {
		if !IsBlockName(e.Key) {
			r.at(e.KeySpan, CodeBlock, `the block %q is not named right: expected up to 40 lower-case letters, digits and "-", a letter first`, clip(e.Key))
			continue
		}
		if t := r.subtable(e, "blocks"); t != nil {
			list = append(list, r.block(e, t))
		}
	}
	return list
}

func (r *reader) block(e *decode.Entry, t *decode.Table) *Block {
	where := "[blocks." + e.Key + "]"
	b := &Block{Body: BodyAny}
	b.At.Line, b.At.Col, b.At.End = r.mark(e.KeySpan)
	l, rest := r.label(e.Key, t, where)
	if b.Label = l; l.Label == "" {
		b.Label.Label = titled(e.Key)
	}
	for _, x := range rest {
		switch {
		case x.Key == "body" && x.Value.Kind == decode.String && slices.Contains(bodies(), x.Value.Str()):
			b.Body = x.Value.Str()
		case x.Key == "body" && x.Value.Kind == decode.String:
			d := r.at(x.Value.Span, CodeBlock, "unknown body %q in %s: expected %s", clip(x.Value.Str()), where, strings.Join(bodies(), ", "))
			*d = d.Meant(x.Value.Str(), bodies())
		case x.Key == "body" && x.Value.Kind != decode.Invalid:
			r.at(x.Value.Span, decode.CodeType, `key "body" in %s takes a string, found %s`, where, x.Value.Kind).Hint = `write body = "list"`
		case x.Key == "attributes":
			b.Attributes = r.blockAttributes(x, e.Key)
		case x.Key == "words":
			if words := r.subtable(x, "blocks."+e.Key); words != nil {
				b.Words = r.labels("blocks."+e.Key+".words", words, fieldRE)
			}
		case x.Key != "body":
			r.strayKey(t, x, where)
		}
	}
	return b
}

// strayKey reports a key of a block that is none. An attribute is likely to be
// written where a kind of lesson has its fields.
func (r *reader) strayKey(t *decode.Table, x *decode.Entry, where string) {
	d := t.UnknownKey(x, append(r.labelKeys(), "body", "attributes", "words"), where)
	if x.Value.Kind == decode.Map && d.Repair == nil {
		d.Hint = "an attribute stands in " + where[:len(where)-1] + ".attributes], as " + clip(x.Key) + " = { required = true }"
	}
	r.diags.Add(d)
}

func titled(key string) string {
	return strings.ToUpper(key[:1]) + strings.NewReplacer("-", " ", "_", " ").Replace(key[1:])
}

// blockAttributes reads the attributes of a block.
func (r *reader) blockAttributes(e *decode.Entry, block string) (list []BlockAttribute) {
	parent := "blocks." + block
	t := r.subtable(e, parent)
	if t == nil {
		return nil
	}
	for _, x := range t.Entries() {
		if x.Value.Kind == decode.Invalid {
			continue
		}
		if !fieldRE.MatchString(x.Key) {
			r.at(x.KeySpan, CodeBlock, `the attribute %q in [%s.attributes] is not named right: expected lower-case letters, digits and "_", a letter first`, clip(x.Key), parent)
			continue
		}
		if x.Value.Kind != decode.Map {
			r.at(x.Value.Span, decode.CodeType, "%q in [%s.attributes] takes a table, found %s", clip(x.Key), parent, x.Value.Kind).
				Hint = "write " + clip(x.Key) + ` = { type = "string" }`
			continue
		}
		list = append(list, r.blockAttribute(x, "["+parent+".attributes."+x.Key+"]"))
	}
	return list
}

func (r *reader) blockAttribute(e *decode.Entry, where string) BlockAttribute {
	t := e.Value.Table()
	raw := struct {
		Type     string   `toml:"type"`
		Required bool     `toml:"required"`
		OneOf    []string `toml:"one_of"`
		Min      *float64 `toml:"min"`
		Max      *float64 `toml:"max"`
		Default  any      `toml:"default"`
	}{Type: TypeString}
	r.diags = append(r.diags, t.IntoNamed(&raw, where)...)
	a := BlockAttribute{KindField: KindField{Key: e.Key, Type: raw.Type, Required: raw.Required, OneOf: raw.OneOf, Min: raw.Min, Max: raw.Max}}
	r.fieldRules(&a.KindField, t, where, CodeBlock, blockTypes())
	switch {
	case a.Type == TypeBool && a.Required:
		r.at(t.ValueSpan("required"), CodeBlock, "%s is true or false: it cannot be required", where).Hint = "a flag that is left out is off; take required out"
	case t.Has("one_of") && len(a.OneOf) == 0 && !t.Broken():
		r.at(t.ValueSpan("one_of"), CodeBlock, "one_of in %s names no word", where).Hint = `write one_of = ["buyer", "user"], or take it out`
	case t.Has("default") && raw.Default != nil:
		a.Default = r.blockDefault(&a, t, where)
	}
	return a
}

// blockDefault reads the value that stands in for a missing one.
func (r *reader) blockDefault(a *BlockAttribute, t *decode.Table, where string) string {
	v := t.Get("default").Value
	text := v.Str()
	if a.Type == TypeInt || a.Type == TypeNumber {
		switch n := v.Any().(type) {
		case int64:
			text = strconv.FormatInt(n, 10)
		case float64:
			text = plainNumber(n)
		}
	}
	hint := "write default = " + sampleDefault(a)
	switch {
	case a.Required:
		r.at(t.KeySpan("default"), CodeBlock, "%s is required: a default never stands in for it", where).Hint = "take one of the two out"
	case a.Type == TypeBool:
		r.at(t.KeySpan("default"), CodeBlock, "%s is true or false: it has no default", where).Hint = "a flag that is left out is off; take default out"
	case text == "":
		r.at(v.Span, decode.CodeType, "default in %s takes %s, found %s", where, a.Takes(), v.Kind).Hint = hint
	case a.Problem(text) != "":
		r.at(v.Span, CodeBlock, "default %q in %s does not fit: expected %s", clip(text), where, a.Takes()).Hint = hint
	default:
		return text
	}
	return ""
}

func sampleDefault(a *BlockAttribute) string {
	switch s := a.Sample(); {
	case a.Type == TypeInt || a.Type == TypeNumber || a.Type == TypeDate:
		return s
	default:
		return strconv.Quote(s)
	}
}

// Takes says in words what the attribute takes, "" for a flag, which stands alone.
func (a *BlockAttribute) Takes() string {
	what := map[string]string{TypeInt: "a whole number", TypeNumber: "a number"}[a.Type]
	switch {
	case len(a.OneOf) > 0:
		return strings.Join(a.OneOf, ", ")
	case a.Min != nil && a.Max != nil:
		return fmt.Sprintf("%s from %s to %s", what, plainNumber(*a.Min), plainNumber(*a.Max))
	case a.Min != nil:
		return fmt.Sprintf("%s from %s on", what, plainNumber(*a.Min))
	case a.Max != nil:
		return fmt.Sprintf("%s up to %s", what, plainNumber(*a.Max))
	case what != "":
		return what
	}
	return map[string]string{
		TypeString: "words", TypeDate: "a date, as 2026-03-31", TypeLink: "an address as in a Markdown link", TypePicture: "a picture's file as in Markdown",
	}[a.Type]
}

func plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Problem says what is wrong with a value that an author wrote, "" for nothing.
func (a *BlockAttribute) Problem(text string) string {
	switch a.Type {
	case TypeInt, TypeNumber:
		n, ok := a.Number(text)
		switch {
		case !ok:
			return "it is not " + map[string]string{TypeInt: "a whole number", TypeNumber: "a number"}[a.Type]
		case a.Min != nil && n < *a.Min:
			return "it is less than " + plainNumber(*a.Min)
		case a.Max != nil && n > *a.Max:
			return "it is more than " + plainNumber(*a.Max)
		}
	case TypeDate:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "it is not a date"
		}
	case TypeString:
		if len(a.OneOf) > 0 && !slices.Contains(a.OneOf, text) {
			return "it is none of the words"
		}
		if strings.TrimSpace(text) == "" && a.Required {
			return "it is empty"
		}
	}
	return ""
}

var (
	wholeForm   = regexp.MustCompile(`^-?\d{1,15}$`)
	decimalForm = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,9})?$`)
)

// Number reads a number as people write one: digits, perhaps a minus before them and
// a full stop within.
func (a *BlockAttribute) Number(text string) (float64, bool) {
	form := decimalForm
	if a.Type == TypeInt {
		form = wholeForm
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && form.MatchString(text)
}

// Sample is a value that the attribute takes.
func (a *BlockAttribute) Sample() string {
	switch {
	case a.Default != "":
		return a.Default
	case len(a.OneOf) > 0:
		return a.OneOf[0]
	case a.Min != nil && a.Type == TypeInt:
		return plainNumber(math.Ceil(*a.Min))
	case a.Min != nil:
		return plainNumber(*a.Min)
	case a.Max != nil && a.Type == TypeInt:
		return plainNumber(math.Floor(*a.Max))
	case a.Max != nil:
		return plainNumber(*a.Max)
	}
	return map[string]string{
		TypeString: titled(a.Key), TypeInt: "3", TypeNumber: "1.5", TypeDate: "2026-03-31", TypeLink: "https://example.com/", TypePicture: "picture.png",
	}[a.Type]
}
