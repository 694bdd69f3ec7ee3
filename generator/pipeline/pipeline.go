// Package pipeline is the order of things: it reads a playbook's folder, parses
// every lesson, puts the site together and says which files it consists of.
//
// There is one build. Watching calls [Builder.Build] again; what makes that
// fast is the memo, whose entries depend only on what is in their key: one
// file's bytes and the parse options for a lesson, the templates and the kinds
// in use for the client code. Nothing here asks what has changed since.
//
// Nothing is written: a file is its path and a function that writes its bytes,
// so publishing streams them, watching calls the ones a browser asks for, and
// checking writes them to nowhere.
package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/output"
	"playbook/generator/site"
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
	// Lazy leaves the search index out of Files: it takes the text of the whole
	// site. [Result.Late] makes it when it is asked for, at addresses that stay.
	Lazy bool
	// Workers bounds how many files are parsed at once; 0 is GOMAXPROCS.
	Workers int
	// Found, if set, is told how many lessons there are, before any is parsed.
	Found func(lessons int)
	// Progress, if set, is told how many of how many lessons are parsed.
	Progress func(done, total int)
}

// A Builder builds one playbook, again and again. It must not be used from
// two goroutines at once.
type Builder struct {
	Source    fs.FS // the folder of site.toml
	Templates fs.FS
	Options   Options
	// Now, if set, says what time it is, and allows a file that has the stamp
	// it had when it was read not to be read again. Nothing that is generated
	// depends on it.
	Now func() time.Time

	memo     memo
	texts    *output.Store
	outlines *outlines // of an earlier run, nil for none
}

// A Result is one build. Files is nil when Diags has errors.
type Result struct {
	Config *config.Config
	Site   *site.Site
	Files  []output.File
	Diags  diag.List
	Stats  Stats
	// Late returns a file that a lazy build left out; nil if it left out none.
	Late func(path string) (output.File, bool)
	// Version tells results of one builder apart: equal versions have equal
	// files and findings. Equal layouts have files of the same paths in the
	// same order, of pages that are drafts in both or in neither.
	Version, Layout uint64
	// Unsettled says that the settings cannot be used, so that nothing else was read.
	Unsettled bool

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
	owed := b.memo.debt
	r, err := b.build(ctx, nil)
	if err != nil && ctx.Err() != nil {
		// It was told of nothing, so nothing it was told of is lost: every step
		// that it did not reach compares again.
		b.memo.debt = owed
	}
	return r, err
}

// Rebuild is Build for one who was told which files were touched since the last
// one, by their paths below the source. It believes that nothing else has
// changed, which being told does not prove: whoever calls it owes a Build soon.
func (b *Builder) Rebuild(ctx context.Context, touched []string) (*Result, error) {
	return b.build(ctx, hints(touched))
}

// Fork returns a builder with other options that begins with what this one has
// in its memo. The two may be used side by side; only the first is closed.
func (b *Builder) Fork(o Options) *Builder {
	f := &Builder{Source: b.Source, Templates: b.Templates, Now: b.Now, Options: o, memo: b.memo, texts: b.store()}
	f.memo.media = maps.Clone(b.memo.media)
	return f
}

func (b *Builder) build(ctx context.Context, h hint) (*Result, error) {
	h = b.memo.debt.with(h)
	b.memo.debt = debt{true, h}
	r := &Result{}
	cfg, ds, err := b.readConfig()
	if err != nil {
		return nil, err
	}
	r.Config, r.Diags = cfg, ds
	if cfg == nil || ds.HasErrors() {
		r.Unsettled = true
		return b.finish(r, hash{})
	}
	tree, _ := b.look(cfg.Build.Content, h)
	r.Diags = append(r.Diags, tree.ds...)
	all, err := b.parse(ctx, cfg, tree, h)
	if err != nil {
		return nil, err
	}
	if ds, err = b.readKeys(h); err != nil {
		return nil, err
	}
	if r.Diags = append(r.Diags, ds...); len(ds) > 0 {
		return b.finish(r, hash{})
	}
	a, ds, err := b.assemble(ctx, r, tree, all, h)
	if err != nil {
		return nil, err
	}
	r.Diags = append(r.Diags, ds...)
	if a == nil {
		return b.finish(r, hash{})
	}
	base, err := b.render(ctx, r, a, h)
	if err != nil {
		return nil, err
	}
	if r.Files != nil {
		b.memo.debt = debt{}
	}
	r.Stats.count(r.Site)
	return b.finish(r, base)
}

// assemble puts the site together, or takes the last one where nothing that it
// looks at has changed.
func (b *Builder) assemble(ctx context.Context, r *Result, t *tree, all []parsed, h hint) (*assembled, diag.List, error) {
	lessons, ds := gather(all)
	lock, more := b.readLock(r.Config, h)
	if ds = append(ds, more...); lock == nil {
		return nil, ds, nil
	}
	show, more := b.gallery(r.Config)
	ds = append(ds, more...)
	o := b.Options
	opts := o.Date
	if slices.ContainsFunc(all, func(p parsed) bool { return p.traits.hides }) {
		opts = fmt.Sprint(o.Date, o.Drafts, o.Future)
	}
	if a := b.memo.site; a != nil && a.ids.lock == lock && a.settings == b.memo.settings.hash && a.base == o.BaseURL && a.options == opts && a.gallery == show &&
		(a.files == t || maps.Equal(a.files.files, t.files)) && b.sameMedia(a, h) {
		if newer, ok := a.fits(all); ok {
			r.Site, r.ids = a.site.With(newer), a.ids
			return a, append(ds, a.ds...), nil
		}
	}
	a := &assembled{settings: b.memo.settings.hash, base: o.BaseURL, options: opts, gallery: show, files: t, lessons: all, media: map[string]medium{}}
	var found diag.List
	var err error
	if a.ids, found, err = b.identify(ctx, lock, lessons); err != nil {
		return nil, nil, err
	}
	if b.fill(r.Config, all, lessons, a.ids.lessons) {
		return b.assemble(ctx, r, t, all, h)
	}
	var before *site.Site
	if b.memo.site != nil {
		before = b.memo.site.site
	}
	a.site, a.ds = site.Assemble(site.Input{
		Config: r.Config, Lessons: a.ids.lessons, Files: t.files, Asset: func(p string) (site.Asset, diag.List) {
			m := b.medium(path.Join(t.dir, p), p, h)
			a.media[p] = m
			return m.asset, m.ds
		},
		Date: o.Date, Drafts: o.Drafts, Future: o.Future, Gallery: show, ContentDir: t.dir,
		Before: before,
	})
	a.ds = append(found, a.ds...)
	a.seal(lessons)
	b.memo.site, r.Site, r.ids = a, a.site, a.ids
	return a, append(ds, a.ds...), nil
}

// sameMedia reports whether the files that a site shows are as they were.
func (b *Builder) sameMedia(a *assembled, h hint) bool {
	for p, was := range a.media {
		is := b.medium(path.Join(a.site.Config.Build.Content, p), p, h)
		if is.asset != was.asset || !slices.Equal(is.ds, was.ds) {
			return false
		}
	}
	return true
}

// finish sorts the findings, gives them their excerpts, and drops the files
// of a build with errors.
func (b *Builder) finish(r *Result, base hash) (*Result, error) {
	r.Diags = diag.Fill(r.Diags, func(path string) ([]byte, error) { return fs.ReadFile(b.Source, path) })
	r.Diags.Sort()
	if r.Diags.HasErrors() {
		r.Files = nil
	}
	b.memo.number(r, base)
	return r, nil
}

// Config reads the settings alone.
func (b *Builder) Config() (*config.Config, diag.List, error) { return b.readConfig() }

func (b *Builder) configPath() string {
	if b.Options.ConfigPath != "" {
		return b.Options.ConfigPath
	}
	return "site.toml"
}

// parseOptions are the settings that parsing depends on.
func (b *Builder) parseOptions(cfg *config.Config) *content.Options {
	o := &content.Options{
		Store: b.store(), Default: cfg.Language, UnsafeHTML: cfg.Build.UnsafeHTML, Params: cfg.Params, Kinds: kinds.ByName(),
	}
	for _, l := range cfg.Languages {
		o.Languages = append(o.Languages, l.Code)
	}
	return o
}

// GCPercent is the garbage collector's target for a build, for
// runtime/debug.SetGCPercent together with Memory.
const GCPercent = 250

// Memory is how much memory, in bytes, a build of so many lessons is meant to
// stay within: for runtime/debug.SetMemoryLimit. Below it garbage may pile up,
// which saves the time of collecting it. It grows with the site, so that a
// large one is never short of it.
func Memory(lessons int) int64 { return 83<<20 + int64(lessons)*26<<10 }

// inMemory is how many bytes of lessons' text are kept in memory before a
// temporary file takes the rest.
const inMemory = 16 << 20

func (b *Builder) store() *output.Store {
	if b.texts == nil {
		b.texts = output.NewStore(inMemory)
	}
	return b.texts
}

// Close gives back what the builder keeps outside memory. Files of its results
// cannot be written any more.
func (b *Builder) Close() error { return b.store().Close() }

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
