package importer

import (
	"bytes"
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser/testsite"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestGoldens imports the invented handbooks of testdata/*.txtar. An archive holds
// the files of a handbook below "in/", optionally "flags" (family, language, split, one
// a line as "from mkdocs"), and what came of it: "out/" with the playbook's texts,
// "findings" with what was lost. Below "in/name.docx/" are the parts of a Word file, see
// packWord. A name that ends in "!" holds Go-quoted lines, one that
// ends in "%" hexadecimal bytes. Whatever the golden says, the playbook has to build
// without an error.
func TestGoldens(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in, o := fstest.MapFS{}, testOptions()
	kept := &txtar.Archive{Comment: a.Comment}
	wordFiles := map[string][]txtar.File{}
	secrets := []string{}
	for _, f := range a.Files {
		p, ok := strings.CutPrefix(f.Name, "in/")
		switch {
		case f.Name == "flags":
			for line := range strings.Lines(string(f.Data)) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
				switch key {
				case "from":
					o.From = value
				case "lang":
					o.Language = value
				case "split":
					o.SplitH1 = true
				case "secret": // appears nowhere in the playbook's pages
					secrets = append(secrets, value)
				default:
					t.Fatalf("unknown flag %q", key)
				}
			}
		case !ok:
			continue
		case strings.Contains(p, ".docx/"):
			file, part, _ := strings.Cut(p, ".docx/")
			wordFiles[file+".docx"] = append(wordFiles[file+".docx"], txtar.File{Name: part, Data: f.Data})
		default:
			p, data := unpackFile(t, p, f.Data)
			in[p] = &fstest.MapFile{Data: data}
		}
		kept.Files = append(kept.Files, f)
	}
	for p, parts := range wordFiles {
		in[p] = &fstest.MapFile{Data: packWord(t, parts)}
	}
	src, err := FromFS("handbook", in)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Run(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	files, err := output.Draw(d.Files())
	if err != nil {
		t.Fatal(err)
	}
	built := buildOf(t, files, len(secrets) > 0)
	for _, s := range secrets {
		for p, b := range built {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%q appears in %s", s, p)
			}
		}
		for p, b := range files {
			if !strings.HasPrefix(p, "import-report") && bytes.Contains(b, []byte(s)) && !bytes.Contains(b, []byte("<!--")) {
				t.Errorf("%q appears in %s of the playbook", s, p)
			}
		}
	}
	got := resultOf(d, files)
	var old []txtar.File
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "out/") || f.Name == "findings" {
			old = append(old, f)
		}
	}
	if *update {
		kept.Files = append(kept.Files, got...)
		if err := os.WriteFile(name, txtar.Format(kept), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, is := string(txtar.Format(&txtar.Archive{Files: old})), string(txtar.Format(&txtar.Archive{Files: got})); want != is {
		t.Errorf("the playbook is now:\n%s", is)
	}
}

func testOptions() Options {
	return Options{Date: "2026-11-30", SiteID: "handbook", Templates: templates.FS}
}

// unpackFile reads a file of an archive whose name says how it is written.
func unpackFile(t *testing.T, name string, data []byte) (string, []byte) {
	t.Helper()
	switch {
	case strings.HasSuffix(name, "!"):
		var b bytes.Buffer
		for line := range strings.Lines(string(data)) {
			var s string
			if _, err := fmt.Sscanf(strings.TrimSpace(line), "%q", &s); err != nil {
				t.Fatalf("%s: %q: %v", name, line, err)
			}
			b.WriteString(s)
		}
		return strings.TrimSuffix(name, "!"), b.Bytes()
	case strings.HasSuffix(name, "%"):
		b, err := hex.DecodeString(strings.Join(strings.Fields(string(data)), ""))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return strings.TrimSuffix(name, "%"), b
	}
	return name, data
}

// resultOf is what a golden holds of a playbook: its settings and texts, the names of its
// other files, what was lost, left out and changed.
func resultOf(d *Draft, files map[string][]byte) []txtar.File {
	var out []txtar.File
	var others strings.Builder
	names := []string{}
	for p := range files {
		names = append(names, p)
	}
	slices.Sort(names)
	for _, p := range names {
		b := files[p]
		switch {
		case strings.HasPrefix(p, "import-report"):
		case strings.HasSuffix(p, ".md") || p == "site.toml":
			text := strings.ReplaceAll(string(b), "\r\n", "\\r\n")
			out = append(out, txtar.File{Name: "out/" + p, Data: []byte(text)})
		default:
			fmt.Fprintf(&others, "file %s\n", p)
		}
	}
	for _, f := range d.Report.findings() {
		fmt.Fprintf(&others, "%s:%d: %s: %s\n", f.Path, f.Line, f.Code, f.Message)
	}
	for _, l := range d.Report.Left {
		fmt.Fprintf(&others, "left out %s: %s\n", l.Path, l.Why)
	}
	for _, u := range d.Report.Remotes {
		fmt.Fprintf(&others, "remote %s\n", u)
	}
	all := d.Report.Changes()
	for _, rule := range ByCount(all) {
		fmt.Fprintf(&others, "%d × %s\n", all[rule], rule)
	}
	for _, k := range ByCount(d.Report.Keys) {
		fmt.Fprintf(&others, "key %s %d\n", k, d.Report.Keys[k])
	}
	for _, c := range d.Report.Candidates {
		fmt.Fprintf(&others, "candidate %d %s\n", c.N, c.What)
	}
	return append(out, txtar.File{Name: "findings", Data: []byte(others.String())})
}

// buildOf builds a playbook, which must have no error, and returns its files if they are
// to be drawn.
func buildOf(t *testing.T, files map[string][]byte, draw bool) map[string][]byte {
	t.Helper()
	site := fstest.MapFS{}
	for p, b := range files {
		site[p] = &fstest.MapFile{Data: b}
	}
	s := testsite.Warm(t, site, pipeline.Options{Date: "2026-11-30", Drafts: true, NoSearch: true, Lazy: !draw})
	if s.Result.Diags.HasErrors() {
		var said bytes.Buffer
		_ = diag.Print(&said, s.Result.Diags, diag.Options{}) // to memory: it never fails
		t.Fatalf("the playbook does not build:\n%s", said.String())
	}
	if !draw {
		return nil
	}
	drawn := map[string][]byte{}
	for p, text := range s.Files {
		drawn[p] = []byte(text)
	}
	return drawn
}
