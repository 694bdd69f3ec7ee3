package importer

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"playbook/generator/content"
)

// A Draft is a playbook on its way.
type Draft struct {
	Source  *Source
	Options Options
	Report  *Report

	// Title, Description and Language are the playbook's; what is empty is made up.
	Title, Description, Language string
	// Languages are the codes of the languages that pages beside the default one have.
	Languages []string
	// Pages are in the order in which they were added.
	Pages []*Page
	// Base is the folder of the source that becomes content/: "docs", or "" for the top.
	Base string
	// Roots are folders of the source that destinations with a slash at the front
	// start from, and where pictures are looked for, as "static".
	Roots []string
	// Site is how addresses of the old site begin, as "/docs/" or
	// "https://docs.example.com/": a link that begins so leads to a page.
	Site []string
	// Resolve, if set, is asked first where a destination leads: to a page, to a file
	// of the source, or to neither. It is given the destination without query and
	// fragment, decoded.
	Resolve func(p *Page, dest string) (*Page, string)
	// Otherwise, if set, is asked last, about what leads nowhere else.
	Otherwise func(p *Page, dest string) (*Page, string)

	// Place, if set, gives a file of the source that is no page its place below content/.
	Place func(from string) string

	byFrom   map[string]*Page
	patterns ignoreList               // of files that a script leaves out
	excluded func(from string) string // why a file is left out, "" if it is not
	assets   map[string]string        // where files of the source go, below content/
	taken    map[string]string        // assets by their place
	lookup   *lookup
	stopped  func() bool // nobody waits for the playbook any more
	pagesTo  map[string]*Page
}

// A Page is one text on its way to a lesson.
type Page struct {
	// From is the file of the source, for the report. Part tells pages of one file
	// apart.
	From string
	// To is where the lesson lies below content/, as "guide/first-call.md". What a
	// family leaves empty follows From; all are cleaned in the end.
	To string
	// Lang is the language, "" for the default one.
	Lang string
	// Old are addresses the page had, as "/guide/first-call/".
	Old  []string
	Meta Meta
	Body Text
	// Keys is the front matter of the source, as plain data, for the family to use.
	Keys map[string]any
	// Finished says that the family made the Markdown itself: the HTML in it is ours.
	Finished bool
	// CRLF says that the source's lines end so; the lesson's will too.
	CRLF bool

	d       *Draft
	head    bool // the source had front matter
	changes map[string]int
	anchors map[string]string
	parts   []*Page  // of the text that it was split from
	files   []string // of the source, that it refers to
	read    outlined // the body's parts, as far as they were read last
	complex bool     // the body was too complex to be read
	put     int      // bytes of other files in it
	broken  struct { // where the lines of the body begin, as far as they were looked for last
		b      []byte
		starts []int
	}
	// generated says that the page is no text of the source.
	generated bool
	// attempts is how often the page was corrected.
	attempts int
}

func newDraft(src *Source, o Options) *Draft {
	d := &Draft{Source: src, Options: o, byFrom: map[string]*Page{}, assets: map[string]string{}, taken: map[string]string{}, stopped: func() bool { return false }}
	d.Report = &Report{Source: src.Name}
	for _, s := range src.Skipped {
		d.Report.LeaveOut(s.Path, s.Why)
	}
	return d
}

// Exclude sets what is left out, before pages are added: why returns the reason for a
// file of the source, "" for none. What is excluded appears nowhere in the playbook.
func (d *Draft) Exclude(why func(from string) string) { d.excluded = why }

// Excluded reports whether a file of the source is left out.
func (d *Draft) Excluded(from string) bool { return d.excluded != nil && d.excluded(from) != "" }

// isDraft reports whether a file of the source is a page that stays a draft.
func (d *Draft) isDraft(from string) bool { return d.byFrom[from] != nil && d.byFrom[from].Meta.Draft }

// Page adds the Markdown file from: its front matter is read and cut off. It returns
// nil for a file that is excluded, and for one that cannot be read, which the report
// says. A file that was added before is returned again.
func (d *Draft) Page(from string) *Page {
	if p := d.byFrom[from]; p != nil {
		return p
	}
	if d.stopped() {
		return nil
	}
	if d.excluded != nil {
		if why := d.excluded(from); why != "" {
			d.Report.LeaveOut(from, why)
			return nil
		}
	}
	raw, err := d.Source.Read(from)
	switch {
	case err != nil:
		d.Report.Lose(Loss{Construct: LostPage, Path: from, Text: err.Error()})
		return nil
	case len(raw) > maxText:
		d.Report.Lose(Loss{Construct: LostPage, Path: from, Text: fmt.Sprintf("%d MB of text are more than a page can hold", len(raw)>>20)})
		return nil
	case bytes.IndexByte(raw, 0) >= 0 && !utf16(raw):
		d.Report.LeaveOut(from, "it is not text, although its name says so")
		return nil
	}
	text := plainText(raw)
	p := d.NewPage(from, "", 1)
	p.CRLF = bytes.Contains(raw, []byte("\r\n"))
	p.readHead([]byte(text))
	return p
}

// NewPage adds a page with a text of the family's own making, whose first line is from
// the source's line first. The second page of one file needs another To.
func (d *Draft) NewPage(from, body string, first int) *Page {
	p := &Page{From: from, d: d, Body: newText([]byte(body), first), changes: map[string]int{}}
	d.Pages = append(d.Pages, p)
	if d.byFrom[from] == nil {
		d.byFrom[from] = p
	}
	return p
}

// Apply makes edits of the page's body, none of which may overlap another, and counts
// them by their rules.
func (p *Page) Apply(edits []Edit) {
	for _, e := range p.Body.apply(edits) {
		if e.Rule != "" {
			p.Changed(e.Rule)
		}
	}
}

// Changed counts a change that is no edit of the body.
func (p *Page) Changed(rule string) { p.changes[rule]++ }

// Lose reports something that the new page lacks. Offset is in the body; text is what
// it was, as far as that helps to find it.
func (p *Page) Lose(construct string, offset int, text string) {
	p.d.Report.Lose(Loss{Construct: construct, Path: p.From, Line: p.line(offset), Text: text})
}

// line is the line of the source that the byte at an offset of the body came from.
func (p *Page) line(offset int) int {
	if b := p.Body.b; len(p.broken.b) != len(b) || len(b) > 0 && &p.broken.b[0] != &b[0] || p.broken.starts == nil {
		p.broken.b, p.broken.starts = b, lineStarts(b)
	}
	n := sort.SearchInts(p.broken.starts, min(max(offset, 0), len(p.Body.b))+1) - 1
	return p.Body.lines[min(n, len(p.Body.lines)-1)]
}

// fits counts what is put into the page of other files, and reports whether the page can
// hold it: files that hold each other make a text without end.
func (p *Page) fits(text string) bool {
	p.put += len(text)
	return p.put <= mostPut
}

const mostPut = 1 << 20

// finish does what is common to all families.
func (d *Draft) finish(ctx context.Context) error {
	if d.Options.SplitH1 {
		d.split()
	}
	d.settleLanguage()
	d.place()
	d.lookup = newLookup(d)
	done := 0
	for pages := range slices.Chunk(d.Pages, 256) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		outlines(pages)
		for _, p := range pages {
			if !p.Finished {
				p.html()
			}
		}
		outlines(pages)
		for _, p := range pages {
			p.links()
			p.read = outlined{}
			done++
			d.step("reading pages", done, len(d.Pages))
		}
	}
	d.aliases()
	if err := d.prove(ctx); ctx.Err() != nil {
		return context.Cause(ctx)
	} else if err != nil {
		return err
	}
	d.summarize()
	return nil
}

func (d *Draft) step(name string, done, total int) {
	if d.Options.Progress != nil {
		d.Options.Progress(name, done, total)
	}
}

// settleLanguage says which languages the playbook has.
func (d *Draft) settleLanguage() {
	if d.Options.Language != "" {
		d.Language = d.Options.Language
	}
	if !languageCode.MatchString(d.Language) {
		d.Language = "en"
	}
	for _, p := range d.Pages {
		if p.Lang == d.Language {
			p.Lang = ""
		}
		if p.Lang != "" && !slices.Contains(d.Languages, p.Lang) {
			d.Languages = append(d.Languages, p.Lang)
		}
	}
	slices.Sort(d.Languages)
}

// split makes pages of the headings of the first level, of texts with more than one.
func (d *Draft) split() {
	var out []*Page
	for _, p := range d.Pages {
		parts := p.split()
		if len(parts) > 1 {
			for _, q := range parts {
				q.parts = parts
			}
		}
		out = append(out, parts...)
	}
	d.Pages = out
}

func (p *Page) split() []*Page {
	var at []int
	for _, part := range p.outline() {
		if isTop(part) {
			at = append(at, bytes.LastIndexByte(p.Body.b[:part.Start], '\n')+1)
		}
	}
	if len(at) < 2 {
		return []*Page{p}
	}
	to := p.To
	if to == "" {
		to = strings.TrimPrefix(p.From, p.d.Base+"/")
	}
	dir := folderOfParts(to)
	pages := []*Page{p}
	whole := p.Body
	for i, start := range at {
		end := len(whole.b)
		if i+1 < len(at) {
			end = at[i+1]
		}
		q := &Page{From: p.From, d: p.d, Lang: p.Lang, CRLF: p.CRLF, changes: map[string]int{}}
		q.Body = whole.slice(start, end)
		title, _ := q.firstHeading()
		q.To = path.Join(dir, fmt.Sprintf("%02d-%s.md", i+1, cleanName(title)))
		q.Meta.Draft = p.Meta.Draft
		pages = append(pages, q)
	}
	p.Body = whole.slice(0, at[0])
	p.To = path.Join(dir, "index.md")
	if p.Meta.Title == "" && dir != "" {
		p.Meta.Title = titleOf(path.Base(dir))
	}
	p.Changed("the text is split at its headings of the first level")
	return pages
}

// folderOfParts is the folder of the parts of a text that is split: one of its name, or
// that whose own page the text is.
func folderOfParts(to string) string {
	if dir := path.Dir(to); isIndexFile(to) && dir == "." {
		return ""
	} else if isIndexFile(to) {
		return dir
	}
	return strings.TrimSuffix(to, path.Ext(to))
}

// withHeading is the part of a split text that has a heading, and how a link names it
// there; the page itself if none has.
func (p *Page) withHeading(rest string) (*Page, string) {
	fragment := strings.TrimPrefix(fragmentOf(rest), "#")
	if len(p.parts) == 0 || fragment == "" {
		return p, rest
	}
	for _, q := range append([]*Page{p}, p.parts...) {
		id := q.headingLike(fragment)
		switch {
		case id == "":
			continue
		case id == content.Slug(withoutID(q.heading())):
			return q, "" // its title
		}
		return q, "#" + id
	}
	return p, rest
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$`)
