package importer

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// ignore reads the expressions of files that a site of Hugo does not read.
func (r *hugoReader) ignore(cfg map[string]any) error {
	var ignored []*regexp.Regexp
	for _, key := range []string{"ignoreFiles", "ignorefiles"} {
		v, there := cfg[key]
		list, ok := v.([]any)
		if !ok && there {
			list = []any{v}
		}
		for _, e := range list {
			s, ok := e.(string)
			re, err := regexp.Compile(s)
			if !ok || err != nil {
				return Unknown{fmt.Sprintf("ignoreFiles has %q, which import cannot read, so it cannot know what must not be published", fmt.Sprint(e)), "correct it and import again"}
			}
			ignored = append(ignored, re)
		}
	}
	r.d.Exclude(func(from string) string {
		for _, re := range ignored {
			if re.MatchString(from) || re.MatchString("/"+from) {
				return "ignoreFiles names it"
			}
		}
		return ""
	})
	return nil
}

// folders reads which folders Hugo makes no pages of: what lies beside the index.md of a
// page belongs to that page, and a section hands on what its front matter cascades.
func (r *hugoReader) folders() {
	for _, f := range r.d.Source.Files() {
		name := strings.TrimSuffix(path.Base(f), path.Ext(f))
		if !isText(f) || name != "index" && name != "_index" || r.d.Excluded(f) {
			continue
		}
		if name == "index" {
			r.hidden[path.Dir(f)] = f
			continue
		}
		text, err := r.d.Source.Text(f)
		if err != nil {
			continue
		}
		p := &Page{From: f, d: &Draft{Report: &Report{}}, changes: map[string]int{}}
		p.readHead([]byte(text))
		for _, keys := range mapsOf(p.Keys["cascade"]) {
			if inner, ok := keys["params"].(map[string]any); ok && inner["draft"] == true {
				keys["draft"] = true
			}
			if keys["draft"] == true || hidesPage(keys) {
				r.cascades = append(r.cascades, hugoCascade{path.Dir(f), keys})
			}
		}
	}
}

// A hugoCascade is front matter that holds for all pages of a folder.
type hugoCascade struct {
	dir  string
	keys map[string]any
}

// mapsOf is a map, or a list of them.
func mapsOf(v any) (out []map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		out = append(out, v)
	case []any:
		for _, e := range v {
			out = append(out, mapsOf(e)...)
		}
	}
	return out
}

// withheld says why no page is made of a file, "" if one is, and whether it is a draft.
func (r *hugoReader) withheld(p *Page) (why string, draft bool) {
	if hidesPage(p.Keys) {
		return "its front matter says that it is not a page", false
	}
	for dir := path.Dir(p.From); dir != "."; dir = path.Dir(dir) {
		if owner := r.hidden[dir]; owner != "" && owner != p.From {
			return "it belongs to " + path.Base(owner) + " beside it or above it, and is not a page of its own", false
		}
	}
	for _, c := range r.cascades {
		if !below(p.From, c.dir) {
			continue
		}
		switch own, says := p.Keys["draft"]; {
		case hidesPage(c.keys):
			return "the front matter above it says that it is not a page", false
		case !says || own == true:
			draft = true
		}
	}
	return "", draft
}
