package widget

// Packed widgets keep answers on a company's learning platform (LMS). There a
// reader's whole state must fit in a few thousand characters, so a kind turns its
// leaves into short lists of small numbers and back: templates/widgets/<kind>/packed.js.
// What the numbers count is said here, so that a package knows what it will need.
type Packed interface {
	Keeper
	Packing() Packing
}

// A Packing says what of a widget's state a learning platform keeps.
type Packing struct {
	// Revs are the items' revisions in the order of [Keeper.Keeps]; nil where the
	// items have none.
	Revs []int
	// Shape stands for whatever else the numbers count, such as a question's options.
	// Numbers that were kept under another shape are not read.
	Shape string
	// Repeat says when a list begins anew, as in [Track].
	Repeat string
	// Parts are the lists, at most one of each rank.
	Parts []PackedPart
	// Graded says that the widget has a result, which makes the course's score.
	Graded bool
	// Out says in a few words what stays out, "" for nothing.
	Out string
}

// A PackedPart is one list of numbers.
type PackedPart struct {
	Rank Rank
	// Full are the numbers of a reader who has answered everything.
	Full []int
}

// A Rank names what a list of numbers holds. Ranks are in the order in which
// they are left out when there is no room for all of them.
type Rank uint8

// The ranks; client/scorm/pack.js has the same.
const (
	Repetition Rank = iota // when a question or a card is asked again
	Scorecards             // answers to scorecards and their kept results
	Checklists             // ticks
	Answers                // quizzes, votes, journals
)

// PackedDay is how a day is packed in [PackedPart.Full]: a month after the lesson
// was read, the number of days doubled.
const PackedDay = 60

// Revised returns 1 for the revisions 0 and 1.
func Revised(rev int) int { return max(1, rev) }

// FullBoxes are the numbers of n items that have all been asked again, see
// client/scorm/boxes.js: half of them on another day than the item before.
func FullBoxes(n int) []int {
	var out []int
	since := PackedDay
	for i := range n {
		out = append(out, 1+i%5, since, 0)
		since = i % 2 * 14
	}
	return out
}
