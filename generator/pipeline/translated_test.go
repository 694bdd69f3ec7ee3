package pipeline_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser/testsite"
	"playbook/generator/content"
	"playbook/generator/kinds"
)

// TestTranslations: in every language the shipped playbook has each of its
// learning paths in full, and its glossary, with the same terms.
func TestTranslations(t *testing.T) {
	langs := []string{"de", "nl", "pl", "ru"}
	o := &content.Options{Default: "en", Languages: append(langs, "en"), Kinds: kinds.ByName(), Words: shippedWords(t).Spellings}
	src := testsite.Repository(t)
	read := func(name string) *content.Lesson {
		raw, err := fs.ReadFile(src, "content/"+name)
		if err != nil {
			t.Error(err)
			return &content.Lesson{}
		}
		l, _ := content.Parse(name, name, raw, o)
		return l
	}
	terms := func(l *content.Lesson) (ids []string) {
		for _, h := range l.Terms {
			ids = append(ids, h.ID)
		}
		slices.Sort(ids)
		return ids
	}
	paths, err := fs.Glob(src, "content/paths/*.md")
	if err != nil || len(paths) < 5 {
		t.Fatalf("%d paths: %v", len(paths), err)
	}
	for _, lang := range langs {
		if got, want := terms(read("glossary."+lang+".md")), terms(read("glossary.md")); !slices.Equal(got, want) {
			t.Errorf("%s: the glossary has the terms\n%q, not\n%q", lang, got, want)
		}
		for _, name := range paths {
			name = strings.TrimPrefix(name, "content/")
			if strings.Count(name, ".") > 1 {
				continue
			}
			source, l := read(name).Meta, read(strings.TrimSuffix(name, ".md")+"."+lang+".md").Meta
			if l.Title == "" || l.Summary == "" || l.Pace == "" || l.Completion == "" || len(l.Milestones) != len(source.Milestones) {
				t.Errorf("%s: the path %q is not translated in full", lang, name)
			}
		}
	}
}
