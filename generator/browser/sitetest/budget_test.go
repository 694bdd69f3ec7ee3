package sitetest

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
)

// Budgets of a lesson page without its pictures, in bytes, gzip. A page with one
// checklist, or with no instrument, has what a page may have; each further kind of
// instrument adds its style and script and the words of its script, each
// instrument its text. Decision 0081 says how the numbers came about.
const (
	budgetHTML    = 12_000
	budgetCSS     = 12_000
	budgetScript  = 6_000
	budgetCounted = 14_000 // script with a checklist
	budgetAudit   = 32_000 // script with an audit of accounts, and checklists or none
	budgetSearch  = 10_000 // script that search adds on first focus

	moreHTML    = 800   // by each instrument after the first
	moreDrawn   = 600   // by each static block
	budgetDrawn = 1_100 // style of each kind of static block
)

// A weighed is what a page takes before anything is touched.
type weighed struct {
	html, css, script int
	instruments       []string // the kind of each
	kinds             []string
	drawn, blocks     int // kinds of static block with a style of their own; blocks of them
}

var (
	styleTag  = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)"`)
	scriptTag = regexp.MustCompile(`<script src="([^"]+)"`)
	elementRE = regexp.MustCompile(`<pb-(\w+)`)
	configRE  = regexp.MustCompile(`(?s)id="pb-config">(.*?)</script>`)
)

// weigh adds up a page: what it links, and what main.js loads for its instruments.
func weigh(t *testing.T, s testsite.Site, name string, size func(string) int) weighed {
	t.Helper()
	text := s.Files[name]
	w := weighed{html: gzipped(t, text), blocks: strings.Count(text, `<figure class="drawn `)}
	for _, m := range styleTag.FindAllStringSubmatch(text, -1) {
		w.css += size(path.Join(path.Dir(name), m[1]))
		kind, _, _ := strings.Cut(path.Base(m[1]), ".")
		if kinds.ByName()[kind].Static {
			w.drawn++
		}
	}
	for _, m := range scriptTag.FindAllStringSubmatch(text, -1) {
		w.script += size(path.Join(path.Dir(name), m[1]))
	}
	for _, m := range elementRE.FindAllStringSubmatch(text, -1) {
		w.instruments = append(w.instruments, m[1])
	}
	w.kinds = slices.Compact(slices.Sorted(slices.Values(w.instruments)))
	if len(w.kinds) > 0 {
		var c struct{ Assets map[string]string }
		if err := json.Unmarshal([]byte(configRE.FindStringSubmatch(text)[1]), &c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		w.script += size(c.Assets["kit"])
		for _, k := range w.kinds {
			w.script += size(c.Assets[k])
		}
	}
	return w
}

// budget is what such a page may take, as is said at the constants.
func (w weighed) budget(t testing.TB) (html, css, script int) {
	html, css, script = budgetHTML+moreDrawn*w.blocks, budgetCSS+budgetDrawn*w.drawn, budgetScript
	if len(w.kinds) == 0 {
		return html, css, script
	}
	script = budgetCounted
	html += moreHTML * (len(w.instruments) - 1)
	for _, k := range w.kinds {
		b := testsite.KindOf(t, k)
		html += b.Words
		if k != "checklist" { // which has its place in the page's own
			css += b.Style
			script += b.Script
		}
	}
	if slices.Contains(w.kinds, "mix") && !slices.ContainsFunc(w.kinds, func(k string) bool { return k != "mix" && k != "checklist" }) {
		script = min(script, budgetAudit)
	}
	return html, css, script
}

// TestPagesStaySmall weighs every lesson of the shipped playbook, in all languages,
// and a lesson without instruments. -v prints the table.
func TestPagesStaySmall(t *testing.T) {
	s := testsite.Shipped(t)
	sizes := map[string]int{}
	size := func(file string) int {
		if sizes[file] == 0 {
			sizes[file] = gzipped(t, s.Files[file])
		}
		if s.Files[file] == "" {
			t.Fatalf("there is no file %q", file)
		}
		return sizes[file]
	}
	n := 0
	for _, name := range s.Names() {
		if !strings.HasSuffix(name, ".html") || !strings.Contains(s.Files[name], `data-page="lesson"`) {
			continue
		}
		n++
		w := weigh(t, s, name, size)
		html, css, script := w.budget(t)
		if len(name) > 3 && name[2] == '/' {
			html += html / 5
		}
		t.Logf("%6d %6d %6d  %s %v", w.html, w.css, w.script, name, w.instruments)
		if w.html > html || w.css > css || w.script > script {
			t.Errorf("%s with %v: HTML %d of %d, CSS %d of %d, script %d of %d bytes", name, w.instruments, w.html, html, w.css, css, w.script, script)
		}
	}
	if n < 150 {
		t.Errorf("only %d lessons", n)
	}
	if w := weigh(t, s, "changes.html", size); w.script > budgetScript {
		t.Errorf("a page without instruments loads %d bytes of script, more than %d", w.script, budgetScript)
	}
	for name := range s.Files {
		if strings.HasPrefix(name, "assets/search.") && size(name) > budgetSearch {
			t.Errorf("search adds %d bytes, more than %d", size(name), budgetSearch)
		}
		if strings.Contains(name, "font") || strings.HasSuffix(name, ".woff2") {
			t.Errorf("%s is a font", name)
		}
		if strings.HasSuffix(name, ".css") && strings.Contains(s.Files[name], "@font-face") {
			t.Errorf("%s loads a font", name)
		}
	}
}

// TestKindsStaySmall holds each kind to its budget, and the audit with what every
// page loads to its own.
func TestKindsStaySmall(t *testing.T) {
	s := testsite.Shipped(t)
	at := func(prefix, ext string) int {
		for name := range s.Files {
			if strings.HasPrefix(name, "assets/"+prefix+".") && strings.HasSuffix(name, ext) {
				return gzipped(t, s.Files[name])
			}
		}
		t.Errorf("there is no assets/%s.*%s", prefix, ext)
		return 0
	}
	base := at("theme", ".js") + at("main", ".js")
	kit := at("kit-en", ".js")
	if base > budgetScript {
		t.Errorf("every page loads %d bytes of script", base)
	}
	gallery := testsite.Warm(t, testsite.Repository(t), pipeline.Options{Drafts: true})
	sizes := map[string]int{} // of files below assets/ without the hash in their names
	for name := range gallery.Files {
		if base, ext := path.Base(name), path.Ext(name); path.Dir(name) == "assets" && (ext == ".css" || ext == ".js") {
			stem, _, _ := strings.Cut(base, ".")
			sizes[stem+ext] = gzipped(t, gallery.Files[name])
		}
	}
	for _, kind := range kinds.All() {
		css, js := sizes[kind.Name+".css"], sizes["widget-"+kind.Name+".js"]
		b := testsite.Kind{Style: budgetDrawn}
		if !kind.Static || js > 0 {
			b = testsite.KindOf(t, kind.Name)
		}
		t.Logf("%-10s css %5d of %5d  script %5d of %5d", kind.Name, css, b.Style, js, b.Script)
		if css > b.Style || js > b.Script || !kind.Static && js == 0 {
			t.Errorf("%s: CSS %d of %d, script %d of %d", kind.Name, css, b.Style, js, b.Script)
		}
	}
	if n := base + kit + at("widget-checklist", ".js"); n > budgetCounted {
		t.Errorf("a page with a checklist loads %d bytes of script, more than %d", n, budgetCounted)
	}
	if n := base + kit + at("widget-mix", ".js"); n > budgetAudit {
		t.Errorf("the audit loads %d bytes of script, more than %d", n, budgetAudit)
	}
}

// TestFirstVisitLoadsLittle asks the browser what a page has loaded that nobody
// has touched yet.
func TestFirstVisitLoadsLittle(t *testing.T) {
	b := browser.Start(t)
	s := testsite.Shipped(t)
	site := browser.Serve(t, s.FS(), "/")
	for name, most := range map[string]int{
		"index.html": budgetScript, "campaign-analogies/index.html": budgetScript, "glossary.html": budgetScript,
		"campaign-analogies/current-customers-first.html": budgetCounted, "client-mix-audits/client-mix-audit.html": budgetAudit,
	} {
		p := b.Page(t)
		p.Open(site.URL(name))
		var files []string
		p.Eval(`new Promise((ok) => setTimeout(ok, 700)).then(() => performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname.slice(1)).filter((f) => f.endsWith(".js")))`, &files)
		sum := 0
		for _, f := range files {
			sum += gzipped(t, s.Files[f])
		}
		t.Logf("%-50s %6d bytes of %v", name, sum, files)
		if len(files) < 2 || sum > most {
			t.Errorf("%s loads %v, %d bytes of script, more than %d", name, files, sum, most)
		}
	}
}
