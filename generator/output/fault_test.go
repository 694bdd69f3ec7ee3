package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The tests in this file kill real processes: the test binary starts itself as a
// child that publishes. A plain `go test` kills a few dozen children. With
// PLAYBOOK_LONG=1, about a thousand are killed at random moments. If strace is
// installed, children are also killed at, or get an error from, each of the
// system calls that matter. If the tests run as root, full and nested file
// systems are tested too. This takes some minutes:
//
//	PLAYBOOK_LONG=1 go test -run 'Kill|Inject|Mount' -v -timeout 60m ./generator/output

// long reports whether PLAYBOOK_LONG=1 is set.
func long() bool { return os.Getenv("PLAYBOOK_LONG") == "1" }

// childEnv is the variable with a child's instructions, one a line: the folder, the
// version, the number of files, and the options "inplace" and "sync".
const childEnv = "PLAYBOOK_OUTPUT_CHILD"

func TestMain(m *testing.M) {
	if orders := os.Getenv(childEnv); orders != "" {
		os.Exit(child(strings.Split(orders, "\n")))
	}
	os.Exit(m.Run())
}

// child publishes one version. It prints "begin" before and "end" after that.
func child(orders []string) int {
	n, _ := strconv.Atoi(orders[2])
	opts := Options{Workers: 2, Generator: "playbook test", Wait: time.Minute}
	opts.InPlace = strings.Contains(orders[3], "inplace")
	opts.NoSync = !strings.Contains(orders[3], "sync")
	files := versionOf(orders[1], n).files()
	fmt.Println("begin")
	rep, err := Publish(context.Background(), orders[0], files, opts)
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

// versionOf returns a site of n files. A third of them are the same in all
// versions, a third have a different content in each version, and a third have
// a different name in each version.
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

// guests are files and folders of other people in the output folder. No fault may
// delete or change them.
var guests = site{
	".git/HEAD": "ref", ".git/objects/": "", "CNAME": "playbook.example", "s1/mine.txt": "mine",
	"own/empty/": "", "own/link@": "../CNAME", ".gitignore": "*",
}

// whole returns the name of the version that the output is equal to. If it is equal
// to none, the test fails. Foreign files that were added late (late-*) are ignored.
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
	t.Fatalf("the output is not one of the versions %v; it has %d files: %q", sortedKeys(versions), len(got), sortedKeys(got))
	return ""
}

// pieces checks what must be true at any moment when files are published one by one: every
// file is complete and of one of the versions, and the foreign files are there.
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
			t.Fatalf("%q is not a complete file of any version: %d bytes", path, len(content))
		}
	}
}

// twoVersions returns versions a and b of a site of n files.
func twoVersions(n int) map[string]site {
	return map[string]site{"a": versionOf("a", n), "b": versionOf("b", n)}
}

// readyOutput returns a folder with guests in which version a is published.
func readyOutput(t *testing.T, n int, opts Options) string {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, versionOf("a", n), opts)
	put(t, dir, guests)
	return dir
}

// TestKillAtRandom kills children at random moments. Afterwards the output must be
// the old site or the new one, with all guests and all late files. After the next
// run there must be no staging folder.
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
		killed, late, swapped := 0, 0, 0
		version := "b" // the version to publish, never the one that is already there
		for range rounds {
			dead := killOnce(t, dir, version, n, how, time.Duration(random.Int64N(int64(span))), func() {
				if os.WriteFile(filepath.Join(dir, fmt.Sprintf("late-%d", late)), []byte("late"), 0o644) == nil {
					late++
				}
			})
			// Adjust the time so that about a quarter of the children finish, however busy the machine is.
			if dead {
				killed++
				span += span / 10
			} else {
				span -= span / 4
			}
			if opts.InPlace {
				pieces(t, dir, versions)
				if !dead {
					version = other[version]
				}
			} else if got := whole(t, dir, versions); got == version {
				version = other[version]
				if dead {
					swapped++
				}
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
		t.Logf("%d of %d killed, %d of them after the exchange; %d late files kept", killed, rounds, swapped, late)
		if killed < rounds/5 {
			t.Errorf("only %d of %d children were killed in time, so the test proves little", killed, rounds)
		}
	})
}

// TestKillFirst kills children that publish for the first time. Afterwards there must be
// nothing or the whole site. This only works on systems that can exchange two folders.
func TestKillFirst(t *testing.T) {
	if !canExchange {
		return
	}
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
			t.Fatalf("the output has %d files: want none or the whole site", len(got))
		}
		outcomes[len(got)]++
		mustPublish(t, dir, versionOf("b", 150), quick)
		wantTree(t, dir, versionOf("b", 150))
		wantTidy(t, dir)
	}
	t.Logf("number of files found: how often: %v", outcomes)
}

var other = map[string]string{"a": "b", "b": "a"}

// killOnce starts a child, waits until it begins, and kills it after wait. Halfway it calls
// late, which adds a foreign file. It reports whether the child was killed before its end.
func killOnce(t *testing.T, dir, version string, n int, how string, wait time.Duration, late func()) bool {
	t.Helper()
	cmd := childCommand(dir, version, n, how)
	out, err := cmd.StdoutPipe()
	if err = errors.Join(err, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
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
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() == 3 {
		t.Fatalf("child failed: %s", rest)
	}
	return !strings.HasPrefix(rest, "end")
}
