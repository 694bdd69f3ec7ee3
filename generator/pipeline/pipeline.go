// Package pipeline builds a playbook: it reads the folder, parses every lesson,
// assembles the site and lists its files.
//
// There is one build. Watching calls [Builder.Build] again, and the [memo] makes
// that fast: a step with the same input is not repeated. The steps by their keys:
//
//	settingsKey   site.toml
//	lessonKey     one Markdown file
//	mediumKey     one file beside the lessons
//	examplesKey   the examples of the blocks that the site defines
//	galleryKey    the page of every kind's example
//	lockKey       the record of published ids
//	groupKey      the ids of a lesson and its translations
//	siteKey       the whole site
//	wordsKey      the interface's words
//	spokenKey     the settings with the languages' words for kinds and the like
//	themeKey      the templates and icons
//	scriptsKey, styleKey   the client's files
//	teamBookKey   the data for the team's pages
//	rendererKey, listingKey   the renderer of the pages, and their list
//	analysisKey   the search's analysis of one lesson
//	indexKey      the search index
//	sumKey        the sum of one file for reading offline
//
// Nothing is written: a file is its path and a function that writes its bytes.
// Publishing streams all files, watching draws those that a browser asks for, and
// checking draws them and discards the bytes.
package pipeline

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// Options are the inputs of a build besides the files.
type Options struct {
	// ConfigPath is site.toml's path in the source, "site.toml" if empty.
	ConfigPath string
	// Date is the build date, "2026-11-22".
	Date string
	// BaseURL replaces base_url if not empty.
	BaseURL string
	// Drafts and Future include lessons that are otherwise skipped.
	Drafts, Future bool
	// NoSearch leaves out the search index, to measure its cost.
	NoSearch bool
	// Lazy makes files only on demand, with [Result.Find]. That includes the search
	// index, which needs the text of the whole site.
	Lazy bool
	// Package, if set, chooses the part of the site for a learning platform; pages are
	// drawn for its shell. If it returns nil, the site is built.
	Package func(*site.Site) *theme.Package
	// Workers bounds how many files are parsed at once; 0 is GOMAXPROCS.
	Workers int
	// Generator identifies the program's own build. A file from another build is drawn
	// again.
	Generator string
	// Found, if set, is called with the number of lessons before any is parsed.
	Found func(lessons int)
	// Progress, if set, is called with the number of parsed lessons and of all lessons.
	Progress func(done, total int)
}

// A Builder builds one playbook repeatedly. It must not be used by two goroutines at
// once.
type Builder struct {
	Source    fs.FS // the folder of site.toml
	Templates fs.FS // the theme with the site's own templates on top
	// Theme is the theme without the site's own templates, or nil if there is nothing
	// to compare with.
	Theme   fs.FS
	Options Options
	// Now, if set, returns the time. With it, a file with an unchanged stamp is not
	// read again. Nothing that is generated depends on it.
	Now func() time.Time

	memo *memo

	mu   sync.Mutex
	seen map[string]seen // by path in the source
	// trusting makes every known file count as unchanged.
	trusting  bool
	tree      *tree          // nil if it must be read again
	vanished  atomic.Bool    // a file was deleted before it was read
	templates *templateFiles // nil if they must be read again
	settings  sum            // of the settings file that was read last

	version int
	last    fingerprint
}

// A Result is one build. Files is nil when Diags has errors.
type Result struct {
	Config *config.Config
	Site   *site.Site
	Files  []output.File
	Diags  diag.List
	Stats  Stats
	// Find finds a file by its path in a lazy build, which has no list of files. It is
	// nil if Diags has errors. Count is the number of files that it can find, apart
	// from the search index.
	Find  func(path string) (output.File, bool)
	Count int
	// Version identifies the results of one builder: equal versions have equal files
	// and findings.
	Version int
	// Unsettled says that the settings have mistakes. The readable part of them was
	// used to find mistakes in lessons.
	Unsettled bool

	tree     *tree
	ids      *published
	recalled bool
}

// Stats are the figures of the report.
type Stats struct {
	Pages, Lessons int
	// ByKind counts lessons by the label of their kind, in the kinds' order.
	ByKind    []Count
	Languages []string
	Skipped   []site.Skipped
	// Excluded is the number of files that [content] exclude leaves out.
	Excluded int
	// Excused is the number of errors that the settings turn into warnings.
	Excused int
	// Omitted names what was left out and what it needs.
	Omitted []string
	// SearchBytes is the size of the search index, 0 without one.
	SearchBytes int64
}

// A Count is a number of things of one name.
type Count struct {
	Name string
	N    int
}

// Build reads everything and returns the site. The error is a machine failure or a
// canceled context; mistakes of authors are in the result.
func (b *Builder) Build(ctx context.Context) (*Result, error) {
	b.tree, b.templates = nil, nil
	return b.build(ctx, false)
}

// Rebuild is Build for a caller that knows which files were touched since the last
// build, by their paths below the source. It assumes that nothing else has changed.
// That may be wrong, so the caller must call Build soon.
func (b *Builder) Rebuild(ctx context.Context, touched []string) (*Result, error) {
	b.forget(touched)
	return b.build(ctx, true)
}

// Fork returns a builder with other options that shares the memo. Both may be used at
// the same time.
func (b *Builder) Fork(o Options) *Builder {
	b.start()
	return &Builder{Source: b.Source, Templates: b.Templates, Theme: b.Theme, Now: b.Now, Options: o, memo: b.memo, seen: maps.Clone(b.seen)}
}

func (b *Builder) start() {
	if b.memo == nil {
		b.memo = &memo{}
	}
}

func (b *Builder) build(ctx context.Context, trusting bool) (*Result, error) {
	b.start()
	b.memo.next(!trusting)
	b.trusting = trusting
	set, err := b.readConfig()
	if err != nil {
		return nil, err
	}
	b.settings = set.sum
	r := &Result{Config: set.cfg, Diags: slices.Clone(set.ds), Unsettled: set.cfg == nil || set.ds.HasErrors()}
	if set.cfg == nil {
		return b.finish(r, sum{})
	}
	if b.templates == nil {
		if b.templates, err = b.readTemplates(); err != nil {
			return nil, err
		}
	}
	t := b.templates
	words := b.readWords(set.cfg, t)
	set = b.speak(set, words)
	r.Config = set.cfg
	if s := b.scope(set.cfg); b.tree == nil || !b.tree.same(s) {
		b.tree = walk(b.Source, s)
	}
	r.tree = b.tree
	r.Diags = append(r.Diags, r.tree.ds...)
	all, err := b.parse(ctx, set, words, r.tree)
	if err != nil {
		return nil, err
	}
	if b.vanished.Swap(false) {
		b.tree = nil // it has changed
	}
	if r.Diags = append(append(r.Diags, t.notes...), t.ds...); len(t.ds) > 0 {
		b.templates = nil
		return b.finish(r, sum{})
	}
	a, err := b.assemble(ctx, r, set, all, t, words)
	if err != nil || a == nil {
		return b.finishOr(r, err)
	}
	base, err := b.render(ctx, r, a, t, words)
	if err != nil {
		return nil, err
	}
	r.Stats.count(r.Site)
	r.Stats.Excluded = r.tree.left
	return b.finish(r, base)
}

func (b *Builder) finishOr(r *Result, err error) (*Result, error) {
	if err != nil {
		return nil, err
	}
	return b.finish(r, sum{})
}

// finish sorts the findings and adds their excerpts. It removes the files of a build
// with errors.
func (b *Builder) finish(r *Result, base sum) (*Result, error) {
	if r.Config != nil {
		r.Diags = unknowable(r.Diags, b.configPath(), r.Config.Lost)
		r.Stats.Excused = excuse(r.Diags, r.Config.Warn)
	}
	follow(r)
	r.Diags = diag.Fill(r.Diags, func(path string) ([]byte, error) { return fs.ReadFile(b.Source, path) })
	r.Diags.Sort()
	if r.Diags.HasErrors() {
		r.Files, r.Find = nil, nil
	}
	if next := (fingerprint{base, r.Diags}); b.version == 0 || next.files != b.last.files || !slices.EqualFunc(next.ds, b.last.ds, diag.Diagnostic.Same) {
		b.version++
		b.last = next
	}
	r.Version = b.version
	return r, nil
}

// A fingerprint identifies a result.
type fingerprint struct {
	files sum
	ds    diag.List
}

// Config reads only the settings.
func (b *Builder) Config() (*config.Config, diag.List, error) {
	b.start()
	set, err := b.readConfig()
	return set.cfg, slices.Clone(set.ds), err
}

func (b *Builder) configPath() string {
	if b.Options.ConfigPath != "" {
		return b.Options.ConfigPath
	}
	return "site.toml"
}

// parseOptions returns the settings on which parsing depends.
func (b *Builder) parseOptions(cfg *config.Config, words loadedWords) *content.Options {
	o := &content.Options{
		Words:   words.words.Spellings,
		Default: cfg.Language, UnsafeHTML: cfg.Build.UnsafeHTML, Params: cfg.Params, Kinds: allKinds(cfg), Ignore: cfg.Ignore,
		OwnDescription: slices.ContainsFunc(cfg.Kinds, func(k *config.Kind) bool {
			return slices.ContainsFunc(k.Fields, func(f config.KindField) bool { return f.Key == "description" })
		}),
	}
	o.Languages = languages(cfg)
	return o
}

func languages(cfg *config.Config) (codes []string) {
	for _, l := range cfg.Languages {
		codes = append(codes, l.Code)
	}
	return codes
}

// GCPercent is the garbage collector's target for a build, for
// runtime/debug.SetGCPercent.
const GCPercent = 200

// count sets the figures of the report.
func (s *Stats) count(st *site.Site) {
	s.Skipped = st.Skipped
	for i, l := range st.Langs {
		s.Pages += len(l.Pages)
		s.Languages = append(s.Languages, l.Code)
		if i > 0 {
			continue
		}
		s.Lessons = len(l.Lessons)
		for _, k := range l.Kinds {
			s.ByKind = append(s.ByKind, Count{k.Label, len(k.Lessons)})
		}
	}
	slices.SortStableFunc(s.ByKind, func(a, b Count) int { return b.N - a.N })
}
