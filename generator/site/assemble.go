package site

import (
	"cmp"
	"maps"
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
	codeNavTarget        diag.Code = "PB1512"
	codeExpandTarget     diag.Code = "PB1515"
	codeAssignment       diag.Code = "PB1516"
)

// Input is the input of Assemble.
type Input struct {
	Config *config.Config
	// Lessons are all files that could be read, sorted by path.
	Lessons []*content.Lesson
	// Files are the other files below the content folder, by path.
	Files map[string]bool
	// Hidden are folders that are not read because their names begin with '_' or '.',
	// and the pictures in them.
	Hidden map[string]bool
	// Excluded, if set, reports whether the settings exclude a path.
	Excluded func(path string) bool
	// Asset reads one of Files when a lesson refers to it. Its diagnostics concern the
	// file; the site reports them at the reference.
	Asset func(path string) (Asset, diag.List)
	// Date is the build date, "2026-11-22".
	Date string
	// Drafts and Future include lessons that are otherwise skipped.
	Drafts, Future bool
	// Plain makes every address of ASCII letters, see [PlainAddress].
	Plain bool
	// Gallery shows every widget kind, nil for none.
	Gallery *content.Lesson
	// ContentDir is the content folder, ConfigPath the settings file ("site.toml" if
	// empty), for positions in diagnostics.
	ContentDir, ConfigPath string
}

// A group is one lesson with its translations.
type group struct {
	source  *content.Lesson   // in the default language, or else the first one
	fact    *fact             // of it
	by      []*content.Lesson // by index of the language, nil where it is missing
	at      []int32           // their indexes in Input.Lessons
	pages   []*Page           // by index of the language
	skipped string
	kind    *config.Kind
	prereq  []*group
}

// An assembler holds the site while it is assembled.
type assembler struct {
	in    Input
	s     *Site
	facts []fact // of Input.Lessons

	ds         diag.List
	all        []group
	groups     []*group // those that are not skipped
	tasks      []*group // assignments, which have no pages
	names      *names
	uids       map[string]int32 // to all
	assets     map[string]*Asset
	addresses  *addresses
	langs      map[string]int    // index by code
	reserved   map[string]bool   // reported folders with a name of the generator
	redirected map[string]string // folded address to what owns it, besides addresses
	root       *folder
	reading    []*group                              // the lessons in reading order
	dirs       map[string]bool                       // folders, listed on first use
	dirOf      map[string]string                     // the same folders by their names in addresses
	derived    map[*content.Lesson]map[string]string // ids by the anchors that GitHub derives
	blank      []Page                                // not used yet
	// foldedFiles are the other files by their paths in lower case, listed on first use.
	foldedFiles map[string][]string
	// byName are the lessons by their file names without number and ending.
	byName  map[string][]*content.Lesson
	suggest int // number of suggestions left: each looks at every lesson
}

// Assemble assembles the site. The site is as complete as the input allows, even if the
// list has errors.
func Assemble(in Input) (*Site, diag.List) {
	a := &assembler{
		in: in, s: &Site{Config: in.Config, Date: in.Date},
		assets: map[string]*Asset{}, langs: map[string]int{}, redirected: map[string]string{}, suggest: 50,
	}
	for i, l := range in.Config.Languages {
		lang := &Lang{Language: l, Default: i == 0}
		if i > 0 {
			lang.Prefix = l.Code + "/"
		}
		a.langs[l.Code] = i
		a.s.Langs = append(a.s.Langs, lang)
	}
	a.facts = make([]fact, len(in.Lessons))
	for i, l := range in.Lessons {
		a.facts[i] = a.fact(l)
	}
	a.group()
	a.skip()
	a.identify()
	a.classify()
	for i := range a.s.Langs {
		a.buildLang(i)
	}
	a.address()
	a.resolveLinks()
	a.prerequisites()
	a.paths()
	a.assignments()
	a.following()
	a.redirects()
	a.navigation()
	a.expansions()
	a.collectAssets()
	a.s.Widgets = a.widgets()
	return a.s, a.ds
}

// widgets lists the kinds of widget that some lesson uses.
func (a *assembler) widgets() []string {
	used := map[string]bool{}
	add := func(l *content.Lesson) {
		if l == nil {
			return
		}
		for _, w := range l.Widgets {
			used[w.Kind] = true
		}
	}
	for _, g := range a.groups {
		for _, l := range g.by {
			add(l)
		}
	}
	add(a.in.Gallery)
	return slices.Sorted(maps.Keys(used))
}

// errorf adds an error at a place in a lesson's file, or at its beginning if the place
// is not in the file (a uid made from its name).
func (a *assembler) errorf(l *content.Lesson, m content.Mark, code diag.Code, format string, args ...any) *diag.Diagnostic {
	d := diag.Whole(a.source(l.Path), diag.Error, code, format, args...)
	d.Line, d.Col, d.End = max(m.Line, 1), max(m.Col, 1), m.End
	a.ds.Add(d)
	return &a.ds[len(a.ds)-1]
}

// siteErrorf adds an error at a place in the settings.
func (a *assembler) siteErrorf(at config.Place, code diag.Code, hint, format string, args ...any) {
	d := diag.Whole(cmp.Or(a.in.ConfigPath, "site.toml"), diag.Error, code, format, args...)
	d.Line, d.Col, d.End = at.Line, at.Col, at.End
	d.Hint = hint
	a.ds.Add(d)
}

func (a *assembler) source(path string) string {
	return strings.TrimPrefix(a.in.ContentDir+"/"+path, "/")
}

// group groups every lesson with its translations.
func (a *assembler) group() {
	k, langs := a.namesOf(), len(a.s.Langs)
	a.names = k
	// One allocation for all groups.
	by, pages := make([]*content.Lesson, k.count*langs), make([]*Page, k.count*langs)
	a.all = make([]group, k.count)
	for n := range a.all {
		g, from := &a.all[n], n*langs
		to := from + langs
		g.at, g.by, g.pages = k.at[from:to:to], by[from:to:to], pages[from:to:to]
		for lang, at := range g.at {
			if at < 0 {
				continue
			}
			g.by[lang] = a.in.Lessons[at]
			if g.source == nil {
				g.source, g.fact = g.by[lang], &a.facts[at]
			}
		}
	}
}

// keyed returns the group of a key, or nil.
func (a *assembler) keyed(key string) *group { return a.numbered(a.names.byKey, key) }

// pathed returns the group of a lesson's path, or nil.
func (a *assembler) pathed(path string) *group { return a.numbered(a.names.byPath, path) }

// named returns the group of a uid, or nil if there is none or it is skipped.
func (a *assembler) named(uid string) *group { return a.numbered(a.uids, uid) }

func (a *assembler) numbered(by map[string]int32, name string) *group {
	if n, ok := by[name]; ok {
		return &a.all[n]
	}
	return nil
}

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

// skip removes drafts, scheduled and expired lessons, by the build date.
func (a *assembler) skip() {
	a.groups = make([]*group, 0, len(a.all))
	for n := range a.all {
		g := &a.all[n]
		for i, l := range g.by {
			if l == nil || !a.facts[g.at[i]].timed {
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
		switch {
		case g.skipped != "":
		case g.fact.task:
			g.skipped = "assignment"
			a.tasks = append(a.tasks, g)
		default:
			a.groups = append(a.groups, g)
		}
	}
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
	a.uids = make(map[string]int32, len(a.groups))
	for n := range a.all {
		g := &a.all[n]
		if g.skipped != "" {
			continue
		}
		if other := a.named(g.fact.uid); other != nil {
			l := g.source
			a.errorf(l, l.Meta.Pos["uid"], codeDuplicateUID, "the uid %q already belongs to %q", g.fact.uid, a.source(other.source.Path)).
				Hint = "readers' answers and links use the uid; set another one: uid = \"…\""
			continue
		}
		a.uids[g.fact.uid] = int32(n)
	}
}

// A knownKind is a kind of lesson in the settings.
type knownKind struct {
	kind     *config.Kind
	requires bool // a lesson must have some field
}

// classify finds every lesson's kind and checks the fields that go with it.
func (a *assembler) classify() {
	kinds := map[string]knownKind{}
	var names []string
	for _, k := range a.in.Config.Kinds {
		kinds[k.Key] = knownKind{k, slices.ContainsFunc(k.Fields, func(f config.KindField) bool { return f.Required })}
		names = append(names, k.Key)
	}
	type given struct{ kind, origin string }
	byDir := map[string]given{}
	for _, g := range a.groups {
		for i, l := range g.by {
			if l == nil {
				continue
			}
			f := &a.facts[g.at[i]]
			name := l.Meta.Kind
			if name == "" {
				name = g.source.Meta.Kind
			}
			origin := ""
			if name == "" && !f.index && !g.fact.path && !g.fact.glossary {
				d, known := byDir[f.dir]
				if !known {
					d.kind, d.origin = a.defaultKind(f.dir)
					byDir[f.dir] = d
				}
				name, origin = d.kind, d.origin
			}
			k := kinds[cmp.Or(name, "plain")]
			if k.kind == nil {
				if origin == "" { // for a section, it is reported at the section
					d := a.errorf(l, l.Meta.Pos["kind"], codeUnknownKind, "unknown lesson kind %q", name)
					*d = d.Meant(name, names)
				}
				k = kinds["plain"]
			}
			if l == g.source {
				g.kind = k.kind
			}
			if len(l.Meta.Fields) > 0 || k.requires {
				a.ds = append(a.ds, content.CheckFields(k.kind, &l.Meta, f.source, origin)...)
			}
			if dk := l.Meta.DefaultKind; dk != "" && kinds[dk].kind == nil {
				d := a.errorf(l, l.Meta.Pos["default_kind"], codeUnknownKind, "unknown lesson kind %q", dk)
				*d = d.Meant(dk, names)
			}
		}
	}
}

// defaultKind returns the default_kind of the nearest index.md at or above dir, and its
// place.
func (a *assembler) defaultKind(dir string) (kind, origin string) {
	for {
		if g := a.keyed(dir + "/index"); g != nil && g.source != nil && g.source.Meta.DefaultKind != "" {
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
