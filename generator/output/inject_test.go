package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// strace runs a child under strace with an injected fault and returns how
// often it struck: strace counts the calls of each thread apart.
func strace(t *testing.T, dir, version string, n int, how, call, fault string, when int) int {
	t.Helper()
	log := filepath.Join(filepath.Dir(dir), "strace.log")
	cmd := childCommand(dir, version, n, how, "strace", "-f", "-qq", "-o", log,
		"-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:%s:when=%d", call, fault, when))
	cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	traced, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err, string(out))
	}
	if strings.Contains(string(traced), "killed by SIGKILL") {
		return 1
	}
	return strings.Count(string(traced), "INJECTED")
}

// calls are the system calls with which a publication meets the disk.
var calls = []string{
	"openat", "write", "mkdirat", "linkat", "renameat2", "renameat", "unlinkat", "fchmodat", "fchmod",
	"flock", "fsync", "syncfs", "newfstatat", "statx", "getdents64", "close",
}

// needStrace skips unless the long part is wanted and strace is there.
func needStrace(t *testing.T) {
	if !long() {
		t.Skip("part of PLAYBOOK_LONG=1")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed")
	}
}

// injected strikes a child at the first, second, third… system call of every
// kind with a fault, until it survives without being struck, and checks what
// it leaves each time.
func injected(t *testing.T, opts Options, faults ...string) {
	const n = 12
	versions := twoVersions(n)
	how := map[bool]string{false: "sync", true: "inplace sync"}[opts.InPlace]
	struck, turn, strike := 0, 0, ""
	defer func() {
		if t.Failed() {
			t.Log("after", strike)
		}
	}()
	for _, call := range calls {
		for _, fault := range faults {
			for when := 1; when < 400; when++ {
				dir := readyOutput(t, n, opts)
				times := strace(t, dir, "b", n, how, call, fault, when)
				if times == 0 {
					break
				}
				struck++
				strike = fmt.Sprint(call, " ", fault, " ", when, ", ", times, " times")
				// One fault may forbid the exchange, and a second one then
				// strikes between two files.
				if opts.InPlace || times > 1 {
					pieces(t, dir, versions)
				} else {
					whole(t, dir, versions)
				}
				turn++
				next := []string{"a", "b"}[turn%2]
				mustPublish(t, dir, versions[next], opts)
				if got := whole(t, dir, versions); got != next {
					t.Fatalf("%s %s %d: the next run left version %s", call, fault, when, got)
				}
				wantTidy(t, dir)
				if t.Failed() {
					return
				}
			}
		}
	}
	t.Logf("%d faults struck, none torn", struck)
	if struck < 20*len(faults) {
		t.Error("too few faults struck: the test is blind")
	}
}

func TestKillAtEverySystemCall(t *testing.T) {
	needStrace(t)
	ways(t, func(t *testing.T, opts Options) { injected(t, opts, "signal=KILL") })
}

func TestInjectErrors(t *testing.T) {
	needStrace(t)
	ways(t, func(t *testing.T, opts Options) {
		injected(t, opts, "error=EIO", "error=ENOSPC", "error=EACCES", "error=EMFILE", "error=EINTR")
	})
}

// An exchange that the file system refuses ends file by file.
func TestInjectNoExchange(t *testing.T) {
	needStrace(t)
	for _, errno := range []string{"EINVAL", "EXDEV", "EBUSY", "ENOSYS"} {
		dir := readyOutput(t, 12, quick)
		if strace(t, dir, "b", 12, "", "renameat2", "error="+errno, 1) == 0 {
			t.Errorf("%s: no exchange was tried", errno)
		}
		if got := whole(t, dir, twoVersions(12)); got != "b" {
			t.Errorf("%s: version %s is published", errno, got)
		}
		wantTidy(t, dir)
	}
}

// mount mounts a small memory file system, or skips.
func mount(t *testing.T, dir, size string) {
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

// Out of space at any point: the old site stays, whole.
func TestMountFull(t *testing.T) {
	up := filepath.Join(t.TempDir(), "small")
	mount(t, up, "1m")
	ways(t, func(t *testing.T, opts Options) {
		dir := filepath.Join(up, t.Name()[len("TestMountFull/"):])
		mustPublish(t, dir, versionOf("a", 30), opts)
		put(t, dir, guests)
		for size := range slices.Values([]int{2 << 20, 900 << 10, 700 << 10}) {
			files := append(versionOf("b", 30).files(), File{Path: "big", Write: func(w io.Writer) error {
				_, err := w.Write(make([]byte, size))
				return err
			}})
			if _, err := Publish(t.Context(), dir, files, opts); size > 800<<10 && !isResource(err) {
				t.Errorf("%d bytes: error %v", size, err)
			}
		}
		mustPublish(t, dir, versionOf("a", 30), opts)
		whole(t, dir, twoVersions(30))
		wantTidy(t, dir)
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	})
}

// A mount point as output, and one inside it, are published file by file.
func TestMountPoint(t *testing.T) {
	for _, inner := range []string{"", "s1"} {
		dir := filepath.Join(t.TempDir(), "public")
		mustPublish(t, dir, versionOf("a", 0), quick)
		mount(t, filepath.Join(dir, inner), "4m")
		opts := quick
		opts.Force = true // a folder for the mount is not ours
		if rep := mustPublish(t, dir, versionOf("a", 30), opts); !rep.InPlace {
			t.Error("a mount point was exchanged")
		}
		put(t, dir, guests)
		mustPublish(t, dir, versionOf("b", 30), quick)
		if got := whole(t, dir, twoVersions(30)); got != "b" {
			t.Errorf("version %s", got)
		}
		wantTidy(t, dir)
	}
}
