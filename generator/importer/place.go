package importer

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"playbook/generator/content"
)

// reservedNames are those of the playbook's own pages and folders, at the top of
// content/: a page of such a name would have the address of one of them.
var reservedNames = []string{
	"assets", "search", "tags", "roles", "kinds", "paths", "progress", "practice", "my-data", "changes",
	"gallery", "glossary", "book", "404", "team", "verify", "offline",
}

// cleanName is a name as the playbook's files have it: lower case, letters and digits
// of any script, "-" for what stands between; "page" for a name with neither.
func cleanName(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFC.String(name)) {
		if !unicode.In(r, unicode.L, unicode.N, unicode.M) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		if b.WriteRune(r); b.Len() > 120 {
			break
		}
	}
	s := b.String()
	switch {
	case s == "":
		return "page"
	case content.Device(s):
		return s + "-page"
	}
	return s
}

// cleanPath cleans every name of a path of a page; the number that orders a name stays
// as it is.
func cleanPath(p string) string {
	parts := strings.Split(strings.TrimSuffix(p, path.Ext(p)), "/")
	for i, part := range parts {
		parts[i] = cleanName(part)
	}
	if len(parts) > 0 && slices.Contains(reservedNames, parts[0]) {
		parts[0] += "-pages"
	}
	return strings.Join(parts, "/") + ".md"
}

var indexName = regexp.MustCompile(`(?i)^(index|readme|_index)$`)

// place gives every page its file below content/: names that are addresses, no two
// pages with one address, a page beside the folder of its name inside it.
func (d *Draft) place() {
	folders := map[string]bool{} // addresses of folders that pages lie in
	for _, p := range d.Pages {
		if p.To == "" {
			p.To = strings.TrimPrefix(p.From, d.Base+"/")
		}
		if base := strings.TrimSuffix(path.Base(p.To), path.Ext(p.To)); indexName.MatchString(base) {
			p.To = path.Join(path.Dir(p.To), "index.md")
		}
		p.To = cleanPath(p.To)
		for dir := path.Dir(p.To); dir != "."; dir = path.Dir(dir) {
			folders[content.CleanDir(dir)] = true
		}
	}
	// The folders' own pages come first, so that none of them is moved.
	order := slices.Clone(d.Pages)
	slices.SortStableFunc(order, func(a, b *Page) int { return rank(a) - rank(b) })
	taken := map[string]bool{}
	for _, p := range order {
		key := address(p.To)
		if folders[key] && path.Base(p.To) != "index.md" {
			dir := strings.TrimSuffix(p.To, ".md")
			if taken[p.Lang+":"+key] { // the folder has a page
				p.To = dir + "/overview.md"
			} else {
				p.To = dir + "/index.md"
			}
			p.Changed("a page beside the folder of its name moves into it")
		}
		wish := p.To
		for n := 2; taken[p.Lang+":"+address(p.To)]; n++ {
			stem := strings.TrimSuffix(wish, ".md")
			if path.Base(stem) == "index" {
				stem = path.Join(path.Dir(stem), "overview")
			}
			p.To = fmt.Sprintf("%s-%d.md", stem, n)
		}
		if p.To != wish {
			p.Changed("a name that another page has is changed")
		}
		taken[p.Lang+":"+address(p.To)] = true
	}
}

// rank puts indexes before other pages.
func rank(p *Page) int {
	if path.Base(p.To) == "index.md" {
		return 0
	}
	return 1
}

// address is what two pages may not have in common: the address without its ending,
// for a folder's page that of the folder.
func address(to string) string {
	a := content.CleanDir(strings.TrimSuffix(to, ".md"))
	if a == "index" {
		return ""
	}
	return strings.TrimSuffix(a, "/index")
}

// file is the lesson's path below content/, with its language.
func (p *Page) file() string {
	if p.Lang == "" {
		return p.To
	}
	return strings.TrimSuffix(p.To, ".md") + "." + p.Lang + ".md"
}

// url is the lesson's address.
func (p *Page) url() string {
	u := content.CleanDir(strings.TrimSuffix(p.To, ".md"))
	if p.Meta.Slug != "" && path.Base(p.To) != "index.md" {
		u = path.Join(path.Dir(u), p.Meta.Slug)
	}
	if p.Lang != "" {
		u = p.Lang + "/" + u
	}
	return u + ".html"
}

var aliasShape = regexp.MustCompile(`^/?[^\s/\\?#:*"<>|]+(/[^\s/\\?#:*"<>|]+)*/?$`)

// aliases turns the addresses that pages had into aliases, where those are no
// addresses of the new playbook.
func (d *Draft) aliases() {
	owner := map[string]bool{}
	for _, p := range d.Pages {
		owner[foldAddress(p.url())] = true
	}
	for _, p := range d.Pages {
		var keep []string
		for _, a := range slices.Concat(p.Meta.Aliases, p.Old) {
			a = strings.TrimPrefix(a, "/")
			key := foldAddress(a)
			if a == "" || key == "" || owner[key] || !aliasShape.MatchString(a) || !plainAlias(a) {
				continue
			}
			owner[key] = true
			keep = append(keep, a)
		}
		p.Meta.Aliases = keep
		p.Meta.Tags = tidyTags(p.Meta.Tags)
		if len(keep) > 0 {
			p.Changed("an old address becomes an alias")
		}
	}
}

// plainAlias reports whether a redirect can be written at an old address.
func plainAlias(a string) bool {
	parts := strings.Split(strings.ToLower(strings.Trim(a, "/")), "/")
	for i, part := range parts {
		switch {
		case strings.HasPrefix(part, "."), strings.TrimRight(part, " .") != part, content.Device(part):
			return false
		case i < len(parts)-1 && strings.HasSuffix(part, ".html"):
			return false
		}
	}
	first := strings.TrimSuffix(parts[0], ".html")
	return !slices.Contains(reservedNames, first) && !strings.HasPrefix(first, "_") && path.Ext(parts[len(parts)-1]) != ".md"
}

// foldAddress makes one key of addresses that a server may take for the same.
func foldAddress(a string) string {
	a = strings.ToLower(norm.NFC.String(strings.Trim(a, "/")))
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(a, "index.html"), ".html"), "/")
}

// titleOf makes a title of a file's name.
func titleOf(name string) string {
	name = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ", "+", " ").Replace(orderNumber.ReplaceAllString(name, "")))
	if name == "" {
		return "Page"
	}
	r := []rune(name)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

var orderNumber = regexp.MustCompile(`^\d{1,4}[-_. ]+`)
