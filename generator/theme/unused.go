package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"playbook/generator/assets"
	"playbook/generator/diag"
)

const codeUnused diag.Code = "PB1819"

// folders are the folders that a theme or a site's own templates may have.
var folders = []string{"blocks", "client", "fonts", "icons", "images", "layouts", "partials", "strings", "styles", "widgets"}

// aside matches files that accompany a theme, such as a license. Nothing reads them.
var aside = regexp.MustCompile(`(?i)(^|/)(readme|license|licence|notice|changelog)(\.[a-z]+)?$|\.go$`)

// unused finds files in the site's own templates that nothing reads. The usual cause is a
// misspelt name.
func (t *Theme) unused() (ds diag.List) {
	called := map[string]bool{}
	for _, tree := range t.trees {
		walkTree(tree.Root, func(n parse.Node) {
			if c, ok := n.(*parse.TemplateNode); ok {
				called[c.Name] = true
			}
		})
	}
	var shipped []string
	_ = fs.WalkDir(t.site.Theme, ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !aside.MatchString(p) {
			shipped = append(shipped, p)
		}
		return nil
	})
	strange := map[string]bool{} // unknown folders that have been reported
	for _, p := range t.site.Own {
		if aside.MatchString(p) || slices.Contains(shipped, p) || t.isRead(p, called) {
			continue
		}
		top, _, deeper := strings.Cut(p, "/")
		if deeper && !slices.Contains(folders, top) {
			if !strange[top] {
				strange[top] = true
				d := fileDiag(top, 0, codeUnused, fmt.Sprintf("nothing is read from the folder %q", top))
				d.Severity, d.Hint = diag.Warning, diag.DidYouMean(top, folders)
				ds.Add(d)
			}
			continue
		}
		d := fileDiag(p, 0, codeUnused, fmt.Sprintf("nothing reads the file %q", p))
		d.Severity, d.Hint = diag.Warning, "'generate theme list' names the files of the theme"
		base := path.Base(p)
		if s := diag.Suggest(p, shipped); path.Base(path.Dir(p)) == "strings" && path.Ext(p) == ".toml" {
			d.Hint = fmt.Sprintf("the site has no language %q: [languages] in site.toml lists them", strings.TrimSuffix(base, ".toml"))
		} else if s != "" && diag.Suggest(base, []string{path.Base(s)}) != "" {
			d.Hint = fmt.Sprintf("did you mean %q?", s)
		} else if i := slices.IndexFunc(shipped, func(s string) bool { return path.Base(s) == base }); i >= 0 {
			d.Hint = fmt.Sprintf("did you mean %q?", shipped[i])
		}
		ds.Add(d)
	}
	return ds
}

// isRead reports whether something may read a file that the theme does not have.
func (t *Theme) isRead(p string, called map[string]bool) bool {
	dir, base := path.Split(p)
	name, ext := strings.TrimSuffix(base, path.Ext(base)), path.Ext(base)
	switch {
	case strings.HasPrefix(p, "blocks/"):
		return true // CheckBlocks looks at these
	case assets.IsPicture(p):
		return dir == "icons/" || t.mentioned(p)
	case ext == ".js" || ext == ".json":
		return t.mentioned(p)
	case ext == ".css":
		return slices.Contains([]string{"styles/", "styles/pages/", "styles/team/"}, dir) || t.mentioned(p)
	case ext == ".toml" && (dir == "strings/" || strings.HasPrefix(dir, "widgets/") && path.Base(dir) == "strings"):
		return t.site.Languages == nil || name == fallbackLang ||
			slices.ContainsFunc(t.site.Languages, func(code string) bool { return code == name || baseLang(code) == name })
	case ext != ".html":
		return t.mentioned(p)
	case dir == "partials/":
		return called[name]
	case dir == "layouts/kinds/":
		return t.site.Kinds == nil || slices.Contains(t.site.Kinds, name)
	case dir == "layouts/":
		// A lesson may use the layout by its name. But if the name is close to one of the
		// theme's layouts, it is probably misspelt.
		return diag.Suggest(name, []string{"home", "section", "lesson", "term", "terms", "path", "paths", "404"}) == ""
	}
	return called[templateName(p)]
}

// mentioned reports whether another of the site's own files contains the name of the file.
func (t *Theme) mentioned(p string) bool {
	return slices.ContainsFunc(t.site.Own, func(other string) bool {
		raw, _ := t.read(other)
		return other != p && bytes.Contains(raw, []byte(path.Base(p)))
	})
}
