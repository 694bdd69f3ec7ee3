package pipeline_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// pixel is a PNG of one pixel.
const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x56\xc7\x2f\x0d\x00\x00\x00\x00IEND\xaeB`\x82"

// withOwn is a builder of a playbook with its own templates.
func withOwn(t *testing.T, files map[string]string) *pipeline.Builder {
	t.Helper()
	source, all := fstest.MapFS{}, fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := templates.FS.ReadFile(p)
		all[p] = &fstest.MapFile{Data: data, Mode: 0o444}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for p, text := range files {
		source[p] = &fstest.MapFile{Data: []byte(text), Mode: 0o444}
		if own, ok := strings.CutPrefix(p, "templates/"); ok {
			all[own] = source[p]
		}
	}
	return &pipeline.Builder{Source: source, Templates: all, Theme: templates.FS, Options: pipeline.Options{Date: testDate}}
}

// TestOwnPictures holds that pictures and fonts which a site's own style sheets and
// templates name become files of the site, under addresses that change with their
// bytes, and that a template has the site's values and icons.
func TestOwnPictures(t *testing.T) {
	files := map[string]string{
		"site.toml":        "title = \"A\"\nsite_id = \"a\"\n[params]\nmotto = \"Sell <well>\"\n[params.desk]\nphone = \"112\"\n[[params.desk.links]]\nto = \"a.html\"\n",
		"content/s/a.md":   "# A\n\nText.\n",
		"content/x/y/b.md": "# B\n\nText.\n",
		"templates/styles/90-brand.css": `@font-face { font-family: Brand; src: url("../fonts/Brand Sans.woff2") }
.hero { background: url(../images/hero.png), url(/images/Wave.svg#top), url("images/wave.webp") } .x { fill: url(#grad) }`,
		"templates/fonts/Brand Sans.woff2": "wOF2 font",
		"templates/images/hero.png":        pixel,
		"templates/images/Wave.svg":        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2"/></svg>`,
		"templates/images/wave.webp":       "RIFF....WEBP",
		"templates/icons/truck.svg":        `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>`,
		"templates/partials/icons.svg":     `<svg xmlns="http://www.w3.org/2000/svg"><symbol id="van" viewBox="0 0 3 3"><path d="M1 1"/></symbol></svg>`,
		"templates/partials/footer.html": `{{/* without data-pb-count */}}<footer><button data-pb-keys>{{icon "truck"}}{{icon "van"}}{{icon "book"}}</button>{{template "brand" (asset "images/hero.png")}}
<img alt="" src="{{asset "images/Wave.svg"}}" srcset="{{asset "images/hero.png"}} 2x">{{param "motto"}} {{param "desk.phone"}} {{param "desk.fax" "none"}}{{range param "desk.links"}}<a href="{{.to}}">x</a>{{end}}</footer>`,
		"templates/partials/brand.html": `<img alt="" src="{{.}}">`,
	}
	build := func(b *pipeline.Builder) map[string]string {
		d := drawAll(t, b)
		for _, found := range d.diags {
			t.Error(found)
		}
		return d.files
	}
	site := build(withOwn(t, files))
	style := ""
	for p, text := range site {
		if strings.HasPrefix(p, "assets/site.") {
			style = text
		}
	}
	for _, want := range []string{`url\(\./brand-sans\.[0-9a-f]{10}\.woff2\)`, `url\(\./hero\.[0-9a-f]{10}\.png\)`, `url\(\./wave\.[0-9a-f]{10}\.svg#top\)`, `url\(\./wave\.[0-9a-f]{10}\.webp\)`, `fill:url\(#grad\)`} {
		m := regexp.MustCompile(want).FindString(style)
		if m == "" {
			t.Errorf("the style sheet has no %s", want)
			continue
		}
		name, _, _ := strings.Cut(strings.Trim(strings.TrimPrefix(m, "url("), ")"), "#")
		if _, ok := site[path.Join("assets", name)]; !ok && !strings.Contains(m, "grad") {
			t.Errorf("%s is in the style sheet, and no file of the site", name)
		}
	}
	for p, root := range map[string]string{"s/a.html": "../", "x/y/b.html": "../../", "index.html": ""} {
		page := site[p]
		for _, want := range []string{
			`<img alt="" src="` + root + `assets/hero\.[0-9a-f]{10}\.png">`, `src="` + root + `assets/wave\.[0-9a-f]{10}\.svg" srcset="` + root + `assets/hero\.[0-9a-f]{10}\.png 2x">`,
			`Sell &lt;well&gt; 112 none<a href="a.html">x</a>`, `<symbol id="pbi-truck" viewBox="0 0 9 9"><path d="M1 1h7"/></symbol>`, `<symbol id="pbi-van"`, `<symbol id="pbi-book"`,
		} {
			if !regexp.MustCompile(want).MatchString(page) {
				t.Errorf("%s has no %s", p, want)
			}
		}
		if strings.Contains(page, "~pb") {
			t.Errorf("%s has the token of a picture", p)
		}
	}

	// A warm build sees that a picture has changed.
	b := withOwn(t, files)
	before := build(b)
	changed := strings.Replace(files["templates/images/Wave.svg"], "M0 0", "M1 0", 1)
	b.Source.(fstest.MapFS)["templates/images/Wave.svg"].Data = []byte(changed)
	after := build(b)
	files["templates/images/Wave.svg"] = changed
	cold := build(withOwn(t, files))
	if before["index.html"] == after["index.html"] || after["index.html"] != cold["index.html"] {
		t.Error("the page of a warm build does not name the picture as it is now")
	}
	for p := range cold {
		if after[p] != cold[p] {
			t.Errorf("%s differs from that of a cold build", p)
		}
	}
}
