package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"playbook/generator/config"
	"playbook/generator/decode"
	"playbook/generator/diag"
)

const codeKindField diag.Code = "PB1015"

// CheckFields checks the front matter keys that are not common to all lessons
// against the lesson's kind: keys the kind does not have, types, bounds, and
// required keys that are missing. Path is the file's, as in diagnostics;
// origin says where the kind was chosen, as `default_kind in
// content/x/index.md`, "" if in the lesson itself. The diagnostics have marks
// but no excerpts; see [diag.Fill].
func CheckFields(k *config.Kind, m *Meta, path, origin string) diag.List {
	if len(m.Fields) == 0 && !slices.ContainsFunc(k.Fields, func(f config.KindField) bool { return f.Required }) {
		return nil
	}
	c := fieldChecker{k: k, m: m, path: path, kind: fmt.Sprintf("the lesson kind %q", k.Key)}
	if origin != "" {
		c.kind += " (" + origin + ")"
	}
	for _, x := range m.Fields {
		i := slices.IndexFunc(k.Fields, func(f config.KindField) bool { return f.Key == x.Key })
		if i < 0 {
			c.unknown(x)
			continue
		}
		c.check(k.Fields[i], x)
	}
	for _, f := range k.Fields {
		has := slices.ContainsFunc(m.Fields, func(x Field) bool { return x.Key == f.Key })
		if f.Required && !has && !m.Broken {
			c.at(Mark{1, 1, 0}, codeKindField, "missing key %q: %s requires it", f.Key, c.kind).
				Hint = fmt.Sprintf("add %s = %s", f.Key, SampleOf(f))
		}
	}
	return c.diags
}

type fieldChecker struct {
	k     *config.Kind
	m     *Meta
	path  string
	kind  string
	diags diag.List
}

func (c *fieldChecker) at(m Mark, code diag.Code, format string, args ...any) *diag.Diagnostic {
	c.diags.Add(diag.Diagnostic{
		Pos: diag.Pos{Path: c.path, Line: m.Line, Col: m.Col}, End: m.End,
		Severity: diag.Error, Code: code, Message: fmt.Sprintf(format, args...),
	})
	return &c.diags[len(c.diags)-1]
}

// unknown reports a key that neither all lessons nor this kind have.
func (c *fieldChecker) unknown(x Field) {
	key := strings.ToValidUTF8(clip(x.Key), "·")
	for _, g := range [][2]string{{"path", "a learning path, below content/paths/,"}, {"index", `a section's "index.md"`}} {
		if slices.Contains(commonKeys(g[0]), x.Key) {
			c.at(x.KeyAt, decode.CodeUnknownKey, "unknown key %q: only %s has it", key, g[1])
			return
		}
	}
	var own []string
	for _, f := range c.k.Fields {
		own = append(own, f.Key)
	}
	d := c.at(x.KeyAt, decode.CodeUnknownKey, "unknown key %q", key)
	known := append(commonKeys(), own...)
	switch {
	case diag.Suggest(x.Key, known) != "":
		*d = d.Meant(x.Key, known).Unless(c.m.given)
	case len(own) > 0:
		d.Hint = fmt.Sprintf("%s has the keys %s; site.toml can define more under [kinds.%s]", c.kind, strings.Join(own, ", "), c.k.Key)
	default:
		d.Hint = fmt.Sprintf("%s has no keys of its own; define the key in site.toml under [kinds.%s], or ignore it: [front_matter] ignore = [%q]", c.kind, c.k.Key, key)
	}
}

// check checks one value against its definition.
func (c *fieldChecker) check(f config.KindField, x Field) {
	if x.Type == decode.Invalid {
		return // reported when it was read
	}
	if want := wrongType(f, x); want != "" {
		found := x.Type.String()
		if x.Type == decode.List && strings.HasPrefix(want, found) {
			found += " of something else"
		}
		d := c.at(x.At, decode.CodeType, "key %q takes %s, found %s", f.Key, want, found)
		d.Hint = fmt.Sprintf("write %s = %s; %s says so", f.Key, SampleOf(f), c.kind)
		return
	}
	switch v := x.Value.(type) {
	case string:
		c.checkText(f, x, v)
	case int64:
		c.bounds(f, x, float64(v))
	case float64:
		c.bounds(f, x, v)
	}
}

func (c *fieldChecker) checkText(f config.KindField, x Field, text string) {
	switch {
	case len(f.OneOf) > 0 && !slices.Contains(f.OneOf, text):
		d := c.at(x.At, codeKindField, "%q is not an allowed value of %q in %s", clip(text), f.Key, c.kind)
		*d = d.Meant(text, f.OneOf)
	case f.Required && strings.TrimSpace(text) == "":
		c.at(x.At, codeKindField, "key %q is blank: %s requires it", f.Key, c.kind)
	case f.Type == config.TypeURL && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://"):
		c.at(x.At, codeKindField, "key %q takes a web address, found %q", f.Key, clip(text)).Hint = "begin it with https://"
	}
}

func (c *fieldChecker) bounds(f config.KindField, x Field, n float64) {
	low, high := f.Min != nil && n < *f.Min, f.Max != nil && n > *f.Max
	if !low && !high {
		return
	}
	want := ""
	switch {
	case f.Min != nil && f.Max != nil:
		want = number(*f.Min) + " to " + number(*f.Max)
	case f.Min != nil:
		want = "at least " + number(*f.Min)
	default:
		want = "at most " + number(*f.Max)
	}
	c.at(x.At, codeKindField, "%q is out of range: %s, expected %s", f.Key, number(n), want).
		Hint = c.kind + " says so"
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// wrongType returns what the field takes if x is something else.
func wrongType(f config.KindField, x Field) string {
	ok, want := false, ""
	switch f.Type {
	case config.TypeInt:
		ok, want = x.Type == decode.Int, "a whole number"
	case config.TypeNumber:
		n, isFloat := x.Value.(float64)
		ok, want = x.Type == decode.Int || isFloat && n-n == 0, "a number"
	case config.TypeBool:
		ok, want = x.Type == decode.Bool, "true or false"
	case config.TypeDate:
		ok, want = x.Type == decode.Date || isDay(x.Value), "a date"
	case config.TypeList:
		ok, want = allStrings(x.Value, -1), "a list of strings"
	case config.TypePairs:
		ok, want = allPairs(x.Value), "a list of pairs of strings"
	default:
		ok, want = x.Type == decode.String, "a string"
	}
	if ok {
		return ""
	}
	return want
}

// isDay accepts a date in quotes, which YAML writers are used to.
func isDay(v any) bool {
	s, _ := v.(string)
	_, err := time.Parse("2006-01-02", s)
	return err == nil
}

// allStrings reports whether v is a list of n strings, any number if n < 0.
func allStrings(v any, n int) bool {
	list, ok := v.([]any)
	for _, e := range list {
		_, text := e.(string)
		ok = ok && text
	}
	return ok && (n < 0 || len(list) == n)
}

func allPairs(v any) bool {
	list, ok := v.([]any)
	for _, e := range list {
		ok = ok && allStrings(e, 2)
	}
	return ok
}

// SampleOf shows a right value for a hint.
func SampleOf(f config.KindField) string {
	switch f.Type {
	case config.TypeInt, config.TypeNumber:
		if f.Min != nil {
			return number(*f.Min)
		}
		return "1"
	case config.TypeBool:
		return "true"
	case config.TypeDate:
		return "2026-11-22"
	case config.TypeList:
		return `["one", "another"]`
	case config.TypePairs:
		return `[["in the campaign", "in sales"]]`
	case config.TypeURL:
		return `"https://example.com/"`
	}
	if len(f.OneOf) > 0 && utf8.ValidString(f.OneOf[0]) {
		return strconv.Quote(f.OneOf[0])
	}
	return `"text"`
}
