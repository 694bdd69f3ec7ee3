package sitetest

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/generator/scorm"
	"playbook/templates"
)

// A playbook in a language that is only data of the program: everything that has words is in it, and no page, script or
// feed of it has an English word. A second build is a course for a learning platform.
func TestFrenchHasNoEnglish(t *testing.T) {
	source := frenchPlaybook(t)
	english := englishWords(t)
	course := &scorm.Course{Options: scorm.Options{Version: scorm.V12}}
	pages, texts := 0, 0
	for name, o := range map[string]pipeline.Options{"site": {}, "course": {Package: course.Choose}} {
		s := testsite.Build(t, source, o)
		for _, d := range s.Result.Diags {
			t.Errorf("%s: %s:%d: %s", name, d.Pos.Path, d.Line, d.Message)
		}
		for _, f := range s.Names() {
			list := textsOf(t, f, s.Files[f])
			if len(list) > 0 {
				pages++
			}
			for _, text := range list {
				texts++
				if why := english.in(text); why != "" {
					t.Errorf("%s: %s: %q: %s", name, f, text, why)
				}
			}
		}
	}
	t.Logf("%d files, %d texts", pages, texts)
	if pages < 40 || texts < 5000 {
		t.Errorf("%d files with %d texts: expected a whole site", pages, texts)
	}
}

func frenchPlaybook(t *testing.T) fstest.MapFS {
	t.Helper()
	source := fstest.MapFS{}
	archive, err := txtar.ParseFile("testdata/french.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		source[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return source
}

// TestFrenchInTheBrowser looks at what scripts make of the pages: no English word is in it, and a date is as templates write it.
func TestFrenchInTheBrowser(t *testing.T) {
	english := englishWords(t)
	s := testsite.Build(t, frenchPlaybook(t), pipeline.Options{})
	b := browser.Start(t)
	p := b.Page(t)
	host := browser.Serve(t, s.FS(), "/")
	look := func(page, do string) {
		t.Helper()
		var texts []string
		p.Call(`async (run) => {
			await eval("(async () => {" + run + "})()");
			for (let was = "", same = 0; same < 3; ) { // until scripts have drawn
				await new Promise((done) => setTimeout(done, 50));
				same = was === document.body.innerHTML ? same + 1 : 0;
				was = document.body.innerHTML;
			}
			const out = [];
			for (const el of document.querySelectorAll("body, body *")) {
				if (["SCRIPT", "STYLE", "CODE", "TEMPLATE"].includes(el.tagName)) continue;
				for (const n of el.childNodes) if (n.nodeType === 3 && n.data.trim()) out.push(n.data.trim());
				for (const a of ["aria-label", "title", "placeholder", "alt", "aria-description"]) if (el.getAttribute(a)?.trim()) out.push(el.getAttribute(a).trim());
			}
			return out;
		}`, &texts, do)
		if len(texts) < 10 {
			t.Errorf("%s: only %d texts", page, len(texts))
		}
		for _, text := range texts {
			if why := english.in(text); why != "" {
				t.Errorf("%s: %q: %s", page, text, why)
			}
		}
	}
	for _, f := range s.Names() {
		if path.Ext(f) == ".html" && !strings.Contains(s.Files[f], `http-equiv="refresh"`) {
			p.Open(host.URL(f))
			look(f, "document.querySelectorAll('details').forEach((d) => { d.open = true })")
		}
	}
	const opened = "while (!document.querySelector('dialog[open]')) await new Promise((done) => setTimeout(done, 50))"
	p.Open(host.URL("index.html"))
	look("the search", "await playbook.lib.page.load('search'); document.querySelector('[data-pb-search]').click(); "+opened)
	p.Open(host.URL("terrain/visite.html"))
	look("the list of keys", "document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true })); "+opened)
	var dates []string
	p.Call(`async () => {
		await playbook.lib.page.load("kit");
		return ["2026-11-01", "2026-11-03"].map((d) => playbook.lib.dates.formatDate(d, "fr"));
	}`, &dates)
	if got := strings.Join(dates, ", "); got != "1er novembre 2026, 3 novembre 2026" || !strings.Contains(s.Files["terrain/visite.html"], "1er\u00a0novembre 2026") {
		t.Errorf("scripts write %q", got)
	}
}

// TestEnglishIsFound: what the test above looks for is found where it is.
func TestEnglishIsFound(t *testing.T) {
	english := englishWords(t)
	for text, want := range map[string]bool{
		"Mark as read": true, "Skip to the text": true, "{1} of {2} learnt": true, "3 of 12 learnt": true, "Two of the lot": true,
		"Marquer comme lue": false, "Journal": false, "Quiz": false, "Note": false, "La visite d’hier": false,
	} {
		if got := english.in(text) != ""; got != want {
			t.Errorf("%q: English %v, expected %v", text, got, want)
		}
	}
	got := strings.Join(textsOf(t, "a.html", `<html><head><title>A</title><style>b{}</style></head><body><p aria-label="B">C <b>D</b></p>`+
		`<script type="application/json" id="pb-config">{"words":{"a":["E","F"]},"site":"G"}</script><script>H</script></body></html>`), " ")
	if got != "A B C D E F" {
		t.Errorf("got %q", got)
	}
}

// english are the words of the interface in English that French says otherwise, and the commonest English words.
type english struct {
	whole map[string]bool
	parts []string // long pieces between blanks
}

// function are English words that no French text has.
var function = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}_.'’-])(the|and|of|is|are|your|you|with|this|that|not|for|from|it|has|have|was|when|what|which|there|here)(?:$|[^\p{L}\p{N}_.'’-])`)

var blanks = regexp.MustCompile(`\{[^{}]*\}`)

func englishWords(t *testing.T) (e english) {
	t.Helper()
	e.whole = map[string]bool{}
	french := map[string]bool{}
	for _, lang := range []string{"fr", "en"} {
		for _, pattern := range []string{"strings/", "widgets/*/strings/"} {
			paths, _ := fs.Glob(templates.FS, pattern+lang+".toml")
			if len(paths) == 0 {
				t.Fatalf("no files %s%s.toml", pattern, lang)
			}
			for _, p := range paths {
				raw, err := fs.ReadFile(templates.FS, p)
				if err != nil {
					t.Fatal(err)
				}
				var all map[string]any
				if err := toml.Unmarshal(raw, &all); err != nil {
					t.Fatal(err)
				}
				delete(all, "spellings") // what other programs and authors write, English on every page
				if more, ok := all["more"].(map[string]any); ok {
					delete(more, "totals")
					delete(more, "names")
				}
				for _, text := range leaves(all) {
					switch text = strings.TrimSpace(text); {
					case lang == "fr":
						name, _, _ := strings.Cut(text, ": ") // of a tool in the search, before its other words
						french[text], french[name] = true, true
					case !french[text] && len(text) > 2:
						e.add(text)
						if name, _, ok := strings.Cut(text, ": "); ok && !french[name] {
							e.whole[name] = true
						}
					}
				}
			}
		}
	}
	return e
}

func (e *english) add(text string) {
	e.whole[text] = true
	pieces := blanks.Split(text, -1)
	for _, p := range pieces {
		if len(pieces) > 1 && len(strings.TrimSpace(p)) >= 6 {
			e.parts = append(e.parts, strings.TrimSpace(p))
		}
	}
}

// in says why a text is English, "" for one that is not.
func (e *english) in(text string) string {
	if e.whole[text] {
		return "the interface's English words"
	}
	for _, p := range e.parts {
		if strings.Contains(text, p) && function.MatchString(" "+p+" ") {
			return "it has the English words " + p
		}
	}
	if m := function.FindStringSubmatch(blanks.ReplaceAllString(text, "")); m != nil {
		return "it has the English word " + m[1]
	}
	return ""
}

func leaves(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			out = append(out, leaves(x)...)
		}
	case map[string]any:
		for _, x := range v {
			out = append(out, leaves(x)...)
		}
	}
	return out
}

// shown are attributes that readers meet.
var shown = []string{"aria-label", "aria-description", "title", "alt", "placeholder", "content", "data-label", "label"}

// withWords begins a script that brings words along.
var withWords = regexp.MustCompile(`^\(playbook\.lib\.page\.config\(\)\.widgets\?\?=\{\}\)\.(\w+)=(\{.*\});\n`)

// textsOf are the texts of a file that a reader may meet: those of a page with the words its scripts get, of a script's own words,
// and of a search index the words of its dialog.
func textsOf(t *testing.T, name, body string) (out []string) {
	t.Helper()
	words := func(raw string) {
		var v any
		if err := json.Unmarshal([]byte(raw), &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, text := range leaves(v) {
			out = append(out, strings.TrimSpace(text))
		}
	}
	switch path.Ext(name) {
	case ".js":
		if m := withWords.FindStringSubmatch(body); m != nil {
			var all map[string]any
			if err := json.Unmarshal([]byte(m[2]), &all); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			delete(all, "totals")
			delete(all, "names")
			for _, text := range leaves(all) {
				out = append(out, strings.TrimSpace(text))
			}
		}
		if m := regexp.MustCompile(`\bw:(\{"[a-z_]+":.*?\})[,}]`).FindStringSubmatch(body); m != nil && strings.HasPrefix(name, "search/") {
			words(m[1])
		}
		return out
	case ".html", ".xml":
	default:
		return nil
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		switch {
		case n.Type == html.ElementNode:
			for _, a := range n.Attr {
				if slices.Contains(shown, a.Key) && !strings.Contains(a.Val, "default-src") && !strings.HasPrefix(a.Val, "width=device") && strings.TrimSpace(a.Val) != "" {
					out = append(out, strings.TrimSpace(a.Val))
				}
			}
			if n.Data == "script" && n.FirstChild != nil && attribute(n, "id") == "pb-config" {
				var c struct{ Words, Widgets map[string]any }
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &c); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for _, text := range append(leaves(map[string]any(c.Words)), leaves(map[string]any(c.Widgets))...) {
					out = append(out, strings.TrimSpace(text))
				}
			}
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" && n.Parent.Data != "code":
			if text := strings.TrimSpace(n.Data); text != "" {
				out = append(out, text)
			}
		}
	}
	return out
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
