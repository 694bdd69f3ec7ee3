package scorm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/site"
	"playbook/generator/theme"
	"playbook/generator/widget"
)

// A Table is the data about a course for the shell's script, as JSON: its pages with
// the ids of what readers answer there. The state on a platform refers to indexes in
// these lists, so each page has a key and each widget a shape; see
// client/scorm/pack.js.
type Table struct {
	Title   string  `json:"title"`
	Version Version `json:"version"`
	// Table is a hash of all ids.
	Table   string   `json:"table"`
	Lessons []Page   `json:"lessons"`
	Final   *Page    `json:"final,omitempty"`
	More    []Page   `json:"more"`
	Lock    bool     `json:"lock,omitempty"`
	Valid   int      `json:"valid,omitempty"`
	kept    []string // what stays out, by kind
}

// A Page is one page of a course.
type Page struct {
	UID     string `json:"uid"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Lang    string `json:"lang,omitempty"` // of a title that is not translated
	Minutes int    `json:"min,omitempty"`
	// Key is 16 bits of a hash of the uid, unique in the course.
	Key uint16 `json:"key"`
	// After are the indexes of the prerequisites.
	After   []int    `json:"after,omitempty"`
	Facts   any      `json:"facts,omitempty"`
	Widgets []Widget `json:"widgets"`
	Final   bool     `json:"final,omitempty"`
}

// A Widget describes the stored data of a widget.
type Widget struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Shape is 8 bits of a hash of everything on which the numbers depend.
	Shape  uint8    `json:"shape"`
	Repeat string   `json:"repeat,omitempty"`
	Items  []string `json:"items"`
	Revs   []int    `json:"revs,omitempty"`

	parts []widget.PackedPart
}

// tableOf describes a course and adds the description to the package.
func tableOf(s *site.Site, p *theme.Package, o Options) (Table, error) {
	t := Table{Title: p.Title, Version: o.Version, Lessons: []Page{}, More: []Page{}}
	keys := map[uint16]bool{}
	for _, l := range p.Lessons {
		t.Lessons = append(t.Lessons, pageOf(s, p, l, keys))
	}
	if p.Final != nil {
		final := pageOf(s, p, p.Final, keys)
		final.Final = true
		t.Final = &final
	}
	for _, m := range p.More {
		t.More = append(t.More, Page{URL: m.URL, Title: m.Title, Widgets: []Widget{}})
	}
	for _, path := range p.Lang.Paths {
		if path.Page.UID == o.Path {
			t.Lock, t.Valid = path.Lock, theme.Days(path.Valid)
		}
	}
	t.Table = fmt.Sprintf("%06x", hash(t.shapes()...)&0xffffff)
	t.kept = keptOut(p)
	body, err := json.Marshal(t)
	if err != nil {
		return t, fmt.Errorf("describe the course: %w", err)
	}
	p.Course = body
	p.Key = fmt.Sprintf("%s %s %08x", o.Version, p.Lang.Code, hash(string(body)))
	return t, nil
}

// shapes returns the input of the table's hash.
func (t *Table) shapes() (list []string) {
	for _, p := range t.pages() {
		list = append(list, p.UID)
		for _, w := range p.Widgets {
			list = append(list, w.ID, strconv.Itoa(int(w.Shape)))
		}
	}
	return list
}

// pages returns all pages that store data.
func (t *Table) pages() []Page {
	if t.Final == nil {
		return t.Lessons
	}
	return append(slices.Clone(t.Lessons), *t.Final)
}

func pageOf(s *site.Site, p *theme.Package, page *site.Page, keys map[uint16]bool) Page {
	one := Page{UID: page.UID, URL: page.URL, Title: page.Title, Minutes: page.Minutes, Facts: theme.AskedOf(page.Lesson), Widgets: []Widget{}}
	if page.Fallback {
		one.Lang = s.Config.Language
	}
	name := page.UID
	if was := page.Lesson.Meta.Was; len(was) > 0 {
		name = was[0] // so that data under the old name is found
	}
	for one.Key = uint16(hash(name)); keys[one.Key]; one.Key++ {
	}
	keys[one.Key] = true
	for _, q := range page.Prereq {
		if i := slices.Index(p.Lessons, q); i >= 0 {
			one.After = append(one.After, i)
		}
	}
	for _, w := range placed(page) {
		one.Widgets = append(one.Widgets, widgetOf(w))
	}
	return one
}

func widgetOf(w placedWidget) Widget {
	k := Widget{Kind: w.kind, ID: w.id, Repeat: w.packing.Repeat, Revs: w.packing.Revs, Items: []string{}, parts: w.packing.Parts}
	first, _, _ := strings.Cut(w.identity.Was, " ")
	shape := []string{w.kind, cmp.Or(first, w.id), w.packing.Repeat, w.packing.Shape}
	for i, it := range w.identity.Items {
		k.Items = append(k.Items, it.ID)
		shape = append(shape, cmp.Or(it.Was, it.ID))
		if i < len(k.Revs) {
			shape = append(shape, strconv.Itoa(k.Revs[i]))
		}
	}
	if !slices.ContainsFunc(k.Revs, func(rev int) bool { return rev > 1 }) {
		k.Revs = nil
	}
	k.Shape = uint8(hash(shape...))
	return k
}

// hash is the FNV-1a hash of texts, with a separator after each.
func hash(texts ...string) uint32 {
	h := fnv.New32a()
	for _, t := range texts {
		_, _ = h.Write(append([]byte(t), 0))
	}
	n := h.Sum32()
	return n ^ n>>16
}

// keptOut names the data of the course's widgets that a platform does not store, by
// kind.
func keptOut(p *theme.Package) (list []string) {
	seen := map[string]bool{}
	add := func(what string) {
		if what != "" && !seen[what] {
			seen[what] = true
			list = append(list, what)
		}
	}
	for _, page := range p.Pages() {
		if page.Lesson == nil {
			continue
		}
		for _, w := range page.Lesson.Widgets {
			packed, ok := w.Widget.(widget.Packed)
			_, keeps := w.Widget.(widget.Keeper)
			switch {
			case ok:
				add(packed.Packing().Out)
			case keeps:
				add("everything in the kind " + w.Kind)
			}
		}
	}
	slices.Sort(list)
	return list
}

// out names the data that the platform does not store.
func (t *Table) out() []string { return t.kept }
