package sitetest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// TestPagesOpenQuietly opens pages of the shipped playbook in three ways: from the root of
// a server, from a folder of a server, and as files. Each way opens an eighth of the pages
// that tour lists, and another eighth than the other ways. PLAYBOOK_LONG opens all pages
// in each way; other browser engines open every 32nd page. A message in the console or a
// breach of the Content-Security-Policy fails the test.
func TestPagesOpenQuietly(t *testing.T) {
	s := testsite.Shipped(t)
	files := s.FS()
	pages := tour(s)
	for i, way := range []struct {
		name string
		site *browser.Site
	}{{"root", browser.Serve(t, files, "/")}, {"sub-path", browser.Serve(t, files, "/a/b/")}, {"file", browser.Files(t, files)}} {
		t.Run(way.name, func(t *testing.T) {
			every := 8
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
						continue // its links only work from the root
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
		t.Errorf("%s: want an empty console, got\n\t%s", f, strings.Join(lines, "\n\t"))
	}
}

// tour lists the English pages and one translation of each, the languages taking turns.
func tour(s testsite.Site) []string {
	langs := []string{"de", "nl", "pl", "ru"}
	met := map[string]int{} // the number of pages so far in each language
	var pages []string
	for _, f := range s.Names() {
		if !strings.HasSuffix(f, ".html") || strings.Contains(s.Files[f], `http-equiv="refresh"`) {
			continue // a redirect
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
