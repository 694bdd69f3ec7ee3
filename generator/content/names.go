package content

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

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
	task            bool // below assignments/: an assignment
}

// splitOrder cuts an ordering prefix ("01-intro", "01 - intro" and "1. intro" are 1
// and "intro"); the number is -1 if there is none. It stands before a letter, so that
// dates and versions keep their digits, and a year orders nothing.
func splitOrder(name string) (int, string) {
	rest := strings.TrimLeft(name, "0123456789")
	digits := name[:len(name)-len(rest)]
	if len(digits) == 0 || len(digits) > 6 || len(digits) == 4 && (digits[:2] == "19" || digits[:2] == "20") {
		return -1, name
	}
	after, dotted := strings.CutPrefix(rest, ". ")
	if !dotted {
		rest = strings.TrimPrefix(rest, " ")
		if rest == "" || rest[0] != '-' && rest[0] != '_' {
			return -1, name
		}
		after = strings.TrimPrefix(rest[1:], " ")
	}
	if first, _ := utf8.DecodeRuneInString(after); !unicode.IsLetter(first) || strings.Contains(after, "\n") {
		return -1, name
	}
	n, _ := strconv.Atoi(digits)
	return n, after
}

// CheckName says what is wrong with the name of a lesson's file, as [Parse]
// would.
func CheckName(path, source string, languages []string) diag.List {
	_, ds := splitName(path, source, languages, false)
	return ds
}

// CleanDir returns dir as addresses have it: without the ordering prefix of each
// folder, every name as in [cleanName].
func CleanDir(dir string) string {
	if dir == "." || dir == "" {
		return ""
	}
	parts := strings.Split(dir, "/")
	for i, p := range parts {
		_, p = splitOrder(p)
		parts[i] = cleanName(p)
	}
	return strings.Join(parts, "/")
}

// cleanName returns a name as addresses have it: letters, digits and what belongs to
// them, in lower case; what stands between is one "-".
func cleanName(name string) string {
	if plainName(name) {
		return name
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(name) {
		if !unicode.In(r, unicode.L, unicode.N, unicode.M) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// plainName reports whether a name is an address already, as most are.
func plainName(name string) bool {
	last := byte('-')
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '-' || last == '-') {
			return false
		}
		last = c
	}
	return last != '-'
}

// DirOrder returns the ordering prefix of the last folder of dir, -1 if none.
func DirOrder(dir string) int {
	n, _ := splitOrder(path.Base(dir))
	return n
}

// splitName reads a lesson's path. A last ".xx" is a language only if the site
// lists it; any other dot is an error, because it is nearly always a
// misspelt language or a double extension. Index says that the file serves as
// its folder's index.md.
func splitName(p, source string, languages []string, index bool) (fileName, diag.List) {
	var ds diag.List
	n := fileName{dir: CleanDir(path.Dir(p))}
	n.path, n.task = n.dir == "paths", n.dir == "assignments"
	base := strings.TrimSuffix(path.Base(p), ".md")
	if i := strings.LastIndexByte(base, '.'); i >= 0 {
		if ext := base[i+1:]; slices.Contains(languages, ext) {
			n.lang, base = ext, base[:i]
		}
	}
	var name string
	n.order, name = splitOrder(base)
	if i := strings.IndexByte(strings.TrimRight(name, " ."), '.'); i >= 0 {
		ext := name[strings.LastIndexByte(name, '.')+1:]
		d := diag.Whole(source, diag.Error, codeBadName, "file name %q has a dot before %q, which is not a language of this site", path.Base(p), ext)
		d.Hint = diag.DidYouMean(ext, languages)
		if !strings.HasPrefix(d.Hint, "did") {
			d.Hint = "a file name may have a dot only before the code of a language that site.toml lists; use '-' instead"
			if to := undotted(path.Base(p), name); to != "" {
				d = d.WithMove(path.Join(path.Dir(source), to))
			}
		}
		ds.Add(d)
	}
	if n.slug = cleanName(name); n.slug == "" {
		n.slug = name // refused below
	}
	if n.index = index || n.slug == "index"; n.index {
		n.slug, n.path, n.task = "index", false, false
	}
	parts := strings.Split(path.Dir(p)+"/"+base, "/")
	for i, part := range parts {
		if part == "." && i == 0 {
			continue
		}
		if msg, hint := oddName(part); msg != "" {
			ds.Add(diag.Whole(source, diag.Warning, codeBadName, "name %q %s", part, msg).WithHint("%s", hint))
		}
		if _, part = splitOrder(part); index && i == len(parts)-1 {
			continue
		}
		if msg, hint := badName(part, cleanName(part)); msg != "" {
			ds.Add(diag.Whole(source, diag.Error, codeBadName, "name %q %s", part, msg).WithHint("%s", hint))
		}
	}
	return n, ds
}

// undotted is a file's name without the dots of its part name, where they mean neither
// a language nor another ending: beside a digit, or behind an abbreviation. It is ""
// where one may.
func undotted(base, name string) string {
	if likeLanguage.MatchString(name) {
		return ""
	}
	var b strings.Builder
	for i := range len(name) {
		switch digit := func(i int) bool { return i >= 0 && i < len(name) && '0' <= name[i] && name[i] <= '9' }; {
		case name[i] != '.':
			b.WriteByte(name[i])
		case digit(i-1) || digit(i+1):
			b.WriteByte('-')
		case i+1 == len(name) || name[i+1] != ' ':
			return ""
		}
	}
	return strings.Replace(base, name, b.String(), 1)
}

var likeLanguage = regexp.MustCompile(`\.[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?$`)

// deviceRE matches names that are no files on Windows, whatever their extension.
var deviceRE = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])$`)

// Device reports whether Windows takes a file's name for a device: whatever stands
// behind its first dot does not count.
func Device(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	return deviceRE.MatchString(strings.TrimRight(stem, " "))
}

// oddName says what some disks do not hold of a name, "" for nothing.
func oddName(s string) (msg, hint string) {
	switch {
	case s != strings.TrimRight(s, " ."):
		return "ends with a space or a dot", "some systems drop it, and the address does not have it; rename the file"
	case s != strings.TrimLeft(s, " "):
		return "begins with a space", "it is hard to see, and the address does not have it; rename the file"
	case strings.ContainsAny(s, `\:*?"<>|`):
		return "has a character that Windows cannot store", `the address does not have it; rename the file without \ : * ? " < > |`
	}
	return "", ""
}

// badName says why a name gives no address, "" if it gives one, which is clean.
func badName(s, clean string) (msg, hint string) {
	switch {
	case len(s) > 200 || len(clean) > 200:
		return "is longer than 200 bytes", "choose a shorter file name"
	case deviceRE.MatchString(s) || deviceRE.MatchString(clean):
		return "is a name that Windows reserves for a device: the page could not be saved there", "choose another name"
	case strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }) >= 0:
		return "has a control or invalid character", "rename the file"
	case decode.OddRune(s) != "":
		return "has an invisible character, " + decode.OddRune(s), "rename the file"
	case strings.IndexFunc(clean, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		return "gives an empty address: it has neither a letter nor a digit", "add a word to the name"
	}
	return "", ""
}
