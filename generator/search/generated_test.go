package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// made returns lessons of invented words: Zipf's law over a vocabulary of syllables with endings, with some long
// words and four passages of about 850 bytes each. The same seed gives the same lessons.
func made(n int) []Lesson {
	r := rand.New(rand.NewPCG(1, 2))
	words := vocabulary(r, 12000+n*12)
	zipf := rand.NewZipf(r, 1.15, 6, uint64(len(words)-1))
	lessons := make([]Lesson, n)
	for i := range lessons {
		topic := r.IntN(len(words) - 60)
		l := Lesson{UID: fmt.Sprintf("l%d", i), URL: fmt.Sprintf("s%02d/lesson-%d.html", i%40, i), Kind: []string{"campaign", "mindset", "followup"}[i%3], Section: fmt.Sprintf("Section %d", i%40), Roles: []string{"rep", "manager"}[:1+i%2]}
		l.Title = text(r, zipf, words, topic, 4)
		for range 4 {
			h := text(r, zipf, words, topic, 3)
			l.Passages = append(l.Passages, Passage{ID: slug(h), Heading: h, Text: text(r, zipf, words, topic, 130)})
		}
		lessons[i] = l
	}
	return lessons
}

// text takes most words from the whole vocabulary and some from the lesson's topic.
func text(r *rand.Rand, zipf *rand.Zipf, words []string, topic, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		if r.IntN(6) == 0 {
			b.WriteString(words[topic+r.IntN(60)])
			continue
		}
		b.WriteString(words[zipf.Uint64()])
	}
	return b.String()
}

func vocabulary(r *rand.Rand, n int) []string {
	seen := map[string]bool{}
	var words []string
	for len(words) < n {
		var b strings.Builder
		for range 1 + len(words)*3/n + r.IntN(3) {
			b.WriteString(string("bcdfghklmnprstvw"[r.IntN(16)]) + string("aeiou"[r.IntN(5)]) + []string{"", "", "n", "r", "s", "l"}[r.IntN(6)])
		}
		for _, ending := range []string{"", "s", "ing", "ed"} {
			if w := b.String() + ending; !seen[w] && r.IntN(2) == 0 {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	return words
}

func analyseAll(lang string, lessons []Lesson) []Analysed {
	out := make([]Analysed, len(lessons))
	for i, l := range lessons {
		out[i] = Analyse(lang, l)
	}
	return out
}
