// Package search turns lessons into an index that a small script in the page can query without a server.
//
// The work is cut in two. [Analyse] looks at one lesson and nothing else, so it can run beside the parser while the
// text is hot, and its result can be kept as long as the lesson does not change. [Build] takes all results of one
// language and writes the files.
//
// # What is in the files
//
// A file is a classic script with one call, playbook.shard(name, data), so that it loads from file:// and under
// script-src 'self'. All but the root carry a hash of their content in the name. The root's name stays, because it
// stands in every page; when a block that an old root names is gone, the client asks for the root anew.
//
//	root   names, first keys and hashes of all others; where each lesson's passages begin; the language's rules (shard.go: steps)
//	d<n>   a dictionary block: surface forms in order, front-coded, each with its group and a rough df   (dict.go)
//	p<n>   a postings block: for each group, for each form, passages by impact, as bits         (posting.go, bits.go)
//	x<n>   the tails of block n's long lists, loaded beside the block for a query of several words; its name has the block's hash
//	c<n>   cards of four lessons, or of two: what a list of results says of them but for excerpts              (card.go)
//	t<n>   lesson n: the text of its passages, for excerpts, phrases and nearness; where one
//	       has none, the summary or the next passage's                                              (card.go)
//	f      which lessons belong to which kind, role, stage, tag and section                               (facet.go)
//
// # Words
//
// A form is a word as written, in lower case; its key is the folded form ([Fold]). Forms are joined into groups by
// what the language's stemmer and rules say (stem.go, group.go); the form keeps its own list of passages, so an exact
// hit can weigh more than a hit by group. Everything that knows a language is here or travels in the root; the script
// in the page knows none.
package search

import "encoding/json"

// Lesson is what one lesson brings to the index.
type Lesson struct {
	UID, URL       string // stable name; address relative to the site's root
	Title, Summary string
	Kind, Section  string // Section is the title of its folder
	Stage          string
	Roles, Tags    []string
	Labels         []string // what readers see for its kind, stage and tags; keys are for filters alone
	Foreign        string   // its text's language where that is not the index's
	Refers         bool     // it leads to lessons, as the home page, a section's, a path's and the glossary do
	Passages       []Passage
	Tools          []Tool
	Phrases        []string // what else readers type who look for it; each is a passage that is never shown
}

// Passage is a heading's worth of text. The first passage of a lesson may have no heading.
type Passage struct {
	ID      string   // anchor in the page, empty for its top
	Heading string   // plain text
	Trail   []string // headings above this one, outermost first
	Text    string   // plain text, paragraphs divided by newlines
}

// Tool is something in a lesson to work with, as a checklist; it is found by its kind and its title, and is a passage of its own.
type Tool struct {
	ID      string // anchor in the page
	Heading string // its kind and its title
	Words   string // what else readers call the kind
}

// Options are what a site may set.
type Options struct {
	Synonyms [][]string        // each entry is a set of words or short phrases that stand for one another
	Words    json.RawMessage   // the dialog's words in the site's language, a JSON object
	Labels   map[string]string // what readers see for a facet's value, by facet/value: "kind/followup": "Follow-up sins"
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

// Report says how large the index became; sizes are bytes before compression.
type Report struct {
	Lessons, Passages, Forms, Groups, Postings int // how many
	Text, Root, Dictionary, Lists, Tails       int // bytes; Lists are the postings' blocks
	Cards, Texts, Facets                       int
}
