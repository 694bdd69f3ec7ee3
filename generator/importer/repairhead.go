package importer

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
)

var metaKey = regexp.MustCompile(`^([a-z_]+) = `)

// repairHead corrects a mistake in the front matter, or one about the page as a whole.
func (p *Page) repairHead(f diag.Diagnostic, text []byte) {
	lines := bytes.Split(text, []byte("\n"))
	key := ""
	if f.Line > 0 && f.Line <= len(lines) {
		if m := metaKey.FindSubmatch(lines[f.Line-1]); m != nil {
			key = string(m[1])
		}
	}
	m := &p.Meta
	lost := func(value string) {
		p.d.Report.Lose(Loss{Construct: lostKey, Path: p.From, Line: 1, Text: key + ": " + value})
	}
	switch f.Code {
	case "PB1502", "PB1503", "PB1510", "PB1501":
		p.rename()
		return
	case "PB1313", "PB1314", "PB1316", "PB1317":
		p.asWritten(diag.List{f})
		return
	}
	switch key {
	case "title":
		lost(m.Title)
		m.Title = p.fallbackTitle()
	case "aliases":
		p.dropAlias(f)
	case "tags":
		lost(strings.Join(m.Tags, ", "))
		m.Tags = nil
	case "summary", "slug", "date", "updated", "publish_date", "expiry_date", "owner":
		text := map[string]*string{"summary": &m.Summary, "slug": &m.Slug, "date": &m.Date, "updated": &m.Updated, "publish_date": &m.PublishDate, "expiry_date": &m.ExpiryDay, "owner": &m.Owner}[key]
		lost(*text)
		*text = ""
	case "weight":
		m.HasWeight = false
	}
}

// dropAlias takes the alias out that a finding names; all of them if it names none.
func (p *Page) dropAlias(f diag.Diagnostic) {
	keep := slices.DeleteFunc(slices.Clone(p.Meta.Aliases), func(a string) bool {
		return strings.Contains(f.Message, fmt.Sprintf("%q", a)) || strings.Contains(f.Message, fmt.Sprintf("%q", "/"+a))
	})
	if len(keep) == len(p.Meta.Aliases) {
		keep = nil
	}
	p.Meta.Aliases = keep
	p.Changed("an old address that is in use does not become an alias")
}

// rename gives a page another name, because another page has its address. Links that
// name the old one are found by the next round, and become right there.
func (p *Page) rename() {
	if p.Meta.Slug != "" {
		p.Meta.Slug = ""
		return
	}
	old := p.file()
	p.To = strings.TrimSuffix(p.To, ".md") + "-page.md"
	p.Changed("a name that another page has is changed")
	for _, q := range p.d.Pages {
		var edits []Edit
		if !bytes.Contains(q.Body.b, []byte(path.Base(old))) {
			continue
		}
		for _, part := range q.outline() {
			file, rest := cutDest(part.Dest)
			if part.Kind == content.PartLink && part.DestEnd > part.DestStart && path.Join(path.Dir(q.file()), file) == old {
				edits = append(edits, Edit{part.DestStart, part.DestEnd, relative(q.file(), p.file()) + rest, ""})
			}
		}
		q.Apply(edits)
	}
	p.d.pagesTo = nil
}

// asWritten shows a page, or the blocks that have mistakes, as it is written: nothing of
// its words is lost, but its form is.
func (p *Page) asWritten(ds diag.List) {
	p.Lose(lostForm, 0, ds[0].Message)
	fence := "````"
	for bytes.Contains(p.Body.b, []byte(fence)) {
		fence += "`"
	}
	body := slices.Concat([]byte(fence+"text\n"), bytes.TrimRight(p.Body.b, "\n"), []byte("\n"+fence+"\n"))
	if p.Meta.Title == "" {
		p.Meta.Title = p.fallbackTitle()
	}
	lines := append([]int{p.Body.lines[0]}, p.Body.lines...)
	for len(lines) < bytes.Count(body, []byte("\n"))+1 {
		lines = append(lines, lines[len(lines)-1])
	}
	p.Body = Text{b: body, lines: lines}
}

var _ fs.FS = (*memFS)(nil)
