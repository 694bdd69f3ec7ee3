package generator_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/kinds"
	"playbook/generator/widget"

	"github.com/BurntSushi/toml"
)

// TestWidgetKindsAreComplete names everything that a widget kind lacks, of all kinds at
// once: files first, then words.
func TestWidgetKindsAreComplete(t *testing.T) {
	scripts := browserScripts(t)
	names := map[string]bool{}
	for _, k := range kinds.All() {
		names[k.Name] = true
		for _, file := range filesOf(k) {
			if found, _ := filepath.Glob(file); len(found) == 0 {
				t.Errorf("the widget kind %q lacks %s", k.Name, path.Join("generator", file))
			}
		}
		if !k.Static && !strings.Contains(scripts, "pb-"+k.Name) && !strings.Contains(scripts, k.Name+".html") {
			t.Errorf("the widget kind %q lacks a browser script in generator/browser/widgettest/testdata", k.Name)
		}
		if len(k.Takes) == 0 {
			t.Errorf("the widget kind %q does not say what attributes it takes", k.Name)
		}
		lackedWords(t, k.Name)
		unsaidWords(t, k.Name)
	}
	for _, root := range []string{"widget", "../templates/widgets"} {
		entries, err := os.ReadDir(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() && e.Name() != "testdata" && !names[e.Name()] {
				t.Errorf("%s/%s is no kind in kinds.All", root, e.Name())
			}
		}
	}
}

// filesOf are the files that a kind has at least, as patterns.
func filesOf(k widget.Kind) []string {
	files := []string{
		"widget/%/%.go", "../templates/widgets/%/%.html", "../templates/widgets/%/example.md",
		"manual/content/blocks/%.md", "kinds/testdata/%/*.txtar", "browser/looktest/testdata/spoken/%.txt",
	}
	style, script := "../templates/widgets/%/%.css", "../templates/widgets/%/%.js"
	if !k.Static { // a static block may do with the styles and words that every page has
		files = append(files, style, script, "../templates/widgets/%/more.js", "../templates/widgets/%/strings/en.toml")
	}
	if _, err := os.Stat(strings.ReplaceAll(script, "%", k.Name)); err == nil || !k.Static {
		files = append(files, "widget/%/testdata/kind.txtar")
	}
	if k.Sees.Implements(reflect.TypeFor[widget.Keeper]()) {
		files = append(files, "../templates/widgets/%/keeps.json")
	}
	for i := range files {
		files[i] = strings.ReplaceAll(files[i], "%", k.Name)
	}
	return files
}

// lackedWords names the words of a kind that a language lacks. A kind whose words are
// in English alone would be shown in English to everybody.
func lackedWords(t *testing.T, kind string) {
	t.Helper()
	english := wordsIn(t, kind, "en.toml")
	languages, err := filepath.Glob("../templates/strings/*.toml")
	if err != nil || len(languages) < 2 {
		t.Fatalf("found no languages: %v", err)
	}
	for _, file := range languages {
		have := wordsIn(t, kind, filepath.Base(file))
		for _, key := range english {
			if !slices.Contains(have, key) {
				t.Errorf("the widget kind %q lacks the word %q in templates/widgets/%s/strings/%s", kind, key, kind, filepath.Base(file))
			}
		}
	}
}

var scriptWord = regexp.MustCompile(`\bt\("(\w+)"[,)]`)

// wordsAskedBy are the words that a script asks for.
func wordsAskedBy(t *testing.T, file string) (words []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range scriptWord.FindAllSubmatch(text, -1) {
		words = append(words, string(m[1]))
	}
	if bytes.Contains(text, []byte("extends Instrument")) {
		for _, shared := range []string{"lib/instrument.js", "menu.js"} {
			words = append(words, wordsAskedBy(t, "../templates/client/"+shared)...)
		}
	}
	return words
}

// unsaidWords names the words that a kind's scripts ask for and its English file does
// not have: readers would see their keys.
func unsaidWords(t *testing.T, kind string) {
	t.Helper()
	have := wordsIn(t, kind, "en.toml")
	files, err := filepath.Glob("../templates/widgets/" + kind + "/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, key := range wordsAskedBy(t, file) {
			if !slices.Contains(have, "client."+key) && !slices.Contains(have, "more."+key) {
				t.Errorf("the widget kind %q lacks the word %q in its table [client], for %s", kind, key, filepath.Base(file))
			}
		}
	}
}

// wordsIn are the keys of a kind's file of words, as "client.saved"; none if there is no
// file. What authors write ([spellings]) differs from language to language.
func wordsIn(t *testing.T, kind, file string) (keys []string) {
	t.Helper()
	text, err := os.ReadFile("../templates/widgets/" + kind + "/strings/" + file)
	if err != nil {
		return nil
	}
	tables := map[string]any{}
	if err := toml.Unmarshal(text, &tables); err != nil {
		t.Fatalf("the words of %q in %s: %v", kind, file, err)
	}
	for name, value := range tables {
		table, ok := value.(map[string]any)
		if !ok {
			keys = append(keys, name)
		} else if name != "spellings" {
			for key := range table {
				keys = append(keys, name+"."+key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// browserScripts are the browser scripts of widgets, one after another.
func browserScripts(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir("browser/widgettest", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(p) != ".txtar" && !strings.HasSuffix(p, "_test.go") {
			return err
		}
		text, err := os.ReadFile(p)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
