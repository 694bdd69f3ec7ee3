package importer

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A navItem is an entry of another tool's navigation: a page, or a section of entries.
// A section may have a page of its own.
type navItem struct {
	title string
	page  *Page
	to    string // the address of the entry in the navigation
	items []navItem
}

// A navTree moves pages to their places in the navigation. In a playbook a section is a
// folder. If all pages of a section are in one folder already, the section keeps that
// folder; else it gets a new one.
type navTree struct {
	d      *Draft
	file   string // the file that has the navigation
	placed map[*Page]bool
	dirs   map[string]bool // the folders that have become sections
	// indexes are the index pages of the source's folders.
	indexes map[string]*Page
}

// place puts the entries of one section into its folder, in order.
func (t *navTree) place(items []navItem, dir string) {
	for i, it := range items {
		weight := (i + 1) * 10
		if it.page == nil && it.to != "" {
			t.d.Report.LeaveOut(t.file, fmt.Sprintf("its entry %q leads to %s, which is not a page of this handbook", oneLine(cmp.Or(it.title, it.to), 80), code(it.to)))
		}
		switch {
		case it.items != nil:
			t.section(it, dir, weight)
		case it.page != nil && !t.placed[it.page]:
			t.page(it, dir, weight)
		}
	}
}

// page puts one page into a folder.
func (t *navTree) page(it navItem, dir string, weight int) {
	p := it.page
	t.placed[p] = true
	base := path.Base(p.wish())
	p.To = path.Join(dir, base)
	if !p.Meta.HasWeight || !isIndexFile(p.To) {
		p.Meta.SetWeight(weight)
	}
	if it.title != "" && p.Meta.Title == "" {
		if _, has := p.firstHeading(); !has {
			p.Meta.Title = oneLine(it.title, 200)
		}
	}
}

// section makes a folder for a section.
func (t *navTree) section(it navItem, up string, weight int) {
	dir := path.Join(up, cleanName(it.title))
	if own := commonFolder(it); own != "" && !t.dirs[own] && (up == "" || strings.HasPrefix(own, up+"/")) {
		dir = own
	}
	for n := 2; t.dirs[dir]; n++ {
		dir = path.Join(up, cleanName(it.title)) + "-" + string(rune('0'+n%10))
	}
	t.dirs[dir] = true
	if it.page == nil && len(it.items) > 0 && it.items[0].page != nil && it.items[0].items == nil && isIndexFile(it.items[0].page.wish()) {
		it.page = it.items[0].page
	}
	index := it.page
	if index == nil {
		index = t.indexOf(dir)
	}
	if index == nil || t.placed[index] {
		index = t.d.NewPage(cmp.Or(path.Join(t.d.Base, dir), dir)+"/", "", 1)
		index.Meta.Title = oneLine(cmp.Or(it.title, titleOf(path.Base(dir))), 200)
		index.generated = true
	}
	t.placed[index] = true
	index.To = path.Join(dir, "index.md")
	index.Meta.SetWeight(weight)
	if it.title != "" && index.Meta.Title == "" {
		if _, has := index.firstHeading(); !has {
			index.Meta.Title = oneLine(it.title, 200)
		}
	}
	t.place(it.items, dir)
}

// indexOf returns the index page of a folder of the source, nil if there is none.
func (t *navTree) indexOf(dir string) *Page {
	if t.indexes == nil {
		t.indexes = map[string]*Page{}
		for _, p := range t.d.Pages {
			if w := p.wish(); isIndexFile(w) && p.Lang == "" {
				t.indexes[path.Dir(w)] = p
			}
		}
	}
	return t.indexes[dir]
}

// commonFolder returns the folder that all pages of a section are in, without folders
// below it. It returns "" if there is none or if it is the top folder.
func commonFolder(it navItem) string {
	dir := ""
	add := func(p *Page) bool {
		if p == nil {
			return true
		}
		own := path.Dir(p.wish())
		if own == "." || dir != "" && dir != own {
			return false
		}
		dir = own
		return true
	}
	if !add(it.page) {
		return ""
	}
	for _, k := range it.items {
		if k.items == nil && !add(k.page) {
			return ""
		}
	}
	return dir
}

func isIndexFile(name string) bool {
	return indexName.MatchString(strings.TrimSuffix(path.Base(name), path.Ext(name)))
}

// wish returns the path of a page that the navigation does not mention.
func (p *Page) wish() string {
	if p.To != "" {
		return p.To
	}
	return strings.TrimPrefix(p.From, p.d.Base+"/")
}

// nav converts the key "nav" of an MkDocs configuration.
func (m *mkdocsReader) nav(list []any) []navItem {
	var out []navItem
	for _, e := range list {
		switch e := e.(type) {
		case string:
			out = append(out, navItem{page: m.navPage(e), to: e})
		case map[string]any:
			for _, title := range sortedKeys(e) {
				switch v := e[title].(type) {
				case string:
					out = append(out, navItem{title: title, page: m.navPage(v), to: v})
				case []any:
					out = append(out, navItem{title: title, items: append([]navItem{}, m.nav(v)...)})
				}
			}
		}
	}
	return out
}

func (m *mkdocsReader) navPage(name string) *Page { return m.d.byFrom[path.Join(m.d.Base, name)] }

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
