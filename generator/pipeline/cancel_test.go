package pipeline_test

import (
	"context"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestCancelledLook cancels a build before it has read any file. A Rebuild after it must
// still read only the files that it is told of, and the next Build must find the others.
func TestCancelledLook(t *testing.T) {
	files := fstest.MapFS{}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	put("site.toml", "title = \"T\"\nsite_id = \"t\"\n")
	put("content/a.md", "# A\n\nOld.\n")
	put("content/b.md", "# B\n\nOld.\n")
	b := &pipeline.Builder{Source: files, Templates: templates.FS, Options: pipeline.Options{Date: testDate}}
	drawAll(t, b)
	put("content/a.md", "# A\n\nNew.\n")
	put("content/b.md", "# B\n\nNew.\n")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Build(cancelled); err == nil {
		t.Fatal("a cancelled build returned no error")
	}
	r, err := b.Rebuild(t.Context(), []string{"content/b.md"})
	if err != nil {
		t.Fatal(err)
	}
	cold := func() drawing {
		return drawAll(t, &pipeline.Builder{Source: files, Templates: templates.FS, Options: b.Options})
	}
	got, want := draw(t, r), cold()
	if got.files["b.md"] != want.files["b.md"] {
		t.Error("Rebuild did not read the file that it was told of, b.md")
	}
	if got.files["a.md"] == want.files["a.md"] {
		t.Error("Rebuild also read a.md, though it was only told of b.md")
	}
	if msg := differ(drawAll(t, b), want); msg != "" {
		t.Errorf("after a Build: %s", msg)
	}
}
