package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// A project is a playbook's folder, opened. Nothing outside the folder can be
// read through it, symbolic links included.
type project struct {
	dir    string // absolute
	config string // the settings file, below dir, slash-separated
	root   *os.Root
	// builder reads the folder, as the flags of the command say.
	builder *pipeline.Builder
}

func (p *project) close() { _ = p.root.Close() }

// open finds the playbook: the folder of -s, of -c, or the nearest one at or
// above the working directory with a site.toml.
func (a *app) open() (*project, error) {
	dir, config, err := a.locate()
	if err != nil {
		return nil, err
	}
	date, err := a.date()
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the playbook: %w", err)
	}
	if info, err := os.Stat(abs); err != nil || !info.IsDir() {
		return nil, usageError{fmt.Sprintf("there is no folder %q", dir), "-s names the folder that holds site.toml"}
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, fmt.Errorf("open the playbook: %w", err)
	}
	b := cmp.Or(a.sibling, &pipeline.Builder{}).Fork(pipeline.Options{
		ConfigPath: config, Date: date, Generator: maker(), BaseURL: a.flags.baseURL,
		Drafts: a.flags.drafts, Future: a.flags.future, NoSearch: a.noSearch,
	})
	b.Source, b.Theme = newSource(root), cmp.Or(a.theme, fs.FS(templates.FS))
	b.Templates = overlaid(newSource(root), b.Theme)
	return &project{dir: abs, config: config, root: root, builder: b}, nil
}

// withSite gives f the playbook as a build sees it, with nothing drawn or
// written. A site with errors is reported instead.
func (a *app) withSite(ctx context.Context, f func(*project, *pipeline.Builder, *pipeline.Result) error) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	b := p.builder
	r, err := b.Build(ctx)
	if err != nil {
		return err
	}
	if r.Diags.HasErrors() {
		if err := a.findings(r.Diags); err != nil {
			return err
		}
		return a.fail(r)
	}
	return f(p, b, r)
}

// locate returns the playbook's folder and the settings file below it.
func (a *app) locate() (dir, config string, err error) {
	dir = a.flags.source
	if a.flags.config == "" {
		if dir == "" {
			dir, err = findUp("site.toml")
		}
		return dir, "site.toml", err
	}
	file, err := filepath.Abs(a.flags.config)
	if err != nil {
		return "", "", fmt.Errorf("find the settings: %w", err)
	}
	if dir == "" {
		dir = filepath.Dir(file)
	}
	base, err := filepath.Abs(dir)
	if err != nil {
		return "", "", fmt.Errorf("find the playbook: %w", err)
	}
	rel, err := filepath.Rel(base, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", "", usageError{fmt.Sprintf("the settings file %q is not below %q", a.flags.config, dir), "use -s and -c together, or only -c"}
	}
	return dir, filepath.ToSlash(rel), nil
}

// findUp returns the nearest folder at or above the working directory that
// holds name.
func findUp(name string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, name)); err == nil {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", usageError{
				fmt.Sprintf("there is no %s here or in any folder above", name),
				"run generate in the folder of a playbook, name that folder with -s, or make a new playbook with 'generate init'",
			}
		}
	}
}

// date is the day that --date names, or today's in UTC.
func (a *app) date() (string, error) {
	date := a.flags.date
	if date == "" {
		date = a.now().UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", usageError{fmt.Sprintf("cannot read --date %q", date), "write it as 2026-03-31"}
	}
	return date, nil
}

// overlaid returns the theme with the site's own templates laid over it.
func overlaid(site, theme fs.FS) fs.FS {
	own := below(site, "templates")
	if info, err := fs.Stat(own, "."); err != nil || !info.IsDir() {
		return theme
	}
	return layers{own, theme}
}

// below is the file system of a folder, which need not be there.
func below(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // dir is a constant of ours
	}
	return sub
}
