package pipeline

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/templates"
)

// TestGalleryShowsWhatToWrite: below each block the gallery has its Markdown, and a
// lesson of all that builds as it stands.
func TestGalleryShowsWhatToWrite(t *testing.T) {
	site := fstest.MapFS{
		"site.toml":    {Data: []byte("title = \"T\"\nsite_id = \"t\"\n")},
		"content/a.md": {Data: []byte("# A\n\nText.\n")},
	}
	b := Builder{Source: site, Templates: templates.FS, Options: Options{Date: "2026-11-22", Drafts: true}}
	if _, err := b.Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, err := b.readTemplates()
	if err != nil {
		t.Fatal(err)
	}
	set, err := b.readConfig()
	if err != nil {
		t.Fatal(err)
	}
	g := b.gallery(set, files, b.readWords(set.cfg, files))
	if g.lesson == nil || len(g.ds) > 0 {
		t.Fatalf("the gallery: %v", g.ds)
	}
	var page strings.Builder
	if err := g.lesson.WriteMarkdown(&page, "Gallery", func(i int) string { return g.lesson.Links[i].Dest }); err != nil {
		t.Fatal(err)
	}
	var blocks []string
	fence := ""
	for line := range strings.Lines(page.String()) {
		signs, opens := strings.CutSuffix(line, "markdown title=\"Markdown\"\n")
		switch {
		case fence != "" && line == fence+"\n":
			fence = ""
		case fence != "":
			blocks[len(blocks)-1] += line
		case opens:
			fence, blocks = signs, append(blocks, "")
		}
	}
	if len(blocks) < 15 {
		t.Fatalf("%d blocks are shown", len(blocks))
	}
	for _, block := range blocks {
		site["content/a.md"] = &fstest.MapFile{Data: []byte("# A copied block\n\n## Here\n\n" + block)}
		r, err := (&Builder{Source: site, Templates: templates.FS, Options: Options{Date: "2026-11-22", NoSearch: true}}).Build(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if r.Diags.HasErrors() {
			t.Errorf("this does not build as it is shown:\n%s\n%v", block, r.Diags)
		}
	}
}
