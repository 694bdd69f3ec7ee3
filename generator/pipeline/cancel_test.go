package pipeline_test

import (
	"context"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestCancelledLook ends a look at everything before it has seen anything: what
// is told afterwards is believed as before, and the next look sees the rest.
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
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Build(gone); err == nil {
		t.Fatal("a cancelled build ended well")
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
		t.Error("what was told was not looked at")
	}
	if got.files["a.md"] == want.files["a.md"] {
		t.Error("everything was looked at, though one file was told")
	}
	if msg := differ(drawAll(t, b), want); msg != "" {
		t.Errorf("after a whole look: %s", msg)
	}
}
