package looktest

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// sheetDir and only are set by .ci/sheet.
var (
	sheetDir = flag.String("sheet", "", "write contact sheets of every page kind and widget into `DIR`")
	only     = flag.String("only", "", "only kinds that match `REGEXP`")
)

var widths = []int{360, 768, 1280, 1920}

// most is how much of a long page a sheet shows, in CSS pixels.
const most = 3600

// mode is a way to look at a page.
type mode struct {
	Name     string
	medium   string
	features map[string]string
}

var modes = []mode{
	{Name: "light", features: map[string]string{"prefers-color-scheme": "light"}},
	{Name: "dark", features: map[string]string{"prefers-color-scheme": "dark"}},
	{Name: "forced", features: map[string]string{"prefers-color-scheme": "dark", "forced-colors": "active"}},
	{Name: "print", medium: "print", features: map[string]string{"prefers-color-scheme": "light"}},
}

// shot is one picture of a sheet; Width is in CSS pixels, Whole the page's length.
type shot struct {
	File         string
	Mode         string
	Width, Whole int
}

// sheet is what is known of one kind in one language.
type sheet struct {
	Name, Lang string
	Shots      []shot
	Paper      []string // printed pages, if pdftoppm is there
}

// studio takes the pictures.
type studio struct {
	t   *testing.T
	dir string
}

// TestSheet takes the pictures of one page and makes its sheet; with -sheet, of
// every page kind and widget, in English and in the language with the longest
// words.
func TestSheet(t *testing.T) {
	b := browser.Start(t)
	if *sheetDir == "" {
		s := &studio{t, t.TempDir()}
		files := fstest.MapFS{"a.html": {Data: []byte(`<!doctype html><html lang="en"><title>A</title><link rel="icon" href="a.html"><h1>A</h1>`)}, "llms.txt": {}}
		got := s.shoot(b, browser.Serve(t, files, "/"), "en", kind{name: "a", url: "a.html"}, widths[:2])
		s.write(b, []sheet{got})
		checkSheet(t, filepath.Join(s.dir, "a-en.png"))
		return
	}
	dir, err := filepath.Abs(*sheetDir)
	if err != nil {
		t.Fatal(err)
	}
	s := &studio{t, dir}
	s.write(b, s.everything(b))
}

// checkSheet holds that a sheet is a picture, and that it is not blank.
func checkSheet(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	colours := map[any]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			colours[img.At(x, y)] = true
		}
	}
	if len(colours) < 5 || img.Bounds().Dx() < (360+768)/2 {
		t.Errorf("a sheet of %v with %d colours", img.Bounds(), len(colours))
	}
}

func (s *studio) everything(b *browser.Browser) []sheet {
	wanted, err := regexp.Compile(*only)
	if err != nil {
		s.t.Fatal(err)
	}
	var all []sheet
	long := longest(s.t)
	shoot := func(site *browser.Site, lang, folder string, list []kind) {
		for _, k := range list {
			if k.url = folder + k.url; wanted.MatchString(k.name) {
				all = append(all, s.shoot(b, site, lang, k, widths))
			}
		}
	}
	site := browser.Serve(s.t, shipped(s.t), "/")
	for _, lang := range []string{"en", long} {
		folder := ""
		if lang != "en" {
			folder = lang + "/"
		}
		shoot(site, lang, folder, pages)
		shoot(browser.Serve(s.t, examples(s.t, lang), "/"), lang, "", widgets(s.t))
	}
	return all
}

// shoot takes every picture of a kind, in a browser context of its own.
func (s *studio) shoot(b *browser.Browser, site *browser.Site, lang string, k kind, widths []int) sheet {
	s.t.Helper()
	out := sheet{Name: k.name, Lang: lang}
	ok := s.t.Run(k.name+"-"+lang, func(t *testing.T) {
		p := b.Page(t)
		s.ready(p, site, lang, k)
		for _, width := range widths {
			for _, m := range modes {
				out.Shots = append(out.Shots, s.take(t, p, lang, k, m, width))
			}
		}
		must(t, p.Emulate("", nil))
		must(t, p.Viewport(1280, 900))
		out.Paper = s.paper(t, p, k.name+"-"+lang)
		p.TakeConsole() // a picture is no test of the console
	})
	if !ok {
		s.t.Errorf("%s in %q has no pictures", k.name, lang)
	}
	return out
}

// ready brings the page into the state that is to be seen. What a page has kept before is
// cleared, so that one page can serve many kinds.
func (s *studio) ready(p *browser.Page, site *browser.Site, lang string, k kind) {
	p.Run("date " + date + "T10:00")
	state := map[string]string{}
	if k.used {
		state = usedState(s.t, lang)
	}
	restore(p, site, state)
	p.Open(site.URL(k.url))
	p.Run(k.do)
}

// restore replaces everything that the site keeps in the page's browser by state.
func restore(p *browser.Page, site *browser.Site, state map[string]string) {
	p.Open(site.URL("llms.txt")) // has no script that keeps something
	p.Call(`(state) => { sessionStorage.clear(); localStorage.clear(); Object.assign(localStorage, state); }`, nil, state)
}

var (
	usedMu     sync.Mutex
	usedStates = map[string]map[string]string{} // by language
)

// usedState is what the shipped playbook keeps for a reader who did what begin says, in a
// language. The first test that asks does it; the others start from there.
func usedState(t *testing.T, lang string) map[string]string {
	t.Helper()
	usedMu.Lock()
	defer usedMu.Unlock()
	if state := usedStates[lang]; state != nil {
		return state
	}
	folder := ""
	if lang != "en" {
		folder = lang + "/"
	}
	site := browser.Serve(t, shipped(t), "/")
	p := browser.Start(t).Page(t)
	p.Run("date " + date + "T10:00\n" + strings.ReplaceAll(strings.TrimSpace(begin), "open ", "open "+site.URL(folder)))
	p.Open(site.URL("llms.txt")) // the page before it writes what it has not yet written
	state := map[string]string{}
	p.Eval(`({...localStorage})`, &state)
	usedStates[lang] = state
	return state
}

func (s *studio) take(t *testing.T, p *browser.Page, lang string, k kind, m mode, width int) shot {
	must(t, p.Emulate(m.medium, m.features))
	data, whole, err := p.Picture(width, most)
	must(t, err)
	name := fmt.Sprintf("shots/%s-%s-%s-%d.png", k.name, lang, m.Name, width)
	s.put(t, name, data)
	return shot{File: name, Mode: m.Name, Width: width, Whole: whole}
}

// paper prints the page, and draws what was printed where pdftoppm can.
func (s *studio) paper(t *testing.T, p *browser.Page, name string) []string {
	pdf, err := p.PDF()
	must(t, err)
	s.put(t, "paper/"+name+".pdf", pdf)
	draw, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil
	}
	base := filepath.Join(s.dir, "paper", name)
	old, _ := filepath.Glob(base + "-[0-9]*.png")
	for _, f := range old {
		must(t, os.Remove(f))
	}
	if out, err := exec.Command(draw, "-png", "-r", "60", base+".pdf", base).CombinedOutput(); err != nil {
		t.Fatalf("draw %s: %v %s", name, err, out)
	}
	drawn, _ := filepath.Glob(base + "-[0-9]*.png")
	slices.Sort(drawn)
	for i, f := range drawn {
		drawn[i] = "paper/" + filepath.Base(f)
	}
	return drawn
}

func (s *studio) put(t *testing.T, name string, data []byte) {
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, data, 0o644))
}

// Pictures are shown at half their size, in columns of one width each.
var sheetPage = template.Must(template.New("").Funcs(template.FuncMap{"half": func(n int) int { return n / 2 }}).Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{.Name}}, {{.Lang}}</title>
<style>body { font: 14px/1.4 sans-serif; margin: 16px; background: #777; color: #fff; width: max-content }
tr { vertical-align: top } td, th { padding: 0 12px 16px 0; text-align: left } img { display: block } .paper { display: flex; flex-wrap: wrap; gap: 12px; width: 2240px }</style>
<h1>{{.Name}}, {{.Lang}}</h1>
<table>{{range .Rows}}<tr><th>{{.Mode}}</th>{{range .Shots}}<td>{{.Width}} px, {{.Whole}} px long<a href="{{.File}}"><img src="{{.File}}" width="{{half .Width}}" alt=""></a></td>{{end}}</tr>{{end}}</table>
{{if .Paper}}<h2>printed, {{len .Paper}} pages</h2><div class="paper">{{range .Paper}}<img src="{{.}}" alt="">{{end}}</div>{{end}}
`))

var indexPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Contact sheets</title><h1>Contact sheets</h1><ul>
{{range .}}<li><a href="{{.Name}}-{{.Lang}}.html">{{.Name}}, {{.Lang}}</a> (<a href="{{.Name}}-{{.Lang}}.png">one picture</a>, <a href="paper/{{.Name}}-{{.Lang}}.pdf">printed</a>)</li>
{{end}}</ul>
`))

// row is a mode's pictures, narrow to wide.
type row struct {
	Mode  string
	Shots []shot
}

func (s sheet) Rows() []row {
	rows := make([]row, len(modes))
	for i, m := range modes {
		rows[i].Mode = m.Name
		for _, one := range s.Shots {
			if one.Mode == m.Name {
				rows[i].Shots = append(rows[i].Shots, one)
			}
		}
	}
	return rows
}

// write makes the sheets: a page each, and that page's picture, so that the
// browser does the scaling and the lettering.
func (s *studio) write(b *browser.Browser, all []sheet) {
	p := b.Page(s.t)
	for _, one := range all {
		name := one.Name + "-" + one.Lang
		var html bytes.Buffer
		must(s.t, sheetPage.Execute(&html, one))
		s.put(s.t, name+".html", html.Bytes())
		p.Open(browser.Dir(s.dir).URL(name + ".html"))
		data, _, err := p.Picture(2300, 16000)
		must(s.t, err)
		s.put(s.t, name+".png", data)
	}
	var html bytes.Buffer
	must(s.t, indexPage.Execute(&html, all))
	s.put(s.t, "index.html", html.Bytes())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
