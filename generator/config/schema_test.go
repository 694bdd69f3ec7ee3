package config

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"playbook/generator/decode"
)

// TestSchema holds the schema against its golden and against the structs:
// every key of site.toml is described, and no other.
func TestSchema(t *testing.T) {
	got, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/site.schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile("testdata/site.schema.json"); err != nil || string(got) != string(want) {
		t.Errorf("%v: got\n%s", err, got)
	}
	var s struct {
		Required   []string
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(got, &s); err != nil {
		t.Fatal(err)
	}
	keys := decode.Names(&file{})
	for _, k := range keys {
		if s.Properties[k].Description == "" {
			t.Errorf("key %q has no description", k)
		}
	}
	if len(s.Properties) != len(keys) || !reflect.DeepEqual(s.Required, []string{"title", "site_id"}) || slices.Contains(keys, "") {
		t.Errorf("%d properties for %d keys, required %v", len(s.Properties), len(keys), s.Required)
	}
}

func TestNormalBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.com":               "https://example.com/",
		"HTTPS://Example.com/a/b":           "https://example.com/a/b/",
		"http://10.0.0.7:8080/x/":           "http://10.0.0.7:8080/x/",
		"https://example.com//a/./b/":       "https://example.com/a/b/",
		"http://[::1]:4000/":                "http://[::1]:4000/",
		"https://xn--bcher-kva.example/ü":   "https://xn--bcher-kva.example/%C3%BC/",
		"https://bücher.example/":           "",
		" https://example.com ":             "https://example.com/",
		"example.com":                       "",
		"//example.com":                     "",
		"ftp://example.com":                 "",
		"javascript:alert(1)//":             "",
		"data:text/html,x":                  "",
		"https://":                          "",
		"https:///path":                     "",
		"https://me:pw@example.com":         "",
		"https://me@example.com":            "",
		"https://example.com?x=1":           "",
		"https://example.com?":              "",
		"https://example.com/#":             "",
		"https://exa mple.com":              "",
		"https://example.com/a b":           "",
		"https://example.com/<script>":      "",
		"https://example.com/../x":          "",
		"https://-x.example":                "",
		"https://example..com":              "",
		"https://example.com:port/":         "",
		"":                                  "",
		"https://example.com/%zz":           "",
		"https://example.com\\@evil.test/":  "",
		"https://example.com\n.evil.test/x": "",
	} {
		got, problem, _ := NormalBaseURL(in)
		if got != want || (want == "") != (problem != "") {
			t.Errorf("%q: got %q, problem %q, want %q", in, got, problem, want)
		}
	}
}

// TestShipped: every shipped kind and key speaks the five languages, and each
// call gives lists of its own.
func TestShipped(t *testing.T) {
	for _, lang := range []string{"en", "nl", "de", "ru", "pl", "fr"} {
		for _, k := range Shipped(lang) {
			labels := []Label{k.Label}
			for _, f := range k.Fields {
				labels = append(labels, f.Label)
			}
			for _, l := range labels {
				if len(l.Labels) != 5 || l.Label == "" || lang != "fr" && l.Label != l.Labels[lang] {
					t.Errorf("%s: label of %q: %+v", lang, l.Key, l)
				}
			}
		}
	}
	one, two := Shipped("en"), Shipped("en")
	one[0].Labels["en"], one[0].Fields[0].Key = "changed", "changed"
	if two[0].Labels["en"] == "changed" || two[0].Fields[0].Key == "changed" {
		t.Error("two lists share memory")
	}
}
