package block_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/block"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// settings reads a site.toml and what its blocks come to.
func settings(t *testing.T, raw []byte) (*config.Config, *content.Options) {
	t.Helper()
	cfg, ds := config.Read(diag.NewFile("site.toml", raw))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	o := &content.Options{Default: "en", Languages: []string{"en", "nl"}, Kinds: map[string]widget.Kind{}}
	for _, b := range cfg.Blocks {
		o.Kinds[b.Key] = block.Kind(b)
	}
	return cfg, o
}

// TestRead reads testdata/*.txtar: settings, a lesson, and for each of its blocks what
// the template sees and what is searched.
func TestRead(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("found %d cases: %v", len(paths), err)
	}
	for _, name := range paths {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, o := settings(t, a.Files[0].Data)
			lesson, ds := content.Parse(a.Files[1].Name, a.Files[1].Name, a.Files[1].Data, o)
			var b bytes.Buffer
			ds.Sort()
			for _, d := range ds {
				if d.Severity != diag.Hint {
					fmt.Fprintf(&b, "%d:%d-%d: %s: %s\n", d.Line, d.Col, d.End, d.Code, d.Message)
				}
			}
			for _, p := range lesson.Widgets {
				out := json.NewEncoder(&b)
				out.SetEscapeHTML(false)
				out.SetIndent("", " ")
				if err := out.Encode(p.Widget); err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "searched: %s\n", strings.Join(p.Widget.SearchText(), "|"))
			}
			text := strings.NewReplacer("\x01", "‹", "\x02", "›").Replace(b.String())
			got := txtar.Format(&txtar.Archive{Comment: a.Comment, Files: append(slices.Clone(a.Files[:2]), txtar.File{Name: "seen", Data: []byte(text)})})
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want, _ := os.ReadFile(name); !bytes.Equal(got, want) {
				t.Errorf("%s differs; run with -update and read the change. Now:\n%s", name, got)
			}
		})
	}
}

// TestExample holds that the example made of every definition of the test data has
// nothing to remark, that a sample has every attribute, and that the id of a block in
// the book has its prefix.
func TestExample(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	tried := 0
	for _, name := range paths {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cfg, o := settings(t, a.Files[0].Data)
		for _, d := range cfg.Blocks {
			tried++
			text := block.Example(d)
			lesson, ds := content.Parse("a.md", "a.md", []byte("# A\n\n"+strings.Replace(text, "::: "+d.Key, "::: "+d.Key+" #here", 1)), o)
			if text != "" && (ds.HasErrors() || len(lesson.Widgets) != 1) {
				t.Errorf("%s:\n%s\n%v", d.Key, text, ds)
			}
			for _, a := range d.Attributes {
				if v := block.Sample(d, true).Attr[a.Key]; v == nil || v == false {
					t.Errorf("the sample of %s has no %s", d.Key, a.Key)
				}
			}
			if text == "" {
				continue
			}
			placed := lesson.Widgets[0].Widget
			if got := widget.AnchorsOf(widget.WithPrefix(placed, "b7-")); !slices.Equal(got, []string{"b7-here"}) {
				t.Errorf("%s in the book has the ids %q", d.Key, got)
			}
			if got := widget.AnchorsOf(placed); !slices.Equal(got, []string{"here"}) {
				t.Errorf("%s was changed: %q", d.Key, got)
			}
		}
	}
	if tried < 6 {
		t.Errorf("tried %d blocks", tried)
	}
}
