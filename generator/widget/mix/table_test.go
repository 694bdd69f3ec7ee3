package mix

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/BurntSushi/toml"

	"playbook/generator/widget"
	"playbook/templates"
)

// A text is what a reader pastes or opens, and what the import makes of it.
type text struct {
	Name   string   `json:"name"`
	Locale string   `json:"locale"`
	Lines  []string `json:"lines"` // joined by CRLF
	Want   object   `json:"want"`
}

func TestTables(t *testing.T) {
	var texts []text
	readJSON(t, "testdata/tables.json", &texts)
	page := openModules(t, "../../client/lib/sheet.js", "accounts.js")
	for _, c := range texts {
		var got object
		page.Call("(text, options) => ({ wrong: wrongFile(text), mark: delimiter(text), ...readSheet(parse(text), options) })",
			&got, strings.Join(c.Lines, "\r\n"), optionsIn(t, c.Locale))
		for path, want := range c.Want {
			if g := at(got, path); !near(g, want) {
				t.Errorf("%s: %s = %v, want %v", c.Name, path, g, want)
			}
		}
	}
}

func TestTooManyAccounts(t *testing.T) {
	page := openModules(t, "../../client/lib/sheet.js", "accounts.js")
	lines := "Account,Revenue\n" + strings.Repeat("x,1\n", 503)
	var got object
	page.Call("(text, options) => readSheet(parse(text), options)", &got, lines, optionsIn(t, "en"))
	if n, more := len(got["rows"].([]any)), got["more"]; n != maxAccounts || more != 3.0 {
		t.Errorf("%d rows, %v more; want 500 and 3", n, more)
	}
}

// A spreadsheet saved as a file is not a table; the real bytes, as a browser
// reads them.
func TestWrongFile(t *testing.T) {
	page := openModules(t, "../../client/lib/sheet.js")
	for _, c := range []struct{ bytes, want string }{
		{"PK\x03\x04\x14\x00\x06\x00", "spreadsheet"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"},
		{"%PDF-1.7\n%\xe2\xe3", "pdf"},
		{"<!DOCTYPE html><html>", "page"},
		{"<?xml version=\"1.0\"?>", "page"},
		{"[{\"name\":1}]", "data"},
		{"{\n \"format\": 1}", "data"},
		{"\x89PNG\r\n\x1a\n\x00\x00", "binary"},
		{"Name;Umsatz\r\nM\xfcller;1", "binary"}, // Latin-1: the accents are lost
		{"Account,Revenue\nA,1", ""},
		{"", ""},
	} {
		bytes := []int{}
		for _, b := range []byte(c.bytes) {
			bytes = append(bytes, int(b))
		}
		var got string
		page.Call("(bytes) => wrongFile(new TextDecoder().decode(new Uint8Array(bytes)))", &got, bytes)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.bytes, got, c.want)
		}
	}
}

// A language is what the audit's strings file in it says of tables.
type language struct {
	Spellings map[string][]string
	Client    struct{ No any }
	More      struct {
		CodePage string `toml:"code_page"`
		Totals   string
	}
}

// shipped are the strings files of the audit, by language.
var shipped = sync.OnceValue(func() map[string]language {
	out := map[string]language{}
	paths, _ := fs.Glob(templates.FS, "widgets/mix/strings/*.toml")
	for _, p := range paths {
		var l language
		if _, err := toml.DecodeFS(templates.FS, p, &l); err != nil {
			panic(err)
		}
		out[strings.TrimSuffix(path.Base(p), ".toml")] = l
	}
	return out
})

// spelled are the headers of a page in a language.
func spelled(lang string) map[string][]string {
	words := func(lang, key string) []string {
		return shipped()[lang].Spellings[strings.TrimPrefix(key, "mix.spellings.")]
	}
	return headers(&widget.Block{Kind: "mix", Lang: lang, Words: words}, nil)
}

// optionsIn are the options of readSheet on a page in a language.
func optionsIn(t *testing.T, lang string) object {
	t.Helper()
	l := shipped()[lang]
	if l.More.CodePage == "" || l.More.Totals == "" || l.Client.No == nil {
		t.Fatalf("%s: %+v", lang, l)
	}
	return object{"headers": spelled(lang), "locale": lang, "totals": strings.Split(l.More.Totals, ", "), "no": l.Client.No}
}

// No spelling of a language means two figures.
func TestHeadersAreDistinct(t *testing.T) {
	if len(shipped()) < 5 {
		t.Fatal("the languages were not found")
	}
	for lang := range shipped() {
		seen := map[string]string{}
		for key, names := range spelled(lang) {
			if len(names) == 0 {
				t.Errorf("%s has no spelling of %s", lang, key)
			}
			for _, name := range names {
				if other := seen[fold(name)]; other != "" && other != key {
					t.Errorf("%s: %q is %s and %s", lang, name, key, other)
				}
				seen[fold(name)] = key
			}
		}
	}
}

// The headers an export writes are read back, in every language.
func TestHeadersComeBack(t *testing.T) {
	page := openModules(t, "accounts.js")
	for lang := range shipped() {
		var row []string
		for _, key := range figures() {
			row = append(row, spelled(lang)[key][0])
		}
		var got []string
		page.Call("(row, options) => readSheet([row], options).keys", &got, row, optionsIn(t, lang))
		if !slices.Equal(got, figures()) {
			t.Errorf("%s: %v, want %v", lang, got, figures())
		}
	}
}

func TestSourcesAreOurs(t *testing.T) {
	for _, name := range []string{"account.js", "engine.js", "formula.js", "whatif.js"} {
		data, err := os.ReadFile("../../../templates/widgets/mix/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"document", "window", "Date", "Math.random", "localStorage"} {
			if strings.Contains(string(data), word+".") || strings.Contains(string(data), "new "+word) {
				t.Errorf("%s uses %s: what is computed must depend on the figures alone", name, word)
			}
		}
	}
}
