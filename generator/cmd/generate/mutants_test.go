package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/cputime"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestMutants damages one file after the other of a good playbook that has a
// widget of every kind, a translation, a path, redirects, pictures, a template
// and a style of its own, or of the repository's playbook, and takes it through the whole of a build, every page
// drawn: 80 times, or 20,000 times in the long tests. Nothing panics, nothing
// takes 5 seconds, and what is refused is refused with a finding that has a
// place. Every hundredth goes through the command itself, publishing included.
func TestMutants(t *testing.T) {
	slices, n := 1, 80
	if long() {
		slices, n = 100, 200
	}
	for i := range slices {
		t.Run(fmt.Sprintf("slice-%d", i), func(t *testing.T) {
			if good := goodPlaybook(t); i%10 < 9 {
				mutants(t, good, i*n, n)
			} else {
				mutants(t, book(t), i*n, n)
			}
		})
	}
}

func mutants(t *testing.T, good fstest.MapFS, first, n int) {
	names := sortedNames(good)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	b := builderOf(good)
	slowest, refused := time.Duration(0), 0
	for i := range n {
		r := rand.New(rand.NewPCG(8, uint64(first+i)))
		name := names[r.IntN(len(names))]
		text := mutate(r, good[name].Data, good[names[r.IntN(len(names))]].Data)
		mutant := fstest.MapFS{}
		for n, f := range good {
			mutant[n] = f
		}
		mutant[name] = &fstest.MapFile{Data: text}
		what := fmt.Sprintf("mutant %d of %s", first+i, name)
		b.Source = mutant
		start := cputime.Process()
		ds := drawn(t, b, what)
		took := cputime.Process() - start
		if slowest = max(slowest, took); took > 5*time.Second {
			t.Errorf("%s took %s", what, took)
		}
		if ds.HasErrors() {
			refused++
			if msg := unplaced(ds, mutant); msg != "" {
				t.Errorf("%s: %s", what, msg)
			}
		}
		if i%100 == 79 {
			throughCommand(t, dir, mutant, what)
		}
	}
	t.Logf("%d mutants, %d refused, the slowest took %s", n, refused, slowest.Round(time.Millisecond))
}

// goodPlaybook is the example of every widget kind, and some lessons of the
// repository's playbook with all that they need.
func goodPlaybook(t *testing.T) fstest.MapFS {
	t.Helper()
	good := fstest.MapFS{}
	put := func(name, text string) { good[name] = &fstest.MapFile{Data: []byte(text)} }
	for _, k := range kinds.All() {
		text, err := templates.FS.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			t.Fatal(err)
		}
		head := "+++\ntitle = \"A " + k.Name + "\"\nsummary = \"S\"\ntags = [\"one\"]\n+++\n\n"
		if strings.HasPrefix(string(text), "+++\n") {
			head = ""
		}
		put("content/widgets/"+k.Name+".md", head+string(text))
	}
	put("site.toml", "#:schema .site.schema.json\ntitle = \"Good\"\nsite_id = \"good\"\nbase_url = \"https://good.example/book/\"\nlanguage = \"en\"\n\n[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n\n"+
		"[params]\nproduct = \"Widget\"\n\n[roles.ae]\nlabel = \"Account executive\"\n[roles.am]\nlabel = \"Account manager\"\n[roles.sdr]\nlabel = \"SDR\"\n[stages.discovery]\nlabel = \"Discovery\"\n\n[theme]\naccent = \"#205080\"\nlogo = \"text/pic.svg\"\nhome = [\"search\", \"roles\", \"kinds\"]\n\n"+
		"[search]\nsynonyms = [[\"deal\", \"sale\"]]\n\n[[nav]]\nlabel = \"Text\"\ntarget = \"/text/one.html\"\n\n[[redirect]]\nfrom = \"/old.html\"\nto = \"/text/one.html\"\n\n[kinds.play]\nlabel = \"Play\"\nicon = \"plain\"\ncolor = \"ink\"\ngoal = {type = \"string\", required = true, label = \"Goal\"}\n")
	put("content/text/index.md", "+++\ntitle = \"Text\"\ndefault_kind = \"plain\"\n+++\n\nAbout.\n")
	put("content/text/one.md", "+++\ntitle = \"One\"\nuid = \"one\"\nroles = [\"ae\"]\nstage = \"discovery\"\ntags = [\"one\", \"two\"]\ndate = 2026-01-05\ntakeaways = [\"First.\"]\naliases = [\"/older.html\"]\nminutes = 4\n+++\n\n## A heading {#part}\n\nText *with* **signs**, `code`, {{ params.product }}, [a link](two.md#there), [[two]], <https://example.com>, a note[^n].\n\n[^n]: The note.\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n![A picture](pic.svg)\n\n> [!TIP]\n> A tip.\n\n```go\nfunc main() {}\n```\n\nTerm\n: Description\n\n- [ ] Look {#look}\n- [x] Listen\n\n::: details title=\"More\"\nHidden.\n:::\n")
	put("content/text/one.nl.md", "+++\ntitle = \"Een\"\nuid = \"one\"\n+++\n\n## Een kop {#part}\n\nTekst.\n\n- [ ] Kijk {#look}\n- [ ] Luister\n")
	put("content/text/two.md", "---\ntitle: Two\nuid: two\nprereq: [one]\ntags: [two]\n---\n\n# Two\n\n## There\n\nMore, [a file](notes.txt), ~~gone~~.\n\nSetext\n------\n\n1. a\n   1. b\n\n<!-- -->\n\n    code\n")
	put("content/text/three.md", "# Three\n\nNo front matter.\n")
	put("content/text/notes.txt", "Notes.\n")
	put("content/text/pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>t</title><path d=\"M0 0h4\"/></svg>\n")
	put("content/paths/first.md", "+++\ntitle = \"First\"\nlessons = [\"one\", \"two\"]\n+++\n\nBegin.\n")
	put("templates/layouts/404.html", "{{template \"head\" .}}<main id=\"main\"><p>Lost.</p></main>{{template \"foot\" .}}\n")
	put("templates/styles/90-own.css", ".own { color: #123456; }\n")
	r, err := builderOf(good).Build(context.Background())
	if err != nil || r.Diags.HasErrors() {
		var said bytes.Buffer
		_ = diag.Print(&said, r.Diags, diag.Options{})
		t.Fatalf("the good playbook is not: %v\n%s", err, said.String())
	}
	lock, _ := r.NextLock()
	put("content/ids.lock", string(lock))
	return good
}

// book is the repository's own playbook.
func book(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for name := range treeOf(t, "../../../content") {
		text, err := os.ReadFile(filepath.Join("../../../content", name))
		if err != nil {
			t.Fatal(err)
		}
		files["content/"+filepath.ToSlash(name)] = &fstest.MapFile{Data: text}
	}
	text, err := os.ReadFile("../../../site.toml")
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	files["site.toml"] = &fstest.MapFile{Data: text}
	return files
}

func sortedNames(files fstest.MapFS) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func builderOf(source fs.FS) *pipeline.Builder {
	b := common.Fork(pipeline.Options{Date: "2026-11-22"})
	b.Source, b.Templates = source, overlaid(source, templates.FS)
	return b
}

// mutate damages a text once to three times: a bit flipped, a piece deleted,
// repeated, or brought in from another file, the end cut off.
func mutate(r *rand.Rand, good, other []byte) []byte {
	b := slices.Clone(good)
	for range 1 + r.IntN(3) {
		if len(b) < 2 {
			break
		}
		at := r.IntN(len(b))
		n := 1 + r.IntN(min(len(b)-at, 1+r.IntN(200)))
		switch r.IntN(5) {
		case 0:
			b[at] ^= 1 << r.IntN(8)
		case 1:
			b = slices.Delete(b, at, at+n)
		case 2:
			b = slices.Insert(b, at, slices.Clone(b[at:at+n])...)
		case 3:
			from := r.IntN(len(other))
			b = slices.Insert(b, at, other[from:min(from+n, len(other))]...)
		case 4:
			b = b[:at]
		}
	}
	return b
}

// drawn builds a playbook and draws every file of it, and returns the findings.
func drawn(t *testing.T, b *pipeline.Builder, what string) diag.List {
	t.Helper()
	defer func() {
		if v := recover(); v != nil {
			t.Fatalf("%s: panic: %v", what, v)
		}
	}()
	b.Templates = overlaid(b.Source, templates.FS)
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !r.Diags.HasErrors() {
		if err := b.Draw(context.Background(), r); err != nil && !b.Blame(context.Background(), r, err) {
			t.Fatalf("%s: %v", what, err)
		}
	}
	return r.Diags
}

// wholes are the findings that are about a file as a whole, which damage to its
// text, or to site.toml, can bring about: its name, that it is not there, that
// a picture is none.
var wholes = []diag.Code{"PB1201", "PB1202", "PB1203", "PB1204", "PB1423"}

// unplaced says which error has no place in a file; "" if all have one.
func unplaced(ds diag.List, files fstest.MapFS) string {
	for _, d := range ds {
		lines := 1
		if f := files[d.Path]; f != nil {
			lines = bytes.Count(f.Data, []byte("\n")) + bytes.Count(f.Data, []byte("\r")) + 1
		}
		whole := d.Line == 0 && slices.Contains(wholes, d.Code)
		if d.Message == "" || d.Path == "" || d.Severity == diag.Error && !whole && (d.Line < 1 || d.Col < 1 || files[d.Path] != nil && d.Line > lines) {
			return fmt.Sprintf("no place: %+v", d)
		}
	}
	return ""
}

// throughCommand publishes a playbook from the disk.
func throughCommand(t *testing.T, dir string, files fstest.MapFS, what string) {
	t.Helper()
	src := filepath.Join(dir, "src")
	if err := os.RemoveAll(src); err != nil {
		t.Fatal(err)
	}
	for name, f := range files {
		write(t, filepath.Join(src, filepath.FromSlash(name)), string(f.Data))
	}
	said, code := inProcess([]string{"-q", "--date", "2026-11-22", "-s", src, "-o", filepath.Join(dir, "out")})
	placed := regexp.MustCompile(`(?m)^\S+:\d+:\d+: error: `).MatchString(said)
	if code != exitGood && !placed || code == exitGood && strings.Contains(said, "error:") {
		t.Errorf("%s: exit %d: %s", what, code, said)
	}
}
