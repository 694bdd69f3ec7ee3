package sitetest

import (
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// TestEveryPageOpensQuietly opens the pages of the shipped playbook in Chromium:
// from the root of a server every English page and a quarter of each translation,
// from a folder of a server and as a file every fourth of those. The harness fails
// the test for anything in the console and for any breach of the policy.
func TestEveryPageOpensQuietly(t *testing.T) {
	b := browser.Start(t)
	s := testsite.Shipped(t)
	files := s.FS()
	pages := tour(s)
	for name, way := range map[string]struct {
		site *browser.Site
		step int // how many of the pages are passed over for one that is opened
	}{
		"root": {browser.Serve(t, files, "/"), 1}, "sub-path": {browser.Serve(t, files, "/a/b/"), 4}, "file": {browser.Files(t, files), 4},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t)
			for i := 0; i < len(pages); i += way.step {
				f := pages[i]
				if strings.HasSuffix(f, "404.html") && name != "root" {
					continue // its links are those of the root
				}
				p.Open(way.site.URL(f))
				var got struct {
					Styled bool
					Title  string
				}
				p.Eval(`({Styled: document.styleSheets.length > 0, Title: document.title})`, &got)
				if got.Title == "" || !got.Styled {
					t.Errorf("%s: title %q, styled %v", f, got.Title, got.Styled)
				}
			}
		})
	}
}

// tour lists the English pages, and of every page's translations one, the languages
// taking turns.
func tour(s testsite.Site) []string {
	langs := []string{"de", "nl", "pl", "ru"}
	met := map[string]int{} // how many pages of the language were met
	var pages []string
	for _, f := range s.Names() {
		if !strings.HasSuffix(f, ".html") || strings.Contains(s.Files[f], `http-equiv="refresh"`) {
			continue // the page that a redirect leads to is opened under its own name
		}
		if lang, _, _ := strings.Cut(f, "/"); slices.Contains(langs, lang) {
			met[lang]++
			if met[lang]%len(langs) != slices.Index(langs, lang) {
				continue
			}
		}
		pages = append(pages, f)
	}
	return pages
}
