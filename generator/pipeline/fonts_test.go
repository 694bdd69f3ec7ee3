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

// fontOf is a font of package font.
func fontOf(t *testing.T, name string) *fstest.MapFile {
	t.Helper()
	data, err := os.ReadFile("../font/testdata/" + name + ".woff2")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data, ModTime: time.Unix(1e9, 0)}
}

// styles are a site's own style sheet and the names of its fonts.
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

// TestFontsAreInputs: a font that is changed under its name changes the site, in the
// next build of the same builder and in the next run, and each file is published once.
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
		t.Fatal("the build is not recorded")
	}
	next := func() *pipeline.Builder {
		return &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: testDate}}
	}
	if r, err := next().Recall(t.Context(), record); err != nil || r == nil {
		t.Errorf("with nothing changed the record is not used: %v", err)
	}
	source["content/fonts/a.woff2"] = fontOf(t, "variable")
	if r, err := next().Recall(t.Context(), record); err != nil || r != nil {
		t.Errorf("with another font the record is used: %v", err)
	}
	second := testsite.Rebuild(t, b)
	again, others := stylesAndFonts(second)
	if again == css || slices.Equal(fonts, others) {
		t.Error("another font under the same name changes nothing")
	}
	if !strings.Contains(again, "font-weight:100 900") {
		t.Error("the range of the other font is not in the style sheet")
	}
}
