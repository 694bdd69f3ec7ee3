package manual_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/manual"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
	"playbook/templates"
)

var workflow = manual.Workflow{Path: "publish.yml", Text: "steps: []\n"}

// built is the manual as a site, drawn once for all tests.
var built = sync.OnceValues(func() (fstest.MapFS, error) {
	source, err := manual.Source(manual.Facts{
		Templates: templates.FS, Commands: []manual.Command{{Use: "generate", Short: "builds", Long: "The status is:\n  0    success\n  130  stopped"}},
		Workflows: map[string]manual.Workflow{"github": workflow, "gitlab": workflow, "netlify": workflow, "cloudflare": workflow},
	})
	if err != nil {
		return nil, err
	}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: "2026-11-30"}}
	r, err := b.Build(context.Background())
	if err != nil {
		return nil, err
	}
	if len(r.Diags) > 0 {
		return nil, fmt.Errorf("the manual has findings, the first: %s: %s", r.Diags[0].Place(), r.Diags[0].Message)
	}
	site := fstest.MapFS{}
	for _, f := range r.Files {
		var data bytes.Buffer
		if err := f.Write(&data); err != nil {
			return nil, err
		}
		site[f.Path] = &fstest.MapFile{Data: data.Bytes(), Mode: 0o444}
	}
	return site, nil
})

func site(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func page(t *testing.T, name string) string {
	t.Helper()
	f := site(t)[name]
	if f == nil {
		t.Fatalf("the manual has no page %s", name)
	}
	return string(f.Data)
}

// TestBlocks looks for a page of each kind, with an example drawn and every attribute.
func TestBlocks(t *testing.T) {
	for _, k := range kinds.All() {
		text := page(t, "blocks/"+k.Name+".html")
		if !strings.Contains(text, "::: "+k.Name) && !strings.Contains(text, ":::: "+k.Name) {
			t.Errorf("%s: the page shows no Markdown of it", k.Name)
		}
		if len(k.Takes) == 0 {
			t.Errorf("%s: the kind declares no attributes", k.Name)
		}
		for _, thing := range k.Takes {
			for _, a := range thing.Attributes {
				if !strings.Contains(text, "<code>"+a.Name+"</code>") {
					t.Errorf("%s: the page does not name the attribute %q of a %s", k.Name, a.Name, thing.What)
				}
			}
		}
	}
	text := page(t, "blocks/details.html")
	for _, thing := range content.Takes() {
		for _, a := range thing.Attributes {
			if thing.What == "details" && !strings.Contains(text, "<code>"+a.Name+"</code>") {
				t.Errorf("details: the page does not name the attribute %q", a.Name)
			}
		}
	}
}

// TestKeys looks for every key of site.toml and of front matter, and for what it is
// for.
func TestKeys(t *testing.T) {
	for name, schema := range map[string]func() ([]byte, error){
		"settings/site.html":         config.Schema,
		"settings/front-matter.html": func() ([]byte, error) { return content.HeadSchema(nil) },
	} {
		raw, err := schema()
		if err != nil {
			t.Fatal(err)
		}
		var root any
		if err := json.Unmarshal(raw, &root); err != nil {
			t.Fatal(err)
		}
		text, keys := page(t, name), map[string]bool{}
		keysOf(root, keys)
		if len(keys) < 20 {
			t.Errorf("%s: found only %d keys in the schema", name, len(keys))
		}
		for key := range keys {
			if !strings.Contains(text, "<code>"+key+"</code>") && !strings.Contains(text, key+"]") {
				t.Errorf("%s does not name the key %q", name, key)
			}
		}
		if strings.Contains(text, "<td></td>") {
			t.Errorf("%s says nothing of one of the keys", name)
		}
	}
}

// keysOf gathers the keys of all tables in a schema.
func keysOf(schema any, into map[string]bool) {
	switch s := schema.(type) {
	case map[string]any:
		for key, value := range s {
			if key == "properties" {
				for name := range value.(map[string]any) {
					into[name] = true
				}
			}
			if key != "patternProperties" && key != "if" && key != "then" {
				keysOf(value, into)
			}
		}
	case []any:
		for _, v := range s {
			keysOf(v, into)
		}
	}
}

// TestViews looks for every layout and partial of the theme, and for the types that
// they lead to.
func TestViews(t *testing.T) {
	text, types := page(t, "theme/theme-view-fields.html"), 0
	for _, folder := range []string{"layouts", "partials"} {
		err := fs.WalkDir(templates.FS, folder, func(name string, _ fs.DirEntry, err error) error {
			if path.Ext(name) == ".html" && !strings.Contains(text, "<code>"+name+"</code>") {
				t.Errorf("the page does not name %s", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^## \S+(?: \S+)* \{#(view-\S+)\}$`).FindAllStringSubmatch(theme.Views(), -1) {
		if types++; !strings.Contains(text, `id="`+m[1]+`"`) {
			t.Errorf("the page has nothing on %s", m[1])
		}
	}
	if types < 30 || strings.Contains(text, "<td></td>") {
		t.Errorf("%d types stand there, or one of their values has no words", types)
	}
}

// TestCodes looks for every code that the program knows.
func TestCodes(t *testing.T) {
	var all strings.Builder
	for name, f := range site(t) {
		if path.Dir(name) == "codes" && strings.HasSuffix(name, ".html") {
			all.Write(f.Data)
		}
	}
	for _, code := range diag.Codes() {
		if !strings.Contains(all.String(), `id="`+strings.ToLower(string(code))+`"`) {
			t.Errorf("%s is not in the manual", code)
		}
	}
}

// TestCommands: indented lines in the help of a command are a list.
func TestCommands(t *testing.T) {
	for _, item := range []string{"<li><code>0</code>: success</li>", "<li><code>130</code>: stopped</li>"} {
		if !strings.Contains(page(t, "settings/commands.html"), item) {
			t.Errorf("the page of the commands has no %s", item)
		}
	}
}

// TestHeaders holds that the pages of hosts without _headers send what it says, and
// that the settings on all pages can be read.
func TestHeaders(t *testing.T) {
	files := site(t)
	rule := regexp.MustCompile(`(?m)^  Content-Security-Policy: (.*)$`).FindSubmatch(files["_headers"].Data)
	if rule == nil {
		t.Fatal("_headers has no policy")
	}
	policies, settings := 0, 0
	for name, f := range files {
		if !strings.HasSuffix(name, ".md") || path.Dir(name) == "codes" { // whose examples are bad ones
			continue
		}
		for _, policy := range regexp.MustCompile(`default-src 'none'[^"\n]*`).FindAll(f.Data, -1) {
			if policies++; !bytes.Equal(policy, rule[1]) {
				t.Errorf("%s has another policy than _headers:\n%s\n%s", name, policy, rule[1])
			}
		}
		for _, block := range regexp.MustCompile("(?ms)^ *```(json|xml)[^\n]*\n(.*?)^ *```$").FindAllSubmatch(f.Data, -1) {
			settings++
			var err error
			if string(block[1]) == "json" {
				err = json.Unmarshal(block[2], new(any))
			} else {
				err = xml.Unmarshal(bytes.TrimSpace(block[2]), new(struct{}))
			}
			if err != nil {
				t.Errorf("%s: %s: %v", name, block[1], err)
			}
		}
	}
	if policies < 3 || settings < 2 {
		t.Errorf("%d policies and %d files of settings are in the manual", policies, settings)
	}
}

// TestClasses holds that a style sheet in the manual names classes that the theme has: a
// class that no page has does nothing, and no finding says so.
func TestClasses(t *testing.T) {
	text, err := os.ReadFile("content/theme/03-theme-fonts-colors.md")
	if err != nil {
		t.Fatal(err)
	}
	frame, err := fs.ReadFile(templates.FS, "styles/30-frame.css")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^ +(\.[a-z-]+) \{|`+"`(\\.[a-z]+)` is").FindAllSubmatch(text, -1)
	if len(named) < 2 {
		t.Errorf("the page names %d classes", len(named))
	}
	for _, m := range named {
		if class := string(m[1]) + string(m[2]); !bytes.Contains(frame, []byte(class+" {")) {
			t.Errorf("the theme has no class %q", class)
		}
	}
}

// TestPictures holds that every picture is of a page, and that they stay small: they are
// in the program. That pages name pictures which are there, and say what they show, the
// build itself holds. README.md shows some of them on the code host.
func TestPictures(t *testing.T) {
	const most = 600_000
	total, named := 0, map[string]bool{}
	about := regexp.MustCompile(`!\[([^\]]*)\]\(([^)\s]+)`)
	pages, _ := filepath.Glob("content/*/*.md") // the pattern is right
	for _, name := range pages {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range about.FindAllSubmatch(text, -1) {
			named[filepath.Join(filepath.Dir(name), string(m[2]))] = true
		}
	}
	pictures, _ := filepath.Glob("content/*/*.png")
	for _, name := range pictures {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		total += len(data)
		size, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || size.Width < 1000 || size.Width > 1280 || size.Height > 900 {
			t.Errorf("%s: %d × %d pixels, %v", name, size.Width, size.Height, err)
		}
		if !named[name] {
			t.Errorf("%s: no page shows it", name)
		}
	}
	if t.Logf("%d pictures, %d bytes", len(pictures), total); total > most || len(pictures) < 8 {
		t.Errorf("%d pictures of %d bytes, expected 8 or more of at most %d", len(pictures), total, most)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := about.FindAllSubmatch(readme, -1)
	for _, m := range shown {
		if _, err := os.Stat(filepath.Join("../..", string(m[2]))); err != nil || len(m[1]) == 0 {
			t.Errorf("README.md shows %q as %q: %v", m[2], m[1], err)
		}
	}
	if len(shown) < 2 {
		t.Errorf("README.md shows %d pictures", len(shown))
	}
}

// TestPlaces refuses a line that stands for what nobody knows, and finds none that
// was left.
func TestPlaces(t *testing.T) {
	for name, f := range site(t) {
		if strings.HasSuffix(name, ".md") && bytes.Contains(f.Data, []byte("<!-- manual:")) {
			t.Errorf("%s: a line stands there for what the program knows", name)
		}
	}
}

// TestQuestions asks what readers ask of a manual. A question is answered if a right
// page is among the first three.
func TestQuestions(t *testing.T) {
	raw, err := os.ReadFile("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t), "/").URL("index.html"))
	asked, right := 0, 0
	for line := range strings.Lines(string(raw)) {
		question, pages, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		asked++
		var got []string
		p.Call(`async (q) => (await window.playbook.search(q, {limit: 3})).results.map((r) => r.url)`, &got, question)
		for i := range got {
			got[i] = strings.TrimSuffix(path.Base(strings.TrimSuffix(got[i], "/index.html")), ".html")
		}
		if slices.ContainsFunc(strings.Fields(pages), func(want string) bool { return slices.Contains(got, want) }) {
			right++
			continue
		}
		t.Errorf("%q: got %s, expected %s", question, got, pages)
	}
	t.Logf("right among the first three for %d of %d", right, asked)
	if asked < 60 {
		t.Errorf("only %d questions are asked", asked)
	}
}
