package theme

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/decode"
	"playbook/generator/diag"
)

// Words are the interface's words, by language.
type Words map[string]*Strings

// LoadWords reads strings/<code>.toml and widgets/<kind>/strings/<code>.toml for
// these languages, their base languages ("pt" for "pt-br") and English. Without codes it
// reads all languages. A key that a language lacks gets the words of its base language
// or of English; in the latter case there is a warning for the language.
func LoadWords(fsys fs.FS, codes ...string) (Words, diag.List) {
	return LoadOwnWords(fsys, nil, codes...)
}

// LoadOwnWords is LoadWords with a site's own strings, which replace the theme's key by
// key. own has only the site's own templates; it may be nil.
func LoadOwnWords(theme, own fs.FS, codes ...string) (Words, diag.List) {
	var ds diag.List
	langs := Words{}
	for _, file := range stringsFiles(theme, codes) {
		words, _, more := readStrings(theme, file.path)
		ds = append(ds, more...)
		langs.take(file, words)
	}
	if own != nil {
		o := ownWords{theme: langs.clone(), own: own}
		for _, file := range stringsFiles(own, codes) {
			words, t, more := readStrings(own, file.path)
			ds = append(ds, more...)
			ds = append(ds, o.check(file, t, words)...)
			langs.take(file, words)
		}
	}
	en := langs[fallbackLang]
	if en == nil {
		ds.Add(fileDiag("strings/en.toml", 0, codeMissingPiece, `"strings/en.toml" is missing: every other language falls back to it`))
		return langs, ds
	}
	for _, lang := range slices.Sorted(maps.Keys(langs)) { // a base language comes before its regions
		s := langs[lang]
		if base := langs[baseLang(lang)]; base != nil && base != s {
			for _, key := range missingKeys(base, s) {
				s.forms[key] = base.forms[key]
			}
		}
		missing := missingKeys(en, s)
		for _, key := range missing {
			s.forms[key] = en.forms[key]
		}
		if len(missing) > 0 {
			d := fileDiag("strings/"+lang+".toml", 0, codeMissingText, missingWords(missing)).
				WithHint("'generate i18n --interface %s --write' writes them there, in English, to be translated", lang)
			d.Severity = diag.Warning
			ds.Add(d)
		}
	}
	return langs, ds
}

func missingWords(keys []string) string {
	if len(keys) == 1 {
		return fmt.Sprintf("the string %q is missing", keys[0])
	}
	return fmt.Sprintf("%d strings are missing, the first is %q", len(keys), keys[0])
}

// A stringsFile is one file of words.
type stringsFile struct{ path, lang, kind string }

// stringsFiles lists the files of words that these languages need.
func stringsFiles(fsys fs.FS, codes []string) (files []stringsFile) {
	for _, pattern := range []string{"strings/*.toml", "widgets/*/strings/*.toml"} {
		paths, _ := fs.Glob(fsys, pattern) // the pattern is well formed
		for _, p := range paths {
			lang := strings.TrimSuffix(path.Base(p), ".toml")
			if len(codes) == 0 || lang == fallbackLang || slices.ContainsFunc(codes, func(c string) bool { return c == lang || baseLang(c) == lang }) {
				files = append(files, stringsFile{p, lang, widgetOf(p)})
			}
		}
	}
	return files
}

// take adds the words of one file.
func (w Words) take(file stringsFile, words []word) {
	if w[file.lang] == nil {
		w[file.lang] = newStrings(file.lang)
	}
	w[file.lang].add(file.kind, words)
}

// clone returns a copy that later calls of take on w do not change.
func (w Words) clone() Words {
	out := Words{}
	for lang, s := range w {
		c := *s
		c.forms = maps.Clone(s.forms)
		out[lang] = &c
	}
	return out
}

// missingKeys lists the keys that en has and s lacks, sorted. Optional keys do not count.
func missingKeys(en, s *Strings) []string {
	var missing []string
	for key := range en.forms {
		if _, ok := s.forms[key]; !ok && !optional(key) {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	return missing
}

// A word is one key of a strings file. Its forms are nil if the value is not a text.
type word struct {
	key   string // in the file: "<table>.<name>"
	entry *decode.Entry
	forms []string
}

// readStrings reads a strings file: tables of key = "words", or of
// key = ["form", "form"] for plurals. The table is nil if the file cannot be read.
func readStrings(fsys fs.FS, name string) (words []word, t *decode.Table, ds diag.List) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil, diag.List{fileDiag(name, 0, codeStrings, err.Error())}
	}
	text, ds := content.Text("templates/"+name, raw)
	if ds.HasErrors() {
		return nil, nil, ds
	}
	t, found := decode.Parse(diag.NewFile("templates/"+name, text), 0, len(text), decode.Options{What: "a strings file", Bytes: 1 << 20, Keys: 20_000})
	ds = append(ds, found...)
	var read func(prefix string, t *decode.Table)
	read = func(prefix string, in *decode.Table) {
		for _, e := range in.Entries() {
			switch key := prefix + e.Key; {
			case e.Value.Kind == decode.Invalid: // already reported
			case e.Value.Kind == decode.Map:
				read(key+".", e.Value.Table())
			default:
				forms := wordsOf(e.Value)
				if forms == nil {
					ds.Add(t.Errorf(e.Value.Span, codeStrings, "expected words in quotes").
						WithHint(`write key = "words", or key = ["one form", "another"] for plurals`))
				}
				words = append(words, word{key, e, forms})
			}
		}
	}
	read("", t)
	return words, t, ds
}

// wordsOf returns the forms in a value, nil if it is neither a text nor a list of texts.
func wordsOf(v *decode.Value) (forms []string) {
	list := v.List()
	if v.Kind == decode.String {
		list = []*decode.Value{v}
	}
	for _, x := range list {
		if x.Kind != decode.String {
			return nil
		}
		forms = append(forms, x.Str())
	}
	return forms
}

// of returns the strings of a language or, if there are none, those of its base language
// ("pt" for "pt-br") or of English.
func (w Words) of(code string) *Strings {
	if s := cmp.Or(w[code], w[baseLang(code)], w[fallbackLang]); s != nil {
		return s
	}
	return newStrings(fallbackLang)
}

// Speaks reports whether the interface has words in a language or its base language.
func (w Words) Speaks(code string) bool { return w[code] != nil || w[baseLang(code)] != nil }

// Table returns one table of a language's strings as a JSON object, for scripts whose words
// are not in the page. The words of the search dialog, for example, are in its index.
func (w Words) Table(lang, name string) []byte { return w.of(lang).table(name) }
