package search

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
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
