package config

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"playbook/generator/decode"
)

// labels reads a table of labels, as [roles.ae] label = "…" label_nl = "…".
// Shape, if any, is what a key must match.
func (r *reader) labels(parent string, t *decode.Table, shape *regexp.Regexp) []Label {
	if t == nil {
		return nil
	}
	var list []Label
	for _, e := range t.Entries() {
		if shape != nil && !shape.MatchString(e.Key) {
			r.at(e.KeySpan, codeLabel, `the key %q in [%s] is not valid: expected lower-case letters, digits and "-"`, clip(e.Key), parent)
			continue
		}
		sub := r.subtable(e, parent)
		if sub == nil {
			continue
		}
		l, rest := r.label(e.Key, sub, "["+parent+"."+e.Key+"]")
		for _, x := range rest {
			r.diags.Add(sub.UnknownKey(x, r.labelKeys(), "["+parent+"."+e.Key+"]"))
		}
		if l.Label == "" && !sub.Broken() && len(rest) == 0 {
			r.at(sub.Span, codeLabel, "[%s.%s] has no label", parent, e.Key).Hint = `add label = "…"`
		}
		l.Label = cmp.Or(l.Label, e.Key)
		list = append(list, l)
	}
	return list
}

// labelKeys are the keys of a label in the site's languages.
func (r *reader) labelKeys() []string {
	keys := []string{"label"}
	for _, code := range r.langs {
		keys = append(keys, "label_"+code)
	}
	return keys
}

// label reads label and label_xx from a table and returns the entries that are
// neither.
func (r *reader) label(key string, t *decode.Table, where string) (Label, []*decode.Entry) {
	l := Label{Key: key}
	var rest []*decode.Entry
	for _, e := range t.Entries() {
		lang, ok := strings.CutPrefix(e.Key, "label")
		if !ok || lang != "" && lang[0] != '_' {
			rest = append(rest, e)
			continue
		}
		text := r.labelText(e, where)
		switch lang = strings.TrimPrefix(lang, "_"); {
		case lang == "":
			l.Label = text
		case !r.hasLanguage(lang):
			d := r.at(e.KeySpan, decode.CodeUnknownKey, "unknown key %q in %s: the site has no language %q", clip(e.Key), where, clip(lang))
			*d = d.Meant(e.Key, r.labelKeys())
		default:
			if l.Labels == nil {
				l.Labels = map[string]string{}
			}
			l.Labels[lang] = text
		}
	}
	return l, rest
}

func (r *reader) hasLanguage(code string) bool {
	for _, c := range r.langs {
		if c == code {
			return true
		}
	}
	return false
}

func (r *reader) labelText(e *decode.Entry, where string) string {
	switch v := e.Value; {
	case v.Kind == decode.Invalid:
	case v.Kind != decode.String:
		r.at(v.Span, decode.CodeType, "key %q in %s takes a string, found %s", clip(e.Key), where, v.Kind).
			Hint = fmt.Sprintf("write %s = \"text\"", clip(e.Key))
	case strings.TrimSpace(v.Str()) == "":
		r.at(v.Span, codeLabel, "the label is blank")
	case len([]rune(v.Str())) > 80:
		r.at(v.Span, codeLabel, "the label is too long: %d characters, the limit is 80", len([]rune(v.Str())))
	default:
		return v.Str()
	}
	return clip(e.Key)
}

// nav reads the [[nav]] entries.
func (r *reader) nav() []NavLink {
	var list []NavLink
	for _, t := range r.raw.Nav {
		l, rest := r.label("", t, "[[nav]]")
		n := NavLink{Label: l}
		for _, e := range rest {
			if e.Key != "target" {
				r.diags.Add(t.UnknownKey(e, append(r.labelKeys(), "target"), "[[nav]]"))
				continue
			}
			if e.Value.Kind == decode.String {
				n.Target = e.Value.Str()
				n.Line, n.Col, n.End = r.mark(e.Value.Span)
				r.navTarget(n.Target, e.Value.Span)
			} else if e.Value.Kind != decode.Invalid {
				r.at(e.Value.Span, decode.CodeType, "key \"target\" in [[nav]] takes a string, found %s", e.Value.Kind)
			}
		}
		if !t.Has("target") {
			r.at(t.Span, decode.CodeRequired, "missing key \"target\" in [[nav]]").Hint = "add target = \"…\": the uid of a lesson, an address or a URL"
		}
		if l.Label == "" && !t.Has("label") {
			r.at(t.Span, decode.CodeRequired, "missing key \"label\" in [[nav]]").Hint = "add label = \"…\""
		}
		list = append(list, n)
	}
	return list
}

func (r *reader) navTarget(target string, at decode.Span) {
	if strings.TrimSpace(target) == "" {
		r.at(at, codeAddress, "the target is blank").Hint = "expected the uid of a lesson, an address or a URL"
	} else if scheme := schemeOf(target); scheme != "" && !okScheme(scheme) {
		r.at(at, codeAddress, "the scheme %q is not allowed: expected http, https, mailto or tel", clip(scheme))
	}
}

// mark returns line, column and end column of a span.
func (r *reader) mark(s decode.Span) (line, col, end int) {
	from, to := r.f.Pos(s.Start), r.f.Pos(s.End)
	if to.Line != from.Line || to.Col <= from.Col {
		to.Col = from.Col + 1
	}
	return from.Line, from.Col, to.Col
}
