//go:build unix

package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// oddities are what may bear a name where a small regular file is expected.
var oddities = map[string]func(name string) error{
	"a pipe":           func(name string) error { return syscall.Mkfifo(name, 0o600) },
	"an endless file":  func(name string) error { return os.Symlink("/dev/zero", name) },
	"an enormous file": func(name string) error { return errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, 1<<40)) },
	"a folder":         func(name string) error { return os.Mkdir(name, 0o700) },
}

// soon fails if f takes long: what it reads has no end, or nobody writes it.
func soon(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("it does not end")
	}
}

func TestOddCacheEntries(t *testing.T) {
	for what, put := range oddities {
		t.Run(what, func(t *testing.T) {
			c, err := OpenCache(t.TempDir(), 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Put("key", []byte("data")); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(c.dir, c.name("key"))
			if err := errors.Join(os.Remove(name), put(name)); err != nil {
				t.Fatal(err)
			}
			soon(t, func() {
				if data, ok := c.Get("key"); ok {
					t.Errorf("it was read as %q", data)
				}
				if err := c.Trim(); err != nil {
					t.Error(err)
				}
			})
			if what == "a folder" { // which cannot be replaced, so that nothing is kept
				return
			}
			soon(t, func() {
				if err := c.Put("key", []byte("new")); err != nil {
					t.Error(err)
				}
				if data, ok := c.Get("key"); !ok || string(data) != "new" {
					t.Errorf("got %q, %v", data, ok)
				}
			})
		})
	}
}

// A killed process that had our pid may have left any name behind.
func TestOddNameOfACachePut(t *testing.T) {
	for what, put := range oddities {
		t.Run(what, func(t *testing.T) {
			c, err := OpenCache(t.TempDir(), 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			if err := put(c.nextName(1)); err != nil {
				t.Fatal(err)
			}
			soon(t, func() {
				if err := c.Put("key", []byte("data")); err != nil {
					t.Error(err)
				}
			})
			if data, ok := c.Get("key"); !ok || string(data) != "data" {
				t.Errorf("got %q, %v", data, ok)
			}
		})
	}
}

func TestOddNotes(t *testing.T) {
	for what, put := range oddities {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{lockName, armedName} {
				if err := put(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
			soon(t, func() {
				if pid := lockPID(filepath.Join(dir, lockName)); pid != 0 {
					t.Errorf("the lock is held by %d", pid)
				}
				if exchanged(dir, dir) {
					t.Error("the folders count as exchanged")
				}
				if _, err := pidLock(filepath.Join(dir, lockName)); !errors.Is(err, errLockHeld) {
					t.Errorf("the lock: %v", err)
				}
			})
		})
	}
}

// withUmask runs f with another umask, which is the process's.
func withUmask(mask int, f func()) {
	defer syscall.Umask(syscall.Umask(mask))
	f()
}

func TestUmask(t *testing.T) {
	for mask, want := range map[int]struct{ file, dir fs.FileMode }{0o022: {0o644, 0o755}, 0o077: {0o600, 0o700}, 0o002: {0o664, 0o775}, 0o027: {0o640, 0o750}} {
		withUmask(mask, func() {
			ways(t, func(t *testing.T, opts Options) {
				up := t.TempDir()
				dir := filepath.Join(up, "made", "public")
				mustPublish(t, dir, site{"a/b.html": "x", "c.html": "y"}, opts)
				mustPublish(t, dir, site{"a/b.html": "x", "c.html": "z", "d/e/f.html": "new"}, opts)
				if _, err := WriteFile(filepath.Join(up, "ids", "ids.lock"), []byte("one")); err != nil {
					t.Fatal(err)
				}
				if err := WriteNew(filepath.Join(up, "new", "lesson.md"), []byte("one")); err != nil {
					t.Fatal(err)
				}
				err := filepath.WalkDir(up, func(name string, e fs.DirEntry, err error) error {
					if err != nil || name == up {
						return err
					}
					mode := want.file
					if e.IsDir() {
						mode = want.dir
					}
					if got := lstat(t, name).Mode().Perm(); got != mode {
						t.Errorf("umask %03o: %q has mode %v, want %v", mask, name[len(up):], got, mode)
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}
