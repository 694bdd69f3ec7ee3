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

// TestTerms compares the pages and the interface in each language with the translators'
// list of terms. Every term of the list must be in use, and no word that the list forbids.
func TestTerms(t *testing.T) {
	table, err := os.ReadFile("../decisions/0111-terms.md")
	if err != nil {
		t.Fatal(err)
	}
	src := testsite.Repository(t)
	for _, lang := range columns {
		terms := termsOf(t, string(table), lang)
		if len(terms) < 70 && lang != "fr" || len(terms) < 25 {
			t.Errorf("%s: read only %d terms from the list", lang, len(terms))
		}
		for _, finding := range termFindings(lang, terms, textsOf(t, src, lang)) {
			t.Error(finding)
		}
	}
}

// TestTermsAreChecked runs the check on texts with and without forbidden words.
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

// A term is the word for one thing in a language, and the words that must not be used for it.
type term struct {
	english, word string
	not           []string
}

// columns are the columns of the table after English. French has an interface but no
// pages, so its column has fewer terms.
var columns = []string{"nl", "de", "ru", "pl", "fr"}

// termsOf reads the column of a language. A cell has the form "word; not this, not that".
func termsOf(t *testing.T, note, lang string) (out []term) {
	t.Helper()
	column := 1 + slices.Index(columns, lang)
	for _, line := range strings.Split(note, "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| English |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 1+len(columns) || cells[column] == "" {
			t.Errorf("%q: want %d columns and a term for %s", line, 1+len(columns), lang)
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

// A namedText is the text of one file that readers see.
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

// textsOf returns all text in a language that readers see: the pages, the strings of the
// interface, and the labels in site.toml.
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
			if strings.HasPrefix(line, "tool = ") { // the colon is followed by search words, which readers do not see
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

// termFindings reports each term that no text uses, and each forbidden word in a text.
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

// end marks the end of a sentence, because a phrase is only found within one sentence.
const end = "."

// wordsOf returns the words of a text in lower case, with end after each sentence.
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

// find looks for the words of a phrase in a row, each in any of its forms. It returns
// the first match as the text has it, or "".
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

// endings are the endings of nouns, adjectives and verbs. A form of a word is its stem
// (the word without its ending) and any of these.
var endings = map[string][]string{
	"nl": strings.Fields("e en n s t te ten de den er ers je jes"),
	"de": strings.Fields("e en em er es n r s t te ten st ern nen innen"),
	"fr": strings.Fields("e s x r es er ée és ées ez"),
	"ru": strings.Fields("а я у ю е о ё ы и ь й ом ем ём ой ей ою ею ов ев ам ям ами ями ах ях ия ии ию ие ием иям иях ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ыми ими ую юю ть л ла ло ли ит ят ут ют ет ешь ите ете"),
	"pl": strings.Fields("a ą e ę i o u y ów om ami ach em iem owi ie ia ią ię ii iom iami iach mi ej ego emu ych ym ymi ć ł ła ło li ły"),
}

// changing makes letters equal that differ between the forms of one word: Einwand and
// Einwände, bezwaar and bezwaren, les and lessen.
var changing = map[string]*strings.Replacer{
	"de": strings.NewReplacer("ä", "a", "ö", "o", "ü", "u"),
	"nl": strings.NewReplacer("aa", "a", "ee", "e", "oo", "o", "uu", "u", "ss", "s", "pp", "p", "tt", "t", "ll", "l", "nn", "n", "kk", "k"),
}

// formsOf returns a function that reports whether seen is a form of word.
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
