package pipeline_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/diag"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestWarmEqualsCold tests the memo. After any sequence of edits, a warm build, by a
// builder that has built before, has the same files and findings as a cold build, by a new
// one. That holds both for a builder that is told which files were touched and for one
// that looks at all of them. PLAYBOOK_LONG=1 makes more edits.
func TestWarmEqualsCold(t *testing.T) {
	seeds, steps := 2, 290
	if os.Getenv("PLAYBOOK_LONG") != "" {
		seeds, steps = 8, 2000
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(seed), 99))
			if seed == 0 && steps < 1000 {
				walkSite(t, r, templates.FS, 15)
			} else if seed == 0 {
				walkSite(t, r, templates.FS, steps)
			} else {
				walkSite(t, r, small{templates.FS}, steps)
			}
		})
	}
}

// A small theme has one line in place of each script. Bundling the scripts takes two
// thirds of a cold build, and the memo does not depend on what is in them.
type small struct{ fs.FS }

func (s small) Open(name string) (fs.File, error) {
	if path.Ext(name) != ".js" {
		return s.FS.Open(name)
	}
	if _, err := fs.Stat(s.FS, name); err != nil {
		return nil, err
	}
	return fstest.MapFS{name: {Data: fmt.Appendf(nil, "self[%q] = 1;\n", name)}}.Open(name)
}

// FuzzWarmEqualsCold lets the fuzzer choose the edits.
func FuzzWarmEqualsCold(f *testing.F) {
	f.Add(uint64(1), uint64(2), 5)
	f.Add(uint64(3), uint64(5), 12)
	f.Fuzz(func(t *testing.T, a, b uint64, steps int) {
		walkSite(t, rand.New(rand.NewPCG(a, b)), small{templates.FS}, min(max(steps, 0), 30))
	})
}

// A walk is a site that is edited at random.
type walk struct {
	r        *rand.Rand
	files    fstest.MapFS
	own      fstest.MapFS // templates of the site
	touched  map[string]bool
	whole    bool // the next build must look at all files: touched does not describe the last edit
	deleted  map[string]*fstest.MapFile
	describe []string // the edits so far, for messages
}

func walkSite(t *testing.T, r *rand.Rand, theme fs.FS, steps int) {
	w := &walk{r: r, files: fstest.MapFS{}, own: fstest.MapFS{}, touched: map[string]bool{}, deleted: map[string]*fstest.MapFile{}}
	w.put("site.toml", settingsText(r, 0))
	for i := range 6 {
		w.put(fmt.Sprintf("content/a/lesson-%d.md", i), w.text())
	}
	w.put("content/glossary.md", "+++\ntitle = \"Words\"\n+++\nOne\n: The [first](a/lesson-1.md).\n")
	w.put("content/b/extra.txt", "x")
	w.put("content/b/index.md", "+++\ntitle = \"B\"\n+++\n")
	w.put("content/b/pic.svg", svg(1))
	w.block(0)
	src := layered{w.own, theme}
	warm := &pipeline.Builder{Source: w.files, Templates: src, Options: pipeline.Options{Date: testDate, Drafts: true}}
	plain := pipeline.Options{Date: testDate}
	good := 0
	defer func() {
		// If most builds had errors, the test would compare little.
		if steps >= 60 && good < steps/6 {
			t.Errorf("only %d of %d builds were without errors", good, steps)
		}
	}()
	for step := range steps {
		for range 1 + r.IntN(3)/2 {
			w.edit()
		}
		got := w.build(t, warm)
		if len(got.files) > 0 {
			good++
		}
		cold := &pipeline.Builder{Source: w.files, Templates: src, Options: warm.Options}
		if msg := differ(got, drawAll(t, cold)); msg != "" {
			t.Fatalf("step %d, after\n\t%s\n%s", step, strings.Join(w.describe[max(0, len(w.describe)-6):], "\n\t"), msg)
		}
		if step%10 == 0 {
			fork := warm.Fork(plain)
			cold := &pipeline.Builder{Source: w.files, Templates: src, Options: plain}
			if msg := differ(drawAll(t, fork), drawAll(t, cold)); msg != "" {
				t.Fatalf("step %d, plain: %s", step, msg)
			}
		}
		if r.IntN(3) > 0 {
			w.repair(got.broken)
		}
	}
}

// build tells the builder which files were touched, or sometimes lets it look at all files.
func (w *walk) build(t *testing.T, b *pipeline.Builder) drawing {
	touched := slices.Sorted(maps.Keys(w.touched))
	whole := w.whole || w.r.IntN(4) == 0
	clear(w.touched)
	w.whole = false
	if whole {
		return drawAll(t, b)
	}
	r, err := b.Rebuild(context.Background(), touched)
	if err != nil {
		t.Fatal(err)
	}
	return draw(t, r)
}

// edit makes one change that an author might make.
func (w *walk) edit() {
	names := w.lessons()
	pick := func() string {
		if len(names) == 0 {
			return "content/a/lesson-0.md"
		}
		return names[w.r.IntN(len(names))]
	}
	// change replaces a part of a lesson that exists.
	change := func(old *regexp.Regexp, text string) {
		if p := pick(); w.files[p] != nil {
			w.put(p, old.ReplaceAllString(string(w.files[p].Data), text))
		}
	}
	switch n := w.r.IntN(24); n {
	case 0, 1, 2, 3, 4: // a line more
		p := pick()
		if f := w.files[p]; f != nil {
			w.put(p, string(f.Data)+fmt.Sprintf("\nLine %d.\n", w.r.IntN(100)))
		}
	case 5: // a line more at the top of the body, which moves the rest down
		p := pick()
		if f := w.files[p]; f != nil {
			w.put(p, strings.Replace(string(f.Data), "\n+++\n", "\n+++\nFirst.\n\n", 1))
		}
	case 6, 7, 8:
		w.put(pick(), w.text())
	case 9:
		w.put(fmt.Sprintf("content/%s/lesson-%d.md", []string{"a", "b", "c/d", "paths"}[w.r.IntN(4)], w.r.IntN(8)), w.text())
	case 10:
		w.put(fmt.Sprintf("content/a/lesson-%d.nl.md", w.r.IntN(4)), w.text())
	case 11:
		p := pick()
		w.deleted[p] = w.files[p]
		w.remove(p)
	case 12:
		for p, f := range w.deleted {
			if f != nil {
				w.put(p, string(f.Data))
			}
			delete(w.deleted, p)
			break
		}
	case 13:
		w.put("site.toml", settingsText(w.r, w.r.IntN(9)))
	case 14:
		w.put("content/b/pic.svg", svg(w.r.IntN(5)))
	case 15:
		if w.r.IntN(2) == 0 {
			w.put("content/b/extra.txt", fmt.Sprint(w.r.IntN(5)))
		} else {
			w.remove("content/b/extra.txt")
		}
	case 16:
		if n := w.r.IntN(10); n < 5 {
			w.template(n)
		} else {
			w.block(n - 5)
		}
	case 17: // a folder is renamed
		w.whole = true
		for _, p := range names {
			if rest, ok := strings.CutPrefix(p, "content/c/d/"); ok {
				f := w.files[p]
				w.remove(p)
				w.put("content/e/"+rest, string(f.Data))
			}
		}
	case 18, 19: // a new title, which the navigation of other pages shows and which may change their order
		change(titleLine, fmt.Sprintf("title = \"%c %d\"", 'A'+rune(w.r.IntN(26)), w.r.IntN(3)))
	case 20: // a new anchor, so that links of other lessons to the old one break
		change(headingLine, []string{"## A heading", "## Another", "### A heading"}[w.r.IntN(3)])
	case 21: // a new link
		change(linkPart, fmt.Sprintf("](../a/lesson-%d.md)", w.r.IntN(6)))
	case 22: // only the time of the file changes
		p := pick()
		if f := w.files[p]; f != nil {
			w.put(p, string(f.Data))
		}
	default: // a file cut off in the middle, as if it were still being written
		p := pick()
		if f := w.files[p]; f != nil {
			w.put(p, string(f.Data[:w.r.IntN(len(f.Data)+1)]))
		}
	}
}

var (
	titleLine   = regexp.MustCompile(`(?m)^title = .*$`)
	headingLine = regexp.MustCompile(`(?m)^##+ .*$`)
	linkPart    = regexp.MustCompile(`\]\([^)]*\.md[^)]*\)`)
)

// repair replaces files that have errors with correct ones.
func (w *walk) repair(broken []string) {
	for i, p := range broken {
		switch {
		case p == "site.toml":
			w.put(p, settingsText(w.r, 0))
		case path.Ext(p) == ".md":
			w.put(p, fmt.Sprintf("+++\ntitle = \"Mended %d\"\nuid = \"m%d-%d\"\n+++\nText %d.\n", i, len(w.describe), i, w.r.IntN(3)))
		case strings.HasPrefix(p, "templates/blocks/"):
			w.block(0)
		case strings.HasPrefix(p, "templates/"):
			delete(w.own, strings.TrimPrefix(p, "templates/"))
			w.touched[p] = true
			w.describe = append(w.describe, "remove "+p)
		}
	}
}

func (w *walk) lessons() []string {
	var names []string
	for p := range w.files {
		if path.Ext(p) == ".md" {
			names = append(names, p)
		}
	}
	slices.Sort(names)
	return names
}

func (w *walk) put(p, text string) {
	w.files[p] = &fstest.MapFile{Data: []byte(text)}
	w.touched[p] = true
	w.describe = append(w.describe, fmt.Sprintf("write %s: %q", p, text))
}

func (w *walk) remove(p string) {
	delete(w.files, p)
	w.touched[p] = true
	w.describe = append(w.describe, "remove "+p)
}

// template overrides a file of the theme, or removes all overrides.
func (w *walk) template(n int) {
	name, text := "layouts/404.html", fmt.Sprintf("{{template \"head\" .}}<main>lost %d</main>{{template \"foot\" .}}", w.r.IntN(3))
	switch n {
	case 1:
		text = "{{if}}" // a mistake
	case 2:
		name, text = "styles/90-own.css", fmt.Sprintf(".x { color: #00%d }", w.r.IntN(9))
	case 3:
		name, text = "client/reading.js", fmt.Sprintf("window.own = %d;", w.r.IntN(9))
	}
	w.own[name] = &fstest.MapFile{Data: []byte(text)}
	if n == 4 {
		clear(w.own)
		w.block(0)
	}
	w.touched["templates/"+name] = true
	w.describe = append(w.describe, "template "+name+": "+text)
}

// block writes one of the files that define the site's own kind of block, "persona".
func (w *walk) block(n int) {
	name, text := "persona.html", fmt.Sprintf("<p class=\"p%d\"{{with .Anchor}} id=\"{{.}}\"{{end}}>{{.Label}} {{.Attr.name}} {{.Word \"hi\"}}</p>{{markup .Body}}", w.r.IntN(3))
	switch n {
	case 1:
		name, text = "persona.css", fmt.Sprintf(".p { color: #00%d }", w.r.IntN(9))
	case 2:
		name, text = "persona.md", fmt.Sprintf("::: persona name=E%d\n:::\n", w.r.IntN(3))
	case 3:
		text = "<p>{{.Attr.nmae}}" // a mistake
	case 4:
		name, text = "other.css", "p {}" // of no block
	}
	w.own["blocks/"+name] = &fstest.MapFile{Data: []byte(text)}
	w.touched["templates/blocks/"+name] = true
	w.describe = append(w.describe, "block "+name+": "+text)
}

// text returns a random lesson, sometimes with mistakes.
func (w *walk) text() string {
	r := w.r
	var b strings.Builder
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	fmt.Fprintf(&b, "+++\ntitle = %q\n", one("One", "Two", "Three", "Four"))
	b.WriteString(one("", "", "draft = true\n", "tags = [\"x\"]\n", "tags = [\"x\", \"y\"]\n", "roles = [\"ae\"]\n", "kind = \"plain\"\n",
		"summary = \"S\"\n", "weight = 3\n", "publish_date = 2030-01-01\n",
		"source_hash = \"0011223344556677\"\n", "aliases = [\"old/place.html\"]\n", "minutes = 5\n", "minutes = 9\n"))
	if r.IntN(15) == 0 {
		b.WriteString(one("titel = \"x\"\n", "template = \"none\"\n", "uid = \"lesson-3\"\n", "slug = \"other\"\n", "prereq = [\"lesson-1\"]\n"))
	}
	b.WriteString("+++\n")
	for range 1 + r.IntN(4) {
		b.WriteString(one("Some text.\n\n", "## A heading\n\nText.\n\n", "## Another\n\nMore.\n\n", "[to one](../a/lesson-1.md)\n\n",
			"[to two](../a/lesson-2.md#a-heading)\n\n", "[[lesson-3]]\n\n", "[one](../glossary.md#one)\n\n", "![p](../b/pic.svg)\n\n", "- [ ] tick\n- [ ] tock\n\n",
			"[file](../b/extra.txt)\n\n", "{{ params.name }}\n\n", "::: details title=\"More\"\nx\n:::\n\n",
			"::: persona name=Ann\nShe asks.\n:::\n\n", "::: persona {name=Bert link=\"../a/lesson-1.md\"}\n:::\n\n",
			strings.Repeat("word ", 170)+"\n\n"))
		if r.IntN(30) == 0 {
			b.WriteString(one("::: persona nmae=Ann\n:::\n\n", "[nowhere](no.md)\n\n", "```\nopen\n", "![no](no.png)\n\n"))
		}
	}
	return b.String()
}

func settingsText(r *rand.Rand, n int) string {
	s := "title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n"
	tail := "[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n[roles.ae]\nlabel = \"Rep\"\n[params]\nname = \"N\"\n" +
		"[blocks.persona]\nlabel = \"P\"\n[blocks.persona.attributes]\nname = { required = true }\nlink = { type = \"link\" }\n[blocks.persona.words.hi]\nlabel = \"Hi\"\n"
	switch n {
	case 1:
		s += "base_url = \"https://example.com/x\"\n"
	case 2:
		tail = strings.Replace(tail, "\"N\"", fmt.Sprintf("\"N%d\"", r.IntN(3)), 1)
	case 3:
		tail += "[theme]\naccent = \"#205080\"\n"
	case 4:
		return s + "titel = 1\n" + tail
	case 6:
		tail = strings.Replace(tail, "\"P\"", fmt.Sprintf("\"P%d\"", r.IntN(3)), 1)
	case 7:
		tail += fmt.Sprintf("label_nl = \"Hoi %d\"\n", r.IntN(3))
	case 8:
		tail = strings.Replace(tail, "required = true", fmt.Sprintf("one_of = [\"Ann\", \"Bert\", \"N%d\"]", r.IntN(3)), 1)
	case 5:
		tail += "[theme]\nlogo = \"b/pic.svg\"\n"
	}
	return s + tail
}

func svg(n int) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="4"><path d="M0 0h4"/></svg>`, n+1)
}

// A drawing is the whole result of a build as text.
type drawing struct {
	files map[string]string
	diags []string
	// broken are the paths of files with errors in them.
	broken []string
	stats  string
}

func drawAll(t *testing.T, b *pipeline.Builder) drawing {
	t.Helper()
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return draw(t, r)
}

func draw(t *testing.T, r *pipeline.Result) drawing {
	t.Helper()
	d := drawing{files: map[string]string{}, stats: fmt.Sprint(r.Stats)}
	for _, f := range r.Files {
		var b strings.Builder
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		d.files[f.Path] = f.Key + "\n" + b.String()
	}
	for _, x := range r.Diags {
		repair := x.Repair
		x.Repair = nil // a pointer prints as its address
		d.diags = append(d.diags, fmt.Sprintf("%+v %+v", x, repair))
		if x.Severity == diag.Error && !slices.Contains(d.broken, x.Path) {
			d.broken = append(d.broken, x.Path)
		}
	}
	return d
}

// differ describes the first difference between two drawings, "" if there is none.
func differ(got, want drawing) string {
	if !slices.Equal(got.diags, want.diags) {
		return fmt.Sprintf("findings, warm:\n\t%s\ncold:\n\t%s", strings.Join(got.diags, "\n\t"), strings.Join(want.diags, "\n\t"))
	}
	for _, name := range slices.Sorted(maps.Keys(want.files)) {
		if g, ok := got.files[name]; !ok || g != want.files[name] {
			return fmt.Sprintf("%s, warm (%v):\n%s\ncold:\n%s", name, ok, g, want.files[name])
		}
	}
	if len(got.files) != len(want.files) || got.stats != want.stats {
		return fmt.Sprintf("warm has %d files, cold %d; stats %s, %s", len(got.files), len(want.files), got.stats, want.stats)
	}
	return ""
}

// layered is a file system with the files of upper, and those of lower that upper lacks.
type layered struct{ upper, lower fs.FS }

func (l layered) Open(name string) (fs.File, error) {
	if f, err := l.upper.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
	}
	return l.lower.Open(name)
}

func (l layered) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, _ := fs.ReadDir(l.upper, name)
	lower, err := fs.ReadDir(l.lower, name)
	for _, e := range upper {
		if !slices.ContainsFunc(lower, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			lower = append(lower, e)
		}
	}
	slices.SortFunc(lower, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return lower, err
}
