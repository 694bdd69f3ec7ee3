//go:build unix

package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// Benchmarks of the whole build against the floor: a program that reads every
// lesson, cuts the front matter, runs goldmark with GFM, wraps a minimal page
// and writes it, on all cores. Both run in turn in one process, on a memory
// file system where there is one, so that the ratio holds on a noisy machine.
//
//	go test -run '^$' -bench 'Build/1000$' -benchtime 5x ./generator/pipeline
//	go test -run '^$' -bench 'Build/10000-no-search$' -benchtime 3x ./generator/pipeline
//
// Reported: cpu-ratio and wall-ratio (ours / floor, medians), ms of CPU of
// both, and peak-MiB, the process's largest resident size so far: run one size
// at a time (-bench 'Build/1000$') to read that.

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkBuild(b, n, pipeline.Options{}) })
		b.Run(fmt.Sprintf("%d-no-search", n), func(b *testing.B) { benchmarkBuild(b, n, pipeline.Options{NoSearch: true}) })
	}
}

func benchmarkBuild(b *testing.B, n int, o pipeline.Options) {
	dir := benchDir(b)
	writeSite(b, dir, n)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	var ours, floors [2][]time.Duration
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		wall, cpu := measure(func() { runFloor(b, dir, filepath.Join(dir, fmt.Sprint("floor", i))) })
		floors[0], floors[1] = append(floors[0], wall), append(floors[1], cpu)
		b.StartTimer()
		wall, cpu = measure(func() { runBuild(b, root.FS(), o, filepath.Join(dir, fmt.Sprint("ours", i))) })
		b.StopTimer()
		ours[0], ours[1] = append(ours[0], wall), append(ours[1], cpu)
		for _, out := range []string{"floor", "ours"} {
			_ = os.RemoveAll(filepath.Join(dir, fmt.Sprint(out, i)))
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(median(ours[0]))/float64(median(floors[0])), "wall-ratio")
	b.ReportMetric(float64(median(ours[1]))/float64(median(floors[1])), "cpu-ratio")
	b.ReportMetric(float64(median(ours[1]).Milliseconds()), "cpu-ms")
	b.ReportMetric(float64(median(floors[1]).Milliseconds()), "floor-cpu-ms")
	b.ReportMetric(float64(peak())/(1<<20), "peak-MiB")
}

// BenchmarkAgain generates a playbook a second time, as the command does with
// what it keeps in the user's cache folder: with nothing changed, and with one
// more paragraph in one lesson.
//
//	go test -run '^$' -bench 'Again/1000/' -benchtime 10x ./generator/pipeline
//
// Reported: CPU and wall time as shares of the full build in the same process.
func BenchmarkAgain(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkAgain(b, n) })
	}
}

func benchmarkAgain(b *testing.B, n int) {
	dir := benchDir(b)
	writeSite(b, dir, n)
	cache, err := output.OpenCache(filepath.Join(dir, "cache"), 1<<30)
	if err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	now := func() time.Time { return time.Now().Add(time.Hour) } // stamps are settled
	fullWall, fullCPU := measure(func() { generate(b, root.FS(), cache, now, filepath.Join(dir, "public")) })
	file := filepath.Join(dir, "content/s001/lesson-00025.md")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	edits := 0
	for _, k := range []struct {
		name string
		edit func() error
	}{
		{"unchanged", func() error { return nil }},
		{"one-lesson", func() error {
			edits++
			return os.WriteFile(file, fmt.Appendf(slices.Clone(text), "\nEdit %d.\n", edits), 0o644)
		}},
	} {
		b.Run(k.name, func(b *testing.B) {
			var walls, cpus []time.Duration
			for b.Loop() {
				if err := k.edit(); err != nil {
					b.Fatal(err)
				}
				wall, cpu := measure(func() { generate(b, root.FS(), cache, now, filepath.Join(dir, "public")) })
				walls, cpus = append(walls, wall), append(cpus, cpu)
			}
			b.ReportMetric(float64(median(cpus))/float64(fullCPU), "cpu-share")
			b.ReportMetric(float64(median(walls))/float64(fullWall), "wall-share")
			b.ReportMetric(float64(median(cpus).Milliseconds()), "cpu-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// generate is one run of the command, but for its report.
func generate(b *testing.B, source fs.FS, cache *output.Cache, now func() time.Time, out string) {
	b.Helper()
	builder := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: testDate}, Now: now}
	defer builder.Close()
	var r *pipeline.Result
	var err error
	if raw, ok := cache.Get("record"); ok {
		r, err = builder.Recall(b.Context(), raw)
	}
	if r == nil && err == nil {
		builder.Remember(func(n int) ([]byte, bool) { return cache.Get(fmt.Sprint("batch ", n)) })
		r, err = builder.Build(b.Context())
	}
	if err == nil && r.Diags.HasErrors() {
		err = fmt.Errorf("%v", r.Diags[0])
	}
	if err == nil {
		_, err = output.Publish(b.Context(), out, r.Files, output.Options{NoSync: true})
	}
	if err != nil {
		b.Fatal(err)
	}
	if raw := builder.Record(r, nil); raw != nil {
		_ = cache.Put("record", raw)
		builder.Outlines(func(n int, data []byte) { _ = cache.Put(fmt.Sprint("batch ", n), data) })
	}
}

func runBuild(b *testing.B, source fs.FS, o pipeline.Options, out string) {
	o.Date = testDate
	o.Found = func(lessons int) { // as the command does
		debug.SetGCPercent(pipeline.GCPercent)
		debug.SetMemoryLimit(pipeline.Memory(lessons))
	}
	defer debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetGCPercent(100)
	builder := &pipeline.Builder{Source: source, Templates: templates.FS, Options: o}
	r, err := builder.Build(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	if r.Diags.HasErrors() {
		b.Fatal(r.Diags[0])
	}
	if _, err := output.Publish(context.Background(), out, r.Files, output.Options{NoSync: true}); err != nil {
		b.Fatal(err)
	}
}

// runFloor is the least any generator on goldmark does.
func runFloor(b *testing.B, dir, out string) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	var paths []string
	_ = filepath.WalkDir(filepath.Join(dir, "content"), func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, p)
		}
		return err
	})
	work := make(chan string)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var page bytes.Buffer
			for p := range work {
				raw, err := os.ReadFile(p)
				if err != nil {
					b.Error(err)
					continue
				}
				if rest, ok := bytes.CutPrefix(raw, []byte("+++\n")); ok {
					_, raw, _ = bytes.Cut(rest, []byte("\n+++\n"))
				}
				page.Reset()
				page.WriteString("<!doctype html><meta charset=utf-8><title>x</title><main>")
				_ = md.Convert(raw, &page)
				page.WriteString("</main>")
				to := filepath.Join(out, strings.TrimSuffix(strings.TrimPrefix(p, dir), ".md")+".html")
				if err := os.WriteFile(to, page.Bytes(), 0o644); err != nil {
					_ = os.MkdirAll(filepath.Dir(to), 0o755)
					_ = os.WriteFile(to, page.Bytes(), 0o644)
				}
			}
		})
	}
	for _, p := range paths {
		work <- p
	}
	close(work)
	wg.Wait()
}

// measure returns the wall time and the CPU time of all threads.
func measure(f func()) (wall, cpu time.Duration) {
	runtime.GC()
	c, t := cpuTime(), time.Now()
	f()
	return time.Since(t), cpuTime() - c
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak is the process's largest resident size, in bytes (Linux counts KiB).
func peak() int64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u.Maxrss << 10
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func benchDir(b *testing.B) string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp("/dev/shm", "playbook-bench-"); err == nil {
			b.Cleanup(func() { _ = os.RemoveAll(dir) })
			return dir
		}
	}
	return b.TempDir()
}

// writeSite writes a playbook of n lessons of about 7.6 kB each, twenty to a
// section: prose with emphasis and code, headings, lists, a table, a quote,
// links to other lessons and anchors, a task list, terms.
func writeSite(b *testing.B, dir string, n int) {
	b.Helper()
	write := func(name, text string) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("site.toml", "title = \"Bench\"\nsite_id = \"bench\"\nlanguage = \"en\"\n[languages.en]\nlabel = \"English\"\n[roles.ae]\nlabel = \"Rep\"\n[roles.am]\nlabel = \"Manager\"\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		if i%20 == 0 {
			write(fmt.Sprintf("content/s%03d/index.md", i/20), fmt.Sprintf("+++\ntitle = \"Section %d\"\n+++\n", i/20))
		}
		write(fmt.Sprintf("content/s%03d/lesson-%05d.md", i/20, i), lessonText(r, i, n))
	}
}

var vocabulary = strings.Fields(`account advice agenda agree answer ask audit base brief budget buyer call campaign
care channel choice client close commit compare competitor complaint contract cost customer date deal decide deliver
demand discount effort email evidence fear follow forecast goal habit honest hour interval inventory invoice know lead
learn listen loyal margin market measure meeting need note number objection offer order partner path patience person
pipeline plan price problem promise proof prospect quarter question quote reason record reply result review sale
season seller service signal solution stage story supplier support team territory time trust value visit voter win`)

func lessonText(r *rand.Rand, i, n int) string {
	var b strings.Builder
	words := func(n int) {
		for range n {
			w := vocabulary[r.IntN(len(vocabulary))]
			switch r.IntN(40) {
			case 0:
				w = "**" + w + "**"
			case 1:
				w = "*" + w + "*"
			case 2:
				w = "`" + w + "`"
			case 3:
				w = fmt.Sprintf("[%s](../s%03d/lesson-%05d.md)", w, i/20, i)
				if t := r.IntN(n); t > 0 {
					k := r.IntN(min(n, i+1))
					w = fmt.Sprintf("[%s](../s%03d/lesson-%05d.md)", vocabulary[t%len(vocabulary)], k/20, k)
				}
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
		b.WriteString(".\n\n")
	}
	fmt.Fprintf(&b, "+++\ntitle = \"Lesson %d about %s\"\nsummary = \"What %s has to do with %s.\"\nminutes = %d\nroles = [\"ae\", \"am\"]\ntags = [%q, %q]\ntakeaways = [\"One thing.\", \"Another thing.\"]\n+++\n",
		i, vocabulary[i%len(vocabulary)], vocabulary[i*7%len(vocabulary)], vocabulary[i*3%len(vocabulary)], 3+i%10, vocabulary[i%30], vocabulary[30+i%17])
	for h := range 7 {
		fmt.Fprintf(&b, "## Part %d of %s\n\n", h, vocabulary[(i+h)%len(vocabulary)])
		words(55)
		words(50)
		switch h {
		case 1:
			b.WriteString("- one thing\n- another *thing*\n- a third\n\n")
		case 2:
			b.WriteString("| When | What |\n|---|---:|\n| before | 12 |\n| after | 30 |\n\n")
		case 3:
			b.WriteString("> a quotation of some length\n\n")
		case 5:
			b.WriteString("- [ ] do the first thing\n- [ ] do the second thing\n\n")
		}
	}
	_ = n
	return b.String()
}
