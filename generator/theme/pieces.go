package theme

import (
	"bytes"
	"fmt"
	"html/template"
)

// A piece of a page is written by Go: because it is the same on many pages and
// kept, because it is large, or because it is needed so often that a template
// would cost too much. A template names its place, {{piece "body"}}, which is
// folded into a mark when the theme is loaded; once the template is done, the
// marks are replaced in order.
const (
	markStart = 0x01 // no text of a site holds these two
	markEnd   = 0x02
)

// pieceNames are the names that {{piece}} knows.
var pieceNames = []string{"badge", "body", "book", "config", "contents", "crumbs", "entries", "footer", "head-links", "icons", "kind", "languages", "masthead", "sidebar", "social"}

// write writes the piece of the given name.
func (v *View) write(name string) error {
	switch name {
	case "badge":
		return v.writeBadge()
	case "body":
		return v.writeBody()
	case "book":
		return v.writeBook()
	case "config":
		return v.writeConfig()
	case "contents":
		return v.writeContents()
	case "crumbs":
		return v.writeCrumbs()
	case "entries":
		return v.writeEntries()
	case "footer":
		return v.writeFooter()
	case "head-links":
		return v.writeHeadLinks()
	case "icons":
		return v.writeIcons()
	case "kind":
		return v.writeKind()
	case "languages":
		return v.writeLanguages()
	case "masthead":
		return v.writeMasthead()
	case "sidebar":
		return v.writeSidebar()
	case "social":
		return v.writeSocial()
	}
	return nil
}

// mark is what stands for a piece until it is written.
func mark(name string) template.HTML {
	return template.HTML(string(rune(markStart)) + name + string(rune(markEnd)))
}

// emit writes html to the page with its marks replaced.
func (v *View) emit(html []byte) error {
	for {
		i := bytes.IndexByte(html, markStart)
		if i < 0 {
			v.out.Write(html)
			return nil
		}
		v.out.Write(html[:i])
		html = html[i+1:]
		end := bytes.IndexByte(html, markEnd)
		if end < 0 {
			continue
		}
		if err := v.write(string(html[:end])); err != nil {
			return fmt.Errorf("piece %q: %w", html[:end], err)
		}
		html = html[end+1:]
	}
}

// run executes a template and writes what it gives, marks replaced.
func (v *View) run(name string, dot any) error {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer keep(buf)
	if err := v.draw(buf, name, dot); err != nil {
		return err
	}
	return v.emit(buf.Bytes())
}

// keep returns a buffer for the next use, unless it has grown too large.
func keep(buf *bytes.Buffer) {
	if buf.Cap() < bigBuffer {
		buffers.Put(buf)
	}
}

// A kept piece is HTML, perhaps with marks in it, or what went wrong.
type kept struct {
	html []byte
	err  error
}

// shared writes the piece of the given key, made on first use.
func (v *View) shared(key any, build func() ([]byte, error)) error {
	k := once(v.r, key, func() kept {
		html, err := build()
		return kept{html, err}
	})
	if k.err != nil {
		return k.err
	}
	return v.emit(k.html)
}

// execute returns what a template gives, marks left in it.
func (v *View) execute(name string, dot any) ([]byte, error) {
	var b bytes.Buffer
	err := v.draw(&b, name, dot)
	return b.Bytes(), err
}
