package theme

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
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
			t.Errorf("%s:%d differs\n got %s\nwant %s", f.Name, line, a, b)
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

// TestPagesHealthy parses every page of the sample and holds it against the
// rules that every page keeps.
func TestPagesHealthy(t *testing.T) {
	s := newSample(t, "en", "nl", "de", "ru", "pl")
	r := s.theme.Renderer(s.site, s.env)
	for _, l := range s.site.Langs {
		for _, p := range l.Pages {
			var b strings.Builder
			if err := r.Page(&b, p); err != nil {
				t.Fatal(err)
			}
			for _, problem := range unhealthy(b.String()) {
				t.Errorf("%s: %s", p.URL, problem)
			}
		}
	}
}

// unhealthy lists what is wrong with a page.
func unhealthy(page string) []string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	c := &checkup{ids: map[string]int{}}
	c.walk(doc)
	return c.finish()
}

type checkup struct {
	problems       []string
	ids            map[string]int
	refs           []string // ids that labels and links name
	h1, mains, lvl int
	metas          []string
	unlabelled     []string
	labelled       []string
}

func (c *checkup) problem(s string) { c.problems = append(c.problems, s) }

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func (c *checkup) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.walk(k)
	}
}

func (c *checkup) element(n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			c.problem("inline " + a.Key + " on " + n.Data)
		}
	}
	if id := attr(n, "id"); id != "" {
		c.ids[id]++
	}
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
		c.refs = append(c.refs, strings.Fields(attr(n, name))...)
	}
	switch n.Data {
	case "h1":
		c.h1++
		c.heading(1)
	case "h2", "h3", "h4", "h5", "h6":
		c.heading(int(n.Data[1] - '0'))
	case "main":
		c.mains++
	case "meta":
		c.metas = append(c.metas, attr(n, "http-equiv")+"="+attr(n, "content"))
	case "style":
		c.problem("inline style")
	case "script":
		if attr(n, "src") == "" && attr(n, "type") != "application/json" {
			c.problem("inline script")
		}
	case "a":
		if h := attr(n, "href"); strings.HasPrefix(h, "#") && len(h) > 1 {
			c.refs = append(c.refs, h[1:])
		} else if strings.HasPrefix(h, "http") && attr(n, "rel") != "noopener" {
			c.problem("link to " + h + " without rel=noopener")
		} else if h == "" {
			c.problem("link without an address")
		}
	case "use":
		c.refs = append(c.refs, strings.TrimPrefix(attr(n, "href"), "#"))
	case "img":
		if !has(n, "alt") {
			c.problem("image without alt")
		}
	case "input", "textarea", "select":
		c.control(n)
	case "label":
		c.labelled = append(c.labelled, attr(n, "for"))
	case "html":
		if attr(n, "lang") == "" || attr(n, "dir") == "" {
			c.problem("html without lang or dir")
		}
	}
}

// heading reports a level that is skipped on the way down.
func (c *checkup) heading(level int) {
	if c.lvl > 0 && level > c.lvl+1 {
		c.problem("heading level jumps to " + string(rune('0'+level)))
	}
	c.lvl = level
}

func (c *checkup) control(n *html.Node) {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return
		}
	}
	if attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
		c.unlabelled = append(c.unlabelled, attr(n, "id"))
	}
}

func (c *checkup) finish() []string {
	if c.h1 != 1 {
		c.problem("not exactly one h1")
	}
	if c.mains != 1 {
		c.problem("not exactly one main")
	}
	if len(c.metas) == 0 || c.metas[0] != "Content-Security-Policy="+CSP {
		c.problem("the first meta element is not the policy")
	}
	for id, n := range c.ids {
		if n > 1 {
			c.problem("id " + id + " is not unique")
		}
	}
	for _, ref := range c.refs {
		if c.ids[ref] == 0 {
			c.problem("nothing has the id " + ref)
		}
	}
	for _, id := range c.unlabelled {
		if id == "" || !slices.Contains(c.labelled, id) {
			c.problem("control " + id + " has no label")
		}
	}
	return c.problems
}

// TestUnhealthyIsFound holds the check above against pages that break each
// rule.
func TestUnhealthyIsFound(t *testing.T) {
	meta := `<meta http-equiv="Content-Security-Policy" content="` + CSP + `">`
	page := func(head, body string) string {
		return `<!doctype html><html lang="en" dir="ltr"><head>` + head + `</head><body><main>` + body + `</main></body></html>`
	}
	for _, tc := range []struct{ html, want string }{
		{page(meta, `<h1>A</h1>`), ""},
		{page(meta, `<h1>A</h1><h1>B</h1>`), "not exactly one h1"},
		{page(`<meta charset="utf-8">`+meta, `<h1>A</h1>`), "the first meta element is not the policy"},
		{page(meta, `<h1>A</h1><p style="color:red">`), "inline style on p"},
		{page(meta, `<h1>A</h1><p onclick="x()">`), "inline onclick on p"},
		{page(meta, `<h1>A</h1><script>x()</script>`), "inline script"},
		{page(meta, `<h1 id="a">A</h1><p id="a">`), "id a is not unique"},
		{page(meta, `<h1>A</h1><a href="#b">b</a>`), "nothing has the id b"},
		{page(meta, `<h1>A</h1><input id="c">`), "control c has no label"},
		{page(meta, `<h1>A</h1><h3>C</h3>`), "heading level jumps to 3"},
		{page(meta, `<h1>A</h1><a href="https://example.org/">x</a>`), "link to https://example.org/ without rel=noopener"},
	} {
		if got := strings.Join(unhealthy(tc.html), "; "); got != tc.want {
			t.Errorf("%s\n got %q\nwant %q", tc.html, got, tc.want)
		}
	}
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
		{"strings/en.toml", "[ui]\nclose = Close\n", "templates/strings/en.toml:2 PB1803 expected a key and its words in quotes"},
		{"strings/fy.toml", "[ui]\nclose = \"Slute\"\n", "templates/strings/fy.toml:0 PB1804"},
		{"layouts/lesson.html", "", `templates/layouts/lesson.html:0 PB1806 template "layouts/lesson" is missing`},
	} {
		_, ds := Load(overlay{fstest.MapFS{tc.file: {Data: []byte(tc.text)}}, templates.FS})
		if !slices.ContainsFunc(ds, func(d diag.Diagnostic) bool {
			return strings.Contains(d.Path+":"+string(rune('0'+d.Line))+" "+string(d.Code)+" "+d.Message, tc.want)
		}) {
			t.Errorf("%s with %q: %v\nwant %s", tc.file, tc.text, ds, tc.want)
		}
	}
}

// TestStringsComplete holds every shipped language against English: the same
// keys, the same blanks, and as many plural forms as the language has.
func TestStringsComplete(t *testing.T) {
	langs, ds := loadStrings(templates.FS)
	for _, d := range ds {
		t.Errorf("%s: %s", d.Path, d.Message)
	}
	plurals := map[string]int{"en": 2, "nl": 2, "de": 2, "ru": 3, "pl": 3}
	for code, forms := range plurals {
		s := langs[code]
		if s == nil {
			t.Errorf("%s: no strings", code)
			continue
		}
		for key, want := range langs["en"].forms {
			got := s.forms[key]
			if key != "format.months" && len(want) == 2 && len(got) != forms {
				t.Errorf("%s: %s has %d forms, want %d", code, key, len(got), forms)
			}
			for _, blank := range []string{"{1}", "{2}", "{n}"} {
				if len(got) > 0 && strings.Contains(want[len(want)-1], blank) != strings.Contains(got[len(got)-1], blank) {
					t.Errorf("%s: %s: %s is in one of the two only", code, key, blank)
				}
			}
		}
		for key := range s.forms {
			if langs["en"].forms[key] == nil {
				t.Errorf("%s: %s is not in English", code, key)
			}
		}
	}
}

func TestWords(t *testing.T) {
	langs, _ := loadStrings(templates.FS)
	for _, tc := range []struct{ lang, got, want string }{
		{"en", langs["en"].Count("n.lessons", 1), "1\u00a0lesson"},
		{"en", langs["en"].Count("n.lessons", 1234), "1,234\u00a0lessons"},
		{"nl", langs["nl"].Count("n.lessons", 2), "2\u00a0lessen"},
		{"de", langs["de"].Count("n.lessons", 1000), "1.000\u00a0Lektionen"},
		{"ru", langs["ru"].Count("n.lessons", 1), "1\u00a0урок"},
		{"ru", langs["ru"].Count("n.lessons", 3), "3\u00a0урока"},
		{"ru", langs["ru"].Count("n.lessons", 11), "11\u00a0уроков"},
		{"ru", langs["ru"].Count("n.lessons", 21), "21\u00a0урок"},
		{"pl", langs["pl"].Count("n.lessons", 1), "1\u00a0lekcja"},
		{"pl", langs["pl"].Count("n.lessons", 4), "4\u00a0lekcje"},
		{"pl", langs["pl"].Count("n.lessons", 12), "12\u00a0lekcji"},
		{"pl", langs["pl"].Count("n.lessons", 21), "21\u00a0lekcji"},
		{"pl", langs["pl"].Count("n.lessons", 22), "22\u00a0lekcje"},
		{"en", langs["en"].Date("2026-11-03"), "3\u00a0November 2026"},
		{"de", langs["de"].Date("2026-11-03"), "3.\u00a0November 2026"},
		{"ru", langs["ru"].Date("2026-11-03"), "3\u00a0ноября 2026\u00a0г."},
		{"en", langs["en"].Date("soon"), "soon"},
		{"en", langs["en"].Duration(8), "8\u00a0min"},
		{"en", langs["en"].Duration(325), "5\u00a0h\u00a025"},
		{"en", langs["en"].due("+7d"), "within 7\u00a0days"},
		{"en", langs["en"].repeat("every:14d"), "every 14\u00a0days"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.lang, tc.got, tc.want)
		}
	}
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

func BenchmarkLessonPage(b *testing.B) {
	s := newSample(b, "en", "nl")
	r := s.theme.Renderer(s.site, s.env)
	p := s.page(b, "campaign-analogies/current-customers-first.html")
	p.Lesson.Widgets = nil
	s.bodies[p.Lesson] = "<p>Text.</p>"
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
