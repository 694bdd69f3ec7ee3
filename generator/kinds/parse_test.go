package kinds_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/theme"
	"playbook/generator/widget"
	"playbook/templates"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestParse reads testdata/<kind>/*.txtar. A file has the text of a lesson, the findings
// about it and, if it has no errors, the data that the widget's template gets.
func TestParse(t *testing.T) {
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(paths) < 3 {
		t.Fatalf("found %d cases: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimPrefix(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), "testdata/"), func(t *testing.T) { parseCase(t, path) })
	}
}

// TestExamples checks that the example of every kind has no findings.
func TestExamples(t *testing.T) {
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			continue // another test reports a missing example
		}
		lesson, ds := parse(k.Name+".md", text)
		if len(ds) > 0 || !strings.Contains(fmt.Sprint(placed(lesson)), k.Name) {
			t.Errorf("%s/example.md has findings or no %s:\n%s", k.Name, k.Name, printed(ds))
		}
	}
}

func placed(l *content.Lesson) []string {
	var names []string
	for _, w := range l.Widgets {
		names = append(names, w.Kind)
	}
	return names
}

func parseCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := archive.Files[0].Data
	if len(bytes.TrimSpace(text)) == 0 {
		if text, err = templates.FS.ReadFile("widgets/" + filepath.Base(filepath.Dir(path)) + "/example.md"); err != nil {
			t.Fatal(err)
		}
	}
	lesson, ds := parse(archive.Files[0].Name, text)
	golden := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
	golden.Files = append(golden.Files, txtar.File{Name: "findings", Data: []byte(printed(ds))})
	if !ds.HasErrors() {
		var widgets []any
		for _, w := range lesson.Widgets {
			if d, ok := w.Widget.(interface{ Data() any }); ok {
				widgets = append(widgets, d.Data()) // what its script gets
				continue
			}
			widgets = append(widgets, w.Widget)
		}
		golden.Files = append(golden.Files, txtar.File{Name: "widgets", Data: outline(t, widgets)})
	}
	got := txtar.Format(golden)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, _ := os.ReadFile(path); !bytes.Equal(got, want) {
		t.Errorf("%s differs from the result; run the test with -update and check the diff. The result is:\n%s", path, got)
	}
}

var shipped = sync.OnceValue(func() theme.Words {
	words, _ := theme.LoadWords(templates.FS) // package theme tests that there are no findings
	return words
})

func parse(name string, text []byte) (*content.Lesson, diag.List) {
	head := "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n"
	if strings.HasPrefix(string(text), "+++\n") {
		head = ""
	}
	lesson, ds := content.Parse(name, name, append([]byte(head), text...), &content.Options{
		Default: "en", Languages: []string{"en", "nl", "de", "ru", "pl"}, Kinds: kinds.ByName(), Words: shipped().Spellings,
	})
	ds.Sort()
	var kept diag.List
	for _, d := range ds {
		if d.Line -= strings.Count(head, "\n"); d.Line > 0 && d.Severity != diag.Hint {
			kept.Add(d)
		}
	}
	return lesson, kept
}

// outline returns the data for templates as indented JSON. It leaves out empty values, and
// spans, since the findings show positions.
func outline(t *testing.T, widgets []any) []byte {
	t.Helper()
	raw, err := json.Marshal(widgets)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(prune(tree)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func prune(x any) any {
	switch x := x.(type) {
	case []any:
		for i := range x {
			x[i] = prune(x[i])
		}
	case map[string]any:
		delete(x, "Span")
		for k, v := range x {
			v = prune(v)
			x[k] = v
			switch m, isMap := v.(map[string]any); {
			case v == nil, v == "", v == false, v == 0.0, isMap && len(m) == 0:
				delete(x, k)
			}
		}
	}
	return x
}

// TestManyItems checks that a widget with the maximum number of items is accepted, and that
// one more item is an error at the widget's first line.
func TestManyItems(t *testing.T) {
	for _, c := range []struct {
		head, item string
		most       int
		code       diag.Code
	}{
		{"::: checklist #l", "- [ ] Item\n", 2000, "PB1705"},
		{`::: scorecard #l scale="no|yes"`, "- Item\n", 200, "PB1710"},
		{"::: quiz #l", "1. Item\n   - [x] A\n   - [ ] B\n", 200, "PB1720"},
	} {
		lesson := func(n int) []byte { return []byte(c.head + "\n" + strings.Repeat(c.item, n) + ":::\n") }
		l, ds := parse("a.md", lesson(c.most))
		if len(ds) > 0 {
			t.Fatalf("%s with %d items: want no findings, got %v", c.head, c.most, ds)
		}
		ids := map[string]bool{}
		for _, it := range widget.IdentityOf(l.Widgets[0].Widget).Items {
			if ids[it.ID] || !widget.ValidID(it.ID) {
				t.Fatalf("id %q is taken or not valid", it.ID)
			}
			ids[it.ID] = true
		}
		if _, ds := parse("a.md", lesson(c.most+1)); len(ds) != 1 || ds[0].Code != c.code || ds[0].Line != 1 {
			t.Errorf("%s with %d items: want one error %s in line 1, got %v", c.head, c.most+1, c.code, ds)
		}
	}
}

// printed returns findings as text: each with its line of the source, the position marked.
func printed(ds diag.List) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d: %s: %s: %s\n", d.Line, d.Col, d.Severity, d.Code, d.Message)
		if d.Excerpt != "" {
			fmt.Fprintf(&b, "  | %s\n  | %s%s\n", d.Excerpt, strings.Repeat(" ", max(0, d.Col-d.ExcerptCol)), strings.Repeat("^", max(1, d.End-d.Col)))
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", d.Hint)
		}
	}
	return b.String()
}
