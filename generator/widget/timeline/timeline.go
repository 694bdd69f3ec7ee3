// Package timeline is the static block that draws a time path: a numbered list
// whose items begin with a date or an offset in bold.
package timeline

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "timeline".
var Kind = widget.Kind{Name: "timeline", Sees: reflect.TypeFor[*Timeline](), Parse: parse, Static: true, Takes: []widget.Takes{block}}

var block = widget.Takes{What: "timeline", Attributes: []widget.Attribute{widget.DrawnTitle}}

const (
	codeShape diag.Code = "PB1330"
	codeDate  diag.Code = "PB1331"
)

// A Timeline is a list of stops in the order of time.
type Timeline struct {
	widget.Drawn
	Stops []Stop
}

// A Stop is one date or offset, and what happens then.
type Stop struct {
	When, Text widget.Text
	// More has the parts below the first paragraph, as HTML.
	More string
	// Date is When as "2026-03-02", or "" if it is words.
	Date string
	// Eve is the day before Date. A reader has reached the stop when Eve has passed.
	Eve string
	// Last marks the last stop with a date.
	Last bool
	// Gap is the distance to the next stop, from 1 to 5 if distances differ, otherwise
	// 0.
	Gap int

	more   []string // the words of More
	number *int     // of days in Date, or in an offset
}

// Prefix returns the block with prefix before its id.
func (t *Timeline) Prefix(prefix string) widget.Widget {
	out := *t
	out.Drawn = t.WithPrefix(prefix)
	return &out
}

// SearchText returns every stop's date and words.
func (t *Timeline) SearchText() []string {
	var out []string
	for _, s := range t.Stops {
		out = append(append(out, s.When.Plain, s.Text.Plain), s.more...)
	}
	return t.Words(out)
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := widget.NewReader(b, block)
	t := &Timeline{}
	const hint = "write a numbered list: 1. **Day 0** the offer goes out"
	drawn, list := r.Drawn(widget.List, codeShape, hint)
	t.Drawn = drawn
	if list == nil {
		return t, r.Diags
	}
	r.Numbered(list, codeShape, hint)
	if len(list.Items) < 2 {
		r.Report(list.Span, codeShape, "this timeline has only one stop", "a timeline has two or more")
	}
	for _, it := range list.Items {
		t.Stops = append(t.Stops, stop(r, it))
	}
	t.dates(r, list)
	t.gaps()
	return t, r.Diags
}

func stop(r *widget.Reader, it widget.Item) Stop {
	r.Bare(it.Attrs, "timeline stop")
	var s Stop
	s.More, s.more = r.More(it.Parts, codeShape)
	s.When, s.Text = it.Text.Lead()
	switch {
	case s.When.Plain == "":
		r.Report(it.Span, codeShape, "this stop does not say when", "begin it with the date or the offset in bold: **Day 0** the offer goes out")
	case s.Text.Plain == "":
		r.Report(it.Span, codeShape, "this stop does not say what happens", "write it after the date: **"+s.When.Plain+"** the offer goes out")
	}
	return s
}

var (
	dateForm = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}$`)
	offset   = regexp.MustCompile(`^(\D*?)([+−-]?\d{1,5})(\D*)$`)
)

// dates reads the stops that are dates and checks their order.
func (t *Timeline) dates(r *widget.Reader, list *widget.Part) {
	var last *Stop
	for i := range t.Stops {
		s := &t.Stops[i]
		if !dateForm.MatchString(s.When.Plain) {
			continue
		}
		at := r.Find(list.Items[i].Span, s.When.Plain)
		day, err := time.Parse(time.DateOnly, s.When.Plain)
		if err != nil {
			r.Report(at, codeDate, strconv.Quote(s.When.Plain)+" is not a date", "write year, month and day, for example 2026-03-02")
			continue
		}
		if last != nil && s.When.Plain < last.Date {
			r.Report(at, codeDate, s.When.Plain+" is before "+last.Date+", the date above it", "put the stops in order of time")
		}
		s.Date, s.Eve = s.When.Plain, day.AddDate(0, 0, -1).Format(time.DateOnly)
		n := int(day.Unix() / 86400)
		s.number, last = &n, s
	}
	if last != nil {
		last.Last = true
	}
}

// gaps computes the distances between stops, if all of them are dates, or one word with
// rising or falling numbers, as "Day 0" and "Day 14".
func (t *Timeline) gaps() {
	var frame string
	for i := range t.Stops {
		s := &t.Stops[i]
		m := offset.FindStringSubmatch(s.When.Plain)
		if s.number == nil && m != nil && (i == 0 || frame == m[1]+"0"+m[3]) {
			n, _ := strconv.Atoi(strings.Replace(m[2], "−", "-", 1))
			s.number, frame = &n, m[1]+"0"+m[3]
		}
		if s.number == nil || (i > 0 && (s.Date == "") != (t.Stops[0].Date == "")) {
			return
		}
	}
	var steps []int
	for i := range t.Stops[1:] {
		steps = append(steps, *t.Stops[i+1].number-*t.Stops[i].number)
	}
	if len(steps) < 2 || slices.Min(steps)*slices.Max(steps) < 0 || slices.Min(steps) == slices.Max(steps) {
		return
	}
	longest := max(slices.Max(steps), -slices.Min(steps))
	for i, n := range steps {
		t.Stops[i].Gap = 1 + int(math.Round(4*math.Sqrt(math.Abs(float64(n))/float64(longest))))
	}
}
