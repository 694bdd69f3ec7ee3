package importer

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
)

// Rules of links.
const (
	ruleLink    = "a link names the new file"
	rulePicture = "a picture's address names the new file"
	ruleDead    = "a link that leads nowhere becomes text"
)

// A lookup finds what destinations lead to.
type lookup struct {
	d      *Draft
	byFile map[string]*Page  // pages by their file in the source, without ending, in lower case
	byOld  map[string]*Page  // pages by the address they had
	files  map[string]string // files of the source by their names in lower case
}

func newLookup(d *Draft) *lookup {
	l := &lookup{d: d, byFile: map[string]*Page{}, byOld: map[string]*Page{}, files: map[string]string{}}
	first := func(m map[string]*Page, key string, p *Page) {
		if m[key] == nil {
			m[key] = p
		}
	}
	for _, p := range d.Pages {
		if d.byFrom[p.From] != p {
			continue // a part of a text that was split
		}
		stem := strings.ToLower(strings.TrimSuffix(p.From, path.Ext(p.From)))
		first(l.byFile, strings.ToLower(p.From), p)
		first(l.byFile, stem, p)
		if dir, base := path.Split(stem); indexName.MatchString(base) {
			first(l.byFile, strings.TrimSuffix(dir, "/"), p)
		}
	}
	for _, p := range d.Pages {
		for _, a := range p.Old {
			first(l.byOld, foldAddress(a), p)
		}
		for _, a := range p.Meta.Aliases {
			first(l.byOld, foldAddress(a), p)
		}
	}
	for _, f := range d.Source.Files() {
		l.files[strings.ToLower(f)] = f
	}
	return l
}

// outside reports a destination that leads out of the handbook and stays as it is.
var outside = regexp.MustCompile(`(?i)^(?:https?:|mailto:|tel:|//)`)

var anyScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// links looks up every destination of a page.
func (p *Page) links() {
	var edits []Edit
	done := map[int]bool{} // destinations that several references share
	for _, part := range p.outline() {
		switch part.Kind {
		case content.PartLink, content.PartImage:
			if part.DestEnd > part.DestStart && done[part.DestStart] {
				continue
			}
			done[part.DestStart] = true
			edits = append(edits, p.link(part)...)
		}
	}
	p.Apply(edits)
}

// link returns the edits that a link or an image needs.
func (p *Page) link(part content.Part) []Edit {
	dest, image := part.Dest, part.Kind == content.PartImage
	rule := ruleLink
	if image {
		rule = rulePicture
	}
	if outside.MatchString(dest) {
		local, ok := p.d.local(dest)
		if !ok {
			if image {
				p.d.Report.Remote(dest)
			}
			return nil
		}
		dest = local
	} else if anyScheme.MatchString(dest) {
		return p.dead(part, "a link with a scheme that is not allowed")
	}
	file, rest := cutDest(dest)
	if file == "" && !image { // a place on the page itself, or on what was one page with it
		if q, rest := p.withHeading(rest); q != p && part.DestEnd > part.DestStart {
			return []Edit{{part.DestStart, part.DestEnd, relative(p.file(), q.file()) + rest, ruleLink}}
		}
		return nil
	}
	q, asset := p.d.target(p, file)
	if q != nil {
		q, rest = q.withHeading(rest)
	}
	if image && asset == "" {
		return p.dead(part, LostPicture)
	}
	var to string
	switch {
	case q != nil:
		to = relative(p.file(), q.file()) + rest
	case asset != "" && !publishable(asset):
		return p.dead(part, lostFile)
	case asset != "":
		to = relative(p.file(), p.d.asset(asset))
		p.files = append(p.files, asset)
		if !image {
			to += fragmentOf(rest)
		}
	case outside.MatchString(part.Dest):
		return nil
	default:
		return p.dead(part, LostLink)
	}
	if part.DestEnd == part.DestStart {
		return nil
	}
	old := string(p.Body.b[part.DestStart:part.DestEnd])
	if old == to || old == "./"+to {
		return nil
	}
	start, end := part.DestStart, part.DestEnd
	if start > 0 && p.Body.b[start-1] == '<' && end < len(p.Body.b) && p.Body.b[end] == '>' && !isAuto(p.Body.b, part) {
		start, end = start-1, end+1
	}
	return []Edit{{start, end, to, rule}}
}

func isAuto(b []byte, part content.Part) bool { return part.Start == part.DestStart }

func fragmentOf(rest string) string {
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		return rest[i:]
	}
	return ""
}

// publishable reports whether a page may refer to a file, by its type.
func publishable(name string) bool {
	_, ds := assets.Media(strings.ToLower(path.Ext(name)), nil)
	return !slices.ContainsFunc(ds, func(f diag.Diagnostic) bool { return f.Code == "PB1420" })
}

// dead makes text of a link or an image that leads nowhere.
func (p *Page) dead(part content.Part, construct string) []Edit {
	p.Lose(construct, part.Start, part.Dest)
	return p.unlink(part)
}

// unlink makes text of a link or an image; of a bare address code, for it would be a
// link again.
func (p *Page) unlink(part content.Part) []Edit {
	b := p.Body.b
	if isAuto(b, part) && part.DestEnd > part.DestStart && bytes.IndexByte(b[part.Start:part.End], '`') < 0 {
		start, end := part.Start, part.End
		if start > 0 && b[start-1] == '<' && end < len(b) && b[end] == '>' {
			start, end = start-1, end+1
		}
		return []Edit{{start, end, "`" + string(b[part.Start:part.End]) + "`", ruleDead}}
	}
	if part.End <= part.Start || b[part.Start] != '[' && b[part.Start] != '!' {
		return nil
	}
	open := part.Start
	if b[open] == '!' {
		open++
	}
	closing := open + bracketEnd(b[open:])
	if b[open] != '[' || closing <= open || closing > part.End {
		return nil
	}
	if part.Kind == content.PartImage {
		return []Edit{{part.Start, part.End, string(b[open+1 : closing]), ruleDead}}
	}
	return []Edit{{part.Start, open + 1, "", ruleDead}, {closing, part.End, "", ""}}
}

// bracketEnd is where the bracket closes that b begins with, 0 if nowhere.
func bracketEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// cutDest cuts a destination into its path, decoded, and the rest from the fragment
// on; a query is of no use in a file.
func cutDest(dest string) (file, rest string) {
	file = dest
	if i := strings.IndexByte(file, '#'); i >= 0 {
		file, rest = file[:i], file[i:]
	}
	if i := strings.IndexByte(file, '?'); i >= 0 {
		file = file[:i]
	}
	if u, err := url.PathUnescape(file); err == nil {
		file = u
	}
	return strings.ReplaceAll(file, `\`, "/"), rest
}

// local cuts the address of the old site off a destination.
func (d *Draft) local(dest string) (string, bool) {
	for _, s := range d.Site {
		if !strings.Contains(s, "//") {
			continue
		}
		if rest, ok := strings.CutPrefix(dest, strings.TrimSuffix(s, "/")); ok && (rest == "" || rest[0] == '/' || rest[0] == '#') {
			return "/" + strings.TrimPrefix(rest, "/"), true
		}
	}
	return "", false
}

// target finds the page or the file of the source that a decoded path leads to from a
// page; neither if nothing is there.
func (d *Draft) target(p *Page, dest string) (*Page, string) {
	if d.Resolve != nil {
		if q, asset := d.Resolve(p, dest); q != nil || asset != "" {
			return q, asset
		}
	}
	q, asset := d.search(p, dest)
	if q == nil && asset == "" && d.Otherwise != nil {
		return d.Otherwise(p, dest)
	}
	return q, asset
}

// search looks where links of all families may lead.
func (d *Draft) search(p *Page, dest string) (*Page, string) {
	l := d.lookup
	if strings.HasPrefix(dest, "/") {
		tries := []string{dest}
		for _, s := range d.Site {
			if u, err := url.Parse(s); err == nil {
				s = u.Path
			}
			if rest, ok := strings.CutPrefix(dest, s); ok && len(s) > 1 {
				tries = append(tries, "/"+rest)
			}
		}
		for _, t := range tries {
			if q := l.byOld[foldAddress(t)]; q != nil {
				return q, ""
			}
			for _, root := range append([]string{d.Base, ""}, d.Roots...) {
				if q, asset := l.at(path.Join(root, t)); q != nil || asset != "" {
					return q, asset
				}
			}
		}
		return nil, ""
	}
	if q, asset := l.at(path.Join(path.Dir(p.From), dest)); q != nil || asset != "" {
		return q, asset
	}
	for _, old := range p.Old {
		// A browser counts from the address the page had.
		dir := old
		if !strings.HasSuffix(dir, "/") {
			dir = path.Dir(dir)
		}
		if q := l.byOld[foldAddress(path.Join("/", dir, dest))]; q != nil {
			return q, ""
		}
		for _, root := range append([]string{d.Base}, d.Roots...) {
			if q, asset := l.at(path.Join(root, dir, dest)); q != nil || asset != "" {
				return q, asset
			}
		}
	}
	for _, root := range d.Roots {
		if q, asset := l.at(path.Join(root, dest)); q != nil || asset != "" {
			return q, asset
		}
	}
	return nil, ""
}

// at finds what lies at a path of the source: a page, with or without its ending, a
// folder's page, or another file.
func (l *lookup) at(p string) (*Page, string) {
	p = strings.TrimPrefix(path.Clean(p), "/")
	if p == "." {
		p = ""
	}
	if strings.HasPrefix(p, "../") || p == ".." {
		return nil, ""
	}
	if l.d.Source.Has(p) && l.d.Excluded(p) {
		return nil, ""
	}
	low := strings.ToLower(p)
	if q := l.byFile[low]; q != nil {
		return q, ""
	}
	if l.d.Source.Has(p) && !isText(p) {
		return nil, p
	}
	if stem, ok := strings.CutSuffix(low, ".html"); ok {
		if q := l.byFile[strings.TrimSuffix(stem, "/index")]; q != nil {
			return q, ""
		}
	}
	if stem := strings.TrimSuffix(strings.TrimSuffix(low, path.Ext(low)), "/index"); isText(low) {
		if q := l.byFile[stem]; q != nil {
			return q, ""
		}
	}
	if f := l.files[low]; f != "" && !isText(f) && !l.d.Excluded(f) {
		return nil, f
	}
	return nil, ""
}

var textEndings = map[string]bool{".md": true, ".mdx": true, ".markdown": true, ".mdown": true, ".mkd": true, ".mkdn": true}

// isText reports whether a file is Markdown, by its ending.
func isText(name string) bool { return textEndings[strings.ToLower(path.Ext(name))] }

// asset gives a file of the source its place below content/.
func (d *Draft) asset(from string) string {
	if to := d.assets[from]; to != "" {
		return to
	}
	rel := from
	if d.Place != nil {
		rel = d.Place(from)
	}
	for _, root := range append([]string{d.Base}, d.Roots...) {
		if rest, ok := strings.CutPrefix(from, root+"/"); ok && root != "" {
			rel = rest
			break
		}
	}
	parts := strings.Split(rel, "/")
	ext := path.Ext(rel)
	parts[len(parts)-1] = strings.TrimSuffix(parts[len(parts)-1], ext)
	for i, part := range parts {
		parts[i] = cleanName(part)
	}
	stem := strings.Join(parts, "/")
	to := stem + strings.ToLower(ext)
	for n := 2; d.taken[to] != ""; n++ {
		to = fmt.Sprintf("%s-%d%s", stem, n, strings.ToLower(ext))
	}
	d.taken[to], d.assets[from] = from, to
	return to
}

// relative is how one file names another; both are below content/.
func relative(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if a[0] == "." {
		a = nil
	}
	for len(a) > 0 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)) + strings.Join(b, "/")
}
