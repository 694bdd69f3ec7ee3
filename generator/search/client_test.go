package search

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/assets"
	"playbook/generator/browser"
)

const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; ` +
	`form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types playbook`

var templates = os.DirFS("../../templates")

// withFile is the templates with one more file.
type withFile struct {
	fs.FS
	name, text string
}

func (w withFile) Open(name string) (fs.File, error) {
	if name == w.name {
		return fstest.MapFS{name: {Data: []byte(w.text)}}.Open(name)
	}
	return w.FS.Open(name)
}

func bundle(t testing.TB, fsys fs.FS, name, entry string) assets.File {
	t.Helper()
	files, ds, err := assets.Scripts(fsys, []assets.Entry{{Name: name, Path: entry}})
	if err != nil || len(ds) > 0 {
		t.Fatal(err, ds)
	}
	return files[0]
}

// site is a small site around an index: a page for each lesson and an empty index.html.
func site(t testing.TB, lang string, lessons []Lesson, o Options) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	scripts := map[string]string{}
	for _, e := range []assets.Entry{{Name: "main.js", Path: "client/main.js"}, {Name: "search.js", Path: "client/search/search.js"}, {Name: "typo.js", Path: "client/search/typo.js"}, {Name: "mark.js", Path: "client/search/mark.js"}} {
		f := bundle(t, templates, e.Name, e.Path)
		files[f.URL] = &fstest.MapFile{Data: f.Data}
		scripts[strings.TrimSuffix(e.Name, ".js")] = f.URL
	}
	var analysed []Analysed
	for _, l := range lessons {
		analysed = append(analysed, Analyse(lang, l))
	}
	index := Build(lang, analysed, o)
	put(files, lang, index)
	files["site.css"] = &fstest.MapFile{Data: style(t)}
	config := map[string]any{"site": "test", "lang": lang, "assets": scripts, "search": map[string]any{"index": "search/" + index.Root.Name}}
	files["index.html"] = page(t, lang, scripts["main"], "./", "<h1>Home</h1><p>"+strings.Repeat("Quiet words. ", 60)+"</p>", config)
	for _, l := range lessons {
		files[l.URL] = page(t, lang, scripts["main"], strings.Repeat("../", strings.Count(l.URL, "/"))+"./", body(l), config)
	}
	return files
}

func put(files fstest.MapFS, lang string, index Index) {
	files["search/"+index.Root.Name] = &fstest.MapFile{Data: index.Root.Bytes()}
	for _, f := range index.Files {
		files[path.Join("search", lang, f.Name)] = &fstest.MapFile{Data: f.Bytes()}
	}
}

func page(t testing.TB, lang, script, root, body string, config map[string]any) *fstest.MapFile {
	config["root"] = root
	data, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: fmt.Appendf(nil, `<!doctype html><html lang="%[1]s" data-js><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="%[2]s">`+
		`<title>x</title><link rel="stylesheet" href="%[4]ssite.css"><script type="application/json" id="pb-config">%[3]s</script><script src="%[4]s%[5]s" defer></script>%[7]s<header class="wrap"><a href="#" data-pb-search>Search</a></header><main class="wrap">%[6]s</main>`,
		lang, policy, data, root, script, body, sprite(t))}
}

func style(t testing.TB) []byte {
	t.Helper()
	sheets, err := fs.Glob(templates, "styles/*.css")
	if err != nil {
		t.Fatal(err)
	}
	styles, ds, err := assets.Styles(templates, []assets.Sheet{{Name: "site.css", Paths: sheets}})
	if err != nil || len(ds) > 0 {
		t.Fatal(err, ds)
	}
	return styles[0].Data
}

func sprite(t testing.TB) string {
	t.Helper()
	data, err := fs.ReadFile(templates, "partials/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`id="`, `id="pbi-`, "<svg ", `<svg class="sprite" width="0" height="0" `).Replace(string(data))
}

// dialogWords returns the words of the dialog from the shipped strings.
func dialogWords(t testing.TB, lang string) json.RawMessage {
	t.Helper()
	data, err := fs.ReadFile(templates, "strings/"+lang+".toml")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(data), "[search_dialog]\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var out []string
	for _, line := range strings.Split(table, "\n") {
		key, value, _ := strings.Cut(line, " = ")
		out = append(out, fmt.Sprintf("%q:%s", key, value))
	}
	return json.RawMessage("{" + strings.Join(out, ",") + "}")
}

func body(l Lesson) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<h1>%s</h1>", l.Title)
	for _, p := range l.Passages {
		fmt.Fprintf(&b, "<section><h2 id=%q>%s</h2><p>%s</p></section>", p.ID, p.Heading, p.Text)
	}
	return b.String()
}

func TestWordsInTheBrowser(t *testing.T) {
	b := browser.Start(t)
	entry := withFile{templates, "client/search/vectors-test.js", `import { words, fold } from "./words.js"; window.keys = (text) => words(text).map((w) => (w.parts ? "+" : "") + w.key).join(" "); window.fold = fold;`}
	f := bundle(t, entry, "vectors.js", "client/search/vectors-test.js")
	site := browser.Serve(t, fstest.MapFS{
		"index.html": {Data: []byte(`<!doctype html><meta charset="utf-8"><title>x</title><script src="v.js"></script>`)},
		"v.js":       {Data: f.Data},
	}, "/")
	p := b.Page(t)
	p.Open(site.URL("index.html"))
	for _, v := range vectors(t) {
		var got string
		p.Call(`(text) => keys(text)`, &got, v[0])
		if got != v[1] {
			t.Errorf("%q: got %q, expected %q", v[0], got, v[1])
		}
	}
	var folded []string
	p.Eval(`Array.from({length: 0x2000 - 0xc0}, (_, i) => fold(String.fromCharCode(i + 0xc0)))`, &folded)
	for i, got := range folded {
		letter := string(rune(i + 0xc0))
		if want := Fold(letter); got != want && keysOf(letter) != "" {
			t.Errorf("%q folds to %q in the browser, to %q here", letter, got, want)
		}
	}
}

// clientMost is the maximum size of the search's script, with the dialog, compressed.
const clientMost = 9728

func TestClientStaysSmall(t *testing.T) {
	f := bundle(t, templates, "search.js", "client/search/search.js")
	n := gzipped(File{body: f.Data})
	t.Logf("search.js: %d bytes compressed", n)
	if n > clientMost {
		t.Errorf("search.js is %d bytes compressed, expected at most %d", n, clientMost)
	}
}

type answer struct {
	Results []struct{ URL, ID, Title, Heading string }
	Total   int
}

func ask(p *browser.Page, text string) answer {
	var a answer
	p.Call(`(text) => window.playbook.search(text, {limit: 10})`, &a, text)
	return a
}

func (a answer) urls() string {
	var urls []string
	for _, r := range a.Results {
		urls = append(urls, r.URL+"#"+r.ID)
	}
	return strings.Join(urls, " ")
}

func lesson(url, title string, passages ...string) Lesson {
	l := Lesson{UID: url, URL: url + ".html", Title: title, Kind: "campaign", Section: "Campaign"}
	for i := 0; i < len(passages); i += 2 {
		id := ""
		if passages[i] != "" {
			id = strings.ReplaceAll(strings.ToLower(passages[i]), " ", "-")
		}
		l.Passages = append(l.Passages, Passage{ID: id, Heading: passages[i], Text: passages[i+1]})
	}
	return l
}

var shop = []Lesson{
	lesson("custom", "Custom offers", "", "A custom offer is made for one buyer.", "When to refuse", "Never copy an offer."),
	lesson("customer", "Know your customers", "", "Customers talk to each other.", "Ask a customer", "One customer tells you more than ten reports."),
	lesson("a/cpp", "Writing C++", "", "C++ and B2B in version 3.5 by e-mail.", "Pipelines", "The pipeline is full of <b>markup</b> & more."),
	lesson("five", "Three and five", "", "The numbers 3 and 5, and 35."),
	lesson("tax", "Straße und Größe", "", "Ein naïve résumé, Łódź, ёлка и йод. שלום עולם."),
	lesson("gate", "The gatekeeper", "", "The person at the door.", "Open the door", "Ask who decides, and then wait for the answer."),
}

func TestDialog(t *testing.T) {
	lessons := append([]Lesson(nil), shop...)
	for i := range 13 {
		lessons = append(lessons, lesson(fmt.Sprintf("r%d", i), fmt.Sprintf("Weekly report %d", i), "", "What happened, briefly."))
	}
	for i := range lessons {
		lessons[i].Kind = []string{"campaign", "qualification", "mindset"}[i%3]
		lessons[i].Section = []string{"Campaign analogies", "Qualification", "Mindset"}[i%3]
		lessons[i].Roles = []string{"field-rep", "manager"}[:1+i%2]
	}
	browser.Scripts(t, "testdata/dialog/*.txtar", site(t, "en", lessons, Options{
		Words:  dialogWords(t, "en"),
		Labels: map[string]string{"kind/campaign": "Campaign", "kind/qualification": "Qualification", "kind/mindset": "Mindset", "role/field-rep": "Field rep", "role/manager": "Manager"},
	}))
}

func TestSearchInTheBrowser(t *testing.T) {
	b := browser.Start(t)
	files := site(t, "en", shop, Options{Synonyms: [][]string{{"doorkeeper", "gatekeeper"}}})
	for _, serve := range []func() *browser.Site{
		func() *browser.Site { return browser.Serve(t, files, "/sub/path/") },
		func() *browser.Site { return browser.Files(t, files) },
	} {
		p := b.Page(t)
		p.Open(serve().URL("a/cpp.html"))
		for _, c := range cases {
			if got := ask(p, c.query).urls(); !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
				t.Errorf("%q: got %q, expected %q", c.query, got, c.want)
			}
		}
	}
}

// TestPhrasesToolsAndForeignLessons checks three things: phrases from the author lead to the top of their page; a
// tool is found at its own place by its kind and its title; a lesson in another language says so.
func TestPhrasesToolsAndForeignLessons(t *testing.T) {
	lessons := []Lesson{
		lesson("five", "Five properties", "", "What a customer must have.", "Need", "A lead is qualified by its need."),
		lesson("calls", "The first call", "", "How to begin.", "Voicemail", "What to say to a machine."),
		lesson("en", "Rally the base", "", "Ask for an introduction."),
	}
	lessons[0].Phrases = []string{"BANT", "is this lead any good", "MEDDIC"}
	lessons[0].Tools = []Tool{{ID: "score", Heading: "Scorecard: One deal", Words: "rating, rubric"}, {ID: "flow", Heading: "Steps: What next"}}
	lessons[1].Tools = []Tool{{ID: "play", Heading: "Role play: The gate", Words: "roleplay, simulation"}}
	lessons[1].Phrases = []string{"any good opening line"}
	lessons[2].Foreign = "en"
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t, "nl", lessons, Options{}), "/").URL("index.html"))
	for _, c := range []struct{ query, want string }{
		{"bant", "five.html#"},
		{"meddic", "five.html#"},
		{"is this lead good", "five.html#"},
		{"good opening", "calls.html#"},
		{"scorecard", "five.html#score"},
		{"rubric", "five.html#score"},
		{"roleplay", "calls.html#play"},
		{"the gate", "calls.html#play"},
		{"introduction", "en.html#"},
	} {
		if got := ask(p, c.query).urls(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: got %q, expected %q", c.query, got, c.want)
		}
	}
	var langs []string
	p.Call(`async () => (await playbook.search("introduction")).results.concat((await playbook.search("bant")).results).map((r) => r.lang || "")`, &langs)
	if strings.Join(langs, ",") != "en," {
		t.Errorf("the results' languages are %q", langs)
	}
	var text string
	p.Call(`async () => (await playbook.search("bant")).results[0].heading`, &text)
	if text != "" {
		t.Errorf("a phrase shows the heading %q", text)
	}
}

// TestNamesComeFirst checks that a page comes first if its title or its name in the address is what was typed,
// however often others say it. One small word more or less loses no answer.
func TestNamesComeFirst(t *testing.T) {
	lessons := []Lesson{
		lesson("a/index", "Expenses", "", "Everything here leads on."),
		lesson("a/eyetest", "Expenses for an eye test", "", "Expenses, expenses and expenses.", "Expenses", "Expenses again."),
		lesson("b/vpn", "Working from outside", "", "How to connect."),
		lesson("b/laptop", "Your laptop", "", "The VPN starts by itself.", "Trouble with the VPN", "Ask for the VPN."),
		lesson("c/success", "Customer success", "", "Who they are."),
		lesson("c/section", "The sections of the book", "", "How to read the section of a customer."),
	}
	lessons[0].Refers = true
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t, "en", lessons, Options{}), "/").URL("index.html"))
	for query, want := range map[string]string{"expenses": "a/index.html#", "vpn": "b/vpn.html#", "the customer success section": "c/success.html#", "how to get success with a customer": "c/success.html#"} {
		if got := ask(p, query).urls(); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, expected %q", query, got, want)
		}
	}
}

// TestCorrections checks that only unknown words are corrected: not a short one beside known words, and at most one
// of two neighbors.
func TestCorrections(t *testing.T) {
	lessons := []Lesson{
		lesson("pay", "Your pay", "", "What you are paid, and when."),
		lesson("risk", "Risk", "", "The risk of a pay that is late."),
		lesson("gate", "The gatekeeper", "", "Who guards the budget."),
		lesson("promise", "Promises", "", "What was promised to the gatekeeper."),
	}
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, site(t, "en", lessons, Options{}), "/").URL("index.html"))
	for query, want := range map[string]string{"pay rise ": "pay.html#", "gatekeper budget ": "gate.html#", "gatekeper": "gate.html#"} {
		if got := ask(p, query).urls(); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, expected %q", query, got, want)
		}
	}
	if got := ask(p, "gatekeper promses "); !strings.HasPrefix(got.urls(), "gate.html#") && !strings.HasPrefix(got.urls(), "promise.html#") {
		t.Errorf("a pair: got %q", got.urls())
	}
}

// TestWithoutAnIndex checks that readers are led to the search page if the index cannot
// be loaded.
func TestWithoutAnIndex(t *testing.T) {
	files := site(t, "en", shop, Options{})
	delete(files, "search/en.js")
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, files, "/").URL("a/cpp.html"))
	p.Run("press /\nwait \"location.href.endsWith('#')\"\nhidden \".pb-search\"")
	if lines := p.TakeConsole(); len(lines) != 2 || !strings.Contains(lines[0], "404") {
		t.Errorf("the console says %q", lines)
	}
}

var cases = []struct{ query, want string }{
	{"customer", "customer.html#"},
	{"customers", "customer.html#"},
	{"custom", "custom.html#"},
	{"C++", "a/cpp.html#"},
	{"b2b", "a/cpp.html#"},
	{"B2B", "a/cpp.html#"},
	{"3.5", "a/cpp.html#"},
	{"e-mail", "a/cpp.html#"},
	{"email", "a/cpp.html#"},
	{"strasse", "tax.html#"},
	{"GRÖẞE", "tax.html#"},
	{"resume", "tax.html#"},
	{"lodz", "tax.html#"},
	{"елка", "tax.html#"},
	{"йод", "tax.html#"},
	{"иод ", ""},
	{"שלום", "tax.html#"},
	{"gatekeper", "gate.html#"},
	{"gatek", "gate.html#"},
	{"doorkeeper", "gate.html#"},
	{"\"who decides\"", "gate.html#open-the-door"},
	{"\"who decides", "gate.html#open-the-door"},
	{"gate keeper", "gate.html#"},
	{"pipeline full", "a/cpp.html#pipelines"},
	{"zxqvjk", ""},
	{"zxqvjk wwqqzz", ""},
	{"<script>alert(1)</script>", ""},
	{"<b>markup</b>", "a/cpp.html#pipelines"},
	{strings.Repeat("a", 200), ""},
	{"     ", ""},
	{"", ""},
	{"\"", ""},
	{"-+*/\\ () [] {} ^$ . ?", ""},
	{"constructor __proto__ hasOwnProperty", ""},
	{"c", "a/cpp.html#"},
	{"z ", ""},
	{"\"unbalanced \"quotes\" customer", "customer.html#"},
	{"«who decides", "gate.html#open-the-door"},
	{"\u202eשלום\u202c", "tax.html#"},
	{"customer <img src=x onerror=alert(1)>", "customer.html#"},
	{"Ｃustomer", "customer.html#"},
	{"naïve", "tax.html#"},
	{"naive resume", "tax.html#"},
	{"й", ""},
	{strings.Repeat("customer ", 60), "customer.html#"},
	{"\x00\u200b\ufeff", ""},
}

// TestServerAndFileAgree checks that a server and a file give the same answers.
func TestServerAndFileAgree(t *testing.T) {
	lessons := append(made(60), shop...)
	files := site(t, "en", lessons, Options{})
	queries := []string{"customer offer", `"one customer"`, "gatekeper", "cust", "pipeline full markup", "a", "ö", "3.5 e-mail"}
	for i := range 42 {
		words := strings.Fields(lessons[i].Title)
		queries = append(queries, []string{words[0], words[0] + " " + words[1] + " ", strings.Join(words, " "), words[2][:max(2, len(words[2])-1)]}[i%4])
	}
	var got [2][]string
	b := browser.Start(t)
	for i, s := range []*browser.Site{browser.Serve(t, files, "/a/b/"), browser.Files(t, files)} {
		p := b.Page(t)
		p.Open(s.URL("index.html"))
		p.Call(`(queries) => Promise.all(queries.map(async (q) => JSON.stringify(await playbook.search(q, {limit: 20}))))`, &got[i], queries)
	}
	found := 0
	for i, q := range queries {
		if got[0][i] != got[1][i] {
			t.Errorf("%q: %s from a server, %s from a file", q, got[0][i], got[1][i])
		}
		if !strings.Contains(got[0][i], `"total":0`) {
			found++
		}
	}
	if len(queries) != 50 || found < 45 {
		t.Errorf("%d of %d queries found something", found, len(queries))
	}
}
