// Package checklist is the widget of boxes to tick: sections of items with
// weights, evidence and due dates, and a list that comes back every week or
// quarter. A bare task list in a lesson is a checklist too.
package checklist

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "checklist".
var Kind = widget.Kind{Name: "checklist", Parse: parse}

const (
	codeNoItems   diag.Code = "PB1701"
	codeItemValue diag.Code = "PB1702"
	codeListValue diag.Code = "PB1703"
	codeNoText    diag.Code = "PB1704"
	codeTooMany   diag.Code = "PB1705"
	codeNested    diag.Code = "PB1706"
	codeNoWeight  diag.Code = "PB1707"
)

// maxItems bounds one list; beyond it a page stops being usable.
const maxItems = 2000

// A Checklist is a titled list of items in sections.
type Checklist struct {
	ID, Anchor string
	// Was is the id the list had before, "" if none.
	Was   string
	Title string
	Bare  bool
	// Repeat is "" or daily, weekly:mon, monthly:1, quarterly, every:14d.
	Repeat string
	// PerAccount keeps one run for every account the reader names.
	PerAccount bool
	// Pass is the share of weighted progress that completes the list, 0..1.
	Pass     float64
	Sections []Section
	// Intro is what stands before the first item, as HTML.
	Intro string
}

// A Section is a heading and its items; the first one may have no heading.
type Section struct {
	Title widget.Text
	Items []Item
}

// An Item is one box.
type Item struct {
	ID, Anchor string
	Text       widget.Text
	// Help is the indented text under the item, as HTML.
	Help     string
	Weight   float64 // 0..100
	Required bool
	NA       bool   // may be marked as not applicable
	Evidence string // "", "note", "link" or "number"
	Due      string // "", "+7d" or "2026-03-31"
	Who      string
	Rev      int
	Was      string
	Depth    int // 0, or 1 and more for items under an item

	identity widget.ItemIdentity
}

// Count returns the number of items.
func (c *Checklist) Count() int {
	n := 0
	for _, s := range c.Sections {
		n += len(s.Items)
	}
	return n
}

// SearchText returns the title, the headings and every item.
func (c *Checklist) SearchText() []string {
	out := []string{}
	if !c.Bare {
		out = append(out, c.Title)
	}
	for _, s := range c.Sections {
		if s.Title.Plain != "" {
			out = append(out, s.Title.Plain)
		}
		for _, it := range s.Items {
			out = append(out, it.Text.Plain)
		}
	}
	return out
}

// Anchors returns the ids of the list and its items in the page.
func (c *Checklist) Anchors() []string {
	ids := []string{c.Anchor}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			ids = append(ids, it.Anchor)
		}
	}
	return ids
}

// Identity returns what the list's state is kept under.
func (c *Checklist) Identity() widget.Identity {
	id := widget.Identity{Was: c.Was, Title: c.Title}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			one := it.identity
			one.ID = it.ID
			id.Items = append(id.Items, one)
		}
	}
	return id
}

// Identify returns the list with other ids for its items, in order.
func (c *Checklist) Identify(ids []string) widget.Widget {
	out := *c
	out.Sections = slices.Clone(c.Sections)
	n := 0
	for i := range out.Sections {
		s := &out.Sections[i]
		s.Items = slices.Clone(s.Items)
		for j := range s.Items {
			s.Items[j].ID = ids[n]
			s.Items[j].Anchor = c.Anchor + "-" + ids[n]
			n++
		}
	}
	return &out
}

// Name returns the list with another id; its anchor in the page stays.
func (c *Checklist) Name(id string) widget.Widget {
	out := *c
	out.ID = id
	return &out
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	ds := widget.CheckAttrs(b.File, "checklist", b.Attrs, []string{"title", "repeat", "pass", "per", "was"}, nil)
	c := &Checklist{ID: b.ID, Anchor: b.Anchor, Bare: b.Bare, Title: b.Heading, Pass: 1}
	if t, ok := b.Attrs.Get("title"); ok {
		c.Title = t
	}
	r := reader{b: b, c: c, ids: map[string]bool{}}
	r.settings()
	for _, p := range b.Parts {
		r.part(p)
	}
	if c.Count() == 0 {
		r.report(b.Span, codeNoItems, "this checklist has no items", "write items as '- [ ] something to do'")
	}
	if n := c.Count(); n > 0 && len(r.ds) == 0 {
		r.weighs()
	}
	if n := c.Count(); n > maxItems {
		r.report(b.Span, codeTooMany, fmt.Sprintf("this checklist has %d items, more than %d", n, maxItems), "split it into several")
	}
	return c, append(ds, r.ds...)
}

// A reader collects items and findings.
type reader struct {
	b   widget.Block
	c   *Checklist
	ids map[string]bool
	ds  diag.List
}

// report adds an error with the way out of it.
func (r *reader) report(at widget.Span, code diag.Code, message, hint string) {
	r.ds.Add(r.b.Errorf(at, code, "%s", message).WithHint("%s", hint))
}

var repeatPattern = regexp.MustCompile(`^(daily|weekly(:(mon|tue|wed|thu|fri|sat|sun))?|monthly(:([1-9]|1\d|2[0-8]))?|quarterly|every:([1-9]\d{0,2})d)$`)

func (r *reader) settings() {
	r.c.Was = r.was(r.b.Attrs)
	if a, ok := r.b.Attrs.Find("repeat"); ok && !a.Flag {
		r.c.Repeat = a.Value
		if !repeatPattern.MatchString(a.Value) {
			r.report(a.ValueSpan, codeListValue, fmt.Sprintf("cannot read repeat=%q", a.Value), "use daily, weekly:mon, monthly:1 (day 1 to 28), quarterly or every:14d")
		}
	}
	if a, ok := r.b.Attrs.Find("per"); ok && !a.Flag {
		r.c.PerAccount = a.Value == "account"
		if !r.c.PerAccount {
			r.report(a.ValueSpan, codeListValue, fmt.Sprintf("cannot read per=%q", a.Value), "the one value is per=account")
		}
	}
	if a, ok := r.b.Attrs.Find("pass"); ok && !a.Flag {
		n, err := strconv.ParseFloat(strings.TrimSuffix(a.Value, "%"), 64)
		if err != nil || !strings.HasSuffix(a.Value, "%") || !(n > 0 && n <= 100) {
			r.report(a.ValueSpan, codeListValue, fmt.Sprintf("cannot read pass=%q", a.Value), "write a share such as pass=80%")
			return
		}
		r.c.Pass = n / 100
	}
}

// was returns the earlier id that attributes name.
func (r *reader) was(a widget.Attrs) string {
	t, ok := a.Find("was")
	if ok && !t.Flag && !widget.ValidID(t.Value) {
		r.report(t.ValueSpan, codeItemValue, fmt.Sprintf("cannot read was=%q", t.Value), "was names the id there was before, without #")
	}
	return t.Value
}

// weighs warns of a list whose items are all without weight: its progress
// could not be measured.
func (r *reader) weighs() {
	for _, s := range r.c.Sections {
		for _, it := range s.Items {
			if it.Weight > 0 {
				return
			}
		}
	}
	r.ds.Add(r.b.At(r.b.Span, diag.Warning, codeNoWeight, "no item of this checklist has any weight").
		WithHint("progress is measured by weight; leave w= out where all count alike"))
}

func (r *reader) part(p widget.Part) {
	switch p.Type {
	case widget.Nested:
		r.report(p.Block.Span, codeNested, fmt.Sprintf("a checklist cannot hold a container, found %q", p.Block.Kind), "close the checklist first")
	case widget.Heading:
		r.c.Sections = append(r.c.Sections, Section{Title: p.Text})
	case widget.List:
		if len(r.c.Sections) == 0 {
			r.c.Sections = append(r.c.Sections, Section{})
		}
		r.items(p.Items, 0)
	default:
		if r.c.Count() == 0 && len(r.c.Sections) == 0 {
			r.c.Intro += p.HTML
			return
		}
		r.help(p.HTML)
	}
}

// help adds text to the last item.
func (r *reader) help(html string) {
	s := &r.c.Sections[len(r.c.Sections)-1]
	if len(s.Items) > 0 {
		s.Items[len(s.Items)-1].Help += html
	}
}

func (r *reader) items(items []widget.Item, depth int) {
	for _, in := range items {
		if in.Mark == widget.NoMark && !r.c.Bare {
			r.report(in.Span, codeNoItems, "this item has no box", "write '- [ ] …'")
		}
		s := &r.c.Sections[len(r.c.Sections)-1]
		s.Items = append(s.Items, r.item(in, depth))
		for _, p := range in.Parts {
			if p.Type == widget.List && hasBoxes(p) {
				r.items(p.Items, depth+1)
			} else {
				r.help(p.HTML)
			}
		}
	}
}

func hasBoxes(p widget.Part) bool {
	for _, it := range p.Items {
		if it.Mark != widget.NoMark {
			return true
		}
	}
	return false
}

func (r *reader) item(in widget.Item, depth int) Item {
	r.ds = append(r.ds, widget.CheckAttrs(r.b.File, "checklist item", in.Attrs,
		[]string{"w", "evidence", "due", "who", "was", "rev"}, []string{"required", "na"})...)
	it := Item{
		ID: in.Attrs.ID, Text: in.Text, Weight: 1, Depth: depth, Rev: 1,
		Required: in.Attrs.Flag("required"), NA: in.Attrs.Flag("na"),
	}
	if in.Text.Plain == "" {
		r.report(in.Span, codeNoText, "this item has no text", "say what is to be done")
	}
	it.Who, _ = in.Attrs.Get("who")
	it.identity = widget.IdentityOf(r.b.File, in)
	it.Was = r.was(in.Attrs)
	r.values(in.Attrs, &it)
	r.identify(in, &it)
	return it
}

var duePattern = regexp.MustCompile(`^(\+\d{1,4}d|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$`)

// isDay reports whether a date is in the calendar; "+7d" always is.
func isDay(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return err == nil || v[0] == '+'
}

func (r *reader) values(a widget.Attrs, it *Item) {
	bad := func(key, hint string) {
		t, _ := a.Find(key)
		r.report(t.ValueSpan, codeItemValue, fmt.Sprintf("cannot read %s=%q", key, t.Value), hint)
	}
	if v, ok := a.Get("w"); ok {
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || !(n >= 0 && n <= 100) {
			bad("w", "a weight is a number from 0 to 100")
		}
		it.Weight = n
	}
	if v, ok := a.Get("rev"); ok {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 9999 {
			bad("rev", "a revision is a whole number from 1")
		}
		it.Rev = n
	}
	if v, ok := a.Get("evidence"); ok {
		switch it.Evidence = v; v {
		case "note", "link", "number":
		case "none":
			it.Evidence = ""
		default:
			bad("evidence", diag.DidYouMean(v, []string{"none", "note", "link", "number"}))
		}
	}
	if v, ok := a.Get("due"); ok {
		if it.Due = v; !duePattern.MatchString(v) || !isDay(v) {
			bad("due", "write due=+7d or a date such as due=2026-03-31")
		}
	}
}

// identify gives the item its id: the author's, or one derived from its text.
func (r *reader) identify(in widget.Item, it *Item) {
	if it.ID != "" && r.ids[it.ID] {
		r.report(in.Attrs.IDSpan, widget.CodeDuplicateID, fmt.Sprintf("the id %q is already taken in this checklist", it.ID), "ids are unique in a checklist; choose another")
	}
	if it.ID == "" {
		base := widget.DeriveID(in.Text.Plain)
		if base == "" {
			base = "item"
		}
		it.ID = base
		for n := 2; r.ids[it.ID]; n++ {
			it.ID = fmt.Sprintf("%s-%d", base[:min(len(base), 36)], n)
		}
	}
	r.ids[it.ID] = true
	it.Anchor = r.c.Anchor + "-" + it.ID
}
