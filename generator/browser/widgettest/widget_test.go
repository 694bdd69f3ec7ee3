// Package widgettest runs the widgets in a real browser, on pages that the whole
// pipeline built. It holds tests alone.
//
// testdata/*.txtar are browser scripts whose files are a playbook's: site.toml
// may be left out, lessons are below content/. A lesson "content/example.md" that
// is empty stands for the checklist's own example, "content/example-quiz.md" for
// the quiz's. A folder testdata/<kind>/ holds scripts of a kind that has a lesson of
// its own for them, <kind>.md, which is content/<kind>.md unless a script brings
// another. A first line such as "# nl" names the site's language.
//
// The pages are those of testsite.Observed.
package widgettest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// TestKeysAlone holds that the scripts of the keyboard need nothing else.
func TestKeysAlone(t *testing.T) {
	for _, pattern := range []string{"testdata/*-keys.txtar", "testdata/keyboard.txtar", "testdata/practice-cards.txtar"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range paths {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if line := browser.Pointing(a.Comment); line != "" {
				t.Errorf("%s is no script of the keyboard alone: %s", path, line)
			}
		}
	}
}

func TestScripts(t *testing.T) {
	browser.Start(t)
	var paths []string
	for _, pattern := range []string{"testdata/*.txtar", "testdata/*/*.txtar"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("no scripts %s: %v", pattern, err)
		}
		paths = append(paths, more...)
	}
	for _, path := range paths {
		name := strings.TrimPrefix(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), "testdata/")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runScript(t, path)
		})
	}
}

var language = regexp.MustCompile(`^# ([a-z]{2})\n`)

func runScript(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	source := testsite.SourceOf(t, archive)
	if kind := filepath.Base(filepath.Dir(path)); kind != "testdata" && source["content/"+kind+".md"] == nil {
		source["content/"+kind+".md"] = &fstest.MapFile{Data: lessonOf(t, kind)}
	}
	if m := language.FindSubmatch(archive.Comment); m != nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte(strings.Replace(testsite.Settings, `"en"`, strconv.Quote(string(m[1])), 1))}
	}
	browser.Script(t, path, string(archive.Comment), testsite.Observed(t, source, pipeline.Options{}).FS())
}

// lessonOf is the lesson that the scripts of a kind's folder have in common.
func lessonOf(t testing.TB, kind string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + kind + "/" + kind + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return data
}
