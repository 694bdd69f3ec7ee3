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

// outline returns the parts of the body. For a text that is too complex to be read, it
// returns none and reports that.
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

// An outlined is the outline of a text, kept to avoid reading the text twice. Bytes of a
// text never change: an edit makes a new slice.
type outlined struct {
	b     []byte
	parts []content.Part
	ok    bool
}

func readOutline(b []byte) outlined {
	parts, ok := content.Outline(b)
	return outlined{b, parts, ok}
}

// holds reports whether o is the outline of b.
func (o *outlined) holds(b []byte) bool {
	return len(o.b) == len(b) && len(b) > 0 && &o.b[0] == &b[0]
}

// outlines reads the outlines of pages in parallel.
func outlines(pages []*Page) {
	inParallel(len(pages), func(i int) {
		if p := pages[i]; !p.read.holds(p.Body.b) {
			p.read = readOutline(p.Body.b)
		}
	})
}

// each calls f for pages in parallel. F may change its page and report losses; it may change
// nothing else.
func each(pages []*Page, f func(p *Page)) { inParallel(len(pages), func(i int) { f(pages[i]) }) }

// inParallel calls f for the numbers from 0 to n-1 in parallel.
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

// firstHeading returns the text of the body's first heading if its level is 1, and whether
// the body begins with it.
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

// heading returns the text of the level 1 heading that the body begins with, or "" if it
// begins with something else. It is faster than firstHeading: it reads only a few lines.
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
	if strings.Contains(parts[0].Text, "[") { // perhaps a link by reference, defined further down
		title, first := p.firstHeading()
		if !first {
			return ""
		}
		return title
	}
	return parts[0].Text
}

// underline matches the line of "=" below a heading.
var underline = regexp.MustCompile(`^ {0,3}=+[ \t]*\n?$`)

// isTop reports whether part is a level 1 heading.
func isTop(part content.Part) bool { return part.Kind == content.PartHeading && part.Level == 1 }
