// Package assets turns client code and styles into the files a page loads:
// bundled and minified by esbuild, named by their content.
//
// Scripts are classic ones, because modules do not load from file://. Two
// entries publish libraries on window.playbook.lib: main.js, on every page, the
// few that every page needs, and kit.js, on pages with state, those about state.
// Every other entry is a function of its own whose imports of these are taken
// from there, so that no page has two stores or two policies. A library that
// nobody publishes is bundled where it is used.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"playbook/generator/diag"
)

const (
	codeScript diag.Code = "PB1820"
	codeStyle  diag.Code = "PB1821"
)

// A File is one generated asset.
type File struct {
	// Name is what templates call it, as "main.js"; URL where it is, relative
	// to the site's root, as "assets/main.3f2a9c01b2.js".
	Name, URL string
	Data      []byte
}

// An Entry is one script to bundle: the file to begin with, relative to the
// templates, and the name of the result.
type Entry struct {
	Name, Path string
	// Whole says that the script runs where nothing is published: it gets a copy of
	// every library that it imports.
	Whole bool
}

// Fingerprint returns the part of an asset's name that stands for its bytes.
func Fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:5])
}

// Named returns data as an asset: name with a fingerprint before its
// extension.
func Named(name string, data []byte) File {
	ext := path.Ext(name)
	return File{Name: name, URL: "assets/" + strings.TrimSuffix(name, ext) + "." + Fingerprint(data) + ext, Data: data}
}

// targets are the oldest browsers the client code is written down to.
var targets = []api.Engine{
	{Name: api.EngineChrome, Version: "100"},
	{Name: api.EngineFirefox, Version: "100"},
	{Name: api.EngineSafari, Version: "15.4"},
}

// Scripts bundles each entry into a classic script, in the order of the entries.
// Mistakes in the sources are diagnostics; their paths are below "templates/".
func Scripts(fsys fs.FS, entries []Entry) ([]File, diag.List, error) {
	points := make([]api.EntryPoint, len(entries))
	names := make([]string, len(entries))
	whole := map[string]bool{}
	for i, e := range entries {
		whole[e.Path] = e.Whole
		points[i] = api.EntryPoint{InputPath: e.Path, OutputPath: strings.TrimSuffix(e.Name, ".js")}
		names[i] = e.Name
	}
	return bundle(names, codeScript, api.BuildOptions{
		EntryPointsAdvanced: points, Format: api.FormatIIFE, Platform: api.PlatformBrowser,
		Plugins: []api.Plugin{sources(fsys, publishedLibraries(fsys), whole, nil, nil)},
	})
}

// A Sheet is one style sheet to bundle: the name of the result, and what it joins in
// this order. Extra comes last, for what is computed; its url() are addresses of files
// beside the sheet.
type Sheet struct {
	Name  string
	Paths []string
	Extra string
}

// Styles makes each sheet one minified file, in the order of the sheets. After them come
// the pictures and fonts that they name.
func Styles(fsys fs.FS, sheets []Sheet) ([]File, diag.List, error) {
	points := make([]api.EntryPoint, len(sheets))
	names := make([]string, len(sheets))
	joined := map[string]string{}
	for i, s := range sheets {
		points[i] = api.EntryPoint{InputPath: s.Name, OutputPath: strings.TrimSuffix(s.Name, ".css")}
		names[i] = s.Name
		var in strings.Builder
		for _, p := range s.Paths {
			fmt.Fprintf(&in, "@import %q;\n", "/"+p)
		}
		joined[s.Name] = in.String() + s.Extra
	}
	var named pictures
	files, ds, err := bundle(names, codeStyle, api.BuildOptions{
		EntryPointsAdvanced: points, Plugins: []api.Plugin{sources(fsys, nil, nil, joined, &named)},
	})
	return append(files, named.sorted()...), ds, err
}

// bundle runs esbuild, and returns the files that it makes by their names.
func bundle(names []string, code diag.Code, o api.BuildOptions) ([]File, diag.List, error) {
	if len(names) == 0 {
		return nil, nil, nil
	}
	o.Bundle, o.Outdir, o.Engines, o.Charset = true, "/", targets, api.CharsetUTF8
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.LegalComments, o.LogLevel = api.LegalCommentsNone, api.LogLevelSilent
	r := api.Build(o)
	if ds := diagnostics(append(r.Errors, warningsThatMatter(r.Warnings)...), code); len(ds) > 0 {
		return nil, ds, nil
	}
	files := make([]File, len(names))
	for _, f := range r.OutputFiles {
		if i := slices.Index(names, path.Base(filepathToSlash(f.Path))); i >= 0 {
			files[i] = Named(names[i], f.Contents)
		}
	}
	for i := range files {
		if files[i].Name == "" {
			return nil, nil, fmt.Errorf("bundle %s: no file came of it", names[i])
		}
	}
	return files, nil, nil
}

// filepathToSlash is for the paths that esbuild reports, which are the system's.
func filepathToSlash(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// publishers are the entries that publish libraries on window.playbook.lib, in the
// order in which they run. All others run later.
var publishers = []string{"client/main.js", "client/kit.js"}

// libraries say which publisher publishes a library of client/lib.
type libraries map[string]string

var wholeImport = regexp.MustCompile(`(?m)^import \* as \w+ from "\./lib/([^"/]+)\.js";`)

// publishedLibraries are those that a publisher imports as a whole.
func publishedLibraries(fsys fs.FS) libraries {
	lib := libraries{}
	for _, entry := range publishers {
		text, _ := fs.ReadFile(fsys, entry) // a theme need not have it
		for _, m := range wholeImport.FindAllSubmatch(text, -1) {
			lib[string(m[1])] = entry
		}
	}
	return lib
}

// published says whether an entry finds a library on window.playbook.lib. No name
// stands for an entry that publishes nothing.
func (l libraries) published(entry, lib string) bool {
	held := l[lib]
	return held != "" && held != entry && entry != publishers[0]
}

var importLine = regexp.MustCompile(`(?m)^import (\{[^}]*\}|\* as (\w+)) from "([^"]+)";`)

// takePublished writes imports of published libraries as what they come to, so
// that no module wrapper is bundled for them: "import { h } from "lib/dom.js";"
// becomes "const { h } = window.playbook.lib.dom;". Lines stay where they are.
func (l libraries) takePublished(text, file, entry string) string {
	if path.Ext(file) != ".js" {
		return text
	}
	end := endOfImports(text)
	return importLine.ReplaceAllStringFunc(text[:end], func(line string) string {
		m := importLine.FindStringSubmatch(line)
		name, lib := libraryOf(m[3], file)
		if !lib || !l.published(entry, name) {
			return line
		}
		what := strings.ReplaceAll(m[1], " as ", ": ")
		if m[2] != "" {
			what = m[2]
		}
		return "const " + what + " = window.playbook.lib." + name + ";"
	}) + text[end:]
}

// endOfImports is where a script's last import ends.
func endOfImports(text string) int {
	last := strings.LastIndex(text, "\nimport ") + 1
	return last + strings.IndexByte(text[last:], ';') + 1
}

// libraryOf returns the name of the library of client/lib that file imports.
func libraryOf(imported, file string) (name string, ok bool) {
	switch {
	case strings.HasPrefix(imported, "."):
		imported = path.Join(path.Dir(file), imported)
	case strings.HasPrefix(imported, "lib/"):
		imported = "client/" + imported
	}
	return strings.CutPrefix(strings.TrimSuffix(imported, ".js"), "client/lib/")
}

// ofAll is the namespace of what an entry that publishes nothing bundles. What a
// publisher bundles is in a namespace of its own, for the same library may be
// bundled by the one and taken from there by the others.
const ofAll = "templates"

// sources lets esbuild read from fsys and nowhere else. What is published when the
// entry runs is taken from window.playbook.lib instead of being bundled again, but for
// those that are whole. Entries named in joined have their text there. What a style
// sheet names by url() goes into named.
func sources(fsys fs.FS, l libraries, whole map[string]bool, joined map[string]string, named *pictures) api.Plugin {
	return api.Plugin{Name: "sources", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if a.Kind == api.ResolveEntryPoint {
				namespace := ofAll
				if slices.Contains(publishers, a.Path) || whole[a.Path] {
					namespace = a.Path
				}
				return api.OnResolveResult{Path: a.Path, Namespace: namespace}, nil
			}
			p := a.Path
			switch {
			case a.Kind == api.ResolveCSSURLToken && joined[a.Importer] != "":
				return api.OnResolveResult{Path: p, External: true}, nil // a file beside the sheet, in what is computed
			case a.Kind == api.ResolveCSSURLToken && strings.HasPrefix(p, "#"):
				return api.OnResolveResult{Path: p, External: true}, nil // a part of the page
			case a.Kind == api.ResolveCSSURLToken && named != nil:
				return named.take(fsys, a.Importer, p), nil
			case strings.HasPrefix(p, "."):
				p = path.Join(path.Dir(a.Importer), p)
			case strings.HasPrefix(p, "lib/"):
				p = "client/" + p
			}
			p = strings.TrimPrefix(p, "/")
			name, lib := strings.CutPrefix(strings.TrimSuffix(p, ".js"), "client/lib/")
			if lib && !whole[a.Namespace] && l.published(a.Namespace, name) {
				return api.OnResolveResult{Path: name, Namespace: "published"}, nil
			}
			return api.OnResolveResult{Path: p, Namespace: a.Namespace}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text, ok := joined[a.Path]
			if a.Namespace == "published" {
				text, ok = fmt.Sprintf("module.exports = window.playbook.lib[%q]", a.Path), true
			}
			if !ok {
				data, err := fs.ReadFile(fsys, a.Path)
				if err != nil {
					return api.OnLoadResult{}, fmt.Errorf("there is no file %q in templates/", a.Path)
				}
				if text = string(data); !whole[a.Namespace] {
					text = l.takePublished(text, a.Path, a.Namespace)
				}
			}
			loader := api.LoaderJS
			switch path.Ext(a.Path) {
			case ".css":
				loader = api.LoaderCSS
			case ".json":
				loader = api.LoaderJSON
			}
			return api.OnLoadResult{Contents: &text, Loader: loader}, nil
		})
	}}
}

// warningsThatMatter are syntax mistakes in CSS, which esbuild only warns of
// because a browser skips what it cannot read.
func warningsThatMatter(ws []api.Message) []api.Message {
	var out []api.Message
	for _, w := range ws {
		if w.ID == "css-syntax-error" {
			out = append(out, w)
		}
	}
	return out
}

// diagnostics turns esbuild's messages into ours.
func diagnostics(ms []api.Message, code diag.Code) diag.List {
	var ds diag.List
	for _, m := range ms {
		d := diag.Diagnostic{Severity: diag.Error, Code: code, Message: lowerFirst(m.Text)}
		if found, ok := m.Detail.(diag.Diagnostic); ok {
			if d = found; d.Path != "" { // it is in the file that is named
				ds.Add(d)
				continue
			}
		}
		if l := m.Location; l != nil {
			_, file, _ := strings.Cut(l.File, ":") // without the namespace
			d.Path, d.Line, d.Col = "templates/"+file, l.Line, l.Column+1
			d.End, d.Excerpt, d.ExcerptCol = d.Col+max(l.Length, 1), l.LineText, 1
		} else {
			d.Path = "templates"
		}
		ds.Add(d)
	}
	return ds
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
