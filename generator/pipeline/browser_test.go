package pipeline_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// TestEveryPageOpensQuietly opens every page of the shipped playbook in
// Chromium, from the root of a server, from a folder of one, and as a file. As a
// file it also opens each page in one other language, the languages taking
// turns. The harness fails the test for anything in the console and for any
// breach of the policy.
func TestEveryPageOpensQuietly(t *testing.T) {
	b := browser.Start(t)
	s := shippedSite(t)
	files := fstest.MapFS{}
	for name, text := range s.files {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, site := range map[string]*browser.Site{
		"root": browser.Serve(t, files, "/"), "sub-path": browser.Serve(t, files, "/a/b/"), "file": browser.Files(t, files),
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t)
			n := 0
			langs := []string{"de", "nl", "pl", "ru"}
			met := map[string]int{} // how many pages of the language were met
			for _, f := range s.names() {
				if !strings.HasSuffix(f, ".html") || strings.HasSuffix(f, "404.html") && name != "root" {
					continue
				}
				if strings.Contains(s.files[f], `http-equiv="refresh"`) {
					continue // the page it leads to is opened under its own name
				}
				if lang, _, _ := strings.Cut(f, "/"); slices.Contains(langs, lang) {
					met[lang]++
					if name != "file" || met[lang]%len(langs) != slices.Index(langs, lang) {
						continue
					}
				}
				n++
				p.Open(site.URL(f))
				var got struct {
					Styled bool
					Title  string
				}
				p.Eval(`({Styled: document.styleSheets.length > 0, Title: document.title})`, &got)
				if got.Title == "" || !got.Styled {
					t.Errorf("%s: title %q, styled %v", f, got.Title, got.Styled)
				}
			}
			if n < 60 {
				t.Errorf("only %d pages were opened", n)
			}
		})
	}
}
