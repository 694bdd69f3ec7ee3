package config

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"playbook/generator/decode"
	"playbook/generator/diag"
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

// echo speaks two languages: a label is its language and key.
type echo struct{}

func (echo) Speaks(lang string) bool     { return lang != "xx" }
func (echo) Say(lang, key string) string { return lang + " " + key }

// TestSpeak: what the settings say stays, the languages say the rest, and a language
// without words has its code for a name.
func TestSpeak(t *testing.T) {
	c, ds := Read(diag.NewFile("site.toml", []byte(`title = "T"
site_id = "t"
language = "nl"
[languages.en]
label = "Plain English"
[languages.xx]
[kinds.mix]
label = "Mengsel"
[kinds.mindset]
label_en = "Attitude"
`)))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	before := len(c.Kinds[4].Labels)
	s := c.Speak(echo{})
	var got []string
	for _, l := range s.Languages {
		got = append(got, l.Code+"="+l.Label)
	}
	for _, k := range s.Kinds[:5] {
		got = append(got, k.Label.Label, k.In("en"))
	}
	got = append(got, s.Kinds[0].Fields[1].Label.Label, s.Kinds[0].Fields[1].Label.In("en"))
	want := "nl=nl language.name; en=Plain English; xx=xx; nl kinds.campaign; en kinds.campaign; nl kinds.followup; en kinds.followup; " +
		"Mengsel; Mengsel; nl kinds.qualification; en kinds.qualification; nl kinds.mindset; Attitude; nl kind_keys.campaign.held; en kind_keys.campaign.held"
	if g := strings.Join(got, "; "); g != want {
		t.Errorf("got  %s\nwant %s", g, want)
	}
	if c.Kinds[0].Label.Label != "" || len(c.Kinds[4].Labels) != before {
		t.Error("the settings themselves were changed")
	}
}
