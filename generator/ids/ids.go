// Package ids keeps ids stable while authors edit lessons, so that the answers and notes
// of readers are still found.
//
// Readers' data and links refer to the ids of lessons (uids), widgets, items and headings.
// An author may write an id; otherwise it is derived from the text, which may change. The
// file ids.lock is committed with the lessons. It has every id that was ever published,
// with a fingerprint of its text.
//
//   - [Settle] gives an item whose wording has changed its old id, if the old text is
//     similar enough. It gives widgets, items and headings of a translation the ids of
//     those at the same places in the original.
//   - [Settle] and, for lessons, [Lock.Check] report an id that has disappeared and is not
//     named in a "was", and an old id that is used again for something else.
//   - [Lock.Next] makes the next ids.lock.
//   - [Inserts] says how to write derived ids into the lessons.
//
// The package works on parsed lessons. It copies a lesson that needs other ids and never
// changes it.
package ids

import (
	"slices"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Codes of this package's findings.
const (
	// CodeGone is for an id that was published and is not there any more.
	CodeGone      diag.Code = "PB1520"
	codeReused    diag.Code = "PB1521" // an old id is used again for something else
	codeBadWas    diag.Code = "PB1522" // was= has an id that still exists
	codeStructure diag.Code = "PB1523" // a translation does not match its lesson
	codeLock      diag.Code = "PB1524" // a line of ids.lock cannot be read
	codeKept      diag.Code = "PB1525" // reworded items keep their old derived ids
	codeForeign   diag.Code = "PB1526" // an id of a translation that its lesson does not have
	codeOutline   diag.Code = "PB1527" // a translation's headings do not match its lesson's
)

// like is the similarity, from 0 to 1, at which two texts count as the same item.
const like = 0.6

// A Group is a lesson with its translations, in the order of their paths.
type Group struct {
	Source *content.Lesson
	Others []*content.Lesson
}

// Groups puts each lesson together with its translations, which have the same folder and
// name.
func Groups(lessons []*content.Lesson) []Group {
	type name struct{ dir, base string }
	byName := make(map[name]int, len(lessons))
	out := make([]Group, 0, len(lessons))
	for _, l := range lessons {
		k := name{l.Dir, l.Base}
		at, ok := byName[k]
		if !ok {
			byName[k] = len(out)
			out = append(out, Group{Source: l})
			continue
		}
		g := &out[at]
		if l.Lang == "" && g.Source.Lang != "" {
			l, g.Source = g.Source, l
		}
		g.Others = append(g.Others, l)
	}
	return out
}

// Settle gives every widget and item of a lesson and its translations its final id, and
// compares the ids with the lock. It returns a lesson unchanged if no id changes. The
// result depends only on the lessons and the lock. Dir is the folder of the lessons, for
// positions.
func Settle(g Group, lock *Lock, dir string) (Group, diag.List) {
	r := resolver{dir: dir}
	known := lock.of(g.Source.UID(), g.Source.Meta.Was)
	out := Group{Source: r.keep(g.Source, known)}
	for _, l := range g.Others {
		out.Others = append(out.Others, r.translate(l, out.Source))
	}
	r.still(out.Source)
	if known != nil {
		r.lesson(out.Source, known)
	}
	return out, r.ds
}

type resolver struct {
	dir string
	ds  diag.List
}

// at adds a finding.
func (r *resolver) at(p diag.Pos, s diag.Severity, code diag.Code, message, hint string) {
	r.ds.Add(diag.Diagnostic{Pos: p, Severity: s, Code: code, Message: message, Hint: hint})
}

// withIDs returns p with other ids for itself and its items.
func withIDs(p content.Placed, id string, items []string) content.Placed {
	p.ID = id
	if k, ok := p.Widget.(widget.Keeper); ok {
		p.Widget = widget.Renamed(k, id, items)
	}
	return p
}

// keep replaces derived ids of a lesson with those under which the same widgets and items
// were published before, as far as their texts are similar enough.
func (r *resolver) keep(l *content.Lesson, known *lesson) *content.Lesson {
	if known == nil {
		return l
	}
	ws := slices.Clone(l.Widgets)
	kept := 0
	var first diag.Pos
	note := func(p diag.Pos) {
		if kept == 0 {
			first = p
		}
		kept++
	}
	for i, id := range known.widgetsOf(l) {
		if id != ws[i].ID {
			ws[i] = withIDs(ws[i], id, nil)
			note(ws[i].Pos)
		}
		who := widget.IdentityOf(ws[i].Widget)
		old := known.widgets[id]
		if old == nil {
			old = known.widgets[who.Was]
		}
		if old == nil {
			continue
		}
		items := old.itemsOf(who.Items)
		for j, id := range items {
			if id != who.Items[j].ID {
				note(who.Items[j].Pos)
			}
		}
		if !slices.EqualFunc(items, who.Items, func(id string, it widget.ItemIdentity) bool { return id == it.ID }) {
			ws[i] = withIDs(ws[i], id, items)
		}
	}
	if kept == 0 {
		return l
	}
	what := "1 reworded item keeps its published id"
	if kept > 1 {
		what = strconv.Itoa(kept) + " reworded items keep their published ids"
	}
	r.at(first, diag.Hint, codeKept, what,
		"'generate ids --write' writes the ids into the lessons, so that new words never change them")
	return l.WithWidgets(ws)
}

// stateful returns the indexes of the widgets that store data of readers.
func stateful(l *content.Lesson) []int {
	var at []int
	for i, p := range l.Widgets {
		if !p.Static {
			at = append(at, i)
		}
	}
	return at
}

// translate gives the widgets and items of a translation the ids of those at the same
// places in its source.
func (r *resolver) translate(l, source *content.Lesson) *content.Lesson {
	mine, theirs := stateful(l), stateful(source)
	same := len(mine) == len(theirs)
	for n := 0; same && n < len(mine); n++ {
		same = l.Widgets[mine[n]].Kind == source.Widgets[theirs[n]].Kind
	}
	ws := slices.Clone(l.Widgets)
	changed := false
	for n, i := range mine {
		var twin *content.Placed
		if !ws[i].Derived {
			at := slices.IndexFunc(source.Widgets, func(p content.Placed) bool { return !p.Static && p.ID == ws[i].ID })
			if at < 0 {
				r.at(ws[i].Pos, diag.Error, codeForeign, "the id "+strconv.Quote(ws[i].ID)+" is not in the lesson that this translates", r.names(source))
				continue
			}
			twin = &source.Widgets[at]
		} else if same {
			twin = &source.Widgets[theirs[n]]
		} else {
			r.at(ws[i].Pos, diag.Error, codeStructure, "the "+ws[i].Kind+" of this translation has no id, and its position does not match the lesson",
				"give it the id that it has in "+strconv.Quote(source.Path)+", or write the same lists in the same order")
			continue
		}
		items, ok := r.itemsByPlace(ws[i], *twin, source)
		if !ok || ws[i].ID == twin.ID && items == nil {
			continue
		}
		ws[i] = withIDs(ws[i], twin.ID, items)
		changed = true
	}
	if !changed {
		return r.headingsByPlace(l, source)
	}
	return r.headingsByPlace(l.WithWidgets(ws), source)
}

func (r *resolver) names(source *content.Lesson) string {
	var names []string
	for _, i := range stateful(source) {
		names = append(names, source.Widgets[i].ID)
	}
	if len(names) == 0 {
		return "the lesson " + strconv.Quote(source.Path) + " has none"
	}
	return "the ids of " + strconv.Quote(source.Path) + " are " + strings.Join(names, ", ")
}

// itemsByPlace returns the ids for the items of a translated widget, nil if the items have
// these ids already. Ok is false after a mistake.
func (r *resolver) itemsByPlace(mine, twin content.Placed, source *content.Lesson) ([]string, bool) {
	a, b := widget.IdentityOf(mine.Widget).Items, widget.IdentityOf(twin.Widget).Items
	known := map[string]bool{}
	for _, it := range b {
		known[it.ID] = true
	}
	out := make([]string, len(a))
	need, good := false, true
	for i, it := range a {
		switch {
		case !it.Derived && !known[it.ID]:
			r.at(it.Pos, diag.Error, codeForeign, "the id "+strconv.Quote(it.ID)+" is not one of "+strconv.Quote(mine.Kind+" "+twin.ID)+" in the lesson that this translates",
				diag.DidYouMean(it.ID, slices.Collect(func(yield func(string) bool) {
					for _, o := range b {
						if !yield(o.ID) {
							return
						}
					}
				})))
			good = false
		case !it.Derived:
			out[i] = it.ID
		case len(a) != len(b) || !b[i].Derived && slices.ContainsFunc(a, func(o widget.ItemIdentity) bool { return !o.Derived && o.ID == b[i].ID }):
			if good {
				r.at(it.Pos, diag.Error, codeStructure, "this item has no id, and its position does not match an item of "+strconv.Quote(source.Path),
					"the translation has "+diag.Plural(len(a), "item")+", the lesson "+diag.Plural(len(b), "item")+"; give each item the id of its source, {#id}")
			}
			good = false
		default:
			out[i] = b[i].ID
			need = need || out[i] != it.ID
		}
	}
	if !need || !good {
		return nil, good
	}
	return out, true
}
