package search

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// TestLinkTexts asks a handbook for the texts of its own links, and checks how high the linked page is in the
// results: MRR@10, by page. PLAYBOOK_HANDBOOKS names folders of Markdown to ask instead of the small one in
// testdata.
func TestLinkTexts(t *testing.T) {
	folders, least := filepath.SplitList(os.Getenv("PLAYBOOK_HANDBOOKS")), 0.0
	if len(folders) == 0 {
		folders, least = []string{"testdata/handbook"}, 0.85
	}
	b := browser.Start(t)
	for _, folder := range folders {
		h := readHandbook(t, os.DirFS(folder))
		files := small(t, Build("en", analyseParallel("en", h.lessons), Options{}))
		p := b.Page(t)
		p.Open(browser.Serve(t, files, "/").URL("index.html"))
		texts := slices.Sorted(func(yield func(string) bool) {
			for text := range h.targets {
				if !yield(text) {
					return
				}
			}
		})
		var got [][]string
		p.Call(`async (texts) => {
			const out = [];
			for (const text of texts) out.push((await playbook.search(text, {limit: 10})).results.map((r) => r.url));
			return out;
		}`, &got, texts)
		sum := 0.0
		for i, text := range texts {
			if at := slices.IndexFunc(got[i], func(url string) bool { return h.targets[text][url] }); at >= 0 {
				sum += 1 / float64(at+1)
			}
		}
		mean := sum / float64(max(len(texts), 1))
		t.Logf("%s: %d pages, %d texts of links, MRR@10 %.3f", folder, len(h.lessons), len(texts), mean)
		if mean < least || len(texts) == 0 {
			t.Errorf("%s: MRR@10 %.3f over %d texts, expected %.2f or more", folder, mean, len(texts), least)
		}
	}
}

// handbook is a folder of Markdown: its pages, and the pages to which each link text leads.
type handbook struct {
	lessons []Lesson
	targets map[string]map[string]bool
}

var (
	mdLink = regexp.MustCompile(`(!?)\[([^\]\n]+)\]\(([^)\s]+)[^)\n]*\)`)
	noName = regexp.MustCompile(`(?i)^(here|this|this page|link|read more|more|see here|docs?|documentation|guide)\.?$`)
)

func readHandbook(t *testing.T, fsys fs.FS) handbook {
	h := handbook{targets: map[string]map[string]bool{}}
	urls, bodies := map[string]string{}, map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		bodies[name], urls[name] = string(data), strings.TrimSuffix(name, ".md")+".html"
		if base := strings.ToLower(path.Base(name)); base == "readme.md" || base == "index.md" {
			urls[name] = path.Join(path.Dir(name), "index.html")
			urls[path.Dir(name)] = urls[name]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range bodies {
		h.lessons = append(h.lessons, plainLesson(urls[name], name, body))
		for _, m := range mdLink.FindAllStringSubmatch(body, -1) {
			to, _, _ := strings.Cut(m[3], "#")
			url, text := urls[path.Join(path.Dir(name), to)], strings.Join(strings.Fields(strings.NewReplacer("*", "", "`", "").Replace(m[2])), " ")
			if m[1] != "" || to == "" || url == "" || url == urls[name] || len(text) < 3 || len(text) > 60 || noName.MatchString(text) {
				continue
			}
			if h.targets[text] == nil {
				h.targets[text] = map[string]bool{}
			}
			h.targets[text][url] = true
		}
	}
	return h
}

// plainLesson reads the title, the headings and the text of a page.
func plainLesson(url, name, body string) Lesson {
	l := Lesson{UID: name, URL: url, Passages: []Passage{{}}}
	for _, line := range strings.Split(mdLink.ReplaceAllString(body, "$2"), "\n") {
		at := &l.Passages[len(l.Passages)-1]
		heading, is := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		switch {
		case is && strings.HasPrefix(line, "# ") && l.Title == "":
			l.Title = heading
		case is && strings.HasPrefix(line, "#"):
			l.Passages = append(l.Passages, Passage{ID: slug(heading), Heading: heading})
		case strings.HasPrefix(line, "title:") && l.Title == "" && at.Text != "":
			l.Title = strings.Trim(line[len("title:"):], ` "'`)
		default:
			at.Text += line + "\n"
		}
	}
	if l.Title == "" {
		l.Title = strings.TrimSuffix(path.Base(name), ".md")
	}
	return l
}
