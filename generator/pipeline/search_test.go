package pipeline_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
)

// TestOneTextChangesItsOwnPageAndTheIndex: what other pages hold of the index is its address, which stays.
func TestOneTextChangesItsOwnPageAndTheIndex(t *testing.T) {
	source := fstest.MapFS{
		"site.toml":    {Data: []byte("title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n[languages.en]\nlabel = \"English\"\n")},
		"content/a.md": {Data: []byte("+++\ntitle = \"First\"\n+++\nSome words about doors.\n")},
		"content/b.md": {Data: []byte("+++\ntitle = \"Second\"\n+++\nOther words about windows.\n")},
	}
	before := buildSite(t, source, pipeline.Options{})
	source["content/b.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Second\"\n+++\nQuite other words about zebras.\n")}
	after := buildSite(t, source, pipeline.Options{})
	for name, text := range after.Files {
		own := name == "b.html" || name == "b.md" || name == "book.html" || strings.HasPrefix(name, "search/")
		if !own && before.Files[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
	if before.Files["search/en.js"] == after.Files["search/en.js"] {
		t.Error("the index has not changed")
	}
}
