package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/block"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
)

const (
	codeNoBlockFile diag.Code = "PB1830" // a block without a template
	codeBlockFile   diag.Code = "PB1831" // a file in blocks/ of no block
	codeBlockUse    diag.Code = "PB1832" // a block's template that fails for some blocks
)

// blockTemplate returns the name of the template of one of the site's own blocks.
func blockTemplate(name string) string { return "blocks/" + name }

// widgetTemplate returns the name of the template of a placed widget.
func widgetTemplate(p content.Placed) string {
	if _, own := p.Widget.(*block.Block); own {
		return blockTemplate(p.Kind)
	}
	return "widgets/" + p.Kind
}

// CheckBlocks reports blocks without a template, and files in blocks/ that belong to no
// block. settings is the path of site.toml.
func (t *Theme) CheckBlocks(fsys fs.FS, blocks []*config.Block, settings string) diag.List {
	var ds diag.List
	var names []string
	for _, b := range blocks {
		names = append(names, b.Key)
		if t.sources[blockTemplate(b.Key)] == "" {
			d := diag.Whole(settings, diag.Error, codeNoBlockFile, "the block %q has no template", b.Key).
				WithHint("write templates/blocks/%s.html; 'generate new block' writes one to begin with", b.Key)
			d.Line, d.Col, d.End = b.At.Line, b.At.Col, b.At.End
			ds.Add(d)
		}
	}
	files, _ := fs.ReadDir(fsys, "blocks") // a folder that is not there holds none
	for _, f := range files {
		name, ext := strings.TrimSuffix(f.Name(), path.Ext(f.Name())), path.Ext(f.Name())
		if strings.HasPrefix(f.Name(), ".") || strings.HasSuffix(f.Name(), "~") {
			continue // of editors and file managers
		}
		d := diag.Whole("templates/blocks/"+f.Name(), diag.Warning, codeBlockFile, "%q belongs to no block of site.toml", f.Name())
		near := diag.Suggest(name, names)
		switch {
		case f.IsDir():
			d = d.WithHint("the files of a block lie right in templates/blocks")
		case assets.IsPicture(f.Name()): // a style sheet may name it
			continue
		case !slices.Contains([]string{".html", ".css", ".md"}, ext):
			d.Message = fmt.Sprintf("%q is not read: a block has a template (.html), a style sheet (.css) and an example (.md)", f.Name())
		case slices.Contains(names, name):
			continue
		case near != "":
			d = d.WithHint("did you mean %q?", near+ext)
		default:
			d = d.WithHint("name the block in site.toml, [blocks.%s], or delete the file", name)
		}
		ds.Add(d)
	}
	return ds
}

// checkBlocks reports mistakes in the templates of the site's own blocks, in the names
// that they use and in their output.
func (t *Theme) checkBlocks() diag.List {
	var ds diag.List
	for _, name := range slices.Sorted(maps.Keys(t.blocks)) {
		tmpl := blockTemplate(name)
		if t.trees[tmpl] == nil {
			continue
		}
		u := &blockUse{theme: t, block: t.blocks[name], seen: map[string]bool{}}
		u.template(tmpl, true)
		if ds = append(ds, u.ds...); !u.ds.HasErrors() {
			ds = append(ds, t.tryBlock(t.blocks[name], tmpl)...)
		}
	}
	return ds
}

// tryBlock draws a block with everything that is possible, and one with only what is
// required.
func (t *Theme) tryBlock(b *config.Block, tmpl string) (ds diag.List) {
	for _, full := range []bool{true, false} {
		var out bytes.Buffer
		var failed *DrawError
		err := t.draw(&out, t.lang(fallbackLang), budgetOf(maxDrawn), tmpl, block.Sample(b, full))
		if errors.As(err, &failed) {
			if !full && failed.Finding.Hint == "" {
				failed.Finding.Hint = "an attribute that is not required may be missing: draw it within {{with .Attr.name}} … {{end}}"
			}
			return append(ds, failed.Finding)
		} else if err != nil {
			return append(ds, t.templateDiag(t.files[tmpl], err))
		}
		if name := unbalanced(out.Bytes()); name != "" {
			d := fileDiag(t.files[tmpl], 1, codeBlockUse, fmt.Sprintf("what this template draws is not closed in order: the tag <%s> has no partner", name))
			d.Hint = "close every element within the template, the last one first"
			return append(ds, d)
		}
		if full && !bytes.Contains(out.Bytes(), []byte(`id="`+block.SampleAnchor+`"`)) {
			d := fileDiag(t.files[tmpl], 1, codeBlockUse, "this template does not write the block's id: a link to it would lead nowhere")
			d.Hint = `write it on the outermost element: <div{{with .Anchor}} id="{{.}}"{{end}}>`
			return append(ds, d)
		}
	}
	return ds
}

var (
	htmlTag   = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:[^<>"]|"[^"]*")*?(/?)>`)
	voidTags  = []string{"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"}
	looseTags = []string{"li", "p", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option", "colgroup"} // their end tags are optional
)

// unbalanced returns the first element in a piece of HTML that is not closed in order,
// or is closed without being open, or "".
func unbalanced(html []byte) string {
	var open []string
	for _, m := range htmlTag.FindAllSubmatch(html, -1) {
		name := strings.ToLower(string(m[2]))
		switch {
		case slices.Contains(voidTags, name) || len(m[3]) > 0:
		case len(m[1]) == 0:
			open = append(open, name)
		default:
			for len(open) > 0 && open[len(open)-1] != name && slices.Contains(looseTags, open[len(open)-1]) {
				open = open[:len(open)-1]
			}
			if len(open) == 0 || open[len(open)-1] != name {
				return "/" + name
			}
			open = open[:len(open)-1]
		}
	}
	open = slices.DeleteFunc(open, func(name string) bool { return slices.Contains(looseTags, name) })
	if len(open) == 0 {
		return ""
	}
	return open[len(open)-1]
}
