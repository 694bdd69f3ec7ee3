package checklist_test

import (
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
	"playbook/generator/widget/checklist"
)

var update = flag.Bool("update", false, "write what was seen into the golden files")

func options() *content.Options {
	return &content.Options{Default: "en", Languages: []string{"en"}, Kinds: map[string]widget.Kind{"checklist": checklist.Kind}}
}

func show(ds diag.List) string {
	ds.Sort()
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d: %s: %s [%s]\n", d.Line, d.Col, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "  %s\n", d.Hint)
		}
	}
	if b.Len() == 0 {
		return "no findings\n"
	}
	return b.String()
}

// TestMistakes reads archives of lessons: "name.md" is a lesson, "name.want"
// what there is to say of it, every finding with its line and column.
func TestMistakes(t *testing.T) {
	file := "testdata/mistakes.txtar"
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []txtar.File
	want := map[string]string{}
	for _, f := range a.Files {
		want[f.Name] = string(f.Data)
	}
	for _, f := range a.Files {
		name, ok := strings.CutSuffix(f.Name, ".md")
		if !ok {
			continue
		}
		_, ds := content.Parse(f.Name, f.Name, f.Data, options())
		got := show(ds)
		out = append(out, f, txtar.File{Name: name + ".want", Data: []byte(got)})
		if w := want[name+".want"]; w != got && !*update {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, w)
		}
	}
	if len(out) < 40 {
		t.Fatalf("%d lessons: the archive is cut short", len(out)/2)
	}
	if *update {
		if err := os.WriteFile(filepath.FromSlash(file), txtar.Format(&txtar.Archive{Comment: a.Comment, Files: out}), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManyItems: a long list is fine, one beyond use is an error at its head.
func TestManyItems(t *testing.T) {
	lesson := func(n int) []byte {
		return []byte("# A\n\n::: checklist #l\n" + strings.Repeat("- [ ] Item\n", n) + ":::\n")
	}
	l, ds := content.Parse("a.md", "a.md", lesson(1000), options())
	if len(ds) > 0 {
		t.Fatalf("1,000 items: %v", ds)
	}
	ids := map[string]bool{}
	for _, it := range l.Widgets[0].Widget.(widget.Identified).Identity().Items {
		if ids[it.ID] || !widget.ValidID(it.ID) {
			t.Fatalf("id %q is taken or not valid", it.ID)
		}
		ids[it.ID] = true
	}
	if _, ds := content.Parse("a.md", "a.md", lesson(2001), options()); len(ds) != 1 || ds[0].Code != "PB1705" || ds[0].Line != 3 {
		t.Errorf("2,001 items: %v", ds)
	}
}
