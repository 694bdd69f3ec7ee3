package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"playbook/generator/content"
)

// A sortKey orders lessons and sections: an explicit weight, else the number
// before the name, else after all that have one; then by title and path.
type sortKey struct {
	weight int
	title  string
	path   string
}

const unweighted = 1 << 30

func lessonKey(l *content.Lesson) sortKey {
	k := sortKey{weight: unweighted, title: strings.ToLower(l.Meta.Title), path: l.Path}
	switch {
	case l.Meta.HasWeight:
		k.weight = l.Meta.Weight
	case l.Order >= 0:
		k.weight = l.Order
	}
	return k
}

func (k *sortKey) compare(o *sortKey) int {
	if k.weight != o.weight {
		return cmp.Compare(k.weight, o.weight)
	}
	return cmp.Or(strings.Compare(k.title, o.title), strings.Compare(k.path, o.path))
}

// A folder is a section without a language.
type folder struct {
	dir      string
	index    *group
	children []*folder
	lessons  []*group
	order    sortKey
}

// tree arranges the groups in folders, in order.
func (a *assembler) tree() *folder {
	byDir := map[string]*folder{}
	var get func(dir string) *folder
	get = func(dir string) *folder {
		if f := byDir[dir]; f != nil {
			return f
		}
		f := &folder{dir: dir, order: sortKey{weight: unweighted, title: strings.ToLower(dir), path: dir}}
		byDir[dir] = f
		if dir != "" {
			p := get(parentDir(dir))
			p.children = append(p.children, f)
		}
		return f
	}
	root := get("")
	f := root
	for _, g := range a.groups {
		if g.fact.path || g.fact.glossary {
			continue
		}
		if f.dir != g.fact.dir {
			f = get(g.fact.dir)
		}
		if n := g.fact.folder; n >= 0 && f.order.weight == unweighted {
			f.order.weight = n
		}
		if !g.fact.index {
			f.lessons = append(f.lessons, g)
			continue
		}
		f.index = g
		if g.source.Meta.HasWeight {
			f.order.weight = g.fact.order.weight
		}
		if t := g.source.Meta.Title; t != "" {
			f.order.title = strings.ToLower(t)
		}
	}
	for _, f := range byDir {
		slices.SortFunc(f.children, func(x, y *folder) int { return x.order.compare(&y.order) })
		slices.SortFunc(f.lessons, func(x, y *group) int { return x.fact.order.compare(&y.fact.order) })
	}
	return root
}

func dirOf(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return ""
}

// bookMost is the number of lessons up to which a language has a page with all of them,
// for printing. Nobody prints more, and no browser could lay it out in reasonable time.
const bookMost = 300

// buildLang makes the sections and pages of one language.
func (a *assembler) buildLang(i int) {
	lang := a.s.Langs[i]
	if a.root == nil {
		a.root = a.tree()
	}
	lang.Root = a.section(lang, i, a.root, nil)
	lang.Home = lang.Root.Page
	for j, p := range lang.Lessons {
		if j > 0 {
			p.Prev, lang.Lessons[j-1].Next = lang.Lessons[j-1], p
		}
	}
	a.pathPages(lang, i)
	a.terms(lang, i)
	for _, name := range []string{"search", "progress", "practice", "changes", "my-data", "team", "verify"} {
		if name == "practice" && !a.practised(i) {
			continue
		}
		a.add(lang, &Page{Type: SystemPage, System: name, URL: a.in.Config.Address(name) + ".html", Title: name, Section: lang.Root})
	}
	if n := len(lang.Lessons); n > 0 && n <= bookMost {
		a.add(lang, &Page{Type: SystemPage, System: "book", URL: a.in.Config.Address("book") + ".html", Title: "book", Section: lang.Root})
	}
	if a.in.Config.Build.Offline {
		a.add(lang, &Page{Type: SystemPage, System: "offline", URL: "offline.html", Title: "offline", Section: lang.Root})
	}
	a.glossary(lang, i)
	if g := a.in.Gallery; g != nil {
		a.add(lang, &Page{
			Type: SystemPage, System: "gallery", URL: a.in.Config.Address("gallery") + ".html", Title: "gallery", Section: lang.Root,
			Lesson: g, At: -1, UID: g.UID(), Links: ownLinks(g), Fallback: i > 0,
		})
	}
	a.add(lang, &Page{Type: NotFoundPage, URL: "404.html", Title: "404", Section: lang.Root})
}

// glossary makes the page of the terms that the playbook explains, if there are any.
func (a *assembler) glossary(lang *Lang, i int) {
	g := a.keyed("/glossary")
	if g == nil || g.skipped != "" {
		return
	}
	p := a.lessonPage(lang, i, g, lang.Root, "glossary.html")
	p.Type, p.System, p.Kind = SystemPage, "glossary", nil
}

// practised reports whether a lesson of a language has items that are asked again after
// some days.
func (a *assembler) practised(lang int) bool {
	return slices.ContainsFunc(a.reading, func(g *group) bool { return a.facts[g.at[g.shown(lang)]].practised })
}

// add adds what depends on the language to a page.
func (a *assembler) add(lang *Lang, p *Page) *Page {
	p.Lang, p.URL, p.index = lang, lang.Prefix+p.URL, len(lang.Pages)
	if a.in.Plain {
		p.URL = PlainAddress(p.URL)
	}
	lang.Pages = append(lang.Pages, p)
	if p.Title == "" {
		p.Title = lang.Code
	}
	return p
}

func (a *assembler) section(lang *Lang, i int, f *folder, parent *Section) *Section {
	s := &Section{Dir: f.dir, Parent: parent}
	url := "index.html"
	if f.dir != "" {
		url = f.dir + "/index.html"
	}
	if f.index != nil {
		s.Page = a.lessonPage(lang, i, f.index, s, url)
		if k := f.index.source.Meta.DefaultKind; k != "" {
			for _, c := range a.in.Config.Kinds {
				if c.Key == k {
					s.Kind = c
				}
			}
		}
	} else {
		s.Page = a.add(lang, &Page{URL: url, Section: s, Title: title(lastPart(f.dir))})
	}
	s.Page.Type = SectionPage
	if f.dir == "" {
		s.Page.Type = HomePage
		if f.index == nil || f.index.source.Meta.Title == "" {
			s.Page.Title = cmp.Or(lang.Title, a.in.Config.Title)
		}
	} else if s.Page.Title == "" {
		s.Page.Title = title(lastPart(f.dir))
	}
	for _, g := range f.lessons {
		at := g.at[g.shown(i)]
		own, text := &a.facts[at], a.in.Lessons[at]
		url := own.url
		if own.slug == "" {
			url = g.fact.url
		}
		p := a.lessonPage(lang, i, g, s, url)
		p.Type = LessonPage
		p.Minutes = minutes(text, g.source)
		s.Lessons = append(s.Lessons, p)
		lang.Lessons = append(lang.Lessons, p)
		if i == 0 {
			a.reading = append(a.reading, g)
		}
	}
	a.divide(lang, s.Page, strings.TrimSuffix(s.Page.URL[len(lang.Prefix):], ".html"), len(s.Lessons))
	for _, c := range f.children {
		s.Children = append(s.Children, a.section(lang, i, c, s))
	}
	return s
}

// ListMost is the number of entries on one page. A longer list has further pages.
const ListMost = 200

// divide adds the further pages of a list of n entries. name is the first page's
// address below its language, without its ending.
func (a *assembler) divide(lang *Lang, first *Page, name string, n int) {
	if n <= ListMost {
		return
	}
	parts := []*Page{first}
	for at := ListMost; at < n; at += ListMost {
		p := &Page{
			Type: first.Type, URL: fmt.Sprintf("%s-%d.html", name, len(parts)+1), Title: first.Title, System: first.System,
			Section: first.Section, Kind: first.Kind, Term: first.Term, Terms: first.Terms, Part: len(parts),
		}
		parts = append(parts, a.add(lang, p))
	}
	for _, p := range parts {
		p.Parts = parts
	}
}

// lessonPage makes the page of a group in a language. Without a translation it has the
// default language's text.
func (a *assembler) lessonPage(lang *Lang, i int, g *group, s *Section, url string) *Page {
	at := g.at[g.shown(i)]
	l, f := a.in.Lessons[at], &a.facts[at]
	p := a.page()
	p.URL, p.Section, p.UID, p.Kind = url, s, g.fact.uid, g.kind
	if g.by[i] == nil {
		p.Fallback = true
	} else if l != g.source {
		p.Stale = l.Meta.SourceHash != "" && !g.source.IsSource(l.Meta.SourceHash)
	}
	p.Lesson, p.At, p.SourcePath = l, int(at), f.source
	p.Title, p.Summary = l.Meta.Title, l.Meta.Summary
	p.Draft = f.draft || g.fact.draft
	p.Signoff = g.source.Meta.Signoff != ""
	a.add(lang, p)
	g.pages[i] = p
	return p
}

// wordsPerMinute is slow, because readers work through lessons.
const wordsPerMinute = 180

// minutes returns the author's estimate, or one from the number of words.
func minutes(l, source *content.Lesson) int {
	if estimate := cmp.Or(l.Meta.Minutes, source.Meta.Minutes); estimate > 0 {
		return estimate
	}
	return max(1, (l.Words+wordsPerMinute-1)/wordsPerMinute)
}

func lastPart(dir string) string { return dir[strings.LastIndexByte(dir, '/')+1:] }

// title makes a heading from a folder's name.
func title(name string) string {
	name = strings.ReplaceAll(strings.ReplaceAll(name, "-", " "), "_", " ")
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}
