// Package site assembles lessons: sections, order, permalinks, translations, links,
// terms and paths.
//
// [Assemble] takes everything that was read and returns the whole site as values that
// never change. Everything that a page shows about other pages is computed here; the
// theme only chooses markup.
package site

import (
	"playbook/generator/config"
	"playbook/generator/content"
)

// A Site is the whole playbook in all its languages.
type Site struct {
	Config *config.Config
	// Date is the build date, "2026-11-22".
	Date string
	// Langs are the languages in the order of site.toml, the default first.
	Langs []*Lang
	// Assets are the files below content/ to which lessons refer.
	Assets []*Asset
	// Redirects lead from an old address to a page, sorted by From.
	Redirects []Redirect
	// Skipped are the lessons that are not in this build, and why.
	Skipped []Skipped
	// Widgets are the kinds of widget that some lesson uses, sorted.
	Widgets []string
}

// A Lang is the site in one language. Every language has every page: without a
// translation, the page shows the default language's lesson and says so
// (Page.Fallback).
type Lang struct {
	config.Language
	Default bool
	// Prefix is "" for the default language, else "nl/".
	Prefix string
	Home   *Page
	// Root is the content folder: its Lessons are those directly in it, its
	// Children the top sections in order.
	Root *Section
	// Pages are all pages of the language in reading order: sections and
	// their lessons, then terms, paths and the rest.
	Pages []*Page
	// Lessons are only the lesson pages, in reading order.
	Lessons                    []*Page
	Roles, Stages, Tags, Kinds []*Term
	Paths                      []*Path
	// Assignments are the prepared assignments from content/assignments/.
	Assignments []*Assignment
}

// PageType says what a page is.
type PageType uint8

// The types of page.
const (
	HomePage PageType = iota
	SectionPage
	LessonPage
	TermPage     // one role, stage, tag or lesson kind
	TermListPage // all roles, all tags, all kinds
	PathPage     // one learning path
	PathListPage // all learning paths
	NotFoundPage
	SystemPage // search, my-data, progress and the like: Page.System names it
)

// A Page is one generated HTML document in one language.
type Page struct {
	Type PageType
	// URL is the permalink relative to the site's root, with its file name:
	// "campaign-analogies/current-customers-first.html", "nl/index.html".
	URL  string
	Lang *Lang
	// Title and Summary are plain text, never empty / possibly empty.
	Title, Summary string
	// Lesson is the source of the page: a lesson, a section's index.md, a path's page;
	// nil for generated pages.
	Lesson *content.Lesson
	// At is the index of Lesson in Input.Lessons, or -1.
	At int
	// Fallback says that Lesson is in the default language because there is no
	// translation; Stale says that the translation was made from an older version of
	// its source.
	Fallback, Stale bool
	Draft           bool
	UID             string
	Kind            *config.Kind // of a lesson
	Section         *Section     // that the page is in; the root for the home page
	Term            *Term        // of a TermPage
	Terms           []*Term      // of a TermListPage
	Path            *Path        // of a PathPage
	System          string       // of a SystemPage
	// Signoff says that the manager has to sign off the lesson or the path.
	Signoff bool
	// Roles, Stage and Tags are the lesson's terms.
	Roles, Tags []*Term
	Stage       *Term
	// Minutes is the reading time: the author's, else by words; 0 for pages
	// that are not lessons.
	Minutes    int
	Prev, Next *Page
	// Prereq are the lessons to read before this one.
	Prereq []*Page
	// MentionedIn are the lessons of the same language that link here.
	MentionedIn []*Page
	// Translations are the real translations of this page, itself included,
	// in language order; fewer than two means none.
	Translations []*Page
	// Others are the same page in every language, fallbacks included, for the
	// language switch; itself included.
	Others []*Page
	// Links are the lesson's links, resolved; the index is the token's.
	Links []Target
	index int // place in Lang.Pages
	// Parts are the pages that a long list is divided over, nil for a short one;
	// Part is this page's place among them.
	Parts []*Page
	Part  int
	// SourcePath is the file below the site's folder, for the edit link.
	SourcePath string
}

// A Target is where a link leads.
type Target struct {
	// Page is the page linked to, nil for the rest.
	Page *Page
	// Fragment is the anchor without '#'.
	Fragment string
	// Asset is the file linked to or the image shown.
	Asset *Asset
	// External is an address outside the site, already checked and escaped
	// for use in an attribute.
	External string
	// Away is set where the site has nothing that the link leads to: its words stand
	// without a link.
	Away bool
}

// A Section is a folder of lessons in one language.
type Section struct {
	// Dir is the folder below content/ without ordering prefixes, "" for the
	// root.
	Dir      string
	Page     *Page
	Parent   *Section // nil for the root
	Children []*Section
	Lessons  []*Page      // directly in it, in order
	Kind     *config.Kind // default_kind, nil if none
}

// A Term is a role, a stage, a tag or a lesson kind, with its lessons in
// reading order.
type Term struct {
	Taxonomy string // "role", "stage", "tag", "kind"
	Key      string // as written in front matter
	Label    string // in the page's language
	Page     *Page
	Lessons  []*Page
	Kind     *config.Kind // of a kind
}

// A Path is a learning path in one language.
type Path struct {
	Page       *Page
	Role       *Term // nil if it names none
	Lessons    []*Page
	Minutes    int
	Pace       string
	Completion string
	Milestones []content.Milestone
	Lock       bool
	// Days are the milestones' days, counted from the first as 1, 0 where the
	// words say none; they follow the default language's.
	Days []int
	// Signoffs says which milestones somebody signs, as the default language has it.
	Signoffs []bool
	// Valid is how long a finished lesson stays so, as "365d"; "" for good.
	Valid string
}

// An Asset is a file below content/ that is published.
type Asset struct {
	// Source is its path below the content folder, URL its address with a
	// content hash, relative to the site's root.
	Source, URL string
	// Width and Height are an image's size in CSS pixels, 0 if unknown.
	Width, Height int
	Size          int64
}

// A Redirect leads from an old address to a page.
type Redirect struct {
	From string // relative to the root, with file name
	To   *Page
}

// A Skipped lesson is not in the build.
type Skipped struct {
	Path   string
	Reason string // "draft", "scheduled", "expired"
	Until  string // the date that decides, if there is one
}
