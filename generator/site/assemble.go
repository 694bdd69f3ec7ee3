package site

import (
	"cmp"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
)

const (
	codeDuplicateUID     diag.Code = "PB1501"
	codeDuplicateAddress diag.Code = "PB1502"
	codeReservedAddress  diag.Code = "PB1503"
	codeUnknownTerm      diag.Code = "PB1504"
	codeUnknownKind      diag.Code = "PB1505"
	codeUnknownUID       diag.Code = "PB1506"
	codePrereqCycle      diag.Code = "PB1507"
	codePathPrereq       diag.Code = "PB1508"
	codeBadRedirect      diag.Code = "PB1509"
	codeTwoSources       diag.Code = "PB1510"
	codeMilestones       diag.Code = "PB1511"
)

// Input is everything Assemble looks at.
type Input struct {
	Config *config.Config
	// Lessons are all files that could be read, sorted by path.
	Lessons []*content.Lesson
	// Files are the other files below the content folder, by path.
	Files map[string]bool
	// Asset reads one of Files, when a lesson refers to it. The diagnostics
	// are about the file; the site puts them where the reference stands.
	Asset func(path string) (Asset, diag.List)
	// Date is the build date, "2026-11-22".
	Date string
	// Drafts and Future let in what is otherwise skipped.
	Drafts, Future bool
	// Gallery shows every widget kind, nil for none.
	Gallery *content.Lesson
	// ContentDir is the content folder, for positions in diagnostics.
	ContentDir string
	// Before, if set, is an earlier site. What it knows about links is taken
	// over where all that they are resolved by is the same.
	Before *Site
}

// A group is one lesson with its translations.
type group struct {
	key     string // dir + "/" + base
	dir     string
	uid     string
	source  *content.Lesson   // in the default language, or the first there is
	fact    *fact             // of it
	place   int32             // see ref.to
	by      []*content.Lesson // by index of the language, nil where it is missing
	at      []int32           // their places in Input.Lessons
	pages   []*Page           // by index of the language
	skipped string
	kind    *config.Kind
	prereq  []*group
}

// assembler holds the site while it is put together.
type assembler struct {
	in      Input
	s       *Site
	facts   []fact // of Input.Lessons
	ds      diag.List
	groups  []*group // in reading order once sorted
	byKey   map[string]*group
	byPath  map[string]*group // by source path
	byUID   map[string]*group
	assets  map[string]*Asset
	byURL   map[string]*Page
	langs   map[string]int // index by code
	links   *links
	folds   map[string]string // folded address to what owns it
	root    *folder
	blank   []Page // not used yet
	suggest int    // did-you-means left: each looks at every lesson
}

// Assemble puts the site together. The site is complete even when the list
// holds errors, as far as what was read allows.
func Assemble(in Input) (*Site, diag.List) {
	n := len(in.Lessons)
	a := &assembler{
		in: in, s: &Site{Config: in.Config, Date: in.Date},
		byKey: make(map[string]*group, n), byPath: make(map[string]*group, n), byUID: make(map[string]*group, n),
		assets: map[string]*Asset{}, byURL: make(map[string]*Page, n), langs: map[string]int{}, folds: make(map[string]string, n), suggest: 50,
	}
	for i, l := range in.Config.Languages {
		lang := &Lang{Language: l, Default: i == 0}
		if i > 0 {
			lang.Prefix = l.Code + "/"
		}
		a.langs[l.Code] = i
		a.s.Langs = append(a.s.Langs, lang)
	}
	a.learn()
	a.group()
	a.skip()
	a.identify()
	a.classify()
	for i := range a.s.Langs {
		a.buildLang(i)
	}
	a.addresses()
	a.resolveLinks()
	a.prerequisites()
	a.paths()
	a.redirects()
	a.collectAssets()
	return a.s, a.ds
}

// errorf adds an error at a place in a lesson's file; what is written nowhere
// in it (a uid made of its name) is found at its beginning.
func (a *assembler) errorf(l *content.Lesson, m content.Mark, code diag.Code, format string, args ...any) *diag.Diagnostic {
	d := diag.Whole(a.source(l.Path), diag.Error, code, format, args...)
	d.Line, d.Col, d.End = max(m.Line, 1), max(m.Col, 1), m.End
	a.ds.Add(d)
	return &a.ds[len(a.ds)-1]
}

// siteErrorf adds an error at a redirect in site.toml.
func (a *assembler) siteErrorf(r config.Redirect, format string, args ...any) {
	d := diag.Whole("site.toml", diag.Error, codeBadRedirect, format, args...)
	d.Line, d.Col, d.End = r.Line, r.Col, r.End
	a.ds.Add(d.WithHint("from is an address pages had before, to is a uid or an address of this site"))
}

func (a *assembler) source(path string) string {
	return strings.TrimPrefix(a.in.ContentDir+"/"+path, "/")
}

// group joins every lesson with its translations.
func (a *assembler) group() {
	langs := len(a.s.Langs)
	// One piece of memory for what every group has.
	n := len(a.in.Lessons)
	groups, by, at, pages := make([]group, n), make([]*content.Lesson, n*langs), make([]int32, n*langs), make([]*Page, n*langs)
	a.groups = make([]*group, 0, n)
	for i, l := range a.in.Lessons {
		key := a.facts[i].key
		g := a.byKey[key]
		if g == nil {
			g = &groups[len(a.groups)]
			*g = group{key: key, dir: l.Dir, by: by[:langs:langs], at: at[:langs:langs], pages: pages[:langs:langs]}
			by, at, pages = by[langs:], at[langs:], pages[langs:]
			a.byKey[key] = g
			a.groups = append(a.groups, g)
		}
		code := cmp.Or(l.Lang, a.in.Config.Language)
		lang := a.langs[code]
		if other := g.by[lang]; other != nil {
			a.errorf(l, content.Mark{}, codeTwoSources, "%q and %q are the same lesson in %q", l.Path, other.Path, code).
				Hint = "they differ only in what an address leaves out; rename one"
			continue
		}
		g.by[lang], g.at[lang] = l, int32(i)
		a.byPath[l.Path] = g
	}
	for _, g := range a.groups {
		first := slices.IndexFunc(g.by, isThere)
		g.source, g.fact = g.by[first], &a.facts[g.at[first]]
	}
}

func isThere(l *content.Lesson) bool { return l != nil }

// translated reports whether a group has more than one language.
func (g *group) translated() bool {
	n := 0
	for _, l := range g.by {
		if l != nil {
			n++
		}
	}
	return n > 1
}

// skip takes out drafts, scheduled and expired lessons, by the build date.
func (a *assembler) skip() {
	kept := a.groups[:0]
	for _, g := range a.groups {
		for i, l := range g.by {
			if l == nil {
				continue
			}
			reason, until := a.reason(&l.Meta)
			if reason == "" {
				continue
			}
			a.s.Skipped = append(a.s.Skipped, Skipped{Path: a.facts[g.at[i]].source, Reason: reason, Until: until})
			if l == g.source {
				g.skipped = reason
			}
			g.by[i] = nil
		}
		if g.skipped == "" {
			kept = append(kept, g)
			g.place = int32(len(kept))
		}
	}
	a.groups = kept
	slices.SortFunc(a.s.Skipped, func(x, y Skipped) int { return cmp.Compare(x.Path, y.Path) })
}

func (a *assembler) reason(m *content.Meta) (reason, until string) {
	switch {
	case m.Draft && !a.in.Drafts:
		return "draft", ""
	case m.PublishDate > a.in.Date && !a.in.Future:
		return "scheduled", m.PublishDate
	case m.ExpiryDate != "" && m.ExpiryDate <= a.in.Date && !a.in.Future:
		return "expired", m.ExpiryDate
	}
	return "", ""
}

// identify gives every lesson its uid and reports clashes.
func (a *assembler) identify() {
	for _, g := range a.groups {
		l := g.source
		g.uid = g.fact.uid
		if other := a.byUID[g.uid]; other != nil {
			a.errorf(l, l.Meta.Pos["uid"], codeDuplicateUID, "the uid %q belongs to %q already", g.uid, a.source(other.source.Path)).
				Hint = "state and links are kept by uid; set another: uid = \"…\""
			continue
		}
		a.byUID[g.uid] = g
	}
}

// classify finds every lesson's kind and checks the fields that go with it.
func (a *assembler) classify() {
	kinds := map[string]*config.Kind{}
	var names []string
	for _, k := range a.in.Config.Kinds {
		kinds[k.Key] = k
		names = append(names, k.Key)
	}
	for _, g := range a.groups {
		for i, l := range g.by {
			if l == nil {
				continue
			}
			name := l.Meta.Kind
			if name == "" && l != g.source {
				name = g.source.Meta.Kind
			}
			origin := ""
			if name == "" && !l.IsIndex && g.dir != "paths" && !g.isGlossary() {
				name, origin = a.defaultKind(g.dir)
			}
			k := kinds[cmp.Or(name, "plain")]
			if k == nil {
				if origin == "" { // a section's is reported where it stands
					a.errorf(l, l.Meta.Pos["kind"], codeUnknownKind, "unknown lesson kind %q", name).Hint = diag.DidYouMean(name, names)
				}
				k = kinds["plain"]
			}
			if l == g.source {
				g.kind = k
			}
			a.ds = append(a.ds, content.CheckFields(k, &l.Meta, a.facts[g.at[i]].source, origin)...)
			if dk := l.Meta.DefaultKind; dk != "" && kinds[dk] == nil {
				a.errorf(l, l.Meta.Pos["default_kind"], codeUnknownKind, "unknown lesson kind %q", dk).Hint = diag.DidYouMean(dk, names)
			}
		}
	}
}

// defaultKind returns the default_kind of the nearest index.md at or above
// dir, and where it stands.
func (a *assembler) defaultKind(dir string) (kind, origin string) {
	for {
		if g := a.byKey[dir+"/index"]; g != nil && g.source != nil && g.source.Meta.DefaultKind != "" {
			return g.source.Meta.DefaultKind, "default_kind in " + a.source(g.source.Path)
		}
		if dir == "" {
			return "", ""
		}
		dir = parentDir(dir)
	}
}

func parentDir(dir string) string {
	if i := strings.LastIndexByte(dir, '/'); i >= 0 {
		return dir[:i]
	}
	return ""
}
