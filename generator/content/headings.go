package content

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeDuplicateAnchor diag.Code = "PB1310"
	codeBadAnchor       diag.Code = "PB1311"
	codeNoTitle         diag.Code = "PB1315"
)

// maxAnchor is the longest id of a heading: a long question, with every word of it, is still one.
const maxAnchor = 500

// headings returns the headings that belong to the lesson itself, in order:
// those directly in it or in details, not those of widgets.
func (d *document) headings(visit func(*ast.Heading)) {
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Heading:
				visit(c)
			case *container, *ast.Blockquote, *ast.List, *ast.ListItem:
				walk(c)
			}
		}
	}
	walk(d.root)
}

// titleFromHeading takes a missing title from the body's first "# Title",
// drops a heading that repeats the title, and moves every heading down a level
// if another "#" is left: a page has one h1, its title.
func (d *document) titleFromHeading() {
	m := &d.l.Meta
	first, _ := d.root.FirstChild().(*ast.Heading)
	if first != nil && first.Level == 1 {
		title := strings.Join(strings.Fields(d.plain(first)), " ")
		if m.Title == "" {
			m.Title, m.FromHeading = title, title != ""
		}
		if strings.EqualFold(title, m.Title) {
			d.root.RemoveChild(d.root, first)
			d.l.bodyAt = d.base + d.endOfHeading(first)
		}
	}
	if m.Title == "" && !m.Broken && !d.l.IsIndex && !m.has("title") && d.base == 0 {
		d.untitled(first)
	}
	shift := 0
	d.headings(func(h *ast.Heading) {
		if h.Level == 1 {
			shift = 1
		}
	})
	d.headings(func(h *ast.Heading) { h.Level = min(h.Level+shift, 6) })
}

// endOfHeading is where the line after a heading begins: closing signs and the
// line below a title that is underlined belong to it.
func (d *document) endOfHeading(h *ast.Heading) int {
	l := h.Lines()
	if l.Len() == 0 {
		return 0
	}
	end := min(l.At(l.Len()-1).Stop, len(d.src))
	if end > 0 && d.src[end-1] != '\n' {
		end += lineLen(d.src[end:])
	}
	before := d.src[bytes.LastIndexByte(d.src[:l.At(0).Start], '\n')+1 : l.At(0).Start]
	if len(bytes.TrimSpace(before)) == 0 { // no '#' before it: underlined
		end += lineLen(d.src[end:])
	}
	return min(end, len(d.src))
}

// lostHeadRE finds front matter whose opening delimiter is missing or stands
// below other text: a key, or anything, then a delimiter alone on its line.
var lostHeadRE = regexp.MustCompile(`(?m)^(\+\+\+|---)[ \t]*$`)

var keyLineRE = regexp.MustCompile(`^[A-Za-z_]+ *[=:] *\S`)

// untitled says that a lesson without front matter has no title, and why that
// may be. First is its first heading, if it begins with one.
func (d *document) untitled(first *ast.Heading) {
	f := diag.Whole(d.f.Path, diag.Error, codeNoTitle, "the lesson has no title")
	f.Line, f.Col = 1, 1
	title := titleOfName(d.l.Path, d.o.Languages)
	hint := fmt.Sprintf("begin the file with '# %s', or give it front matter: title = \"…\" between +++ lines", clip(title))
	fix := d.f.Edit(0, 0, "# "+title+"\n\n")
	src := d.src[:min(len(d.src), 2000)]
	at := lostHeadRE.FindSubmatchIndex(src)
	switch {
	case first != nil && (at == nil || !keyLineRE.Match(src)):
		hint = fmt.Sprintf("write one '#': '# %s'", clip(strings.Join(strings.Fields(d.plain(first)), " ")))
		fix = d.oneSign(first)
	case at != nil && keyLineRE.Match(src):
		hint = fmt.Sprintf("front matter begins with %[1]s alone on the file's first line: put %[1]s above it", src[at[2]:at[3]])
		fix = d.f.Edit(0, 0, string(src[at[2]:at[3]])+"\n")
	case at != nil && src[at[2]] == '+':
		d.ds.Add(f.WithHint("front matter begins on the file's first line: remove the text above the +++"))
		return
	}
	d.ds.Add(f.WithHint("%s", hint).WithRepair(fix))
}

// oneSign writes a heading that begins the lesson as its title.
func (d *document) oneSign(h *ast.Heading) diag.Edit {
	at := h.Lines().At(0).Start
	before := bytes.LastIndexByte(d.src[:at], '\n') + 1
	if signs := bytes.TrimSpace(d.src[before:at]); len(signs) > 0 {
		before += bytes.IndexByte(d.src[before:at], '#')
		return d.edit(before, before+len(signs), "#")
	}
	end := d.endOfHeading(h) // underlined
	return d.edit(before, end, "# "+strings.Join(strings.Fields(string(d.src[at:h.Lines().At(h.Lines().Len()-1).Stop])), " ")+"\n")
}

// titleOfName is the title that a lesson's file name gives it.
func titleOfName(p string, languages []string) string {
	name := strings.TrimSuffix(path.Base(p), ".md")
	if i := strings.LastIndexByte(name, '.'); i >= 0 && slices.Contains(languages, name[i+1:]) {
		name = name[:i]
	}
	_, name = splitOrder(name)
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) })
	title := strings.Join(words, " ")
	r, n := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(r)) + title[n:]
}

// has reports whether the front matter gave key, whatever its value.
func (m *Meta) has(key string) bool { _, ok := m.Pos[key]; return ok }

// given reports whether the front matter has key, those of the lesson's kind included.
func (m *Meta) given(key string) bool {
	return m.has(key) || slices.ContainsFunc(m.Fields, func(x Field) bool { return x.Key == key })
}

// assignHeadingIDs gives every heading its anchor: the author's {#id}, else
// the one a code host derives from the text. Explicit ids are placed first, so
// that a derived one never takes theirs.
func (d *document) assignHeadingIDs() {
	attrs := map[*ast.Heading]widget.Attrs{}
	d.headings(func(h *ast.Heading) {
		if x := attrsOf(h, d.src); x == nil || x.attrs.ID == "" && x.bad < 0 {
			return // without an id they are text, of which unusedAttrs says what is to be said
		}
		a := d.takeAttrs(h)
		if a.ID == "" {
			return
		}
		attrs[h] = a
		d.checkID(a, "heading")
		d.headingWas(a)
	})
	d.headings(func(h *ast.Heading) {
		id := attrs[h].ID
		plain := strings.TrimSpace(d.plain(h))
		if id == "" {
			id = d.freeOf(Slug(plain), globals)
		}
		h.SetAttributeString("id", []byte(id))
		derived := attrs[h].ID == ""
		was, _ := attrs[h].Get("was")
		if was != "" {
			h.SetAttributeString("was", []byte(was))
			d.l.extra = append(d.l.extra, was)
		}
		if _, quoted := h.Parent().(*ast.Blockquote); quoted {
			d.l.extra = append(d.l.extra, id)
			return
		}
		if derived && d.l.Lang != "" {
			h.SetAttributeString("place", len(d.l.Headings))
		}
		d.l.Headings = append(d.l.Headings, Heading{Level: h.Level, ID: id, Was: was, Text: plain, Derived: derived, Pos: d.f.Pos(max(h.Pos(), 0) + d.base)})
	})
}

// checkID checks the id that an author gave to a heading or a term, and takes
// it.
func (d *document) checkID(a widget.Attrs, what string) {
	switch {
	case !validAnchor(a.ID):
		d.errorf(a.IDSpan, codeBadAnchor, "%q is not a valid %s id", a.ID, what).
			hint("use letters, digits, '-' and '_'")
	case globals[strings.ToLower(a.ID)]:
		d.errorf(a.IDSpan, codeBadAnchor, "the id %q is reserved for scripts of the page", a.ID).
			hint("choose another, for example %q", "about-"+strings.ToLower(a.ID))
	case d.ids[a.ID]:
		d.errorf(a.IDSpan, codeDuplicateAnchor, "the id %q is already taken on this page", a.ID).
			hint("ids are unique in a lesson; choose another")
	}
	d.ids[a.ID] = true
}

// headingWas checks the attributes beside a heading's id: its earlier id, which
// stays an anchor, so that old links go on leading here.
func (d *document) headingWas(a widget.Attrs) {
	for _, t := range a.List {
		switch {
		case t.Key != "was" || t.Flag:
			d.errorf(t.KeySpan, widget.CodeUnknownAttr, "a heading has no attribute %q", t.Key).
				hint("a heading takes {#id} or {#id was=earlier-id}")
		case !validAnchor(t.Value):
			d.errorf(t.ValueSpan, codeBadAnchor, "%q is not a valid heading id", t.Value).
				hint("use letters, digits, '-' and '_'")
		case d.ids[t.Value]:
			d.errorf(t.ValueSpan, codeDuplicateAnchor, "the id %q is already taken on this page", t.Value).
				hint("was= names an id that is no longer in use")
		default:
			d.ids[t.Value] = true
		}
	}
}

// free returns id, or the first of id-1, id-2, … that is not taken, and takes
// it.
func (d *document) free(id string) string { return d.freeOf(id, clobbers) }

// freeOf does so for ids that must not be among some names.
func (d *document) freeOf(id string, never map[string]bool) string {
	if id == "" {
		id = "section"
	}
	out := id
	n := d.tried[id] // how far equal headings have counted
	for d.ids[out] || never[out] {
		n++
		out = id + "-" + strconv.Itoa(n)
	}
	d.ids[out], d.tried[id] = true, n
	return out
}

func validAnchor(id string) bool {
	n := 0
	for _, r := range id {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_' {
			return false
		}
		n++
	}
	return n >= 1 && n <= maxAnchor
}

// maxSlug is how many bytes a derived anchor may take, and one letter more.
const maxSlug = 150

// Slug derives an anchor from a heading's text as GitHub does: lower case,
// NFC, letters, digits, marks, '-' and '_' kept, spaces to '-', the rest
// dropped.
func Slug(s string) string {
	var b strings.Builder
	b.Grow(min(len(s), maxSlug+1))
	for _, r := range strings.ToLower(norm.NFC.String(strings.TrimSpace(s))) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '-', r == '_':
			b.WriteRune(r)
		case r == ' ', r == '\t', r == '\n', r == '\u00a0':
			b.WriteByte('-')
		}
		if b.Len() > maxSlug {
			return b.String()
		}
	}
	return b.String()
}
