package pipeline

import (
	"testing"

	"playbook/generator/content"
	"playbook/generator/site"
)

// TestSoftHyphensInTitles checks that soft hyphens, which readers do not see, are not
// part of the words that can be searched for.
func TestSoftHyphensInTitles(t *testing.T) {
	p := &site.Page{Title: "Ver\u00adkaufs\u00adgespräch", Summary: "Ein\u00adwand", Lesson: &content.Lesson{}}
	if l := searchLesson(p); l.Title != "Verkaufsgespräch" || l.Summary != "Einwand" {
		t.Errorf("title and summary in the search index: %q, %q, want no soft hyphens", l.Title, l.Summary)
	}
}
