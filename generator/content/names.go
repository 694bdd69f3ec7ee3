package content

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const codeBadName diag.Code = "PB1201"

// A fileName is what a lesson's path says.
type fileName struct {
	dir, slug, lang string
	order           int
	index           bool
	path            bool // below paths/: a learning path
}

var orderPrefix = regexp.MustCompile(`^(\d{1,6})[-_](.+)$`)

// splitOrder cuts an ordering prefix ("01-intro" is 1 and "intro").
func splitOrder(name string) (int, string) {
	if m := orderPrefix.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, m[2]
	}
	return 0, name
}

// CheckName says what is wrong with the name of a lesson's file, as [Parse]
// would.
func CheckName(path, source string, languages []string) diag.List {
	_, ds := splitName(path, source, languages)
	return ds
}

// CleanDir returns dir with the ordering prefix of each folder stripped.
func CleanDir(dir string) string {
	if dir == "." || dir == "" {
		return ""
	}
	parts := strings.Split(dir, "/")
	for i, p := range parts {
		_, p = splitOrder(p)
		parts[i] = trimEnd(p)
	}
	return strings.Join(parts, "/")
}

// trimEnd drops what Windows drops from the end of a name.
func trimEnd(name string) string { return strings.TrimRight(name, " .") }

// DirOrder returns the ordering prefix of the last folder of dir, 0 if none.
func DirOrder(dir string) int {
	n, _ := splitOrder(path.Base(dir))
	return n
}

// splitName reads a lesson's path. A last ".xx" is a language only if the site
// lists it; any other dot is an error, because it is nearly always a
// misspelt language or a double extension.
func splitName(p, source string, languages []string) (fileName, diag.List) {
	var ds diag.List
	n := fileName{dir: CleanDir(path.Dir(p))}
	n.path = n.dir == "paths"
	base := strings.TrimSuffix(path.Base(p), ".md")
	if i := strings.LastIndexByte(base, '.'); i >= 0 {
		if ext := base[i+1:]; slices.Contains(languages, ext) {
			n.lang, base = ext, base[:i]
		}
	}
	n.order, n.slug = splitOrder(base)
	n.index = n.slug == "index"
	if n.index {
		n.path = false
	}
	if i := strings.IndexByte(n.slug, '.'); i >= 0 {
		ext := n.slug[strings.LastIndexByte(n.slug, '.')+1:]
		hint := diag.DidYouMean(ext, languages)
		if hint == "" || !strings.HasPrefix(hint, "did") {
			hint = "a dot in a file name stands only before a language that site.toml lists; use '-' instead"
		}
		ds.Add(diag.Whole(source, diag.Error, codeBadName, "file name %q has a dot before %q, which is not a language of this site", path.Base(p), ext).WithHint("%s", hint))
		n.slug = strings.ReplaceAll(n.slug, ".", "-")
	}
	for _, part := range strings.Split(path.Dir(p)+"/"+base, "/") {
		if part != trimEnd(part) && part != "." {
			ds.Add(diag.Whole(source, diag.Warning, codeBadName, "name %q ends with a space or a dot", part).
				WithHint("some systems drop it, and the address is without it; rename it"))
		}
	}
	n.slug = trimEnd(n.slug)
	parts := []string{n.slug}
	if n.dir != "" {
		parts = append(strings.Split(n.dir, "/"), n.slug)
	}
	for _, part := range parts {
		if msg, hint := badSlug(part); msg != "" {
			ds.Add(diag.Whole(source, diag.Error, codeBadName, "name %q %s", part, msg).WithHint("%s", hint))
		}
	}
	return n, ds
}

// deviceRE matches names that are no files on Windows, whatever their extension.
var deviceRE = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])$`)

// badSlug says what is wrong with one part of an address, "" if nothing is.
func badSlug(s string) (msg, hint string) {
	switch {
	case len(s) > 200:
		return "is longer than 200 bytes", "choose a shorter file name"
	case deviceRE.MatchString(s):
		return "is one that Windows keeps for a device: the page could not be saved there", "choose another name"
	case strings.HasPrefix(s, " "):
		return "begins with a space", "rename the file"
	case strings.ContainsAny(s, `\:*?"<>|%#&`):
		return "has a character that cannot stand in an address or on every disk", `avoid \ : * ? " < > | % # &`
	case strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }) >= 0:
		return "has a control or invalid character", "rename the file"
	case decode.OddRune(s) != "":
		return "has a character that cannot be seen, " + decode.OddRune(s), "rename the file"
	case strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		return "gives an empty address: it has no letter and no digit", "put a word into the name"
	}
	return "", ""
}
