package pipeline_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// fontOf returns one of the test fonts of package font.
func fontOf(t *testing.T, name string) *fstest.MapFile {
	t.Helper()
	data, err := os.ReadFile("../font/testdata/" + name + ".woff2")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data, ModTime: time.Unix(1e9, 0)}
}

// stylesAndFonts returns the text of a site's style sheet and the names of its font files.
func stylesAndFonts(s testsite.Site) (css string, fonts []string) {
	for _, name := range s.Names() {
		switch {
		case strings.HasPrefix(name, "assets/site."):
			css = s.Files[name]
		case strings.HasSuffix(name, ".woff2"):
			fonts = append(fonts, name)
		}
	}
	return css, fonts
}

// TestFontsAreInputs changes a font file without a change of its name. Both the next build
// of the same builder and a new builder must notice it. A font with two uses is published
// once.
func TestFontsAreInputs(t *testing.T) {
	source := fstest.MapFS{
		"site.toml":              {Data: []byte("title = \"T\"\nsite_id = \"t\"\n[theme.fonts]\ntext = [\"fonts/a.woff2\", \"fonts/b.woff2\"]\ninterface = \"fonts/a.woff2\"\n")},
		"content/s/one.md":       {Data: []byte("# One\n\nText.\n")},
		"content/fonts/a.woff2":  fontOf(t, "regular"),
		"content/fonts/b.woff2":  fontOf(t, "bold"),
		"content/fonts/un.woff2": {Data: []byte("nobody asks for this one")},
	}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: testDate}}
	first := testsite.Rebuild(t, b)
	css, fonts := stylesAndFonts(first)
	if len(fonts) != 2 {
		t.Fatalf("the site has the fonts %v, want two", fonts)
	}
	for _, want := range []string{"font-family:pb-text;font-style:normal;font-weight:700", "font-family:pb-interface;font-style:normal;font-weight:400", "font-display:optional", "size-adjust:"} {
		if !strings.Contains(css, want) {
			t.Errorf("the style sheet has no %s", want)
		}
	}
	for _, f := range fonts {
		if !strings.Contains(css, strings.TrimPrefix(f, "assets/")) {
			t.Errorf("the style sheet does not name %s", f)
		}
	}
	record := b.Record(first.Result, nil)
	if record == nil {
		t.Fatal("Record returned nothing")
	}
	next := func() *pipeline.Builder {
		return &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: testDate}}
	}
	if r, err := next().Recall(t.Context(), record); err != nil || r == nil {
		t.Errorf("nothing has changed, but the record is not used: %v", err)
	}
	source["content/fonts/a.woff2"] = fontOf(t, "variable")
	if r, err := next().Recall(t.Context(), record); err != nil || r != nil {
		t.Errorf("a font has changed, but the old record is used: %v", err)
	}
	second := testsite.Rebuild(t, b)
	again, others := stylesAndFonts(second)
	if again == css || slices.Equal(fonts, others) {
		t.Error("a font has changed, but the style sheet or the published fonts have not")
	}
	if !strings.Contains(again, "font-weight:100 900") {
		t.Error("the range of weights of the new font is not in the style sheet")
	}
}
