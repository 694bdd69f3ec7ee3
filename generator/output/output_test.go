package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPublish(t *testing.T) {
	steps := []struct {
		name    string
		foreign site // laid before
		site    site
		keep    site // foreign that must be there afterwards
		want    Report
	}{
		{
			name:    "first, into a folder of dot-files",
			foreign: site{".gitignore": "*\n!.gitignore\n", ".well-known/a": "b"},
			site:    site{"index.html": "one", "a/b/c.html": "two", "assets/x.css": ""},
			keep:    site{".gitignore": "*\n!.gitignore\n", ".well-known/a": "b"},
			want:    Report{Written: 3, Bytes: 6, Foreign: 2},
		},
		{
			name:    "change, remove, add; foreign of every kind",
			foreign: site{"CNAME": "x.example", "empty/": "", "a/mine.txt": "m", "link@": "nowhere", "a/video/v.mp4": "film"},
			site:    site{"index.html": "one", "a/b/c.html": "TWO", "new.html": "n"},
			keep: site{
				".gitignore": "*\n!.gitignore\n", ".well-known/a": "b", "CNAME": "x.example",
				"empty/": "", "a/mine.txt": "m", "link@": "nowhere", "a/video/v.mp4": "film",
			},
			want: Report{Written: 2, Bytes: 4, Unchanged: 1, Removed: 1, Foreign: 6},
		},
		{
			name: "a file becomes a folder and a folder a file",
			site: site{"index.html/x": "1", "a/b": "2"},
			keep: site{
				".gitignore": "*\n!.gitignore\n", ".well-known/a": "b", "CNAME": "x.example",
				"empty/": "", "a/mine.txt": "m", "link@": "nowhere", "a/video/v.mp4": "film",
			},
			want: Report{Written: 2, Bytes: 2, Removed: 3, Foreign: 6},
		},
		{
			name: "nothing at all",
			site: site{},
			keep: site{
				".gitignore": "*\n!.gitignore\n", ".well-known/a": "b", "CNAME": "x.example",
				"empty/": "", "a/mine.txt": "m", "link@": "nowhere", "a/video/v.mp4": "film",
			},
			want: Report{Removed: 2, Foreign: 6},
		},
	}
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(t.TempDir(), "public")
		for _, step := range steps {
			put(t, dir, step.foreign)
			got := mustPublish(t, dir, step.site, opts)
			step.want.InPlace = opts.InPlace
			if got != step.want {
				t.Errorf("%s: report %+v, want %+v", step.name, got, step.want)
			}
			wantTree(t, dir, step.site, step.keep)
			wantTidy(t, dir)
		}
	})
}

func TestFolderModesStay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	put(t, dir, site{".keep/x": "y"})
	for path, mode := range map[string]fs.FileMode{".": 0o750, ".keep": 0o500} {
		if err := os.Chmod(filepath.Join(dir, path), mode); err != nil {
			t.Fatal(err)
		}
	}
	mustPublish(t, dir, site{"a": "1"}, quick)
	if got := lstat(t, dir).Mode().Perm(); got != 0o750 {
		t.Errorf("the output's mode became %v", got)
	}
	if got := lstat(t, dir, ".keep").Mode().Perm(); got != 0o500 {
		t.Errorf("a foreign folder's mode became %v", got)
	}
	wantTidy(t, dir)
	_ = os.Chmod(filepath.Join(dir, ".keep"), 0o700) // for the test's own cleaning
}

// Nothing changed, nothing touched: no inode, no time, and no file is rendered.
func TestNothingChanged(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(t.TempDir(), "public")
		s := site{"index.html": "one", "a/b.html": "two"}
		mustPublish(t, dir, s, opts)
		before := map[string]fs.FileInfo{}
		for _, path := range []string{"", "index.html", "a", "a/b.html", manifestName} {
			before[path] = lstat(t, dir, path)
		}
		files := s.files()
		for i := range files {
			files[i].Write = func(io.Writer) error { return errors.New("rendered") }
		}
		rep, err := Publish(t.Context(), dir, files, opts)
		if err != nil || rep != (Report{Unchanged: 2}) || rep.Changed() {
			t.Errorf("got %+v, %v", rep, err)
		}
		for path, info := range before {
			now := lstat(t, dir, path)
			if !os.SameFile(info, now) || !info.ModTime().Equal(now.ModTime()) {
				t.Errorf("%q was touched", path)
			}
		}
	})
}

// Without keys bytes are compared; equal ones touch nothing either.
func TestNoKeys(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(t.TempDir(), "public")
		long := strings.Repeat("long ", 50_000)
		s := site{"a": "", "b": "short", "c": long, "d": long}
		publish := func() Report {
			files := s.files()
			for i := range files {
				files[i].Key = ""
			}
			rep, err := Publish(t.Context(), dir, files, opts)
			if err != nil {
				t.Fatal(err)
			}
			wantTree(t, dir, s)
			return rep
		}
		publish()
		a, c := lstat(t, dir, "a"), lstat(t, dir, "c")
		if rep := publish(); rep.Changed() || rep.Unchanged != 4 {
			t.Errorf("got %+v", rep)
		}
		s["b"] = "shor"
		s["d"] = long[:200_000] + "other" + long[200_005:]
		if rep := publish(); rep.Written != 2 || rep.Unchanged != 2 || rep.Bytes != 4+250_000 {
			t.Errorf("got %+v", rep)
		}
		s["d"] += "!"
		if rep := publish(); rep.Written != 1 {
			t.Errorf("got %+v", rep)
		}
		if !os.SameFile(a, lstat(t, dir, "a")) || !os.SameFile(c, lstat(t, dir, "c")) {
			t.Error("equal bytes were written anew")
		}
	})
}

// What somebody did to our files by hand is found and put right.
func TestTampering(t *testing.T) {
	s := site{"a.html": "one", "b.html": "two", "c/d.html": "three"}
	deeds := map[string]func(dir string) error{
		"longer": func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.html"), []byte("longer"), 0o644) },
		"same length": func(dir string) error {
			name := filepath.Join(dir, "a.html")
			later := lstat(t, dir, manifestName).ModTime().Add(1e9)
			return errors.Join(os.WriteFile(name, []byte("ONE"), 0o644), os.Chtimes(name, later, later))
		},
		"removed": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "c")) },
		"made a link": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "a.html")), os.Symlink("b.html", filepath.Join(dir, "a.html")))
		},
		"manifest's key": func(dir string) error { return edit(filepath.Join(dir, manifestName), `"one"`, `"xxx"`) },
		"other maker":    func(dir string) error { return edit(filepath.Join(dir, manifestName), `playbook test`, `playbook`) },
	}
	for name, deed := range deeds {
		t.Run(name, func(t *testing.T) {
			ways(t, func(t *testing.T, opts Options) {
				dir := filepath.Join(t.TempDir(), "public")
				mustPublish(t, dir, s, opts)
				want, err := os.ReadFile(filepath.Join(dir, manifestName))
				if err = errors.Join(err, deed(dir)); err != nil {
					t.Fatal(err)
				}
				mustPublish(t, dir, s, opts)
				wantTree(t, dir, s)
				if got, _ := os.ReadFile(filepath.Join(dir, manifestName)); !bytes.Equal(got, want) {
					t.Errorf("manifest is %s, want %s", got, want)
				}
				wantTidy(t, dir)
			})
		})
	}
}

func edit(name, old, new string) error {
	data, err := os.ReadFile(name)
	if err != nil || !bytes.Contains(data, []byte(old)) {
		return fmt.Errorf("no %q in %s (%v)", old, name, err)
	}
	return os.WriteFile(name, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644)
}

// An old reader, and a hard link made elsewhere, keep the bytes they had.
func TestNoInodeIsRewritten(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		up := t.TempDir()
		dir, linked := filepath.Join(up, "public"), filepath.Join(up, "kept")
		mustPublish(t, dir, site{"a": "old"}, opts)
		if err := os.Link(filepath.Join(dir, "a"), linked); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, dir, site{"a": "new"}, opts)
		if data, _ := os.ReadFile(linked); string(data) != "old" {
			t.Errorf("the linked file became %q", data)
		}
	})
}

// The output, its manifest included, is a function of the files alone.
func TestDeterminism(t *testing.T) {
	want := ""
	for i := range 16 {
		opts := quick
		opts.Workers, opts.InPlace = 1+i%8, i >= 8
		dir := filepath.Join(t.TempDir(), "public")
		if i%3 == 0 {
			mustPublish(t, dir, versionOf("old", i), opts)
		}
		mustPublish(t, dir, versionOf("a", 40), opts)
		got, err := os.ReadFile(filepath.Join(dir, manifestName))
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(got)
		}
		if string(got) != want {
			t.Errorf("run %d: manifest differs: %s", i, got)
		}
		wantTree(t, dir, versionOf("a", 40))
	}
}

func TestProgress(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	var got []int
	opts := quick
	opts.Workers = 8
	opts.Progress = func(done, total int) { got = append(got, done*1000+total) }
	mustPublish(t, dir, site{"a": "1", "b": "2", "c": "3"}, opts)
	mustPublish(t, dir, site{"a": "1", "b": "2", "c": "3"}, opts)
	if want := []int{1003, 2003, 3003, 3003}; !slices.Equal(got, want) {
		t.Errorf("progress %v, want %v", got, want)
	}
}
