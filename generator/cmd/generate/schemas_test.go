package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is one of our own schemas, as `generate schema` prints it.
func compiled(t *testing.T, what string) *jsonschema.Schema {
	t.Helper()
	text, err := schemaOf(what)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// midnight is what the decoder makes of a date, which stays one in an editor.
var midnight = regexp.MustCompile(`"(\d{4}-\d\d-\d\d)T00:00:00[^"]*"`)

// tomlAsJSON is what an editor's validator sees of a TOML file.
func tomlAsJSON(t *testing.T, name, text string) any {
	t.Helper()
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	raw, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	raw = midnight.ReplaceAll(raw, []byte(`"$1"`))
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestSchemas holds the repository's own site.toml and the front matter of every
// lesson, which the generator accepts, against the schemas for editors; and what
// it refuses.
func TestSchemas(t *testing.T) {
	site, lesson := compiled(t, "site"), compiled(t, "lesson")
	text, err := os.ReadFile("../../../site.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Validate(tomlAsJSON(t, "site.toml", string(text))); err != nil {
		t.Errorf("site.toml: %v", err)
	}
	heads := 0
	err = filepath.WalkDir("../../../content", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		if head, ok := strings.CutPrefix(string(text), "+++\n"); ok {
			head, _, _ = strings.Cut(head, "\n+++")
			heads++
			if err := lesson.Validate(tomlAsJSON(t, name, head)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		return err
	})
	if err != nil || heads < 50 {
		t.Fatalf("%d lessons: %v", heads, err)
	}
	for _, bad := range []string{"title = 1", "title = \"T\"\nlanguage = [\"en\"]", "title = \"T\"\n[build]\nunsafe_html = \"yes\"", "titel = \"T\""} {
		if site.Validate(tomlAsJSON(t, bad, bad)) == nil {
			t.Errorf("the schema of site.toml lets pass: %s", bad)
		}
	}
	for _, bad := range []string{"title = [\"T\"]", "title = \"T\"\nweight = \"1\"", "title = \"T\"\ntags = \"one\"", "title = \"T\"\ndraft = \"no\""} {
		if lesson.Validate(tomlAsJSON(t, bad, bad)) == nil {
			t.Errorf("the schema of front matter lets pass: %s", bad)
		}
	}
}
