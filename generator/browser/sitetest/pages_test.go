package sitetest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// TestPagesOpenQuietly opens pages of the shipped playbook, from the root
// of a server, from a folder of a server and as a file: each way a quarter of the English
// pages and of a quarter of the translations, each way others; the long tests open all
// of them each way. The harness fails the test for anything in the console and for any
// breach of the policy. In the other engines it is every 32nd page.
func TestPagesOpenQuietly(t *testing.T) {
	s := testsite.Shipped(t)
	files := s.FS()
	pages := tour(s)
	for i, way := range []struct {
		name string
		site *browser.Site
	}{{"root", browser.Serve(t, files, "/")}, {"sub-path", browser.Serve(t, files, "/a/b/")}, {"file", browser.Files(t, files)}} {
		t.Run(way.name, func(t *testing.T) {
			every := 4
			if os.Getenv("PLAYBOOK_LONG") != "" {
				every = 1
			} else if os.Getenv("PLAYBOOK_ENGINES") != "" {
				every = 32
			}
			where := "http"
			if way.name == "file" {
				where = "file"
			}
			browser.Each(t, where, func(t testing.TB, b *browser.Browser) {
				p := b.Page(t)
				for n, f := range pages {
					if n%every != i%every {
						continue
					}
					if strings.HasSuffix(f, "404.html") && way.name != "root" {
						continue // its links are those of the root
					}
					opensQuietly(t, p, f, way.site)
				}
			})
		})
	}
}

func opensQuietly(t testing.TB, p *browser.Page, f string, site *browser.Site) {
	t.Helper()
	p.Open(site.URL(f))
	var got struct {
		Styled bool
		Title  string
	}
	p.Eval(`({Styled: document.styleSheets.length > 0, Title: document.title})`, &got)
	if got.Title == "" || !got.Styled {
		t.Errorf("%s: title %q, styled %v", f, got.Title, got.Styled)
	}
	if lines := p.TakeConsole(); len(lines) > 0 {
		t.Errorf("%s: the console says\n\t%s", f, strings.Join(lines, "\n\t"))
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
