package kinds_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestExamplesAreDrawn builds a playbook of all examples. It holds that the template, the
// words, the style sheet and the scripts of every kind are right together, without a
// browser.
func TestExamplesAreDrawn(t *testing.T) {
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"T\"\nsite_id = \"t\"\n")}}
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		source["content/example-"+k.Name+".md"] = &fstest.MapFile{Data: text}
	}
	s := testsite.Build(t, source, pipeline.Options{})
	for _, d := range s.Result.Diags {
		t.Errorf("%s:%d: %s: %s", d.Path, d.Line, d.Code, d.Message)
	}
	for _, k := range kinds.All() {
		page := s.Files["example-"+k.Name+".html"]
		drawn := `<figure class="`
		if !k.Static {
			drawn = "<pb-" + k.Name + " "
		}
		if !strings.Contains(page, drawn) {
			t.Errorf("the page of the example of %q has no %s", k.Name, drawn)
		}
		if !k.Static && !strings.Contains(page, "assets/"+k.Name+".") {
			t.Errorf("the page of the example of %q does not load its style sheet", k.Name)
		}
	}
}
