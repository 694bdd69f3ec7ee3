package build

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/theme"
)

// client is the bundled client code of one set of widget kinds.
type client struct {
	assets theme.Assets
	files  []output.File
	ds     diag.List
}

// environment makes what pages need besides the site: the client code and the
// styles, and the files they are in.
func (b *Builder) environment(r *Result) (theme.Env, []output.File, diag.List, error) {
	c, err := b.client(r)
	if err != nil || c.ds.HasErrors() {
		return theme.Env{}, nil, c.ds, err
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
	files := c.files
	ds := c.ds
	for _, pic := range []struct {
		path string
		set  *string
	}{{r.Config.Theme.Logo, &env.Logo}, {r.Config.Theme.Favicon, &env.Assets.Icon}} {
		if pic.path == "" {
			continue
		}
		a, more := b.assetReader(r.Config.Build.Content)(pic.path)
		ds = append(ds, more...)
		if a.URL != "" {
			*pic.set = a.URL
			files = append(files, b.media(r.Config.Build.Content, &a))
		}
	}
	return env, files, ds, nil
}

// client bundles scripts and styles, once for each set of kinds in use: the
// memo keeps it as long as that and the templates stay the same.
func (b *Builder) client(r *Result) (*client, error) {
	used := kindsInUse(r.Site)
	key, err := b.clientKey(used, r.Config.Theme.Accent)
	if err != nil {
		return nil, err
	}
	if c := b.memo.client[key]; c != nil {
		return c, nil
	}
	c, err := b.bundle(used, r.Config.Theme.Accent)
	if err != nil {
		return nil, fmt.Errorf("bundle client code: %w", err)
	}
	b.memo.client = map[string]*client{key: c}
	return c, nil
}

// clientKey stands for everything the bundles depend on.
func (b *Builder) clientKey(used []string, accent string) (string, error) {
	h := []byte(strings.Join(used, ",") + "\x00" + accent + "\x00")
	for _, dir := range []string{"client", "styles", "widgets"} {
		err := fs.WalkDir(b.Templates, dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !slices.Contains([]string{".js", ".css", ".json"}, path.Ext(p)) {
				return err
			}
			data, err := fs.ReadFile(b.Templates, p)
			h = append(append(append(h, p...), 0), data...)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("read the templates: %w", err)
		}
	}
	sum := content.Hash(h)
	return string(sum[:]), nil
}

// entries are the scripts every site has, by what the theme calls them.
var entries = []struct{ name, path string }{
	{"theme", "client/theme.js"},
	{"main", "client/main.js"},
	{"kit", "client/kit.js"},
	{"export", "client/export.js"},
	{"search", "client/search/search.js"},
	{"mark", "client/search/mark.js"},
	{"my-data", "client/mydata.js"},
}

func (b *Builder) bundle(used []string, accent string) (*client, error) {
	c := &client{assets: theme.Assets{Widgets: map[string]theme.WidgetAssets{}, Lazy: map[string]string{}}}
	var in []assets.Entry
	for _, e := range entries {
		if exists(b.Templates, e.path) {
			in = append(in, assets.Entry{Name: e.name + ".js", Path: e.path})
		}
	}
	for _, k := range used {
		if p := "widgets/" + k + "/" + k + ".js"; exists(b.Templates, p) {
			in = append(in, assets.Entry{Name: "widget-" + k + ".js", Path: p})
		}
		if p := "widgets/" + k + "/more.js"; exists(b.Templates, p) {
			in = append(in, assets.Entry{Name: k + "-more.js", Path: p})
		}
	}
	scripts, ds, err := assets.Scripts(b.Templates, in)
	if err != nil {
		return nil, err
	}
	c.ds = ds
	for _, f := range scripts {
		c.files = append(c.files, fixed(f.URL, f.Data))
		c.place(strings.TrimSuffix(f.Name, ".js"), f.URL)
	}
	return c, b.styles(c, used, accent)
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
func (b *Builder) styles(c *client, used []string, accent string) error {
	add := func(name, pattern, extra string, to *string) error {
		sheets, err := fs.Glob(b.Templates, pattern)
		if err != nil || len(sheets) == 0 {
			return err
		}
		slices.Sort(sheets)
		f, ds, err := assets.Style(b.Templates, name, sheets, extra)
		if err != nil {
			return err
		}
		c.ds = append(c.ds, ds...)
		c.files = append(c.files, fixed(f.URL, f.Data))
		*to = f.URL
		return nil
	}
	var site string
	if err := add("site.css", "styles/*.css", theme.AccentCSS(accent), &site); err != nil {
		return err
	}
	c.assets.CSS = []string{site}
	if err := add("pages.css", "styles/pages/*.css", "", &c.assets.PageCSS); err != nil {
		return err
	}
	for _, k := range used {
		w := c.assets.Widgets[k]
		if err := add(k+".css", "widgets/"+k+"/"+k+".css", "", &w.CSS); err != nil {
			return err
		}
		c.assets.Widgets[k] = w
	}
	return nil
}

// extras are the files beside the pages: feeds, maps, redirects.
func extras(r *Result, draw *theme.Renderer) []output.File {
	var files []output.File
	var omitted []string
	for _, x := range theme.Extras(r.Site) {
		if x.Needs != "" {
			if r.Config.BaseURL == "" && x.Path != "_redirects" {
				omitted = append(omitted, x.Path)
			}
			continue
		}
		files = append(files, output.File{Path: x.Path, Write: x.Write})
	}
	for _, x := range r.Site.Redirects {
		files = append(files, output.File{Path: x.From, Write: func(w io.Writer) error { return draw.Redirect(w, x) }})
	}
	if len(omitted) > 0 {
		r.Stats.Omitted = append(r.Stats.Omitted, strings.Join(omitted, ", ")+": base_url is not set")
	}
	return files
}
