package pipeline

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

const codeTemplateName diag.Code = "PB1822"

// A drawing draws the files of one build. A file's key covers everything its bytes
// depend on: the program's own build, what all pages share, and the file's own
// lesson or all of them. It is the same from run to run.
type drawing struct {
	pages  *theme.Renderer
	texts  map[string]*content.Lesson
	shared string // the part of every key
	all    sum    // of all lessons' texts
}

// key is the key of a file that shows one text, or none.
func (d *drawing) key(text sum) string {
	if text == (sum{}) {
		return d.shared
	}
	b := append(make([]byte, 0, len(d.shared)+17), d.shared...)
	return string(base64.RawURLEncoding.AppendEncode(append(b, '.'), text[:12]))
}

// themeKey is what a theme is loaded from.
type themeKey struct{ templates sum }

type loadedTheme struct {
	theme *theme.Theme
	ds    diag.List
}

// rendererKey is what a renderer is made of, but for the lessons' texts.
type rendererKey struct {
	site *site.Site
	env  sum
}

// render finds out which files the site consists of. It draws none of them. It
// returns the sum of all that they depend on.
func (b *Builder) render(ctx context.Context, r *Result, a *assembled, t *templateFiles) (base sum, err error) {
	th, _ := do(b.memo, themeKey{t.theme}, func() (loadedTheme, error) { // it never fails
		th, ds := theme.Load(t.files)
		return loadedTheme{th, ds}, nil
	})
	if r.Diags = append(r.Diags, th.ds...); th.ds.HasErrors() {
		return t.theme, nil
	}
	icons := th.theme.CheckIcons(r.Config.Kinds, b.configPath())
	if r.Diags = append(r.Diags, icons...); icons.HasErrors() {
		return t.theme, nil
	}
	env, files, code, ds, err := b.environment(r, a, t, th.theme)
	r.Diags = append(r.Diags, ds...)
	if err != nil || ds.HasErrors() {
		return t.theme, err
	}
	ix, err := b.index(r, a, th.theme, t.theme)
	if err != nil {
		return t.theme, err
	}
	env.Search = ix.roots
	shared := newDigest().text(b.Options.Generator, env.Logo, env.Assets.Icon, fmt.Sprint(env.Feeds, env.Twins, env.Offline)).
		sums(a.sum, t.theme, t.scripts, t.style).list(slices.Sorted(maps.Values(ix.roots))).sum()
	pages, _ := do(b.memo, rendererKey{a.site, shared}, func() (*theme.Renderer, error) { return th.theme.Renderer(a.site, env), nil })
	d := &drawing{pages: pages.With(a.texts), texts: a.texts, shared: short(shared), all: a.textsSum}
	r.Files = b.list(r, d, files)
	extra, omitted := extras(r, d)
	r.Files, r.Stats.Omitted = append(append(r.Files, extra...), ix.files...), omitted
	r.Files = append(r.Files, b.offlineFiles(r, d, code, slices.Clip(r.Files), ix.sum)...)
	for _, l := range r.Site.Langs {
		for _, p := range l.Pages {
			r.Diags = append(r.Diags, checkTemplate(th.theme, p)...)
		}
	}
	return newDigest().sums(shared, a.textsSum).sum(), nil
}

// list lists the pages, their Markdown twins and the media, after some files.
func (b *Builder) list(r *Result, d *drawing, files []output.File) []output.File {
	n := len(files) + len(r.Site.Assets)
	for _, l := range r.Site.Langs {
		n += 2 * len(l.Pages)
	}
	// A picture may be the logo as well, and two files of one name may have the
	// same bytes: what is at one address is there once.
	have := map[string]bool{}
	for _, f := range files {
		have[f.Path] = true
	}
	files = slices.Grow(files, n)
	for _, l := range r.Site.Langs {
		for _, p := range l.Pages {
			key := d.keyOf(p)
			files = append(files, output.File{Path: p.URL, Key: key, Write: func(w io.Writer) error { return d.pages.Page(w, p) }})
			if twin(p) {
				files = append(files, d.twin(p, strings.TrimSuffix(p.URL, ".html")+".md", key))
			}
		}
	}
	for _, a := range r.Site.Assets {
		if a.URL != "" && !have[a.URL] {
			have[a.URL] = true
			files = append(files, b.media(r.Config.Build.Content, a))
		}
	}
	return files
}

// keyOf is the key of a page. A system page, but for the glossary, may show the
// text of every lesson.
func (d *drawing) keyOf(p *site.Page) string {
	switch {
	case p.Type == site.SystemPage && p.System != "glossary":
		return d.key(d.all)
	case p.Lesson != nil:
		return d.key(d.text(p).Hash)
	}
	return d.shared
}

// text is the lesson that a page shows.
func (d *drawing) text(p *site.Page) *content.Lesson {
	if l := d.texts[p.Lesson.Path]; l != nil {
		return l
	}
	return p.Lesson
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
func (d *drawing) twin(p *site.Page, url, key string) output.File {
	return output.File{Path: url, Key: key, Write: func(w io.Writer) error {
		return d.text(p).WriteMarkdown(w, p.Title, func(i int) string { return markdownTarget(p, p.Links[i]) })
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
