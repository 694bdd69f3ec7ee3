package search

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
)

func gzipped(f File) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = f.WriteTo(w)
	w.Close()
	return b.Len()
}

// analyseParallel analyses lessons on all cores, as a build does.
func analyseParallel(lang string, lessons []Lesson) []Analysed {
	out := make([]Analysed, len(lessons))
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for c := range n {
		wg.Go(func() {
			for i := c; i < len(lessons); i += n {
				out[i] = Analyse(lang, lessons[i])
			}
		})
	}
	wg.Wait()
	return out
}

// BenchmarkIndex measures the time to build an index. It reports the size of the index in percent of the text, raw and
// compressed, and the compressed size of the largest files that a query may load.
func BenchmarkIndex(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		lessons := made(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var index Index
			for b.Loop() {
				index = Build("en", analyseParallel("en", lessons), Options{})
				for _, f := range index.Files {
					_, _ = f.WriteTo(io.Discard)
				}
			}
			b.StopTimer()
			report(b, index)
		})
	}
}

func report(b *testing.B, index Index) {
	r, packed := index.Report, 0
	largest := map[byte]int{}
	for _, f := range index.Files {
		n := gzipped(f)
		largest[f.Name[0]] = max(largest[f.Name[0]], n)
		if strings.ContainsRune("dpx", rune(f.Name[0])) {
			packed += n
		}
	}
	b.ReportMetric(float64(r.Text)/1e6, "MB-text")
	b.ReportMetric(100*float64(r.Dictionary+r.Lists+r.Tails)/float64(r.Text), "%raw")
	b.ReportMetric(100*float64(packed)/float64(r.Text), "%gz")
	b.ReportMetric(float64(gzipped(index.Root)), "B-root")
	b.ReportMetric(float64(largest['d']), "B-dict")
	b.ReportMetric(float64(largest['p']), "B-post")
	b.ReportMetric(float64(len(index.Files)), "files")
}

// visits is a script that runs queries in a page one after the other. For each it returns the files that it loaded and
// its time in milliseconds.
const visits = `async (queries) => {
	performance.setResourceTimingBufferSize(10000);
	const out = [];
	for (const q of queries) {
		const before = performance.getEntriesByType("resource").length, t = performance.now();
		await window.playbook.search(q, {limit: 10});
		const ms = performance.now() - t;
		await new Promise((r) => setTimeout(r, 5));
		const files = performance.getEntriesByType("resource").slice(before)
			.filter((e) => e.name.includes("/search/"))
			.map((e) => [new URL(e.name).pathname.replace(/.*\/search\//, "search/"), e.startTime, e.responseEnd]);
		out.push({files, ms});
	}
	return out;
}`

type visit struct {
	Files [][3]any // name, time of the request, time of the answer
	Ms    float64
}

func (v visit) bytes(files map[string]int) (n int) {
	for _, f := range v.Files {
		n += files[f[0].(string)]
	}
	return n
}

// stages counts how many times a query had to wait for a file before it could ask for the next one; the root of the
// index does not count. A file that was asked for after another one had arrived is one stage later than that one. The
// server must be slow, so that files which do not depend on each other overlap.
func (v visit) stages() (most int) {
	stage := make([]int, len(v.Files))
	for i, f := range v.Files {
		if path.Dir(f[0].(string)) == "search" {
			continue
		}
		stage[i] = 1
		for j, g := range v.Files {
			if g[2].(float64) <= f[1].(float64) {
				stage[i] = max(stage[i], stage[j]+1)
			}
		}
		most = max(most, stage[i])
	}
	return most
}

// slow serves the files of the index with the delay of a slow connection.
type slow struct {
	fs.FS
	delay time.Duration
}

func (s slow) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "search/") {
		time.Sleep(s.delay)
	}
	return s.FS.Open(name)
}

// BenchmarkQuery runs queries in a browser. It reports the compressed bytes that the first query loads, those that
// each further query loads, and how long a query takes if its files are already loaded.
func BenchmarkQuery(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lessons := made(n)
			files := site(b, "en", lessons[:n], Options{})
			sizes := map[string]int{}
			for name, f := range files {
				if strings.HasPrefix(name, "search/") {
					sizes[name] = gzipped(File{body: f.Data})
				}
			}
			p := browser.Start(b).Page(b)
			p.Open(browser.Serve(b, files, "/").URL("index.html"))
			queries := ofTitles(lessons, 40)
			var first, again []visit
			p.Call(visits, &first, queries)
			p.Call(visits, &again, queries)
			for b.Loop() {
			}
			further, times := 0, []float64(nil)
			for i := range again {
				if i > 0 {
					further += first[i].bytes(sizes)
				}
				times = append(times, again[i].Ms)
			}
			slices.Sort(times)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(first[0].bytes(sizes)), "B-first")
			b.ReportMetric(float64(further)/float64(len(again)-1), "B-further")
			b.ReportMetric(times[len(times)/2], "ms-median")
			b.ReportMetric(times[len(times)*95/100], "ms-p95")
		})
	}
}

// loaded is the mean of what each query loaded: compressed bytes, and stages as in visit.stages.
type loaded struct{ bytes, stages float64 }

func loads(visits []visit, sizes map[string]int) (out loaded) {
	for _, v := range visits {
		out.bytes += float64(v.bytes(sizes)) / float64(len(visits))
		out.stages += float64(v.stages()) / float64(len(visits))
	}
	return out
}

// coldQueries runs each query in a new page with an empty cache.
func coldQueries(t *testing.T, b *browser.Browser, url string, queries []string) (all []visit) {
	for _, q := range queries {
		var v []visit
		p := b.Page(t)
		p.Open(url)
		p.Call(visits, &v, []string{q})
		all = append(all, v[0])
	}
	return all
}

// TestBytesOfAQuery limits how many compressed bytes the first query and each further query load, and in how many
// stages, for sites of several sizes. If it fails, readers on slow connections wait longer. PLAYBOOK_LONG=1 also tests
// 10,000 lessons.
func TestBytesOfAQuery(t *testing.T) {
	for _, c := range []struct {
		lessons        int
		first, further float64
	}{{100, 8 << 10, 12 << 10}, {1000, 18 << 10, 12 << 10}, {10000, 30 << 10, 12 << 10}} {
		if c.lessons > 1000 && os.Getenv("PLAYBOOK_LONG") == "" {
			continue
		}
		lessons := made(c.lessons)
		index := Build("en", analyseParallel("en", lessons), Options{})
		files, sizes := small(t, index), map[string]int{}
		for _, f := range index.Files {
			sizes["search/en/"+f.Name] = gzipped(f)
		}
		sizes["search/"+index.Root.Name] = gzipped(index.Root)
		b := browser.Start(t)
		// On a busy machine too, files that are asked for together overlap.
		url := browser.Serve(t, slow{files, 150 * time.Millisecond}, "/").URL("index.html")
		queries := ofTitles(lessons, 20)
		first := loads(coldQueries(t, b, url, queries[:8]), sizes)
		var all []visit
		p := b.Page(t)
		p.Open(url)
		p.Call(visits, &all, queries)
		further := loads(all[1:], sizes)
		t.Logf("%d lessons: first %.0f bytes, root %d, in %.2f stages after it; further %.0f in %.2f", c.lessons, first.bytes, sizes["search/"+index.Root.Name], first.stages, further.bytes, further.stages)
		if first.bytes > c.first || further.bytes > c.further || max(first.stages, further.stages) > 2.2 {
			t.Errorf("%d lessons: first query %.0f bytes in %.2f stages, want at most %.0f; further queries %.0f bytes in %.2f stages, want at most %.0f; want at most 2.2 stages",
				c.lessons, first.bytes, first.stages, c.first, further.bytes, further.stages, c.further)
		}
	}
}

// ofTitles makes n queries of one or two words from titles, half of them with a space at the end.
func ofTitles(lessons []Lesson, n int) (queries []string) {
	for i := range n {
		words := strings.Fields(lessons[i*len(lessons)/(n+1)].Title)
		queries = append(queries, strings.Join(words[:1+i%2], " ")+" "[:i/2%2])
	}
	return queries
}

// small returns a site with one page and the given index.
func small(t testing.TB, index Index) fstest.MapFS {
	files := site(t, "en", nil, Options{})
	put(files, "en", index)
	return files
}
