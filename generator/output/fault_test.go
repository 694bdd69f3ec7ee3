package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The faults of this file strike real processes: the test binary starts itself
// as a child that publishes. A plain `go test` kills a few dozen of them; with
// PLAYBOOK_LONG=1 some thousand die, at random moments and, where strace is
// installed, at every system call of its kind, or get errors injected; and as
// root full and nested file systems are tried. That takes some minutes:
//
//	PLAYBOOK_LONG=1 go test -run 'Kill|Inject|Mount' -v -timeout 60m ./generator/output

// long reports whether the long part is wanted.
func long() bool { return os.Getenv("PLAYBOOK_LONG") == "1" }

// childEnv carries a child's orders: folder, version, how many files, ways.
const childEnv = "PLAYBOOK_OUTPUT_CHILD"

func TestMain(m *testing.M) {
	if orders := os.Getenv(childEnv); orders != "" {
		os.Exit(child(strings.Split(orders, "\n")))
	}
	os.Exit(m.Run())
}

// child publishes one version and says so before and after.
func child(orders []string) int {
	n, _ := strconv.Atoi(orders[2])
	opts := Options{Workers: 2, Generator: "playbook test", Wait: time.Minute}
	opts.InPlace = strings.Contains(orders[3], "inplace")
	opts.NoSync = !strings.Contains(orders[3], "sync")
	fmt.Println("begin")
	rep, err := Publish(context.Background(), orders[0], versionOf(orders[1], n).files(), opts)
	if err != nil {
		fmt.Println(err)
		return 3
	}
	fmt.Println("end", rep.Written)
	return 0
}

func childCommand(dir, version string, n int, how string, before ...string) *exec.Cmd {
	args := append(before, os.Args[0])
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), childEnv+"="+strings.Join([]string{dir, version, strconv.Itoa(n), how}, "\n"))
	return cmd
}

// versionOf is a site of n files, of which a third are the same in all
// versions, a third differ, and a third have a name of their own.
func versionOf(version string, n int) site {
	s := site{}
	for i := range n {
		switch path := fmt.Sprintf("s%d/page-%d", i%7, i); i % 3 {
		case 0:
			s[path+".html"] = strings.Repeat("same "+path, 50)
		case 1:
			s[path+".css"] = strings.Repeat(version+path, 50)
		default:
			s[path+version+".html"] = strings.Repeat(version, i)
		}
	}
	return s
}

// guests are the foreign things that every fault must spare.
var guests = site{
	".git/HEAD": "ref", ".git/objects/": "", "CNAME": "playbook.example", "s1/mine.txt": "mine",
	"own/empty/": "", "own/link@": "../CNAME", ".gitignore": "*",
}

// whole returns which of the versions the output is, in every byte, or fails.
// Late foreign files (named late-*) may be there.
func whole(t *testing.T, dir string, versions map[string]site) string {
	t.Helper()
	got := tree(t, dir)
	maps.DeleteFunc(got, func(path, _ string) bool { return strings.HasPrefix(filepath.Base(path), "late-") })
	for _, name := range sortedKeys(versions) {
		want := maps.Clone(versions[name])
		maps.Copy(want, guests)
		if maps.Equal(got, want) {
			return name
		}
	}
	t.Fatalf("torn: %d files, none of the versions %v: %q", len(got), sortedKeys(versions), sortedKeys(got))
	return ""
}

// pieces checks what file by file publishing promises at any moment: every
// file is whole, of one version or another, and foreign files are there.
func pieces(t *testing.T, dir string, versions map[string]site) {
	t.Helper()
	got := tree(t, dir)
	for path, content := range guests {
		if got[path] != content {
			t.Fatalf("foreign %q is lost or changed: %q", path, got[path])
		}
	}
	for path, content := range got {
		known := guests[path] == content || strings.HasPrefix(filepath.Base(path), "late-") || strings.HasPrefix(path, ".playbook.") || strings.HasPrefix(path, "..playbook.")
		for _, v := range versions {
			if c, ok := v[path]; ok && c == content {
				known = true
			}
		}
		if !known && !strings.HasSuffix(path, "/") {
			t.Fatalf("%q is torn: %d bytes", path, len(content))
		}
	}
}

// versions a and b, of n files.
func twoVersions(n int) map[string]site {
	return map[string]site{"a": versionOf("a", n), "b": versionOf("b", n)}
}

// readyOutput is a folder with guests and version a published.
func readyOutput(t *testing.T, n int, opts Options) string {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, versionOf("a", n), opts)
	put(t, dir, guests)
	return dir
}

// Killed at random moments: the old site or the new one, all guests, all late
// files, and no staging folder after the next run.
func TestKillAtRandom(t *testing.T) {
	const n = 150
	rounds := 25
	if long() {
		rounds = 400
	}
	versions := twoVersions(n)
	ways(t, func(t *testing.T, opts Options) {
		dir := readyOutput(t, n, opts)
		how := map[bool]string{true: "inplace"}[opts.InPlace]
		random := rand.New(rand.NewPCG(7, 11))
		span := 20 * time.Millisecond
		killed, late := 0, 0
		for i := range rounds {
			version := []string{"b", "a"}[i%2]
			took, dead := killOnce(t, dir, version, n, how, time.Duration(random.Int64N(int64(span))), func() {
				if os.WriteFile(filepath.Join(dir, fmt.Sprintf("late-%d", late)), []byte("late"), 0o644) == nil {
					late++
				}
			})
			if dead {
				killed++
			} else {
				span = (span*3 + took) / 4
			}
			if opts.InPlace {
				pieces(t, dir, versions)
			} else {
				whole(t, dir, versions)
			}
		}
		mustPublish(t, dir, versionOf("a", n), opts)
		whole(t, dir, versions)
		wantTidy(t, dir)
		got := tree(t, dir)
		for i := range late {
			if got[fmt.Sprintf("late-%d", i)] != "late" {
				t.Errorf("late file %d is lost", i)
			}
		}
		t.Logf("%d of %d killed, %d late files kept, none torn", killed, rounds, late)
		if killed < rounds/5 {
			t.Errorf("only %d of %d were killed: the test is blind", killed, rounds)
		}
	})
}

// Killed while it publishes for the first time: nothing, or the whole site.
func TestKillFirst(t *testing.T) {
	rounds := 10
	if long() {
		rounds = 150
	}
	random := rand.New(rand.NewPCG(3, 5))
	outcomes := map[int]int{}
	for range rounds {
		dir := filepath.Join(t.TempDir(), "public")
		killOnce(t, dir, "a", 150, "", time.Duration(random.Int64N(int64(20*time.Millisecond))), func() {})
		got := site{}
		if _, err := os.Lstat(dir); err == nil {
			got = tree(t, dir)
		}
		if len(got) > 0 && !maps.Equal(got, versionOf("a", 150)) {
			t.Fatalf("torn: %d files", len(got))
		}
		outcomes[len(got)]++
		mustPublish(t, dir, versionOf("b", 150), quick)
		wantTree(t, dir, versionOf("b", 150))
		wantTidy(t, dir)
	}
	t.Logf("files found: how often: %v", outcomes)
}

// A run killed after the exchange, and an output that somebody then deleted:
// foreign files come back, and the next run publishes beside them.
func TestSweepIntoEmptyOutput(t *testing.T) {
	if !canExchange {
		return
	}
	up := t.TempDir()
	dir := filepath.Join(up, "public")
	put(t, up, site{
		".public.next-1/armed": "1", ".public.next-1/tree/CNAME": "mine", ".public.next-1/tree/old.html": "ours",
		".public.next-1/tree/.playbook.json": `{"format":1,"files":[{"path":"old.html","size":4}]}`,
		".public.next-2/tree/CNAME":          "a link that was not needed any more",
		".public.next-x/mine":                "not a staging folder",
	})
	mustPublish(t, dir, site{"new.html": "1"}, quick)
	wantTree(t, dir, site{"new.html": "1", "CNAME": "mine"})
	wantTree(t, up, site{
		"public/new.html": "1", "public/CNAME": "mine", ".public.next-x/mine": "not a staging folder",
		"public/.playbook.json": tree(t, up)["public/.playbook.json"],
	})
}

// killOnce starts a child, waits until it begins, lets a late file come, and
// kills it after wait. It tells how long the child took if it was quicker.
func killOnce(t *testing.T, dir, version string, n int, how string, wait time.Duration, late func()) (time.Duration, bool) {
	t.Helper()
	cmd := childCommand(dir, version, n, how)
	out, err := cmd.StdoutPipe()
	if err = errors.Join(err, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	begin := time.Now()
	ended := make(chan string, 1)
	go func() {
		rest := ""
		for lines.Scan() {
			rest = lines.Text()
		}
		ended <- rest
	}()
	time.Sleep(wait / 2)
	late()
	time.Sleep(wait / 2)
	_ = cmd.Process.Kill()
	rest := <-ended
	took := time.Since(begin)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() == 3 {
		t.Fatalf("child failed: %s", rest)
	}
	return took, !strings.HasPrefix(rest, "end")
}

// Several at once: each waits for its turn, and the last one's site is whole.
func TestManyAtOnce(t *testing.T) {
	const n = 60
	ways(t, func(t *testing.T, opts Options) {
		dir := readyOutput(t, n, opts)
		versions := map[string]site{}
		var running []*exec.Cmd
		for i := range 5 {
			v := string(rune('p' + i))
			versions[v] = versionOf(v, n)
			cmd := childCommand(dir, v, n, map[bool]string{true: "inplace"}[opts.InPlace])
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		for _, cmd := range running {
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		}
		whole(t, dir, versions)
		wantTidy(t, dir)
	})
}

func TestBusy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, site{"a": "1"}, quick)
	l, err := tryAcquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	opts := quick
	opts.Wait = 3 * lockPoll
	var busy *BusyError
	if _, err := Publish(t.Context(), dir, site{"a": "2"}.files(), opts); !errors.As(err, &busy) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Publish(ctx, dir, nil, quick); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ignored the interruption: %v", err)
	}
	wantTree(t, dir, site{"a": "1"})
	l.release()
	mustPublish(t, dir, site{"a": "2"}, opts)
}

// Where the kernel has no lock a file with a pid serves: held while that
// process lives, taken over when it is dead.
func TestPidLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), lockName)
	first, err := pidLock(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pidLock(name); !errors.Is(err, errLockHeld) {
		t.Errorf("a second lock: %v", err)
	}
	first.release()
	dead := exec.Command(os.Args[0], "-test.run", "^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strconv.Itoa(dead.Process.Pid)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := pidLock(name); !errors.Is(err, errLockHeld) {
		t.Errorf("a dead lock must be looked at again: %v", err)
	}
	second, err := pidLock(name)
	if err != nil || lockPID(name) != os.Getpid() {
		t.Fatalf("a dead lock was not taken over: %v", err)
	}
	second.release()
	if left, _ := os.ReadDir(filepath.Dir(name)); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// A file that somebody lays into the old folder after its links were made
// moves over; one whose name is taken is kept under another.
func TestLateFiles(t *testing.T) {
	if !canExchange {
		return // nothing moves here, so nothing can be late
	}
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, site{"a": "1", "d/x": "1"}, quick)
	put(t, dir, site{"CNAME": "old", "notes": "n"})
	p, err := open(t.Context(), dir, quick, true)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	p.files = site{"a": "2", "new.html": "generated"}.files()
	p.states = make([]state, len(p.files))
	data, mtime, err := p.readManifest()
	if err = errors.Join(err, p.stat(t.Context(), mtime), p.trust(data), p.render(t.Context())); err != nil {
		t.Fatal(err)
	}
	found, err := p.look()
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, site{
		"late": "l", "late.d/x/y": "z", "late.e/": "", "new.html": "foreign", "d/late": "l", "late.link@": "a",
	})
	time.Sleep(20 * time.Millisecond) // the clock of files is coarse
	if err := errors.Join(os.Remove(filepath.Join(dir, "CNAME")), os.WriteFile(filepath.Join(dir, "CNAME"), []byte("saved anew"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := p.exchange(t.Context(), p.manifest(), found); err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, site{
		"a": "2", "new.html": "generated", "new.html.kept": "foreign", "late": "l", "late.d/x/y": "z",
		"late.e/": "", "d/late": "l", "late.link@": "a", "CNAME": "saved anew", "notes": "n",
	})
	wantTidy(t, dir)
}

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

// As a user who may not write the parent folder, and as one with a strange
// umask: this needs another user, so only root can try.
func TestForeignParent(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("only root on Linux can be another user")
	}
	up := t.TempDir()
	dir := filepath.Join(up, "public")
	mustPublish(t, dir, versionOf("a", 12), quick)
	binary := filepath.Join(up, "child")
	data, err := os.ReadFile(os.Args[0])
	if err = errors.Join(err, os.WriteFile(binary, data, 0o755), os.Chmod(up, 0o755), os.Chmod(filepath.Dir(up), 0o755)); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("chown", "-R", "65534:65534", dir).Run(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", "umask 077; exec "+binary)
	cmd.Env = childCommand(dir, "b", 12, "").Env
	asNobody(cmd)
	if out, err := cmd.Output(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wantTree(t, dir, versionOf("b", 12))
	wantTidy(t, dir)
	if got := lstat(t, dir, "s1/page-1.css").Mode().Perm(); got != 0o644 {
		t.Errorf("mode %v under umask 077", got)
	}
}
