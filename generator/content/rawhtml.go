package content

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeUnbalanced diag.Code = "PB1346"
	codeInHTML     diag.Code = "PB1347"
)

// Harmless HTML passes as it is, balanced and stripped of all attributes but
// harmlessAttrs: it says what Markdown has no sign for, and nothing of it can
// load, run or look like another part of the page.
var (
	harmlessInline = nameSet("a abbr b br cite em i ins kbd mark q s small span strong sub sup u")
	harmlessBlocks = nameSet("details div p summary")
	harmlessAttrs  = nameSet("id name open lang dir title")
)

// A raw is a piece of raw HTML and where its parts stand in the body.
type raw struct {
	text     []byte
	segments []text.Segment
}

func (d *document) rawOf(lines *text.Segments, closure text.Segment) raw {
	r := raw{segments: slices.Clone(lines.Sliced(0, lines.Len()))}
	if closure.Stop > closure.Start {
		r.segments = append(r.segments, closure)
	}
	for _, s := range r.segments {
		r.text = append(r.text, s.Value(d.src)...)
	}
	return r
}

// at is where an offset of the text stands in the body.
func (r *raw) at(off int) int {
	for _, s := range r.segments {
		n := s.Stop - s.Start + s.Padding
		if off < n {
			return s.Start + max(off-s.Padding, 0)
		}
		off -= n
	}
	if k := len(r.segments); k > 0 {
		return r.segments[k-1].Stop
	}
	return 0
}

func (r *raw) span(start, end int) widget.Span {
	return widget.Span{Start: r.at(start), End: r.at(max(end-1, start)) + 1}
}

// An openTag waits for its end.
type openTag struct {
	name    string // in lower case
	refused bool   // its end is refused with it
	at      widget.Span
	block   ast.Node // the HTML block it stands in, nil in running text
	framed  bool     // of details: what follows the summary has a frame
	found   finding  // of a refused one
	instead *pair    // what it and its end are written as, nil if nobody knows
}

// end is what closes a tag.
func (t *openTag) end() string {
	if t.framed {
		return "</div></" + t.name + ">"
	}
	return "</" + t.name + ">"
}

func (d *document) rawInline(n *ast.RawHTML) {
	if n.Segments.Len() > 0 {
		d.rawHTML(n, nil, d.rawOf(n.Segments, text.Segment{}))
	}
}

func (d *document) rawBlock(n *ast.HTMLBlock) {
	if n.Lines().Len() > 0 || n.HasClosure() {
		d.rawHTML(n, n, d.rawOf(n.Lines(), n.ClosureLine))
	}
}

// rawHTML reads a node of raw HTML: what of it is drawn becomes its attribute
// "safe", and a node of which nothing is left goes.
func (d *document) rawHTML(n, block ast.Node, r raw) {
	w := rawWriter{d: d, r: r, node: n, parent: n.Parent(), block: block}
	for _, t := range scanHTML(r.text) {
		switch {
		case t.kind == htmlComment:
			w.comment(t)
		case d.o.UnsafeHTML:
			w.unsafe(t)
		default:
			w.harmless(t)
		}
	}
	if block != nil && !d.o.UnsafeHTML {
		w.endOfBlock()
	}
	if len(bytes.TrimSpace(w.out)) == 0 {
		d.drop = append(d.drop, n)
		return
	}
	n.SetAttributeString("safe", w.out)
	if words := strings.Join(strings.Fields(html.UnescapeString(w.words.String())), " "); words != "" && block != nil {
		n.SetAttributeString("words", words)
	}
}

// A rawWriter writes what is drawn of one node of raw HTML.
type rawWriter struct {
	d            *document
	r            raw
	node, parent ast.Node
	block        ast.Node
	out          []byte
	words        strings.Builder
	refused      bool // something in it was
}

func (w *rawWriter) text(t htmlToken) []byte { return w.r.text[t.start:t.end] }

// comment leaves a comment out of everything.
func (w *rawWriter) comment(t htmlToken) {
	at := w.r.span(t.start, t.end)
	if !bytes.HasSuffix(w.text(t), []byte("->")) {
		line := lineLen(w.d.src[at.Start:at.End])
		w.d.errorf(widget.Span{Start: at.Start, End: at.Start + line}, codeOpenComment, "this comment is never closed: all text after it is lost").
			hint("close it with -->, or remove it")
	}
	w.d.hide(at)
}

// harmless writes what passes and refuses the rest.
func (w *rawWriter) harmless(t htmlToken) {
	switch t.kind {
	case htmlText:
		text := w.commentsIn(t)
		w.out = append(w.out, bytes.ReplaceAll(text, []byte("<"), []byte("&lt;"))...)
		w.words.Write(text)
		w.markdownIn(t)
		w.unseenIn(t)
	case htmlOpen:
		w.open(t)
	case htmlClose:
		w.close(t)
	default:
		w.refuse(t)
	}
}

// passes reports whether a tag is harmless where it stands.
func (w *rawWriter) passes(t *htmlToken) bool {
	name := lower(t.name)
	_, id := t.get("id")
	switch name {
	case "a":
		_, named := t.get("name")
		_, href := t.get("href")
		return (id || named) && !href
	case "div", "span":
		return id && (name == "span" || w.block != nil || w.parent.Kind() == east.KindTableCell)
	}
	return harmlessInline[name] || harmlessBlocks[name] && (w.block != nil || w.parent.Kind() == east.KindTableCell)
}

// component reports the name of a component of another tool: <Tabs>, <Foo.Bar>.
// A name that a browser would run as an active element is no component, in upper case or lower.
func component(name string) bool {
	switch n := lower(name); {
	case rawText[n], n == "object", n == "embed", n == "svg", n == "math":
		return false
	}
	return name[0] >= 'A' && name[0] <= 'Z' && (name != strings.ToUpper(name) || strings.Contains(name, "."))
}

func (w *rawWriter) open(t htmlToken) {
	name := lower(t.name)
	void := name == "br"
	selfClosed := t.end >= 2 && bytes.HasSuffix(w.text(t), []byte("/>"))
	unknown := !htmlNames[name] && !strings.ContainsAny(name, "-:") && w.block == nil
	if (component(t.name) || unknown) && !w.passes(&t) && !selfClosed && w.placeholder(&t) {
		at := w.r.span(t.start, t.end)
		w.d.foreign(at, "<"+t.name+"> is not an HTML tag: readers see it as text", "write a backslash before a literal bracket: \\"+clip(string(w.text(t)))).
			repair(w.d.edit(at.Start, at.Start, "\\"))
		w.out = append(w.out, html.EscapeString(string(w.text(t)))...)
		w.words.Write(w.text(t))
		return
	}
	if component(t.name) && !w.passes(&t) {
		w.d.foreign(w.r.span(t.start, t.end), "<"+t.name+"> is a component of another tool: it is not drawn", componentHint(t.name))
		return
	}
	if hides(&t) && !w.refused {
		f := w.refuseHidden(&t)
		if w.refused = w.block != nil; !selfClosed && !voidTags[name] {
			w.push(openTag{name: name, refused: true, at: w.r.span(t.start, t.end), block: w.block, found: f})
		}
		return
	}
	if !w.passes(&t) {
		f := w.refuse(t)
		instead := w.pairOf(&t)
		if !selfClosed && !voidTags[name] {
			w.push(openTag{name: name, refused: true, at: w.r.span(t.start, t.end), block: w.block, found: f, instead: instead})
		} else if at := w.r.span(t.start, t.end); instead != nil {
			f.repair(w.d.edit(at.Start, at.End, instead.open))
		}
		return
	}
	w.out = append(w.out, '<')
	w.out = append(w.out, name...)
	if name == "details" {
		w.out = append(w.out, ` class="details"`...)
	}
	w.attrs(name, &t)
	w.out = append(w.out, '>')
	switch {
	case void:
		w.words.WriteByte(' ')
	case selfClosed:
		w.out = append(w.out, "</"+name+">"...)
	default:
		w.push(openTag{name: name, at: w.r.span(t.start, t.end), block: w.block})
	}
}

// placeholder reports what looks like a tag and stands for a word to come, as in
// "Dear <Name of the customer>": it has no values, and nothing ends it.
func (w *rawWriter) placeholder(t *htmlToken) bool {
	if w.d.strange >= maxForeign {
		return true // nobody looks for that many ends
	}
	for _, a := range t.attrs {
		if a.value != "" || strings.ContainsAny(a.key, "={}") {
			return false
		}
	}
	return !bytes.Contains(w.d.src, []byte("</"+t.name))
}

// voidTags have no end.
var voidTags = nameSet("area base br col embed hr img input link meta source track wbr")

func (w *rawWriter) push(t openTag) {
	if w.d.tags == nil {
		w.d.tags = map[ast.Node][]openTag{}
	}
	if len(w.d.tags[w.parent]) >= maxNesting {
		w.d.errorf(t.at, codeTooDeep, "tags are nested more than %d deep", maxNesting).hint("close what is open")
		if !t.refused {
			w.out = append(w.out, t.end()...)
		}
		return
	}
	if len(w.d.tags[w.parent]) == 0 {
		w.d.tagged = append(w.d.tagged, w.parent)
	}
	w.d.tags[w.parent] = append(w.d.tags[w.parent], t)
}

func (w *rawWriter) close(t htmlToken) {
	name := lower(t.name)
	tags := w.d.tags[w.parent]
	at := len(tags) - 1
	for at >= 0 && tags[at].name != name {
		at--
	}
	switch {
	case at >= 0:
		for i := len(tags) - 1; i > at; i-- {
			w.end(tags[i])
		}
		if !tags[at].refused {
			w.out = append(w.out, tags[at].end()...)
		} else {
			w.repairPair(&tags[at], w.r.span(t.start, t.end))
		}
		w.d.tags[w.parent] = tags[:at]
		if at > 0 && name == "summary" && !tags[at].refused && tags[at-1].name == "details" && !tags[at-1].refused && !tags[at-1].framed {
			tags[at-1].framed = true
			w.out = append(w.out, "<div>"...)
		}
	case component(t.name):
	case !harmlessInline[name] && !harmlessBlocks[name]:
		w.refuse(t)
	case name != "p" && name != "br":
		w.d.report(w.r.span(t.start, t.end), diag.Warning, codeUnbalanced, "</%s> has no opening tag here", name).
			hint("remove it, or begin with <%s> in the same paragraph or list", name)
	}
	if harmlessBlocks[name] {
		w.words.WriteByte(' ')
	}
}

// end closes a tag that something around it ends.
func (w *rawWriter) end(t openTag) {
	if t.refused {
		return
	}
	w.out = append(w.out, t.end()...)
	if t.name != "p" {
		w.d.neverClosed(t)
	}
}

// refuse reports a piece of HTML, once a block, and in running text once for a tag
// that has no repair and all that stands in it.
func (w *rawWriter) refuse(t htmlToken) finding {
	if w.refused && w.block != nil || w.block == nil && slices.ContainsFunc(w.d.tags[w.parent], func(o openTag) bool { return o.refused && o.instead == nil }) {
		return finding{w.d, -1}
	}
	w.refused = true
	at := w.r.span(t.start, t.end)
	f := w.d.refuseHTML(at.Start, at.Start+lineLen(w.d.src[at.Start:at.End]))
	w.repairBlock(f)
	return f
}

// inPercents matches a comment in the text of HTML.
var inPercents = regexp.MustCompile(`(?s)%%.*?%%`)

// commentsIn is the text between tags without its comments.
func (w *rawWriter) commentsIn(t htmlToken) []byte {
	s := w.text(t)
	if w.block == nil || !bytes.Contains(s, percents) {
		return s
	}
	var out []byte
	done := 0
	for _, m := range inPercents.FindAllIndex(s, -1) {
		out = append(out, s[done:m[0]]...)
		done = m[1]
		w.d.hide(w.r.span(t.start+m[0], t.start+m[1]))
	}
	return append(out, s[done:]...)
}

// unseenIn reports invisible characters that the text between tags names.
func (w *rawWriter) unseenIn(t htmlToken) {
	if w.block != nil {
		w.unseenBetween(t.start, t.end)
	}
}

// unseenBetween reports those that a part of the HTML names.
func (w *rawWriter) unseenBetween(start, end int) {
	s := w.r.text[start:end]
	for i := bytes.IndexByte(s, '&'); i >= 0; {
		if m := entityRE.Find(s[i:]); m != nil {
			w.d.unseen(util.ResolveEntityNames(util.ResolveNumericReferences(m)), w.r.span(start+i, start+i+len(m)))
		}
		k := bytes.IndexByte(s[i+1:], '&')
		if k < 0 {
			return
		}
		i += k + 1
	}
}

// markdownSigns begin what is Markdown outside of HTML.
var markdownSigns = [][]byte{[]byte("]("), []byte("**"), []byte("{{"), []byte("[["), []byte("][")}

// markdownIn warns of Markdown between tags of a block, which is text there.
func (w *rawWriter) markdownIn(t htmlToken) {
	s := w.text(t)
	i := -1
	for _, sign := range markdownSigns {
		if k := bytes.Index(s, sign); k >= 0 && (i < 0 || k < i) {
			i = k
		}
	}
	if i < 0 || w.block == nil || w.d.inHTML == w.block {
		return
	}
	w.d.inHTML = w.block
	w.d.report(w.r.span(t.start+i, t.start+i+2), diag.Warning, codeInHTML, "readers see the signs of Markdown directly below a line of HTML").
		hint("add a blank line after the line that begins with a tag, and another before its closing line")
}
