package output

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"
)

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
	if got := lstat(t, dir, "s1/page-1.css").Mode().Perm(); got != 0o600 {
		t.Errorf("mode %v under umask 077", got)
	}
}
