package widget

import (
	"regexp"
	"strconv"
)

// Tracked widgets belong to what a reader does in a lesson: other pages (the home
// page, the paths, the progress page, the daily practice) know of them through
// Track and nothing else, so that no page knows the kinds.
//
// A kind whose Track says Counts or Follows has the property "answered" in its
// element: true once the reader has done what the lesson asks of them there. The
// page keeps the day on which that was first so. The lesson is learnt when every
// widget that counts has one and the lesson is read to the end; it is done in
// practice when every widget that is followed through has one too.
type Tracked interface {
	Widget
	Track() Track
}

// A Track is what other pages know of a widget. All of it is part of the site's
// shape, see site.Shape.
type Track struct {
	// Counts says that the lesson is learnt only once the widget is answered.
	Counts bool
	// Follows says that the widget is followed through after the lesson is learnt,
	// which is done in practice only once the widget is answered.
	Follows bool
	// Dated says that something in the widget is due; the kind then has a script
	// due.js, which says what (see client/lib/agenda.js).
	Dated bool
	// Repeat says when a list begins anew, as "weekly:mon"; "" for never.
	Repeat string
	// Per says for what the reader keeps lists of their own: "account", or "".
	Per string
	// Rules are what due.js reckons with besides, by the kind's own names; nil for
	// nothing.
	Rules map[string]string
	// Items are those that have a revision or are due, and all that are
	// practised.
	Items []TrackedItem
	// Asked are the numbers of the lesson's links that stand in required items.
	Asked []int
	// Practised items are asked again after days, once the lesson is learnt; the
	// kind then has a template practice.html and a script practice.js.
	Practised bool
	// Share is what the kind's script team.js needs to work out the results and
	// answers that a reader may send, by the kind's own names; nil for a widget of
	// which nothing is sent but word for word, each time ticked by the reader. See
	// client/team/share.js.
	Share map[string]string
}

// A TrackedItem is one of a widget's items.
type TrackedItem struct {
	ID, Anchor string
	// Rev is the item's revision, 0 and 1 being the first. An answer to an
	// earlier one makes the lesson stale where Counts is set: the item is required.
	Rev    int
	Counts bool
	// Due is when the item is due, "+7d" from the start of a run or a date; ""
	// for never. Text says what is.
	Due, Text string
}

// linkToken is what stands for a link's address in the HTML of a lesson.
var linkToken = regexp.MustCompile("\x01L(\\d+)\x02")

// LinksIn are the numbers of the lesson's links that stand in a piece of its HTML.
func LinksIn(html string) []int {
	var out []int
	for _, m := range linkToken.FindAllStringSubmatch(html, -1) {
		n, _ := strconv.Atoi(m[1])
		out = append(out, n)
	}
	return out
}

// TrackOf reports what other pages know of w, nothing if it is not tracked.
func TrackOf(w Widget) Track {
	if t, ok := w.(Tracked); ok {
		return t.Track()
	}
	return Track{}
}
