package pipeline

import (
	"testing"

	"playbook/generator/content"
	"playbook/generator/site"
)

// TestSoftHyphensInTitles: a title is found by the word it shows.
func TestSoftHyphensInTitles(t *testing.T) {
	p := &site.Page{Title: "Ver\u00adkaufs\u00adgespräch", Summary: "Ein\u00adwand", Lesson: &content.Lesson{}}
	if l := searchLesson(p); l.Title != "Verkaufsgespräch" || l.Summary != "Einwand" {
		t.Errorf("the index is told %q, %q", l.Title, l.Summary)
	}
}
