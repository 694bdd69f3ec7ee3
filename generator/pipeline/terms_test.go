package pipeline_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"playbook/generator/browser/testsite"
	"playbook/generator/content"
	"playbook/generator/kinds"
	"playbook/generator/theme"
	"playbook/templates"
)

// TestTerms holds every page and the interface of each language against the
// translators' list: a term of it is in use, and a word it warns of is not.
func TestTerms(t *testing.T) {
	table, err := os.ReadFile("../decisions/0111-terms.md")
	if err != nil {
		t.Fatal(err)
	}
	src := testsite.Repository(t)
	for _, lang := range columns {
		terms := termsOf(t, string(table), lang)
		if len(terms) < 70 && lang != "fr" || len(terms) < 25 {
			t.Errorf("%s: only %d terms could be read", lang, len(terms))
		}
		for _, finding := range termFindings(lang, terms, textsOf(t, src, lang)) {
			t.Error(finding)
		}
	}
}

// TestTermsAreChecked feeds the check pages that use the wrong word, and none.
func TestTermsAreChecked(t *testing.T) {
	for name, c := range map[string]struct{ lang, table, text, want string }{
		"used":          {"de", "| offer | Angebot; not Offerte |", "Die Angebote sind da.", ""},
		"nowhere":       {"de", "| offer | Angebot; not Offerte |", "Nichts.", `de: "Angebot" (offer) is used nowhere`},
		"wrong word":    {"de", "| offer | Angebot; not Offerte |", "Ein Angebot, zwei Offerten.", `a.md: "offerten" where the term is "Angebot" (offer)`},
		"wrong phrase":  {"ru", "| deal | сделка; not закрыть сделку |", "Сделка: её не стоило закрыть. Сделку закрыли.", ""},
		"other endings": {"ru", "| deal | сделка; not закрытие сделки |", "До закрытия сделки.", `a.md: "закрытия сделки" where the term is "сделка" (deal)`},
		"compound":      {"nl", "| client mix | klantenmix; not klant |", "De klantenmix.", ""},
		"two terms":     {"pl", "| offer | oferta |\n| deal | transakcja |", "Oferta.", `pl: "transakcja" (deal) is used nowhere`},
		"plural":        {"fr", "| role-play | jeu de rôle; not roleplay |", "Deux jeux de rôle.", ""},
		"after a vowel": {"fr", "| scorecard | grille d’évaluation; not scorecard |", "Les grilles d’évaluation, pas de scorecards.", `a.md: "scorecards" where the term is "grille d’évaluation" (scorecard)`},
		"another vowel": {"de", "| objection | Einwand |", "Zehn Einwände.", ""},
		"one vowel":     {"nl", "| objection | bezwaar |", "Tien bezwaren.", ""},
	} {
		var terms []term
		for _, row := range strings.Split(c.table, "\n") {
			terms = append(terms, readTerm(strings.Split(strings.Trim(row, "| "), " | "), 1))
		}
		if got := strings.Join(termFindings(c.lang, terms, []namedText{{"a.md", c.text}}), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A term is how one thing is called in a language, and how it is not.
type term struct {
	english, word string
	not           []string
}

// columns are the languages of the table after English. French has an interface
// and no pages: its column names less.
var columns = []string{"nl", "de", "ru", "pl", "fr"}

// termsOf reads a language's column of the table.
func termsOf(t *testing.T, note, lang string) (out []term) {
	t.Helper()
	column := 1 + slices.Index(columns, lang)
	for _, line := range strings.Split(note, "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| English |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 1+len(columns) || cells[column] == "" {
			t.Errorf("%q has not %d columns", line, 1+len(columns))
			continue
		}
		if lang == "fr" && cells[column] == "–" {
			continue
		}
		out = append(out, readTerm(cells, column))
	}
	return out
}

func readTerm(cells []string, column int) term {
	word, not, some := strings.Cut(cells[column], "; not ")
	out := term{english: cells[0], word: word}
	if some {
		out.not = strings.Split(not, ", ")
	}
	return out
}

// A namedText is what a reader sees of one file.
type namedText struct{ name, text string }

var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

func shippedWords(t *testing.T) theme.Words {
	t.Helper()
	words, ds := theme.LoadWords(templates.FS)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return words
}

// textsOf is all that a reader of a language is shown: the pages in it, the
// strings of the interface and the names of roles, stages, tags and kinds.
func textsOf(t *testing.T, src fs.FS, lang string) (out []namedText) {
	t.Helper()
	o := &content.Options{Default: "en", Languages: []string{"en", "nl", "de", "ru", "pl"}, Kinds: kinds.ByName(), Words: shippedWords(t).Spellings}
	err := fs.WalkDir(src, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "."+lang+".md") {
			return err
		}
		raw, err := fs.ReadFile(src, name)
		if err != nil {
			return err
		}
		l, _ := content.Parse(strings.TrimPrefix(name, "content/"), name, raw, o)
		m := l.Meta
		parts := append(l.PassageTexts(), m.Title, m.Summary, m.Pace, m.Completion)
		parts = append(parts, m.Takeaways...)
		for _, s := range m.Milestones {
			parts = append(parts, s.At, s.Do)
		}
		for _, h := range append(slices.Clone(l.Headings), l.Terms...) {
			parts = append(parts, h.Text)
		}
		out = append(out, namedText{name, strings.Join(parts, "\n")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"templates/strings/" + lang + ".toml": "", "site.toml": "label_" + lang}
	ofKinds, err := fs.Glob(src, "templates/widgets/*/strings/"+lang+".toml")
	if err != nil || len(ofKinds) == 0 {
		t.Fatalf("no kind has words in %q: %v", lang, err)
	}
	for _, name := range ofKinds {
		files[name] = ""
	}
	for name, prefix := range files {
		raw, err := fs.ReadFile(src, name)
		if err != nil {
			t.Fatal(err)
		}
		var values []string
		table := ""
		for _, line := range strings.Split(string(raw), "\n") {
			if strings.HasPrefix(line, "[") {
				table = line
			}
			if strings.HasPrefix(line, "tool = ") { // after the name: other words that a reader may type
				line, _, _ = strings.Cut(line, ":")
				line += `"`
			}
			if table == "[spellings]" || strings.HasPrefix(line, "names = ") { // what a table of somebody else may say
				continue
			}
			if strings.HasPrefix(line, prefix) && !strings.HasPrefix(line, "#") {
				for _, q := range quoted.FindAllStringSubmatch(line, -1) {
					values = append(values, strings.ReplaceAll(q[1], `\u00a0`, " "))
				}
			}
		}
		out = append(out, namedText{name, strings.Join(values, "\n")})
	}
	slices.SortFunc(out, func(a, b namedText) int { return strings.Compare(a.name, b.name) })
	return out
}

// termFindings says which terms no text uses, and which text uses a word that
// the list warns of.
func termFindings(lang string, terms []term, texts []namedText) (out []string) {
	words := make([][]string, len(texts))
	for i, s := range texts {
		words[i] = wordsOf(s.text)
	}
	for _, term := range terms {
		used := false
		for _, w := range words {
			used = used || find(lang, term.word, w) != ""
		}
		if !used {
			out = append(out, fmt.Sprintf("%s: %q (%s) is used nowhere", lang, term.word, term.english))
		}
		for _, not := range term.not {
			for i, w := range words {
				if seen := find(lang, not, w); seen != "" {
					out = append(out, fmt.Sprintf("%s: %q where the term is %q (%s)", texts[i].name, seen, term.word, term.english))
				}
			}
		}
	}
	return out
}

// end stands between sentences: a phrase does not reach from one into the next.
const end = "."

// wordsOf gives the words of a text in lower case and the ends of its sentences.
func wordsOf(text string) (out []string) {
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-':
			word.WriteRune(unicode.ToLower(r))
		case r != '\u00ad':
			flush()
			if strings.ContainsRune(".:;!?\n", r) {
				out = append(out, end)
			}
		}
	}
	flush()
	return out
}

// find gives the first place where the words of a phrase follow one another in
// any of their forms, as they stand there, or nothing.
func find(lang, phrase string, text []string) string {
	var forms []func(string) bool
	for _, w := range wordsOf(phrase) {
		forms = append(forms, formsOf(lang, w))
	}
	for i := 0; i+len(forms) <= len(text); i++ {
		n := 0
		for n < len(forms) && forms[n](text[i+n]) {
			n++
		}
		if n == len(forms) {
			return strings.Join(text[i:i+n], " ")
		}
	}
	return ""
}

// endings are those that nouns, adjectives and verbs take in a language. They
// come after what is left of a word without its own.
var endings = map[string][]string{
	"nl": strings.Fields("e en n s t te ten de den er ers je jes"),
	"de": strings.Fields("e en em er es n r s t te ten st ern nen innen"),
	"fr": strings.Fields("e s x r es er ée és ées ez"),
	"ru": strings.Fields("а я у ю е о ё ы и ь й ом ем ём ой ей ою ею ов ев ам ям ами ями ах ях ия ии ию ие ием иям иях ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ыми ими ую юю ть л ла ло ли ит ят ут ют ет ешь ите ете"),
	"pl": strings.Fields("a ą e ę i o u y ów om ami ach em iem owi ie ia ią ię ii iom iami iach mi ej ego emu ych ym ymi ć ł ła ło li ły"),
}

// A letter that changes with the ending is written in one way: Einwände,
// Einwand; bezwaren, bezwaar; lessen, les.
var changing = map[string]*strings.Replacer{
	"de": strings.NewReplacer("ä", "a", "ö", "o", "ü", "u"),
	"nl": strings.NewReplacer("aa", "a", "ee", "e", "oo", "o", "uu", "u", "ss", "s", "pp", "p", "tt", "t", "ll", "l", "nn", "n", "kk", "k"),
}

// formsOf tells the forms of a word of a phrase: it with whatever ending.
func formsOf(lang, word string) func(seen string) bool {
	stem := word
	for _, e := range endings[lang] {
		s, ok := strings.CutSuffix(word, e)
		if ok && len([]rune(e)) <= 2 && len([]rune(s)) >= 3 && len(s) < len(stem) {
			stem = s
		}
	}
	same := func(s string) string { return s }
	if r := changing[lang]; r != nil {
		same = r.Replace
	}
	first, _ := utf8.DecodeRuneInString(same(word))
	word, stem = same(word), same(stem)
	return func(seen string) bool {
		if r, _ := utf8.DecodeRuneInString(seen); r != first && r < 0xc0 {
			return false
		}
		seen = same(seen)
		for _, s := range []string{word, stem} {
			if rest, ok := strings.CutPrefix(seen, s); ok && (rest == "" || slices.Contains(endings[lang], rest)) {
				return true
			}
		}
		return false
	}
}
