package importer

import (
	"bytes"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"playbook/generator/content"
)

// outline lists the parts of the body; a text that is too complex has none.
func (p *Page) outline() []content.Part {
	if !p.read.holds(p.Body.b) {
		p.read = readOutline(p.Body.b)
	}
	if !p.read.ok && !p.complex {
		p.complex = true
		p.Lose("a text that is too complex to be read", 0, "")
	}
	return p.read.parts
}

// An outlined text is one whose parts are known. No byte of a text changes: an edit
// makes another.
type outlined struct {
	b     []byte
	parts []content.Part
	ok    bool
}

func readOutline(b []byte) outlined {
	parts, ok := content.Outline(b)
	return outlined{b, parts, ok}
}

// holds reports whether it is the outline of a text.
func (o *outlined) holds(b []byte) bool {
	return len(o.b) == len(b) && len(b) > 0 && &o.b[0] == &b[0]
}

// outlines reads the texts of some pages at once.
func outlines(pages []*Page) {
	inParallel(len(pages), func(i int) {
		if p := pages[i]; !p.read.holds(p.Body.b) {
			p.read = readOutline(p.Body.b)
		}
	})
}

// each calls f for some pages, several at a time. F may change its page and report, and
// nothing else.
func each(pages []*Page, f func(p *Page)) { inParallel(len(pages), func(i int) { f(pages[i]) }) }

// inParallel calls f for the numbers below n, several at a time.
func inParallel(n int, f func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	all.Wait()
}

// firstHeading is the text of the body's first heading if it is of the first level and
// nothing stands before it.
func (p *Page) firstHeading() (string, bool) {
	for _, part := range p.outline() {
		if part.Kind == content.PartHeading && part.Level == 1 {
			before := string(p.Body.b[:part.Start])
			return part.Text, strings.Trim(before, "# \t\n") == ""
		}
		if part.Kind == content.PartHeading {
			break
		}
	}
	return "", false
}

// heading is the text of a heading of the first level that the body begins with, ""
// if it begins with something else. Only the first lines are read for it.
func (p *Page) heading() string {
	b := p.Body.b
	for len(b) > 0 && len(bytes.TrimSpace(b[:lineLength(b)])) == 0 {
		b = b[lineLength(b):]
	}
	end := lineLength(b)
	if !bytes.HasPrefix(bytes.TrimLeft(b, " "), []byte("#")) {
		line := b[end:]
		for len(line) > 0 && len(bytes.TrimSpace(line[:lineLength(line)])) > 0 && !underline.Match(line[:lineLength(line)]) {
			line = line[lineLength(line):]
		}
		if end = len(b) - len(line) + lineLength(line); len(line) == 0 || !underline.Match(line[:lineLength(line)]) {
			return ""
		}
	}
	parts, _ := content.Outline(b[:end])
	if len(parts) == 0 || !isTop(parts[0]) {
		return ""
	}
	if strings.Contains(parts[0].Text, "[") { // it may be a link whose address stands below
		title, first := p.firstHeading()
		if !first {
			return ""
		}
		return title
	}
	return parts[0].Text
}

var underline = regexp.MustCompile(`^ {0,3}=+[ \t]*\n?$`)

// isTop reports a heading of the first level.
func isTop(part content.Part) bool { return part.Kind == content.PartHeading && part.Level == 1 }
