package widget

import (
	"regexp"
	"strconv"
)

// Tracked widgets are part of a reader's progress. Other pages (the home page, the
// paths, the progress page, the daily practice) know of a widget only its Track, so
// that no page knows the kinds.
//
// If a kind's Track has Counts or Follows, its element has the property "answered":
// true once the reader has done what the widget asks. The page records the first day on
// which it was true. A lesson is learnt when it is read to the end and every widget
// with Counts has such a day. It is done in practice when every widget with Follows has
// one too.
type Tracked interface {
	Widget
	Track() Track
}

// A Track is what other pages know of a widget. All of it is part of the site's shape,
// see site.Shape.
type Track struct {
	// Counts says that the lesson is learnt only when the widget is answered.
	Counts bool
	// Follows says that readers complete the widget after the lesson is learnt. The
	// lesson is done in practice only when the widget is answered.
	Follows bool
	// Dated says that something in the widget may be due. The kind then has a script
	// due.js, which finds it (see client/lib/agenda.js).
	Dated bool
	// Repeat says when a list begins again, as "weekly:mon"; "" for never.
	Repeat string
	// Per is "account" if the reader has a list for each account, or "".
	Per string
	// Rules are further values that due.js needs, by the kind's own names.
	Rules map[string]string
	// Items are the items that have a revision, are due, or are practiced.
	Items []TrackedItem
	// Asked has the numbers of the lesson's links in required items.
	Asked []int
	// Practised says that items are asked again after some days, once the lesson is
	// learnt. The kind then has a template practice.html and a script practice.js.
	Practised bool
	// Share has the values from which the kind's script team.js computes the results
	// and answers that a reader may send, by the kind's own names. If it is nil, the
	// reader can only send words, and ticks them each time. See client/team/share.js.
	Share map[string]string
}

// A TrackedItem is one of a widget's items.
type TrackedItem struct {
	ID, Anchor string
	// Rev is the item's revision; 0 and 1 are the first. If Counts is set, the item is
	// required, and an answer to an earlier revision makes the lesson stale.
	Rev    int
	Counts bool
	// Due is when the item is due: "+7d" from the start of a run, or a date; "" for
	// never. Text is what is due.
	Due, Text string
}

// linkToken matches the token for a link's address in the HTML of a lesson.
var linkToken = regexp.MustCompile("\x01L(\\d+)\x02")

// LinksIn returns the numbers of the lesson's links in a part of its HTML.
func LinksIn(html string) []int {
	var out []int
	for _, m := range linkToken.FindAllStringSubmatch(html, -1) {
		n, _ := strconv.Atoi(m[1])
		out = append(out, n)
	}
	return out
}

// TrackOf returns the Track of w, or an empty one if w is not tracked.
func TrackOf(w Widget) Track {
	if t, ok := w.(Tracked); ok {
		return t.Track()
	}
	return Track{}
}
