package search

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestSameInputSameBytes(t *testing.T) {
	lessons := made(60)
	first := Build("en", analyseAll("en", lessons), Options{})
	shuffled := slices.Clone(lessons)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	second := Build("en", analyseAll("en", shuffled), Options{})
	if !bytes.Equal(first.Root.Bytes(), second.Root.Bytes()) || first.Root.Name != second.Root.Name {
		t.Error("the root depends on the order of the lessons")
	}
	for i := range first.Files {
		if first.Files[i].Name != second.Files[i].Name || !bytes.Equal(first.Files[i].Bytes(), second.Files[i].Bytes()) {
			t.Fatalf("%s differs from %s", first.Files[i].Name, second.Files[i].Name)
		}
	}
}

func names(index Index) map[string]bool {
	out := map[string]bool{}
	for _, f := range index.Files {
		out[f.Name] = true
	}
	return out
}

// TestOneLessonChangesFewFiles changes one lesson of a thousand. A changed sentence changes its text, its card, the
// postings of added and removed words, and little else; so does a changed title. A new passage renumbers all
// passages after it.
func TestOneLessonChangesFewFiles(t *testing.T) {
	lessons := made(1000)
	analysed := analyseAll("en", lessons)
	before := names(Build("en", analysed, Options{}))
	for _, c := range []struct {
		what   string
		change func(l *Lesson)
		most   int
	}{
		{"nothing", func(*Lesson) {}, 0},
		{"a word less", func(l *Lesson) { _, l.Passages[2].Text, _ = strings.Cut(l.Passages[2].Text, " ") }, 3},
		{"two words more", func(l *Lesson) {
			l.Passages[2].Text = strings.Replace(l.Passages[2].Text, " ", " brandnewword prospect ", 1)
		}, 10},
		{"another title", func(l *Lesson) { l.Title = "Quite another prospect" }, 16},
		{"a heading less", func(l *Lesson) { l.Passages[1].Heading = "" }, 8},
	} {
		l, now, changed := lessons[123], slices.Clone(analysed), []string(nil)
		l.Passages = slices.Clone(l.Passages)
		c.change(&l)
		now[123] = Analyse("en", l)
		after := Build("en", now, Options{})
		for _, f := range after.Files {
			if !before[f.Name] {
				changed = append(changed, f.Name[:strings.IndexByte(f.Name, '.')])
			}
		}
		t.Logf("%s: %d of %d files and the root: %s", c.what, len(changed), len(after.Files), changed)
		if len(changed) > c.most {
			t.Errorf("%s: %d of %d files changed, expected at most %d", c.what, len(changed), len(after.Files), c.most)
		}
	}
}

func TestEmptySiteAndEmptyLesson(t *testing.T) {
	for _, lessons := range [][]Lesson{nil, {{}}, {{URL: "-.html", Passages: []Passage{{}, {}}}, {URL: "_.html"}}} {
		index := Build("xx", analyseAll("xx", lessons), Options{})
		if len(index.Root.Bytes()) == 0 || index.Report.Forms != 0 {
			t.Errorf("%d lessons: got %+v", len(lessons), index.Report)
		}
	}
}

func TestGroups(t *testing.T) {
	for _, c := range []struct{ lang, a, b string }{
		{"en", "customer", "customers"},
		{"en", "selling", "sells"},
		{"en", "stories", "story"},
		{"de", "Angebot", "Angebote"},
		{"de", "benötigt", "benötigen"},
		{"de", "Häuser", "Häusern"},
		{"de", "umfassend", "umfassende"},
		{"nl", "gewoon", "gewone"},
		{"nl", "brief", "brieven"},
		{"nl", "huis", "huizen"},
		{"nl", "stap", "stappen"},
		{"nl", "huisje", "huis"},
		{"ru", "клиент", "клиентами"},
		{"ru", "конец", "конца"},
		{"ru", "список", "списка"},
		{"pl", "klient", "klientami"},
		{"pl", "krok", "kroku"},
		{"pl", "rozmowa", "rozmowy"},
	} {
		if !joined(c.lang, c.a, c.b) {
			t.Errorf("%s: %q and %q are apart", c.lang, c.a, c.b)
		}
	}
	for _, c := range []struct{ lang, a, b string }{
		{"en", "customer", "custom"},
		{"de", "Angebot", "angeben"},
		{"de", "Geist", "Geige"},
		{"nl", "bestand", "bestuur"},
		{"ru", "йод", "иод"},
		{"pl", "klient", "klinika"},
		{"xx", "customer", "customers"},
	} {
		if joined(c.lang, c.a, c.b) {
			t.Errorf("%s: %q and %q are together", c.lang, c.a, c.b)
		}
	}
}

func joined(lang, a, b string) bool {
	var forms []form
	for _, w := range []string{a, b} {
		w = strings.ToLower(w)
		forms = append(forms, form{word: w, key: Fold(w)})
	}
	sortForms(forms)
	g := groups(forms, newStemmer(languageOf(lang)))
	return g[0] == g[1]
}

func TestCompounds(t *testing.T) {
	for _, c := range []struct{ lang, words, word, want string }{
		{"de", "arbeit ablauf arbeitsablauf", "arbeitsablauf", "arbeit ablauf"},
		{"de", "kunden liste kundenliste", "kundenliste", "kunden liste"},
		{"de", "wachs enden wachsenden", "wachsenden", ""},
		{"nl", "beheer versie versiebeheer", "versiebeheer", "versie beheer"},
		{"de", "rat haus rathaus", "rathaus", ""},
	} {
		var forms []form
		for _, w := range strings.Fields(c.words) {
			forms = append(forms, form{word: w, key: w})
		}
		var got []string
		for _, f := range newSplitter(languageOf(c.lang), forms).parts(c.word) {
			got = append(got, forms[f].word)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %q, expected %q", c.word, s, c.want)
		}
	}
}

func FuzzRising(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint16(100), uint8(5))
	f.Add([]byte{0, 0, 0, 0}, uint16(4), uint8(0))
	f.Fuzz(func(t *testing.T, gaps []byte, room uint16, level uint8) {
		var h hits
		at := int32(-1)
		for _, g := range gaps {
			at += int32(g) + 1
			h.passage, h.impact = append(h.passage, at), append(h.impact, (g+level)%16)
		}
		if len(gaps) == 0 {
			return
		}
		size := int(at) + 1 + int(room)
		h = h.byImpact()
		var w bitWriter
		w.gamma(len(h.passage))
		w.runs(h, size)
		r := bitReader{in: w.String()}
		got := r.runs(r.gamma(), size)
		if !slices.Equal(got.passage, h.passage) || !slices.Equal(got.impact, h.impact) {
			t.Fatalf("got %v, expected %v", got, h)
		}
	})
}

// FuzzBrokenBits reads arbitrary input. The result may be wrong, but reading must end.
func FuzzBrokenBits(f *testing.F) {
	f.Add("AAAA", uint16(10))
	f.Fuzz(func(_ *testing.T, in string, n uint16) {
		r := bitReader{in: in}
		r.runs(int(n%2000), int(n))
	})
}

// TestEveryWordHasAnImpact checks that a word used once in a long text is found. With an impact of 0 it would count
// as absent.
func TestEveryWordHasAnImpact(t *testing.T) {
	text := strings.Repeat("words of a long text ", 1000) + "needle"
	for _, refers := range []bool{false, true} {
		for _, p := range Analyse("en", Lesson{URL: "long.html", Title: "Long", Refers: refers, Passages: []Passage{{Text: text}}}).postings {
			if p.impact() == 0 {
				t.Errorf("refers %v: word %d has no impact", refers, p.word())
			}
		}
	}
}
