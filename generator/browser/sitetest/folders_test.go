package sitetest

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// folders is a playbook of files whose titles are their names.
func folders(t *testing.T, paths ...string) testsite.Site {
	t.Helper()
	files := fstest.MapFS{"site.toml": {Data: []byte("title = \"Folders\"\nsite_id = \"folders\"\n")}}
	for _, p := range paths {
		p, weight, _ := strings.Cut(p, "=")
		head := "---\ntitle: " + p + "\n"
		if weight != "" {
			head += "weight: " + weight + "\n"
		}
		files["content/"+p] = &fstest.MapFile{Data: []byte(head + "---\n\nA text.\n")}
	}
	return testsite.Warm(t, files, pipeline.Options{})
}

var (
	element = regexp.MustCompile(`<[^>]*>`)
	starts  = regexp.MustCompile(`(?s)<div class="first[^"]*">.*?<h2>(.*?)</h2>`)
	spaces  = regexp.MustCompile(`\s+`)
)

// plain is the text of a part of a page, from one mark to the next.
func plain(page, from, to string) string {
	_, page, _ = strings.Cut(page, from)
	page, _, _ = strings.Cut(page, to)
	return strings.TrimSpace(spaces.ReplaceAllString(element.ReplaceAllString(page, " "), " "))
}

// TestStartHere: the lesson to begin with is the first in order; where there is no order
// but the alphabet, one that says it is the beginning.
func TestStartHere(t *testing.T) {
	for _, c := range []struct {
		name  string
		paths []string
		want  string
	}{
		{"by weight", []string{"b/a.md", "b/start.md", "b/z.md=1"}, "b/z.md"},
		{"by the folder's number", []string{"01-z/a.md", "start/b.md"}, "01-z/a.md"},
		{"by the weight of the folder's page", []string{"z/index.md=1", "z/a.md", "start/b.md"}, "z/a.md"},
		{"by the file's number", []string{"a/01-zebra.md", "a/02-start.md"}, "a/01-zebra.md"},
		{"a lesson of the name", []string{"about/us.md", "handbook/getting-started.md"}, "handbook/getting-started.md"},
		{"a folder of the name", []string{"about/us.md", "start-here/b.md", "start-here/a.md"}, "start-here/a.md"},
		{"a folder inside another", []string{"about/us.md", "handbook/welcome/x.md"}, "handbook/welcome/x.md"},
		{"nothing says", []string{"about/us.md", "handbook/x.md"}, "about/us.md"},
	} {
		s := folders(t, c.paths...)
		got := starts.FindStringSubmatch(s.Files["index.html"])
		if got == nil || got[1] != c.want {
			t.Errorf("%s: begins with %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDeepTree: the sidebar shows the way down to the page with what lies beside it at
// every level, and no lessons of folders that the page is not in.
func TestDeepTree(t *testing.T) {
	s := folders(t, "a/x.md", "h/index.md", "h/1.md", "h/s/2.md", "h/s/n/3.md", "h/s/n/c/4.md", "h/s/n/c/5.md", "h/s/o/6.md", "h/t/7.md", "z/8.md")
	for page, want := range map[string]string{
		"h/s/n/c/4.html":     "A 1 h/index.md 7 S N C h/s/n/c/4.md h/s/n/c/5.md O T Z 1",
		"h/s/n/3.html":       "A 1 h/index.md 7 S N h/s/n/3.md C O T Z 1",
		"h/s/n/c/index.html": "A 1 h/index.md 7 S N C h/s/n/c/4.md h/s/n/c/5.md O T Z 1",
		"h/1.html":           "A 1 h/index.md 7 h/1.md S T Z 1",
		"h/index.html":       "A 1 h/index.md 7 h/1.md S T Z 1",
		"z/8.html":           "A 1 h/index.md 7 Z 1 z/8.md",
	} {
		if got := plain(s.Files[page], `<ul class="secs">`, "</nav>"); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
	html := s.Files["h/s/n/c/4.html"]
	if depth := strings.Count(strings.Split(strings.SplitN(html, `<ul class="secs">`, 2)[1], "h/s/n/c/4.md")[0], `<ul class="sub">`); depth != 3 {
		t.Errorf("the lesson is %d lists deep, want 3", depth)
	}
	if !strings.Contains(s.Files["h/s/n/c/index.html"], `aria-current="page">C<`) {
		t.Error("a section's own page is not marked in the sidebar")
	}
}

// TestFolderWithoutLessons: a folder that has a page and no lessons counts none, and its
// text is not followed by the word that there is nothing.
func TestFolderWithoutLessons(t *testing.T) {
	s := folders(t, "a/x.md", "alone/index.md", "bare/inner/index.md")
	for name, html := range s.Files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		if strings.Contains(html, "0 lessons") || strings.Contains(html, ">0</small>") {
			t.Errorf("%s counts no lessons", name)
		}
	}
	if strings.Contains(s.Files["alone/index.html"], "Nothing here yet.") {
		t.Error("a page with a text says that there is nothing")
	}
}
