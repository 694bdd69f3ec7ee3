package site

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// offer adds a repair to the finding just added, which marks a link: it replaces the
// link's destination by dest, unless the source spells the destination differently.
func (a *assembler) offer(k content.Link, dest string) {
	d := &a.ds[len(a.ds)-1]
	switch {
	case k.Kind != content.LinkWiki && k.Len > 0 && k.Len == len(k.Dest):
	case k.Kind == content.LinkWiki && k.Text == "" && k.Len == len("[["+k.Dest+"]]"):
		dest = "[[" + dest + "]]"
	case k.Kind == content.LinkWiki && k.Text != "" && k.Len == len("[["+k.Dest+"|"+k.Text+"]]"):
		dest = "[[" + dest + "|" + k.Text + "]]"
	default:
		return
	}
	*d = d.WithRepair(d.Marked(dest))
}

// pageEndings are endings that other tools write after a page's name.
var pageEndings = []string{".md", ".mdx", ".markdown", ".html", ".htm"}

// meantFile returns the link to the only lesson that a broken link can mean: one with
// the same address, from here or from the content folder. It returns "" if there is
// none.
func (a *assembler) meantFile(l *content.Lesson, dest, full string) string {
	name, rest := parted(dest)
	tries := []string{full}
	if name != "" && name[0] != '/' && name[0] != '.' {
		tries = append(tries, path.Clean(name))
	}
	for _, p := range tries {
		if ext := path.Ext(p); slices.Contains(pageEndings, strings.ToLower(ext)) {
			p = strings.TrimSuffix(p, ext)
		}
		key := content.CleanDir(p)
		if !strings.Contains(key, "/") {
			key = "/" + key
		}
		g := a.keyed(key)
		if g == nil && path.Ext(full) == ".md" { // the page of the folder with that name
			g = a.keyed(strings.TrimPrefix(key, "/") + "/index")
		}
		if g != nil && g.skipped == "" {
			return Destination(RelativePath(dirOf(l.Path), g.source.Path)) + rest
		}
	}
	return ""
}

var (
	noColonRE = regexp.MustCompile(`^https?//[\w-]+(\.[\w-]+)+([/?#].*)?$`)
	mailRE    = regexp.MustCompile(`^[\w.+-]+@[\w-]+(\.[\w-]+)+$`)
	hostRE    = regexp.MustCompile(`^(www(\.[\w-]+)+|[\w-]+(\.[\w-]+)*\.(com|org|net|io|dev|edu|gov|eu))([/?#].*)?$`)
)

// meantAddress returns the web address or mailbox that a destination without a scheme
// must be, or "".
func meantAddress(dest string) string {
	switch {
	case mailRE.MatchString(dest):
		return "mailto:" + dest
	case noColonRE.MatchString(dest):
		return strings.Replace(dest, "//", "://", 1)
	case hostRE.MatchString(dest):
		return "https://" + dest
	}
	return ""
}

// meantImage returns the only file that the destination of a picture can mean: it
// differs only in case or Unicode form, or is relative to the content folder. It
// returns "" if there is none.
func (a *assembler) meantImage(l *content.Lesson, dest, full string) string {
	if a.foldedFiles == nil {
		a.foldedFiles = map[string][]string{}
		for p := range a.in.Files {
			a.foldedFiles[foldCase(p)] = append(a.foldedFiles[foldCase(p)], p)
		}
	}
	tries := []string{full}
	if dest[0] != '/' && dest[0] != '.' {
		tries = append(tries, path.Clean(dest))
	}
	for _, p := range tries {
		if same := a.foldedFiles[foldCase(p)]; len(same) == 1 {
			return Destination(RelativePath(dirOf(l.Path), same[0]))
		}
	}
	return ""
}

// hiddenImage reports a picture in a folder that is not read. The repair moves it to a
// folder that is read.
func (a *assembler) hiddenImage(l *content.Lesson, k content.Link, full string) ref {
	parts := strings.Split(full, "/")
	folder := ""
	for i, p := range parts {
		if parts[i] = strings.TrimLeft(p, "._"); parts[i] != p && folder == "" {
			folder = p
		}
	}
	to := strings.Join(parts, "/")
	r := a.broken(l, k, codeBrokenImage, "move it to "+strconv.Quote(to), "the image %q is in %q, which is not read: its name begins with %q", k.Dest, folder, folder[:1])
	if slices.Contains(parts, "") || a.in.Files[to] {
		return r
	}
	if a.offer(k, Destination(RelativePath(dirOf(l.Path), to))); a.ds[len(a.ds)-1].Repair != nil {
		a.ds[len(a.ds)-1].Repair.Moves = []diag.Move{{From: a.source(full), To: a.source(to)}}
	}
	return r
}

func foldCase(p string) string { return strings.ToLower(norm.NFC.String(p)) }

// surelyUID returns the uid of the lesson that another uid must mean.
func (a *assembler) surelyUID(uid string) string {
	if a.suggest < 0 {
		return ""
	}
	all := make([]string, 0, len(a.uids))
	for u := range a.uids {
		all = append(all, u)
	}
	if meant := diag.Surely(uid, all); meant != "" {
		return meant
	}
	return a.pathUID(uid)
}

// pathUID is the uid of the lesson that a wiki link names by its file, as vaults of
// notes do: [[bee.md]], [[visits/bee]].
func (a *assembler) pathUID(name string) string {
	name = strings.TrimPrefix(strings.TrimSuffix(name, ".md"), "/")
	key := content.CleanDir(name)
	if !strings.Contains(key, "/") {
		if a.named(key) != nil {
			return key
		}
		key = "/" + key
	}
	if g := a.keyed(key); g != nil && g.skipped == "" {
		return g.fact.uid
	}
	return ""
}

// Destination writes a path as Markdown has it between parentheses.
func Destination(p string) string {
	return strings.NewReplacer("%", "%25", " ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "?", "%3F", "#", "%23", `\`, "%5C").Replace(p)
}
