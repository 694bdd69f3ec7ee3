package site

import (
	"fmt"
	"hash/fnv"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
)

// reserved are the first parts of addresses that the generator uses itself, at the root
// of every language.
var reserved = []string{
	"assets", "search", "tags", "roles", "kinds", "paths", "progress", "practice", "my-data", "changes",
	"gallery", "glossary", "book", "404", "team", "verify",
}

// fold returns the same key for addresses that a server or a disk may confuse: case,
// Unicode form, ".html" and "/index.html" make no difference.
func fold(url string) string {
	url = strings.ToLower(norm.NFC.String(url))
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(url, "index.html"), ".html"), "/")
}

// PlainAddress returns an address with only ASCII letters, digits and "-_.", as
// packages for learning platforms need. A part with other characters is replaced by its
// hash.
func PlainAddress(url string) string {
	parts := strings.Split(url, "/")
	for i, part := range parts {
		if strings.Trim(part, plainSigns) == "" {
			continue
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(norm.NFC.String(part)))
		parts[i] = fmt.Sprintf("x%012x", h.Sum64()>>16)
		if ext := path.Ext(part); strings.Trim(ext, plainSigns) == "" {
			parts[i] += ext
		}
	}
	return strings.Join(parts, "/")
}

const plainSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

// addresses has the addresses of a site's pages.
type addresses struct {
	// pages are all pages, by their addresses.
	pages map[string]*Page
	// owners says what has an address, by the folded address.
	owners map[string]string
	// folders are the folders of pages, by their folded names.
	folders map[string]string
}

// address checks that every page has an address of its own, and none of the
// generator's.
func (a *assembler) address() {
	n := len(a.groups) * len(a.s.Langs)
	k := &addresses{make(map[string]*Page, n), make(map[string]string, n), map[string]string{}}
	a.addresses = k
	for i, lang := range a.s.Langs {
		for _, p := range lang.Pages {
			k.pages[p.URL] = p
			if p.Lesson == nil || p.Fallback && i > 0 || p.Type == SystemPage {
				k.owners[fold(p.URL)] = "the page " + p.URL
			}
		}
	}
	for _, lang := range a.s.Langs {
		for _, p := range lang.Pages {
			if p.Lesson == nil || p.Fallback || p.Type == SystemPage {
				continue
			}
			if a.isReserved(lang, p) {
				continue
			}
			key := fold(p.URL)
			if owner, taken := k.owners[key]; taken {
				if a.besideFolder(p) {
					continue
				}
				a.errorf(p.Lesson, slugMark(p.Lesson), codeDuplicateAddress, "the address %q is already that of %s", p.URL, owner).
					Hint = "addresses that differ only in case, \".html\" or Unicode form are the same; rename a file or set slug"
				continue
			}
			k.owners[key] = p.SourcePath
		}
	}
	a.folders()
}

// besideFolder reports a page beside the folder with its name, whose page has the same
// address: either this file is the folder's page, or another one is.
func (a *assembler) besideFolder(p *Page) bool {
	l := p.Lesson
	dir := strings.TrimSuffix(p.URL, ".html")
	if l.IsIndex {
		other := a.addresses.pages[strings.TrimSuffix(dir, "/index")+".html"]
		if other == nil || other.Lesson == nil {
			return false
		}
		a.errorf(l, slugMark(l), codeDuplicateAddress, "the folder's page %q and the file %q beside the folder have the same address, %q", l.Path, other.Lesson.Path, strings.TrimSuffix(dir, "index")).
			Hint = "join both texts in one file, or rename the file beside the folder"
		return true
	}
	if a.addresses.pages[dir+"/index.html"] == nil {
		return false
	}
	dir = strings.TrimPrefix(dir, p.Lang.Prefix)
	folder := a.folderOf(dir)
	to := folder + "/index.md"
	if l.Lang != "" {
		to = folder + "/index." + l.Lang + ".md"
	}
	d := a.errorf(l, slugMark(l), codeDuplicateAddress, "the file %q is beside the folder %q, and both have the address %q", l.Path, folder+"/", dir+"/")
	switch g := a.keyed(dir + "/index"); {
	case g != nil:
		d.Hint = "the folder has its own page, " + strconv.Quote(a.source(g.source.Path)) + ": join both texts in one file, or rename this file"
	default:
		d.Hint = "move the file to " + strconv.Quote(a.source(to)) + ": then it is the folder's page"
		if l.Meta.Slug == "" && folder != "" {
			*d = d.WithMove(a.source(to))
		}
	}
	return true
}

// folders checks that no two folders of pages differ only in case or Unicode form,
// because not every disk can hold both.
func (a *assembler) folders() {
	seen := map[string]bool{}
	for _, lang := range a.s.Langs {
		for _, p := range lang.Pages {
			if dir := path.Dir(p.URL); p.Lesson == nil || p.Fallback || seen[dir] {
				continue
			} else if seen[dir] = true; dir == "." {
				continue
			}
			if one, other := a.twin(p.URL, a.addresses.folders); one != "" {
				a.errorf(p.Lesson, content.Mark{}, codeDuplicateAddress, "the folder %q differs from the folder %q only in case or Unicode form: not every disk can hold both", one, other).
					Hint = "move the files of one into the other, or rename it"
			}
		}
	}
}

// twin returns the first folder of an address that differs from another one only in
// case or Unicode form, and that one, or "". It adds new folders to more.
func (a *assembler) twin(url string, more map[string]string) (one, other string) {
	for i, c := range url {
		if c != '/' {
			continue
		}
		dir := url[:i]
		key := strings.ToLower(norm.NFC.String(dir))
		other, known := more[key]
		if !known {
			other, known = a.addresses.folders[key]
		}
		if known && other != dir {
			return dir, other
		}
		more[key] = dir
	}
	return "", ""
}

// owner says what has a folded address, or returns "".
func (a *assembler) owner(key string) string {
	if who := a.addresses.owners[key]; who != "" {
		return who
	}
	return a.redirected[key]
}

func slugMark(l *content.Lesson) content.Mark { return l.Meta.Pos["slug"] }

// isReserved reports a page at an address that the generator uses itself. A folder
// with such a name is reported once.
func (a *assembler) isReserved(lang *Lang, p *Page) bool {
	rest := strings.TrimPrefix(p.URL, lang.Prefix)
	first, _, nested := strings.Cut(rest, "/")
	first = strings.ToLower(strings.TrimSuffix(first, ".html"))
	if p.Type == PathPage || p.Type == PathListPage {
		return false
	}
	taken := a.keeps(first) || first == "offline" && a.in.Config.Build.Offline
	if lang.Default && nested {
		for _, l := range a.s.Langs {
			taken = taken || !l.Default && first == l.Code
		}
	}
	if !taken {
		return false
	}
	from, _, below := strings.Cut(p.Lesson.Path, "/")
	if !nested || !below || p.Lesson.Meta.Slug != "" && content.CleanDir(from) != first {
		a.errorf(p.Lesson, slugMark(p.Lesson), codeReservedAddress, "the address %q is reserved: the playbook itself uses %q", p.URL, first).
			Hint = a.wayOut(first, "rename the file or folder, or set slug")
		return true
	}
	if !a.reserved[from] {
		if a.reserved == nil {
			a.reserved = map[string]bool{}
		}
		a.reserved[from] = true
		d := diag.Whole(a.source(from), diag.Error, codeReservedAddress, "the folder %q has a reserved name: the playbook itself uses %q", from, first)
		d.Hint = a.wayOut(first, "rename the folder")
		a.ds.Add(d)
	}
	return true
}

// keeps reports whether the generator uses a name at a language's root.
func (a *assembler) keeps(name string) bool {
	c := a.in.Config
	if slices.Contains(reserved, name) && c.Address(name) == name {
		return true
	}
	for _, to := range c.Addresses {
		if to == name {
			return true
		}
	}
	return name == "search" // the index stays there
}

// wayOut returns a hint about a name that is taken.
func (a *assembler) wayOut(name, hint string) string {
	if slices.Contains(config.Lists(), name) && a.in.Config.Address(name) == name && name != "search" {
		hint += "; or move the list: write " + name + ` = "the-` + name + `" below [addresses] in site.toml`
	}
	return hint
}
