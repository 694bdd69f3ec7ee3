package mix

import (
	"os"
	"slices"
	"strings"
	"testing"
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
			&got, strings.Join(c.Lines, "\r\n"), object{"headers": headers(c.Locale, nil), "locale": c.Locale})
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
	page.Call("(text, options) => readSheet(parse(text), options)", &got, lines, object{"headers": headers("en", nil), "locale": "en"})
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

// No spelling of a language means two figures.
func TestHeadersAreDistinct(t *testing.T) {
	languages := keys(headerNames)
	if strings.Join(languages, " ") != "de en nl pl ru" {
		t.Fatal(languages)
	}
	for _, lang := range languages {
		if got, want := keys(headerNames[lang]), keys(headerNames["en"]); !slices.Equal(got, want) {
			t.Errorf("%s has %v, English %v", lang, got, want)
		}
		seen := map[string]string{}
		for key, names := range headers(lang, nil) {
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
	for lang, names := range headerNames {
		var row []string
		order := keys(names)
		for _, key := range order {
			row = append(row, names[key][0])
		}
		var got []string
		page.Call("(row, options) => readSheet([row], options).keys", &got, row, object{"headers": headers(lang, nil), "locale": lang})
		if !slices.Equal(got, order) {
			t.Errorf("%s: %v, want %v", lang, got, order)
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
