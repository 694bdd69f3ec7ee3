package content

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeUnclosedFence diag.Code = "PB1308"
	codeOpenComment   diag.Code = "PB1321"
	codeConflict      diag.Code = "PB1322"
	codeUnknownAlert  diag.Code = "PB1309"
	codeLongRow       diag.Code = "PB1323"
	codeNoTerms       diag.Code = "PB1324"
)

// A document is one lesson's body while it is read. Offsets in the tree count
// from the body's first byte; base is where that stands in the file.
type document struct {
	f    *diag.File
	base int
	src  []byte
	l    *Lesson
	o    *Options
	root ast.Node
	ds   diag.List

	ids        map[string]bool // ids of headings and widgets in the HTML
	tried      map[string]int  // the last number given to each derived id
	given      int             // bytes of HTML that variables have brought in so far
	lang       string
	drop       []ast.Node             // what is not drawn: comments, raw HTML that is refused
	tags       map[ast.Node][]openTag // tags of raw HTML that are open, by the node they stand in
	tagged     []ast.Node             // the keys of tags, in order
	unsafeTags []openTag              // with unsafe_html, those that are open
	strange    int                    // findings about markup of other tools
	found      map[diag.Code]int      // how many there are of each code
	stray      []widget.Span          // lines of colons that close nothing
	inHTML     ast.Node               // the last block of HTML with Markdown inside
	inner      []string               // search words of the widgets inside the container being read
	escapes    bool                   // whether the body has signs that stand for others, see words
}

func newDocument(f *diag.File, body int, l *Lesson, o *Options) *document {
	d := &document{f: f, base: body, src: f.Text[body:], l: l, o: o, ids: map[string]bool{}, tried: map[string]int{}, lang: l.Lang}
	if d.lang == "" {
		d.lang = o.Default
	}
	d.escapes = bytes.IndexByte(d.src, '&') >= 0 || bytes.IndexByte(d.src, '\\') >= 0 || bytes.Contains(d.src, softHyphen)
	return d
}

// read fills the lesson from the body and returns what it found.
func (d *document) read() diag.List {
	if !d.withinSize() {
		return d.ds
	}
	pc := newMeter(len(d.src))
	d.root = markdown.Parser().Parse(text.NewReader(d.src), parser.WithContext(pc))
	if !d.withinBudget(pc) || !d.withoutTokens() {
		return d.ds
	}
	d.definedTwice(pc)
	d.unresolved(pc)
	d.stuckEmphasis(pc)
	d.conflicts()
	d.addressesInText()
	d.stray, _ = pc.Get(strayKey).([]widget.Span)
	for _, s := range d.stray {
		d.errorf(s, codeStrayClose, "this closing line has no container to close").
			hint("an opening line names its kind, for example '::: checklist'")
	}
	for _, s := range pc.comments {
		d.hide(s)
	}
	d.forgottenEnds(len(d.stray) > 0)
	d.inspect()
	d.closeTags()
	for _, t := range d.unsafeTags {
		d.unsafeOpen(t)
	}
	d.literals()
	d.listNumbers()
	d.dropHidden()
	d.titleFromHeading()
	d.placeWidgets(d.root)
	d.assignHeadingIDs()
	d.assignTermIDs()
	d.unusedAttrs()
	d.passages()
	if d.l.Assignment() {
		d.l.Message = d.message()
	}
	d.render()
	return d.ds
}

// span moves a range of the body to the file.
func (d *document) span(s, e int) widget.Span { return widget.Span{Start: s + d.base, End: e + d.base} }

// maxFound bounds the findings of one code in one lesson.
const maxFound = 1_000

// A finding is the diagnostic just added, for its hint.
type finding struct {
	d *document
	i int
}

func (f finding) hint(format string, args ...any) finding {
	if f.i >= 0 {
		f.d.ds[f.i].Hint = fmt.Sprintf(format, args...)
	}
	return f
}

// repair says what 'generate fix' does about it.
func (f finding) repair(edits ...diag.Edit) {
	if f.i >= 0 && len(edits) > 0 {
		f.d.ds[f.i] = f.d.ds[f.i].WithRepair(edits...)
	}
}

func (f finding) repaired() bool { return f.i >= 0 && f.d.ds[f.i].Repair != nil }

// edit writes text in place of a range of the body.
func (d *document) edit(start, end int, text string) diag.Edit {
	return d.f.Edit(start+d.base, end+d.base, text)
}

// errorf adds an error that marks a range of the body.
func (d *document) errorf(s widget.Span, code diag.Code, format string, args ...any) finding {
	return d.report(s, diag.Error, code, format, args...)
}

func (d *document) report(s widget.Span, sev diag.Severity, code diag.Code, format string, args ...any) finding {
	if d.found == nil {
		d.found = map[diag.Code]int{}
	}
	if d.found[code]++; d.found[code] > maxFound {
		return finding{d, -1}
	}
	d.ds.Add(d.f.At(s.Start+d.base, s.End+d.base, sev, code, format, args...))
	return finding{d, len(d.ds) - 1}
}

// inspect walks the tree once: containers are checked, variables filled in,
// raw HTML refused, links recorded and replaced by tokens, alerts recognised.
func (d *document) inspect() {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *container:
			d.checkContainer(n)
		case *ast.FencedCodeBlock:
			d.checkFence(n)
		case *ast.Blockquote:
			d.alert(n)
		case *ast.Heading:
			d.closeBefore(n)
		case *varNode:
			d.fillVariable(n)
		case *comment:
			d.drop = append(d.drop, n)
			d.hide(n.span)
		case *commentBlock:
			d.hideComment(n)
		case *ast.RawHTML:
			d.rawInline(n)
		case *ast.HTMLBlock:
			d.rawBlock(n)
		case *ast.Link:
			d.link(n)
		case *ast.Image:
			d.picture(n)
			d.image(n)
		case *ast.AutoLink:
			d.autoLink(n)
		case *wikiLink:
			d.wiki(n)
		case *east.TableRow:
			d.checkRow(n)
		case *east.TableCell:
			if n.Alignment != east.AlignNone {
				n.SetAttributeString("class", []byte("al-"+n.Alignment.String()))
			}
		}
		return ast.WalkContinue, nil
	})
}

func (d *document) fillVariable(n *varNode) {
	v, ok := lookup(n.name, d.o.Params)
	if !ok {
		f := d.errorf(n.span, codeMissingVariable, "no variable is named %q", n.name).hint("%s", variableHint(n.name, d.o.Params))
		if s := diag.Surely(n.name, paramNames("params.", d.o.Params)); s != "" {
			f.repair(d.edit(n.span.Start, n.span.End, "{{ "+s+" }}"))
		}
	}
	if !d.withinValues(n, v) {
		return
	}
	n.value = v
	d.l.values = append(d.l.values, edit{n.span.Start + d.base, n.span.End - n.span.Start, v})
}

// checkRow warns of a row with more cells than the table has columns: nobody
// would see what stands in them.
func (d *document) checkRow(n *east.TableRow) {
	last, ok := n.LastChild().(*east.TableCell)
	if !ok || last.Lines().Len() == 0 {
		return // shorter than the table
	}
	from := last.Lines().At(0).Stop
	rest, _, _ := bytes.Cut(d.src[from:], []byte("\n"))
	lost := bytes.TrimPrefix(bytes.TrimLeft(rest, " \t"), []byte("|"))
	if len(bytes.Trim(lost, "| \t\r")) == 0 {
		return
	}
	at := widget.Span{Start: from + len(rest) - len(bytes.TrimLeft(lost, " \t")), End: from + len(bytes.TrimRight(rest, " \t\r"))}
	d.report(at, diag.Warning, codeLongRow, "this row has more cells than the table has columns: the rest is not shown").
		hint("add a column to the first two lines of the table, or write \\| for a literal bar")
}

// checkFence reports a code fence that never ends: everything after it would
// be shown as code.
func (d *document) checkFence(n *ast.FencedCodeBlock) {
	start := max(n.Pos(), 0)
	fence := d.src[min(start, len(d.src)):]
	if len(fence) == 0 || fence[0] != '`' && fence[0] != '~' {
		return
	}
	length := len(fence) - len(bytes.TrimLeft(fence, string(fence[0])))
	next := start + lineLen(d.src[start:])
	if lines := n.Lines(); lines.Len() > 0 {
		next = lines.At(lines.Len() - 1).Stop
	}
	line := strings.TrimLeft(string(d.src[next:next+lineLen(d.src[next:])]), " \t>")
	line = strings.TrimRight(line, " \t\n")
	if len(line) >= length && strings.Trim(line, string(fence[0])) == "" {
		return
	}
	end := start + length
	d.errorf(widget.Span{Start: start, End: end}, codeUnclosedFence, "this code fence is never closed").
		hint("end it with a line of %s", strings.Repeat(string(fence[0]), length))
}

// lineLen is the length of b's first line with its line end.
func lineLen(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}
