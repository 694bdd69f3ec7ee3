package mix_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
	"playbook/generator/widget/mix"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestParse reads testdata/parse/*.txtar: a lesson, what is wrong with it, and
// for a right one the data its script gets.
func TestParse(t *testing.T) {
	paths, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases")
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { parseCase(t, path) })
	}
}

func parseCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := archive.Files[0].Name
	m, ds := parseLesson(t, name, archive.Files[0].Data)
	golden := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
	golden.Files = append(golden.Files, txtar.File{Name: "findings", Data: []byte(printed(ds))})
	if !ds.HasErrors() {
		data, err := json.MarshalIndent(m.Data(), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Files = append(golden.Files, txtar.File{Name: "data", Data: append(data, '\n')})
	}
	got := txtar.Format(golden)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, _ := os.ReadFile(path); !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the change. Now:\n%s", path, got)
	}
}

func parseLesson(t testing.TB, name string, text []byte) (*mix.Mix, diag.List) {
	t.Helper()
	head := "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n"
	lesson, ds := content.Parse(name, name, append([]byte(head), text...), &content.Options{
		Default: "en", Languages: []string{"en", "nl", "de", "ru", "pl"}, Kinds: map[string]widget.Kind{"mix": mix.Kind},
	})
	ds.Sort()
	var kept diag.List
	for _, d := range ds {
		if d.Line -= strings.Count(head, "\n"); d.Line > 0 {
			kept.Add(d)
		}
	}
	if lesson == nil || len(lesson.Widgets) == 0 {
		t.Fatalf("no widget in %s: %v", name, ds)
	}
	return lesson.Widgets[0].Widget.(*mix.Mix), kept
}

// printed writes findings with the marked text under its line.
func printed(ds diag.List) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d: %s: %s: %s\n", d.Line, d.Col, d.Severity, d.Code, d.Message)
		if d.Excerpt != "" {
			fmt.Fprintf(&b, "  | %s\n  | %s%s\n", d.Excerpt, strings.Repeat(" ", d.Col-d.ExcerptCol), strings.Repeat("^", max(1, d.End-d.Col)))
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", d.Hint)
		}
	}
	return b.String()
}

// The author documentation is right: its example parses without a finding.
func TestExample(t *testing.T) {
	data, err := os.ReadFile("../../../templates/widgets/mix/example.md")
	if err != nil {
		t.Fatal(err)
	}
	m, ds := parseLesson(t, "example.md", data)
	if len(ds) > 0 {
		t.Errorf("findings:\n%s", printed(ds))
	}
	if len(m.Sample) != 3 || len(m.Columns) != 2 || len(m.Actions) != 2 || m.Actions[0].ID != "cultivate" {
		t.Errorf("%d accounts, %d columns, actions %+v", len(m.Sample), len(m.Columns), m.Actions)
	}
}
