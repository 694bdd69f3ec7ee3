package sitetest

import (
	"io/fs"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// TestSearchAnswersFromServerAndFile asks the shipped playbook the same
// questions over http and from a file.
func TestSearchAnswersFromServerAndFile(t *testing.T) {
	s := testsite.Shipped(t)
	files := s.FS()
	browser.Each(t, "both", func(t testing.TB, b *browser.Browser) { searchAnswers(t, b, files) })
}

func searchAnswers(t testing.TB, b *browser.Browser, files fs.FS) {
	t.Helper()
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
