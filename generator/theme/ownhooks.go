package theme

import (
	"bytes"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"playbook/generator/diag"
)

// read returns a file of the theme, or the site's own file in its place.
func (t *Theme) read(file string) ([]byte, bool) {
	raw, err := fs.ReadFile(t.fsys, file)
	return raw, err == nil
}

// untouched reports whether a file of the site is identical to the theme's.
func (t *Theme) untouched(file string, raw []byte) bool {
	original, err := fs.ReadFile(t.site.Theme, file)
	return err == nil && bytes.Equal(original, raw)
}

// originals returns the templates of the theme without the site's own, and their files.
func (t *Theme) originals() originals {
	o := originals{trees: maps.Clone(t.trees), texts: map[string][]byte{}}
	for name, file := range t.files {
		if t.isOwn(file) {
			delete(o.trees, name)
		}
	}
	for _, file := range t.site.Own {
		raw, err := fs.ReadFile(t.site.Theme, file)
		if err != nil || path.Ext(file) != ".html" {
			continue
		}
		o.texts[file] = raw
		tmpl, err := template.New(templateName(file)).Funcs(stubs()).Parse(string(raw))
		if err != nil {
			continue
		}
		for _, sub := range tmpl.Templates() {
			if sub.Tree != nil {
				o.trees[sub.Name()] = sub.Tree
			}
		}
	}
	return o
}

type originals struct {
	trees map[string]*parse.Tree
	texts map[string][]byte // the originals of the site's own files
}

// hookOf matches what scripts use to find elements: attributes, ids of the frame, and
// the elements of blocks.
var hookOf = regexp.MustCompile(`[\s"'}](data-[a-z0-9]+(?:-[a-z0-9]+)*)|\sid="(pb-[a-z0-9-]+)"|<(pb-[a-z]+)`)

// hooksIn returns the hooks in a template's texts.
func hooksIn(trees map[string]*parse.Tree, names map[string]bool) map[string]bool {
	hooks := map[string]bool{}
	for name := range names {
		walkTree(trees[name].Root, func(n parse.Node) {
			if text, ok := n.(*parse.TextNode); ok {
				for _, m := range hookOf.FindAllSubmatch(text.Text, -1) {
					switch {
					case m[2] != nil:
						hooks[`id="`+string(m[2])+`"`] = true
					case m[3] != nil:
						hooks["<"+string(m[3])+">"] = true
					default:
						hooks[string(m[1])] = true
					}
				}
			}
		})
	}
	return hooks
}

// frame are the templates that Go draws around every page.
var frame = []string{"masthead", "footer", "head-links", "sidebar-entry", "sidebar-more", "sidebar-section"}

// scriptsText returns the text of all scripts and style sheets, since styles may use a
// hook too.
func (t *Theme) scriptsText() []byte {
	var b bytes.Buffer
	_ = fs.WalkDir(t.fsys, ".", func(p string, e fs.DirEntry, err error) error {
		if ext := path.Ext(p); err == nil && !e.IsDir() && (ext == ".js" || ext == ".css") {
			raw, _ := t.read(p)
			b.Write(raw)
		}
		return nil
	})
	return b.Bytes()
}

// known reports whether a script uses a hook: "data-pb-read", or dataset.pbRead.
func known(scripts []byte, hook string) bool {
	if strings.HasPrefix(hook, "<") || boundary(scripts, bareHook(hook)) {
		return true
	}
	rest, ok := strings.CutPrefix(hook, "data-")
	if !ok {
		return false
	}
	parts := strings.Split(rest, "-")
	for i := range parts[1:] {
		parts[i+1] = strings.ToUpper(parts[i+1][:1]) + parts[i+1][1:]
	}
	return boundary(scripts, "dataset."+strings.Join(parts, ""))
}

// boundary reports whether a text has a word that ends there.
func boundary(text []byte, word string) bool {
	for {
		i := bytes.Index(text, []byte(word))
		if i < 0 {
			return false
		}
		text = text[i+len(word):]
		if len(text) == 0 || !(text[0] == '-' || text[0] >= '0' && text[0] <= '9' || text[0]|0x20 >= 'a' && text[0]|0x20 <= 'z') {
			return true
		}
	}
}

// hooks reports hooks that a script needs and that a page has lost through the site's
// own templates, and hooks in these templates that no script knows.
func (t *Theme) hooks(o originals) (ds diag.List) {
	if !slices.ContainsFunc(t.site.Own, func(p string) bool { return path.Ext(p) == ".html" }) {
		return nil
	}
	scripts := t.scriptsText()
	ds, strange := t.strangeHooks(scripts, o)
	lost := map[string][]string{} // by file
	for _, name := range slices.Sorted(maps.Keys(o.trees)) {
		if dotOf(name) == nil || t.trees[name] == nil || slices.Contains(frame, name) {
			continue
		}
		roots := []string{name}
		if isPage(name) {
			roots = append(roots, frame...)
		}
		before := closure(o.trees, roots...)
		had, has := hooksIn(o.trees, before), hooksIn(t.trees, closure(t.trees, roots...))
		for _, hook := range slices.Sorted(maps.Keys(had)) {
			if has[hook] || !known(scripts, hook) {
				continue
			}
			for _, file := range slices.Sorted(maps.Keys(o.texts)) {
				raw, _ := t.read(file)
				bare := bareHook(hook)
				if slices.Contains(lost[file], hook) || !before[templateName(file)] || !boundary(o.texts[file], bare) || boundary(raw, bare) {
					continue
				}
				if diag.Suggest(bare, strange[file]) == "" { // otherwise the finding is at the attribute that replaced it
					lost[file] = append(lost[file], hook)
				}
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(lost)) {
		slices.Sort(lost[file])
		are, it := "is", "it"
		if len(lost[file]) > 1 {
			are, it = "are", "them"
		}
		ds.Add(t.warn(file, 0, 1, codeHook, "%s %s missing: scripts find their places by %s", strings.Join(lost[file], ", "), are, it).
			WithHint("'generate theme diff %s' shows where it was; if you can do without, name it in a comment: {{/* without %s */}}", file, bareHook(lost[file][0])))
	}
	return ds
}

// bareHook returns a hook's name alone.
func bareHook(hook string) string {
	return strings.TrimPrefix(strings.Trim(hook, `<>"`), `id="`)
}

// lostHooks returns the hooks that the theme's file has and the site's file lacks.
func lostHooks(original, raw []byte) (names []string) {
	for _, m := range hookOf.FindAllSubmatch(original, -1) {
		if name := string(m[1]); strings.HasPrefix(name, "data-pb-") && !boundary(raw, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// strangeHooks reports hooks in the site's own templates that neither a script nor the
// theme knows.
func (t *Theme) strangeHooks(scripts []byte, o originals) (ds diag.List, strange map[string][]string) {
	strange = map[string][]string{}
	all := hooksIn(o.trees, closure(o.trees, slices.Collect(maps.Keys(o.trees))...))
	var candidates []string
	for hook := range all {
		if strings.HasPrefix(hook, "data-pb-") && known(scripts, hook) {
			candidates = append(candidates, hook)
		}
	}
	for _, file := range t.site.Own {
		raw, ok := t.read(file)
		if !ok || path.Ext(file) != ".html" {
			continue
		}
		for _, g := range tags(raw) {
			for _, a := range g.attrs {
				if !strings.HasPrefix(a.name, "data-pb-") || known(scripts, a.name) {
					continue
				}
				if original := o.texts[file]; boundary(original, a.name) { // the theme has it too
					continue
				}
				strange[file] = append(strange[file], a.name)
				d := t.warn(file, a.at, a.at+len(a.name), codeHook, "no script knows %s", a.name)
				switch lost := lostHooks(o.texts[file], raw); {
				case diag.Suggest(a.name, lost) != "":
					d.Hint = diag.DidYouMean(a.name, lost)
				case len(lost) > 0: // perhaps the lost one with a new name
					d.Hint = "the theme's file has " + strings.Join(lost, ", ")
				default:
					d.Hint = diag.DidYouMean(a.name, candidates)
				}
				ds.Add(d)
			}
		}
	}
	return ds, strange
}
