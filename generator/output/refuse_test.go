package output

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) != canExchange {
		t.Errorf("the empty folder stays where files are changed one by one, and goes elsewhere: %v", err)
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
