package content

import (
	"encoding/json"
	"os"
	"testing"

	"playbook/generator/config"
)

// labelled stands for a language's strings: a label is its own key.
type labelled struct{}

func (labelled) Speaks(string) bool       { return true }
func (labelled) Say(_, key string) string { return "«" + key + "»" }

// TestHeadSchema holds the schema against its golden, and every key of front
// matter against having a description in it.
func TestHeadSchema(t *testing.T) {
	got, err := HeadSchema(config.SpeakKinds(config.Shipped(), labelled{}, "en"))
	if err != nil {
		t.Fatal(err)
	}
	if *updateHeads {
		if err := os.WriteFile("testdata/frontmatter.schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile("testdata/frontmatter.schema.json"); err != nil || string(got) != string(want) {
		t.Errorf("%v: got\n%s", err, got)
	}
	var s struct {
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(got, &s); err != nil {
		t.Fatal(err)
	}
	for _, key := range append(commonKeys("index", "path"), "sin", "terms") {
		if s.Properties[key].Description == "" {
			t.Errorf("key %q has no description", key)
		}
	}
}
