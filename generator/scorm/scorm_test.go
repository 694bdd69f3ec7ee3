package scorm

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/pipeline"
	"playbook/generator/theme"
	"playbook/generator/widget"
	"playbook/templates"
)

// read is a file of a package.
func read(t testing.TB, files fs.FS, name string) string {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var (
	// ascii are the names that every platform takes, refusable the endings that one refuses.
	ascii     = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$`)
	refusable = regexp.MustCompile(`(?i)\.(php[45s]?|ph3|py|rb|pl|sh|shtml|cgi|aspx?|jsp|htaccess|exe)$`)
	// drawn are addresses in a style sheet, absolute those in a script.
	drawn    = regexp.MustCompile(`url\(["']?([^"')]+)`)
	absolute = regexp.MustCompile(`https?://[\w.-]+/?`)
	hrefs    = regexp.MustCompile(`href="([^"]*)"`)
	loads    = regexp.MustCompile(`<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)="([^"]*)"`)
	scripts  = regexp.MustCompile(`<script src="`)
	anchors  = regexp.MustCompile(`<a\b[^>]*?\bhref="([^"]*)"`)
	policies = regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`)
)

// TestPackage holds what a platform asks of a zip, for a path in both versions, one
// lesson in another language, and the whole book.
func TestPackage(t *testing.T) {
	for _, o := range []Options{{Version: V12, Path: "ae"}, {Version: V2004, Path: "ae"}, {Version: V12, Lesson: "five-properties", Lang: "ru"}, {Version: V2004, Lang: "pl"}} {
		t.Run(fmt.Sprintf("%s%s%s-%s", o.Path, o.Lesson, o.Lang, o.Version), func(t *testing.T) {
			m := ship(t, o)
			files := unpack(t, m)
			if files.File[0].Name != manifestName {
				t.Errorf("the zip begins with %q", files.File[0].Name)
			}
			var names []string
			for _, f := range files.File {
				names = append(names, f.Name)
				if !ascii.MatchString(f.Name) || refusable.MatchString(f.Name) {
					t.Errorf("some platform refuses the name %q", f.Name)
				}
				if sizesAfter := f.Flags&8 != 0; sizesAfter || f.Modified.Format("2006-01-02") != "1980-01-01" {
					t.Errorf("%s: the sizes come after the bytes: %v; the date is %v", f.Name, sizesAfter, f.Modified)
				}
			}
			names = names[1:]
			manifest := read(t, files, manifestName)
			if err := wellFormed(manifest); err != nil {
				t.Errorf("the manifest: %v", err)
			}
			var listed []string
			for _, h := range hrefs.FindAllStringSubmatch(manifest, -1) {
				listed = append(listed, h[1])
				if strings.ContainsAny(h[1], "?#:\\") || strings.HasPrefix(h[1], "/") {
					t.Errorf("the manifest lists %q", h[1])
				}
			}
			if listed[0] != theme.ShellURL || !slices.Equal(listed[1:], names) {
				t.Errorf("listed are %d files, in the zip are %d", len(listed)-1, len(names))
			}
			for _, name := range names {
				switch path.Ext(name) {
				case ".html":
					checkPage(t, files, name, names)
				case ".css":
					for _, u := range drawn.FindAllStringSubmatch(read(t, files, name), -1) {
						if !strings.HasPrefix(u[1], "data:") && outside(u[1]) {
							t.Errorf("%s loads %q", name, u[1])
						}
					}
				case ".js":
					for _, u := range absolute.FindAllString(read(t, files, name), -1) {
						if !strings.HasPrefix(u, "http://www.w3.org/") { // a name, not an address
							t.Errorf("%s names %q", name, u)
						}
					}
				}
			}
			t.Logf("%d files, %d bytes", m.report.Files, m.report.Bytes)
		})
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() == "EOF" {
				return nil
			}
			return err
		}
	}
}

// checkPage holds that a page loads files of the package alone, that no link leads
// nowhere, and that its policy is the site's.
func checkPage(t *testing.T, files fs.FS, name string, names []string) {
	t.Helper()
	text := read(t, files, name)
	want := theme.CSP
	if name == theme.ShellURL {
		want += "; frame-src 'self'"
	}
	if got := policies.FindStringSubmatch(text); got == nil || strings.ReplaceAll(got[1], "&#39;", "'") != want {
		t.Errorf("%s: the policy is %q", name, got)
	}
	for _, l := range loads.FindAllStringSubmatch(text, -1) {
		if outside(l[1]) {
			t.Errorf("%s loads %q", name, l[1])
		}
		if !slices.Contains(names, target(name, l[1])) {
			t.Errorf("%s loads %q, which is not in the package", name, l[1])
		}
	}
	for _, a := range anchors.FindAllStringSubmatch(text, -1) {
		switch address, _, _ := strings.Cut(a[1], "#"); {
		case strings.Contains(address, ":"):
			continue // it opens in a window of its own, see TestModes
		case strings.Contains(address, "?"):
			t.Errorf("%s: the link %q has a query", name, a[1])
		case address != "" && !slices.Contains(names, target(name, address)):
			t.Errorf("%s links to %q, which is not in the package", name, a[1])
		}
	}
}

// outside reports whether an address is absolute or has a query.
func outside(address string) bool {
	return strings.ContainsAny(address, "?:\\") || strings.HasPrefix(address, "/")
}

// target is the file that an address on a page names.
func target(page, address string) string {
	list := needs(page, []byte(`<a href="`+address+`">`))
	if len(list) == 0 {
		return address
	}
	return list[0]
}

// TestOneMoreScript holds that a page in a package loads one script more than the same
// page of the site.
func TestOneMoreScript(t *testing.T) {
	m := ship(t, Options{Version: V12, Path: "is"})
	b := &pipeline.Builder{Source: os.DirFS("../.."), Templates: templates.FS, Options: pipeline.Options{Date: "2026-11-30", NoSearch: true, Lazy: true}}
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	files := unpack(t, m)
	for _, page := range m.course.pkg.Lessons {
		f, ok := r.Find(page.URL)
		if !ok {
			t.Fatalf("the site has no page %q", page.URL)
		}
		var site bytes.Buffer
		if err := f.Write(&site); err != nil {
			t.Fatal(err)
		}
		if n := len(scripts.FindAllString(read(t, files, page.URL), -1)) - len(scripts.FindAll(site.Bytes(), -1)); n != 1 {
			t.Errorf("%s loads %d more scripts", page.URL, n)
		}
	}
	if n := len(scripts.FindAllString(read(t, files, theme.ShellURL), -1)); n != 1 {
		t.Errorf("the shell loads %d scripts", n)
	}
}

// TestSameBytes holds that a package is a function of its input.
func TestSameBytes(t *testing.T) {
	o := Options{Version: V12, Path: "is"}
	one := ship(t, o)
	two, err := build(os.DirFS("../.."), o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.zip, two.zip) {
		t.Fatal("the same input made another package")
	}
}

const foreign = `
-- site.toml --
title = "Ё & <книга>"
site_id = "letters"
language = "ru"
[languages.ru]
label = "Русский"
-- content/начало/01-первый звонок.md --
# Первый звонок

![дом](дом.svg) и [второй](02-второй.md) и [третий](03-third.md).

- [ ] Раз
- [ ] Два
-- content/начало/02-второй.md --
# Второй

Текст.
-- content/начало/03-third.md --
# Third

Text.
-- content/начало/дом.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>
-- content/paths/путь.md --
+++
title = "Путь & <так>"
lessons = ["первый звонок", "второй"]
+++
Идите.
`

// TestForeignLetters holds that names are ASCII whatever the lessons' files are called,
// that links still lead there, and that what leads out of the package is text.
func TestForeignLetters(t *testing.T) {
	source := playbook(foreign)
	var uids []string
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: "2026-11-30", NoSearch: true}}
	r, err := b.Build(context.Background())
	if err != nil || r.Site == nil {
		t.Fatal(err)
	}
	for _, l := range r.Site.Langs[0].Lessons {
		uids = append(uids, l.UID)
	}
	text := strings.Replace(foreign, `["первый звонок", "второй"]`, fmt.Sprintf("[%q, %q]", uids[0], uids[1]), 1)
	m, err := build(playbook(text), Options{Version: V2004, Path: "путь"})
	if err != nil {
		t.Fatal(err)
	}
	files := unpack(t, m)
	var names []string
	for _, f := range files.File[1:] {
		names = append(names, f.Name)
	}
	for _, l := range m.course.pkg.Lessons {
		checkPage(t, files, l.URL, names)
	}
	first := read(t, files, m.course.pkg.Lessons[0].URL)
	if !strings.Contains(first, `<a class="away">третий</a>`) || strings.Count(first, `href="x`) < 1 {
		t.Errorf("the links of the first lesson are wrong:\n%s", first)
	}
	if manifest := read(t, files, manifestName); !strings.Contains(manifest, "<title>Путь &amp; &lt;так&gt;</title>") {
		t.Errorf("the manifest lacks the title:\n%s", manifest)
	}
}

// TestChoice holds what is said of a path, a lesson or a language that is not there.
func TestChoice(t *testing.T) {
	for want, o := range map[string]Options{
		`there is no learning path "a"`: {Path: "a"}, `there is no lesson "thrid"`: {Lesson: "thrid"}, `there is no language "fr"`: {Lang: "fr"},
	} {
		o.Version = V12
		_, err := build(playbook(small), o)
		missing := (*NotFoundError)(nil)
		if !errors.As(err, &missing) || err.Error() != want || len(missing.Known) == 0 {
			t.Errorf("%v: %v", o, err)
		}
	}
}

// TestRefused holds the names that platforms refuse.
func TestRefused(t *testing.T) {
	for name, ok := range map[string]bool{
		"a/b.html": true, "assets/x.1a2b.pdf": true, "a.PHP": false, "a/b.py": false, "x.rb": false, "x.pl": false, "x.sh": false, "x.exe": false,
		"x.php5": false, "x.ph3": false, "x.phps": false, "x.shtml": false, "x.htaccess": false, "x.aspx": false, "a/sh": true, "a.sh.html": true,
		"a b.html": false, "ä.html": false, "/a.html": false, "a//b.html": false, "../a.html": false, "a\\b.html": false, ".htaccess": false,
	} {
		if err := acceptable([]file{{name, nil}}); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// courseOf is a course of n lessons such as the longest path of the shipped playbook has.
func courseOf(t *testing.T, n int) Table {
	real := ship(t, Options{Version: V12, Path: "ae"}).course.all
	out := Table{}
	for i := range n {
		p := real.Lessons[i%len(real.Lessons)]
		p.Key = uint16(hash(fmt.Sprint("lesson ", i)))
		out.Lessons = append(out.Lessons, p)
	}
	out.Final = real.Final
	return out
}

// TestRoom holds what a platform has to keep of courses of several lengths, and what
// is left out when there is no room.
func TestRoom(t *testing.T) {
	if all := courseOf(t, 34); all.room(V12).All > 1000 {
		t.Errorf("the longest path takes %d characters", all.room(V12).All)
	}
	for n, want := range map[int]struct {
		most    int
		dropped []string
	}{60: {1700, nil}, 200: {safe, []string{"repetition", "scorecards", "checklist ticks"}}} {
		c := courseOf(t, n)
		r := c.room(V12)
		fits := c.length(widget.Rank(len(r.Dropped)))
		t.Logf("%d lessons: %d characters with everything, %d with nothing but what is learnt; left out %v: %d", n, r.All, r.Least, r.Dropped, fits)
		if fits > want.most || !slices.Equal(r.Dropped, want.dropped) {
			t.Errorf("%d lessons: %+v", n, r)
		}
	}
	huge := courseOf(t, 1500)
	r := huge.room(V12)
	if err := r.check(); err == nil {
		t.Errorf("a course of 1500 lessons is taken: %+v", r)
	}
	if r = huge.room(V2004); r.check() != nil {
		t.Errorf("2004 does not take it: %+v", r)
	}
}
