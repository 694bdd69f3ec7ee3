package theme

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	textlang "golang.org/x/text/language"

	"playbook/generator/diag"
)

// Codes of mistakes in a theme's files.
const (
	codeTemplate     diag.Code = "PB1801" // a template that cannot be read or drawn
	codeUnknownText  diag.Code = "PB1802" // a template asks for a string that no file has
	codeStrings      diag.Code = "PB1803" // a line of a strings file
	codeMissingText  diag.Code = "PB1804" // a language lacks a string that English has
	codeUnknownIcon  diag.Code = "PB1805" // a template asks for an icon that is not there
	codeMissingPiece diag.Code = "PB1806" // a file the theme cannot do without
)

// fallbackLang is the language whose strings replace missing ones.
const fallbackLang = "en"

// Strings are the interface's words in one language. A key is
// "<table>.<name>"; a value has one form, or one for each plural category of
// the language in the order of [pluralIndex].
type Strings struct {
	Lang  string
	forms map[string][]string
	tag   textlang.Tag
	// plurals are the plural categories of the language, in the order of the forms.
	plurals []plural.Form
}

func newStrings(lang string) *Strings {
	s := &Strings{Lang: lang, forms: map[string][]string{}, tag: textlang.Make(lang)}
	for _, f := range []plural.Form{plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other} {
		if slices.ContainsFunc(sampleNumbers, func(n int) bool { return s.category(n) == f }) {
			s.plurals = append(s.plurals, f)
		}
	}
	return s
}

// Get returns the words of key. If the key does not exist, which [Load] has reported,
// it returns the key.
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
	form := f[min(s.pluralIndex(n), len(f)-1)]
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

// Decimal writes a number with the language's decimal sign and all its decimals,
// without grouping digits.
func (s *Strings) Decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", s.Get("format.decimal"), 1)
}

// Percent writes a percentage in the language's notation: "20%", "20\u00a0%".
func (s *Strings) Percent(x float64) string { return s.Fill("format.percent", x) }

// Number groups a whole number's digits as in the language: with a no-break space in
// Russian and Polish (there only from five digits), a full stop in Dutch and German, a
// comma in English.
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

// Date writes "2026-11-03" as in running text of the language. Any other text is
// returned unchanged.
func (s *Strings) Date(iso string) string {
	y, rest, ok1 := strings.Cut(iso, "-")
	m, d, ok2 := strings.Cut(rest, "-")
	month, err1 := strconv.Atoi(m)
	day, err2 := strconv.Atoi(d[:min(len(d), 2)])
	months := s.forms["format.months"]
	if !ok1 || !ok2 || err1 != nil || err2 != nil || month < 1 || month > len(months) {
		return iso
	}
	forms := s.forms["format.date"] // for the first of a month, and for the other days
	if len(forms) == 0 {
		return iso
	}
	form := forms[len(forms)-1]
	if day == 1 {
		form = forms[0]
	}
	return strings.NewReplacer("{1}", strconv.Itoa(day), "{2}", months[month-1], "{3}", y).Replace(form)
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

// dates is the table with the date formats for scripts. It is made from [format].
const dates = "client_dates"

// forDates returns the table of dates: the browser locale whose dates look like the
// language's, and how the first day of a month is written if that is not "1".
func (s *Strings) forDates() map[string]any {
	out := map[string]any{}
	if like := s.forms["format.like"]; len(like) > 0 {
		out["like"] = like[0]
	}
	if forms := s.forms["format.date"]; len(forms) > 1 {
		out["first"], _, _ = strings.Cut(strings.ReplaceAll(forms[0], "\u00a0", " "), " ")
	}
	return out
}

// table returns the strings of one table as a JSON object, keys sorted. A
// value with several forms becomes an array.
func (s *Strings) table(name string) []byte {
	out := map[string]any{}
	if name == dates {
		out = s.forDates()
	}
	for key, forms := range s.forms {
		if rest, ok := strings.CutPrefix(key, name+"."); ok {
			out[rest] = forms
			if len(forms) == 1 {
				out[rest] = forms[0]
			}
		}
	}
	if len(out) == 0 && name != dates {
		return nil
	}
	b, err := json.Marshal(out)
	if err != nil {
		panic(err) // strings and slices of them always have a JSON form
	}
	return b
}

// pluralIndex returns the index of n's plural category among the forms of a language:
// the categories of whole numbers in that language, in CLDR's order (zero, one, two,
// few, many, other).
func (s *Strings) pluralIndex(n int) int { return max(0, slices.Index(s.plurals, s.category(n))) }

func (s *Strings) category(n int) plural.Form {
	return plural.Cardinal.MatchPlural(s.tag, n, 0, 0, 0, 0)
}

// sampleNumbers include every plural category that a language has for whole numbers
// below a million.
var sampleNumbers = []int{0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 18, 20, 21, 22, 30, 60, 100, 101, 102, 1000}

// widgetOf returns the kind to which a strings file belongs, or "" for the theme.
func widgetOf(file string) string {
	if rest, ok := strings.CutPrefix(file, "widgets/"); ok {
		return path.Dir(path.Dir(rest))
	}
	return ""
}

// fullKey returns the full name of a key in a file. The keys of a widget kind begin with
// its name: "<kind>.<key>" for its template, "client_<kind>.<key>" for its script (the
// file's table [client]), "client_<kind>_more.<key>" for its more.js (the table [more]).
// The key "tool", the readers' words for the kind, goes into the table search_tools of
// all kinds; the kind's table [keeps], which describes stored data, goes into the pages'
// table keeps.
func fullKey(kind, key string) string {
	if kind == "" {
		return key
	}
	if rest, ok := strings.CutPrefix(key, "client."); ok {
		return "client_" + kind + "." + rest
	}
	if rest, ok := strings.CutPrefix(key, "more."); ok {
		return "client_" + kind + "_more." + rest
	}
	if rest, ok := strings.CutPrefix(key, "keeps."); ok {
		return "keeps." + kind + "_" + rest
	}
	if key == "tool" {
		return "search_tools." + kind
	}
	return kind + "." + key
}

// add adds the words of one file.
func (s *Strings) add(kind string, words []word) {
	for _, w := range words {
		s.forms[fullKey(kind, w.key)] = w.forms
	}
}

// optional reports whether a language may lack a key.
func optional(key string) bool { return key == "format.like" }

// baseLang returns a language without its region and script.
func baseLang(code string) string {
	base, _, _ := strings.Cut(code, "-")
	return base
}

// rtl reports whether a language is written from right to left.
func rtl(code string) bool {
	return slices.Contains([]string{"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}, baseLang(code))
}
