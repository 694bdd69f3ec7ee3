package theme

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/diag"
	"playbook/generator/site"
	"playbook/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenPages are one page of each kind, and what differs by language.
var goldenPages = []string{
	"index.html", "campaign-analogies/index.html", "campaign-analogies/current-customers-first.html",
	"follow-up-sins/seven-sins-audit.html", "qualification/five-properties.html", "client-mix-audits/smith-and-jones.html",
	"client-mix-audits/hard-choices.html", "roles/ae.html", "kinds/campaign.html", "tags/index.html", "paths/index.html", "paths/ae.html",
	"search.html", "my-data.html", "progress.html", "changes.html", "404.html",
	"nl/404.html", "nl/campaign-analogies/current-customers-first.html", "nl/campaign-analogies/sell-what-they-want.html",
}

func TestPagesGolden(t *testing.T) {
	const name = "testdata/pages.txtar"
	s := newSample(t, "en", "nl")
	got := &txtar.Archive{Comment: []byte("One page of each kind of the sample site in sample_test.go.\n")}
	for _, url := range goldenPages {
		got.Files = append(got.Files, txtar.File{Name: url, Data: []byte(s.draw(t, s.page(t, url)))})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Files {
		if i >= len(want.Files) || want.Files[i].Name != f.Name {
			t.Fatalf("%s is not in the golden file in its place: run with -update", f.Name)
		}
		if line, a, b := firstDifference(string(f.Data), string(want.Files[i].Data)); line > 0 {
			t.Errorf("%s:%d differs; if the page should say so, run with -update\n got %s\nwant %s", f.Name, line, a, b)
		}
	}
}

// firstDifference returns the first line, from 1, on which a and b differ.
func firstDifference(a, b string) (line int, in, out string) {
	x, y := strings.Split(strings.TrimSpace(a), "\n"), strings.Split(strings.TrimSpace(b), "\n")
	for i := range max(len(x), len(y)) {
		switch {
		case i >= len(x):
			return i + 1, "(end)", y[i]
		case i >= len(y):
			return i + 1, x[i], "(end)"
		case x[i] != y[i]:
			return i + 1, x[i], y[i]
		}
	}
	return 0, "", ""
}

func TestRelative(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "a/x.html", "a/x.html"},
		{"a/x.html", "a/y.html", "y.html"},
		{"a/x.html", "b/y.html", "../b/y.html"},
		{"a/x.html", "assets/s.css", "../assets/s.css"},
		{"nl/a/x.html", "a/x.html", "../../a/x.html"},
		{"nl/a/x.html", "nl/a/b/y.html", "b/y.html"},
		{"ab/x.html", "a/x.html", "../a/x.html"},
		{"a/b/c/x.html", "a/y.html", "../../y.html"},
		{"index.html", "a:b.html", "./a:b.html"},
	} {
		if got := Relative(tc.from, tc.to); got != tc.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", tc.from, tc.to, got, tc.want)
		}
	}
}

// TestLoadFindsMistakes lays broken files over the theme and looks for the
// finding, with its line.
func TestLoadFindsMistakes(t *testing.T) {
	for _, tc := range []struct{ file, text, want string }{
		{"partials/meta.html", "a\n{{if}}", "templates/partials/meta.html:2 PB1801 missing value for if"},
		{"partials/meta.html", "a\n\n{{shout .Title}}", `templates/partials/meta.html:3 PB1801 function "shout" not defined`},
		{"partials/meta.html", "<a href={{.Title}} {{if .Draft}}\"{{end}}>", "PB1801"},
		{"partials/meta.html", "a\n{{t \"lesson.takeaway\"}}", `templates/partials/meta.html:2 PB1802 no string is called "lesson.takeaway"`},
		{"partials/meta.html", `{{icon "compas"}}`, `templates/partials/meta.html:1 PB1805 no icon is called "compas"`},
		{"partials/meta.html", "a{{range $i := 1000000000}}b{{end}}", "templates/partials/meta.html:1 PB1801 this template runs too long"},
		{"partials/meta.html", "a{{range 999999999999}}{{end}}", "templates/partials/meta.html:1 PB1801 this template runs too long"},
		{"partials/meta.html", "{{range $i := 999999999999}}{{if $i}}{{continue}}{{end}}{{with 1}}{{range 1}}{{end}}{{end}}{{end}}", "templates/partials/meta.html:1 PB1801 this template runs too long"},
		{"partials/meta.html", "{{range 999999999}}{{range 999999999}}{{end}}{{end}}", "templates/partials/meta.html:1 PB1801 this template runs too long"},
		{"partials/meta.html", callsTwice(27), "templates/partials/meta.html:1 PB1801 this template runs too long"},
		{"partials/meta.html", `{{$x := "12345678"}}` + strings.Repeat(`{{$x = print $x $x}}`, 40) + "{{$x}}", "templates/partials/meta.html:1 PB1801 at <print $x $x>: error calling print: the text that a template puts together is longer than 1 MB"},
		{"partials/meta.html", `{{$x := "\\"}}` + strings.Repeat(`{{$x = js $x}}`, 40) + "{{$x}}", "error calling js: the text that a template puts together is longer than 1 MB"},
		{"partials/meta.html", `{{printf "%999999999d" 1}}`, "error calling printf: the text that a template puts together is longer than 1 MB"},
		{"partials/meta.html", `{{printf "%*d" 99999999 1}}`, "error calling printf: the text that a template puts together is longer than 1 MB"},
		{"partials/meta.html", `{{$x := "12345678"}}` + strings.Repeat(`{{$x = f "note.fallback_more" (print $x $x)}}`, 40), "the text that a template puts together is longer than 1 MB"},
		{"partials/meta.html", "long enough to be no matter of depth {{template \"meta\" .}}", "templates/partials/meta.html:1 PB1801 this template "},
		{"strings/en.toml", "[ui]\nclose = Close\n", `templates/strings/en.toml:2 PB1004 text needs quotes: "Close"`},
		{"strings/fy.toml", "[ui]\nclose = \"Slute\"\n", "templates/strings/fy.toml:0 PB1804"},
		{"widgets/quiz/quiz.html", " ", `templates/widgets/quiz/quiz.html:1 PB1806 template "widgets/quiz" is empty`},
		{"layouts/lesson.html", "", `templates/layouts/lesson.html:1 PB1806 template "layouts/lesson" is empty`},
	} {
		_, ds := loadAll(overlay{fstest.MapFS{tc.file: {Data: []byte(tc.text)}}, templates.FS})
		if !slices.ContainsFunc(ds, func(d diag.Diagnostic) bool {
			return strings.Contains(d.Path+":"+string(rune('0'+d.Line))+" "+string(d.Code)+" "+d.Message, tc.want)
		}) {
			t.Errorf("%s with %q: %v\nwant %s", tc.file, tc.text, ds, tc.want)
		}
	}
}

// TestFunctionsAreNamed: the text of PB1801 names the functions of templates, and no
// other.
func TestFunctionsAreNamed(t *testing.T) {
	text, _ := diag.Explain(string(codeTemplate))
	_, text, _ = strings.Cut(text, "The functions are ")
	text, _, _ = strings.Cut(text, ", besides")
	var named []string
	for _, m := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(text, -1) {
		named = append(named, m[1])
	}
	slices.Sort(named)
	var known []string
	for _, name := range slices.Sorted(maps.Keys((*Theme)(nil).stubFuncs())) {
		if bounded[name] == nil { // Go's own, held in bounds
			known = append(known, name)
		}
	}
	if !slices.Equal(named, known) {
		t.Errorf("PB1801 names %v, templates have %v", named, known)
	}
}

// callsTwice is a chain of n templates each of which calls the one before twice.
func callsTwice(n int) string {
	var b strings.Builder
	b.WriteString(`{{define "z0"}}{{if false}}x{{end}}{{end}}`)
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, `{{define "z%[1]d"}}{{template "z%[2]d"}}{{template "z%[2]d"}}{{end}}`, i, i-1)
	}
	fmt.Fprintf(&b, `{{template "z%d"}}`, n-1)
	return b.String()
}

// TestAccent gives the build hard colours and checks what the specification
// promises: 4.5 : 1 on every ground, for the wash and for what is written on
// the accent itself, in both themes.
func TestAccent(t *testing.T) {
	for _, hex := range []string{"#ffff00", "#000000", "#ffffff", "#b2380f", "#00f", "#7f7f7f", "#0a0", "#ff69b4"} {
		c, ok := parseHex(hex)
		if !ok {
			t.Fatalf("%s is not read", hex)
		}
		for name, g := range map[string]grounds{"light": lightGrounds, "dark": darkGrounds} {
			p := g.fit(c)
			pairs := map[string]rgb{"paper": g.paper, "card": g.card, "sunk": g.sunk, "wash": p.wash, "text on it": p.onAccent}
			for on, ground := range pairs {
				if got := contrast(p.accent, ground); got < textContrast {
					t.Errorf("%s %s: %s on %s is %.2f", name, hex, p.accent.hex(), on, got)
				}
			}
			for on, ground := range map[string]rgb{"paper": g.paper, "card": g.card, "sunk": g.sunk, "wash": p.wash} {
				if got := contrast(p.link, ground); got < textContrast {
					t.Errorf("%s %s: link %s on %s is %.2f", name, hex, p.link.hex(), on, got)
				}
			}
		}
	}
	if AccentCSS("") != "" || AccentCSS("red") != "" {
		t.Error("an accent that is not a colour in hex must give no style")
	}
}

// TestOKLCH holds colours in oklch against the same ones in hex, and one that sRGB does
// not have against the nearest of its hue.
func TestOKLCH(t *testing.T) {
	for oklch, hex := range map[string]string{
		"oklch(1 0 0)": "#ffffff", "oklch(0 0 0)": "#000000", "oklch(62.796% 0.25768 29.234)": "#ff0000",
		"oklch(0.45201 0.31321 264.052)": "#0000ff", "oklch(0.51975 0.17686 142.495)": "#008000", "oklch( .5999 0 120 )": "#808080",
	} {
		c, ok := parseOKLCH(oklch)
		if !ok || c.hex() != hex {
			t.Errorf("%s: got %s, expected %s", oklch, c.hex(), hex)
		}
		if AccentCSS(oklch) != AccentCSS(hex) {
			t.Errorf("%s and %s give different styles", oklch, hex)
		}
	}
	c, ok := parseOKLCH("oklch(0.5 0.4 250)")
	if less, inside := oklch(0.5, 0.13, 250); !ok || !inside || contrast(c, less) > 1.1 || c == (rgb{}) {
		t.Errorf("a colour beyond sRGB is %s", c.hex())
	}
	for _, bad := range []string{"oklch(1 0)", "oklch(a b c)", "rgb(1 2 3)", ""} {
		if _, ok := parseOKLCH(bad); ok {
			t.Errorf("%q is read as a colour", bad)
		}
	}
}

// TestWindow draws a page in a section of 500 lessons: the sidebar lists
// sixty, with ways to the rest.
func TestWindow(t *testing.T) {
	s := newSample(t, "en")
	l := s.site.Langs[0]
	sec := l.Root.Children[1]
	for i := range 500 {
		p := *sec.Lessons[1]
		p.URL = "campaign-analogies/more-" + strings.Repeat("i", i%7) + string(rune('a'+i%26)) + ".html"
		p.Prev, p.Next = nil, nil
		sec.Lessons = append(sec.Lessons, &p)
	}
	r := s.theme.Renderer(s.site, s.env)
	for _, tc := range []struct {
		at             int
		earlier, later bool
	}{{0, false, true}, {250, true, true}, {502, true, false}} {
		var b strings.Builder
		if err := r.Page(&b, sec.Lessons[tc.at]); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if n := strings.Count(page, `<span class="st"></span>`); n != window {
			t.Errorf("lesson %d: %d entries, want %d", tc.at, n, window)
		}
		if n := strings.Count(page, `aria-current="page"`); n != 1 {
			t.Errorf("lesson %d: %d current entries", tc.at, n)
		}
		if got := strings.Contains(page, "Earlier lessons"); got != tc.earlier {
			t.Errorf("lesson %d: way to earlier lessons: %v", tc.at, got)
		}
		if got := strings.Contains(page, "Later lessons"); got != tc.later {
			t.Errorf("lesson %d: way to later lessons: %v", tc.at, got)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		th, ds := loadAll(templates.FS)
		if ds.HasErrors() {
			b.Fatal(ds)
		}
		th.lang("de")
	}
}

func BenchmarkLessonPage(b *testing.B) {
	s := newSample(b, "en", "nl")
	r := s.theme.Renderer(s.site, s.env)
	p := s.page(b, "campaign-analogies/current-customers-first.html")
	p.Lesson = parsed("campaign-analogies/current-customers-first.md", "Text.")
	w := new(discard)
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Page(w, p); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(w.n / max(1, b.N)))
}

// A discard counts what is thrown away.
type discard struct{ n int }

func (d *discard) Write(p []byte) (int, error) {
	d.n += len(p)
	return len(p), nil
}

func TestLanguageSwitchAndFallback(t *testing.T) {
	s := newSample(t, "en", "nl")
	page := s.draw(t, s.page(t, "nl/campaign-analogies/current-customers-first.html"))
	for _, want := range []string{
		`<html lang="nl" `, `<h1 lang="en">`, `<div class="prose" lang="en">`, "English",
		`<link rel="canonical" href="https://example.org/book/campaign-analogies/current-customers-first.html">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("a page that is not translated lacks %s", want)
		}
	}
	if strings.Contains(page, "hreflang=\"x-default\"") {
		t.Error("a page that is not translated names translations")
	}
	real := s.draw(t, s.page(t, "nl/campaign-analogies/sell-what-they-want.html"))
	if !strings.Contains(real, `hreflang="x-default" href="https://example.org/book/campaign-analogies/sell-what-they-want.html"`) {
		t.Error("a translated page lacks x-default")
	}
	if s.page(t, "404.html").Type != site.NotFoundPage {
		t.Error("404.html is of another type")
	}
}

// TestSmallSites: a site without lessons, and one whose lessons lie beside the
// home page, have whole pages too.
func TestSmallSites(t *testing.T) {
	s := newSample(t, "en")
	l := s.site.Langs[0]
	lesson := l.Lessons[0]
	lesson.Section, lesson.URL = l.Root, "start-here.html"
	l.Root.Children, l.Root.Lessons = nil, []*site.Page{lesson}
	l.Lessons, l.Kinds, l.Roles, l.Tags, l.Paths = l.Lessons[:1], nil, nil, nil, nil
	page := s.draw(t, lesson)
	if problems := unhealthy(page); len(problems) > 0 {
		t.Errorf("lesson: %v", problems)
	}
	if !strings.Contains(page, `aria-current="page"`) {
		t.Error("a lesson beside the home page is not in its sidebar")
	}
	l.Root.Lessons, l.Lessons = nil, nil
	home := s.draw(t, l.Home)
	if problems := unhealthy(home); len(problems) > 0 {
		t.Errorf("home: %v", problems)
	}
	if !strings.Contains(home, "Nothing here yet.") {
		t.Error("an empty site does not say so")
	}
}

// loadAll loads a theme with its words in every language.
func loadAll(fsys fs.FS) (*Theme, diag.List) {
	words, ds := LoadWords(fsys)
	t, more := Load(fsys, words)
	return t, append(ds, more...)
}
