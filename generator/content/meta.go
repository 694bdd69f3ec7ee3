package content

// Meta is a lesson's front matter. Dates are "2026-11-22" or "". Pos holds
// where each key stands, for findings that need the whole site.
type Meta struct {
	Title, Summary, UID, Kind string
	Weight                    int
	HasWeight                 bool
	Date, Updated             string
	Draft                     bool
	PublishDate, ExpiryDate   string
	Slug                      string
	Aliases, Tags, Roles      []string
	Stage                     string
	Minutes                   int
	Prereq, Takeaways         []string
	Owner, Reviewed           string
	ReviewEvery               string // "90d", "6m", "1y"
	Template                  string
	Search, TOC               bool // true unless switched off
	Was                       []string
	SourceHash                string
	// DefaultKind is of an index.md only.
	DefaultKind string
	// The keys of a learning path, only below content/paths/.
	Role       string
	Lessons    []string
	Pace       string
	Milestones []Milestone
	Completion string
	Lock       bool
	Valid      string
	// Fields are the keys of the lesson's kind, checked by the site once the
	// kind is known; nil if none.
	Fields []Field
	// Pos is where each key's value (or the n-th entry of a list, "roles[1]") stands.
	Pos map[string]Mark
	// FromHeading says that the title was taken from the body's first heading.
	FromHeading bool
}

// A Mark is a place in the lesson's file: line and column from 1, End the
// column just past it.
type Mark struct{ Line, Col, End int }

// A Milestone is one step of a learning path.
type Milestone struct {
	At string // "day 1", "week 2"
	Do string
}

// A Field is one front matter key that is not common to all lessons, with its
// value as decoded: string, int64, float64, bool, []any, map[string]any, or a
// date as string.
type Field struct {
	Key   string
	Value any
	KeyAt Mark
	At    Mark
}
