package content

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeNoDefinition diag.Code = "PB1406"
	codeLostNote     diag.Code = "PB1407"
)

// A note is the definition of a footnote and where it stands in the body.
type note struct {
	*east.Footnote
	at int
}

// maxUnresolved bounds how many references without a definition are reported,
// and maxNearest how many of them are held against all definitions.
const (
	maxUnresolved = 500
	maxNearest    = 50
)

// unresolved warns of what looks like a reference and has no definition: to
// CommonMark [text][label], [label][] and [^label] are plain text then, and the
// reader sees the brackets. A single [label] may well be meant as text.
func (d *document) unresolved(m *meter) {
	d.lostNotes(m)
	d.lostLines(m)
	if !bytes.Contains(d.src, []byte("][")) && !bytes.Contains(d.src, []byte("[^")) {
		return
	}
	u := unresolved{d: d, m: m}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering || u.found >= maxUnresolved:
			return ast.WalkContinue, nil
		case n.Kind() == ast.KindCodeSpan:
			return ast.WalkSkipChildren, nil
		}
		u.children(n)
		return ast.WalkContinue, nil
	})
}

// lostNotes warns of footnotes that nothing refers to: they are not shown.
func (d *document) lostNotes(m *meter) {
	shown := map[string]bool{}
	for _, n := range m.footnotes {
		if n.Index >= 0 {
			shown[string(n.Ref)] = true
		}
	}
	for _, n := range m.footnotes {
		if n.Index >= 0 {
			continue
		}
		mark := widget.Span{Start: n.at, End: n.at + len("[^]") + len(n.Ref)}
		if label := clip(string(n.Ref)); shown[string(n.Ref)] {
			d.report(mark, diag.Warning, codeLostNote, "the footnote [^%s] is already defined: this definition is not shown", label).
				hint("remove one of the two, or rename it")
		} else {
			d.report(mark, diag.Warning, codeLostNote, "no text refers to the footnote [^%s]: it is not shown", label).
				hint("write [^%s] where it belongs, or remove it", label)
		}
	}
}

// lostLines warns of lines that define a link and were meant as text, as in
// "[Anna]: Yes": their only word is no address, and no text refers to them.
func (d *document) lostLines(m *meter) {
	var lower []byte
	for _, label := range slices.Sorted(maps.Keys(m.refs)) {
		dest := m.refs[label]
		if len(dest) == 0 || bytes.ContainsAny(dest, "./#:@?%") {
			continue
		}
		start, end := d.locate(dest, -1)
		if lower == nil {
			lower = bytes.ToLower(d.src)
		}
		if end <= start || bytes.Count(lower, []byte("["+strings.ToLower(label)+"]")) != 1 {
			continue
		}
		begin := bytes.LastIndexByte(d.src[:start], '\n') + 1
		begin += max(bytes.IndexByte(d.src[begin:start], '['), 0)
		d.report(widget.Span{Start: begin, End: end}, diag.Warning, codeLostNote, "this line defines a link that no text refers to: it is not shown").
			hint("write a backslash before the bracket if it is text, or remove the line")
	}
}

// unresolved is the search for references in one lesson.
type unresolved struct {
	d     *document
	m     *meter
	found int
}

// children looks at the texts of one node, those that stand side by side as one.
func (u *unresolved) children(n ast.Node) {
	start, end := -1, -1
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if ok && t.Segment.Start == end {
			end = t.Segment.Stop
			continue
		}
		u.text(start, end)
		start, end = -1, -1
		if ok {
			start, end = t.Segment.Start, t.Segment.Stop
		}
	}
	u.text(start, end)
}

var noteRef = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[\^([\p{L}\p{N}_.-]{1,80})\]`) })

// noNote matches what is a set of characters rather than a footnote: [^a-z].
var noNote = regexp.MustCompile(`^(\w-\w)+$`)

// text looks at the body from start to end, which is text.
func (u *unresolved) text(start, end int) {
	if end-start < 4 {
		return
	}
	src := u.d.src[start:end]
	var notes [][]int
	if bytes.Contains(src, []byte("[^")) {
		notes = noteRef().FindAllSubmatchIndex(src, -1)
	}
	for _, m := range notes {
		label := string(src[m[2]:m[3]])
		if !escaped(src, m[0]) && !noNote.MatchString(label) && !(m[1] < len(src) && strings.IndexByte("+*?{", src[m[1]]) >= 0) {
			u.note(widget.Span{Start: start + m[0], End: start + m[1]}, label)
		}
	}
	for i := 0; ; i++ {
		k := bytes.Index(src[i:], []byte("]["))
		if k < 0 {
			return
		}
		i += k
		if n := bytes.IndexAny(src[i+2:], "[]"); n >= 0 && src[i+2+n] == ']' && !escaped(src, i) && !escaped(src, i+2+n) {
			u.link(start+i, start+i+2+n)
		}
	}
}

// escaped reports whether the sign at i has a backslash before it.
func escaped(src []byte, i int) bool {
	n := 0
	for i > n && src[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// maxLinkText is how long a link's text may be to be taken for one, in bytes.
const maxLinkText = 400

// link looks at [text][label], of which the brackets that close stand at these
// offsets of the body. After a word it is an index, x[i][j].
func (u *unresolved) link(textEnd, labelEnd int) {
	src := u.d.src
	open, depth := textEnd, 1
	for depth > 0 {
		if open--; open < 0 || textEnd-open > maxLinkText || src[open] == '\n' && bytes.HasPrefix(bytes.TrimLeft(src[open+1:textEnd], " \t"), []byte("\n")) {
			return
		}
		switch {
		case src[open] == ']' && !escaped(src, open):
			depth++
		case src[open] == '[' && !escaped(src, open):
			depth--
		}
	}
	if escaped(src, open) {
		return
	}
	text, label := bytes.TrimSpace(src[open+1:textEnd]), bytes.TrimSpace(src[textEnd+2:labelEnd])
	if textEnd+2 == labelEnd {
		label = text
	}
	before, _ := utf8.DecodeLastRune(src[:open])
	index := unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("_)]", before) || digits(text) && digits(label)
	if _, known := u.m.refs[util.ToLinkReference(label)]; known || index || len(text) == 0 || len(label) == 0 || label[0] == '^' {
		return
	}
	var names []string
	for name := range u.m.refs {
		names = append(names, name)
	}
	u.report(widget.Span{Start: open, End: labelEnd + 1}, string(label), names, "link", "[%s]: address")
}

func digits(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return !unicode.IsDigit(r) })
}

func (u *unresolved) note(at widget.Span, label string) {
	var names []string
	for _, n := range u.m.footnotes {
		names = append(names, string(n.Ref))
	}
	u.report(at, label, names, "footnote", "[^%s]: text")
}

// report warns of one reference; form is how it would be defined.
func (u *unresolved) report(at widget.Span, label string, names []string, what, form string) {
	if u.found++; u.found > maxUnresolved {
		return
	}
	label = clip(strings.Join(strings.Fields(label), " "))
	f := u.d.report(at, diag.Warning, codeNoDefinition, "the %s refers to %q, which is not defined in this lesson", what, label)
	if u.found <= maxNearest {
		slices.Sort(names)
		if s := diag.Suggest(label, slices.Compact(names)); s != "" {
			f.hint("did you mean %q?", s)
			return
		}
	}
	f.hint("add a line "+form+" below the paragraph; if the brackets are text, put a backslash before the first one", label)
}
