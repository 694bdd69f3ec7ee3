package scorm

import (
	"fmt"
	"math/bits"

	"playbook/generator/widget"
)

// Room has the number of characters of suspend_data that a course needs when a learner
// has answered everything.
type Room struct {
	// All includes everything; Least only which lessons are done.
	All, Least int
	// Limit is the number that every platform stores.
	Limit int
	// Dropped names what is left out, in order, if All is more than Limit.
	Dropped []string
}

// safe is the room on every platform: SCORM 1.2 promises 4,096 characters, the 3rd
// edition of 2004 promises 4,000.
const safe = 3900

// ranks are the words for what is left out, in order.
var ranks = []string{"repetition", "scorecards", "checklist ticks", "quiz answers"}

// A TooLargeError says that a course does not fit on a platform.
type TooLargeError struct{ Least, Limit int }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the course has too many lessons for a learning platform: just the list of done lessons takes %d characters of suspend_data, more than %d", e.Least, e.Limit)
}

func (r *Room) check() error {
	if r.Least > r.Limit {
		return &TooLargeError{r.Least, r.Limit}
	}
	return nil
}

// The contexts of client/scorm/pack.js.
const (
	ctxLesson = iota
	ctxRead
	ctxDay
	ctxWidget
	ctxDid
	ctxDidOn
	ctxList
	ctxRank
	ctxLength
	ctxSkip
	ctxNumber = 16
)

// header is the length of "P1|", the table's hash, "|" and the checksum.
const header = 3 + 6 + 1 + 3

// room computes the room that the course needs on a platform.
func (t *Table) room(v Version) Room {
	r := Room{All: t.length(0), Limit: safe}
	if v == V2004 {
		r.Limit = 60000 // most platforms; on others the shell sends a shorter state
	}
	r.Least = t.length(widget.Answers + 1)
	for rank := range ranks {
		if t.length(widget.Rank(rank)) <= r.Limit {
			break
		}
		if t.holds(widget.Rank(rank)) {
			r.Dropped = append(r.Dropped, ranks[rank])
		}
	}
	return r
}

func (t *Table) holds(rank widget.Rank) bool {
	for _, p := range t.pages() {
		for _, w := range p.Widgets {
			for _, part := range w.parts {
				if part.Rank == rank {
					return true
				}
			}
		}
	}
	return false
}

// length returns the length of the state of a learner who has answered everything,
// without the ranks below from. It writes what pack.js would write: each lesson on a
// different day, each widget a week after its lesson.
func (t *Table) length(from widget.Rank) int {
	w := newWriter()
	w.raw(14, 2500)
	for i, p := range t.pages() {
		w.flag(ctxLesson, true)
		w.raw(16, uint(p.Key))
		w.flag(ctxRead, !p.Final)
		w.number(ctxDay, i%3)
		for n := range p.Widgets {
			p.Widgets[n].write(w, from, p.Final)
		}
		w.flag(ctxWidget, false)
	}
	w.flag(ctxLesson, false)
	return header + w.length()
}

func (k *Widget) write(w *writer, from widget.Rank, final bool) {
	w.flag(ctxWidget, true)
	w.number(ctxSkip, 0)
	w.raw(8, uint(k.Shape))
	w.number(ctxDid, 1)
	w.number(ctxDidOn, 2*(int(k.Shape)%8))
	for _, part := range k.parts {
		if part.Rank < from && !final {
			continue
		}
		w.flag(ctxList, true)
		w.number(ctxRank, int(part.Rank))
		w.number(ctxLength, len(part.Full))
		before := 0
		for _, n := range part.Full {
			w.number(ctxNumber+4*int(part.Rank)+min(3, bits.Len(uint(before+1))-1), n)
			before = n
		}
	}
	w.flag(ctxList, false)
}
