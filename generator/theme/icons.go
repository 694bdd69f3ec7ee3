package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/diag"
)

// iconPrefix distinguishes icons from an author's headings among a page's ids.
const iconPrefix = "pbi-"

// icons are the theme's line icons, by name.
type icons struct {
	symbols map[string][]byte // the whole <symbol>, with its id in the page
}

var symbol = regexp.MustCompile(`(?s)<symbol id="([a-z0-9-]+)"( viewBox="[^"]*")>(.*?)</symbol>`)

// loadIcons reads partials/icons.svg, a file of <symbol>s, and the drawings in icons/,
// whose names are those of the files. The site's own symbols replace those of the theme
// one by one.
func loadIcons(fsys, theme fs.FS) (icons, diag.List) {
	ic := icons{symbols: map[string][]byte{}}
	const sheet = "partials/icons.svg"
	raw, err := fs.ReadFile(fsys, sheet)
	if err != nil {
		return ic, diag.List{fileDiag(sheet, 0, codeMissingPiece, `"partials/icons.svg" is missing: the icons are in it`)}
	}
	if theme != nil {
		original, _ := fs.ReadFile(theme, sheet) // a missing file counts as empty
		raw = slices.Concat(original, raw)
	}
	for _, m := range symbol.FindAllSubmatch(raw, -1) {
		ic.add(string(m[1]), m[2], m[3])
	}
	var ds diag.List
	files, _ := fs.Glob(fsys, "icons/*.svg")
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".svg")
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			ds.Add(fileDiag(file, 0, codeTemplate, err.Error()))
			continue
		}
		_, found := assets.Media("templates/"+file, data)
		m := drawing.FindSubmatch(data)
		switch ds = append(ds, found...); {
		case found.HasErrors():
		case !iconName.MatchString(name):
			ds.Add(fileDiag(file, 1, codeUnknownIcon, fmt.Sprintf("no icon can be called %q: expected lower-case letters, digits and hyphens", name)))
		case m == nil:
			ds.Add(fileDiag(file, 1, codeUnknownIcon, "the drawing has no viewBox, so that its size is not known").
				WithHint(`write <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">`))
		default:
			ic.add(name, m[1], m[2])
		}
	}
	return ic, ds
}

var (
	iconName = regexp.MustCompile(`^[a-z0-9-]+$`)
	// drawing matches an SVG: its viewBox and its content.
	drawing = regexp.MustCompile(`(?s)<svg\b[^>]*?(\sviewBox="[^"]*")[^>]*>(.*)</svg>`)
)

// add adds one icon: its viewBox as an attribute, and its content.
func (ic icons) add(name string, box, drawn []byte) {
	ic.symbols[name] = slices.Concat([]byte(`<symbol id="`+iconPrefix+name+`"`), box, []byte(">"), drawn, []byte("</symbol>"))
}

// use returns the HTML of an icon. An unknown icon is a blank sheet.
func (ic icons) use(name string) template.HTML {
	if _, ok := ic.symbols[name]; !ok {
		name = "plain"
	}
	return template.HTML(`<svg class="i" width="20" height="20" aria-hidden="true"><use href="#` + iconPrefix + name + `"/></svg>`)
}

// iconUse precedes an icon's name in a reference. It begins with a character that is
// rare in pages, so that searching is fast.
var iconUse = []byte(`#` + iconPrefix)

// sprite returns the symbols to which a page refers, each once: those in extra, then
// the others in the order of first use.
func (ic icons) sprite(page []byte, extra []string) template.HTML {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer keep(b)
	b.WriteString(`<svg class="sprite" width="0" height="0" aria-hidden="true">`)
	used := slices.Clone(extra)
	for _, name := range extra {
		b.Write(ic.symbols[name])
	}
	for {
		i := bytes.Index(page, iconUse)
		if i < 0 {
			break
		}
		page = page[i+len(iconUse):]
		end := bytes.IndexByte(page, '"')
		if end < 0 {
			break
		}
		if name := page[:end]; !slices.ContainsFunc(used, func(x string) bool { return x == string(name) }) {
			used = append(used, string(name))
			b.Write(ic.symbols[string(name)])
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// CheckIcons reports the kinds of lesson whose icon the theme does not have;
// settings is the path of site.toml.
func (t *Theme) CheckIcons(kinds []*config.Kind, settings string) diag.List {
	var ds diag.List
	names := slices.Sorted(maps.Keys(t.icons.symbols))
	for _, k := range kinds {
		if k.IconAt.Line == 0 || t.icons.symbols[k.Icon] != nil {
			continue
		}
		d := diag.Whole(settings, diag.Error, codeUnknownIcon, "no icon is called %q", k.Icon).WithHint("%s", diag.DidYouMean(k.Icon, names))
		d.Line, d.Col, d.End = k.IconAt.Line, k.IconAt.Col, k.IconAt.End
		ds.Add(d)
	}
	return ds
}
