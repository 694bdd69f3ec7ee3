package output

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	up := t.TempDir()
	put(t, up, site{
		"home/me/site/content/a/x.md": "", "home/me/site/templates/": "", "home/me/site/public/.gitignore": "*",
		"home/me/site/ours/.playbook.json": "{}", "home/me/site/ours/x": "", "home/me/site/theirs/x": "",
		"home/me/site/file": "", "home/me/site/link@": "content", "home/me/site/out@": "public", "home/me/other/": "",
	})
	home := filepath.Join(up, "home", "me")
	base := filepath.Join(home, "site")
	bounds := Bounds{Home: home, Work: base, Sources: map[string]string{
		"content": filepath.Join(base, "content"), "templates": filepath.Join(base, "templates"), "none": "",
	}}
	cases := []struct{ dir, want, forced string }{
		{"public", "", ""},
		{"new", "", ""},
		{"new/below/new", "", ""},
		{"out", "", ""},
		{"ours", "", ""},
		{"../other/x", "", ""},
		{"theirs", `holds "x" and was not made by this generator`, ""},
		{"file", "is a file", "is a file"},
		{".", "is the working directory", "is the working directory"},
		{"..", "is your home folder", "is your home folder"},
		{"../..", "above your home", "above your home"},
		{"/", "root of the file system", "root of the file system"},
		{"content", "is the content folder", "is the content folder"},
		{"link", "is the content folder", "is the content folder"},
		{"link/new", "inside the content folder", "inside the content folder"},
		{"content/a", "inside the content folder", "inside the content folder"},
		{"content/new/x", "inside the content folder", "inside the content folder"},
		{"templates/out", "inside the templates folder", "inside the templates folder"},
	}
	if runtime.GOOS == "windows" {
		cases[11].dir = `C:\`
	}
	for _, c := range cases {
		dir := c.dir
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(base, dir)
		}
		for _, force := range []bool{false, true} {
			b, want := bounds, c.want
			if b.Force = force; force {
				want = c.forced
			}
			err := Check(dir, b)
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, force %v: %v, want %q", c.dir, force, err, want)
			}
		}
	}
	b := bounds
	b.Work, b.Sources = filepath.Join(up, "home"), map[string]string{"content": filepath.Join(base, "content")}
	if err := Check(base, b); err == nil || !strings.Contains(err.Error(), "above content") {
		t.Errorf("a folder above content: %v", err)
	}
	b.Sources = map[string]string{"content": filepath.Join(base, "absent", "content")}
	if err := Check(filepath.Join(base, "absent"), b); err == nil {
		t.Error("a missing folder above missing content was accepted")
	}
}

func TestCheckTouchesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := Check(dir, Bounds{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); err == nil {
		t.Error("the output was made")
	}
}
