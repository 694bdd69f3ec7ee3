package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestComments checks that no form of comment, in any place, is in anything that is
// published: page, widget, Markdown twin, book, search.
func TestComments(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	a, err := txtar.ParseFile("testdata/comments/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, unsafe := range []string{"false", "true"} {
		dir := filepath.Join(t.TempDir(), "site")
		for _, f := range a.Files {
			write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), strings.ReplaceAll(string(f.Data), "UNSAFE", unsafe))
		}
		said, code := inProcess([]string{"-q", "--date", "2026-11-22", "-s", dir, "-o", dir + ".out"})
		if code != exitGood || said != "" {
			t.Fatalf("unsafe_html = %s: exit %d: %s", unsafe, code, said)
		}
		files := 0
		err := filepath.WalkDir(dir+".out", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			files++
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			if i := strings.Index(string(data), "zzhidden"); i >= 0 {
				t.Errorf("unsafe_html = %s: %s publishes a comment: …%s…", unsafe, p[len(dir)+4:], data[max(0, i-40):min(len(data), i+40)])
			}
			return nil
		})
		if err != nil || files < 50 {
			t.Fatalf("%d files: %v", files, err)
		}
		page, err := os.ReadFile(dir + ".out/s/relatives.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range []string{"text behind a comment", "with text behind it", `id="there"`, "<td><a href=", "(shown)", "After."} {
			if !strings.Contains(string(page), shown) {
				t.Errorf("unsafe_html = %s: the page has lost %q", unsafe, shown)
			}
		}
	}
}
