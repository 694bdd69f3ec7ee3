package pipeline_test

import (
	"context"
	"strings"
	"testing"

	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/generator/site"
	"playbook/templates"
)

// TestLessonsHoldTogether prints what each shipped lesson consists of, and fails
// for one that leads to no other lesson, that no other leads to, that gives the
// reader nothing to do, or whose sentences are long. A page outside the sections,
// such as the sources, asks for nothing and need not lead on.
//
//	go test ./generator/pipeline -run TestLessonsHoldTogether -v
func TestLessonsHoldTogether(t *testing.T) {
	b := &pipeline.Builder{Source: testsite.Repository(t), Templates: templates.FS, Options: pipeline.Options{Date: testDate, NoSearch: true}}
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	lang := r.Site.Langs[0]
	t.Logf("%-28s %6s %9s %8s %4s %4s", "lesson", "words", "sentence", "widgets", "out", "in")
	sections := map[string]int{}
	for _, p := range lang.Lessons {
		if p.Lesson.Dir == "" {
			continue
		}
		sections[p.Lesson.Dir]++
		length, out, in := sentenceLength(t, p), linksOut(p), 0
		for _, q := range p.MentionedIn {
			if q.Type == site.LessonPage {
				in++
			}
		}
		t.Logf("%-28s %6d %9.1f %8d %4d %4d", p.UID, p.Lesson.Words, length, len(p.Lesson.Widgets), out, in)
		if out == 0 || in == 0 {
			t.Errorf("%s: %d links to other lessons, %d from them: a lesson stands among others", p.UID, out, in)
		}
		if len(p.Lesson.Widgets) == 0 {
			t.Errorf("%s: there is nothing to do in it", p.UID)
		}
		if length > 15 {
			t.Errorf("%s: a sentence has %.1f words, expected 15 at most", p.UID, length)
		}
	}
	for dir, least := range map[string]int{"start": 2, "campaign-analogies": 9, "qualification": 7, "follow-up-sins": 8, "client-mix-audits": 5, "price-and-terms": 2, "cases": 4} {
		if sections[dir] < least {
			t.Errorf("%s: %d lessons, expected %d at least", dir, sections[dir], least)
		}
	}
}

// linksOut counts the other lessons that a lesson's text links to.
func linksOut(p *site.Page) int {
	to := map[*site.Page]bool{}
	for i := range p.Lesson.Links {
		if q := p.Links[i].Page; q != nil && q != p && q.Type == site.LessonPage {
			to[q] = true
		}
	}
	return len(to)
}

// sentenceLength is the mean number of words between full stops, question marks,
// colons and line ends of the text.
func sentenceLength(t *testing.T, p *site.Page) float64 {
	t.Helper()
	texts := p.Lesson.PassageTexts()
	words, sentences := 0, 0
	for _, s := range strings.FieldsFunc(strings.Join(texts, "\n"), func(r rune) bool { return strings.ContainsRune(".?!:;\n", r) }) {
		if n := len(strings.Fields(s)); n > 2 {
			words, sentences = words+n, sentences+1
		}
	}
	return float64(words) / float64(max(1, sentences))
}
