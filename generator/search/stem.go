package search

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
)

// stemmer finds the stems of words. Two words with a common stem may belong together; group.go decides. A wrong
// stem does no harm by itself: it counts only if another word of the site has it too.
type stemmer struct {
	lang *language
	env  *snowballstem.Env
}

func newStemmer(l *language) *stemmer { return &stemmer{lang: l, env: snowballstem.NewEnv("")} }

// sure ends a stem whose words certainly belong together. No word contains it.
const sure = "!"

// minStem is the smallest number of letters in a stem of our own rules.
const minStem = 4

// stems returns the folded stems of a word: at least one, the word's own key if no rule applies.
func (s *stemmer) stems(word, key string) []string {
	if s.lang.snowball == nil && s.lang.stems == nil || strings.ContainsAny(key, "0123456789.+#") || len(key) < 3 {
		return []string{key}
	}
	stem := word
	if s.lang.snowball != nil {
		s.env.SetCurrent(word)
		s.lang.snowball(s.env)
		stem = s.env.Current()
	}
	out := []string{Fold(stem)}
	if s.lang.stems != nil {
		out = s.lang.stems(key, out[0])
	}
	if verb := s.verb(key); verb != "" {
		return append(out, verb)
	}
	return append(out, s.stripped(key))
}

// verb returns the stem of a verb that changes its suffix with the tense: stosować, stosuje. It is sure
// enough to need no guard. Without the suffix the stem would be that of a noun (projektować, projekt).
func (s *stemmer) verb(key string) string {
	letters := 0
	for at := range key {
		if letters >= minStem-1 && s.lang.verbs[key[at:]] {
			return key[:at] + sure
		}
		letters++
	}
	return ""
}

// englishStems: Snowball takes customer for a form of custom, but a person who does something is not a form
// of doing it.
func englishStems(key, stem string) []string {
	base := strings.TrimSuffix(key, "s")
	if strings.HasSuffix(base, "er") && len(stem) < len(base)-1 && strings.HasPrefix(base, stem) {
		return []string{base}
	}
	return []string{stem}
}

// stripped removes the longest ending that leaves a stem.
func (s *stemmer) stripped(key string) string {
	letters := 0
	for at := range key {
		if letters >= minStem && s.lang.strip[key[at:]] {
			return key[:at]
		}
		letters++
	}
	return key
}

// cut removes the first ending that leaves at least n letters.
func cut(s string, n int, endings ...string) string {
	for _, e := range endings {
		if strings.HasSuffix(s, e) && utf8.RuneCountInString(s)-utf8.RuneCountInString(e) >= n {
			return s[:len(s)-len(e)]
		}
	}
	return s
}

// germanStems: Snowball does not remove the endings of finite verbs and participles (benötigt, wählte,
// umfassend).
func germanStems(key, stem string) []string {
	return []string{
		stem, cut(stem, minStem, "end", "est", "et", "t"),
		cut(key, minStem, "test", "tet", "ten", "te", "en", "st", "e", "t"),
	}
}

// dutchStems: different spellings (gewone, gewoon; huizen, huis; brieven, brief) and diminutives.
func dutchStems(key, stem string) []string {
	base := cut(key, minStem-1, "etjes", "etje", "tjes", "tje", "pjes", "pje", "jes", "je")
	return []string{
		stem, dutchSpelling(stem), dutchSpelling(base),
		dutchSpelling(cut(base, minStem, "enden", "ende", "end", "en", "de", "den", "ten", "te", "t", "e")),
	}
}

// dutchLong matches a double vowel before one final consonant, which is written once before an
// ending.
var dutchLong = regexp.MustCompile(`(aa|ee|oo|uu)[^aeiou]$`)

var dutchPairs = strings.NewReplacer("bb", "b", "dd", "d", "ff", "f", "gg", "g",
	"kk", "k", "ll", "l", "mm", "m", "nn", "n", "pp", "p", "rr", "r", "ss", "s", "tt", "t")

func dutchSpelling(s string) string {
	s = dutchPairs.Replace(s)
	if at := dutchLong.FindStringIndex(s); at != nil {
		s = s[:at[0]] + s[at[0]+1:]
	}
	switch {
	case strings.HasSuffix(s, "v"):
		return s[:len(s)-1] + "f"
	case strings.HasSuffix(s, "z"):
		return s[:len(s)-1] + "s"
	}
	return s
}

// frenchStems: feminine nouns for people (acheteuse, acheteur; directrice, directeur), which Snowball keeps apart.
func frenchStems(key, stem string) []string {
	base := strings.TrimSuffix(key, "s")
	for _, f := range [...][2]string{{"euse", "eur"}, {"trice", "teur"}} {
		if strings.HasSuffix(base, f[0]) && len(base) > len(f[0])+minStem-1 {
			return []string{stem, base[:len(base)-len(f[0])] + f[1]}
		}
	}
	return []string{stem, base}
}

// russianStems: fleeting vowels (список, списка; конец, конца) and the soft sign, which Snowball
// keeps.
func russianStems(key, stem string) []string {
	out := []string{stem, strings.TrimSuffix(stem, "ь")}
	for _, f := range [...][2]string{{"ок", "к"}, {"ек", "к"}, {"ец", "ц"}, {"ень", "н"}} {
		if strings.HasSuffix(key, f[0]) && utf8.RuneCountInString(key) > minStem {
			out = append(out, key[:len(key)-len(f[0])]+f[1])
		}
	}
	return out
}

// polishStems: the endings of nouns and adjectives only, so that long verb endings do not hide the
// stem.
func polishStems(key, _ string) []string {
	return []string{
		cut(key, 3, "ami", "ach", "owi", "iem", "em", "ow", "om", "ie", "ia", "a", "e", "i", "o", "u", "y"),
		polishSoft(cut(key, minStem, "iach", "iami", "iom", "iem", "ie", "ach", "ami", "ow", "om", "em", "a", "e", "i", "o", "u", "y")),
	}
}

// polishSoft reverses the most frequent softening at a stem's end: kropce, kropka; artefakcie,
// artefakt.
func polishSoft(s string) string {
	for _, p := range [...][2]string{{"rz", "r"}, {"dz", "d"}, {"cz", "k"}, {"sz", "s"}, {"c", "t"}} {
		if strings.HasSuffix(s, p[0]) {
			return s[:len(s)-len(p[0])] + p[1]
		}
	}
	return s
}
