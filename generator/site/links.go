package site

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
)

const (
	codeBrokenLink   diag.Code = "PB1410"
	codeBrokenAnchor diag.Code = "PB1411"
	codeBrokenImage  diag.Code = "PB1412"
	codeSkippedLink  diag.Code = "PB1413"
	codeEscapes      diag.Code = "PB1414"
	codeNotAnImage   diag.Code = "PB1415"
)

// resolveLinks resolves every link of every lesson once, then gives each page the
// targets in its own language.
func (a *assembler) resolveLinks() {
	refs := a.resolveAll()
	for i := range a.s.Langs {
		for _, g := range a.groups {
			p := g.pages[i]
			if p == nil {
				continue
			}
			list := refs[g.at[g.shown(i)]]
			p.Links = make([]Target, len(list))
			for n := range list {
				p.Links[n] = a.target(&list[n], i)
			}
			p.Others = g.pages
			if !g.translated() {
				continue
			}
			for j := range a.s.Langs {
				if g.by[j] != nil {
					p.Translations = append(p.Translations, g.pages[j])
				}
			}
		}
		a.mentions(i)
	}
	a.others()
}

// others connects generated pages across languages by their address.
func (a *assembler) others() {
	if len(a.s.Langs) < 2 {
		return
	}
	for _, lang := range a.s.Langs {
		for _, p := range lang.Pages {
			if p.Others != nil {
				continue
			}
			rest := strings.TrimPrefix(p.URL, lang.Prefix)
			for _, l := range a.s.Langs {
				if q := a.addresses.pages[l.Prefix+rest]; q != nil {
					p.Others = append(p.Others, q)
				}
			}
		}
	}
}

// broken reports a link without a target.
func (a *assembler) broken(l *content.Lesson, k content.Link, code diag.Code, hint, format string, args ...any) ref {
	a.errorf(l, content.Mark{Line: k.Pos.Line, Col: k.Pos.Col, End: k.End}, code, format, args...).Hint = hint
	return ref{}
}

func (a *assembler) resolve(g *group, l *content.Lesson, k content.Link) ref {
	if k.Kind == content.LinkWiki {
		return a.resolveWiki(g, l, k)
	}
	dest, fragment, _ := strings.Cut(k.Dest, "#")
	dest, _, _ = strings.Cut(dest, "?")
	if f, err := url.PathUnescape(fragment); err == nil {
		fragment = f
	}
	if dest == "" && k.Kind != content.LinkImage {
		return ref{group: g, fragment: fragment}
	}
	decoded, _ := url.PathUnescape(content.Percent(dest)) // it never fails
	decoded = strings.ReplaceAll(decoded, `\`, "/")
	for _, prefix := range a.in.Config.Prefixes {
		if rest, ok := strings.CutPrefix(decoded+"/", prefix); ok {
			return a.resolvePrefixed(g, l, k, strings.TrimSuffix(rest, "/"), fragment)
		}
	}
	full := path.Join(dirOf(l.Path), decoded)
	if rooted, ok := strings.CutPrefix(decoded, "/"); ok {
		full = path.Clean(rooted)
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return a.outOfContent(l, k, full, decoded, fragment)
	}
	if k.Kind == content.LinkImage {
		return a.resolveImage(l, k, full)
	}
	return a.resolveFile(l, k, full, strings.HasSuffix(decoded, "/"), fragment)
}

func (a *assembler) resolveFile(l *content.Lesson, k content.Link, full string, folder bool, fragment string) ref {
	if t := a.pathed(full); t != nil {
		if t.skipped != "" {
			return a.broken(l, k, codeSkippedLink, wayOut(t.skipped), "%q is not in this build: it is %s", k.Dest, article(t.skipped))
		}
		return ref{group: t, fragment: fragment}
	}
	if a.in.Files[full] {
		if !assets.Published(path.Ext(full)) && isOfRepository(full, written(k)) {
			return a.ofRepository(l, k, full)
		}
		return ref{asset: a.asset(l, k, full)}
	}
	if p := a.pageAt(l, k.Dest); p != "" {
		return ref{page: p, fragment: fragment}
	}
	if r, ok := a.resolveFolder(l, k, full, fragment); ok {
		return r
	}
	if a.in.Excluded != nil && a.in.Excluded(full) {
		return a.broken(l, k, codeBrokenLink, "remove the link, or the pattern that excludes the file", "%q is excluded by [content] exclude", k.Dest)
	}
	meant, web, moved := a.meantFile(l, k.Dest, full), meantAddress(k.Dest), a.moved(l, k.Dest, full, fragment)
	hint := ""
	switch {
	case meant != "" && !(folder && a.isFolder(full) && meant == Destination(path.Base(l.Path))): // a folder beside a page with its name
		hint = "links name the file: write " + meant
	case a.isFolder(full), a.in.Hidden[full], isOfRepository(full, written(k)):
		return a.ofRepository(l, k, full)
	case web != "":
		meant, hint = web, "write "+web
	case moved != "":
		meant, hint = moved, "write "+moved
	case folder:
		hint = "links name a file, not a folder"
	default:
		hint = a.nearest(l, full)
	}
	r := a.broken(l, k, codeBrokenLink, hint, "there is no file %q", k.Dest)
	if meant != "" {
		a.offer(k, meant)
	}
	return r
}

// written returns the path of a link as its author wrote it.
func written(k content.Link) string {
	name, _ := parted(k.Dest)
	decoded, _ := url.PathUnescape(content.Percent(name))
	return strings.ReplaceAll(decoded, `\`, "/")
}

// resolveFolder resolves a link to a folder to the folder's page.
func (a *assembler) resolveFolder(l *content.Lesson, k content.Link, full, fragment string) (ref, bool) {
	dir := content.CleanDir(strings.TrimSuffix(full, "/"))
	if full == "." {
		dir = ""
	}
	if g := a.keyed(dir + "/index"); g != nil {
		if g.skipped != "" {
			return a.broken(l, k, codeSkippedLink, "publish that page, or remove the link", "%q is not in this build: its page is %s", k.Dest, article(g.skipped)), true
		}
		return ref{group: g, fragment: fragment}, true
	}
	page := path.Join(dir, "index.html")
	if a.addresses.pages[page] == nil || dir != "" && !a.isFolder(full) {
		return ref{}, false
	}
	return ref{page: page, fragment: fragment}, true
}

// resolvePrefixed resolves a link that another tool wrote relative to the whole site:
// rest is below the content folder, a file, a folder, or a page's address.
func (a *assembler) resolvePrefixed(g *group, l *content.Lesson, k content.Link, rest, fragment string) ref {
	full := strings.TrimPrefix(path.Clean("/"+rest), "/")
	if full == "" {
		full = "."
	}
	if k.Kind == content.LinkImage {
		return a.resolveImage(l, k, full)
	}
	base := strings.TrimSuffix(strings.TrimSuffix(full, ".html"), "/index")
	for _, name := range []string{full, full + ".md", base + ".md"} {
		if a.pathed(name) != nil || a.in.Files[name] {
			return a.resolveFile(l, k, name, false, fragment)
		}
	}
	for _, page := range []string{full, full + ".html"} {
		if a.addresses.pages[page] != nil {
			return ref{page: page, fragment: fragment}
		}
	}
	return a.resolveFile(l, k, base, false, fragment)
}

// parted divides a destination before its query or fragment.
func parted(dest string) (name, rest string) {
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		return dest[:i], dest[i:]
	}
	return dest, ""
}

// isFolder reports whether there are lessons or files below a path.
func (a *assembler) isFolder(full string) bool {
	if a.dirs == nil {
		a.listFolders()
	}
	return a.dirs[strings.TrimSuffix(full, "/")]
}

// folderOf returns the first folder whose pages are at dir, with the author's name for
// it, or "".
func (a *assembler) folderOf(dir string) string {
	if a.dirs == nil {
		a.listFolders()
	}
	return a.dirOf[dir]
}

// listFolders lists every folder with content.
func (a *assembler) listFolders() {
	a.dirs, a.dirOf = map[string]bool{}, map[string]string{}
	note := func(p string) {
		for d := dirOf(p); d != "" && !a.dirs[d]; d = dirOf(d) {
			a.dirs[d] = true
			if clean := content.CleanDir(d); a.dirOf[clean] == "" || d < a.dirOf[clean] {
				a.dirOf[clean] = d
			}
		}
	}
	for _, l := range a.in.Lessons {
		note(l.Path)
	}
	for p := range a.in.Files {
		note(p)
	}
}

// pageAt returns a generated page by the address that an author wrote, relative to the
// lesson's own page.
func (a *assembler) pageAt(l *content.Lesson, dest string) string {
	dest, _, _ = strings.Cut(dest, "#")
	if !strings.HasSuffix(dest, ".html") {
		return ""
	}
	full := path.Join(l.Dir, dest)
	if strings.HasPrefix(dest, "/") {
		full = strings.TrimPrefix(path.Clean(dest), "/")
	}
	if _, ok := a.addresses.pages[full]; !ok {
		return ""
	}
	return full
}

func wayOut(reason string) string {
	if reason == "assignment" {
		return "remove the link: managers give assignments on the team page"
	}
	return "publish that lesson, or remove the link"
}

func article(reason string) string {
	switch reason {
	case "draft":
		return "a draft"
	case "assignment":
		return "an assignment, which has no page"
	}
	return reason
}

func (a *assembler) resolveImage(l *content.Lesson, k content.Link, full string) ref {
	if a.in.Hidden[full] {
		return a.hiddenImage(l, k, full)
	}
	if !a.in.Files[full] && a.pathed(full) == nil {
		r := a.broken(l, k, codeBrokenImage, a.nearestFile(full, k.Dest), "the image %q does not exist", k.Dest)
		if meant := a.meantImage(l, k.Dest, full); meant != "" {
			a.offer(k, meant)
		}
		return r
	}
	if !slices.Contains(imageTypes, strings.ToLower(path.Ext(full))) {
		return a.broken(l, k, codeNotAnImage, "images are "+strings.Join(imageTypes, ", "), "%q is not an image", k.Dest)
	}
	return ref{asset: a.asset(l, k, full)}
}

var imageTypes = []string{".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}

// ownLinks resolves the links of a page that is not a lesson of the playbook: to places
// on the page itself, for a link in a widget first to places in the widget. All others
// lead to the top of the page.
func ownLinks(l *content.Lesson) []Target {
	have := map[string]bool{}
	for _, id := range l.Anchors() {
		have[id] = true
	}
	out := make([]Target, len(l.Links))
	for i, k := range l.Links {
		id, _ := strings.CutPrefix(k.Dest, "#")
		switch {
		case have[k.Widget+"-"+id]:
			out[i].Fragment = k.Widget + "-" + id
		case have[id]:
			out[i].Fragment = id
		}
	}
	return out
}

// asset reads a file once. Its mistakes are reported at the first reference to it.
func (a *assembler) asset(l *content.Lesson, k content.Link, full string) *Asset {
	if x := a.assets[full]; x != nil {
		return x
	}
	x, ds := a.in.Asset(full)
	for _, d := range ds {
		if d.Path == "" {
			d.Path, d.Line, d.Col, d.End = a.source(l.Path), k.Pos.Line, k.Pos.Col, k.End
		} else {
			d.Hint = strings.TrimPrefix(d.Hint+fmt.Sprintf("; %s refers to it in line %d", a.source(l.Path), k.Pos.Line), "; ")
		}
		a.ds.Add(d)
	}
	a.assets[full] = &x
	return &x
}

func (a *assembler) collectAssets() {
	for _, x := range a.assets {
		a.s.Assets = append(a.s.Assets, x)
	}
	slices.SortFunc(a.s.Assets, func(x, y *Asset) int { return cmp.Compare(x.Source, y.Source) })
}

// anchored returns r with the id in the page for its fragment; for a link in a widget,
// first among the widget's own ids. It reports a fragment that the page does not have.
// Each language is checked against its own text.
func (a *assembler) anchored(known map[*content.Lesson]map[string]bool, g *group, l *content.Lesson, k content.Link, r ref) ref {
	to := r.group
	if r.fragment == "" || to == nil || r.fragment == "top" || k.Claimed {
		return r
	}
	target := to.by[to.shown(a.langs[cmp.Or(l.Lang, a.in.Config.Language)])]
	ids := known[target]
	if ids == nil {
		ids = map[string]bool{}
		for _, id := range target.Anchors() {
			ids[id] = true
		}
		known[target] = ids
	}
	if inner := k.Widget + "-" + r.fragment; k.Widget != "" && to == g && ids[inner] {
		r.fragment = inner
		return r
	}
	if ids[r.fragment] {
		return r
	}
	if id := a.asGitHub(target, r.fragment); id != "" {
		r.fragment = id
		return r
	}
	names := make([]string, 0, len(ids))
	for id := range ids {
		names = append(names, id)
	}
	where := "this page"
	if target != l {
		where = strconv.Quote(a.source(target.Path))
	}
	a.broken(l, k, codeBrokenAnchor, diag.DidYouMean(r.fragment, names), "there is no heading or id %q in %s", r.fragment, where)
	if id := diag.Surely(r.fragment, names); id != "" {
		dest, _, _ := strings.Cut(k.Dest, "#")
		a.offer(k, dest+"#"+id)
	}
	return r
}
