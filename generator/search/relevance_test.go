package search

import (
	"io/fs"
	"math"
	"os"
	"path"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/content"
)

// shipped reads the playbook's own lessons; what widgets hold is left out, so their kinds need not be known here.
func shipped(t testing.TB) []Lesson {
	t.Helper()
	files := os.DirFS("../../content")
	o := &content.Options{Default: "en", Languages: []string{"en"}}
	var lessons []Lesson
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" || strings.Count(path.Base(name), ".") > 1 || path.Base(name) == "index.md" {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		l, _ := content.Parse(name, name, raw, o)
		out := Lesson{UID: name, URL: strings.TrimSuffix(name, ".md") + ".html", Title: l.Meta.Title, Summary: l.Meta.Summary, Tags: l.Meta.Tags}
		texts, err := l.PassageTexts()
		if err != nil {
			return err
		}
		for i, p := range l.Passages {
			out.Passages = append(out.Passages, Passage{ID: p.ID, Heading: p.Heading, Text: texts[i]})
		}
		lessons = append(lessons, out)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lessons
}

// grades reads the lessons that answer a query.
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
func ndcg(a answer, want map[string]float64) float64 {
	gain, best := 0.0, 0.0
	for i, r := range a.Results {
		gain += (math.Exp2(want[strings.TrimSuffix(path.Base(r.URL), ".html")]) - 1) / math.Log2(float64(i)+2)
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

func TestRelevanceOfTheShippedPlaybook(t *testing.T) {
	b := browser.Start(t)
	synonyms := [][]string{{"gatekeeper", "receptionist"}, {"measure", "metric", "KPI"}, {"introduction", "referral"}}
	p := b.Page(t)
	p.Open(browser.Serve(t, site(t, "en", shipped(t), Options{Synonyms: synonyms}), "/").URL("index.html"))
	data, err := os.ReadFile("testdata/relevance/en.txt")
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0.0
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		query, list, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		a := ask(p, query)
		score := ndcg(a, grades(list))
		if score < 0.6 {
			t.Logf("%.2f %q: got %s, expected %s", score, query, a.urls(), list)
		}
		sum, n = sum+score, n+1
	}
	t.Logf("nDCG@10 %.3f over %.0f queries", sum/n, n)
	if n < 30 || sum/n < 0.9 {
		t.Errorf("nDCG@10 is %.3f over %.0f queries, expected 0.9 or more over at least 30", sum/n, n)
	}
}
