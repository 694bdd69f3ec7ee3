// Package build is the order of things: it reads a playbook's folder, parses
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
package build

import (
	"context"
	"io/fs"
	"slices"

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
	// Dev marks a build for watching: pages load the live client.
	Dev bool
	// NoSearch leaves the search index out, to measure what it costs.
	NoSearch bool
	// Workers bounds how many files are parsed at once; 0 is GOMAXPROCS.
	Workers int
	// Progress, if set, is told how many of how many lessons are parsed.
	Progress func(done, total int)
}

// A Builder builds one playbook, again and again. It must not be used from
// two goroutines at once.
type Builder struct {
	Source    fs.FS // the folder of site.toml
	Templates fs.FS
	Options   Options

	memo  memo
	texts *output.Store
}

// A Result is one build. Files is nil when Diags has errors.
type Result struct {
	Config *config.Config
	Site   *site.Site
	Files  []output.File
	Diags  diag.List
	Stats  Stats

	ids *published
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
	r := &Result{}
	cfg, ds, err := b.readConfig()
	if err != nil {
		return nil, err
	}
	r.Config, r.Diags = cfg, ds
	if cfg == nil || ds.HasErrors() {
		return b.finish(r)
	}
	tree, ds := b.walk(cfg.Build.Content)
	r.Diags = append(r.Diags, ds...)
	lessons, ds, err := b.parse(ctx, cfg, tree)
	if err != nil {
		return nil, err
	}
	r.Diags = append(r.Diags, ds...)
	r.ids, ds, err = b.identify(ctx, cfg, lessons)
	if err != nil {
		return nil, err
	}
	r.Diags = append(r.Diags, ds...)
	if r.ids == nil {
		return b.finish(r)
	}
	r.Site, ds = site.Assemble(site.Input{
		Config: cfg, Lessons: r.ids.lessons, Files: tree.files, Asset: b.assetReader(cfg.Build.Content),
		Date: b.Options.Date, Drafts: b.Options.Drafts, Future: b.Options.Future, ContentDir: cfg.Build.Content,
	})
	r.Diags = append(r.Diags, ds...)
	if err := b.render(r); err != nil {
		return nil, err
	}
	r.Stats.count(r.Site)
	return b.finish(r)
}

// finish sorts the findings, gives them their excerpts, and drops the files
// of a build with errors.
func (b *Builder) finish(r *Result) (*Result, error) {
	r.Diags = diag.Fill(r.Diags, func(path string) ([]byte, error) { return fs.ReadFile(b.Source, path) })
	r.Diags.Sort()
	if r.Diags.HasErrors() {
		r.Files = nil
	}
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

// inMemory is how many bytes of lessons' text are kept in memory before a
// temporary file takes the rest.
const inMemory = 24 << 20

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
