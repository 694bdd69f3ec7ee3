package importer

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"playbook/generator/content"
)

// A wordPage is one lesson of a Word file.
type wordPage struct {
	to     string // the lesson's path
	key    string // what links in other parts of the file call it
	title  string
	blocks []block
}

// pages makes lessons of a Word file: one, or with split one for each heading of
// the first level. To is the path of a single lesson; several lie in a folder.
func (w *wordFile) pages(to string, split bool) []*wordPage {
	dir := folderOfParts(to)
	pages := []*wordPage{{to: to, key: "part-0.md", title: w.title}}
	tops := 0
	for _, b := range w.blocks {
		if b.kind == headBlock && b.level == 1 {
			tops++
		}
	}
	for _, b := range w.blocks {
		p := pages[len(pages)-1]
		if split && tops > 1 && b.kind == headBlock && b.level == 1 {
			title := strings.Join(strings.Fields(inlineText(b.text)), " ")
			n := len(pages)
			page := &wordPage{to: path.Join(dir, fmt.Sprintf("%02d-%s.md", n, cleanName(title))), key: fmt.Sprintf("part-%d.md", n), title: title}
			// The heading's bookmarks lead to the page as a whole.
			page.blocks = append(page.blocks, block{kind: paraBlock, text: anchorsOf(b.text)})
			pages = append(pages, page)
			continue
		}
		p.blocks = append(p.blocks, b)
	}
	if len(pages) > 1 {
		pages[0].to = path.Join(dir, "index.md")
	}
	w.anchors(pages)
	for _, p := range pages {
		p.shift()
		p.footnotes(w.notes)
	}
	return pages
}

func anchorsOf(in []inline) []inline {
	var out []inline
	for _, n := range in {
		if n.kind == inAnchor {
			out = append(out, n)
		}
	}
	return out
}

// shift puts the headings of a page one level down if one has the level of the
// page's title.
func (p *wordPage) shift() {
	top := slices.ContainsFunc(p.blocks, func(b block) bool { return b.kind == headBlock && b.level == 1 })
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == headBlock && top {
			b.level = min(b.level+1, 6)
		}
	}
}

// footnotes puts the notes that a page refers to at its end.
func (p *wordPage) footnotes(notes map[string]block) {
	done := map[string]bool{}
	var order []string
	eachInlines(p.blocks, func(in []inline) []inline {
		for _, n := range in {
			if n.kind == inNote && !done[n.text] {
				done[n.text] = true
				order = append(order, n.text)
			}
		}
		return in
	})
	for _, name := range order {
		p.blocks = append(p.blocks, notes[name])
	}
}

// eachInlines calls f for all running text in blocks, in order, and puts what it
// returns in its place.
func eachInlines(blocks []block, f func([]inline) []inline) {
	for i := range blocks {
		b := &blocks[i]
		b.text = f(b.text)
		eachInlines(b.blocks, f)
		for k := range b.items {
			eachInlines(b.items[k].blocks, f)
		}
		for _, row := range b.rows {
			for k := range row {
				row[k] = f(row[k])
			}
		}
	}
}

// anchors gives ids to the places that links of the file lead to, takes all other
// bookmarks out, and writes the links.
func (w *wordFile) anchors(pages []*wordPage) {
	used := map[string]bool{}
	collect := func(in []inline) []inline {
		for _, n := range in {
			if name, ok := strings.CutPrefix(n.link, bookmarkLink); ok {
				used[name] = true
			}
		}
		return in
	}
	for _, p := range pages {
		eachInlines(p.blocks, collect)
	}
	for _, k := range slices.Sorted(maps.Keys(w.notes)) {
		eachInlines([]block{w.notes[k]}, collect)
	}
	places := map[string]wordPlace{}
	for _, p := range pages {
		p.place(used, places)
	}
	w.dropAnchors()
	for _, p := range pages {
		p.linkTo(w, p.blocks, places)
	}
	from := map[string]*wordPage{} // the first page that refers to a note
	for _, p := range pages {
		eachInlines(p.blocks, func(in []inline) []inline {
			for _, n := range in {
				if n.kind == inNote && from[n.text] == nil {
					from[n.text] = p
				}
			}
			return in
		})
	}
	for _, k := range slices.Sorted(maps.Keys(w.notes)) {
		if p := from[k]; p != nil {
			p.linkTo(w, []block{w.notes[k]}, places)
		}
	}
}

// A wordPlace is where a bookmark is.
type wordPlace struct {
	page *wordPage
	id   string
}

// place gives ids to the used bookmarks of a page: a heading's is made of its
// words.
func (p *wordPage) place(used map[string]bool, places map[string]wordPlace) {
	ids := map[string]bool{}
	free := func(id string) string {
		id = strings.Trim(content.Slug(strings.Trim(id, "_")), "-_")
		if !strings.Contains(id, "-") { // one word may be a name that scripts rely on
			id = strings.TrimSuffix("about-"+id, "-")
		}
		for n, stem := 2, id; ids[id]; n++ {
			id = fmt.Sprintf("%s-%d", stem, n)
		}
		ids[id] = true
		return id
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != headBlock {
			continue
		}
		for _, n := range anchorsOf(b.text) {
			if used[n.text] {
				if b.id == "" {
					b.id = free(inlineText(b.text))
				}
				places[n.text] = wordPlace{p, b.id}
			}
		}
		b.text = slices.DeleteFunc(slices.Clone(b.text), func(n inline) bool { return n.kind == inAnchor })
	}
	eachInlines(p.blocks, func(in []inline) []inline {
		var out []inline
		for _, n := range in {
			if n.kind == inAnchor {
				if _, done := places[n.text]; done || !used[n.text] {
					continue
				}
				id := free(n.text)
				places[n.text] = wordPlace{p, id}
				n.text = id
			}
			out = append(out, n)
		}
		return out
	})
}

// dropAnchors takes the bookmarks out of notes: a link cannot lead there.
func (w *wordFile) dropAnchors() {
	for _, k := range slices.Sorted(maps.Keys(w.notes)) {
		eachInlines([]block{w.notes[k]}, func(in []inline) []inline {
			return slices.DeleteFunc(in, func(n inline) bool { return n.kind == inAnchor })
		})
	}
}

// linkTo writes the links to bookmarks in blocks of a page.
func (p *wordPage) linkTo(w *wordFile, blocks []block, places map[string]wordPlace) {
	eachInlines(blocks, func(in []inline) []inline {
		for i := range in {
			name, ok := strings.CutPrefix(in[i].link, bookmarkLink)
			if !ok {
				continue
			}
			to, known := places[name]
			switch {
			case !known:
				in[i].link = ""
				if name != "_top" {
					w.losses.add("a link to a place that is not there: its text is kept", wordLost, func() string { return clipWords(inlineText(in[i : i+1])) })
				}
			case to.page == p:
				in[i].link = "#" + to.id
			default:
				in[i].link = to.page.key + "#" + to.id
			}
		}
		return in
	})
}
