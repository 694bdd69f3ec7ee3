// Package search turns lessons into an index that a small script in the page can query without a server.
//
// The work has two parts. [Analyse] looks at one lesson only, so it can run right after the lesson is parsed, and its
// result stays valid as long as the lesson does not change. [Build] takes all results of one language and writes the
// files.
//
// # What is in the files
//
// A file is a classic script with one call, playbook.shard(name, data), so that it loads from file:// and under
// script-src 'self'. All files but the root have a hash of their content in the name. The root's name never changes,
// because every page contains it. If a block that an old root names does not exist, the client loads the root again.
//
//	root   first keys and hashes of all others; where each lesson's passages begin; the language's rules (shard.go: steps)
//	d<n>   a dictionary block: word forms in order, front-coded, each with its group and a rough df              (dict.go)
//	p<n>   a postings block: for each group, for each form, passages by impact, as bits          (posting.go, bits.go)
//	x<n>   the tails of block n's long lists, loaded with the block for a query of several words; its name has the block's hash
//	c<n>   cards of four or two lessons: what a list of results shows of a lesson, except excerpts               (card.go)
//	t<n>   lesson n: the text of its passages, for excerpts, phrases and distances of words; a passage
//	       without a text has the summary or the next passage's text                                             (card.go)
//	f      which lessons belong to which kind, role, stage, tag and section                                      (facet.go)
//
// # Words
//
// A form is a word as written, in lower case; its key is the folded form ([Fold]). Forms are joined into groups by
// the language's stemmer and rules (stem.go, group.go). Each form keeps its own list of passages, so an exact hit can
// weigh more than a hit by group. Everything about a language is in this package or in the root; the script in the
// page has no rules for languages.
package search

import "encoding/json"

// Lesson is the input for one lesson.
type Lesson struct {
	UID, URL       string // stable name; address relative to the site's root
	Title, Summary string
	Kind, Section  string // Section is the title of its folder
	Stage          string
	Roles, Tags    []string
	Labels         []string // what readers see for its kind, stage and tags; keys are for filters alone
	Foreign        string   // the language of its text if that is not the index's
	Refers         bool     // it leads to lessons: the home page, a section, a path, the glossary
	Passages       []Passage
	Tools          []Tool
	Phrases        []string // what else readers type to find it; each is a passage that is never shown
}

// Passage is the text below one heading. The first passage of a lesson may have no
// heading.
type Passage struct {
	ID      string   // anchor in the page, empty for its top
	Heading string   // plain text
	Trail   []string // headings above this one, outermost first
	Text    string   // plain text, paragraphs divided by newlines
}

// Tool is something in a lesson to work with, such as a checklist. It is a passage of its own, found by its kind
// and its title.
type Tool struct {
	ID      string // anchor in the page
	Heading string // its kind and its title
	Words   string // other words that readers use for the kind
}

// Options are what a site may set.
type Options struct {
	Synonyms [][]string        // each entry is a set of words or short phrases with one meaning
	Words    json.RawMessage   // the dialog's words in the site's language, a JSON object
	Labels   map[string]string // the label that readers see for a facet's value, by facet/value: "kind/followup": "Follow-up sins"
}

// File is one generated script. Name is relative to the folder of the root file.
type File struct {
	Name string
	head string
	body []byte
}

// Index is the search index of one language.
type Index struct {
	Root   File   // to be loaded first
	Files  []File // sorted by name
	Report Report
}

// Report has the sizes of the index, in bytes before compression.
type Report struct {
	Lessons, Passages, Forms, Groups, Postings int // how many
	Text, Root, Dictionary, Lists, Tails       int // bytes; Lists are the postings' blocks
	Cards, Texts, Facets                       int
}
