package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// needStrace skips unless the long part is wanted and strace is there.
func needStrace(t *testing.T) string {
	t.Helper()
	if !long() {
		t.Skip("part of PLAYBOOK_LONG=1")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	return strace
}

// A strike is a fault at the when-th system call of a kind, in whichever thread
// comes to so many first, and what came of it.
type strike struct {
	call, fault string
	when        int

	times int // how often it struck; strace counts each thread's calls apart
	code  int // the command's exit code, -1 if it was killed
	said  string
}

func (s *strike) String() string {
	return fmt.Sprintf("%s %s %d (struck %d times, exit %d)", s.call, s.fault, s.when, s.times, s.code)
}

// run builds a version with the fault injected.
func (s *strike) run(t *testing.T, a *arena, version string) {
	t.Helper()
	log := filepath.Join(a.dir, "calls")
	cmd := a.command(version, "", "strace", "-f", "-qq", "-o", log, "-e", "trace="+s.call, "-e", fmt.Sprintf("inject=%s:%s:when=%d", s.call, s.fault, s.when))
	cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	traced, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err, said.String())
	}
	s.times = bytes.Count(traced, []byte("INJECTED"))
	if bytes.Contains(traced, []byte("killed by SIGKILL")) {
		s.times = 1
	}
	s.code, s.said = cmd.ProcessState.ExitCode(), said.String()
}

var callName = regexp.MustCompile(`(?m)^\d+ +(\w+)\(`)

// callsOf are the kinds of system calls that a build makes, those of starting
// and ending a process left out.
func callsOf(t *testing.T, strace string, a *arena) []string {
	t.Helper()
	log := filepath.Join(a.dir, "calls")
	cmd := a.command("b", "", strace, "-f", "-qq", "-o", log)
	cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	traced, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range callName.FindAllSubmatch(traced, -1) {
		names = append(names, string(m[1]))
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool {
		return n == "execve" || n == "exit" || n == "exit_group" || n == "restart_syscall"
	})
}

// waits are calls of the scheduler, whose number is another each time: so many
// of them are struck.
var waits = map[string]int{
	"futex": 20, "nanosleep": 20, "epoll_pwait": 20, "sched_yield": 10, "rt_sigprocmask": 10, "rt_sigaction": 5,
	"tgkill": 3, "getpid": 3, "gettid": 3, "rt_sigreturn": 3, "madvise": 5, "mmap": 40, "munmap": 10,
}

// TestKillAtEveryCall kills a build of 20 lessons at the first, second, third…
// system call of every kind. Two kinds of version are built in turn, without
// memory of earlier runs. One kind alone: -run TestKillAtEveryCall/linkat.
func TestKillAtEveryCall(t *testing.T) {
	strace := needStrace(t)
	a := newArena(t, 20)
	calls := callsOf(t, strace, a)
	a.publish(t, "a")
	struck, swapped, version := 0, 0, "b"
	for _, call := range calls {
		t.Run(call, func(t *testing.T) {
			n, most := 0, 2000
			if w, ok := waits[call]; ok {
				most = w
			}
			for when := 1; when <= most; when++ {
				a.forget(t, version)
				s := strike{call: call, fault: "signal=KILL", when: when}
				if s.run(t, a, version); s.times == 0 {
					break
				}
				n++
				switch {
				case a.published(t) == version:
					swapped++
				case when%5 > 0 && !a.touched(t, version):
					continue // it had not begun to write: the next run would begin where this one began
				}
				a.publish(t, version)
				version = map[string]string{"a": "b", "b": "a"}[version]
			}
			if a.published(t) != version { // the last one lived
				a.publish(t, version)
			}
			version = map[string]string{"a": "b", "b": "a"}[version]
			struck += n
			t.Logf("%d kills at %s", n, call)
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills at %d kinds of calls, %d of them after the exchange; none torn", struck, len(calls), swapped)
}

// touched reports whether a run left anything beside the output or in its
// source.
func (a *arena) touched(t *testing.T, version string) bool {
	t.Helper()
	beside, err := os.ReadDir(filepath.Dir(a.out))
	within, err2 := os.ReadDir(filepath.Join(a.dir, version, "content"))
	if err = errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return len(beside) > 1 || slices.ContainsFunc(within, func(e fs.DirEntry) bool { return !e.IsDir() })
}

// forget takes away what earlier runs left for a build: its memory and the
// record of ids.
func (a *arena) forget(t *testing.T, version string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(a.dir, "cache")); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(a.dir, version, "content", "ids.lock")) // a killed run may not have come to it
}

// TestErrorsAtCalls lets system calls fail: early ones each, later ones here and
// there. Whatever fails, the command says so and leaves the old site, or goes
// on and publishes the new one.
func TestErrorsAtCalls(t *testing.T) {
	needStrace(t)
	a := newArena(t, 20)
	version := "b"
	total, good, refused := 0, 0, 0
	for _, call := range []string{
		"openat", "read", "write", "mkdirat", "linkat", "renameat2", "renameat", "unlinkat", "fchmodat", "fchmod",
		"flock", "fsync", "syncfs", "newfstatat", "fstat", "statx", "getdents64", "close", "fcntl",
	} {
		for _, errno := range []string{"EIO", "ENOSPC", "EACCES", "EMFILE", "EINTR"} {
			t.Run(call+"/"+errno, func(t *testing.T) {
				for when := 1; when < 2000; when += 1 + when/8 {
					a.forget(t, version)
					s := strike{call: call, fault: "error=" + errno, when: when}
					if s.run(t, a, version); s.times == 0 {
						break
					}
					total++
					if a.afterError(t, &s, version) {
						good++
					} else {
						refused++
					}
					a.publish(t, version)
					version = map[string]string{"a": "b", "b": "a"}[version]
				}
				if a.published(t) != version {
					a.publish(t, version)
				}
				version = map[string]string{"a": "b", "b": "a"}[version]
			})
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d faults: %d builds went on and were right, %d ended with a message and the old site; none torn", total, good, refused)
}

// afterError holds what is true after a build in which calls failed, and tells
// whether it was good.
func (a *arena) afterError(t *testing.T, s *strike, version string) bool {
	t.Helper()
	if strings.Contains(s.said, "goroutine ") || s.code < 0 || s.code > 2 {
		t.Fatalf("%s: %s", s, s.said)
	}
	// One fault may forbid the exchange, and a second one then strikes between
	// two files.
	if s.times > 1 && s.code != 0 {
		a.pieces(t)
		return false
	}
	got := a.published(t)
	switch {
	case s.code == 0 && got != version:
		t.Fatalf("%s: version %s is published, and nothing is said: %s", s, got, s.said)
	case s.code != 0 && strings.TrimSpace(s.said) == "":
		t.Fatalf("%s: no word", s)
	case s.code != 0 && got == version && !strings.Contains(s.said, "published"):
		t.Fatalf("%s: the new site is published, the message is %s", s, s.said)
	}
	return s.code == 0
}

// mounted mounts a small memory file system, or skips.
func mounted(t *testing.T, dir, size string) {
	t.Helper()
	if !long() {
		t.Skip("part of PLAYBOOK_LONG=1")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("may not mount: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
}

// codeOf is a command's exit code; anything but an end by itself fails.
func codeOf(t *testing.T, c *exec.Cmd) int {
	t.Helper()
	var e *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode()
}

// TestFullDisk publishes to a file system on which two versions have no room
// beside each other: the old site stays, and the message says why.
func TestFullDisk(t *testing.T) {
	a := newArena(t, 60)
	up := filepath.Join(a.dir, "small")
	mounted(t, up, "3m")
	a.out = filepath.Join(up, "out")
	small := filepath.Join(a.dir, "few")
	writeVersion(t, small, "a", 6)
	cmd := a.command("few", "")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before := treeOf(t, a.out)
	ballast := filepath.Join(up, "ballast")
	room := fill(t, ballast)
	full := 0
	for ; room > 0; room -= 64 << 10 {
		var said bytes.Buffer
		c := a.command("a", "")
		c.Stdout, c.Stderr = &said, &said
		code := codeOf(t, c)
		if code == exitGood {
			break
		}
		full++
		if code != exitMachine {
			t.Errorf("exit %d", code)
		}
		if !strings.Contains(said.String(), "no space left on device") {
			t.Errorf("with %d kB taken: %s", room>>10, said.String())
		}
		if got := treeOf(t, a.out); len(differing(got, before)) > 0 {
			t.Fatalf("with %d kB taken the output is another: %v", room>>10, differing(got, before))
		}
		if left, _ := os.ReadDir(up); len(left) != 2 { // the ballast and the output
			t.Errorf("left: %v", left)
		}
		if err := os.Truncate(ballast, max(room-64<<10, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if room <= 0 {
		t.Error("a version never fitted")
	}
	if full < 3 {
		t.Errorf("the disk was full %d times only", full)
	}
	t.Logf("full %d times, the old site untouched", full)
}

// fill writes until the disk is full, and returns how many bytes that were.
func fill(t *testing.T, name string) int64 {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var n int64
	for piece := make([]byte, 4<<10); ; {
		k, err := f.Write(piece)
		if n += int64(k); err != nil {
			return n
		}
	}
}

// TestMountedOutput publishes to a mount point, file by file, and to a folder on
// another file system.
func TestMountedOutput(t *testing.T) {
	a := newArena(t, 20)
	mounted(t, filepath.Join(a.dir, "other"), "16m")
	for _, name := range []string{"mount", "beyond"} { // the second leaves a folder in what the first takes whole
		out := filepath.Join(a.dir, "other")
		if name == "beyond" {
			out = filepath.Join(out, "deep", "out")
		}
		a.out = out
		for i, v := range []string{"a", "b", "a", "b"} {
			if said, err := a.command(v, "").CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, said)
			}
			if i == 0 {
				for guest, text := range guests {
					write(t, filepath.Join(out, guest), text)
				}
			}
			if name == "mount" {
				a.late = nil
			}
			if i > 0 && a.published(t) != v {
				t.Errorf("%s: not version %s", name, v)
			}
		}
		if name == "mount" {
			for _, e := range must(os.ReadDir(out))(t) {
				if strings.HasPrefix(e.Name(), ".playbook.next") {
					t.Errorf("left: %s", e.Name())
				}
			}
			if out, err := exec.Command("sh", "-c", "rm -rf "+out+"/* "+out+"/.[!.]*").CombinedOutput(); err != nil {
				t.Fatalf("%v %s", err, out)
			}
		}
	}
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
