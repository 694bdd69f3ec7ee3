package config

import (
	"cmp"
	"regexp"
	"strings"
	"unicode/utf8"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const (
	codeBaseURL  diag.Code = "PB1112"
	codeSiteID   diag.Code = "PB1102"
	codeLanguage diag.Code = "PB1103"
	codeKind     diag.Code = "PB1104"
	codeTheme    diag.Code = "PB1105"
	codeFolder   diag.Code = "PB1106"
	codeAddress  diag.Code = "PB1107"
	codeEdit     diag.Code = "PB1108"
	codeSynonyms diag.Code = "PB1109"
	codeExpand   diag.Code = "PB1115"
	codeLabel    diag.Code = "PB1110"
	codeText     diag.Code = "PB1111"
)

// file is site.toml as written.
type file struct {
	Title       string          `toml:"title,required"`
	SiteID      string          `toml:"site_id,required"`
	BaseURL     string          `toml:"base_url"`
	Description string          `toml:"description"`
	Language    string          `toml:"language"`
	Languages   *decode.Table   `toml:"languages"`
	Build       buildTable      `toml:"build"`
	Roles       *decode.Table   `toml:"roles"`
	Stages      *decode.Table   `toml:"stages"`
	Tags        *decode.Table   `toml:"tags"`
	Nav         []*decode.Table `toml:"nav"`
	Theme       themeTable      `toml:"theme"`
	Search      searchTable     `toml:"search"`
	Edit        editTable       `toml:"edit"`
	Kinds       *decode.Table   `toml:"kinds"`
	Blocks      *decode.Table   `toml:"blocks"`
	Params      map[string]any  `toml:"params"`
	Redirects   []redirectTable `toml:"redirect"`
	Findings    findingsTable   `toml:"findings"`
	FrontMatter frontTable      `toml:"front_matter"`
	Content     contentTable    `toml:"content"`
	Links       linksTable      `toml:"links"`
	Addresses   *decode.Table   `toml:"addresses"`
	Team        teamTable       `toml:"team"`
	Privacy     privacyTable    `toml:"privacy"`
}

type privacyTable struct {
	ForgetAfter string `toml:"forget_after"`
}

type teamTable struct {
	Key any `toml:"key"` // a string, or a list of several
}

type findingsTable struct {
	Warn []string `toml:"warn"`
}

type frontTable struct {
	Ignore []string `toml:"ignore"`
}

type contentTable struct {
	Exclude []string `toml:"exclude"`
}

type linksTable struct {
	Prefix     []string `toml:"prefix"`
	Repository string   `toml:"repository"`
}

type buildTable struct {
	Content    string `toml:"content"`
	Output     string `toml:"output"`
	UnsafeHTML bool   `toml:"unsafe_html"`
	Offline    bool   `toml:"offline"`

	FrameAncestors []string `toml:"frame_ancestors"`
}

type themeTable struct {
	Accent  string `toml:"accent"`
	Logo    string `toml:"logo"`
	Favicon string `toml:"favicon"`

	Fonts any      `toml:"fonts"` // a file, a list of files, or a table of lists
	Home  []string `toml:"home"`
}

type searchTable struct {
	Synonyms any `toml:"synonyms"`
	Expand   any `toml:"expand"`
}

type editTable struct {
	URL string `toml:"url"`
}

type redirectTable struct {
	From string `toml:"from,required"`
	To   string `toml:"to,required"`
}

// limits bound site.toml, which is larger than a lesson's front matter.
var limits = decode.Options{What: "site.toml", Bytes: 512 << 10, Keys: 5000}

// Read reads site.toml. Every finding is in the list; the configuration is
// never nil and holds what could be read, with the defaults for the rest, so
// that the build can go on to its own findings.
func Read(f *diag.File) (*Config, diag.List) {
	text, ds := decode.Text(f.Path, f.Text)
	f = diag.NewFile(f.Path, text)
	t, more := decode.Parse(f, 0, len(text), limits)
	ds = append(ds, more...)
	if text == nil {
		t, _ = decode.Parse(f, 0, 0, limits)
		return read(f, t, true, ds)
	}
	return read(f, t, false, ds)
}

// read checks the table of site.toml; lost says that the file is not text: then
// missing keys are not reported.
func read(f *diag.File, t *decode.Table, lost bool, ds diag.List) (*Config, diag.List) {
	raw := file{Language: "en", Build: buildTable{Content: "content", Output: "public"}}
	r := &reader{f: f, t: t, raw: &raw}
	if more := t.Into(&raw); !lost {
		r.diags = append(ds, more...)
	} else {
		r.diags = ds
	}
	return r.config(), r.diags
}

// A reader checks the values of site.toml, whose types are right.
type reader struct {
	f     *diag.File
	t     *decode.Table
	raw   *file
	langs []string
	diags diag.List
}

func (r *reader) config() *Config {
	raw := r.raw
	c := &Config{
		Title: raw.Title, Description: raw.Description, Params: raw.Params,
		Theme: r.looks(), Build: Build(raw.Build), EditURL: raw.Edit.URL,
	}
	if c.Params == nil {
		c.Params = map[string]any{}
	}
	c.Language, c.Languages = r.languages()
	for _, l := range c.Languages {
		r.langs = append(r.langs, l.Code)
	}
	r.title()
	c.SiteID = r.siteID()
	c.BaseURL = r.baseURL()
	c.Roles = r.labels("roles", raw.Roles, idRE)
	c.Stages = r.labels("stages", raw.Stages, idRE)
	c.Tags = r.labels("tags", raw.Tags, nil)
	c.Nav = r.nav()
	r.theme()
	c.Build = r.build(c.Build)
	c.EditURL = r.withPath("edit", "url", raw.Edit.URL, "https://github.com/team/playbook/edit/main/{path}")
	c.Synonyms = r.synonyms(c.Language)
	c.Expand = r.expansions()
	c.Kinds = r.kinds()
	c.Blocks = r.blocks()
	c.Redirects = r.redirects()
	c.Warn = r.warn()
	c.Ignore = r.ignore(c.Kinds)
	c.Exclude = r.exclude()
	c.Prefixes = r.prefixes()
	c.Repository = r.withPath("links", "repository", raw.Links.Repository, "https://github.com/team/playbook/blob/main/{path}")
	c.Addresses = r.addresses(c)
	c.TeamKeys = r.teamKeys()
	c.ForgetAfter = r.forgetAfter()
	r.odd(r.t)
	c.Lost = r.lost()
	c.Plain = r.t.Any()
	delete(c.Plain, "blocks")
	return c
}

// maxFindings bounds the findings for one file: each finding searches its line, and a
// line may be half the file.
const maxFindings = 200

// meant adds an error about a word that stands for one of a few.
func (r *reader) meant(s decode.Span, code diag.Code, word string, candidates []string, format string, args ...any) {
	d := r.at(s, code, format, args...)
	*d = d.Meant(word, candidates)
}

// at starts an error about a value.
func (r *reader) at(s decode.Span, code diag.Code, format string, args ...any) *diag.Diagnostic {
	if len(r.diags) >= maxFindings {
		return &diag.Diagnostic{} // told enough
	}
	r.diags.Add(r.t.Errorf(s, code, format, args...))
	return &r.diags[len(r.diags)-1]
}

// given reports whether the key at path holds a readable value of kind k.
func (r *reader) given(k decode.Kind, path ...string) bool {
	e := r.t.Lookup(path...)
	return e != nil && e.Value.Kind == k
}

func (r *reader) title() {
	if !r.given(decode.String, "title") {
		return
	}
	at := r.t.ValueSpan("title")
	switch n := utf8.RuneCountInString(r.raw.Title); {
	case strings.TrimSpace(r.raw.Title) == "":
		r.at(at, codeText, "the title is blank").Hint = "say what the playbook is called"
	case n > 200:
		r.at(at, codeText, "the title is too long: %d characters, the limit is 200", n)
	}
}

var (
	idRE     = regexp.MustCompile(`^[a-z0-9]+([-_][a-z0-9]+)*$`)
	siteIDRE = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func (r *reader) siteID() string {
	id := r.raw.SiteID
	if r.given(decode.String, "site_id") && (!siteIDRE.MatchString(id) || len(id) > 64) {
		d := r.at(r.t.ValueSpan("site_id"), codeSiteID, `site_id %q is not valid: expected up to 64 lower-case letters, digits and "-", for example "sales-playbook"`, clip(id))
		if low := strings.Trim(notID.ReplaceAllString(strings.ToLower(id), "-"), "-"); siteIDRE.MatchString(low) && len(low) <= 64 {
			d.Hint = "write \"" + low + "\""
		}
	}
	return cmp.Or(id, "playbook")
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// odd reports control and invisible characters that escapes brought in.
func (r *reader) odd(t *decode.Table) {
	for _, e := range t.Entries() {
		if decode.OddRune(e.Key) != "" {
			r.at(e.KeySpan, codeText, "the key contains the control or invisible character %s", decode.OddRune(e.Key)).Hint = "delete it"
		}
		r.oddValue(e.Key, e.Value)
	}
}

func (r *reader) oddValue(key string, v *decode.Value) {
	for _, e := range v.List() {
		r.oddValue(key, e)
	}
	if v.Table() != nil {
		r.odd(v.Table())
	}
	if v.Kind == decode.String && decode.OddRune(v.Str()) != "" {
		r.at(v.Span, codeText, "the value of %q contains the control or invisible character %s", key, decode.OddRune(v.Str())).Hint = "delete it"
	}
}

var clip = diag.Clip
