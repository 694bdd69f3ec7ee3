package config

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/decode"
)

// languageRE is the shape of a BCP 47 tag as far as a folder's name may have
// it: a language and subtags, all lower case.
var languageRE = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$`)

// IsLanguage reports whether a text is a language code as the settings take it: "nl",
// "pt-br".
func IsLanguage(code string) bool { return languageRE.MatchString(code) }

// languages returns the default language and all languages, the default
// first, then by weight and code.
func (r *reader) languages() (string, []Language) {
	main := r.raw.Language
	if r.given(decode.String, "language") && !r.languageCode(main, r.t.ValueSpan("language")) {
		main = "en"
	}
	var list []Language
	if r.raw.Languages != nil {
		for _, e := range r.raw.Languages.Entries() {
			if l, ok := r.language(e); ok {
				list = append(list, l)
			}
		}
	}
	if !slices.ContainsFunc(list, func(l Language) bool { return l.Code == main }) {
		list = append(list, Language{Code: main})
	}
	slices.SortFunc(list, func(a, b Language) int {
		return cmp.Or(cmp.Compare(btoi(b.Code == main), btoi(a.Code == main)), cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Code, b.Code))
	})
	return main, list
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// languageCode checks a code and reports whether it can be used.
func (r *reader) languageCode(code string, at decode.Span) bool {
	if languageRE.MatchString(code) {
		return true
	}
	d := r.at(at, codeLanguage, "%q is not a language code: expected two or three lower-case letters such as \"nl\", and a region if needed, for example \"pt-br\" (BCP 47)", clip(code))
	if low := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(code)), "_", "-"); low != code && languageRE.MatchString(low) {
		d.Hint = "write \"" + low + "\""
	}
	return false
}

// language reads one [languages.xx].
func (r *reader) language(e *decode.Entry) (Language, bool) {
	if !r.languageCode(e.Key, e.KeySpan) {
		return Language{}, false
	}
	var raw struct {
		Label       string `toml:"label"`
		Title       string `toml:"title"`
		Description string `toml:"description"`
		Weight      int    `toml:"weight"`
	}
	t := r.subtable(e, "languages")
	if t == nil {
		return Language{}, false
	}
	r.diags = append(r.diags, t.IntoNamed(&raw, "[languages."+e.Key+"]")...)
	var at Place
	at.Line, at.Col, at.End = r.mark(e.KeySpan)
	return Language{
		Code: e.Key, Label: strings.TrimSpace(raw.Label), Title: raw.Title, Description: raw.Description, Weight: raw.Weight, At: at,
	}, true
}

// subtable returns the table e holds; anything else is reported.
func (r *reader) subtable(e *decode.Entry, parent string) *decode.Table {
	switch e.Value.Kind {
	case decode.Map:
		return e.Value.Table()
	case decode.Invalid:
		return nil
	}
	r.at(e.Value.Span, decode.CodeType, "%q in [%s] takes a table, found %s", clip(e.Key), parent, e.Value.Kind).
		Hint = "write [" + parent + "." + clip(e.Key) + "] and the keys below it, for example label = \"…\""
	return nil
}
