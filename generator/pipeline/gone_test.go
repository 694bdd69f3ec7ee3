package pipeline

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"playbook/templates"
)

// vanishing is a folder from which a file goes between its listing and its reading.
type vanishing struct {
	fstest.MapFS
	name string
}

func (v vanishing) Open(name string) (fs.File, error) {
	if name == v.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.MapFS.Open(name)
}

// TestFolderThatGoes: a folder that is removed while it is watched raises nothing,
// whichever event of its removal comes first.
func TestFolderThatGoes(t *testing.T) {
	files := func() fstest.MapFS {
		return fstest.MapFS{
			"site.toml":              {Data: []byte("title = \"T\"\nsite_id = \"t\"\n")},
			"content/a.md":           {Data: []byte("# A\n\nText.\n")},
			"content/s/b.md":         {Data: []byte("# B\n\nText.\n")},
			"content/s/deep/c.md":    {Data: []byte("# C\n\nText.\n")},
			"content/s/deep/pic.txt": {Data: []byte("x")},
		}
	}
	for _, touched := range [][]string{
		{"content/s"}, {"content/s/deep"}, {"content/s/deep/c.md"}, {"content/s/b.md", "content/s"}, {"content/s/deep/pic.txt"},
	} {
		site := files()
		b := Builder{Source: site, Templates: templates.FS, Options: Options{Date: "2026-11-22", NoSearch: true}}
		if _, err := b.Build(context.Background()); err != nil {
			t.Fatal(err)
		}
		for name := range site {
			if len(name) > len("content/s/") && name[:len("content/s/")] == "content/s/" {
				delete(site, name)
			}
		}
		r, err := b.Rebuild(context.Background(), touched)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Diags) > 0 {
			t.Errorf("told of %q: %v", touched, r.Diags)
		}
		if r, err = b.Build(context.Background()); err != nil || len(r.Diags) > 0 || r.Stats.Lessons != 1 {
			t.Errorf("then: %v, %v, %d lessons", err, r.Diags, r.Stats.Lessons)
		}
	}
	// A file that goes in the middle of the reading.
	b := Builder{Source: vanishing{files(), "content/s/b.md"}, Templates: templates.FS, Options: Options{Date: "2026-11-22", NoSearch: true}}
	r, err := b.Build(context.Background())
	if err != nil || len(r.Diags) > 0 || r.Stats.Lessons != 2 {
		t.Errorf("a file that is gone when it is read: %v, %v", err, r.Diags)
	}
}
