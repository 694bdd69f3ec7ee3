package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site is generated files in short: path to content. The key is the content.
type site map[string]string

func (s site) files() []File {
	var files []File
	for _, path := range sortedKeys(s) {
		files = append(files, File{Path: path, Key: s[path], Write: text(s[path])})
	}
	return files
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

var quick = Options{NoSync: true, Generator: "playbook test"}

func mustPublish(t *testing.T, dir string, s site, opts Options) Report {
	t.Helper()
	rep, err := Publish(t.Context(), dir, s.files(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// put lays foreign things into dir: "x/" a folder, "x@" a symbolic link to the
// content, else a file.
func put(t *testing.T, dir string, things site) {
	t.Helper()
	for name, content := range things {
		path := filepath.Join(dir, strings.TrimRight(name, "/@"))
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		switch {
		case err != nil:
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(path, 0o755)
		case strings.HasSuffix(name, "@"):
			err = os.Symlink(content, path)
		default:
			err = os.WriteFile(path, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// tree reads dir back in put's notation, without the manifest. Folders are
// listed only if empty.
func tree(t testing.TB, dir string) site {
	t.Helper()
	got := site{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		switch {
		case d.IsDir():
			if inside, err := os.ReadDir(path); err == nil && len(inside) == 0 {
				got[rel+"/"] = ""
			}
		case d.Type()&fs.ModeSymlink != 0:
			got[rel+"@"], err = os.Readlink(path)
		case rel != manifestName:
			var data []byte
			data, err = os.ReadFile(path)
			got[rel] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantTree(t testing.TB, dir string, want ...site) {
	t.Helper()
	all := site{}
	for _, w := range want {
		maps.Copy(all, w)
	}
	if got := tree(t, dir); !maps.Equal(got, all) {
		t.Errorf("output holds %q, want %q", got, all)
	}
}

// wantTidy fails if anything but the output is left beside it.
func wantTidy(t testing.TB, dir string) {
	t.Helper()
	beside, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".*"))
	inside, err2 := filepath.Glob(filepath.Join(dir, "*.playbook*next*"))
	if err = errors.Join(err, err2); err != nil || len(beside)+len(inside) > 0 {
		t.Errorf("left over: %q %q (%v)", beside, inside, err)
	}
}

// inode tells files apart; equal for hard links.
func sameFile(t *testing.T, a, b fs.FileInfo) bool { t.Helper(); return os.SameFile(a, b) }

func lstat(t *testing.T, path ...string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// ways runs a test with one exchange and file by file.
func ways(t *testing.T, fn func(t *testing.T, opts Options)) {
	for _, inPlace := range []bool{false, true} {
		opts := quick
		opts.InPlace = inPlace
		t.Run(map[bool]string{false: "exchange", true: "inplace"}[inPlace], func(t *testing.T) { fn(t, opts) })
	}
}

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

func TestModes(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(t.TempDir(), "public")
		mustPublish(t, dir, site{"a/b.html": "x"}, opts)
		for path, want := range map[string]fs.FileMode{
			"": 0o755 | fs.ModeDir, "a": 0o755 | fs.ModeDir, "a/b.html": 0o644, manifestName: 0o644,
		} {
			if got := lstat(t, dir, path).Mode(); got != want {
				t.Errorf("mode of %q is %v, want %v", path, got, want)
			}
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
			if !sameFile(t, info, now) || !info.ModTime().Equal(now.ModTime()) {
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
		if !sameFile(t, a, lstat(t, dir, "a")) || !sameFile(t, c, lstat(t, dir, "c")) {
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

func TestRefusals(t *testing.T) {
	cases := []struct {
		name    string
		foreign site
		site    site
		opts    Options
		want    string // in the error; empty: must succeed
	}{
		{"not ours", site{"thesis.txt": "x"}, site{"a": "1"}, quick, "was not made by this generator"},
		{"not ours, forced", site{"thesis.txt": "x"}, site{"a": "1"}, Options{Force: true}, ""},
		{"dot-files only", site{".git/x": "x"}, site{"a": "1"}, quick, ""},
		{"foreign dot-file in the way", site{".nojekyll": "x"}, site{".nojekyll": ""}, quick, "did not write"},
		{"equal foreign file", site{".nojekyll": "x"}, site{".nojekyll": "x"}, quick, ""},
		{"foreign file replaced by force", site{"a": "x", "b": "y"}, site{"a": "1"}, Options{Force: true}, ""},
		{"folder in the way", site{"a/b": "x"}, site{"a": "1"}, Options{Force: true}, "move it away"},
		{"empty folder in the way", site{"a/": ""}, site{"a": "1"}, Options{Force: true}, "move it away"},
		{"file in the way of a folder", site{"a": "x"}, site{"a/b": "1"}, Options{Force: true}, "move it away"},
		{"link in the way of a folder", site{"a@": "/", "b": ""}, site{"a/b": "1"}, Options{Force: true}, "move it away"},
		{"damaged manifest", site{".playbook.json": "{", "a": "x"}, site{"a": "1"}, quick, "damaged"},
		{"damaged manifest, forced", site{".playbook.json": "{", "a": "x"}, site{"a": "1"}, Options{Force: true}, ""},
		{"hostile manifest", site{".playbook.json": `{"format":1,"files":[{"path":"../x"}]}`}, site{"a": "1"}, quick, "damaged"},
		{"double path", nil, nil, quick, "two generated files"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ways(t, func(t *testing.T, opts Options) {
				c.opts.InPlace, c.opts.NoSync = opts.InPlace, true
				dir := filepath.Join(t.TempDir(), "public")
				put(t, dir, c.foreign)
				before := site{}
				if c.foreign != nil {
					before = tree(t, dir)
				}
				files := c.site.files()
				if c.site == nil {
					files = []File{{Path: "x"}, {Path: "x"}}
				}
				_, err := Publish(t.Context(), dir, files, c.opts)
				switch {
				case c.want == "" && err != nil:
					t.Fatal(err)
				case c.want == "":
					delete(before, manifestName)
					wantTree(t, dir, before, c.site)
				case err == nil || !strings.Contains(err.Error(), c.want):
					t.Errorf("error %v, want %q", err, c.want)
				case c.foreign != nil:
					wantTree(t, dir, before)
				}
				wantTidy(t, dir)
			})
		})
	}
}

// An error or an interruption in the middle leaves the output untouched, and a
// folder that was not there before is not there afterwards.
func TestFailureLeavesNoTrace(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		for _, published := range []bool{false, true} {
			dir := filepath.Join(t.TempDir(), "public")
			old := site{"a": "1", "gone": "x"}
			if published {
				mustPublish(t, dir, old, opts)
			}
			boom := errors.New("boom")
			ctx, cancel := context.WithCancelCause(t.Context())
			for name, bad := range map[string]func(io.Writer) error{
				"error":  func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return boom },
				"cancel": func(w io.Writer) error { cancel(boom); _, err := w.Write(make([]byte, 1<<20)); return err },
			} {
				files := append(site{"a": "2", "b": "3"}.files(), File{Path: "c", Write: bad})
				if _, err := Publish(ctx, dir, files, opts); !errors.Is(err, boom) {
					t.Errorf("%s: error %v", name, err)
				}
				if published {
					wantTree(t, dir, old)
				} else if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s: a folder was left: %v", name, err)
				}
				wantTidy(t, dir)
			}
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

func TestClean(t *testing.T) {
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(t.TempDir(), "public")
		foreign := site{"a/mine": "x", "empty/": "", "CNAME": "c"}
		mustPublish(t, dir, site{"index.html": "1", "a/b/c": "2", "d/e": "3"}, opts)
		put(t, dir, foreign)
		rep, err := Clean(t.Context(), dir)
		if err != nil || rep.Removed != 3 {
			t.Errorf("got %+v, %v", rep, err)
		}
		wantTree(t, dir, foreign)
		if _, err := os.Lstat(filepath.Join(dir, manifestName)); err == nil {
			t.Error("the manifest stayed")
		}
		if rep, err := Clean(t.Context(), dir); err != nil || rep.Removed != 0 {
			t.Errorf("a second time: %+v, %v", rep, err)
		}
	})
}

func TestCleanPlain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if _, err := Clean(t.Context(), dir); err != nil {
		t.Errorf("no folder: %v", err)
	}
	mustPublish(t, dir, site{"a": "1"}, quick)
	if _, err := Clean(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder stayed: %v", err)
	}
}

// A folder of ours that somebody turned into a link leads to files that are
// not ours: Clean must not follow it.
func TestCleanDoesNotFollowLinks(t *testing.T) {
	up := t.TempDir()
	dir := filepath.Join(up, "public")
	mustPublish(t, dir, site{"a/b": "1"}, quick)
	put(t, up, site{"elsewhere/b": "precious"})
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "a")), os.Symlink("../elsewhere", filepath.Join(dir, "a"))); err != nil {
		t.Fatal(err)
	}
	if _, err := Clean(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, filepath.Join(up, "elsewhere")); got["b"] != "precious" {
		t.Error("a file behind a link was removed")
	}
}

func TestSymlinkOutput(t *testing.T) {
	up := t.TempDir()
	put(t, up, site{"real/": "", "public@": "real"})
	dir := filepath.Join(up, "public")
	if rep := mustPublish(t, dir, site{"a": "1", "b/c": "2"}, quick); !rep.InPlace {
		t.Error("a link was exchanged")
	}
	mustPublish(t, dir, site{"a": "2", "b/c": "2"}, quick)
	wantTree(t, filepath.Join(up, "real"), site{"a": "2", "b/c": "2"})
	if lstat(t, dir).Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	wantTidy(t, filepath.Join(up, "real"))
	put(t, up, site{"dangling@": "nowhere"})
	if _, err := Publish(t.Context(), filepath.Join(up, "dangling"), nil, quick); err == nil {
		t.Error("a link that leads nowhere was accepted")
	}
}
