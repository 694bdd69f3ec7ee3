package pipeline_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/pipeline"
)

// TestSearchAnswersFromServerAndFile asks the shipped playbook the same
// questions over http and from a file.
func TestSearchAnswersFromServerAndFile(t *testing.T) {
	b := browser.Start(t)
	s := shippedSite(t)
	files := fstest.MapFS{}
	for name, text := range s.files {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	type answer struct {
		Total   int
		Results []struct{ URL, ID, Title, Heading string }
	}
	for query, want := range map[string]string{
		"seven sins": "follow-up-sins/seven-sins-audit.html", "gatekeeper": "qualification/authority-and-budget.html",
		"smith jones": "client-mix-audits/smith-and-jones.html", "thirty-six calls": "follow-up-sins/persistent-or-pest.html",
	} {
		var got [2]answer
		for i, site := range []*browser.Site{browser.Serve(t, files, "/a/b/"), browser.Files(t, files)} {
			p := b.Page(t)
			p.Open(site.URL("start/start-here.html"))
			p.Call(`async (q) => await window.playbook.search(q, {limit: 5})`, &got[i], query)
			if got[i].Total == 0 || got[i].Results[0].URL != want {
				t.Errorf("%q at %s: got %+v, expected %s first", query, site.URL(""), got[i], want)
			}
		}
		if got[0].Total != got[1].Total {
			t.Errorf("%q: %d results over http, %d from a file", query, got[0].Total, got[1].Total)
		}
	}
}

// TestOneTextChangesItsOwnPageAndTheIndex: what other pages hold of the index is its address, which stays.
func TestOneTextChangesItsOwnPageAndTheIndex(t *testing.T) {
	source := fstest.MapFS{
		"site.toml":    {Data: []byte("title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n[languages.en]\nlabel = \"English\"\n")},
		"content/a.md": {Data: []byte("+++\ntitle = \"First\"\n+++\nSome words about doors.\n")},
		"content/b.md": {Data: []byte("+++\ntitle = \"Second\"\n+++\nOther words about windows.\n")},
	}
	before := buildSite(t, source, pipeline.Options{})
	source["content/b.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Second\"\n+++\nQuite other words about zebras.\n")}
	after := buildSite(t, source, pipeline.Options{})
	for name, text := range after.files {
		own := name == "b.html" || name == "b.md" || name == "book.html" || strings.HasPrefix(name, "search/")
		if !own && before.files[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
	if before.files["search/en.js"] == after.files["search/en.js"] {
		t.Error("the index has not changed")
	}
}
