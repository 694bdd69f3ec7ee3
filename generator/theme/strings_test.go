package theme

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/templates"
)

// TestStringsComplete holds every shipped language against English: the same
// keys, the same blanks, and as many plural forms as the language has.
func TestStringsComplete(t *testing.T) {
	langs, ds := LoadWords(templates.FS)
	for _, d := range ds {
		t.Errorf("%s: %s", d.Path, d.Message)
	}
	if len(langs) < 5 {
		t.Errorf("found %d languages: expected the five that the program comes with at least", len(langs))
	}
	for code, s := range langs {
		forms := len(s.plurals)
		for key, want := range langs["en"].forms {
			got := s.forms[key]
			if !alternatives(key) && key != "format.months" && len(want) == 2 && len(got) != forms {
				t.Errorf("%s: %s has %d forms, want %d", code, key, len(got), forms)
			}
			for _, blank := range []string{"{1}", "{2}", "{n}"} {
				if len(got) > 0 && strings.Contains(want[len(want)-1], blank) != strings.Contains(got[len(got)-1], blank) {
					t.Errorf("%s: %s: %s is in one of the two only", code, key, blank)
				}
			}
		}
		for key := range s.forms {
			if langs["en"].forms[key] == nil {
				t.Errorf("%s: %s is not in English", code, key)
			}
		}
	}
}

func TestWords(t *testing.T) {
	langs, _ := LoadWords(templates.FS)
	for _, tc := range []struct{ lang, got, want string }{
		{"en", langs["en"].Count("n.lessons", 1), "1\u00a0lesson"},
		{"en", langs["en"].Count("n.lessons", 1234), "1,234\u00a0lessons"},
		{"nl", langs["nl"].Count("n.lessons", 2), "2\u00a0lessen"},
		{"de", langs["de"].Count("n.lessons", 1000), "1.000\u00a0Lektionen"},
		{"ru", langs["ru"].Count("n.lessons", 1), "1\u00a0урок"},
		{"ru", langs["ru"].Count("n.lessons", 3), "3\u00a0урока"},
		{"ru", langs["ru"].Count("n.lessons", 11), "11\u00a0уроков"},
		{"ru", langs["ru"].Count("n.lessons", 21), "21\u00a0урок"},
		{"pl", langs["pl"].Count("n.lessons", 1), "1\u00a0lekcja"},
		{"pl", langs["pl"].Count("n.lessons", 4), "4\u00a0lekcje"},
		{"pl", langs["pl"].Count("n.lessons", 12), "12\u00a0lekcji"},
		{"pl", langs["pl"].Count("n.lessons", 21), "21\u00a0lekcji"},
		{"pl", langs["pl"].Count("n.lessons", 22), "22\u00a0lekcje"},
		{"en", langs["en"].Date("2026-11-03"), "3\u00a0November 2026"},
		{"de", langs["de"].Date("2026-11-03"), "3.\u00a0November 2026"},
		{"ru", langs["ru"].Date("2026-11-03"), "3\u00a0ноября 2026\u00a0г."},
		{"en", langs["en"].Decimal(-0.4), "-0.4"},
		{"pl", langs["pl"].Decimal(-0.4), "-0,4"},
		{"ru", langs["ru"].Decimal(12000), "12000"},
		{"de", langs["de"].Fill("mix.rule_carry_all", langs["de"].Percent(7.5)), "Umsatz × Tage bis Zahlung ÷ 365 × 7,5\u00a0%."},
		{"en", langs["en"].Date("soon"), "soon"},
		{"en", langs["en"].Duration(8), "8\u00a0min"},
		{"en", langs["en"].Duration(325), "5\u00a0h\u00a025"},
		{"en", langs["en"].due("+7d"), "within 7\u00a0days"},
		{"en", langs["en"].repeat("every:14d"), "every 14\u00a0days"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.lang, tc.got, tc.want)
		}
	}
}

// Only the words that a site needs are read, those of a base language included.
func TestLoadWordsOfSomeLanguages(t *testing.T) {
	words, ds := LoadWords(templates.FS, "nl-be", "fy")
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	for code, want := range map[string]bool{"en": true, "nl": true, "nl-be": true, "de": false, "fy": false} {
		if words.Speaks(code) != want {
			t.Errorf("%s: got %v, expected %v", code, !want, want)
		}
	}
	all, _ := LoadWords(templates.FS)
	if got, want := words.of("nl-be").Get("ui.skip"), all.of("nl").Get("ui.skip"); got != want {
		t.Errorf("got %q, expected the Dutch %q", got, want)
	}
}

// A site's words are laid over the theme's key by key; a region has the rest from its
// language, and what no file of either has from English.
func TestLoadOwnWords(t *testing.T) {
	own := fstest.MapFS{
		"strings/nl-be.toml":              {Data: []byte("ui.home = \"Begin\"\n")},
		"strings/fy.toml":                 {Data: []byte("ui.home = \"Thús\"\n")},
		"widgets/poll/strings/nl-be.toml": {Data: []byte("vote = \"Kies\"\n")},
	}
	words, ds := LoadOwnWords(templates.FS, own, "nl-be", "fy")
	if len(ds) != 1 || ds[0].Code != codeMissingText || ds[0].Path != "templates/strings/fy.toml" {
		t.Errorf("got %v, expected what Frisian lacks alone", ds)
	}
	plain, _ := LoadWords(templates.FS)
	for _, tc := range []struct{ lang, key, want string }{
		{"nl-be", "ui.home", "Begin"},
		{"nl-be", "poll.vote", "Kies"},
		{"nl-be", "ui.skip", plain.of("nl").Get("ui.skip")},
		{"nl", "ui.home", plain.of("nl").Get("ui.home")},
		{"fy", "ui.home", "Thús"},
		{"fy", "ui.skip", plain.of("en").Get("ui.skip")},
	} {
		if got := words.of(tc.lang).Get(tc.key); got != tc.want {
			t.Errorf("%s %s: got %q, expected %q", tc.lang, tc.key, got, tc.want)
		}
	}
}

// No word of the theme is a mistake if a site has all of them, whatever the language.
func TestOwnWordsOfTheThemeItself(t *testing.T) {
	if _, ds := LoadOwnWords(templates.FS, templates.FS); len(ds) > 0 {
		t.Error(ds)
	}
}

func TestMissingWords(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"ui.close"}, `the string "ui.close" is missing`},
		{[]string{"ui.close", "ui.open"}, `2 strings are missing, the first is "ui.close"`},
	} {
		if got := missingWords(c.keys); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
