// Package config reads site.toml.
package config

import "cmp"

// Config is site.toml, read and checked. Every field has its default filled
// in.
type Config struct {
	Title, SiteID, BaseURL, Description string
	// Language is the default language; Languages lists all, the default
	// first, then by weight and code.
	Language  string
	Languages []Language
	Build     Build
	Roles     []Label // in the file's order
	Stages    []Label
	Tags      []Label
	Nav       []NavLink
	Theme     Theme
	// Synonyms are groups of words of one meaning, by language.
	Synonyms map[string][][]string
	// Expand says what else readers type when they look for a page.
	Expand    []Expansion
	EditURL   string
	Kinds     []*Kind  // the shipped kinds, overlaid and extended by the file's
	Blocks    []*Block // that the site defines itself
	Params    map[string]any
	Redirects []Redirect
	// Warn lists the codes of errors that count as warnings.
	Warn []string
	// Ignore are patterns of front matter keys that are passed over, see [path.Match].
	Ignore []string
	// Exclude are the files below the content folder that are no part of the playbook.
	Exclude []Exclude
	// Prefixes begin the addresses of this site in links, as "/handbook/"; the
	// longest first.
	Prefixes []string
	// Repository is the address of a file of the repository, which stands in it as
	// {path}; "" if none is named.
	Repository string
	// Addresses say where generated lists are that are not at their own names.
	Addresses map[string]string
	// TeamKeys are the public keys of those who sign for others, see package team.
	TeamKeys []string
	// ForgetAfter is after what time the browser asks whether to erase what may name
	// somebody, "24m"; "" for never.
	ForgetAfter string
	// Plain is the file as plain data, but for [blocks].
	Plain map[string]any
	// Lost are the tables and keys of the settings that mistakes were found in, "*"
	// if it is not known which: what follows from them is not known either.
	Lost []string
}

// Address is where a generated list is: its own name, or what [addresses] says.
func (c *Config) Address(name string) string { return cmp.Or(c.Addresses[name], name) }

// An Expansion is what readers type who look for one page, in one language.
type Expansion struct {
	Lang, UID string
	Phrases   []string
	At        Place
}

// An Exclude is a pattern of [content] exclude.
type Exclude struct {
	Pattern string
	At      Place
}

// A Language is one of the site's languages.
type Language struct {
	Code        string // "nl", "pt-br"
	Label       string // in the language itself, see [Config.Speak]
	Title       string // the site's title in it, "" for the default
	Description string // what the site says of itself in it, "" for the default
	Weight      int
	At          Place // where the settings name it; zero for one that they do not
}

// Build says where things are, slash-separated, relative to site.toml.
type Build struct {
	Content, Output string
	UnsafeHTML      bool
	// Offline has browsers keep the site for reading without a network.
	Offline bool
	// FrameAncestors are the origins whose pages may show this site in a frame, as the
	// policy in _headers names them: "'none'", "'self'" or "https://example.com".
	FrameAncestors []string
}

// A Label names a role, a stage or a tag in the site's languages.
type Label struct {
	Key    string
	Label  string            // in the default language
	Labels map[string]string // by language, from label_nl and so on
}

// In returns the label in lang.
func (l Label) In(lang string) string {
	if s := l.Labels[lang]; s != "" {
		return s
	}
	return l.Label
}

// A NavLink is one entry of the optional [[nav]].
type NavLink struct {
	Label          Label
	Target         string // a uid, an address below the root, or a URL
	Line, Col, End int
}

// Theme is the look a team may set.
type Theme struct {
	Accent, Logo, Favicon string
	// LogoAt and FaviconAt are where those two stand in site.toml.
	LogoAt, FaviconAt Place
	// Fonts are the team's own font files.
	Fonts []Font
	// Home are the parts of the home page in their order, of [HomeParts].
	Home []string
}

// A Font is a font file of the team.
type Font struct {
	Path  string   // below the content folder
	Roles []string // FontText, FontInterface
	At    Place
}

// A Place is a range of one line: line and columns from 1, in code points.
type Place struct{ Line, Col, End int }

// A Redirect leads from an old address to a lesson or another address.
type Redirect struct {
	From, To string
	// FromAt and ToAt are where those two stand in site.toml.
	FromAt, ToAt Place
}

// A Kind is a kind of lesson: data, not code.
type Kind struct {
	Label
	Icon   string      // the name of a symbol of the theme
	IconAt Place       // where site.toml says so; zero for a shipped one
	Color  string      // the name of a kind colour of the theme: campaign, followup, mix, qualification, mindset, ink
	Fields []KindField // in the order of definition
}

// Field types.
const (
	TypeString = "string"
	TypeInt    = "int"
	TypeNumber = "number"
	TypeBool   = "bool"
	TypeDate   = "date"
	TypeList   = "list"  // of strings
	TypePairs  = "pairs" // of two strings each
	TypeURL    = "url"
)

// A KindField is one front matter key of a lesson kind.
type KindField struct {
	Key      string
	Label    Label
	Type     string
	Required bool
	OneOf    []string // for a string: the values allowed
	Min, Max *float64 // for a number
}
