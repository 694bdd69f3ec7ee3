package content

import "playbook/generator/decode"

// Meta is a lesson's front matter. Dates are "2026-11-22" or "". Pos holds
// where each key stands, for findings that need the whole site.
type Meta struct {
	Title       string   `toml:"title"`
	Summary     string   `toml:"summary"`
	UID         string   `toml:"uid"`
	Kind        string   `toml:"kind"`
	Weight      int      `toml:"weight"`
	HasWeight   bool     `toml:"-"`
	Date        string   `toml:"date,date"`
	Updated     string   `toml:"updated,date"`
	Draft       bool     `toml:"draft"`
	PublishDate string   `toml:"publish_date,date"`
	ExpiryDate  string   `toml:"expiry_date,date"`
	Slug        string   `toml:"slug"`
	Aliases     []string `toml:"aliases"`
	Tags        []string `toml:"tags"`
	Roles       []string `toml:"roles"`
	Stage       string   `toml:"stage"`
	Minutes     int      `toml:"minutes"`
	Prereq      []string `toml:"prereq"`
	Takeaways   []string `toml:"takeaways"`
	Owner       string   `toml:"owner"`
	Reviewed    string   `toml:"reviewed,date"`
	ReviewEvery string   `toml:"review_every"` // "90d", "6m", "1y"
	Template    string   `toml:"template"`
	Search      bool     `toml:"search"` // true unless switched off
	TOC         bool     `toml:"toc"`    // true unless switched off
	Was         []string `toml:"was,any"`
	SourceHash  string   `toml:"source_hash"`
	// Signoff says who has to sign off the lesson, or the whole path: "manager".
	Signoff string `toml:"signoff,any"`
	// DefaultKind is of an index.md only.
	DefaultKind string `toml:"default_kind,in=index"`
	// The keys of a learning path, only below content/paths/.
	Role       string      `toml:"role,in=path"`
	Lessons    []string    `toml:"lessons,in=path|assignment"` // of an assignment too
	Pace       string      `toml:"pace,in=path"`
	Milestones []Milestone `toml:"milestones,in=path"`
	Completion string      `toml:"completion,in=path"`
	Lock       bool        `toml:"lock,in=path"`
	Valid      string      `toml:"valid,in=path"`
	// The keys of an assignment, only below content/assignments/: checklists are
	// "uid#id", Due is a date or a number of days from when it is given, "7d".
	Checklists []string `toml:"checklists,in=assignment"`
	Due        string   `toml:"due,or-date,in=assignment"`
	From       string   `toml:"from,in=assignment"`
	// Fields are the keys of the lesson's kind, checked by the site once the
	// kind is known; nil if none.
	Fields []Field `toml:"-"`
	// Pos is where each key's value (or the n-th entry of a list, "roles[1]") stands.
	Pos map[string]Mark `toml:"-"`
	// FromHeading says that the title was taken from the body's first heading.
	FromHeading bool `toml:"-"`
	// Broken says that the front matter could not be read in full and that
	// this has been reported: then a missing key is not reported.
	Broken bool `toml:"-"`
}

// A Mark is a place in the lesson's file: line and column from 1, End the
// column just past it.
type Mark struct{ Line, Col, End int }

// A Milestone is one step of a learning path.
type Milestone struct {
	At string `toml:"at,required"` // when it is due: "day 1", "week 2"
	Do string `toml:"do,required"` // what is to be done by then
	// Signoff says who signs that it was reached: "manager".
	Signoff string `toml:"signoff"`
}

// A Field is one front matter key that is not common to all lessons, with its
// value as decoded: string, int64, float64, bool, []any, map[string]any, or a
// date as string.
type Field struct {
	Key   string
	Value any
	// Type is what the value was written as: a date is told from a string.
	Type  decode.Kind
	KeyAt Mark
	At    Mark
}
