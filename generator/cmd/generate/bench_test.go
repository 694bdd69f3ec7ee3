//go:build unix

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkCommand measures the command as a user runs it: the built program
// as a process, cold (an empty cache folder, no output), with everything on.
// The floor (testdata/floor) runs in turn with it, as a process too, so that
// the ratios hold on a noisy machine. Output goes to a memory file system where
// there is one.
//
//	go test -run '^$' -bench Command -timeout 60m ./generator/cmd/generate
//	go test -run '^$' -bench Command/1000$ -benchtime 20x ./generator/cmd/generate
//	PLAYBOOK_TREE=../docs go test -run '^$' -bench Command ./generator/cmd/generate
//
// The last form measures a folder of Markdown that was not written for this
// generator; see [plantTree] for what becomes of its mistakes.
//
// All figures are medians. The command runs at least five times, or three for
// 10,000 lessons; -benchtime 20x runs it more often.
//
//	cpu-ratio, wall-ratio  the command divided by the floor
//	cpu-ms, floor-cpu-ms   CPU time of both
//	peak-MiB               the command's largest resident size
//	again-ratio            CPU of the command run again with nothing changed, divided by the full build
//	search-cpu-ms          CPU of the command less that of one that makes no index
//	growth                 CPU at 10,000 lessons divided by CPU at 1,000
func BenchmarkCommand(b *testing.B) {
	programs := buildPrograms(b)
	if tree := os.Getenv("PLAYBOOK_TREE"); tree != "" {
		b.Run(filepath.Base(tree), func(b *testing.B) {
			benchmarkCommand(b, programs, 5, func(dir string) { plantTree(b, programs, dir, tree) })
		})
		return
	}
	var small figures
	b.Run("1000", func(b *testing.B) {
		small = benchmarkCommand(b, programs, 5, func(dir string) { plantCorpus(b, dir, 1000) })
	})
	b.Run("10000", func(b *testing.B) {
		large := benchmarkCommand(b, programs, 3, func(dir string) { plantCorpus(b, dir, 10000) })
		if small.cold.cpu > 0 {
			growth := float64(large.cold.cpu) / float64(small.cold.cpu)
			b.ReportMetric(growth, "growth")
			b.Logf("10,000 lessons take %.1f × the CPU of 1,000; of the floor %.1f ×", growth, float64(large.floor.cpu)/float64(small.floor.cpu))
		}
	})
}

// figures are the medians of one corpus.
type figures struct{ floor, cold, again, noSearch taken }

// benchmarkCommand plants a playbook and measures the command on it.
func benchmarkCommand(b *testing.B, programs string, rounds int, plant func(dir string)) figures {
	dir := benchDir(b)
	book := filepath.Join(dir, "book")
	plant(book)
	bench := benchmark{b, programs, dir}
	// Not measured: this run writes content/ids.lock, which every later one finds.
	bench.generate("first", "generate", book)
	var all [4][]taken
	round := func() {
		all[0] = append(all[0], bench.run("floor", filepath.Join(programs, "floor"), "floor", filepath.Join(book, "content"), filepath.Join(dir, "floor")))
		bench.forget("floor")
		all[1] = append(all[1], bench.generate("cold", "generate", book))
		all[2] = append(all[2], bench.generate("cold", "generate", book))
		bench.forget("cold")
		all[3] = append(all[3], bench.generate("plain", withoutSearch, book))
		bench.forget("plain")
	}
	bench.forget("first")
	n := 0
	for ; b.Loop(); n++ {
		round()
	}
	for ; n < rounds; n++ {
		round()
	}
	f := figures{medians(all[0]), medians(all[1]), medians(all[2]), medians(all[3])}
	f.report(b, n)
	return f
}

func (f figures) report(b *testing.B, rounds int) {
	of := func(t, base time.Duration) float64 { return float64(t) / float64(base) }
	b.ReportMetric(of(f.cold.cpu, f.floor.cpu), "cpu-ratio")
	b.ReportMetric(of(f.cold.wall, f.floor.wall), "wall-ratio")
	b.ReportMetric(float64(f.cold.cpu.Milliseconds()), "cpu-ms")
	b.ReportMetric(float64(f.floor.cpu.Milliseconds()), "floor-cpu-ms")
	b.ReportMetric(float64(f.cold.peak)/(1<<20), "peak-MiB")
	b.ReportMetric(of(f.again.cpu, f.cold.cpu), "again-ratio")
	b.ReportMetric(float64((f.cold.cpu - f.noSearch.cpu).Milliseconds()), "search-cpu-ms")
	b.ReportMetric(0, "ns/op")
	var t strings.Builder
	fmt.Fprintf(&t, "medians of %d rounds\n%-24s %9s %7s %9s %7s %9s\n", rounds, "", "CPU", "× floor", "wall", "× floor", "memory")
	for _, line := range []struct {
		name string
		taken
	}{{"floor", f.floor}, {"full build", f.cold}, {"… without search", f.noSearch}, {"again, nothing changed", f.again}} {
		fmt.Fprintf(&t, "%-24s %7.3f s %7.2f %7.3f s %7.2f %5d MiB\n", line.name,
			line.cpu.Seconds(), of(line.cpu, f.floor.cpu), line.wall.Seconds(), of(line.wall, f.floor.wall), line.peak>>20)
	}
	b.Log(t.String())
}

// taken is what a process took.
type taken struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

// medians are the medians of each figure by itself.
func medians(all []taken) taken {
	middle := func(key func(taken) int64) int64 {
		values := make([]int64, len(all))
		for i, t := range all {
			values[i] = key(t)
		}
		slices.SortFunc(values, cmp.Compare[int64])
		return values[len(values)/2]
	}
	return taken{
		wall: time.Duration(middle(func(t taken) int64 { return int64(t.wall) })),
		cpu:  time.Duration(middle(func(t taken) int64 { return int64(t.cpu) })),
		peak: middle(func(t taken) int64 { return t.peak }),
	}
}

// A benchmark runs programs in a folder of its own.
type benchmark struct {
	b             *testing.B
	programs, dir string
}

// buildPrograms builds the command, the floor and the program that measures,
// and returns the folder they are in.
func buildPrograms(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	for name, pkg := range map[string]string{"generate": ".", "floor": "./testdata/floor", "measure": "./testdata/measure"} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			b.Fatalf("build %s: %s\n%s", name, err, out)
		}
	}
	return dir
}

// generate runs the command by one of its names. What it writes and what it
// caches is below a folder named run; a new name is a cold run.
func (t *benchmark) generate(run, name, book string) taken {
	t.b.Helper()
	program := filepath.Join(t.programs, "generate")
	if name == withoutSearch { // which this test binary is, see TestMain
		exe, err := os.Executable()
		if err != nil {
			t.b.Fatal(err)
		}
		program = exe
	}
	return t.run(run, program, name, "-s", book, "-o", filepath.Join(t.dir, run, "public"))
}

func (t *benchmark) run(run, program string, args ...string) taken {
	t.b.Helper()
	home := filepath.Join(t.dir, run, "home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.b.Fatal(err)
	}
	c := exec.Command(filepath.Join(t.programs, "measure"), append([]string{program}, args...)...)
	c.Env = []string{"HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, "cache"), "TMPDIR=" + home}
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.b.Fatalf("%s: %s\n%s", args[0], err, said.Bytes()[:min(said.Len(), 10_000)])
	}
	var figures [3]int64
	for i, field := range strings.Fields(string(out)) {
		if figures[i], err = strconv.ParseInt(field, 10, 64); err != nil {
			t.b.Fatal(err)
		}
	}
	return taken{time.Duration(figures[0]) * time.Microsecond, time.Duration(figures[1]) * time.Microsecond, figures[2] << 10}
}

// forget removes what a run left.
func (t *benchmark) forget(run string) {
	if err := os.RemoveAll(filepath.Join(t.dir, run)); err != nil {
		t.b.Fatal(err)
	}
}

// benchDir is a folder on a memory file system where there is one.
func benchDir(b *testing.B) string {
	b.Helper()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp("/dev/shm", "playbook-bench-"); err == nil {
			b.Cleanup(func() { _ = os.RemoveAll(dir) })
			return dir
		}
	}
	return b.TempDir()
}
