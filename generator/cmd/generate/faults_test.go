package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The faults of these files strike the command itself while it brings a site
// from one version to another. Whatever strikes it, the output is wholly the old
// site or wholly the new one, what is not ours stays, and the next run leaves
// nothing behind. A plain `go test` kills it a few times; with PLAYBOOK_LONG=1
// 300 times in a build of 2,000 lessons, and where strace is installed at every
// system call of a build of 20.

// long reports whether the long part is wanted.
func long() bool { return os.Getenv("PLAYBOOK_LONG") != "" }

// builtCommand is the command's binary: built, in the long part, else this test
// as the command.
func builtCommand(t testing.TB) string {
	t.Helper()
	if !long() {
		bin, err := exec.LookPath("generate")
		if err != nil {
			t.Fatal(err)
		}
		return bin
	}
	bin := filepath.Join(t.TempDir(), "generate")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // no loader that faults could strike
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// An arena is two versions of a playbook, a and b, and one output.
type arena struct {
	bin, dir, out string
	whole         map[string]tree
	late          []string // foreign files that came while a command ran
}

// A tree is what a folder holds: path to a hash, "link TARGET", or "folder" if
// it is empty.
type tree map[string]string

// guests are the foreign things that every fault must spare.
var guests = map[string]string{".git/HEAD": "ref", "CNAME": "playbook.example", "s1/mine.txt": "mine", "own/notes/a": "a", ".gitignore": "*"}

// newArena writes both versions with n lessons each, publishes each for itself,
// then version a to the output, with guests.
func newArena(t *testing.T, n int) *arena {
	t.Helper()
	dir := t.TempDir()
	a := &arena{bin: builtCommand(t), dir: dir, out: filepath.Join(dir, "site", "out"), whole: map[string]tree{}}
	for _, v := range []string{"a", "b"} {
		writeVersion(t, filepath.Join(dir, v), v, n)
		alone := filepath.Join(dir, "alone-"+v)
		if out, err := a.command(v, alone).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		a.whole[v] = treeOf(t, alone)
	}
	if len(a.whole["a"]) < n || maps.Equal(a.whole["a"], a.whole["b"]) {
		t.Fatal("the versions do not differ")
	}
	a.publish(t, "a")
	for name, text := range guests {
		write(t, filepath.Join(a.out, name), text)
		for _, v := range a.whole {
			v[name] = hashOf(text)
		}
	}
	return a
}

// writeVersion writes a playbook. A third of the lessons differ from version to
// version, one in ten has a name of its own, and one section is there once only.
func writeVersion(t *testing.T, dir, version string, n int) {
	write(t, filepath.Join(dir, "site.toml"), "title = \"T\"\nsite_id = \"t\"\nbase_url = \"https://playbook.example/\"\n[params]\nversion = \""+version+"\"\n")
	for i := range n {
		section, name, text := fmt.Sprint("s", i%7), fmt.Sprint("lesson-", i), "Some words."
		switch {
		case i%10 == 1:
			name += version
		case i%3 == 2:
			text = "In version {{ params.version }}.\n\n- [ ] Look\n- [ ] Listen"
		case i%20 == 4:
			section = "only-" + version
		}
		write(t, filepath.Join(dir, "content", section, name+".md"), fmt.Sprintf("+++\ntitle = \"Lesson %d\"\nuid = \"l%d\"\n+++\n\n## One\n\n%s\n\n## Two\n\n%s\n", i, i, text, strings.Repeat("Customers come first. ", 30)))
	}
	write(t, filepath.Join(dir, "content", "s0", "file.txt"), version)
	write(t, filepath.Join(dir, "content", "s0", "link.md"), "# Link\n\n[file](file.txt)\n")
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// command builds a version; to, if given, is another output. Words before it
// are what runs it.
func (a *arena) command(version, to string, before ...string) *exec.Cmd {
	if to == "" {
		to = a.out
	}
	args := append(before, a.bin, "-s", filepath.Join(a.dir, version), "-o", to, "--date", "2026-11-22", "-q")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(a.dir, "cache"))
	return cmd
}

// publish runs the command to its end: it is good, the output is that version,
// and nothing else is left.
func (a *arena) publish(t *testing.T, version string) {
	t.Helper()
	if out, err := a.command(version, "").CombinedOutput(); err != nil {
		t.Fatalf("the next run: %v\n%s", err, out)
	}
	if len(a.whole[version]) > 0 && a.published(t) != version {
		t.Fatalf("the next run did not publish version %s", version)
	}
	for _, name := range a.late {
		if text, err := os.ReadFile(filepath.Join(a.out, name)); string(text) != "late" {
			t.Fatalf("the late file %s: %q, %v", name, text, err)
		}
	}
	a.tidy(t, version)
}

// tidy fails if anything is left beside the output or in the source.
func (a *arena) tidy(t *testing.T, version string) {
	t.Helper()
	beside, err := os.ReadDir(filepath.Dir(a.out))
	if err != nil || len(beside) != 1 {
		t.Fatalf("left beside the output: %v %v", beside, err)
	}
	for name := range treeOf(t, filepath.Join(a.dir, version)) {
		if base := filepath.Base(name); strings.HasPrefix(base, ".") || strings.Contains(base, "next") {
			t.Fatalf("left in the source: %s", name)
		}
	}
}

// published returns which version the output is, in every byte, or fails. Late
// files may be there.
func (a *arena) published(t *testing.T) string {
	t.Helper()
	got := treeOf(t, a.out)
	for _, name := range a.late {
		delete(got, name)
	}
	for v, want := range a.whole {
		if maps.Equal(got, want) {
			return v
		}
	}
	for v, want := range a.whole {
		t.Logf("of %d files of version %s, these differ: %.2000s", len(want), v, strings.Join(slices.Sorted(maps.Keys(differing(got, want))), " "))
	}
	t.Fatalf("torn: %d files", len(got))
	return ""
}

func differing(a, b tree) tree {
	d := tree{}
	for name := range a {
		if a[name] != b[name] {
			d[name] = ""
		}
	}
	for name := range b {
		if a[name] != b[name] {
			d[name] = ""
		}
	}
	return d
}

// pieces holds what is true even where no exchange is possible: every file is
// whole, of one version or another, and guests are there.
func (a *arena) pieces(t *testing.T) {
	t.Helper()
	got := treeOf(t, a.out)
	for name, text := range guests {
		if got[name] != hashOf(text) {
			t.Fatalf("foreign %q is lost or changed", name)
		}
	}
	for name, hash := range got {
		inner := strings.HasPrefix(name, ".playbook.") || strings.HasPrefix(name, "..playbook.")
		if !inner && hash != "folder" && hash != a.whole["a"][name] && hash != a.whole["b"][name] && !slices.Contains(a.late, name) {
			t.Fatalf("%q is torn", name)
		}
	}
}

// treeOf reads a folder, without the manifest, whose keys of two versions may
// stand for equal bytes.
func treeOf(t testing.TB, dir string) tree {
	t.Helper()
	got := tree{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		switch {
		case e.IsDir():
			if inside, err := os.ReadDir(name); err == nil && len(inside) == 0 {
				got[rel] = "folder"
			}
		case e.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(name)
			got[rel] = "link " + to
			return err
		case rel != ".playbook.json":
			text, err := os.ReadFile(name)
			got[rel] = hashOf(string(text))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return string(sum[:])
}

// TestKill kills the command at random moments: every other time from when it
// begins to write. 300 kills in the long part, in slices of 25, of which one can
// be run alone: -run '^TestKill$/^slice-3$'.
func TestKill(t *testing.T) {
	lessons, slices, kills := 60, 1, 4
	if long() {
		lessons, slices, kills = 2000, 12, 25
	}
	for i := range slices {
		t.Run(fmt.Sprintf("slice-%d", i), func(t *testing.T) {
			killTimes(t, newArena(t, lessons), rand.New(rand.NewPCG(uint64(i), 5)), kills)
		})
	}
}

func killTimes(t *testing.T, a *arena, r *rand.Rand, kills int) {
	var all, writing time.Duration // of a whole run, as long as the last one
	killed, swapped, began, round := 0, 0, 0, 0
	version := "b"
	for ; killed < kills && round < 3*kills; round++ {
		// Half the time there is no memory of earlier runs; the record of ids
		// is to be written again.
		_ = os.Remove(filepath.Join(a.dir, version, "content", "ids.lock")) // a killed run may not have come to it
		if r.IntN(2) == 0 {
			_ = os.RemoveAll(filepath.Join(a.dir, "cache"))
		}
		moment := killing{late: fmt.Sprintf("s1/late-%d", round)}
		if round > 0 {
			moment.wait = time.Duration(r.Int64N(int64(all)))
		}
		if moment.afterBegin = round%2 == 1; moment.afterBegin {
			moment.wait = time.Duration(r.Int64N(int64(writing) + 1))
		}
		moment.never = round == 0
		moment.strike(t, a, version)
		if moment.lateThere {
			a.late = append(a.late, moment.late)
		}
		switch {
		case moment.died:
			killed++
			if moment.began {
				began++
			}
		default: // it has shown how long it takes
			all, writing = moment.took, max(writing, moment.wrote)
		}
		switch got := a.published(t); {
		case got == version && moment.died:
			swapped++
		case got != version && round%4 > 0 && !a.touched(t, version):
			continue // it had not begun to write: the next run would begin where this one began
		}
		a.publish(t, version)
		version = map[string]string{"a": "b", "b": "a"}[version]
	}
	t.Logf("%d of %d killed: %d before it wrote, %d while it wrote, %d after the exchange; %d late files kept; none torn",
		killed, round, killed-began, began-swapped, swapped, len(a.late))
	if killed < kills {
		t.Errorf("only %d of %d were killed: the test is blind", killed, round)
	}
}

// A killing is one run that is killed after a wait, counted from the start or
// from when the staging folder appears, and what came of it.
type killing struct {
	wait              time.Duration
	afterBegin, never bool
	late              string // the foreign file that comes half-way
	lateThere         bool
	died, began       bool
	took, wrote       time.Duration
}

func (k *killing) strike(t *testing.T, a *arena, version string) {
	t.Helper()
	cmd := a.command(version, "")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var begin time.Time
	look := time.NewTicker(500 * time.Microsecond)
	defer look.Stop()
	from := start
	for {
		select {
		case err := <-ended:
			k.end(t, err, said.String())
			k.clock(start, begin)
			return
		case <-look.C:
		}
		if begin.IsZero() && a.staging() {
			begin = time.Now()
			k.began = true
			if k.afterBegin {
				from = begin
			}
		}
		if k.afterBegin && begin.IsZero() {
			continue
		}
		passed := time.Since(from)
		if !k.lateThere && (k.never && !begin.IsZero() || passed > k.wait/2) {
			k.lateThere = os.WriteFile(filepath.Join(a.out, k.late), []byte("late"), 0o644) == nil
		}
		if !k.never && passed >= k.wait {
			_ = cmd.Process.Kill() // too late, perhaps
			k.end(t, <-ended, said.String())
			k.clock(start, begin)
			return
		}
	}
}

// clock notes how long the run took, and how long of that it wrote.
func (k *killing) clock(start, begin time.Time) {
	if k.took = time.Since(start); !begin.IsZero() {
		k.wrote = time.Since(begin)
	}
}

// end tells a kill from a good end; anything else is a fault of ours.
func (k *killing) end(t *testing.T, err error, said string) {
	t.Helper()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			k.died = true
			return
		}
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// staging reports whether a run has begun to write.
func (a *arena) staging() bool {
	beside, _ := os.ReadDir(filepath.Dir(a.out))
	return slices.ContainsFunc(beside, func(e fs.DirEntry) bool { return strings.Contains(e.Name(), ".next-") })
}

// TestTwoAtOnce starts both versions together, again and again: each waits for
// its turn, and the output is one of them.
func TestTwoAtOnce(t *testing.T) {
	rounds := 3
	if long() {
		rounds = 50
	}
	a := newArena(t, 20)
	ends := map[string]int{}
	for range rounds {
		var running []*exec.Cmd
		for _, v := range []string{"a", "b"} {
			cmd := a.command(v, "")
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		for _, cmd := range running {
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v\n%s", err, cmd.Stdout)
			}
		}
		v := a.published(t)
		a.tidy(t, v)
		ends[v]++
	}
	t.Logf("%d times two at once; the last one was: %v", rounds, ends)
}

// TestLinkedOutput publishes through a symbolic link, which stays.
func TestLinkedOutput(t *testing.T) {
	a := newArena(t, 20)
	link := filepath.Join(a.dir, "link")
	if err := os.Symlink(a.out, link); err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"b", "a", "b"} {
		if out, err := a.command(v, link).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if got := a.published(t); got != v {
			t.Errorf("version %s is published, expected %s", got, v)
		}
		a.tidy(t, v)
	}
	if to, err := os.Readlink(link); to != a.out {
		t.Errorf("the link is gone: %q, %v", to, err)
	}
}
