//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// The corpus has the shape of real playbooks: 770 words a lesson, drawn by
// Zipf's law from 20,000; eight sections whose lessons are in folders of 20 to
// 250; five tags a lesson, a list, a table, a list of tasks, three links. The
// same number of lessons gives the same bytes.
const (
	corpusWords    = 20_000
	corpusSections = 8
	corpusTags     = 150
	lessonWords    = 770
)

// plantCorpus writes a playbook of n lessons.
func plantCorpus(b *testing.B, dir string, n int) {
	b.Helper()
	c := newCorpus(n)
	write := func(name, text string) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("site.toml", benchSettings)
	write("content/index.md", c.index("Home"))
	for i, name := range c.places {
		if i == 0 || parentOf(c.places[i-1]) != parentOf(name) {
			section := parentOf(parentOf(name))
			if i == 0 || parentOf(parentOf(c.places[i-1])) != section {
				write("content/"+section+"/index.md", c.index(c.title()))
			}
			write("content/"+parentOf(name)+"/index.md", c.index(c.title()))
		}
		write("content/"+name, c.lesson(i))
	}
}

const benchSettings = `title = "Bench"
site_id = "bench"
language = "en"
base_url = "https://bench.example/"
[languages.en]
label = "English"
[roles.ae]
label = "Rep"
[roles.am]
label = "Manager"
`

func parentOf(name string) string { return name[:strings.LastIndexByte(name, '/')] }

// A corpus draws words.
type corpus struct {
	rand   *rand.Rand
	words  []string
	sums   []float64 // of the words' chances
	places []string  // of the lessons, below content/
	topics int       // folders so far
	b      strings.Builder
}

func newCorpus(n int) *corpus {
	c := &corpus{rand: rand.New(rand.NewPCG(15, 770))}
	c.coin()
	for s := range corpusSections {
		c.folders(fmt.Sprintf("section-%d", s+1), n/corpusSections)
	}
	return c
}

// folders divides the lessons of a section into folders of 20 to 250.
func (c *corpus) folders(section string, lessons int) {
	for lessons > 0 {
		c.topics++
		size := 20 + c.rand.IntN(231)
		if size = min(size, lessons); lessons-size < 20 {
			size = min(lessons, 250)
		}
		for range size {
			c.places = append(c.places, fmt.Sprintf("%s/topic-%d/lesson-%d.md", section, c.topics, len(c.places)+1))
		}
		lessons -= size
	}
}

// coin makes the words, the frequent ones short. Many are forms of another, as
// a language has them.
func (c *corpus) coin() {
	const first, vowels, last = "bcdfghklmnprstvw", "aeiou", "lmnrst"
	seen, bases, total := map[string]bool{}, []string{}, 0.0
	for len(c.words) < corpusWords {
		rank := len(c.words)
		word := ""
		if rank > 200 && c.rand.IntN(5) < 2 {
			word = bases[c.rand.IntN(len(bases))] + []string{"s", "ed", "ing", "er", "ment", "able"}[c.rand.IntN(6)]
		} else {
			syllables := 1
			if rank > 100 {
				syllables = 2 + c.rand.IntN(min(rank/1000, 2)+1)
			}
			for range syllables {
				word += string(first[c.rand.IntN(len(first))]) + string(vowels[c.rand.IntN(len(vowels))])
			}
			if c.rand.IntN(2) == 0 {
				word += string(last[c.rand.IntN(len(last))])
			}
			if !seen[word] && rank > 100 {
				bases = append(bases, word)
			}
		}
		if seen[word] {
			continue
		}
		seen[word] = true
		total += 1 / float64(rank+1)
		c.words, c.sums = append(c.words, word), append(c.sums, total)
	}
}

// word draws a word by Zipf's law.
func (c *corpus) word() string {
	return c.words[sort.SearchFloat64s(c.sums, c.rand.Float64()*c.sums[len(c.sums)-1])]
}

// some draws n words.
func (c *corpus) some(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = c.word()
	}
	return strings.Join(words, " ")
}

func (c *corpus) title() string {
	t := c.some(4)
	return strings.ToUpper(t[:1]) + t[1:]
}

func (c *corpus) index(title string) string {
	return fmt.Sprintf("+++\ntitle = %q\n+++\n\n%s.\n", title, c.some(30))
}

// lesson writes the i-th lesson.
func (c *corpus) lesson(i int) string {
	b := &c.b
	b.Reset()
	tags := map[string]bool{}
	for len(tags) < 5 {
		tags[c.words[300+int(float64(corpusTags)*c.rand.Float64()*c.rand.Float64())]] = true
	}
	fmt.Fprintf(b, "+++\ntitle = %q\nsummary = %q\nkind = %q\nminutes = %d\nroles = [%q]\ntags = [", fmt.Sprintf("%s %d", c.title(), i+1), c.title()+" "+c.some(10)+".",
		[]string{"plain", "campaign", "followup", "mindset", "mix"}[i%5], 3+i%10, []string{"ae", "am"}[i%2])
	for at, tag := range sorted(tags) {
		if at > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%q", tag)
	}
	fmt.Fprintf(b, "]\ntakeaways = [%q, %q]\n+++\n\n", c.title()+".", c.title()+".")
	c.paragraph(60, "")
	for part := range 6 {
		fmt.Fprintf(b, "## %s\n\n", c.title())
		link := ""
		if part%2 == 0 {
			link = c.link(i)
		}
		c.paragraph(58, link)
		switch part {
		case 1:
			fmt.Fprintf(b, "- %s\n- %s *%s*\n- %s\n\n", c.some(6), c.some(4), c.word(), c.some(6))
		case 2:
			fmt.Fprintf(b, "| %s | %s | %s |\n|---|---|---:|\n", c.word(), c.word(), c.word())
			for row := range 4 {
				fmt.Fprintf(b, "| %s | %s | %d |\n", c.some(2), c.some(3), (row+1)*(i%97+3))
			}
			b.WriteByte('\n')
		case 3:
			fmt.Fprintf(b, "> %s.\n\n### %s\n\n", c.some(15), c.title())
		case 5:
			fmt.Fprintf(b, "- [ ] %s\n- [ ] %s\n- [ ] %s\n\n", c.some(6), c.some(5), c.some(6))
		}
		c.paragraph(46, "")
	}
	return b.String()
}

// paragraph writes sentences of so many words, with some marks and perhaps a
// link among them.
func (c *corpus) paragraph(words int, link string) {
	start, length := true, 0
	for i := range words {
		word := c.word()
		if start {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		switch c.rand.IntN(60) {
		case 0:
			word = "**" + word + "**"
		case 1:
			word = "*" + word + "*"
		case 2:
			word = "`" + word + "`"
		}
		if length++; i > 0 {
			c.b.WriteByte(' ')
		}
		c.b.WriteString(word)
		if i == words/2 && link != "" {
			c.b.WriteString(" " + link)
		}
		if start = length > 8 && c.rand.IntN(8) == 0 || i == words-1; start {
			c.b.WriteByte('.')
			length = 0
		}
	}
	c.b.WriteString("\n\n")
}

// link leads from the i-th lesson to another, mostly to one nearby.
func (c *corpus) link(i int) string {
	to := c.rand.IntN(len(c.places))
	if c.rand.IntN(3) > 0 {
		to = max(0, min(i+c.rand.IntN(41)-20, len(c.places)-1))
	}
	return fmt.Sprintf("[%s](../../%s)", c.some(2), c.places[to])
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}
