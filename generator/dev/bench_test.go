//go:build unix

package dev_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"playbook/generator/cputime"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// BenchmarkEdit measures the time from just before a file is saved until the new version
// of a page has been fetched. Like the script in an open page, it waits for the event
// "reload" and then fetches the page. Files, server and events are real.
//
//	go test -run '^$' -bench 'Edit|Again' -benchtime 30x ./generator/dev ./generator/pipeline
//	go test -run '^$' -bench 'Edit/10000/body' -benchtime 30x ./generator/dev
//
// For each kind of edit it reports the median and the 95th percentile in milliseconds,
// and the median CPU time of the process, which is also valid on a busy machine. "start"
// reports the time until the first page is served, and the time of a full build with
// publishing in the same process. "idle" reports the CPU time of ten seconds in which
// nothing happens, and the memory in use.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkEdits(b, n) })
	}
}

func benchmarkEdits(b *testing.B, n int) {
	dir := b.TempDir()
	writeSite(b, dir, n)
	full := plainBuild(b, dir)
	start := time.Now()
	w := watch(b, dir)
	w.get("index.html")
	started := time.Since(start)
	b.Run("start", func(b *testing.B) {
		b.ReportMetric(ms(started), "start-ms")
		b.ReportMetric(ms(full), "full-build-ms")
		b.ReportMetric(float64(started)/float64(full), "ratio")
		b.ReportMetric(0, "ns/op")
	})
	reloads := listen(b, w)
	defer idle(b, w)
	for _, k := range []struct {
		name string
		page string
		edit func(i int) (file, text, want string)
	}{
		{"body", "s001/lesson-00025.html", func(i int) (string, string, string) {
			return "content/s001/lesson-00025.md", strings.Replace(lessonOf(25, n), "## Part 3", fmt.Sprintf("Edit number %d.\n\n## Part 3", i), 1), fmt.Sprintf("Edit number %d.", i)
		}},
		{"title", "s001/lesson-00026.html", func(i int) (string, string, string) {
			return "content/s001/lesson-00025.md", strings.Replace(lessonOf(25, n), "title = \"", fmt.Sprintf("title = \"T%d ", i), 1), fmt.Sprintf("T%d ", i)
		}},
		{"settings", "s001/lesson-00025.html", func(i int) (string, string, string) {
			return "site.toml", strings.Replace(settings, "Bench", fmt.Sprintf("Bench%d", i), 1), fmt.Sprintf("Bench%d", i)
		}},
		{"template", "s001/lesson-00025.html", func(i int) (string, string, string) {
			return "templates/partials/foot.html", fmt.Sprintf("<p>Foot %d</p></body></html>", i), fmt.Sprintf("Foot %d<", i)
		}},
		{"css", "s001/lesson-00025.html", func(i int) (string, string, string) {
			return "templates/styles/99-own.css", fmt.Sprintf(".own { --n: %d }", i), ""
		}},
	} {
		b.Run(k.name, func(b *testing.B) {
			var took, cpus []time.Duration
			for i := 0; b.Loop(); i++ {
				file, text, want := k.edit(1000 + i)
				time.Sleep(20 * time.Millisecond)
				for len(reloads) > 0 {
					<-reloads
				}
				begin, cpu := time.Now(), cputime.Process()
				put(b, filepath.Join(dir, file), text)
				for {
					<-reloads
					if _, body := w.get(k.page); strings.Contains(body, want) {
						break
					}
				}
				took, cpus = append(took, time.Since(begin)), append(cpus, cputime.Process()-cpu)
			}
			slices.Sort(took)
			slices.Sort(cpus)
			b.ReportMetric(ms(cpus[len(cpus)/2]), "cpu-ms")
			b.ReportMetric(ms(took[len(took)/2]), "median-ms")
			b.ReportMetric(ms(took[len(took)*95/100]), "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// plainBuild returns the time of a full build with publishing.
func plainBuild(b *testing.B, dir string) time.Duration {
	b.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	start := time.Now()
	builder := &pipeline.Builder{Source: root.FS(), Templates: layered{root.FS(), templates.FS}, Options: pipeline.Options{Date: testDate}}
	r, err := builder.Build(b.Context())
	if err == nil {
		_, err = output.Publish(b.Context(), filepath.Join(dir, "plain"), r.Files, output.Options{NoSync: true})
	}
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// idle waits until the output folder is up to date, and then measures ten idle seconds.
func idle(b *testing.B, w *watching) {
	published := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.published
	}
	for n, end := published(), time.Now().Add(5*time.Minute); published() == n; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			b.Error("the output folder was not updated within five minutes")
			return
		}
	}
	time.Sleep(3 * time.Second)
	before := cputime.Process()
	time.Sleep(10 * time.Second)
	cpu := cputime.Process() - before
	b.Run("idle", func(b *testing.B) {
		b.ReportMetric(ms(cpu), "cpu-ms-in-10s")
		b.ReportMetric(float64(resident())/(1<<20), "resident-MiB")
		b.ReportMetric(0, "ns/op")
	})
}

// resident returns the memory of the process in bytes.
func resident() int64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages int64
	_, _ = fmt.Sscan(string(raw), &size, &pages)
	return pages * int64(os.Getpagesize())
}

// listen connects to the server's events and returns a channel that gets each "reload".
func listen(t testing.TB, w *watching) <-chan struct{} {
	t.Helper()
	r, err := http.Get(w.url + "_dev/events")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Body.Close() })
	c := make(chan struct{}, 1000)
	go func() {
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			if lines.Text() == "data: reload" {
				c <- struct{}{}
			}
		}
	}()
	return c
}

const settings = "title = \"Bench\"\nsite_id = \"bench\"\nlanguage = \"en\"\n[roles.ae]\nlabel = \"Rep\"\n[roles.am]\nlabel = \"Manager\"\n"

// writeSite writes a playbook of n lessons of about 7.6 kB each, twenty in a
// section, like that in the benchmark of the build.
func writeSite(t testing.TB, dir string, n int) {
	t.Helper()
	put(t, filepath.Join(dir, "site.toml"), settings)
	put(t, filepath.Join(dir, "templates/partials/own.html"), "<p>own</p>")
	put(t, filepath.Join(dir, "templates/styles/99-own.css"), ".own { --n: 0 }")
	for i := range n {
		if i%20 == 0 {
			put(t, filepath.Join(dir, fmt.Sprintf("content/s%03d/index.md", i/20)), fmt.Sprintf("+++\ntitle = \"Section %d\"\n+++\n", i/20))
		}
		put(t, filepath.Join(dir, fmt.Sprintf("content/s%03d/lesson-%05d.md", i/20, i)), lessonOf(i, n))
	}
}

var vocabulary = strings.Fields(`account advice agenda agree answer ask audit base brief budget buyer call campaign
care channel choice client close commit compare competitor complaint contract cost customer date deal decide deliver
demand discount effort email evidence fear follow forecast goal habit honest hour interval inventory invoice know lead`)

// lessonOf returns lesson number i of n. Its text is random but always the same.
func lessonOf(i, n int) string {
	r := rand.New(rand.NewPCG(uint64(i), 2))
	var b strings.Builder
	word := func() string { return vocabulary[r.IntN(len(vocabulary))] }
	words := func(count int) {
		for range count {
			w := word()
			switch r.IntN(30) {
			case 0:
				w = "**" + w + "**"
			case 1:
				w = "`" + w + "`"
			case 2:
				k := r.IntN(n)
				w = fmt.Sprintf("[%s](../s%03d/lesson-%05d.md)", w, k/20, k)
			}
			b.WriteString(w + " ")
		}
		b.WriteString(".\n\n")
	}
	fmt.Fprintf(&b, "+++\ntitle = \"Lesson %d about %s\"\nsummary = \"What %s has to do with it.\"\nminutes = %d\nroles = [\"ae\", \"am\"]\ntags = [%q, %q]\n+++\n",
		i, word(), word(), 3+i%10, vocabulary[i%30], vocabulary[i%17])
	for h := range 7 {
		fmt.Fprintf(&b, "## Part %d of %s\n\n", h, word())
		words(70)
		words(60)
		if h == 5 {
			b.WriteString("- [ ] do the first thing\n- [ ] do the second thing\n\n")
		}
	}
	return b.String()
}
