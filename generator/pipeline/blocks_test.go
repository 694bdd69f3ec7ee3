package pipeline_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestEditOfABlock holds that an edit of a block that the site defines draws the pages
// that show it again, and no other page.
func TestEditOfABlock(t *testing.T) {
	source := fstest.MapFS{
		"content/a.md": {Data: []byte("# A\n\n::: persona name=Anna\n:::\n")},
		"content/b.md": {Data: []byte("# B\n\n::: goals\n- one\n:::\n")},
		"content/c.md": {Data: []byte("# C\n\nText.\n")},
	}
	own := fstest.MapFS{}
	put := func(name, text string) {
		if rest, ok := strings.CutPrefix(name, "templates/"); ok {
			own[rest] = &fstest.MapFile{Data: []byte(text)}
			return
		}
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	settings := "title = \"T\"\nsite_id = \"t\"\n[blocks.persona]\nlabel = \"Persona\"\n[blocks.persona.attributes]\nname = {}\n[blocks.goals]\nbody = \"list\"\n"
	put("site.toml", settings)
	put("templates/blocks/persona.html", `<p{{with .Anchor}} id="{{.}}"{{end}}>{{.Label}} {{.Attr.name}}</p>`)
	put("templates/blocks/persona.css", ".persona { margin: 0 }")
	put("templates/blocks/goals.html", `<div{{with .Anchor}} id="{{.}}"{{end}}>{{markup .Body}}</div>`)
	b := &pipeline.Builder{Source: source, Templates: layered{own, templates.FS}, Options: pipeline.Options{Date: testDate}}
	before := keysOf(t, b)
	shows := []string{"a.html", "a.md", "book.html"} // the book is among the pages of all lessons
	for _, edit := range []struct{ file, text string }{
		{"templates/blocks/persona.html", `<p{{with .Anchor}} id="{{.}}"{{end}}>{{.Attr.name}}: {{.Label}}</p>`},
		{"templates/blocks/persona.css", ".persona { margin: 1px }"},
		{"site.toml", strings.Replace(settings, "\"Persona\"", "\"Customer\"", 1)},
		{"site.toml", "# A remark.\n\n" + strings.Replace(settings, "name = {}", "name = { required = true }", 1)},
	} {
		put(edit.file, edit.text)
		after := keysOf(t, b)
		for _, page := range shows {
			if after[page] == before[page] {
				t.Errorf("%s: %s is not drawn again", edit.file, page)
			}
		}
		for _, page := range []string{"b.html", "b.md", "c.html", "index.html", "sitemap.xml", "404.html", "robots.txt"} {
			if after[page] != before[page] {
				t.Errorf("%s: %s is drawn again", edit.file, page)
			}
		}
		before = after
	}
	put("content/c.md", "# C\n\nAnother text.\n")
	after := keysOf(t, b)
	for _, page := range []string{"a.html", "b.html"} {
		if after[page] != before[page] {
			t.Errorf("another lesson: %s is drawn again", page)
		}
	}
}

// TestFileOfNoBlock holds that a file beside the templates of blocks is looked at again,
// though nothing is drawn with it.
func TestFileOfNoBlock(t *testing.T) {
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"T\"\nsite_id = \"t\"\n")}, "content/a.md": {Data: []byte("# A\n\nText.\n")}}
	own := fstest.MapFS{}
	b := &pipeline.Builder{Source: source, Templates: layered{own, templates.FS}, Options: pipeline.Options{Date: testDate}}
	for _, there := range []bool{false, true, false} {
		if delete(own, "blocks/other.css"); there {
			own["blocks/other.css"] = &fstest.MapFile{Data: []byte("p {}")}
		}
		ds := rebuild(t, b).Result.Diags
		if found := len(ds) == 1 && ds[0].Code == "PB1831"; found != there || len(ds) > 1 {
			t.Errorf("there: %v, found %v", there, ds)
		}
	}
}

func keysOf(t *testing.T, b *pipeline.Builder) map[string]string {
	t.Helper()
	s := rebuild(t, b)
	if s.Result.Diags.HasErrors() {
		t.Fatal(s.Result.Diags)
	}
	keys := map[string]string{}
	for _, f := range s.Result.Files {
		keys[f.Path] = f.Key
	}
	return keys
}
