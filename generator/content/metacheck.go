package content

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const (
	codeBadValue  diag.Code = "PB1010"
	codeOddValue  diag.Code = "PB1011"
	codeRepeated  diag.Code = "PB1012"
	codeManyItems diag.Code = "PB1013"
	codeBadID     diag.Code = "PB1014"
	codeNoBody    diag.Code = "PB1017"
)

// Bounds of front matter values, in characters and entries.
const (
	maxTitle   = 200
	maxText    = 2000
	maxTag     = 60
	maxTags    = 50
	maxItems   = 500
	maxID      = 100
	maxMinutes = 600
)

var (
	wordRE   = regexp.MustCompile(`^[a-z0-9]+([-_][a-z0-9]+)*$`)
	periodRE = regexp.MustCompile(`^[1-9][0-9]{0,3}[dwmy]$`)
	aliasRE  = regexp.MustCompile(`^/?[^\s/\\?#:*"<>|%]+(/[^\s/\\?#:*"<>|%]+)*/?$`)
	hashRE   = regexp.MustCompile(`^[0-9A-Za-z:+/=-]{4,128}$`)
)

// slugPattern is what isSlug looks for, as a regular expression.
const slugPattern = `^[\p{Ll}\p{Lo}\p{M}\p{N}]+([-_][\p{Ll}\p{Lo}\p{M}\p{N}]+)*$`

func isSlug(s string) bool { return joined(s, "-_") }

// isUID allows a slash too, for nested sections.
func isUID(s string) bool { return joined(s, "-_/") }

// joined reports whether s is lower-case words of any script, joined by one of the
// signs each.
func joined(s, signs string) bool {
	within := false
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Ll, unicode.Lo, unicode.M, unicode.N):
			within = true
		case within && strings.ContainsRune(signs, r):
			within = false
		default:
			return false
		}
	}
	return within
}

// A checker looks at the values of one front matter, whose types are right.
type checker struct {
	f *diag.File
	t *decode.Table
	m *Meta
	h head
	o *Options
	// untitled pages take a title from the site: a section's index.md
	untitled bool
	diags    diag.List
}

func (c *checker) all() {
	m := c.m
	c.title()
	c.texts()
	c.tags()
	c.words("roles", m.Roles, wordRE.MatchString, `lower-case letters, digits and "-", for example "ae"`)
	c.words("prereq", m.Prereq, isUID, "the uid of a lesson")
	c.words("lessons", m.Lessons, isUID, "the uid of a lesson")
	c.words("checklists", m.Checklists, isListName, `the uid of a lesson, "#" and the id of a checklist in it, for example "first-call#before"`)
	c.words("was", m.Was, isUID, "an earlier uid of the lesson")
	c.words("aliases", m.Aliases, aliasRE.MatchString, `an old address of this page in readable form (no spaces, no %), for example "/old-section/page.html"`)
	c.shape("uid", m.UID, isUID, `lower-case letters, digits and "-", for example "first-call"`)
	c.shape("slug", m.Slug, isSlug, `lower-case letters, digits and "-", for example "first-call"`)
	if deviceRE.MatchString(m.Slug) {
		c.at("slug", diag.Error, codeBadID, "%q is not valid for %q: Windows reserves that name for a device", m.Slug, "slug").Hint = "choose another name"
	}
	for _, k := range []struct{ key, text string }{
		{"kind", m.Kind}, {"default_kind", m.DefaultKind}, {"stage", m.Stage}, {"role", m.Role}, {"template", m.Template},
	} {
		c.shape(k.key, k.text, wordRE.MatchString, `lower-case letters, digits and "-"`)
	}
	c.shape("review_every", m.ReviewEvery, periodRE.MatchString, `a number of days, weeks, months or years, for example "90d", "6m" or "1y"`)
	c.shape("valid", m.Valid, periodRE.MatchString, `a number of days, weeks, months or years, for example "365d" or "1y"`)
	c.shape("source_hash", m.SourceHash, hashRE.MatchString, `the hash written by "generate i18n --accept"`)
	c.signoff()
	c.due()
	c.minutes()
	c.dates()
}

// signoff checks who is to sign.
func (c *checker) signoff() {
	if c.m.Signoff != "" && c.m.Signoff != "manager" {
		c.at("signoff", diag.Error, codeBadValue, "%q cannot sign off a lesson", c.m.Signoff).Hint = `write signoff = "manager"`
	}
	for _, m := range c.m.Milestones {
		if m.Signoff != "" && m.Signoff != "manager" {
			c.at("milestones", diag.Error, codeBadValue, "%q cannot sign off a milestone", m.Signoff).Hint = `write signoff = "manager"`
		}
	}
}

// isListName finds the name of a checklist: a lesson's uid and the id of the list.
func isListName(s string) bool {
	uid, id, ok := strings.Cut(s, "#")
	return ok && isUID(uid) && isSlug(id)
}

// due checks by when an assignment is due.
func (c *checker) due() {
	if d := c.m.Due; d != "" && !decode.IsDay(d) && !periodRE.MatchString(d) {
		c.at("due", diag.Error, codeBadValue, "%q is not a due date", d).
			Hint = `write a date, for example due = 2027-01-15, or a time after the assignment, for example due = "7d" or "2w"`
	}
}

// at starts a finding about the value of key.
func (c *checker) at(key string, s diag.Severity, code diag.Code, format string, args ...any) *diag.Diagnostic {
	c.diags.Add(c.t.At(c.t.ValueSpan(key), s, code, format, args...))
	return &c.diags[len(c.diags)-1]
}

func (c *checker) title() {
	text := c.m.Title
	switch n := utf8.RuneCountInString(text); {
	case !c.t.Has("title"):
		if !c.untitled && !c.m.Broken && !c.misspelt("title") {
			c.diags.Add(c.untitledHead())
		}
	case c.t.Get("title").Value.Kind != decode.String: // reported
	case strings.TrimSpace(text) == "":
		c.at("title", diag.Error, codeBadValue, "the title is blank").Hint = "say in a few words what the lesson teaches"
	case n > maxTitle:
		c.at("title", diag.Error, codeBadValue, "the title is too long: %d characters, the limit is %d", n, maxTitle).Hint = "put the rest into the summary"
	case strings.ContainsAny(text, "\n\t"):
		c.at("title", diag.Error, codeBadValue, "the title has a line break or a tab in it: expected one line of text")
	}
}

// firstHeading finds a title without signs of Markdown below front matter.
var firstHeading = regexp.MustCompile("^\\s*# +([^\n#*_`\\[\\]<>{}\\\\]+?) *(?:\n|$)")

// untitledHead reports front matter without a title: the lesson's first heading gives
// it one, or else the file's name.
func (c *checker) untitledHead() diag.Diagnostic {
	title := titleOfName(c.f.Path, c.o.Languages)
	if m := firstHeading.FindSubmatch(c.f.Text[next(c.f.Text, c.h.end):]); m != nil {
		title = string(m[1])
	}
	line := "title = " + strconv.Quote(title)
	if c.h.kind == yamlHead {
		line = "title: " + strconv.Quote(title)
	}
	at := next(c.f.Text, c.h.open)
	return c.f.At(c.h.open, c.h.open+3, diag.Error, decode.CodeRequired, `the title is missing: the front matter has no key "title"`).
		WithHint("add %s", line).WithRepair(c.f.Edit(at, at, line+"\n"))
}

// misspelt reports whether an unknown key was surely meant to be key; the site
// says so once it knows the lesson's kind.
func (c *checker) misspelt(key string) bool {
	for _, x := range c.m.Fields {
		if diag.Suggest(x.Key, []string{key}) == key {
			c.m.Broken = true
		}
	}
	return c.m.Broken
}

// texts checks every string of the front matter for characters that escapes
// can bring in, and for size.
func (c *checker) texts() {
	for _, e := range c.t.Entries() {
		c.text(e.Key, e.Value)
	}
}

func (c *checker) text(key string, v *decode.Value) {
	for i, item := range v.List() {
		if i >= maxItems {
			c.at(key, diag.Error, codeManyItems, "the list %q has too many entries: %d, the limit is %d", key, len(v.List()), maxItems)
			return
		}
		c.text(key, item)
	}
	if t := v.Table(); t != nil {
		for _, e := range t.Entries() {
			c.text(key+"."+e.Key, e.Value)
		}
	}
	if v.Kind != decode.String || len(c.diags) > maxItems {
		return
	}
	if odd := decode.OddRune(v.Str()); odd != "" {
		c.diags.Add(c.t.Errorf(v.Span, codeOddValue, "the value of %q contains the control or invisible character %s", key, odd).
			WithHint("delete it"))
	}
	if n := utf8.RuneCountInString(v.Str()); n > maxText && key != "title" {
		c.diags.Add(c.t.Errorf(v.Span, codeBadValue, "the value of %q is too long: %d characters, the limit is %d", key, n, maxText).
			WithHint("put long text below the front matter"))
	}
}

func (c *checker) tags() {
	tags := c.m.Tags
	if len(tags) > maxTags {
		c.at("tags", diag.Error, codeManyItems, "too many tags: %d, the limit is %d", len(tags), maxTags)
		return
	}
	c.each("tags", func(v *decode.Value) {
		switch n := utf8.RuneCountInString(v.Str()); {
		case strings.TrimSpace(v.Str()) == "":
			c.diags.Add(c.t.Errorf(v.Span, codeBadValue, "the tag is blank"))
		case n > maxTag:
			c.diags.Add(c.t.Errorf(v.Span, codeBadValue, "the tag is too long: %d characters, the limit is %d", n, maxTag))
		}
	})
	c.repeats("tags", "tag")
}

// each calls do for the strings of the list key.
func (c *checker) each(key string, do func(*decode.Value)) {
	e := c.t.Get(key)
	if e == nil {
		return
	}
	for i, v := range e.Value.List() {
		if v.Kind == decode.String && i < maxItems {
			do(v)
		}
	}
}

// repeats warns about entries of a list that differ in case alone or not at
// all.
func (c *checker) repeats(key, what string) {
	seen := map[string]string{}
	c.each(key, func(v *decode.Value) {
		low := strings.ToLower(strings.TrimSpace(v.Str()))
		first, twice := seen[low]
		switch {
		case twice && first == v.Str():
			c.diags.Add(c.t.At(v.Span, diag.Warning, codeRepeated, "the %s %q is given twice", what, v.Str()).WithHint("delete one of the two"))
		case twice:
			c.diags.Add(c.t.At(v.Span, diag.Warning, codeRepeated, "the %s %q differs from %q only in case", what, v.Str(), first).WithHint("delete one of the two"))
		default:
			seen[low] = v.Str()
		}
	})
}

// words checks a list of names.
func (c *checker) words(key string, list []string, shape func(string) bool, want string) {
	if len(list) == 0 {
		return
	}
	if e := c.t.Get(key); e.Value.Kind == decode.String {
		c.shape(key, e.Value.Str(), shape, want)
		return
	}
	for i, v := range c.t.Get(key).Value.List() {
		// What is reported here is emptied, so that the site does not report it again.
		if v.Kind == decode.String && i < maxItems && !c.name(key, v, shape, want) && i < len(list) {
			list[i] = ""
		}
	}
	c.repeats(key, "entry of "+key)
}

// shape checks one name; an absent one passes, an empty one does not.
func (c *checker) shape(key, text string, shape func(string) bool, want string) {
	e := c.t.Get(key)
	if e == nil || e.Value.Kind != decode.String || text != e.Value.Str() {
		return
	}
	c.name(key, e.Value, shape, want)
}

// name checks one name, and tells whether it is right.
func (c *checker) name(key string, v *decode.Value, shape func(string) bool, want string) bool {
	text := v.Str()
	if shape(text) && utf8.RuneCountInString(text) <= maxID && !strings.Contains(text, "..") {
		return true
	}
	if decode.OddRune(text) != "" { // reported
		return false
	}
	d := c.t.Errorf(v.Span, codeBadID, "%q is not valid for %q: expected %s", clip(text), key, want)
	right := strings.ToLower(strings.TrimSpace(text))
	if right == text || !shape(right) {
		right = Slug(text)
		if key == "aliases" || strings.ContainsAny(text, "/.:") || !shape(right) {
			right = ""
		}
	}
	if right != "" {
		d = d.WithHint("write %q", right).WithRepair(c.f.Edit(v.Span.Start, v.Span.End, quotedAs(c.f.Text[v.Span.Start:v.Span.End], right)))
	}
	c.diags.Add(d)
	return false
}

// quotedAs writes a word with the quotes that stand round another.
func quotedAs(old []byte, word string) string {
	if len(old) > 0 && (old[0] == '"' || old[0] == '\'') {
		return string(old[:1]) + word + string(old[:1])
	}
	return word
}

var clip = diag.Clip

func (c *checker) minutes() {
	e := c.t.Get("minutes")
	if e != nil && e.Value.Kind == decode.Int && (c.m.Minutes < 1 || c.m.Minutes > maxMinutes) {
		c.at("minutes", diag.Error, codeBadValue, "the minutes are out of range: %d, expected 1 to %d", c.m.Minutes, maxMinutes)
	}
}

func (c *checker) dates() {
	m := c.m
	if m.PublishDate != "" && m.ExpiryDate != "" && m.ExpiryDate <= m.PublishDate {
		c.at("expiry_date", diag.Error, codeBadValue, "expiry_date %s is not after publish_date %s: the lesson would never be published", m.ExpiryDate, m.PublishDate)
	}
	if m.Date != "" && m.Updated != "" && m.Updated < m.Date {
		c.at("updated", diag.Warning, codeBadValue, "updated %s is before date %s", m.Updated, m.Date)
	}
}
