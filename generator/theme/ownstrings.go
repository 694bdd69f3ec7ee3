package theme

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// Codes of mistakes in a site's own strings files.
const (
	codeUnknownKey diag.Code = "PB1809" // a key that nothing uses
	codeBlank      diag.Code = "PB1810" // a placeholder that is missing or unknown
	codeForms      diag.Code = "PB1811" // too many or too few forms
)

// ownWords checks the words of a site against those of the theme.
type ownWords struct {
	theme Words
	own   fs.FS
	// used are the quoted words of the site's own templates and scripts, or nil before
	// the first lookup.
	used map[string]bool
}

// check compares one file of the site with the theme's words in the same language, or
// in English if there are none.
func (o *ownWords) check(file stringsFile, t *decode.Table, words []word) (ds diag.List) {
	en, model := o.theme.of(fallbackLang), o.theme.of(file.lang)
	said := map[string]bool{} // unknown tables
	for _, w := range words {
		key := fullKey(file.kind, w.key)
		reference := model.forms[key]
		if reference == nil {
			reference = en.forms[key]
		}
		if reference == nil {
			if d := o.unknown(file, t, &w, said); d != nil {
				ds.Add(*d)
			}
			continue
		}
		if d := checkForms(t, &w, newStrings(file.lang), en.forms[key]); d != nil {
			ds.Add(*d)
		}
		ds = append(ds, checkBlanks(t, &w, reference, en.forms[key])...)
	}
	return ds
}

// unknown reports a key that neither the theme nor the site uses, or its table, once.
func (o *ownWords) unknown(file stringsFile, t *decode.Table, w *word, said map[string]bool) *diag.Diagnostic {
	known := o.keysOf(file.kind)
	table, name := "", w.key
	if i := strings.LastIndexByte(w.key, '.'); i >= 0 {
		table, name = w.key[:i], w.key[i+1:]
	}
	var inTable, tables, elsewhere []string
	for _, key := range known {
		in, last := "", key
		if i := strings.LastIndexByte(key, '.'); i >= 0 {
			in, last = key[:i], key[i+1:]
		}
		switch {
		case in == table:
			inTable = append(inTable, last)
		case last == name:
			elsewhere = append(elsewhere, in)
		}
		if in != "" {
			tables = append(tables, in)
		}
	}
	if said[table] || o.uses(fullKey(file.kind, w.key)) {
		return nil
	}
	at := func(span decode.Span, format string, args ...any) diag.Diagnostic {
		return t.At(span, diag.Warning, codeUnknownKey, format, args...)
	}
	if len(inTable) == 0 && table != "" {
		said[table] = true
		span := w.entry.KeySpan
		if e := t.Lookup(strings.Split(table, ".")...); e != nil {
			span = e.KeySpan
		}
		d := at(span, "nothing asks for the words of the table %q", table)
		d.Hint = diag.DidYouMean(table, slices.Compact(tables))
		return &d
	}
	d := at(w.entry.KeySpan, "nothing asks for the words %q", w.key)
	slices.Sort(elsewhere)
	switch s := diag.Suggest(name, inTable); {
	case s != "":
		d = d.Meant(name, inTable).Unless(func(text string) bool { return t.Lookup(append(strings.Split(table, "."), text)...) != nil })
	case len(elsewhere) > 0:
		d.Hint = "the theme has it in the table [" + elsewhere[0] + "]"
	default:
		d.Hint = "'generate theme export " + theirs(file) + "' writes all the keys there are"
	}
	return &d
}

// theirs returns the theme's file with the keys of a file.
func theirs(file stringsFile) string { return path.Join(path.Dir(file.path), fallbackLang+".toml") }

// keysOf returns the keys in a kind's files, or in the theme's, sorted.
func (o *ownWords) keysOf(kind string) (keys []string) {
	raw := map[string]bool{}
	for full := range o.theme.of(fallbackLang).forms {
		switch {
		case kind == "":
			raw[full] = true
		case strings.HasPrefix(full, kind+"."):
			raw[full[len(kind)+1:]] = true
		case strings.HasPrefix(full, "client_"+kind+"."):
			raw["client."+full[len("client_"+kind+"."):]] = true
		case strings.HasPrefix(full, "client_"+kind+"_more."):
			raw["more."+full[len("client_"+kind+"_more."):]] = true
		}
	}
	return slices.Sorted(maps.Keys(raw))
}

// quoted matches a quoted text in a template or a script.
var quoted = regexp.MustCompile("[\"'`]([\\w.-]+)[\"'`]")

// uses reports whether a template or a script of the site's own names a key. Scripts
// name it without its table.
func (o *ownWords) uses(key string) bool {
	if o.used == nil {
		o.used = map[string]bool{}
		_ = fs.WalkDir(o.own, ".", func(p string, e fs.DirEntry, err error) error {
			if ext := path.Ext(p); err != nil || e.IsDir() || ext != ".html" && ext != ".js" {
				return nil
			}
			text, _ := fs.ReadFile(o.own, p) // a file that cannot be read uses nothing
			for _, m := range quoted.FindAllSubmatch(text, -1) {
				o.used[string(m[1])] = true
			}
			return nil
		})
	}
	return o.used[key] || strings.HasPrefix(key, "client_") && o.used[key[strings.IndexByte(key, '.')+1:]]
}

// checkForms reports a wrong number of forms. A key with two forms in English is a
// plural. Any other list has a fixed length, except spellings and date formats, which
// may have a separate form for the first of a month.
func checkForms(t *decode.Table, w *word, lang *Strings, en []string) *diag.Diagnostic {
	want, what := 1, "one text"
	switch {
	case alternatives(w.key) || w.key == "format.date" && len(w.forms) == 2:
		return nil
	case len(en) == 2:
		want = len(lang.plurals)
		what = diag.Plural(want, "form") + ": " + strings.Join(lang.pluralNames(), ", ")
	case len(en) > 2:
		want, what = len(en), diag.Plural(len(en), "text")
	}
	if len(w.forms) == want || w.forms == nil {
		return nil
	}
	d := t.At(w.entry.Value.Span, diag.Warning, codeForms, "%q has %s, expected %s", w.key, diag.Plural(len(w.forms), "form"), what)
	if len(en) == 2 {
		d.Hint = "write one text for each plural of the language, as in English " + shown(en[0]) + ", " + shown(en[1])
	}
	return &d
}

// pluralNames returns the names of the language's plural forms, in order.
func (s *Strings) pluralNames() (names []string) {
	for _, f := range s.plurals {
		names = append(names, map[plural.Form]string{
			plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
		}[f])
	}
	return names
}

// shown returns a text in quotes as readers see it.
func shown(text string) string { return strconv.Quote(strings.ReplaceAll(text, "\u00a0", " ")) }

// blank matches the placeholder of a name or a number in a text.
var blank = regexp.MustCompile(`\{[^{}]*\}`)

// checkBlanks reports placeholders that nothing fills, and those of the theme's words
// that the site's words lack. The last form of a plural must have all of them.
func checkBlanks(t *decode.Table, w *word, reference, en []string) (ds diag.List) {
	var known []string
	for _, form := range slices.Concat(reference, en) {
		for _, b := range blank.FindAllString(form, -1) {
			if !slices.Contains(known, b) {
				known = append(known, b)
			}
		}
	}
	spans := []decode.Span{w.entry.Value.Span}
	if list := w.entry.Value.List(); list != nil {
		spans = nil
		for _, v := range list {
			spans = append(spans, v.Span)
		}
	}
	for i, form := range w.forms {
		for _, b := range blank.FindAllString(form, -1) {
			if slices.Contains(known, b) {
				continue
			}
			d := t.At(spans[i], diag.Warning, codeBlank, "%s in %q is filled by nothing", b, w.key)
			if len(known) > 0 {
				d.Hint = diag.DidYouMean(b, known)
			} else {
				d.Hint = "the theme's words have no blank there"
			}
			ds.Add(d)
		}
	}
	if len(w.forms) == 0 || len(ds) > 0 {
		return ds
	}
	last := len(w.forms) - 1
	for _, b := range blank.FindAllString(reference[len(reference)-1], -1) {
		if !strings.Contains(w.forms[last], b) {
			ds.Add(t.At(spans[last], diag.Warning, codeBlank, "%q lacks %s", w.key, b).
				WithHint("the theme's words are %s", shown(reference[len(reference)-1])))
			break
		}
	}
	return ds
}
