package importer

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/pipeline"
)

// rounds is how often the playbook is built at most: a correction may show a mistake
// that it hid.
const rounds = 16

// Constructs that the build would refuse.
const (
	lostAnchor = "a link to a heading that is not there"
	lostFile   = "a file of a type that no page may link to"
	lostKey    = "a front matter key with a value that cannot be used"
	lostForm   = "a text whose form could not be corrected: readers see it as it is written"
	lostUnfit  = "a file that cannot be published"
	lostBoxes  = "boxes to tick in a translation whose list differs"
)

// prove builds the playbook in memory and corrects what the build calls an error, where
// it stands, until there is none. What remains after all rounds counts as a warning in
// the playbook's settings if it may, and is shown as it is written if not.
func (d *Draft) prove(ctx context.Context) error {
	if d.Options.Templates == nil {
		return nil
	}
	m := &memFS{texts: map[string][]byte{"site.toml": d.settings()}, media: map[string]string{}, src: d.Source}
	byFile := map[string]*Page{}
	for _, p := range d.Pages {
		m.texts["content/"+p.file()] = p.lesson()
		byFile["content/"+p.file()] = p
	}
	for from, to := range d.assets {
		m.media["content/"+to] = from
	}
	m.list()
	b := &pipeline.Builder{Source: m, Templates: d.Options.Templates, Options: pipeline.Options{
		Date: d.Options.Date, Drafts: true, Future: true, NoSearch: true, Lazy: true,
		Progress: func(done, total int) { d.step("checking pages", done, total) },
	}}
	for round := 0; ; round++ {
		r, err := b.Build(ctx)
		if err != nil {
			return err
		}
		errors := map[string]diag.List{}
		var order []string
		for _, f := range r.Diags {
			if f.Severity != diag.Error {
				continue
			}
			if errors[f.Path] == nil {
				order = append(order, f.Path)
			}
			errors[f.Path] = append(errors[f.Path], f)
		}
		if len(order) == 0 {
			return nil
		}
		if round == rounds {
			first := errors[order[0]][0]
			return fmt.Errorf("the playbook does not build: %s:%d: %s [%s]", first.Path, first.Line, first.Message, first.Code)
		}
		gone := map[string]string{} // files that may not be published, and why
		for _, file := range order {
			if p := byFile[file]; p != nil {
				p.repairAll(errors[file])
				if now := "content/" + p.file(); now != file {
					delete(m.texts, file)
					delete(byFile, file)
					byFile[now] = p
					file = now
				}
				m.texts[file] = p.lesson()
			} else if from := m.media[file]; from != "" {
				gone[from] = errors[file][0].Message
				delete(m.media, file)
			} else {
				f := errors[file][0]
				return fmt.Errorf("the playbook does not build: %s:%d: %s [%s]", f.Path, f.Line, f.Message, f.Code)
			}
		}
		for _, p := range d.without(gone) {
			m.texts["content/"+p.file()] = p.lesson()
		}
		m.list()
	}
}

// repairAll takes the mistakes out of a page. What a correction does not change, or what comes
// again and again, becomes text: a link loses its destination, a paragraph its form, and
// if nothing else helps the page does.
func (p *Page) repairAll(ds diag.List) {
	p.attempts++
	before, to := p.lesson(), p.file()
	if p.attempts < 4 {
		p.repair(ds, p.correct)
	} else if onlyLinks(ds) || p.attempts < 7 {
		p.repair(ds, p.plainly)
	}
	if p.file() == to && bytes.Equal(p.lesson(), before) {
		if p.repair(ds, p.plainly); bytes.Equal(p.lesson(), before) {
			p.asWritten(ds)
		}
	}
}

// plainly takes what a mistake is about out of use: a link becomes text, a paragraph is
// shown as it is written.
func (p *Page) plainly(f diag.Diagnostic, at int, parts []content.Part) []Edit {
	if part, ok := partAt(parts, at); ok && strings.HasPrefix(string(f.Code), "PB14") {
		return p.deadAll(parts, part.Start, LostLink)
	}
	lines := linesOf(p.Body.b)
	k := 0
	for k+1 < len(lines) && lines[k+1].start <= at {
		k++
	}
	first, last := k, k
	for first > 0 && !lines[first-1].blank() && !lines[first-1].fenced {
		first--
	}
	for last+1 < len(lines) && !lines[last+1].blank() && !lines[last+1].fenced {
		last++
	}
	text := p.Body.b[lines[first].start:lines[last].end]
	if lines[k].blank() || lines[k].fenced || lines[first].indent > 0 || bytes.Contains(text, []byte("```")) || bytes.HasPrefix(text, []byte(">")) {
		return nil
	}
	p.Lose(lostForm, at, f.Message)
	return []Edit{{lines[first].start, lines[first].start, "```text\n", ""}, {lines[last].end, lines[last].end, "\n```", ""}}
}

// onlyLinks reports mistakes that other pages' corrections make and that are corrected
// one by one.
func onlyLinks(ds diag.List) bool {
	return !slices.ContainsFunc(ds, func(f diag.Diagnostic) bool { return !strings.HasPrefix(string(f.Code), "PB14") })
}

// without takes files that may not be published out of the playbook, by their path in the
// source, each with the reason, and returns the pages that referred to them.
func (d *Draft) without(gone map[string]string) []*Page {
	if len(gone) == 0 {
		return nil
	}
	why := map[string]string{} // by their path in the playbook
	for from, w := range gone {
		why[d.assets[from]] = w
		delete(d.assets, from)
	}
	var changed []*Page
	for _, p := range d.Pages {
		if !slices.ContainsFunc(p.files, func(f string) bool { return gone[f] != "" }) {
			continue
		}
		var edits []Edit
		done := map[int]bool{}
		for _, part := range p.outline() {
			if part.Kind != content.PartLink && part.Kind != content.PartImage {
				continue
			}
			file, _ := cutDest(part.Dest)
			if w := why[path.Join(path.Dir(p.file()), file)]; w != "" && !done[part.Start] {
				done[part.Start] = true
				p.Lose(lostUnfit, part.Start, part.Dest+": "+w)
				edits = append(edits, p.unlink(part)...)
			}
		}
		if len(edits) > 0 {
			p.Apply(edits)
			changed = append(changed, p)
		}
	}
	return changed
}

// repair corrects the mistakes that a build found in a page, each by the edits that
// correct returns for its place.
func (p *Page) repair(ds diag.List, correct func(f diag.Diagnostic, at int, parts []content.Part) []Edit) {
	text := p.lesson()
	prefix := bytes.Count(text, []byte("\n")) - bytes.Count(p.Body.b, []byte("\n"))
	if !bytes.HasSuffix(p.Body.b, []byte("\n")) {
		prefix--
	}
	var edits []Edit
	starts := lineStarts(p.Body.b)
	var parts []content.Part
	for _, f := range ds {
		line := f.Line - 1 - prefix
		if f.Line == 0 || line < 0 || line >= len(starts) {
			p.repairHead(f, text)
			continue
		}
		at := starts[line] + columnOffset(p.Body.b[starts[line]:], f.Col)
		if parts == nil {
			parts = p.outline()
		}
		edits = append(edits, correct(f, at, parts)...)
	}
	p.Apply(edits)
}

// columnOffset is where a column of a line begins, in bytes.
func columnOffset(line []byte, col int) int {
	off := 0
	for i := range string(line) {
		if col--; col <= 0 {
			return i
		}
		off = i
	}
	return off
}

// partAt is the link or image that an offset lies in.
func partAt(parts []content.Part, at int) (content.Part, bool) {
	best := -1
	for i, part := range parts {
		switch part.Kind {
		case content.PartLink, content.PartImage, content.PartWiki:
			if part.DestStart <= at && at < max(part.DestEnd, part.DestStart+1) || part.Start <= at && at < part.End {
				best = i // the innermost comes last
				if part.DestStart <= at && at < part.DestEnd {
					return part, true
				}
			}
		}
	}
	if best < 0 {
		return content.Part{}, false
	}
	return parts[best], true
}

// partsOf are all links that share a destination, as links by reference do.
func partsOf(parts []content.Part, one content.Part) []content.Part {
	if one.DestEnd == one.DestStart {
		return []content.Part{one}
	}
	var out []content.Part
	for _, part := range parts {
		if part.DestStart == one.DestStart && part.DestEnd == one.DestEnd {
			out = append(out, part)
		}
	}
	return out
}

const ruleAsText = "signs that mean something here are written as text"

// correct returns the edits for one mistake at an offset of the body.
func (p *Page) correct(f diag.Diagnostic, at int, parts []content.Part) []Edit {
	b := p.Body.b
	escape := func(sign, as string) []Edit {
		if i := bytes.Index(b[at:], []byte(sign)); i >= 0 && i <= lineLength(b[at:]) {
			return []Edit{{at + i, at + i + len(sign), as, ruleAsText}}
		}
		return nil
	}
	switch f.Code {
	case "PB1411":
		if part, ok := partAt(parts, at); ok {
			return p.anchor(part)
		}
	case "PB1410", "PB1413", "PB1414", "PB1506", "PB1401", "PB1405", "PB1408", "PB1409", "PB1403", "PB1404":
		return p.deadAll(parts, at, LostLink)
	case "PB1412", "PB1415":
		return p.deadAll(parts, at, LostPicture)
	case "PB1420", "PB1421", "PB1422", "PB1423":
		return p.deadAll(parts, at, lostFile)
	case "PB1312", "PB1321":
		if bytes.HasPrefix(b[at:], []byte("%%")) {
			return []Edit{{at, at + 2, `\%\%`, ruleAsText}}
		}
		return escape("<", "&lt;")
	case "PB1307":
		return escape("{{", `\{{`)
	case "PB1304":
		if edit := headingID(b, at); edit != nil {
			return edit
		}
		fallthrough
	case "PB1301", "PB1302", "PB1303", "PB1305", "PB1306":
		start := bytes.LastIndexByte(b[:at], '\n') + 1
		if i := bytes.Index(b[start:], []byte(":::")); i >= 0 && i < lineLength(b[start:]) {
			return []Edit{{start + i, start + i, `\`, ruleAsText}}
		}
	case "PB1309":
		if m := alertStart.FindSubmatchIndex(b[at:min(at+80, len(b))]); m != nil {
			return []Edit{{at + m[0], at + m[1], "[!NOTE] " + string(b[at+m[2]:at+m[3]]), "a note of an unknown kind becomes an ordinary note"}}
		}
	case "PB1308":
		return endFence(b, at, parts)
	case "PB1310", "PB1311", "PB1601", "PB1602", "PB1603", "PB1604":
		return braces(b, at)
	case "PB1523":
		return p.noBoxes(at)
	case "PB1322":
		start := bytes.LastIndexByte(b[:at], '\n') + 1
		return []Edit{{start, start, `\`, ruleAsText}}
	case "PB1318":
		start := bytes.LastIndexByte(b[:at], '\n') + 1
		return []Edit{{start, start + lineLength(b[start:]), "", "a second definition of a link is removed"}}
	case "PB1701", "PB1702", "PB1704", "PB1705", "PB1707":
		start := bytes.LastIndexByte(b[:at], '\n') + 1
		if i := bytes.IndexByte(b[start:start+lineLength(b[start:])], '['); i >= 0 {
			return []Edit{{start + i, start + i, `\`, ruleAsText}}
		}
	}
	return nil
}

var alertStart = regexp.MustCompile(`\[!([A-Za-z]+)\]`)

// deadAll makes text of the link at an offset, and of all that share its destination.
func (p *Page) deadAll(parts []content.Part, at int, construct string) []Edit {
	part, ok := partAt(parts, at)
	if !ok {
		return nil
	}
	if part.Kind == content.PartWiki {
		p.Lose(construct, part.Start, part.Dest)
		text := part.Text
		if text == "" {
			text = part.Dest
		}
		return []Edit{{part.Start, part.End, text, ruleDead}}
	}
	var edits []Edit
	for _, one := range partsOf(parts, part) {
		edits = append(edits, p.dead(one, construct)...)
	}
	return edits
}
