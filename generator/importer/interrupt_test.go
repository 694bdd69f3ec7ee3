package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"playbook/generator/output"
)

// TestInterrupted ends an import at every moment at which it says how far it is, and at
// every file that it writes: the new folder is not there, and nothing lies beside it. An
// empty folder that was there stays, and stays empty.
func TestInterrupted(t *testing.T) {
	book := fstest.MapFS{"mkdocs.yml": {Data: []byte("site_name: Book\n")}, "docs/a.png": {Data: []byte("no picture")}}
	for i := range 6 {
		book[fmt.Sprintf("docs/part-%d/page-%d.md", i%3, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "# Page %d\n\n[next](../part-%d/page-%d.md#none) ![a](../a.png)\n", i, (i+1)%3, i+1)}
	}
	src, err := FromFS("book", book)
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("enough")
	// stopping is a context that ends when progress is told of for the nth time.
	stopping := func(n int) (context.Context, func(string, int, int)) {
		ctx, cancel := context.WithCancelCause(context.Background())
		if n == 0 {
			cancel(why)
		}
		return ctx, func(string, int, int) {
			if n--; n == 0 {
				cancel(why)
			}
		}
	}
	var d *Draft
	for moment := 0; d == nil; moment++ {
		o := testOptions()
		ctx, progress := stopping(moment)
		o.Progress = progress
		switch d, err = Run(ctx, src, o); {
		case err == nil && ctx.Err() != nil || err == nil && moment < 10:
			t.Errorf("moment %d: the import went on", moment)
		case err != nil && !errors.Is(err, why):
			t.Fatalf("moment %d: %v", moment, err)
		case err != nil:
			d = nil
		}
	}
	files, err := output.Draw(d.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, empty := range []bool{false, true} {
		for moment := 0; moment <= len(files)+1; moment++ {
			top := t.TempDir()
			dir := filepath.Join(top, "new")
			if empty {
				if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			ctx, progress := stopping(moment)
			d.Options.Progress = progress
			err := d.Write(ctx, dir)
			left := filesBelow(t, top)
			switch {
			case moment > len(files) && (err != nil || len(left) != len(files)):
				t.Errorf("%d files, %v, want %d", len(left), err, len(files))
			case moment <= len(files) && (!errors.Is(err, why) || len(left) > 0):
				t.Errorf("moment %d: %v, and there are %q", moment, err, left)
			}
			if _, err := os.Stat(dir); empty && err != nil {
				t.Errorf("moment %d: the folder that was there is gone", moment)
			} else if !empty && moment <= len(files) && err == nil {
				t.Errorf("moment %d: an empty folder is left", moment)
			}
		}
	}
}

// filesBelow lists the files of a folder and of those in it.
func filesBelow(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
