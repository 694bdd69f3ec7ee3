package widget

// A Packed widget can store its answers on a company's learning platform (LMS). There a
// reader's whole state must fit into a few thousand characters, so the kind's script
// templates/widgets/<kind>/packed.js converts the state to short lists of small numbers
// and back. Packing describes these lists, so that the build knows how much room the
// state of a whole course needs.
type Packed interface {
	Keeper
	Packing() Packing
}

// A Packing says which part of a widget's state is stored on a learning platform.
type Packing struct {
	// Revs are the items' revisions in the order of [Keeper.Keeps], nil if the items
	// have none.
	Revs []int
	// Shape describes anything else that the meaning of the numbers depends on, such as
	// the number of options. Numbers stored with another shape are ignored.
	Shape string
	// Repeat says when the reader starts the list again, as in [Track].
	Repeat string
	// Parts are the lists, at most one of each rank.
	Parts []PackedPart
	// Graded says that the widget's result is part of the course's score.
	Graded bool
	// Out names in a few words what is not stored, "" if everything is.
	Out string
}

// A PackedPart is one list of numbers.
type PackedPart struct {
	Rank Rank
	// Full has the numbers of a reader who has answered everything.
	Full []int
}

// A Rank names what a list of numbers holds. If there is no room for all lists, those
// with the lowest rank are left out first.
type Rank uint8

// The ranks, in the same order as in client/scorm/pack.js.
const (
	Repetition Rank = iota // when each question or card is asked again
	Scorecards             // answers to scorecards and saved results
	Checklists             // ticks
	Answers                // quizzes, votes, journals
)

// PackedDay stands for a date in [PackedPart.Full], where dates are not known yet. A date
// is packed as twice the number of days since the lesson was read; this one is 30 days.
const PackedDay = 60

// Revised returns the revision, where 0 means 1.
func Revised(rev int) int { return max(1, rev) }

// FullBoxes returns typical numbers for n items that have all been asked again. Half of
// them were asked on another day than the item before. See client/scorm/boxes.js.
func FullBoxes(n int) []int {
	var out []int
	since := PackedDay
	for i := range n {
		out = append(out, 1+i%5, since, 0)
		since = i % 2 * 14
	}
	return out
}
