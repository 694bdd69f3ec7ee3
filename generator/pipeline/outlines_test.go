package pipeline_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/generator/site"
	"playbook/templates"
)

// TestOutlinesOfTheContent builds this repository's own lessons from outlines:
// every page has the key it has otherwise, and no page is drawn but of a lesson
// that has changed.
func TestOutlinesOfTheContent(t *testing.T) {
	files := fstest.MapFS{}
	if err := copyTree(files, os.DirFS("../.."), "content", "site.toml"); err != nil {
		t.Fatal(err)
	}
	o := pipeline.Options{Date: testDate}
	batches := map[int][]byte{}
	run := func() (*pipeline.Builder, *pipeline.Result) {
		b := &pipeline.Builder{Source: files, Templates: templates.FS, Options: o}
		b.Remember(func(n int) ([]byte, bool) { return batches[n], batches[n] != nil })
		r, err := b.Build(context.Background())
		if err != nil || r.Files == nil {
			t.Fatal(err, r.Diags)
		}
		return b, r
	}
	first, want := run()
	first.Outlines(func(n int, data []byte) { batches[n] = data })
	b, got := run()
	compareKeys(t, got, want, "")
	outlined := 0
	for i, p := range got.Site.Langs[0].Pages {
		if l := p.Lesson; l != nil && l.Outlined() {
			outlined++
			if other := want.Site.Langs[0].Pages[i].Lesson; site.Shape(l) != site.Shape(other) {
				t.Errorf("%s: the outline has another shape", l.Path)
			}
		}
	}
	if lessons := got.Stats.Lessons; outlined < lessons*3/4 {
		t.Errorf("%d of %d lessons are outlined", outlined, lessons)
	}
	b.Outlines(func(n int, _ []byte) { t.Errorf("batch %d is kept again, though nothing has changed", n) })

	// One lesson with another text: its page and its twin are drawn from what is
	// remembered of all others, and equal a cold build's.
	lessons := got.Site.Langs[0].Lessons
	p := lessons[slices.IndexFunc(lessons, func(p *site.Page) bool { return p.Lesson.Outlined() && len(p.Lesson.Widgets) > 0 })]
	name := "content/" + p.Lesson.Path
	files[name] = &fstest.MapFile{Data: append(slices.Clone(files[name].Data), "\n\nOne more paragraph.\n"...)}
	b, got = run()
	cold := buildSite(t, files, o)
	compareKeys(t, got, cold.result, "")
	drawn := 0
	for _, f := range got.Files {
		if f.Path != p.URL && f.Path != strings.TrimSuffix(p.URL, ".html")+".md" {
			continue
		}
		drawn++
		var s strings.Builder
		if err := f.Write(&s); err != nil || s.String() != cold.files[f.Path] {
			t.Errorf("%s differs (%v)", f.Path, err)
		}
	}
	kept := 0
	b.Outlines(func(int, []byte) { kept++ })
	if drawn != 2 || kept != 1 {
		t.Errorf("%d files were drawn, %d batches kept again; want 2 and 1", drawn, kept)
	}
	// Damaged batches are as good as none, and what is drawn of an outlined
	// lesson is its page.
	for n, data := range batches {
		switch n % 3 {
		case 0:
			batches[n] = data[:len(data)/2]
		case 1:
			delete(batches, n)
		}
	}
	_, got = run()
	compareKeys(t, got, cold.result, "")
	for _, f := range got.Files[len(got.Files)/2:] {
		var s strings.Builder
		if err := f.Write(&s); err != nil || s.String() != cold.files[f.Path] {
			t.Fatalf("%s differs (%v)", f.Path, err)
		}
	}
}

// compareKeys holds paths, keys and findings against each other.
func compareKeys(t *testing.T, got, want *pipeline.Result, when string) {
	t.Helper()
	if fmt.Sprintf("%+v", got.Diags) != fmt.Sprintf("%+v", want.Diags) {
		t.Errorf("%sfindings %+v, want %+v", when, got.Diags, want.Diags)
	}
	keys := func(r *pipeline.Result) map[string]string {
		m := map[string]string{}
		for _, f := range r.Files {
			m[f.Path] = f.Key
		}
		return m
	}
	g, w := keys(got), keys(want)
	for _, p := range slices.Sorted(maps.Keys(w)) {
		if g[p] != w[p] {
			t.Errorf("%s%s has the key %q, want %q", when, p, g[p], w[p])
		}
	}
	if len(g) != len(w) {
		t.Errorf("%s%d files, want %d", when, len(g), len(w))
	}
}

// copyTree reads files and folders into memory.
func copyTree(to fstest.MapFS, from fs.FS, roots ...string) error {
	for _, root := range roots {
		err := fs.WalkDir(from, root, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from, p)
			to[p] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
