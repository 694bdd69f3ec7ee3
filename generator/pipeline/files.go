package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

const codeTemplateName diag.Code = "PB1822"

// render finds out which files the site consists of. It draws none of them. It
// returns the key of what all of them share.
func (b *Builder) render(ctx context.Context, r *Result, a *assembled, h hint) (hash, error) {
	t := b.loadTheme()
	r.Diags = append(r.Diags, b.memo.themeDs...)
	if b.memo.themeDs.HasErrors() {
		return b.memo.themeKey, nil
	}
	icons := t.CheckIcons(r.Config.Kinds, b.configPath())
	if r.Diags = append(r.Diags, icons...); icons.HasErrors() {
		return b.memo.themeKey, nil
	}
	env, key, files, ds, err := b.environment(r, a, t, h)
	r.Diags = append(r.Diags, ds...)
	if err != nil || ds.HasErrors() {
		return b.memo.themeKey, err
	}
	ix, err := b.index(r, t)
	if err != nil {
		return b.memo.themeKey, err
	}
	env.Search = func(lang string) string { return ix.roots[lang] }
	key.search = fmt.Sprint(ix.roots)
	d := b.memo.drawn
	if d == nil || d.key != key {
		d = b.list(ctx, r, key, env, files)
		if !d.laidOutLike(b.memo.drawn) {
			b.memo.layout++
		}
		b.memo.drawn = d
	}
	if b.memo.listed != ix.key { // its files are named by their content
		b.memo.listed = ix.key
		b.memo.layout++
	}
	for _, at := range d.templated {
		r.Diags = append(r.Diags, checkTemplate(t, r.Site.Langs[at.lang].Pages[at.page])...)
	}
	r.Files, r.Stats.Omitted = append(d.newest(b, r), ix.files...), d.omitted
	r.Files = append(r.Files, b.offlineFiles(r, d, slices.Clip(r.Files), ix.key)...)
	return d.base, nil
}

// loadTheme loads the templates, anew only if they are others.
func (b *Builder) loadTheme() *theme.Theme {
	m := &b.memo
	if m.theme == nil || m.themeKey != m.keys.theme {
		m.theme, m.themeDs = theme.Load(m.templates)
		m.themeKey = m.keys.theme
	}
	return m.theme
}

// checkTemplate reports a template that front matter asks for and the theme
// does not have.
func checkTemplate(t *theme.Theme, p *site.Page) diag.List {
	if p.Lesson == nil || p.Fallback || p.Lesson.Meta.Template == "" || t.HasLayout(p.Lesson.Meta.Template) {
		return nil
	}
	m := p.Lesson.Meta.Pos["template"]
	d := diag.Whole(p.SourcePath, diag.Error, codeTemplateName, "there is no template %q", p.Lesson.Meta.Template).
		WithHint("put it at templates/layouts/%s.html", p.Lesson.Meta.Template)
	d.Line, d.Col, d.End = m.Line, m.Col, m.End
	return diag.List{d}
}

// twin reports whether a page has a Markdown twin: real lessons, not
// fallbacks.
func twin(p *site.Page) bool { return p.Lesson != nil && !p.Fallback }

// twin is a lesson's Markdown beside its page, with links that lead to the
// other twins.
func (d *drawn) twin(p *site.Page, url, key string) output.File {
	if d.some && p.Lesson.Outlined() {
		return d.late(url, key)
	}
	return output.File{Path: url, Key: key, Write: func(w io.Writer) error {
		return p.Lesson.WriteMarkdown(w, p.Title, func(i int) string { return markdownTarget(p, p.Links.At(i)) })
	}}
}

// markdownTarget is where a twin's link leads: to the other twin where there is
// one, else to the page or the file.
func markdownTarget(p *site.Page, t site.Target) string {
	to := ""
	switch {
	case t.External != "":
		return t.External
	case t.Asset != nil:
		to = t.Asset.URL
	case t.Page != nil && twin(t.Page):
		to = strings.TrimSuffix(t.Page.URL, ".html") + ".md"
	case t.Page != nil:
		to = t.Page.URL
	}
	if to != "" {
		to = theme.Relative(p.URL, to)
	}
	if t.Fragment != "" {
		to += "#" + t.Fragment
	}
	return to
}

// media is a file beside the lessons.
func (b *Builder) media(dir string, a *site.Asset) output.File {
	return output.File{Path: a.URL, Key: a.URL, Write: func(w io.Writer) error {
		f, err := b.Source.Open(path.Join(dir, a.Source))
		if err != nil {
			return fmt.Errorf("read %q again: %w", a.Source, err)
		}
		defer f.Close()
		_, err = io.Copy(w, f)
		return err
	}}
}

// fixed is a file whose bytes are known.
func fixed(path string, data []byte) output.File {
	return output.File{Path: path, Key: assets.Fingerprint(data), Write: func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}
}

// Draw calls every file's writer and keeps nothing, so that what only shows
// when a page is drawn is found too.
func (b *Builder) Draw(ctx context.Context, r *Result) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	for _, f := range r.Files {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return f.Write(io.Discard)
		})
	}
	return g.Wait()
}

// Blame adds to r's findings every template of the site's own that fails, found
// by drawing all files once more, and reports whether that is what err, the end
// of drawing or writing them, came from.
func (b *Builder) Blame(ctx context.Context, r *Result, err error) bool {
	if failed := (*theme.DrawError)(nil); !errors.As(err, &failed) || !exists(b.Source, failed.Finding.Path) {
		return false
	}
	var found diag.List
	var mu sync.Mutex
	g := errgroup.Group{}
	g.SetLimit(b.workers())
	for _, f := range r.Files {
		g.Go(func() error {
			if failed := (*theme.DrawError)(nil); ctx.Err() == nil && errors.As(f.Write(io.Discard), &failed) {
				mu.Lock()
				defer mu.Unlock()
				found.Add(failed.Finding)
			}
			return nil
		})
	}
	_ = g.Wait() // no task fails
	found.Sort()
	r.Diags = append(r.Diags, found...)
	return len(found) > 0
}

// exists reports whether the templates hold a file.
func exists(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}
