package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/diag"
	"playbook/generator/pipeline"
)

// seeds are mistakes that a repair is offered for, each a piece of a lesson.
var seeds = []string{
	"##Heading\n", "h3. Heading\n", "[TOC]\n", "[ ] A box\n", "- [] ask\n- [x ] done\n", "-[ ] ask\n", "Yes :tada: and :+1:\n", "Text. ^block-id\n",
	"A[](b.md)b &#8203;x\n", "A \u200b b\n", "A \u202e b\n", "A \x07 b\n", "[x](My File.md)\n", "[x](#Some Heading)\n", "![x](p.svg =300x)\n", "![x](p.svg){width=40%}\n",
	"![x](p.svg){width=300}\n", "(turned)[b.md]\n", "[x] (b.md)\n", "![[p.svg]]\n", "![[b]]\n", "[[toc]]\n", "[x](//example.com/y)\n", "![x](P.SVG)\n", "[x](B.md)\n",
	"[x](b)\n", "[x](b.html#two_words)\n", "[x](v1.0.md)\n", "[x](Dr.%20Who.md#moves)\n", "[x](info@example.com) and [y](www.example.com/z)\n", "x ![x](p.svg){width=300} y\n", "[x](b.md#Two_Words)\n", "[x](b.md#two-wrods)\n", "[[bravo-b]]\n", "[[brvao]]\n", "> [!TPI]\n> x\n", "> [!WARNNING]\n> x\n", "{{ params.prodcut }}\n",
	":::tip Title\nText\n\n- a\n:::\n", "::: warning\n\n```\ncode\n```\n\n:::\n", "::: checklst #one\n- [ ] a\n:::\n", "::: checklist titel=x\n- [ ] a\n:::\n",
	"::: checklist #two title=\"T\"\n- [ ] a\n\n::: details title=\"D\"\nx\n:::\n", ":::: details title=\"D\"\n\n::: analogy\n| a | b |\n|---|---|\n| c | d |\n\n::::\n", "::: details title=\"D\"\n::: analogy\n| a | b |\n|---|---|\n| c | d |\n:::\n:::\n",
	"!!! note \"Title\"\n    Text\n\n    - a\n", "???+ tip\n    Text\nAfter\n", "{% hint style=\"info\" %}\nText\n{% endhint %}\n", "import Tabs from '@theme/Tabs'\n",
	"A **„x“**b and **c **d\n", "これは**「大事」**です\n", "say**\"no.\"**Then\n", "<pre>\na &lt; b\n</pre>\n", "<div align=\"center\">\n\nText\n\n</div>\n", "A <code>b</code> <a href=\"b.md\">c</a> <font color=red>d</font> <img src=\"p.svg\" alt=\"e\">\n",
	"[//]: # one comment\n", "<!- too few -> and <--! turned -->\n", "A {>>note<<} b\n", "5*3*2 rooms and 2**3**2\n", "++in++ H~2~O x^2^ ^^in^^\n", "![x|100](p.svg)\n", "_„x“_y ***«x»***y ~~«x»~~y ==«x»==y\n",
	"[x](mailto: a@b.example) [y](tel:+49 170 12) [z](https:// example.com) [h](b.md #two-words)\n", "[x](htps://example.com) [y](https:/example.com) [z](https//example.com)\n", "[x]（b.md）\n", "[x][list]\n\n[list]: Price List.pdf\n",
	"[[b.md]] [[/b]] [[bravo.md|text]]\n", "[x](../../b.md) [y](old/My%20File.md) [z](gone/bravo.md \"T\")\n", "![plan] (p.svg)\n",
	"<table><tr><th>a</th></tr><tr><td><p>b</p><p>c</p></td></tr></table>\n", "<ul>\n<li>a</li>\n<li>b <b>c</b></li>\n</ul>\n", "<h2>Heading</h2>\n", "| a |\n|---|\n| <ul><li>b</li><li>c</li></ul> |\n", "| a |\n|---|\n| [[b|bravo]] |\n",
}

// heads are beginnings of lessons, most of them with a mistake.
var heads = []string{
	"# Title\n\n", "## Title\n\n", "Title\n---\n\n", "", "+++\ntitle = \"T\"\n+++\n\n", "++++\ntitle = \"T\"\n+++\n\n", "\n\n+++\ntitle = \"T\"\n+++\n\n", " +++\ntitle = \"T\"\n+++\n\n", "+++ toml\ntitle = \"T\"\n+++\n\n",
	"+++\ntitle = \"T\"\n++\n\n", "+++\ntitel = \"T\"\n+++\n\n", "+++\nsummary = \"S\"\n+++\n\n# Title\n\n", "---\nsummary: S\n---\n\n", "+++\ntitle = \"T\"\nroles = [\"AE\"]\n+++\n\n", "---\ntitle: T\nroles: [ae, AE]\nstage: Discovery\n---\n\n", "+++\ntitle = \"T\"\nkind = \"plian\"\n+++\n\n",
}

// flawless are pieces without a mistake.
var flawless = []string{"Some *words* here.\n", "## A heading\n", "- one\n- two\n", "1. one\n\n   more\n", "> quoted\n", "```\n##code\n:::tip\n```\n", "| a | b |\n|---|---|\n| c | d |\n", "Äöü 中文 🎉\n", "    [TOC]\n", "***\n"}

// seeded is a playbook with mistakes, put together at random.
func seeded(r *rand.Rand) fstest.MapFS {
	files := fstest.MapFS{}
	put := func(name, text string) {
		if strings.HasSuffix(name, ".md") {
			switch r.IntN(4) {
			case 0:
				text = strings.ReplaceAll(text, "\n", "\r\n")
			case 1:
				text = "\ufeff" + text
			}
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	put("site.toml", "title = \"T\"\nsite_id = \"t\"\n"+[]string{"", "descripton = \"D\"\n"}[r.IntN(2)]+"[params]\nproduct = \"P\"\n[roles.ae]\nlabel = \"AE\"\n[stages.discovery]\nlabel = \"D\"\n")
	put("content/b.md", "# B\n\n## Two words\n\n## Some heading\n")
	put("content/bravo.md", "+++\ntitle = \"Bravo\"\nuid = \"bravo\"\n+++\n\nText.\n")
	put("content/My File.md", "# My file\n")
	put("content/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"></svg>\n")
	if r.IntN(3) == 0 {
		put("content/"+[]string{"other.markdown", "Other.MD", "s/x.mdown"}[r.IntN(3)], "# Other\n\nText.\n")
	}
	if r.IntN(3) == 0 {
		put("content/"+[]string{"v1.0.md", "Dr. Who.md", "b/c.md", "bravo/c.md"}[r.IntN(4)], "# Moves\n\n[b](b.md), [f](My%20File.md)\n")
	}
	for i := range 1 + r.IntN(3) {
		var b strings.Builder
		b.WriteString(heads[r.IntN(len(heads))])
		for range 1 + r.IntN(5) {
			if list := [][]string{seeds, seeds, flawless}[r.IntN(3)]; r.IntN(8) > 0 {
				b.WriteString(list[r.IntN(len(list))] + "\n")
			} else {
				b.WriteString(strings.TrimSuffix(list[r.IntN(len(list))], "\n") + " ") // side by side
			}
		}
		put(fmt.Sprintf("content/l%d.md", i), b.String())
	}
	return files
}

// TestFixRandom repairs playbooks put together at random: 15 of them, or 2,000 in the
// long tests, in slices of 100. The next run has none of the findings that were
// repaired, and bytes that no edit names are as they were.
func TestFixRandom(t *testing.T) {
	slices, n := 1, 15
	if long() {
		slices, n = 20, 100
	}
	for i := range slices {
		t.Run(fmt.Sprintf("slice-%d", i), func(t *testing.T) { fixRandom(t, i*n, n) })
	}
}

func fixRandom(t *testing.T, first, n int) {
	made := map[diag.Code]int{}
	for i := first; i < first+n; i++ {
		files := seeded(rand.New(rand.NewPCG(16, uint64(i))))
		for run := range 6 {
			again, ds := fixOnce(t, fmt.Sprintf("playbook %d, run %d", i, run), files)
			for _, d := range ds {
				made[d.Code]++
			}
			if files = again; len(ds) == 0 {
				break
			}
		}
	}
	t.Logf("%d playbooks, repaired: %v", n, made)
	if len(made) < 12 {
		t.Errorf("few kinds of findings are repaired: %v", made)
	}
}

// fixOnce makes the repairs of a playbook and looks at what came of it.
func fixOnce(t *testing.T, what string, files fstest.MapFS) (fstest.MapFS, diag.List) {
	t.Helper()
	after, made, again := repairedOf(t, what, files, nil)
	for _, d := range again {
		// Text that another repair brought to light may have the same mistake: the finding
		// is there again only if it is without the others too.
		if _, _, alone := repairedOf(t, what, files, []diag.Code{d.Code}); slices.ContainsFunc(alone, func(x diag.Diagnostic) bool { return x.Path == d.Path && x.Message == d.Message }) {
			t.Errorf("%s: repaired, and found again: %s\nwas:\n%s\nis:\n%s", what, d.Message, files[d.Path].Data, after[d.Path].Data)
		}
	}
	return after, made
}

// repairedOf makes the repairs of some codes, of all with none, and returns the playbook,
// the findings that were repaired, and those of them that the next build has again.
func repairedOf(t *testing.T, what string, files fstest.MapFS, codes []diag.Code) (after fstest.MapFS, made, again diag.List) {
	t.Helper()
	build := func(files fstest.MapFS) (*pipeline.Builder, *pipeline.Result) {
		b := builderOf(files)
		b.Options.Lazy = true
		r, err := b.Build(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return b, r
	}
	b, r := build(files)
	changes, repairs, err := b.Repair(r, codes)
	if err != nil {
		t.Fatal(err)
	}
	after = maps.Clone(files)
	for _, c := range changes {
		data := c.After()
		if why := untouched(c.Before, data, c.Edits); why != "" {
			t.Errorf("%s, %s: %s\nbefore %q\nafter  %q", what, c.Path, why, c.Before, data)
		}
		delete(after, c.Path)
		after[c.To] = &fstest.MapFile{Data: data}
	}
	if len(repairs.Made) == 0 {
		return after, nil, nil
	}
	_, next := build(after)
	count := func(ds diag.List, d diag.Diagnostic) (n int) {
		for _, x := range ds {
			if x.Path == d.Path && x.Message == d.Message && x.Code == d.Code {
				n++
			}
		}
		return n
	}
	for _, d := range repairs.Made {
		if count(next.Diags, d) > count(r.Diags, d)-count(repairs.Made, d) {
			again = append(again, d)
		}
	}
	return after, repairs.Made, again
}

// untouched says where bytes differ that no edit names, "" for nowhere. It counts
// lines and columns in its own way.
func untouched(before, after []byte, edits []diag.Edit) string {
	at := func(line, col int) int {
		i := 0
		for n := 1; n < line && i < len(before); i++ {
			if before[i] == '\n' {
				n++
			}
		}
		rest := []rune(string(before[i:]))
		skip := 0
		if i == 0 && len(rest) > 0 && rest[0] == '\ufeff' {
			skip = 1
		}
		return i + len(string(rest[:min(col-1+skip, len(rest))]))
	}
	sorted := slices.SortedStableFunc(slices.Values(edits), func(a, b diag.Edit) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) })
	done := 0
	for _, e := range sorted {
		keep := before[done:at(e.Line, e.Col)]
		if !bytes.HasPrefix(after, keep) {
			return fmt.Sprintf("before %v", e)
		}
		after = after[len(keep):]
		text := e.Text
		if bytes.Contains(before, []byte("\r\n")) {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if !bytes.HasPrefix(after, []byte(text)) {
			return fmt.Sprintf("at %v", e)
		}
		after, done = after[len(text):], at(e.EndLine, e.EndCol)
	}
	if !bytes.Equal(after, before[done:]) {
		return "at the end"
	}
	return ""
}

// TestKilledFix kills 'fix --write' at moments: 5, or 200 in the long tests. Each
// file is as it was or as it is to be, a file that moves is in one place at least, and
// the next run ends the work and leaves nothing behind.
func TestKilledFix(t *testing.T) {
	bin := builtCommand(t)
	kills := 5
	if long() {
		kills = 200
	}
	dir := t.TempDir()
	files := map[string]string{"site.toml": "title = \"T\"\nsite_id = \"t\"\n"}
	for i := range 60 {
		files[fmt.Sprintf("content/l%02d.md", i)] = "## Title\n\n##Heading\n\n" + strings.Repeat("Text.\n", i*40)
		files[fmt.Sprintf("content/m%02d.markdown", i)] = "# Moves\n"
	}
	run := func(dir string) *exec.Cmd {
		c := exec.Command(bin, "fix", "--write", "-q", "-s", dir, "--date", "2026-11-22")
		c.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(t.TempDir(), "cache"))
		return c
	}
	fresh := func(name string) string {
		to := filepath.Join(dir, name)
		for name, text := range files {
			write(t, filepath.Join(to, filepath.FromSlash(name)), text)
		}
		return to
	}
	whole := fresh("whole")
	begin := time.Now()
	if out, err := run(whole).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(begin)
	want := treeOf(t, whole)
	struck := 0
	for i := range kills {
		at := fresh(fmt.Sprint("kill", i))
		c := run(at)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		wait := took * time.Duration(i+1) / time.Duration(kills+1)
		timer := time.AfterFunc(wait, func() { _ = c.Process.Kill() })
		if err := c.Wait(); err != nil {
			struck++
		}
		timer.Stop()
		got := treeOf(t, at)
		for name, hash := range got {
			old, known := files[filepath.ToSlash(name)]
			if hash != want[name] && (!known || hash != hashOf(old)) && !strings.Contains(name, ".next-") {
				t.Errorf("kill %d: %s is neither old nor new", i, name)
			}
		}
		for name := range files {
			moved := strings.TrimSuffix(name, ".markdown") + ".md"
			if got[name] == "" && (moved == name || got[moved] == "") {
				t.Errorf("kill %d: %s is gone", i, name)
			}
		}
		if out, err := run(at).CombinedOutput(); err != nil {
			t.Fatalf("the next run: %v\n%s", err, out)
		}
		for name, hash := range differing(treeOf(t, at), want) {
			if !strings.HasSuffix(name, ".markdown") { // both names are there: that is for its author to settle
				t.Errorf("kill %d: after the next run %s is %s", i, name, hash)
			}
		}
		if err := os.RemoveAll(at); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d kills struck", struck, kills)
}
