package pipeline_test

import (
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// least is the nDCG@10 below which the test fails, a little below what is reached. A translator is free to choose other
// words than the queries have.
var least = map[string]float64{"en": 0.94, "nl": 0.86, "de": 0.94, "ru": 0.91, "pl": 0.90}

// TestRelevanceOfTheShippedPlaybook asks the playbook as it is built, each page of it, what people who sell ask. Each file of
// testdata/relevance is a language.
func TestRelevanceOfTheShippedPlaybook(t *testing.T) {
	b := browser.Start(t)
	s := browser.Serve(t, testsite.Shipped(t).FS(), "/")
	for lang, want := range least {
		prefix := lang + "/"
		if lang == "en" {
			prefix = ""
		}
		p := b.Page(t)
		p.Open(s.URL(prefix + "index.html"))
		sum, queries := 0.0, gradedQueries(t, lang)
		for _, q := range queries {
			var got []string
			p.Call(`async (q) => (await window.playbook.search(q, {limit: 10})).results.map((r) => r.url)`, &got, q.text)
			for i := range got {
				got[i] = pageName(strings.TrimPrefix(got[i], prefix))
			}
			score := ndcg(got, q.want)
			if score < 0.6 {
				t.Logf("%s: %.2f %q: got %s, expected %s", lang, score, q.text, got, q.list)
			}
			sum += score / float64(len(queries))
		}
		t.Logf("%s: nDCG@10 %.3f over %d queries", lang, sum, len(queries))
		if sum < want || len(queries) < 30 {
			t.Errorf("%s: nDCG@10 is %.3f over %d queries, expected %.2f or more over 30 or more", lang, sum, len(queries), want)
		}
	}
}

// pageName is how the graded queries call a page: a file's name, a section's folder, or home.
func pageName(url string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(url, ".html"), "index")
	if name == "" {
		return "home"
	}
	return path.Base(name)
}

type graded struct {
	text, list string
	want       map[string]float64
}

func gradedQueries(t *testing.T, lang string) (out []graded) {
	data, err := os.ReadFile(filepath.Join("testdata", "relevance", lang+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		query, list, ok := strings.Cut(line, "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !ok {
			t.Fatal(fmt.Errorf("%s: %q has no tab", lang, line))
		}
		out = append(out, graded{query, list, grades(list)})
	}
	return out
}

// grades reads the pages that answer a query: 2 for an answer, 1 for what leads to it.
func grades(list string) map[string]float64 {
	out := map[string]float64{}
	for _, name := range strings.Fields(list) {
		if weak, ok := strings.CutPrefix(name, "~"); ok {
			out[weak] = 1
			continue
		}
		out[name] = 2
	}
	return out
}

// ndcg is the discounted cumulative gain of the first ten results over that of the best order there could be.
func ndcg(got []string, want map[string]float64) float64 {
	gain, best := 0.0, 0.0
	for i, name := range got {
		gain += (math.Exp2(want[name]) - 1) / math.Log2(float64(i)+2)
	}
	rank := 2.0
	for _, grade := range []float64{2, 1} {
		for _, g := range want {
			if g == grade {
				best += (math.Exp2(g) - 1) / math.Log2(rank)
				rank++
			}
		}
	}
	return gain / best
}
