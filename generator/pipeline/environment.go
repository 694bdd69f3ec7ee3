package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/overlay"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// templateFiles are the theme's files. They are read once, so that their keys and what
// is made of them come from the same bytes.
type templateFiles struct {
	files fstest.MapFS
	// theme is the sum of the templates and icons; the others are the sums of *.md,
	// *.toml, *.js and *.css.
	theme, examples, words, scripts, style sum
	// blocks are the sums of the template and the style sheet of each block.
	blocks map[string]sum
	ds     diag.List
	// layer is the site's own templates on top of the theme, and own their paths. Both
	// are empty if there is no theme to compare with.
	layer overlay.Layer
	own   []string
	// notes are findings that do not stop the build.
	notes diag.List
}

// ownTemplates reports a site's templates/ that is not a folder.
func ownTemplates(source fs.FS) diag.List {
	const dir = "templates"
	switch info, err := fs.Stat(source, dir); {
	case err != nil && isLink(source, dir):
		return diag.List{diag.Whole(dir, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", dir, leads(err)).WithHint("put the folder itself here")}
	case err == nil && !info.IsDir():
		return diag.List{diag.Whole(dir, diag.Error, codeNotAFile, "%q is a file, expected the folder of the site's own templates", dir).WithHint("rename the file")}
	}
	return nil
}

// readTemplates reads the theme's files. It reports each file that cannot be read.
func (b *Builder) readTemplates() (*templateFiles, error) {
	t := &templateFiles{files: fstest.MapFS{}, blocks: map[string]sum{}, ds: ownTemplates(b.Source)}
	digests := map[string]*digest{}
	for _, sort := range []string{"", ".md", ".toml", ".js", ".css"} {
		digests[sort] = newDigest()
	}
	err := fs.WalkDir(b.Templates, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && p != ".":
			return nil // deleted after it was listed
		case err != nil:
			return err
		case p != "." && overlay.Ignored(e.Name()):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		data, err := fs.ReadFile(b.Templates, p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted meanwhile
		}
		if err != nil {
			t.ds.Add(unreadable(path.Join("templates", p), err))
			return nil
		}
		data = overlay.WithoutLast(p, data)
		t.files[p] = &fstest.MapFile{Data: data, Mode: 0o444}
		sort := path.Ext(p)
		if name, ok := strings.CutPrefix(p, "blocks/"); ok && (sort == ".html" || sort == ".css") {
			sort = "blocks/" + strings.TrimSuffix(name, sort)
			if digests[sort] == nil {
				digests[sort] = newDigest()
			}
		}
		if sort == ".json" { // which scripts import
			sort = ".js"
		}
		if assets.IsPicture(p) { // templates and style sheets may name it
			digests[".css"].text(p).sums(content.Hash(data))
		}
		cmp.Or(digests[sort], digests[""]).text(p).sums(content.Hash(data))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	t.compare(b.Source, b.Theme)
	for sort, s := range map[string]*sum{"": &t.theme, ".md": &t.examples, ".toml": &t.words, ".js": &t.scripts, ".css": &t.style} {
		*s = digests[sort].sum()
		delete(digests, sort)
	}
	for sort, d := range digests {
		t.blocks[strings.TrimPrefix(sort, "blocks/")] = d.sum()
	}
	return t, nil
}

// compare compares the site's own templates with the theme.
func (t *templateFiles) compare(source, theme fs.FS) {
	own, err := fs.Sub(source, "templates")
	if theme == nil || err != nil {
		return
	}
	t.layer = overlay.Layer{Own: own, Theme: theme}
	t.own = t.layer.Paths()
	t.notes = t.layer.Check()
}

// ownFiles returns only the site's own templates.
func (t *templateFiles) ownFiles() fstest.MapFS {
	own := fstest.MapFS{}
	for _, p := range t.own {
		if f := t.files[p]; f != nil {
			own[p] = f
		}
	}
	return own
}

// loadWords reads the words of some languages, with the site's own on top of the
// theme's.
func (t *templateFiles) loadWords(codes []string) (theme.Words, diag.List) {
	if len(t.own) == 0 {
		return theme.LoadWords(t.files, codes...)
	}
	return theme.LoadOwnWords(t.layer.Theme, t.ownFiles(), codes...)
}

// ownSum is the sum of everything in which the site's own words are looked up, zero if
// it has none.
func (t *templateFiles) ownSum() sum {
	if !slices.ContainsFunc(t.own, func(p string) bool { return path.Ext(p) == ".toml" }) {
		return sum{}
	}
	d := newDigest().list(t.own).sums(t.theme, t.scripts)
	t.takeBlocks(d)
	return d.sum()
}

// hookSum is the sum of everything with which a site's own templates are compared, zero
// if it has none.
func (t *templateFiles) hookSum() sum {
	if len(t.own) == 0 {
		return sum{}
	}
	return newDigest().sums(t.scripts, t.style).sum()
}

// sum is the sum of all files.
func (t *templateFiles) sum() sum {
	d := newDigest().sums(t.theme, t.examples, t.words, t.scripts, t.style)
	t.takeBlocks(d)
	return d.sum()
}

func (t *templateFiles) takeBlocks(d *digest) {
	for _, name := range slices.Sorted(maps.Keys(t.blocks)) {
		d.text(name).sums(t.blocks[name])
	}
}

// ownIcon is the theme's favicon, for a site without one.
const ownIcon = "images/icon.svg"

// environment makes what pages need in addition to the site: the client code and the
// styles, and their files.
func (b *Builder) environment(r *Result, a *assembled, t *templateFiles, own ownBlocks, words theme.Words) (env theme.Env, files []output.File, code offlineCode, ds diag.List, err error) {
	var pkg *theme.Package
	if b.Options.Package != nil {
		pkg = b.Options.Package(r.Site)
	}
	fonts, fontFiles, fontFindings := b.fonts(r.Config, r.tree)
	scripts, styles, err := b.client(r, t, own, theme.AccentCSS(r.Config.Theme.Accent)+theme.FontCSS(fonts), pkg != nil)
	if ds = append(slices.Clone(scripts.ds), styles.ds...); err != nil || ds.HasErrors() {
		return env, nil, code, ds, err
	}
	env = theme.Env{Lessons: a.texts, Feeds: r.Config.BaseURL != "" && pkg == nil, Twins: pkg == nil, Package: pkg, Offline: scripts.offline.page != nil && b.offline(r.Config)}
	env.Assets = styles.assets()
	env.Assets.Fonts = theme.Preloads(fonts)
	files = append(styles.fixed(), fontFiles...)
	for _, s := range scripts.list {
		if s.Load == theme.Offline && !env.Offline || s.Load == theme.Worker {
			continue
		}
		loaded := theme.LoadedScript{Script: s.Script}
		if s.Words == "" || len(words.Table(r.Site.Langs[0].Code, "client_"+s.Words)) <= len("{}") {
			loaded.URL = s.file.URL
			files = append(files, named(s.file))
		} else {
			loaded.URLs = map[string]string{}
			for _, l := range r.Site.Langs {
				f := withWords(s, words, l.Code)
				loaded.URLs[l.Code] = f.URL
				files = append(files, named(f))
			}
		}
		env.Assets.Scripts = append(env.Assets.Scripts, loaded)
	}
	books, err := b.teamBooks(r, a)
	if err != nil {
		return env, nil, code, ds, err
	}
	env.Assets.Scripts = append(env.Assets.Scripts, books.script)
	files = append(files, books.files...)
	more, found := b.pictures(r, &env)
	files, ds = append(files, more...), slices.Concat(ds, found, fontFindings)
	if icon, err := fs.ReadFile(t.files, ownIcon); env.Assets.Icon == "" && err == nil {
		f := assets.Named("icon.svg", icon)
		env.Assets.Icon = f.URL
		files = append(files, named(f))
	}
	return env, files, scripts.offline, ds, nil
}

// teamBookKey is the input of the scripts with the data for the team's pages.
type teamBookKey struct{ site *site.Site }

// teamBooks are those scripts, one for each language.
type teamBooks struct {
	script theme.LoadedScript
	files  []output.File
}

func (b *Builder) teamBooks(r *Result, a *assembled) (teamBooks, error) {
	return do(b.memo, teamBookKey{a.site}, func() (t teamBooks, err error) {
		urls := map[string]string{}
		for _, l := range r.Site.Langs {
			body, err := theme.TeamBook(r.Site, l)
			if err != nil {
				return t, err
			}
			f := assets.Named("teambook-"+l.Code+".js", fmt.Appendf(nil, "playbook.teambook=%s;\n", body))
			urls[l.Code] = f.URL
			t.files = append(t.files, named(f))
		}
		t.script = theme.TeamBookScript(urls)
		return t, nil
	})
}

// pictures returns the site's logo and favicon.
func (b *Builder) pictures(r *Result, env *theme.Env) (files []output.File, ds diag.List) {
	look, dir := r.Config.Theme, r.Config.Build.Content
	for _, pic := range []struct {
		path string
		at   config.Place
		set  *string
	}{{look.Logo, look.LogoAt, &env.Logo}, {look.Favicon, look.FaviconAt, &env.Assets.Icon}} {
		if pic.path == "" {
			continue
		}
		m := b.medium(path.Join(dir, pic.path), pic.path)
		for _, d := range m.ds {
			if d.Code == codeUnreadable { // there is none: the setting is wrong
				d = diag.Whole(b.configPath(), diag.Error, codeUnreadable, "the file %q below %q %s", pic.path, dir, d.Message).
					WithHint("logo and favicon in [theme] are paths below the content folder, for example \"img/logo.svg\"")
				d.Line, d.Col, d.End = pic.at.Line, pic.at.Col, pic.at.End
			}
			d.Path = cmp.Or(d.Path, b.configPath())
			ds.Add(d)
		}
		if a := m.asset; a.URL != "" {
			if *pic.set = a.URL; env.Logo != env.Assets.Icon {
				files = append(files, b.media(dir, &a))
			}
		}
	}
	return files, ds
}

// extras returns the files besides the pages (feeds, maps, redirects), and what is left
// out of them.
func extras(r *Result, d *drawing) (files []output.File, omitted []string) {
	key := d.key(sum{})
	var without []string
	for _, x := range theme.Extras(r.Site) {
		if x.Needs != "" {
			if r.Config.BaseURL == "" && x.Path != "_redirects" {
				without = append(without, x.Path)
			}
			continue
		}
		files = append(files, output.File{Path: x.Path, Key: key, Write: x.Write})
	}
	for _, x := range r.Site.Redirects {
		files = append(files, output.File{Path: x.From, Key: key, Write: func(w io.Writer) error { return d.pages.Redirect(w, x) }})
	}
	if len(without) > 0 {
		omitted = append(omitted, strings.Join(without, ", ")+": base_url is not set")
	}
	return files, omitted
}
