package pipeline_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestRetiredUIDIsHeldAgainstNewTitles gives a lesson a retired uid and the title
// that belonged to it, and then another title: a builder that remembers reports
// it as one does that remembers nothing.
func TestRetiredUIDIsHeldAgainstNewTitles(t *testing.T) {
	files := fstest.MapFS{}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	lesson := func(title, uid string) string {
		return "+++\ntitle = \"" + title + "\"\nuid = \"" + uid + "\"\n+++\nText.\n"
	}
	publish := func() {
		r := buildSite(t, files, pipeline.Options{}).Result
		lock, _ := r.NextLock()
		put(r.LockPath(), string(lock))
	}
	put("site.toml", "title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n")
	put("content/s/a.md", lesson("Answering objections about price", "old"))
	put("content/s/b.md", lesson("Another lesson", "other"))
	publish()
	delete(files, "content/s/a.md")
	publish()
	put("content/s/c.md", lesson("Answering objections about price", "old"))
	warm := &pipeline.Builder{Source: files, Templates: templates.FS, Options: pipeline.Options{Date: testDate}}
	if ds := rebuild(t, warm).Result.Diags; len(ds) > 0 {
		t.Fatalf("before: %v", ds)
	}
	put("content/s/c.md", lesson("Planning a quarter by territory", "old"))
	got, want := rebuild(t, warm).Result.Diags, buildSite(t, files, pipeline.Options{}).Result.Diags
	if len(want) == 0 || want[0].Code != "PB1521" || len(got) != len(want) || got[0].Message != want[0].Message || !strings.HasSuffix(got[0].Path, "c.md") {
		t.Errorf("warm %v\ncold %v", got, want)
	}
}
