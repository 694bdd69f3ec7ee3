package site

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"playbook/generator/content"
)

// reserved are the first parts of addresses that the generator uses itself, at
// the root of every language.
var reserved = []string{
	"assets", "search", "tags", "roles", "kinds", "paths", "progress", "practice", "my-data", "changes",
	"gallery", "glossary", "book", "404", "team", "verify",
}

// fold makes one key of addresses that a server or a disk may take for the
// same: case, Unicode form, ".html" and "/index.html" do not count.
func fold(url string) string {
	url = strings.TrimSuffix(url, "index.html")
	url = strings.TrimSuffix(strings.TrimSuffix(url, ".html"), "/")
	return strings.ToLower(norm.NFC.String(url))
}

// addresses checks that every page has an address of its own and none of the
// generator's.
func (a *assembler) addresses() {
	for i, lang := range a.s.Langs {
		for _, p := range lang.Pages {
			a.byURL[p.URL] = p
			if p.Lesson == nil || p.Fallback && i > 0 || p.Type == SystemPage {
				a.folds[fold(p.URL)] = "the page " + p.URL
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
			if owner, taken := a.folds[key]; taken {
				a.errorf(p.Lesson, slugMark(p.Lesson), codeDuplicateAddress, "the address %q is already that of %s", p.URL, owner).
					Hint = "addresses that differ only by case, \".html\" or Unicode form are the same; rename a file or set slug"
				continue
			}
			a.folds[key] = p.SourcePath
		}
	}
}

func slugMark(l *content.Lesson) content.Mark { return l.Meta.Pos["slug"] }

// isReserved reports a page at an address that the generator uses itself.
func (a *assembler) isReserved(lang *Lang, p *Page) bool {
	rest := strings.TrimPrefix(p.URL, lang.Prefix)
	first, _, nested := strings.Cut(rest, "/")
	first = strings.ToLower(strings.TrimSuffix(first, ".html"))
	if p.Type == PathPage || p.Type == PathListPage {
		return false
	}
	taken := slices.Contains(reserved, first) || first == "offline" && a.in.Config.Build.Offline
	if lang.Default && nested {
		for _, l := range a.s.Langs {
			taken = taken || !l.Default && first == l.Code
		}
	}
	if taken {
		a.errorf(p.Lesson, slugMark(p.Lesson), codeReservedAddress, "the address %q is reserved: the playbook itself uses %q", p.URL, first).
			Hint = "rename the file or folder, or set slug"
	}
	return taken
}
