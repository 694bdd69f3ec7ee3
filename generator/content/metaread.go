package content

import (
	"bytes"
	"path"
	"slices"
	"strconv"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// groups names the keys that exist in a file besides the common ones.
func (n *fileName) groups() []string {
	var groups []string
	if n.index {
		groups = append(groups, "index")
	}
	if n.path {
		groups = append(groups, "path")
	}
	if n.task {
		groups = append(groups, "assignment")
	}
	return groups
}

// rawMeta is the front matter as read: the keys of the lesson's kind are in
// Rest.
type rawMeta struct {
	Meta
	Rest []*decode.Entry `toml:",rest"`
}

// decodeMeta reads the table of the front matter at h. The file's name admits the keys of
// a section's and a learning path's page and of an assignment.
func decodeMeta(f *diag.File, h head, t *decode.Table, n *fileName, o *Options) (Meta, diag.List) {
	raw := rawMeta{Meta: Meta{Search: true, TOC: true}}
	if t == nil {
		raw.Broken = h.lost
		return raw.Meta, nil
	}
	if h.lost {
		t.Into(&raw, n.groups()...)
		raw.Broken, raw.Pos = true, marks(f, t)
		return raw.Meta, nil
	}
	ds := fillTexts(f, h, t, n.groups(), o.Params)
	ds = append(ds, t.Into(&raw, n.groups()...)...)
	m := &raw.Meta
	m.HasWeight, m.Broken = t.Has("weight"), t.Broken()
	m.Pos = marks(f, t)
	rest := slices.DeleteFunc(raw.Rest, func(e *decode.Entry) bool { return ignored(e.Key, o.Ignore) })
	if h.kind == yamlHead && !o.OwnDescription {
		rest = describes(m, t, rest)
	}
	m.Fields = fieldsOf(f, rest)
	c := checker{f: f, t: t, m: m, h: h, o: o, untitled: n.index}
	c.all()
	if !n.index && !n.path && !n.task {
		c.body(next(f.Text, h.end))
	}
	return raw.Meta, append(ds, c.diags...)
}

// ignored reports whether a key belongs to other tools.
func ignored(key string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, _ := path.Match(p, key)
		return ok
	})
}

// describes takes the description that other tools write between lines --- for the
// summary, and returns the other keys.
func describes(m *Meta, t *decode.Table, rest []*decode.Entry) []*decode.Entry {
	if t.Has("summary") {
		return rest
	}
	return slices.DeleteFunc(rest, func(e *decode.Entry) bool {
		if e.Key != "description" || e.Value.Kind != decode.String {
			return false
		}
		m.Summary = e.Value.Str()
		return true
	})
}

// texts are the common keys whose values readers see as they are.
var texts = []string{"title", "summary", "takeaways", "milestones", "pace", "completion", "from"}

// fillTexts puts values for the variables in what readers see of the front
// matter: the texts, and the keys of the lesson's kind.
func fillTexts(f *diag.File, h head, t *decode.Table, groups []string, params map[string]any) diag.List {
	if !bytes.Contains(f.Text[h.start:h.end], []byte("{{")) {
		return nil
	}
	var ds diag.List
	known := commonKeys(groups...)
	for _, e := range t.Entries() {
		if slices.Contains(texts, e.Key) || !slices.Contains(known, e.Key) {
			e.Value.Rewrite(func(text string, at decode.Span) string {
				text, more := fillText(f, text, at, params)
				ds = append(ds, more...)
				return text
			})
		}
	}
	return ds
}

// fillText puts values for the variables in a text that stands at a place of
// the file. A backslash before the braces makes them text, as in a lesson.
func fillText(f *diag.File, text string, at decode.Span, params map[string]any) (string, diag.List) {
	var ds diag.List
	filled := variableIn.ReplaceAllStringFunc(text, func(m string) string {
		if m[0] == '\\' {
			return m[1:]
		}
		name := variableIn.FindStringSubmatch(m)[1]
		v, ok := lookup(name, params)
		if !ok {
			from, to := at.Start, at.End
			if i := bytes.Index(f.Text[from:to], []byte(m)); i >= 0 {
				from, to = from+i, from+i+len(m)
			}
			ds.Add(f.At(from, to, diag.Error, codeMissingVariable, "no variable is named %q", name).WithHint("%s", variableHint(name, params)))
		}
		return v
	})
	return filled, ds
}

// body warns of a lesson that has a head and nothing else, drafts aside.
func (c *checker) body(start int) {
	if c.m.Draft || len(bytes.TrimSpace(c.f.Text[start:])) > 0 {
		return
	}
	at := min(start, max(len(c.f.Text)-1, 0))
	c.diags.Add(c.f.At(at, at, diag.Warning, codeNoBody, "the lesson is empty: there is no text below the front matter").
		WithHint("write the text, or set draft = true until it is written"))
}

// markOf turns a range of bytes into a mark.
func markOf(f *diag.File, s decode.Span) Mark {
	from, to := f.Pos(s.Start), f.Pos(s.End)
	if to.Line != from.Line || to.Col <= from.Col {
		to.Col = from.Col + 1
	}
	return Mark{Line: from.Line, Col: from.Col, End: to.Col}
}

// marks records where values stand that the site may have to speak of.
func marks(f *diag.File, t *decode.Table) map[string]Mark {
	m := make(map[string]Mark, len(t.Entries()))
	for _, e := range t.Entries() {
		if e.Key == "summary" || e.Key == "takeaways" || e.Key == "owner" {
			continue
		}
		m[e.Key] = markOf(f, e.Value.Span)
		for i, v := range e.Value.List() {
			m[e.Key+"["+strconv.Itoa(i)+"]"] = markOf(f, v.Span)
		}
	}
	return m
}

func fieldsOf(f *diag.File, rest []*decode.Entry) []Field {
	var fields []Field
	for _, e := range rest {
		fields = append(fields, Field{
			Key: e.Key, Value: e.Value.Any(), Type: e.Value.Kind,
			KeyAt: markOf(f, e.KeySpan), At: markOf(f, e.Value.Span),
		})
	}
	return fields
}

// commonKeys returns the keys every lesson has, those of the groups included.
func commonKeys(groups ...string) []string { return decode.Names(&Meta{}, groups...) }
