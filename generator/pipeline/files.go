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
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

const (
	codeTemplateName diag.Code = "PB1822"
	codeWordless     diag.Code = "PB1807"
)

// A drawing draws the files of one build. The key of a file covers everything on which
// its bytes depend: the program's own build, the common parts of all pages, and the
// file's own lesson or all lessons. It is the same from run to run.
type drawing struct {
	pages  *theme.Renderer
	texts  []*content.Lesson
	blocks ownBlocks
	shared string // the part of every key
	all    sum    // of everything that pages show of lessons
}

// key returns the key of a file that shows one text, or none.
func (d *drawing) key(text sum) string {
	if text == (sum{}) {
		return d.shared
	}
	b := append(make([]byte, 0, len(d.shared)+17), d.shared...)
	return string(base64.RawURLEncoding.AppendEncode(append(b, '.'), text[:12]))
}

// wordsKey is the input of the interface's words.
type wordsKey struct {
	files, own sum
	languages  string
}

// loadedWords are the words, with the sum of all of them and the sum of those by which
// lessons and settings are recognized.
type loadedWords struct {
	words       theme.Words
	sum, spoken sum
	ds          diag.List
}

// readWords reads the interface's words in the site's languages.
func (b *Builder) readWords(cfg *config.Config, t *templateFiles) loadedWords {
	codes := languages(cfg)
	key := wordsKey{t.words, t.ownSum(), strings.Join(codes, " ")}
	words, _ := do(b.memo, key, func() (loadedWords, error) { // it never fails
		words, ds := t.loadWords(codes)
		// The use of words only affects findings, so it is not part of the sum.
		return loadedWords{words, newDigest().sums(key.files).text(key.languages).sum(), content.Hash(words.Spoken()), ds}, nil
	})
	return words
}

// themeKey is the input of a theme.
type themeKey struct{ templates, words, site, hooks sum }

type loadedTheme struct {
	theme *theme.Theme
	ds    diag.List
	own   diag.List // mistakes in the site's own templates that do not stop the build
}

// rendererKey is the input of a renderer, apart from the lessons' texts.
type rendererKey struct {
	site *site.Site
	env  sum
}

// render lists the files of the site without drawing them. It returns the sum of
// everything on which they depend.
func (b *Builder) render(ctx context.Context, r *Result, a *assembled, t *templateFiles, words loadedWords) (base sum, err error) {
	r.Diags = append(r.Diags, words.ds...)
	own := blocksOf(r.Config, t)
	// One core makes the search index while the other one loads the theme and bundles
	// scripts.
	var ix searchIndex
	var notIndexed error
	var indexing sync.WaitGroup
	indexing.Go(func() { ix, notIndexed = b.index(r, a, words.words, words.sum) })
	defer indexing.Wait()
	site := theme.For{Theme: t.layer.Theme, Own: t.own, Params: r.Config.Params, Languages: languages(r.Config), Blocks: own.list}
	for _, k := range r.Config.Kinds {
		site.Kinds = append(site.Kinds, k.Key)
	}
	siteSum := newDigest().list(site.Own).list(site.Languages).list(site.Kinds).value(site.Params).sums(own.all).sum()
	th, _ := do(b.memo, themeKey{t.theme, words.sum, siteSum, t.hookSum()}, func() (loadedTheme, error) { // it never fails
		th, ds := theme.LoadFor(t.files, words.words, site)
		if ds.HasErrors() {
			return loadedTheme{theme: th, ds: ds}, nil
		}
		return loadedTheme{th, ds, th.CheckOwn()}, nil
	})
	if r.Diags = append(r.Diags, th.ds...); words.ds.HasErrors() || th.ds.HasErrors() {
		return t.theme, nil
	}
	r.Diags = append(r.Diags, th.own...)
	icons := th.theme.CheckIcons(r.Config.Kinds, b.configPath())
	if r.Diags = append(r.Diags, icons...); icons.HasErrors() {
		return t.theme, nil
	}
	blocks := th.theme.CheckBlocks(t.files, own.list, b.configPath())
	if r.Diags = append(r.Diags, blocks...); blocks.HasErrors() {
		return t.theme, nil
	}
	r.Diags = append(r.Diags, wordless(words.words, r.Config, b.configPath())...)
	env, files, code, ds, err := b.environment(r, a, t, own, words.words)
	files = withPictures(files, th.theme.Pictures())
	r.Diags = append(r.Diags, ds...)
	if err != nil || ds.HasErrors() {
		return t.theme, err
	}
	if indexing.Wait(); notIndexed != nil {
		return t.theme, notIndexed
	}
	env.Search = ix.roots
	shared := newDigest().text(b.Options.Generator, env.Logo, env.Assets.Icon, packageKey(env.Package), fmt.Sprint(env.Assets.Fonts, env.Feeds, env.Twins, env.Offline)).
		sums(a.sum, t.theme, words.sum, t.scripts, t.style).list(slices.Sorted(maps.Values(ix.roots))).sum()
	whole := newDigest().sums(shared, own.all).sum()
	pages, _ := do(b.memo, rendererKey{a.site, whole}, func() (*theme.Renderer, error) { return th.theme.Renderer(a.site, env), nil })
	d := &drawing{pages: pages.With(a.texts), texts: a.texts, blocks: own, shared: short(shared), all: newDigest().sums(a.textsSum, own.all).sum()}
	l, _ := do(b.memo, listingKey{a.site, shared}, func() (*listing, error) { return newListing(a.site, th.theme), nil }) // it never fails
	r.Diags = append(r.Diags, l.ds...)
	if env.Package != nil {
		files = append(files, output.File{Path: theme.ShellURL, Key: d.key(sum{}), Write: d.pages.Shell})
	}
	extra, omitted := extras(r, d)
	files, r.Stats.Omitted = append(files, extra...), omitted
	if b.Options.Lazy {
		files = append(files, b.offlineFiles(r, d, code, nil, ix.sum)...)
		r.Find, r.Count = d.find(l, files, b.mediaOf(r, files), ix.late), len(l.entries)+len(files)
		return newDigest().sums(whole, a.textsSum).sum(), nil
	}
	r.Files = append(d.list(l, b.mediaOf(r, files)), files...)
	r.Files = append(r.Files, ix.files...)
	r.Files = append(r.Files, b.offlineFiles(r, d, code, slices.Clip(r.Files), ix.sum)...)
	return newDigest().sums(whole, a.textsSum).sum(), nil
}

// withPictures adds the files that templates name, unless they are already listed.
func withPictures(files []output.File, pictures []assets.File) []output.File {
	for _, p := range pictures {
		if !slices.ContainsFunc(files, func(f output.File) bool { return f.Path == p.URL }) {
			files = append(files, named(p))
		}
	}
	return files
}

// wordless reports languages of the site for which the theme has no words.
func wordless(words theme.Words, c *config.Config, settings string) (ds diag.List) {
	for _, l := range c.Languages {
		if words.Speaks(l.Code) {
			continue
		}
		d := diag.Whole(settings, diag.Warning, codeWordless, "the interface has no words in the language %q: it shows the English ones", l.Code).
			WithHint("'generate i18n --interface %s --write' writes a file to translate; without the words, remove the language", l.Code)
		d.Line, d.Col, d.End = l.At.Line, l.At.Col, l.At.End
		ds.Add(d)
	}
	return ds
}

// listingKey is the input of the list of pages.
type listingKey struct {
	site *site.Site
	env  sum
}

// A listing has all pages and Markdown twins of a site.
type listing struct {
	entries []listed
	at      map[string]int32 // by path
	ds      diag.List        // templates in front matter that do not exist
}

type listed struct {
	path string
	page *site.Page
	twin bool
}

func newListing(s *site.Site, t *theme.Theme) *listing {
	l := &listing{}
	for _, lang := range s.Langs {
		for _, p := range lang.Pages {
			l.entries = append(l.entries, listed{p.URL, p, false})
			if hasTwin(p) {
				l.entries = append(l.entries, listed{strings.TrimSuffix(p.URL, ".html") + ".md", p, true})
			}
			l.ds = append(l.ds, checkTemplate(t, p)...)
		}
	}
	l.at = make(map[string]int32, len(l.entries))
	for i := range l.entries {
		l.at[l.entries[i].path] = int32(i)
	}
	return l
}

// file returns the file of an entry.
func (d *drawing) file(e *listed) output.File {
	p := e.page
	if e.twin {
		return d.twin(p, e.path, d.keyOf(p))
	}
	return output.File{Path: e.path, Key: d.keyOf(p), Write: func(w io.Writer) error { return d.pages.Page(w, p) }}
}

// list returns the files of all entries, followed by the media.
func (d *drawing) list(l *listing, media []output.File) []output.File {
	files := make([]output.File, 0, len(l.entries)+len(media)+64)
	for i := range l.entries {
		files = append(files, d.file(&l.entries[i]))
	}
	return append(files, media...)
}

// find returns a function that finds a file by its path.
func (d *drawing) find(l *listing, files, media []output.File, late func(string) (output.File, bool)) func(string) (output.File, bool) {
	return func(path string) (output.File, bool) {
		if i, ok := l.at[path]; ok {
			return d.file(&l.entries[i]), true
		}
		for _, list := range [][]output.File{files, media} {
			if i := slices.IndexFunc(list, func(f output.File) bool { return f.Path == path }); i >= 0 {
				return list[i], true
			}
		}
		if late != nil && strings.HasPrefix(path, "search/") {
			return late(path)
		}
		return output.File{}, false
	}
}

// mediaOf returns the files that lessons show. Each address occurs once: a picture may
// also be the logo, and two files with one name may have the same bytes.
func (b *Builder) mediaOf(r *Result, files []output.File) (media []output.File) {
	have := map[string]bool{}
	for _, f := range files {
		have[f.Path] = true
	}
	for _, a := range r.Site.Assets {
		if a.URL != "" && !have[a.URL] {
			have[a.URL] = true
			media = append(media, b.media(r.Config.Build.Content, a))
		}
	}
	return media
}

// keyOf returns the key of a page. A system page, except the glossary, may show the
// text of every lesson.
func (d *drawing) keyOf(p *site.Page) string {
	switch {
	case p.Type == site.SystemPage && p.System != "glossary":
		return d.key(d.all)
	case p.Lesson != nil:
		return d.key(d.blocks.sumOf(d.text(p)))
	}
	return d.shared
}

// text returns the lesson that a page shows.
func (d *drawing) text(p *site.Page) *content.Lesson {
	if p.At < 0 {
		return p.Lesson
	}
	return d.texts[p.At]
}

// checkTemplate reports a template in front matter that the theme does not have.
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

// media returns a file beside the lessons.
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

// named returns a file whose address contains a hash of its bytes.
func named(f assets.File) output.File {
	return output.File{Path: f.URL, Key: f.URL, Write: func(w io.Writer) error {
		_, err := w.Write(f.Data)
		return err
	}}
}

// fixed returns a file with known bytes.
func fixed(path string, data []byte) output.File {
	return output.File{Path: path, Key: assets.Fingerprint(data), Write: func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}
}

// Draw draws every file and discards the result, to find mistakes that appear only when
// a page is drawn.
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

// Blame draws all files again and adds every failing template of the site's own to r's
// findings. It reports whether one of them caused err, an error of drawing or writing
// the files.
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

// exists reports whether the templates contain a file.
func exists(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}
