//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestFailuresOfTheMachine(t *testing.T) {
	var said bytes.Buffer
	a := &app{err: &said}
	for _, err := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		said.Reset()
		if got := a.exitCode(fmt.Errorf("publish: %w", &fs.PathError{Op: "write", Path: "a", Err: err})); got != exitMachine || !strings.Contains(said.String(), "make room") {
			t.Errorf("%v: exit %d, %q", err, got, said.String())
		}
	}
	if got := a.exitCode(fmt.Errorf("read: %w", syscall.EIO)); got != exitMachine {
		t.Errorf("EIO: exit %d", got)
	}
}

// Results that nobody takes are a failure, whichever command prints them.
func TestResultsCannotBeWritten(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		if runtime.GOOS != "linux" {
			t.Skip("only Linux has /dev/full")
		}
		t.Fatal(err)
	}
	defer full.Close()
	dir := t.TempDir()
	writeVersion(t, filepath.Join(dir, "book"), "a", 3)
	write(t, filepath.Join(dir, "wrong", "site.toml"), "title = \"T\"\nsite_id = \"t\"\n")
	write(t, filepath.Join(dir, "wrong", "content", "a.md"), "# A\n\n[gone](gone.md)\n")
	for _, args := range []string{
		"-s book -o out", "check -s book", "check -s book --format json", "check -s wrong --format json",
		"check -s wrong --format github", "version", "--help", "explain PB1003", "schema site", "ids -s book", "i18n -s book", "clean -s book -o out", "scorm -s book -o book.zip",
	} {
		c := exec.Command(builtCommand(t), strings.Fields(args)...)
		var said bytes.Buffer
		c.Dir, c.Stdout, c.Stderr = dir, full, &said
		c.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
		if got := codeOf(t, c); got != exitMachine || !strings.Contains(said.String(), "no space left on device") {
			t.Errorf("generate %s: exit %d, %q", args, got, said.String())
		}
	}
}

func TestTerminated(t *testing.T) {
	a := newArena(t, 20)
	for name, want := range map[string]struct {
		code int
		word string
	}{terminated: {143, "terminated"}, interrupted: {130, "interrupted"}} {
		before := treeOf(t, a.out)
		c := a.command("b", "")
		c.Path, c.Args[0] = lookPath(t, name), name
		var said bytes.Buffer
		c.Stderr = &said
		if got := codeOf(t, c); got != want.code || !strings.Contains(said.String(), want.word) {
			t.Errorf("exit %d, want %d: %q", got, want.code, said.String())
		}
		if now := treeOf(t, a.out); !maps.Equal(now, before) {
			t.Errorf("%s: the output has changed: %v", want.word, differing(now, before))
		}
	}
}

// A step that does not look at its context cannot hold the command.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	a := newArena(t, 3)
	for _, second := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c := a.command("a", "")
		c.Path, c.Args[0] = lookPath(t, stuck), stuck
		said, err := c.StderrPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan int, 1)
		lines := bufio.NewScanner(said)
		if !lines.Scan() || lines.Text() != stuck {
			t.Fatalf("it said %q", lines.Text())
		}
		go func() {
			_ = c.Wait() // the exit code tells
			ended <- c.ProcessState.ExitCode()
		}()
		signal := func(s syscall.Signal) {
			if err := c.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
		}
		signal(syscall.SIGINT)
		select {
		case code := <-ended:
			t.Fatalf("it ended at the first signal, exit %d", code)
		case <-time.After(300 * time.Millisecond):
		}
		signal(second)
		select {
		case code := <-ended:
			if want := exitSignal + int(second); code != want {
				t.Errorf("exit %d, want %d", code, want)
			}
		case <-time.After(2 * time.Minute):
			_ = c.Process.Kill()
			t.Fatal("the second signal did not end it")
		}
	}
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOddFiles puts a pipe and an endless file where the command reads: its
// cache, the record of published ids, a lesson, a medium, a template.
func TestOddFiles(t *testing.T) {
	odd := map[string]func(name string) error{
		"pipe":    func(name string) error { return syscall.Mkfifo(name, 0o644) },
		"endless": func(name string) error { return os.Symlink("/dev/zero", name) },
	}
	dir := t.TempDir()
	book, cache := filepath.Join(dir, "book"), filepath.Join(dir, "cache")
	writeVersion(t, book, "a", 3)
	build := func(what string, want int) {
		t.Helper()
		c := exec.Command(builtCommand(t), "-q", "-s", book, "-o", filepath.Join(dir, "out"))
		var said bytes.Buffer
		c.Env, c.Stdout, c.Stderr = append(os.Environ(), "XDG_CACHE_HOME="+cache), &said, &said
		stop := time.AfterFunc(2*time.Minute, func() { _ = c.Process.Kill() })
		defer stop.Stop()
		if got := codeOf(t, c); got != want {
			t.Errorf("%s: exit %d, want %d: %s", what, got, want, said.String())
		}
	}
	build("plain", exitGood)
	for kind, put := range odd {
		entries := 0
		err := filepath.WalkDir(cache, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			entries++
			return errors.Join(os.Remove(name), put(name))
		})
		if err != nil || entries == 0 {
			t.Fatalf("%d entries in the cache, %v", entries, err)
		}
		build(kind+" in the cache", exitGood)
		for _, name := range []string{"content/ids.lock", "content/s0/odd.md", "content/s0/file.txt", "templates/page.html", "templates/strings/en.toml", "site.toml"} {
			full := filepath.Join(book, name)
			was, err := os.ReadFile(full)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.RemoveAll(full), put(full)); err != nil {
				t.Fatal(err)
			}
			want := exitContent
			if name == "site.toml" {
				want = exitUsage
			}
			build(kind+" as "+name, want)
			if err := os.Remove(full); err != nil {
				t.Fatal(err)
			}
			if was != nil {
				write(t, full, string(was))
			}
		}
	}
}

// Ctrl-C is how watching ends well; a SIGTERM is reported as everywhere.
func TestWatchingEnds(t *testing.T) {
	dir := t.TempDir()
	writeVersion(t, dir, "a", 3)
	for s, want := range map[syscall.Signal]int{syscall.SIGINT: exitGood, syscall.SIGTERM: exitSignal + int(syscall.SIGTERM)} {
		c := exec.Command(builtCommand(t), "--watch", "-s", dir)
		c.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, ".cache"))
		said, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
		for lines := bufio.NewScanner(said); lines.Scan() && !strings.HasPrefix(lines.Text(), "serving on"); {
		}
		if err := c.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // the exit code tells
		if code := c.ProcessState.ExitCode(); code != want {
			t.Errorf("after %v: exit %d, want %d", s, code, want)
		}
		stop.Stop()
	}
}
