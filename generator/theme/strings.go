package theme

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
)

// Codes of what is wrong in a theme's files.
const (
	codeTemplate     diag.Code = "PB1801" // a template that cannot be read or drawn
	codeUnknownText  diag.Code = "PB1802" // a template asks for a string that no file has
	codeStrings      diag.Code = "PB1803" // a line of a strings file
	codeMissingText  diag.Code = "PB1804" // a language lacks a string that English has
	codeUnknownIcon  diag.Code = "PB1805" // a template asks for an icon that is not there
	codeMissingPiece diag.Code = "PB1806" // a file the theme cannot do without
)

// fallbackLang is the language whose strings stand in for missing ones.
const fallbackLang = "en"

// Strings are the interface's words in one language. A key is
// "<table>.<name>"; a value has one form, or one for each plural category of
// the language in the order of [pluralIndex].
type Strings struct {
	Lang  string
	forms map[string][]string
}

// Get returns the words of key; a key that is not there is shown as itself,
// which [Load] has reported.
func (s *Strings) Get(key string) string {
	if f := s.forms[key]; len(f) > 0 {
		return f[0]
	}
	return key
}

// Count returns the form of key for n, with {n} replaced by n.
func (s *Strings) Count(key string, n int) string {
	f := s.forms[key]
	if len(f) == 0 {
		return key
	}
	form := f[min(pluralIndex(s.Lang, n), len(f)-1)]
	return strings.ReplaceAll(form, "{n}", s.Number(n))
}

// Fill returns the words of key with {1}, {2}… replaced by args.
func (s *Strings) Fill(key string, args ...any) string {
	out := s.Get(key)
	for i, a := range args {
		if n, ok := a.(*float64); ok && n != nil {
			a = *n // a pointer's own text would differ from run to run
		}
		if x, ok := a.(float64); ok {
			a = s.Decimal(x)
		}
		out = strings.ReplaceAll(out, "{"+strconv.Itoa(i+1)+"}", fmt.Sprint(a))
	}
	return out
}

// Decimal writes a number with the language's decimal sign and all of its
// decimals, its digits not grouped.
func (s *Strings) Decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", s.Get("format.decimal"), 1)
}

// Percent writes a number of percent as the language does: "20%", "20\u00a0%".
func (s *Strings) Percent(x float64) string { return s.Fill("format.percent", x) }

// Number groups a whole number's digits as the language does: a no-break
// space in Russian and Polish (there only from five digits), a full stop in
// Dutch and German, a comma in English.
func (s *Strings) Number(n int) string {
	digits := strconv.Itoa(n)
	sep := s.Get("format.group")
	if len(digits) < 4 || (len(digits) < 5 && sep == "\u00a0") {
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Date writes "2026-11-03" as the language does in running text; what is not a
// date is returned as it came.
func (s *Strings) Date(iso string) string {
	y, rest, ok1 := strings.Cut(iso, "-")
	m, d, ok2 := strings.Cut(rest, "-")
	month, err1 := strconv.Atoi(m)
	day, err2 := strconv.Atoi(d[:min(len(d), 2)])
	months := s.forms["format.months"]
	if !ok1 || !ok2 || err1 != nil || err2 != nil || month < 1 || month > len(months) {
		return iso
	}
	return s.Fill("format.date", day, months[month-1], y)
}

// Duration writes minutes: "8 min", from an hour on "5 h 25".
func (s *Strings) Duration(minutes int) string {
	if minutes < 60 {
		return s.Fill("format.minutes", minutes)
	}
	if minutes%60 == 0 {
		return s.Fill("format.hours", minutes/60)
	}
	return s.Fill("format.hours_minutes", minutes/60, fmt.Sprintf("%02d", minutes%60))
}

// Table returns one table of a language's strings as a JSON object, for what
// carries its own words: the search dialog's travel with its index.
func (t *Theme) Table(lang, name string) []byte { return stringsFor(t.langs, lang).table(name) }

// table returns the strings of one table as a JSON object, keys sorted. A
// value with several forms becomes an array.
func (s *Strings) table(name string) []byte {
	out := map[string]any{}
	for key, forms := range s.forms {
		if rest, ok := strings.CutPrefix(key, name+"."); ok {
			out[rest] = forms
			if len(forms) == 1 {
				out[rest] = forms[0]
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	b, err := json.Marshal(out)
	if err != nil {
		panic(err) // strings and slices of them always have a JSON form
	}
	return b
}

// pluralIndex returns the place of n's plural category among the forms of
// lang, for whole numbers, after CLDR: one, other; in Russian and Polish one,
// few, many.
func pluralIndex(lang string, n int) int {
	ten, hundred := n%10, n%100
	few := ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14)
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "ru", "uk", "be":
		switch {
		case ten == 1 && hundred != 11:
			return 0
		case few:
			return 1
		}
		return 2
	case "pl":
		switch {
		case n == 1:
			return 0
		case few:
			return 1
		}
		return 2
	case "fr":
		return min(n/2, 1)
	}
	if n == 1 {
		return 0
	}
	return 1
}

// widgetOf returns the kind that a strings file belongs to, "" for the theme's
// own.
func widgetOf(file string) string {
	if rest, ok := strings.CutPrefix(file, "widgets/"); ok {
		return path.Dir(path.Dir(rest))
	}
	return ""
}

// add takes in the words of one file. Those of a widget kind go by its name:
// "<kind>.<key>" for its template, "client_<kind>.<key>" for its script, which
// are in the file's table [client].
func (s *Strings) add(kind string, forms map[string][]string) {
	for key, f := range forms {
		if kind != "" {
			if rest, ok := strings.CutPrefix(key, "client."); ok {
				key = "client_" + kind + "." + rest
			} else {
				key = kind + "." + key
			}
		}
		s.forms[key] = f
	}
}

// loadStrings reads strings/*.toml and widgets/<kind>/strings/*.toml. A language's missing keys are filled from
// English, with a warning for each file that lacks some.
func loadStrings(fsys fs.FS) (map[string]*Strings, diag.List) {
	var ds diag.List
	langs := map[string]*Strings{}
	files, _ := fs.Glob(fsys, "strings/*.toml")
	own, _ := fs.Glob(fsys, "widgets/*/strings/*.toml")
	files = append(files, own...)
	for _, name := range files {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			ds.Add(fileDiag(name, 0, codeStrings, err.Error()))
			continue
		}
		lang := strings.TrimSuffix(path.Base(name), ".toml")
		forms, more := readStrings("templates/"+name, string(raw))
		ds = append(ds, more...)
		if langs[lang] == nil {
			langs[lang] = &Strings{Lang: lang, forms: map[string][]string{}}
		}
		langs[lang].add(widgetOf(name), forms)
	}
	en := langs[fallbackLang]
	if en == nil {
		ds.Add(fileDiag("strings/en.toml", 0, codeMissingPiece, `"strings/en.toml" is missing: every other language falls back to it`))
		return langs, ds
	}
	for _, lang := range slices.Sorted(maps.Keys(langs)) {
		s := langs[lang]
		missing := missingKeys(en, s)
		for _, key := range missing {
			s.forms[key] = en.forms[key]
		}
		if len(missing) > 0 {
			d := fileDiag("strings/"+lang+".toml", 0, codeMissingText, fmt.Sprintf("%d strings are missing, the first is %q", len(missing), missing[0]))
			d.Severity = diag.Warning
			ds.Add(d)
		}
	}
	return langs, ds
}

// missingKeys lists what en has and s has not, sorted.
func missingKeys(en, s *Strings) []string {
	var missing []string
	for key := range en.forms {
		if _, ok := s.forms[key]; !ok {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	return missing
}

// readStrings reads the part of TOML that a strings file is written in:
// comments, [tables], key = "words" and key = ["form", "form"]. It takes the
// place of a full decoder because the words need their line for findings and
// nothing else of the language.
func readStrings(source, text string) (map[string][]string, diag.List) {
	var ds diag.List
	forms := map[string][]string{}
	table := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			table = line[1:len(line)-1] + "."
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = table + strings.TrimSpace(key)
		words, err := readWords(strings.TrimSpace(value))
		bad := func(format string, args ...any) {
			ds.Add(diag.Diagnostic{
				Pos: diag.Pos{Path: source, Line: i + 1, Col: 1}, Severity: diag.Error, Code: codeStrings,
				Message: fmt.Sprintf(format, args...), Excerpt: line, ExcerptCol: 1,
				Hint: `write key = "words", or key = ["one form", "another"] for plurals`,
			})
		}
		switch {
		case !ok || err != nil:
			bad("expected a key and its words in quotes")
		case forms[key] != nil:
			bad("string %q is given twice", key)
		default:
			forms[key] = words
		}
	}
	return forms, ds
}

// readWords reads one quoted string, or a list of them in brackets. TOML's
// basic strings are read by JSON's rules, which agree on the escapes in use.
func readWords(v string) ([]string, error) {
	if strings.HasPrefix(v, "[") {
		var list []string
		err := json.Unmarshal([]byte(v), &list)
		return list, err
	}
	var one string
	err := json.Unmarshal([]byte(v), &one)
	return []string{one}, err
}

// stringsFor finds the strings of a language: its own, those of its base
// language ("pt" for "pt-br"), or English.
func stringsFor(langs map[string]*Strings, code string) *Strings {
	base, _, _ := strings.Cut(code, "-")
	return cmp.Or(langs[code], langs[base], langs[fallbackLang], &Strings{Lang: fallbackLang})
}

// rtl reports whether a language is written from right to left.
func rtl(code string) bool {
	base, _, _ := strings.Cut(code, "-")
	return slices.Contains([]string{"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}, base)
}
