// Package pipeline is the order of things: it reads a playbook's folder, parses
// every lesson, puts the site together and says which files it consists of.
//
// There is one build. Watching calls [Builder.Build] again, and the [memo] makes
// that fast: a step whose input is the same is not done again. The steps:
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
//	spokenKey     the settings with what the languages call things
//	themeKey      the templates and icons
//	scriptsKey, styleKey   the client's files
//	teamBookKey   what the pages of the team know of the playbook
//	rendererKey, listingKey   what draws the pages, and the list of them
//	analysisKey   what the search finds in one lesson
//	indexKey      the search index
//	sumKey        the sum of one file that is kept for reading offline
//
// Nothing is written: a file is its path and a function that writes its bytes,
// so publishing streams them, watching calls the ones a browser asks for, and
// checking writes them to nowhere.
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
	// Drafts and Future let in what is otherwise skipped.
	Drafts, Future bool
	// NoSearch leaves the search index out, to measure what it costs.
	NoSearch bool
	// Lazy lists no files: [Result.Find] makes one when it is asked for, the search
	// index, which takes the text of the whole site, included.
	Lazy bool
	// Package, if set, chooses what of the site a learning platform gets: pages are
	// drawn for its shell. Nil from it means a site after all.
	Package func(*site.Site) *theme.Package
	// Workers bounds how many files are parsed at once; 0 is GOMAXPROCS.
	Workers int
	// Generator names the program's own build: a file that another one wrote is
	// drawn again.
	Generator string
	// Found, if set, is told how many lessons there are, before any is parsed.
	Found func(lessons int)
	// Progress, if set, is told how many of how many lessons are parsed.
	Progress func(done, total int)
}

// A Builder builds one playbook, again and again. It must not be used from
// two goroutines at once.
type Builder struct {
	Source    fs.FS // the folder of site.toml
	Templates fs.FS // the theme with the site's own templates laid over it
	// Theme is what Templates are without the site's own, nil if there is nothing to
	// compare them with.
	Theme   fs.FS
	Options Options
	// Now, if set, says what time it is, and allows a file that has the stamp
	// it had when it was read not to be read again. Nothing that is generated
	// depends on it.
	Now func() time.Time

	memo *memo

	mu   sync.Mutex
	seen map[string]seen // by path in the source
	// trusting makes every file that was seen before count as unchanged.
	trusting  bool
	tree      *tree          // nil if it must be listed again
	vanished  atomic.Bool    // a file was gone when it was to be read
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
	// Find finds a file by its path in a lazy build, which lists none; nil when Diags
	// has errors. Count is how many files it can find, besides the search index.
	Find  func(path string) (output.File, bool)
	Count int
	// Version tells results of one builder apart: equal versions have equal
	// files and findings.
	Version int
	// Unsettled says that there are mistakes in the settings. What could be read of
	// them was used to find the lessons' mistakes.
	Unsettled bool

	tree     *tree
	ids      *published
	recalled bool
}

// Stats are what the report says.
type Stats struct {
	Pages, Lessons int
	// ByKind counts lessons by the label of their kind, in the kinds' order.
	ByKind    []Count
	Languages []string
	Skipped   []site.Skipped
	// Excluded is how many files [content] exclude leaves out.
	Excluded int
	// Excused is how many errors count as warnings because the settings say so.
	Excused int
	// Omitted says what was left out and what it needs.
	Omitted []string
	// SearchBytes is the size of the search index, 0 without one.
	SearchBytes int64
}

// A Count is a number of things of one name.
type Count struct {
	Name string
	N    int
}

// Build reads everything and returns the site. The error is for machine
// failures and a cancelled context alone; author mistakes are in the result.
func (b *Builder) Build(ctx context.Context) (*Result, error) {
	b.tree, b.templates = nil, nil
	return b.build(ctx, false)
}

// Rebuild is Build for one who was told which files were touched since the last
// one, by their paths below the source. It believes that nothing else has
// changed, which being told does not prove: whoever calls it owes a Build soon.
func (b *Builder) Rebuild(ctx context.Context, touched []string) (*Result, error) {
	b.forget(touched)
	return b.build(ctx, true)
}

// Fork returns a builder with other options that shares the memo. The two may be
// used side by side.
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
		b.tree = nil // it is no longer as it was
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

// finish sorts the findings, gives them their excerpts, and drops the files
// of a build with errors.
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

// A fingerprint tells results apart.
type fingerprint struct {
	files sum
	ds    diag.List
}

// Config reads the settings alone.
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

// parseOptions are the settings that parsing depends on.
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

// count fills in the numbers of the report.
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
