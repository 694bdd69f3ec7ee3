package search

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

func gzipped(f File) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = f.WriteTo(w)
	w.Close()
	return b.Len()
}

// analyseParallel uses all cores, as the parse workers do.
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

// BenchmarkIndex measures a whole index and its size: the dictionary's and postings' share of the text, raw and
// compressed, and the largest files a query may load, compressed.
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

// visits runs queries in a page, each alone, and gives for each the files it loaded and its time in milliseconds.
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
	Files [][3]any
	Ms    float64
}

func (v visit) bytes(files map[string]int) (n int) {
	for _, f := range v.Files {
		n += files[f[0].(string)]
	}
	return n
}

// trips counts the stages of loading, each of which has to wait for the one before: root, blocks, cards, texts.
func (v visit) trips() int {
	stages := map[string]bool{}
	for _, f := range v.Files {
		name := path.Base(f[0].(string))
		switch {
		case path.Dir(f[0].(string)) == "search":
			stages["root"] = true
		case strings.ContainsRune("ct", rune(name[0])):
			stages[name[:1]] = true
		default:
			stages["blocks"] = true
		}
	}
	return len(stages)
}

// BenchmarkQuery asks in a browser: bytes (compressed) and round trips of the first query, bytes of further ones, and
// how long a query takes whose files are there.
func BenchmarkQuery(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lessons := made(n)
			files := site(b, "en", lessons[:n], Options{})
			sizes := map[string]int{}
			for name, f := range files {
				if strings.HasPrefix(name, "search/") {
					sizes[name] = gzipped(File{body: inMemory(f.Data)})
				}
			}
			p := browser.Start(b).Page(b)
			p.Open(browser.Serve(b, files, "/").URL("index.html"))
			var queries []string
			for i := range 40 {
				words := strings.Fields(lessons[i*n/41].Title)
				queries = append(queries, strings.Join(words[:1+i%2], " ")+" ")
			}
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
			b.ReportMetric(float64(first[0].trips()), "trips")
			b.ReportMetric(float64(further)/float64(len(again)-1), "B-further")
			b.ReportMetric(times[len(times)/2], "ms-median")
			b.ReportMetric(times[len(times)*95/100], "ms-p95")
		})
	}
}

// coldQueries asks each query in a page of its own whose cache is empty: bytes (compressed) and stages of loading.
func coldQueries(t *testing.T, b *browser.Browser, url string, queries []string, sizes map[string]int) (mean, stages int) {
	for _, q := range queries {
		var v []visit
		p := b.Page(t)
		p.Open(url)
		p.Call(visits, &v, []string{q})
		mean += v[0].bytes(sizes) / len(queries)
		stages = max(stages, v[0].trips())
	}
	return mean, stages
}

// What a query may load, compressed, by the size of the site: the first one, and one more. A failing figure is a regression
// of what readers on slow lines wait for. The long form, PLAYBOOK_LONG=1, asks 10,000 lessons too.
func TestBytesOfAQuery(t *testing.T) {
	for _, c := range []struct{ lessons, first, further int }{{100, 8 << 10, 12 << 10}, {1000, 18 << 10, 12 << 10}, {10000, 30 << 10, 12 << 10}} {
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
		url := browser.Serve(t, files, "/").URL("index.html")
		var queries []string
		for i := range 20 {
			words := strings.Fields(lessons[i*c.lessons/21].Title)
			queries = append(queries, strings.Join(words[:1+i%2], " ")+" ")
		}
		mean, stages := coldQueries(t, b, url, queries[:6], sizes)
		var all []visit
		p := b.Page(t)
		p.Open(url)
		p.Call(visits, &all, queries)
		var further []int
		for _, v := range all[1:] {
			further = append(further, v.bytes(sizes))
		}
		slices.Sort(further)
		median := further[len(further)/2]
		t.Logf("%d lessons: first %d bytes in %d stages with the root, further %d", c.lessons, mean, stages, median)
		if mean > c.first || median > c.further || stages > 4 {
			t.Errorf("%d lessons: first %d, further %d bytes, %d stages; expected at most %d, %d and 4", c.lessons, mean, median, stages, c.first, c.further)
		}
	}
}

// small is a site with one page and an index.
func small(t testing.TB, index Index) fstest.MapFS {
	files := site(t, "en", nil, Options{})
	put(files, "en", index)
	return files
}
