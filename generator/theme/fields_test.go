package theme

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/templates"
)

// TestFieldsOfTheTheme follows what the theme's own templates see: each of them is
// reached, and asks for nothing that is not there.
func TestFieldsOfTheTheme(t *testing.T) {
	words, _ := LoadWords(templates.FS, "en")
	theme, ds := Load(templates.FS, words)
	for _, d := range ds {
		t.Errorf("%s: %s (%s)", d.Place(), d.Message, d.Hint)
	}
	reached, _ := theme.checkFields()
	for name := range theme.trees {
		if !reached[name] {
			t.Errorf("nothing draws the template %q with what is known of it", name)
		}
	}
}

// TestFieldsAreFound asks for names that are not there in all the ways that a template
// has, and for names that are.
func TestFieldsAreFound(t *testing.T) {
	words, _ := LoadWords(templates.FS, "en")
	for _, tc := range []struct{ text, want string }{
		{`{{.Titel}}`, "1:3 .Titel"},
		{`é {{.Prev.Titel}}`, "1:10 .Titel"},
		{`{{if .Kind.Lable}}{{end}}`, "1:11 .Lable"},
		{`{{with .Prev}}{{.Titel}}{{end}}`, "1:17 .Titel"},
		{`{{with .Prev}}{{$.Titel}}{{end}}`, "1:18 .Titel"},
		{`{{with $p := .Prev}}{{$p.Titel}}{{end}}`, "1:25 .Titel"},
		{`{{range .Paths}}{{.Titel}}{{else}}{{.Nothing}}{{end}}`, "1:19 .Titel 1:37 .Nothing"},
		{`{{range $i, $p := .Paths}}{{$i}}{{$p.Titel}}{{end}}`, "1:37 .Titel"},
		{`{{(index .Paths 0).Titel}}`, "1:19 .Titel"},
		{`{{template "tools" .Tols}}`, "1:20 .Tols"},
		{"a\n{{/* x */}}\n  {{.Prev.Kind.Label}}", "3:10 .Kind"},
		{`{{.Title.Length}}`, "1:9 .Length"},
		{`{{template "footer" .}}`, `1:12 footer`},
		{`{{template "foter" .}}`, `1:12 foter`},
		{`{{or .Title .Titel}}{{len .Pats}}`, "1:13 .Titel 1:27 .Pats"},
		{`{{.Title | printf .Sumary}}`, "1:19 .Sumary"},
		{`{{.Title}}{{.Prev.Title}}{{range .Paths}}{{.Title}}{{$.Title}}{{end}}{{$x := .Kind}}{{$x.Label}}{{.HasHome "next"}}{{range param "x" .}}{{.anything}}{{end}}`, ""},
		{`{{define "own"}}{{.Titel}}{{end}}{{template "own" .Prev}}`, "1:19 .Titel"},
	} {
		theme, ds := LoadFor(overlay{fstest.MapFS{"layouts/404.html": {Data: []byte(tc.text)}}, templates.FS}, words, For{Theme: templates.FS, Own: []string{"layouts/404.html"}})
		_ = theme
		var got []string
		for _, d := range ds {
			name, _, _ := strings.Cut(d.Message[strings.IndexByte(d.Message, '"')+1:], `"`)
			got = append(got, strings.TrimPrefix(d.Place(), "templates/layouts/404.html:")+" "+name)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s\n got %s\nwant %s", tc.text, got, tc.want)
		}
	}
}

// TestTheThemeAsItsOwnOverlay finds nothing in a site whose templates are the theme's
// own, file by file.
func TestTheThemeAsItsOwnOverlay(t *testing.T) {
	words, _ := LoadWords(templates.FS, "en")
	var all []string
	_ = fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, _ error) error {
		if !e.IsDir() {
			all = append(all, p)
		}
		return nil
	})
	changed := fstest.MapFS{} // a comment more, so that none is taken as untouched
	for _, p := range all {
		if raw, _ := templates.FS.ReadFile(p); strings.HasSuffix(p, ".html") {
			changed[p] = &fstest.MapFile{Data: append([]byte("{{/* own */ -}}\n"), raw...)}
		}
	}
	theme, ds := LoadFor(overlay{changed, templates.FS}, words, For{Theme: templates.FS, Own: all})
	for _, d := range append(ds, theme.CheckOwn()...) {
		t.Errorf("%s: %s", d.Place(), d.Message)
	}
}
