package pipeline

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/theme"
)

// client is the bundled client code of one set of widget kinds.
type client struct {
	assets  theme.Assets
	files   []output.File
	told    []assets.File // scripts that get their words from tell
	offline offlineCode
	ds      diag.List
}

// A bundle is one half of it, scripts or style, with its key.
type bundle struct {
	key   hash
	files []assets.File
	ds    diag.List
}

// templateKeys stand for the bytes of the templates, by what is made of them.
type templateKeys struct {
	known                 bool
	theme, scripts, style hash
}

// ownTemplates finds a site's templates/ that is there and is no folder.
func ownTemplates(source fs.FS) diag.List {
	const dir = "templates"
	switch info, err := fs.Stat(source, dir); {
	case err != nil && isLink(source, dir):
		return diag.List{diag.Whole(dir, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", dir, whither(err)).WithHint("put the folder itself here")}
	case err == nil && !info.IsDir():
		return diag.List{diag.Whole(dir, diag.Error, codeNotAFile, "%q is a file, expected the folder of the site's own templates", dir).WithHint("rename the file")}
	}
	return nil
}

// readKeys reads the templates' bytes, unless a hint says that none was touched.
// Files that cannot be read are found, one by one.
func (b *Builder) readKeys(h hint) (diag.List, error) {
	if b.memo.keys.known && !h.below("templates") {
		return nil, nil
	}
	ds := ownTemplates(b.Source)
	var all, scripts, style []byte
	files := newFrozen()
	err := fs.WalkDir(b.Templates, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil && p != "." {
			return nil // likewise
		}
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(b.Templates, p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it went between being listed and being read
		}
		if err != nil {
			ds.Add(unreadable(path.Join("templates", p), err))
			return nil
		}
		files.add(p, data)
		to := &all
		switch path.Ext(p) {
		case ".js", ".json":
			to = &scripts
		case ".css":
			to = &style
		}
		*to = append(append(append(*to, p...), 0), data...)
		*to = binary.AppendUvarint(*to, uint64(len(data)))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	b.memo.templates = files
	b.memo.keys = templateKeys{len(ds) == 0, content.Hash(all), content.Hash(scripts), content.Hash(style)}
	return ds, nil
}

// ownIcon is the theme's own favicon, for a site that names none.
const ownIcon = "images/icon.svg"

// environment makes what pages need besides the site: the client code and the
// styles, and the files they are in.
func (b *Builder) environment(r *Result, a *assembled, t *theme.Theme, h hint) (theme.Env, drawKey, []output.File, diag.List, error) {
	c, err := b.client(r)
	if err != nil || c.ds.HasErrors() {
		return theme.Env{}, drawKey{}, nil, c.ds, err
	}
	env := theme.Env{
		Assets: c.assets,
		Body: func(w io.Writer, l *content.Lesson, h theme.Hooks) error {
			return l.WriteHTML(w, content.Hooks(h))
		},
		Resolve: func(w io.Writer, html []byte, h theme.Hooks) error { return content.Resolve(w, html, content.Hooks(h)) },
		Words:   content.Words,
		Feeds:   r.Config.BaseURL != "",
		Twins:   true,
	}
	told := b.tell(c, t, r.Site)
	env.Assets.Told = told.urls
	files := slices.Concat(c.files, told.files)
	if page := c.offline.page; page != nil && b.offline(r.Config) {
		env.Offline = true
		env.Assets.Scripts = append(slices.Clone(env.Assets.Scripts), page.URL)
		files = append(files, fixed(page.URL, page.Data))
	}
	ds := slices.Clone(c.ds)
	look := r.Config.Theme
	for _, pic := range []struct {
		path string
		at   config.Place
		set  *string
	}{{look.Logo, look.LogoAt, &env.Logo}, {look.Favicon, look.FaviconAt, &env.Assets.Icon}} {
		if pic.path == "" {
			continue
		}
		a, more := b.assetReader(r.Config.Build.Content, h)(pic.path)
		for _, d := range more {
			if d.Code == codeUnreadable { // there is none: the setting is wrong
				d = diag.Whole(b.configPath(), diag.Error, codeUnreadable, "the file %q below %q %s", pic.path, r.Config.Build.Content, d.Message).
					WithHint("logo and favicon in [theme] are paths below the content folder, as \"img/logo.svg\"")
				d.Line, d.Col, d.End = pic.at.Line, pic.at.Col, pic.at.End
			}
			d.Path = cmp.Or(d.Path, b.configPath())
			ds.Add(d)
		}
		if a.URL != "" {
			if *pic.set = a.URL; env.Logo != env.Assets.Icon {
				files = append(files, b.media(r.Config.Build.Content, &a))
			}
		}
	}
	if env.Assets.Icon == "" && exists(b.memo.templates, ownIcon) {
		data, err := fs.ReadFile(b.memo.templates, ownIcon)
		if err != nil {
			return theme.Env{}, drawKey{}, nil, ds, fmt.Errorf("read the theme's icon: %w", err)
		}
		icon := assets.Named("icon.svg", data)
		env.Assets.Icon = icon.URL
		files = append(files, fixed(icon.URL, icon.Data))
	}
	return env, drawKey{site: a, theme: t, client: c, logo: env.Logo, icon: env.Assets.Icon, offline: env.Offline}, files, ds, nil
}

// client bundles scripts and styles, once for each set of kinds in use: the
// memo keeps either as long as its sources stay the same.
func (b *Builder) client(r *Result) (*client, error) {
	used, m := r.Site.Widgets, &b.memo
	key := func(of hash, more string) hash { return content.Hash(fmt.Appendf(of[:], "%q %s", used, more)) }
	if k := key(m.keys.scripts, ""); m.scripts.key != k {
		files, ds, err := assets.Scripts(b.memo.templates, b.scriptEntries(used))
		if err != nil {
			return nil, fmt.Errorf("bundle client code: %w", err)
		}
		m.scripts, m.client = bundle{key: k, files: files, ds: ds}, nil
	}
	accent := r.Config.Theme.Accent
	if k := key(m.keys.style, accent); m.style.key != k {
		files, ds, err := b.styles(used, accent)
		if err != nil {
			return nil, fmt.Errorf("bundle styles: %w", err)
		}
		m.style, m.client = bundle{key: k, files: files, ds: ds}, nil
	}
	if m.client == nil {
		m.client = join(m.scripts, m.style)
	}
	return m.client, nil
}

// join puts the two halves together.
func join(scripts, style bundle) *client {
	c := &client{assets: theme.Assets{Widgets: map[string]theme.WidgetAssets{}, Lazy: map[string]string{}}}
	c.ds = slices.Concat(scripts.ds, style.ds)
	for _, f := range scripts.files {
		if c.offline.take(f) {
			continue
		}
		if toldWords[f.Name] != "" {
			c.told = append(c.told, f)
			continue
		}
		c.files = append(c.files, fixed(f.URL, f.Data))
		c.place(strings.TrimSuffix(f.Name, ".js"), f.URL)
	}
	for _, f := range style.files {
		c.files = append(c.files, fixed(f.URL, f.Data))
		c.placeStyle(strings.TrimSuffix(f.Name, ".css"), f.URL)
	}
	return c
}

// entries are the scripts every site has, by what the theme calls them.
var entries = []struct{ name, path string }{
	{"theme", "client/theme.js"},
	{"main", "client/main.js"},
	{"kit", "client/kit.js"},
	{"reading", "client/reading.js"},
	{"standing", "client/standing.js"},
	{"home", "client/home.js"},
	{"lock", "client/lock.js"},
	{"path", "client/path.js"},
	{"progress", "client/progress.js"},
	{"practice", "client/practice.js"},
	{"banner", "client/banner.js"},
	{"export", "client/export.js"},
	{"menu", "client/menu.js"},
	{"orphans", "client/orphans.js"},
	{"help", "client/help.js"},
	{"nav", "client/nav.js"},
	{"copy", "client/copy.js"},
	{"search", "client/search/search.js"},
	{"typo", "client/search/typo.js"},
	{"mark", "client/search/mark.js"},
	{"my-data", "client/mydata.js"},
	{"offline", "client/offline/page.js"},
	{"sw", "client/offline/sw.js"},
	{"sw-gone", "client/offline/gone.js"},
}

// placeStyle tells the theme where a style sheet is.
func (c *client) placeStyle(name, url string) {
	switch name {
	case "site":
		c.assets.CSS = []string{url}
	case "pages":
		c.assets.PageCSS = url
	default:
		w := c.assets.Widgets[name]
		w.CSS = url
		c.assets.Widgets[name] = w
	}
}

// scriptEntries are the scripts of a site that uses these kinds.
func (b *Builder) scriptEntries(used []string) []assets.Entry {
	var in []assets.Entry
	for _, e := range entries {
		if exists(b.memo.templates, e.path) {
			in = append(in, assets.Entry{Name: e.name + ".js", Path: e.path})
		}
	}
	for _, k := range used {
		if p := "widgets/" + k + "/" + k + ".js"; exists(b.memo.templates, p) {
			in = append(in, assets.Entry{Name: "widget-" + k + ".js", Path: p})
		}
		for _, part := range []string{"more", "due", "practice"} { // loaded when they are asked for
			if p := "widgets/" + k + "/" + part + ".js"; exists(b.memo.templates, p) {
				in = append(in, assets.Entry{Name: k + "-" + part + ".js", Path: p})
			}
		}
	}
	return in
}

// place tells the theme where a script is.
func (c *client) place(name, url string) {
	kind, widget := strings.CutPrefix(name, "widget-")
	switch {
	case widget:
		c.assets.Widgets[kind] = theme.WidgetAssets{JS: url}
	case name == "theme":
		c.assets.ThemeJS = url
	case name == "main":
		c.assets.Scripts = []string{url}
	default:
		c.assets.Lazy[name] = url
	}
}

// styles makes the style sheets: styles/ with the team's accent for every page,
// styles/pages/ for all pages but lessons, and one for each widget kind in use,
// so that a page loads what it shows.
func (b *Builder) styles(used []string, accent string) (files []assets.File, ds diag.List, err error) {
	add := func(name, pattern, extra string) error {
		sheets, err := fs.Glob(b.memo.templates, pattern)
		if err != nil || len(sheets) == 0 {
			return err
		}
		slices.Sort(sheets)
		f, more, err := assets.Style(b.memo.templates, name, sheets, extra)
		ds = append(ds, more...)
		files = append(files, f)
		return err
	}
	if err := add("site.css", "styles/*.css", theme.AccentCSS(accent)); err != nil {
		return nil, ds, err
	}
	if err := add("pages.css", "styles/pages/*.css", ""); err != nil {
		return nil, ds, err
	}
	for _, k := range used {
		if err := add(k+".css", "widgets/"+k+"/"+k+".css", ""); err != nil {
			return nil, ds, err
		}
	}
	return files, ds, nil
}

// extras are the files beside the pages: feeds, maps, redirects; and what is
// left out of them.
func extras(r *Result, d *drawn) (files []output.File, omitted []string) {
	key := d.keyOf(nil)
	var without []string
	for _, x := range theme.Extras(d.key.site.site) {
		if x.Needs != "" {
			if r.Config.BaseURL == "" && x.Path != "_redirects" {
				without = append(without, x.Path)
			}
			continue
		}
		files = append(files, output.File{Path: x.Path, Key: key, Write: x.Write})
	}
	for _, x := range r.Site.Redirects {
		files = append(files, output.File{Path: x.From, Key: key, Write: func(w io.Writer) error { return d.draw.Redirect(w, x) }})
	}
	if len(without) > 0 {
		omitted = append(omitted, strings.Join(without, ", ")+": base_url is not set")
	}
	return files, omitted
}
