package pipeline

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/theme"
)

// scriptsKey and styleKey are the memo's keys for bundled scripts and style sheets: all
// that these depend on. Packed is set in a package for a learning platform.
type (
	scriptsKey struct {
		sources sum
		kinds   string
		packed  bool
	}
	styleKey struct {
		sources      sum
		kinds, extra string // extra is CSS made from the settings
		blocks       sum
		packed       bool
	}
)

// withWords returns a script with the words that it shows, in one language, at its
// beginning. The scripts for which this is used are rarely loaded, so that their words
// would make every page longer for few readers.
func withWords(s script, words theme.Words, lang string) assets.File {
	head := fmt.Appendf(nil, "(playbook.lib.page.config().widgets??={}).%s=%s;\n", s.Words, words.Table(lang, "client_"+s.Words))
	return assets.Named(s.Name+"-"+lang+".js", append(head, s.file.Data...))
}

// A script is one bundled script of the client.
type script struct {
	theme.Script
	file assets.File
}

// scripts are the bundled scripts for a set of widget kinds.
type scripts struct {
	list    []script
	offline offlineCode
	ds      diag.List
}

// styles are the bundled style sheets for a set of widget kinds.
type styles struct {
	files []assets.File
	ds    diag.List
}

// client bundles scripts and styles for the kinds in use.
func (b *Builder) client(r *Result, t *templateFiles, own ownBlocks, extra string, packed bool) (s scripts, c styles, err error) {
	var used, blocks []string
	for _, k := range r.Site.Widgets {
		if _, ok := own.sums[k]; ok {
			blocks = append(blocks, k)
		} else {
			used = append(used, k)
		}
	}
	kinds := strings.Join(used, " ")
	s, err = do(b.memo, scriptsKey{t.scripts, kinds, packed}, func() (scripts, error) { return bundleScripts(t.files, used, packed) })
	if err != nil {
		return s, c, fmt.Errorf("bundle client code: %w", err)
	}
	all := styleKey{t.style, strings.Join(r.Site.Widgets, " "), extra, own.all, packed}
	c, err = do(b.memo, all, func() (styles, error) { return bundleStyles(t.files, used, blocks, extra, packed) })
	if err != nil {
		return s, c, fmt.Errorf("bundle styles: %w", err)
	}
	return s, c, nil
}

func bundleScripts(files fs.FS, used []string, packed bool) (s scripts, err error) {
	var in []assets.Entry
	if packed {
		files = packedKinds{files, used}
	}
	for _, x := range theme.Scripts(used) {
		if exists(files, x.Path) && (packed || x.Load != theme.Packed) {
			name := x.Name + ".js"
			if x.Load == theme.WithKind {
				name = "widget-" + name
			}
			in = append(in, assets.Entry{Name: name, Path: x.Path, Whole: x.Load == theme.Packed})
			s.list = append(s.list, script{Script: x})
		}
	}
	out, ds, err := assets.Scripts(files, in)
	if s.ds = ds; err != nil || ds.HasErrors() {
		return s, err
	}
	for i := range s.list {
		s.list[i].file = out[i]
		s.offline.take(&s.list[i])
	}
	return s, nil
}

// ownSheet begins the name of the style sheet of a block that the site defines.
const ownSheet = "block-"

// bundleStyles bundles the style sheets: site.css (styles/ and extra) for every page,
// pages.css for pages other than lessons, and one for each widget kind and block in use,
// so that a page only loads the styles that it needs.
func bundleStyles(files fs.FS, used, blocks []string, extra string, packed bool) (s styles, err error) {
	var sheets []assets.Sheet
	add := func(name, pattern, more string) {
		if paths, _ := fs.Glob(files, pattern); len(paths) > 0 { // the pattern is well formed
			slices.Sort(paths)
			sheets = append(sheets, assets.Sheet{Name: name, Paths: paths, Extra: more})
		}
	}
	add("site.css", "styles/*.css", extra)
	add("pages.css", "styles/pages/*.css", "")
	if packed {
		add("lms.css", "client/scorm/*.css", "")
	}
	add("team.css", "styles/team/*.css", "")
	for _, k := range used {
		add(k+".css", "widgets/"+k+"/"+k+".css", "")
	}
	for _, k := range blocks {
		add(ownSheet+k+".css", "blocks/"+k+".css", "")
	}
	s.files, s.ds, err = assets.Styles(files, sheets)
	return s, err
}

// assets returns the addresses of the style sheets for the theme.
func (s *styles) assets() theme.Assets {
	a := theme.Assets{WidgetCSS: map[string]string{}}
	for _, f := range s.files {
		switch name := strings.TrimSuffix(f.Name, ".css"); name {
		case f.Name: // not a style sheet but a picture that one uses
		case "site":
			a.CSS = []string{f.URL}
		case "pages":
			a.PageCSS = f.URL
		case "team":
			a.TeamCSS = f.URL
		default:
			a.WidgetCSS[strings.TrimPrefix(name, ownSheet)] = f.URL
		}
	}
	return a
}

func (s *styles) fixed() (files []output.File) {
	for _, f := range s.files {
		files = append(files, named(f))
	}
	return files
}
