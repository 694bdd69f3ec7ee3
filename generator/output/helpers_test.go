package output

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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

func lstat(t *testing.T, path ...string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// ways runs a test with one exchange, where the system has one, and file by file.
func ways(t *testing.T, fn func(t *testing.T, opts Options)) {
	for _, inPlace := range []bool{false, true} {
		if !inPlace && !canExchange {
			continue
		}
		opts := quick
		opts.InPlace = inPlace
		t.Run(map[bool]string{false: "exchange", true: "inplace"}[inPlace], func(t *testing.T) { fn(t, opts) })
	}
}
