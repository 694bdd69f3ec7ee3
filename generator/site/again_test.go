package site_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
)

// TestBeforeChangesNothing walks at random through playbooks that are edited:
// the site that is put together with what an earlier one has handed on equals
// the one that is put together without, in all that a page can ask of it, and in
// its findings. The long form walks further: PLAYBOOK_LONG=1.
func TestBeforeChangesNothing(t *testing.T) {
	seeds, steps := 6, 400
	if os.Getenv("PLAYBOOK_LONG") != "" {
		seeds, steps = 20, 5000
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := newSiteWalk(t, rand.New(rand.NewPCG(uint64(seed), 7)))
			clean := 0
			for step := range steps {
				w.edit()
				in := w.input()
				want, wantDs := site.Assemble(in)
				in.Before = w.before
				got, gotDs := site.Assemble(in)
				if g, s := describe(got, gotDs), describe(want, wantDs); g != s {
					t.Fatalf("step %d, after\n\t%s\n%s", step, strings.Join(w.done[max(0, len(w.done)-5):], "\n\t"), firstDifference(g, s))
				}
				if len(wantDs) == 0 {
					clean++
				}
				w.mend(wantDs)
				// Now and then the earlier site is one of long ago, as a build that
				// was broken meanwhile has it.
				if w.r.IntN(4) > 0 {
					w.before = got
				}
			}
			if clean < steps/12 {
				t.Errorf("only %d of %d sites were without findings", clean, steps)
			}
		})
	}
}

// A siteWalk is a playbook that is edited at random.
type siteWalk struct {
	t       *testing.T
	r       *rand.Rand
	cfg     *config.Config
	lessons map[string]*content.Lesson
	files   map[string]bool
	before  *site.Site
	drafts  bool
	dir     string
	done    []string
}

func newSiteWalk(t *testing.T, r *rand.Rand) *siteWalk {
	w := &siteWalk{t: t, r: r, dir: "content", lessons: map[string]*content.Lesson{}, files: map[string]bool{"a/p.png": true}}
	w.settings()
	for i := range 12 {
		w.write(fmt.Sprintf("%s/l%d.md", []string{"a", "b", "a/c"}[i%3], i))
	}
	return w
}

func (w *siteWalk) input() site.Input {
	in := site.Input{Config: w.cfg, Date: "2026-11-22", Drafts: w.drafts, ContentDir: w.dir, Files: w.files, Before: nil}
	for _, p := range slices.Sorted(maps.Keys(w.lessons)) {
		in.Lessons = append(in.Lessons, w.lessons[p])
	}
	in.Asset = func(p string) (site.Asset, diag.List) { return site.Asset{Source: p, URL: "assets/" + p}, nil }
	return in
}

func (w *siteWalk) one(list ...string) string { return list[w.r.IntN(len(list))] }

func (w *siteWalk) settings() {
	var ds diag.List
	text := "title = \"T\"\nsite_id = \"t\"\nlanguage = \"en\"\n" +
		w.one("", "[[redirect]]\nfrom = \"/was/here\"\nto = \"u1\"\n", "[[redirect]]\nfrom = \"/old/x\"\nto = \"/roles/ae.html\"\n") +
		w.one("[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n", "[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n", "") +
		"[roles.ae]\nlabel = \"Rep\"\n[stages.one]\nlabel = \"One\"\n" + w.one("", "[roles.am]\nlabel = \"Manager\"\n")
	if w.cfg, ds = config.Read(diag.NewFile("site.toml", []byte(text))); ds.HasErrors() {
		w.t.Fatal(ds)
	}
	w.done = append(w.done, "site.toml "+text)
}

// edit does one thing, most often to a lesson that is there.
func (w *siteWalk) edit() {
	names := slices.Sorted(maps.Keys(w.lessons))
	pick := names[w.r.IntN(len(names))]
	switch w.r.IntN(24) {
	case 0:
		w.settings()
	case 1:
		if w.drafts = !w.drafts; w.r.IntN(4) == 0 {
			w.dir = w.one("content", "docs")
		}
		w.done = append(w.done, "drafts, or the folder")
	case 2:
		w.write(w.one("a/index.md", "index.md", "b/index.md", "paths/one.md", "paths/index.md", "glossary.md", "a/c/index.md", "A/l0.md", "a/01-l0.md"))
	case 3:
		w.write(strings.TrimSuffix(pick, ".md") + ".nl.md")
	case 4, 5:
		if len(names) > 8 {
			delete(w.lessons, pick)
			w.done = append(w.done, "remove "+pick)
		}
	case 6:
		w.write(fmt.Sprintf("%s/l%d.md", w.one("a", "b", "a/c", "roles"), w.r.IntN(15)))
	case 7:
		w.files = maps.Clone(w.files)
		if name := w.one("a/p.png", "a/q.txt"); w.files[name] {
			delete(w.files, name)
		} else {
			w.files[name] = true
		}
		w.done = append(w.done, "files")
	default:
		if !strings.HasSuffix(pick, ".nl.nl.md") {
			w.write(pick)
		}
	}
}

// write writes a lesson anew.
func (w *siteWalk) write(p string) {
	if strings.Count(p, ".nl.") > 1 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %q\n", w.one("One", "Two", "Three", "four", "Five"))
	for range w.r.IntN(4) {
		key := w.one("weight = %d\n", "minutes = %d\n", "tags = [\"t%d\"]\n", "tags = [\"t%d\", \"x\"]\n", "tags = [\"X\"]\n", "roles = [\"ae\"]\n", "roles = [\"ae\", \"am\"]\n",
			"stage = \"one\"\n", "summary = \"S%d\"\n", "draft = true\n", "kind = \"campaign\"\n", "uid = \"u1\"\n", "slug = \"s%d\"\n", "aliases = [\"old/x%d\"]\n",
			"publish_date = 2030-01-0%d\n", "prereq = [\"u1\"]\n", "prereq = [\"l%d\"]\n")
		if strings.HasSuffix(p, "index.md") {
			key = w.one("weight = %d\n", "default_kind = \"plain\"\n", "default_kind = \"campaign\"\n", "draft = true\n", "uid = \"u%d\"\n")
		}
		if strings.HasPrefix(p, "paths/") && !strings.Contains(p, "index") {
			key = w.one("lessons = [\"u1\", \"l2\"]\n", "lessons = [\"l1\"]\n", "role = \"ae\"\n", "weight = %d\n", "valid = \"%dy\"\n")
		}
		if strings.Contains(key, "%d") {
			key = fmt.Sprintf(key, 1+w.r.IntN(5))
		}
		if name, _, _ := strings.Cut(key, " "); !strings.Contains(b.String(), "\n"+name+" ") {
			b.WriteString(key)
		}
	}
	b.WriteString("+++\n")
	for range w.r.IntN(4) {
		b.WriteString(w.one("Text.\n\n", "## Part\n\n", "## Other\n\n", "[x](/a/l0.md#part)\n\n", "[[u1]]\n\n", "[[l2#part]]\n\n", "[[l4]]\n\n", "## Part\n\n",
			"![p](/a/p.png)\n\n", "[q](/a/q.txt)\n\n", "[r](/roles/ae.html)\n\n", "- [ ] tick\n\n", strings.Repeat("word ", 400)+"\n\n"))
	}
	w.parse(p, b.String())
}

func (w *siteWalk) parse(p, text string) {
	l, _ := content.Parse(p, "content/"+p, []byte(text), &content.Options{Default: "en", Languages: []string{"en", "nl"}})
	if l == nil {
		return
	}
	w.lessons[p] = l
	w.done = append(w.done, fmt.Sprintf("write %s: %q", p, text))
}

// mend puts right what findings are about, most of the time.
func (w *siteWalk) mend(ds diag.List) {
	for _, d := range ds {
		p := strings.TrimPrefix(d.Path, w.dir+"/")
		switch {
		case w.r.IntN(6) == 0:
		case p == "site.toml":
			w.settings()
		case w.lessons[p] != nil && len(w.lessons) > 8 && w.r.IntN(8) == 0:
			delete(w.lessons, p)
			w.done = append(w.done, "mend "+p)
		case w.lessons[p] != nil && d.Code != "PB1510" && d.Code != "PB1503" && d.Code != "PB1502":
			w.parse(p, fmt.Sprintf("+++\ntitle = \"Mended\"\nuid = \"m%d\"\n+++\n%s", len(w.done), w.one("Text.\n", "## Part\n", "[[m1]]\n")))
		case len(w.lessons) > 3:
			delete(w.lessons, p)
		}
	}
}

// describe is everything that a site says, in text.
func describe(s *site.Site, ds diag.List) string {
	var b strings.Builder
	url := func(p *site.Page) string {
		if p == nil {
			return "-"
		}
		return p.Lang.Code + ":" + p.URL + "=" + p.Title
	}
	urls := func(ps []*site.Page) (out []string) {
		for _, p := range ps {
			out = append(out, url(p))
		}
		return out
	}
	terms := func(ts []*site.Term) (out []string) {
		for _, t := range ts {
			out = append(out, fmt.Sprint(t.Taxonomy, t.Key, t.Label, url(t.Page), urls(t.Lessons), t.Kind != nil))
		}
		return out
	}
	for _, d := range ds {
		fmt.Fprintf(&b, "%+v\n", d)
	}
	for _, l := range s.Langs {
		fmt.Fprintln(&b, "lang", l.Code, url(l.Home), urls(l.Lessons), terms(l.Roles), terms(l.Stages), terms(l.Tags), terms(l.Kinds))
		for _, p := range l.Pages {
			fmt.Fprintln(&b, "page", p.Type, url(p), p.Summary, p.Lesson != nil, p.Fallback, p.Stale, p.Draft, p.UID, p.System, p.Minutes, p.SourcePath, url(p.Prev), url(p.Next))
			fmt.Fprintln(&b, "\t", urls(p.Prereq), urls(p.MentionedIn.Pages()), urls(p.Translations), urls(p.Others), terms(p.Roles), terms(p.Tags), p.Stage != nil && p.Stage.Page == nil, p.Lang == l)
			if p.Lesson != nil {
				fmt.Fprintf(&b, "\t%x\n", p.Lesson.Hash)
			}
			if p.Kind != nil {
				fmt.Fprintln(&b, "\tkind", p.Kind.Key)
			}
			for i := range p.Links.Len() {
				x := p.Links.At(i)
				fmt.Fprintln(&b, "\tlink", url(x.Page), x.Fragment, x.Asset, x.External)
			}
			if p.Path != nil {
				fmt.Fprintln(&b, "\tpath", urls(p.Path.Lessons), p.Path.Minutes, p.Path.Valid, p.Path.Role != nil)
			}
			if s := p.Section; s != nil {
				fmt.Fprintln(&b, "\tin", s.Dir, url(s.Page), urls(s.Lessons), len(s.Children), s.Parent != nil && s.Parent.Page != nil, s.Kind != nil)
			}
		}
	}
	for _, r := range s.Redirects {
		fmt.Fprintln(&b, "redirect", r.From, url(r.To))
	}
	fmt.Fprintln(&b, s.Skipped, s.Widgets, len(s.Assets))
	return b.String()
}

// TestEveryUnknownTermIsReported has lessons that are alike down to their mistake.
func TestEveryUnknownTermIsReported(t *testing.T) {
	w := &siteWalk{t: t, r: rand.New(rand.NewPCG(1, 1)), dir: "content", lessons: map[string]*content.Lesson{}}
	w.settings()
	for _, name := range []string{"a", "b", "c"} {
		w.parse("s/"+name+".md", "+++\ntitle = \"T\"\nroles = [\"nobody\"]\nstage = \"never\"\n+++\n")
	}
	_, ds := site.Assemble(w.input())
	var got []string
	for _, d := range ds {
		if d.Code == "PB1504" {
			got = append(got, fmt.Sprint(d.Path, ":", d.Line))
		}
	}
	if want := "[content/s/a.md:3 content/s/a.md:4 content/s/b.md:3 content/s/b.md:4 content/s/c.md:3 content/s/c.md:4]"; fmt.Sprint(got) != want {
		t.Errorf("reported at %v, want %s", got, want)
	}
}

// TestLinksAreLookedAtAgain changes what the link of another lesson is found by.
func TestLinksAreLookedAtAgain(t *testing.T) {
	for _, x := range []struct {
		text string
		code diag.Code
	}{
		{"+++\ntitle = \"A\"\nuid = \"u2\"\n+++\n## Part\n", "PB1506"},
		{"+++\ntitle = \"A\"\nuid = \"u1\"\n+++\n## Other\n", "PB1411"},
	} {
		w := &siteWalk{t: t, r: rand.New(rand.NewPCG(1, 1)), dir: "content", lessons: map[string]*content.Lesson{}}
		w.settings()
		w.parse("s/a.md", "+++\ntitle = \"A\"\nuid = \"u1\"\n+++\n## Part\n")
		w.parse("s/b.md", "+++\ntitle = \"B\"\n+++\n[[u1]] [there](a.md#part)\n")
		in := w.input()
		before, _ := site.Assemble(in)
		w.parse("s/a.md", x.text)
		again := w.input()
		again.Before = before
		if _, ds := site.Assemble(again); len(ds) == 0 || ds[len(ds)-1].Code != x.code {
			t.Errorf("after %q: %v, want %s", x.text, ds, x.code)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d, with\n%s\nwithout\n%s", i, g[i], w[min(i, len(w)-1)])
		}
	}
	return fmt.Sprintf("%d lines with, %d without", len(g), len(w))
}
