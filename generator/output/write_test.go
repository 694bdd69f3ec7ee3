package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "new", "ids.lock")
	write := func(data string, want bool) {
		t.Helper()
		changed, err := WriteFile(name, []byte(data))
		if err != nil || changed != want {
			t.Errorf("write %q: %v, %v", data, changed, err)
		}
		if got, _ := os.ReadFile(name); string(got) != data {
			t.Errorf("the file holds %q, want %q", got, data)
		}
	}
	write("one", true)
	if err := errors.Join(os.Chmod(name, 0o640), os.Link(name, filepath.Join(dir, "kept"))); err != nil {
		t.Fatal(err)
	}
	write("one", false)
	if !os.SameFile(lstat(t, name), lstat(t, dir, "kept")) {
		t.Error("equal bytes were written")
	}
	write("two", true)
	if got, _ := os.ReadFile(filepath.Join(dir, "kept")); string(got) != "one" {
		t.Error("the old inode was written to")
	}
	if got := lstat(t, name).Mode().Perm(); got != 0o640 {
		t.Errorf("mode became %v", got)
	}
	put(t, dir, site{"link@": "new/ids.lock", "new/.ids.lock.next-999999999": "left by a killed run"})
	if _, err := WriteFile(filepath.Join(dir, "link"), []byte("three")); err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, site{"kept": "one", "link@": "new/ids.lock", "new/ids.lock": "three"})
	if _, err := WriteFile(filepath.Join(dir, "new"), nil); err == nil {
		t.Error("a folder was written to")
	}
}

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a", "lesson.md")
	if err := WriteNew(name, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(name, []byte("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v", err)
	}
	put(t, dir, site{"dangling@": "nowhere"})
	if err := WriteNew(filepath.Join(dir, "dangling"), nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a dangling link: %v", err)
	}
	wantTree(t, dir, site{"a/lesson.md": "one", "dangling@": "nowhere"})
}

func TestCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	c, err := OpenCache(dir, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get("a"); ok {
		t.Error("an empty cache knows something")
	}
	for _, data := range []string{"one", "", "two"} {
		if err := c.Put("a", []byte(data)); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Get("a"); !ok || string(got) != data {
			t.Errorf("got %q, %v", got, ok)
		}
	}
	if _, ok := c.Get("b"); ok {
		t.Error("another key was answered")
	}
	for deed, change := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)-1] },
		"emptied": func([]byte) []byte { return nil },
		"flipped": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"headed":  func(b []byte) []byte { b[0] = 'x'; return b },
	} {
		if err := c.Put("a", []byte("data")); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, c.name("a"))
		raw, err := os.ReadFile(name)
		if err = errors.Join(err, os.WriteFile(name, change(raw), 0o600)); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Get("a"); ok {
			t.Errorf("%s: got %q", deed, got)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get("a"); ok {
		t.Error("a deleted cache knows something")
	}
}

// Trim first lets go of what this process did not use.
func TestCacheTrim(t *testing.T) {
	dir := t.TempDir()
	first, err := OpenCache(dir, 5000)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 1000)
	for i := range 4 {
		if err := first.Put(fmt.Sprint("old", i), data); err != nil {
			t.Fatal(err)
		}
		old := lstat(t, dir).ModTime().Add(time.Duration(i-100) * time.Second)
		if err := os.Chtimes(filepath.Join(dir, first.name(fmt.Sprint("old", i))), old, old); err != nil {
			t.Fatal(err)
		}
	}
	second, err := OpenCache(dir, 5000)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second.Put("new0", data), second.Put("new1", data)); err != nil {
		t.Fatal(err)
	}
	if _, ok := second.Get("old0"); !ok {
		t.Fatal("an entry is gone before its time")
	}
	if err := second.Trim(); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]bool{"old0": true, "old1": false, "old2": false, "old3": true, "new0": true, "new1": true} {
		if _, ok := second.Get(key); ok != want {
			t.Errorf("%s kept: %v, want %v", key, ok, want)
		}
	}
}
