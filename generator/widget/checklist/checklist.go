// Package checklist is the widget of boxes to tick: sections of items with weights,
// evidence and due dates, and lists that repeat every week or quarter. A bare task list
// in a lesson is a checklist too.
package checklist

import (
	"fmt"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "checklist".
var Kind = widget.Kind{Name: "checklist", Sees: reflect.TypeFor[*Checklist](), Parse: parse, Takes: []widget.Takes{block, box}}

var (
	block = widget.Takes{What: "checklist", Attributes: []widget.Attribute{
		widget.Title,
		{Name: "repeat", Value: "daily, weekly:mon, monthly:1, quarterly or every:14d", Does: "the list starts again at this interval; earlier ticks are kept as earlier runs"},
		{Name: "pass", Value: "a share such as 80%", Does: "the share of the weight that completes the list, if all required items are done; default: all"},
		{Name: "per", Value: "account", Does: "a separate list for each account that the reader adds"},
		widget.Was,
	}}
	box = widget.Takes{What: "checklist item", Attributes: []widget.Attribute{
		{Name: "required", Does: "the list is not complete without this item"},
		widget.Weight,
		{Name: "evidence", Value: "note, link or number", Does: "the reader must fill in a field of this type below the item"},
		{Name: "due", Value: "+7d or a date", Does: "when it is due: days after the start of the list, or a date"},
		{Name: "who", Value: "words", Does: "who does it, if it is not the reader"},
		{Name: "na", Does: "the item may be marked as not applicable"},
		widget.Rev, widget.Was,
	}}
)

const (
	codeNoItems   diag.Code = "PB1701"
	codeItemValue diag.Code = "PB1702"
	codeListValue diag.Code = "PB1703"
	codeNoText    diag.Code = "PB1704"
	codeTooMany   diag.Code = "PB1705"
	codeNested    diag.Code = "PB1706"
	codeNoWeight  diag.Code = "PB1707"
)

// maxItems bounds one list. A page with more is not usable.
const maxItems = 2000

// A Checklist is a titled list of items in sections.
type Checklist struct {
	widget.Head
	Bare bool
	// Repeat is "", daily, weekly:mon, monthly:1, quarterly or every:14d.
	Repeat string
	// PerAccount says that there is a run for every account that the reader names.
	PerAccount bool
	// Pass is the share of weighted progress that completes the list, 0..1.
	Pass     float64
	Sections []Section
	// Intro is the text before the first item, as HTML.
	Intro string
}

// A Section is a heading and its items; the first one may have no heading.
type Section struct {
	Title widget.Text
	Items []Item
}

// An Item is one box.
type Item struct {
	widget.Entry
	Text widget.Text
	// Help is the indented text under the item, as HTML.
	Help     string
	Weight   float64 // 0..100
	Required bool
	NA       bool   // may be marked as not applicable
	Evidence string // "", "note", "link" or "number"
	Due      string // "", "+7d" or "2026-03-31"
	Who      string
	Rev      int
	Depth    int // 0, or 1 and more for items under an item
}

// Special reports whether the item has more than its words.
func (it *Item) Special() bool {
	return it.Due != "" || it.Who != "" || it.Help != "" || it.Evidence != "" || it.NA
}

// Attrs returns the item's attributes for the page's script, as HTML. A page may have
// thousands of items, so the template does not write each attribute separately.
func (it *Item) Attrs() string {
	var b strings.Builder
	attr := func(name, value string) {
		if value != "" {
			b.WriteString(" data-" + name + `="` + html.EscapeString(value) + `"`)
		}
	}
	flag := func(name string, on bool) {
		if on {
			b.WriteString(" " + name)
		}
	}
	attr("item", it.ID)
	attr("w", strconv.FormatFloat(it.Weight, 'g', -1, 64))
	flag(`class="deep"`, it.Depth > 0)
	flag("data-required", it.Required)
	flag("data-na", it.NA)
	attr("due", it.Due)
	attr("evidence", it.Evidence)
	if it.Rev > 0 {
		attr("rev", strconv.Itoa(it.Rev))
	}
	attr("was", it.Was)
	return b.String()[1:]
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

// Keeps returns the list and its items, which have the state.
func (c *Checklist) Keeps() (*widget.Head, []*widget.Entry) {
	var items []*widget.Entry
	for _, s := range c.Sections {
		items = append(items, widget.Entries(s.Items)...)
	}
	return &c.Head, items
}

// Copy returns a copy with items of its own.
func (c *Checklist) Copy() widget.Keeper {
	out := *c
	out.Sections = slices.Clone(c.Sections)
	for i := range out.Sections {
		out.Sections[i].Items = slices.Clone(out.Sections[i].Items)
	}
	return &out
}

// A reader reads one block into a checklist.
type reader struct {
	*widget.Reader
	c *Checklist
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{c: &Checklist{Bare: b.Bare}, Reader: widget.NewReader(b, block)}
	r.c.Head = r.Head()
	r.settings()
	for _, p := range b.Parts {
		r.part(p)
	}
	switch n := r.c.Count(); {
	case n == 0:
		r.Report(b.Span, codeNoItems, "this checklist has no items", "write items as '- [ ] something to do'")
	case n > maxItems:
		r.Report(b.Span, codeTooMany, fmt.Sprintf("this checklist has %d items, more than %d", n, maxItems), "split it into several")
	case len(r.Diags) == 0:
		r.weighs()
	}
	return r.c, r.Diags
}

var repeatPattern = regexp.MustCompile(`^(daily|weekly(:(mon|tue|wed|thu|fri|sat|sun))?|monthly(:([1-9]|1\d|2[0-8]))?|quarterly|every:([1-9]\d{0,2})d)$`)

func (r *reader) settings() {
	a := r.Block.Attrs
	r.c.Repeat = r.Value(a, "repeat", codeListValue, "use daily, weekly:mon, monthly:1 (day 1 to 28), quarterly or every:14d", repeatPattern.MatchString)
	per := r.Value(a, "per", codeListValue, "the one value is per=account", func(v string) bool { return v == "account" })
	r.c.PerAccount = per != ""
	r.c.Pass = r.Share(a, "pass", codeListValue, 1)
}

// weighs warns of a list in which no item has a weight, because its progress cannot be
// computed.
func (r *reader) weighs() {
	for _, s := range r.c.Sections {
		for _, it := range s.Items {
			if it.Weight > 0 {
				return
			}
		}
	}
	r.Diags.Add(r.Block.At(r.Block.Span, diag.Warning, codeNoWeight, "all items of this checklist have weight 0").
		WithHint("progress is measured by weight; leave out w= if all items count the same"))
}

func (r *reader) part(p widget.Part) {
	switch p.Type {
	case widget.Nested:
		r.Report(p.Block.Span, codeNested, fmt.Sprintf("a checklist cannot hold a container, found %q", p.Block.Kind), "close the checklist first")
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
			r.Report(in.Span, codeNoItems, "this item has no box", "write '- [ ] …'")
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
	a := in.Attrs
	it := Item{
		Entry: r.Entry(in, box, "item"),
		Text:  in.Text, Weight: r.Weight(a, codeItemValue), Depth: depth, Rev: r.Whole(a, "rev", codeItemValue, 1, 9999, 1),
		Required: a.Flag("required"), NA: a.Flag("na"), Evidence: r.OneOf(a, "evidence", codeItemValue, "none", "note", "link", "number"),
		Due: r.Value(a, "due", codeItemValue, "write due=+7d or a date such as due=2026-03-31", isDue),
	}
	if in.Text.Plain == "" {
		r.Report(in.Span, codeNoText, "this item has no text", "write what to do")
	}
	if it.Evidence == "none" {
		it.Evidence = ""
	}
	it.Who, _ = a.Get("who")
	return it
}

var duePattern = regexp.MustCompile(`^(\+\d{1,4}d|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$`)

// isDue reports whether v is a number of days, as "+7d", or an existing date.
func isDue(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return duePattern.MatchString(v) && (err == nil || v[0] == '+')
}
