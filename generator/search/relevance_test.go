package search

import (
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/content"
)

// shipped reads the playbook's own lessons in a language; what widgets hold is left out, so their kinds need not be known
// here. Translations come with their home and section pages, named home and after their folders.
func shipped(t testing.TB, lang string) []Lesson {
	t.Helper()
	files := os.DirFS("../../content")
	o := &content.Options{Default: "en", Languages: []string{"en", "nl", "de", "ru", "pl"}}
	var lessons []Lesson
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		base, is := lessonIn(name, lang)
		if err != nil || d.IsDir() || !is {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		l, _ := content.Parse(name, name, raw, o)
		out := Lesson{UID: name, URL: base + ".html", Title: l.Meta.Title, Summary: l.Meta.Summary, Tags: l.Meta.Tags}
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

// lessonIn gives a file's path without its endings, if it is a page of the language that is tested.
func lessonIn(name, lang string) (string, bool) {
	base, ok := strings.CutSuffix(name, ".md")
	if lang == "en" {
		return base, ok && !strings.Contains(path.Base(base), ".") && path.Base(base) != "index"
	}
	base, ok = strings.CutSuffix(base, "."+lang)
	if dir, index := strings.CutSuffix(base, "index"); index {
		base = path.Join("pages", strings.TrimSuffix(dir, "/"))
		if dir == "" {
			base = "pages/home"
		}
	}
	return base, ok
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

// shippedSynonyms are those of a site.toml that sells in this language.
var shippedSynonyms = map[string][][]string{
	"en": {{"gatekeeper", "receptionist"}, {"measure", "metric", "KPI"}, {"introduction", "referral"}},
}

// least is the nDCG@10 below which the test fails. A translator is free to choose other words than the queries.
func least(lang string) float64 {
	if lang == "en" {
		return 0.9
	}
	return 0.85
}

// Each file of testdata/relevance is a language. A query counts when all that it is looking for is in content/ in that language.
func TestRelevanceOfTheShippedPlaybook(t *testing.T) {
	b := browser.Start(t)
	files, err := filepath.Glob("testdata/relevance/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		queries := gradedQueries(t, file)
		if len(queries) < 30 {
			t.Errorf("%s has %d queries, expected 30 or more", file, len(queries))
		}
		if lessons := shipped(t, lang); len(lessons) > 0 {
			relevance(t, b.Page(t), lang, lessons, queries)
		}
	}
}

type graded struct {
	query, list string
	want        map[string]float64
}

func gradedQueries(t *testing.T, file string) (out []graded) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if query, list, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out = append(out, graded{query, list, grades(list)})
		}
	}
	return out
}

func relevance(t *testing.T, p *browser.Page, lang string, lessons []Lesson, queries []graded) {
	there := map[string]bool{}
	for _, l := range lessons {
		there[strings.TrimSuffix(path.Base(l.URL), ".html")] = true
	}
	p.Open(browser.Serve(t, site(t, lang, lessons, Options{Synonyms: shippedSynonyms[lang]}), "/").URL("index.html"))
	sum, n := 0.0, 0.0
	for _, q := range queries {
		if !allThere(there, q.want) {
			continue
		}
		a := ask(p, q.query)
		score := ndcg(a, q.want)
		if score < 0.6 {
			t.Logf("%s: %.2f %q: got %s, expected %s", lang, score, q.query, a.urls(), q.list)
		}
		sum, n = sum+score, n+1
	}
	t.Logf("%s: nDCG@10 %.3f over %.0f queries", lang, sum/n, n)
	if n > 0 && sum/n < least(lang) || lang == "en" && n < 30 {
		t.Errorf("%s: nDCG@10 is %.3f over %.0f queries, expected %.2f or more", lang, sum/n, n, least(lang))
	}
}

func allThere(there map[string]bool, want map[string]float64) bool {
	for name := range want {
		if !there[name] {
			return false
		}
	}
	return true
}
