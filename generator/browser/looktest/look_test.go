// Package looktest looks at the shipped playbook as a reader's eyes, fingers
// and screen reader meet it: contact sheets of every page kind and widget, what
// is printed of them, and the order in which the keyboard walks through the main
// pages. It holds tests alone.
package looktest

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// date is the build's, and the readers' day.
const date = testsite.Date

// shipped is the shipped playbook as it is published, built once.
func shipped(t testing.TB) fstest.MapFS {
	t.Helper()
	return testsite.Shipped(t).FS()
}

// examples builds a playbook in one language, with a lesson for each widget
// kind's own example.
func examples(t testing.TB, lang string) fstest.MapFS {
	t.Helper()
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"Examples\"\nsite_id = \"examples\"\nlanguage = " + strconv.Quote(lang) + "\n")}}
	for _, k := range kinds.All() {
		data, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		source["content/widgets/"+k.Name+".md"] = &fstest.MapFile{Data: data}
	}
	return built(t, source)
}

func built(t testing.TB, source fs.FS) fstest.MapFS {
	t.Helper()
	s := testsite.Warm(t, source, pipeline.Options{})
	if s.Result.Diags.HasErrors() {
		t.Fatalf("the playbook has errors: %v", s.Result.Diags)
	}
	return s.FS()
}

// longest is the language, other than English, whose words for the interface
// take the most letters.
func longest(t testing.TB) string {
	t.Helper()
	letters := map[string]int{}
	for _, pattern := range []string{"strings/*.toml", "widgets/*/strings/*.toml"} {
		names, err := fs.Glob(templates.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := templates.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			letters[strings.TrimSuffix(path.Base(name), ".toml")] += utf8.RuneCount(data)
		}
	}
	delete(letters, "en")
	most := ""
	for lang, n := range letters {
		if n > letters[most] || n == letters[most] && lang < most {
			most = lang
		}
	}
	return most
}
