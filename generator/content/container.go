package content

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeUnclosedContainer diag.Code = "PB1301"
	codeStrayClose        diag.Code = "PB1302"
	codeContainerPlace    diag.Code = "PB1303"
	codeContainerSyntax   diag.Code = "PB1304"
	codeUnknownContainer  diag.Code = "PB1305"
	codeNesting           diag.Code = "PB1306"
)

// A container is a ::: block in the tree. The parser finds only its extent.
// checkContainer reads its attributes when the tree is complete.
type container struct {
	ast.BaseBlock
	kind   string
	colons int
	open   widget.Span // the opening line, from the first colon, in the parsed text
	info   widget.Span // the text after the kind
	attrs  widget.Attrs
	id     string
	title  string // of details
	closed bool
	end    int   // offset of the closing line, 0 if there is none
	links  []int // the lesson's links directly in it, not in a container inside
	cutBy  int   // offset of the closing line of an outer container that ended this one, 0 if none
}

var kindContainer = ast.NewNodeKind("Container")

func (*container) Kind() ast.NodeKind { return kindContainer }
func (n *container) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"kind": n.kind}, nil)
}

// strayKey has the offsets of ::: lines that close nothing.
var strayKey = parser.NewContextKey()

// containerParser finds containers: an opening line of three or more colons and a kind,
// and a closing line of exactly as many colons.
type containerParser struct{}

func (containerParser) Trigger() []byte             { return []byte{':'} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return false }

var openLine = regexp.MustCompile(`^(:{3,})[ \t]*([^\s:#{=][^\s=]*)?(.*)$`)

func (containerParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || !bytes.HasPrefix(line[pos:], []byte(":::")) {
		return nil, parser.NoChildren
	}
	start := seg.Start - seg.Padding + pos
	rest := bytes.TrimRight(line[pos:], " \t\n")
	m := openLine.FindSubmatchIndex(rest)
	if m == nil || docstrings.Match(rest) { // literals.go says what that is
		return nil, parser.NoChildren
	}
	if len(bytes.Trim(rest, ":")) == 0 {
		stray, _ := pc.Get(strayKey).([]widget.Span)
		pc.Set(strayKey, append(stray, widget.Span{Start: start, End: start + len(rest)}))
		return nil, parser.NoChildren
	}
	n := &container{colons: m[3], open: widget.Span{Start: start, End: start + len(rest)}, info: widget.Span{Start: start + m[6], End: start + m[7]}}
	if m[4] >= 0 {
		n.kind = string(rest[m[4]:m[5]])
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func (containerParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*container)
	line, seg := reader.PeekLine()
	w, pos := util.IndentWidth(line, reader.LineOffset())
	if w > 3 || pos >= len(line) || line[pos] != ':' {
		return parser.Continue | parser.HasChildren
	}
	rest := bytes.TrimRight(line[pos:], " \t\n")
	if len(rest) != n.colons || len(bytes.Trim(rest, ":")) != 0 || inFence(n, pc, w) {
		return parser.Continue | parser.HasChildren
	}
	n.closed, n.end = true, seg.Start-seg.Padding
	inside := false
	for _, b := range pc.OpenedBlocks() {
		if c, ok := b.Node.(*container); ok && inside {
			c.cutBy = seg.Start + pos + 1
		}
		inside = inside || b.Node == node
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// inFence reports whether a code fence is open directly in n, so that a line of colons
// is text. A fence in a list item or a quote ends with it, because the line is outside.
func inFence(n *container, pc parser.Context, indent int) bool {
	blocks := pc.OpenedBlocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		switch b := blocks[i].Node.(type) {
		case *ast.FencedCodeBlock:
			continue
		case *ast.HTMLBlock:
			continue
		case *ast.ListItem:
			if indent < b.Offset {
				return false
			}
		case *ast.Blockquote:
			return false
		case *container:
			if b == n {
				last := blocks[len(blocks)-1].Node.Kind()
				return last == ast.KindFencedCodeBlock || last == ast.KindHTMLBlock
			}
		}
	}
	return false
}

func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}

// forgottenEnds finds containers without an end: another container with as many colons
// begins in them, and there is one closing line for both. The inner one is moved out,
// so that both are read correctly. If there is a spare closing line, the author meant
// to nest them.
func (d *document) forgottenEnds(spare bool) {
	for c := d.root.FirstChild(); c != nil; c = c.NextSibling() {
		outer, ok := c.(*container)
		if !ok {
			continue
		}
		if !outer.closed && !d.knows(outer.kind) { // a line of another tool, and not a block of ours
			d.moveOut(outer, outer.FirstChild())
		}
		if spare {
			continue
		}
		for in := outer.FirstChild(); in != nil; in = in.NextSibling() {
			inner, ok := in.(*container)
			if !ok || inner.colons < outer.colons || inner.closed && outer.closed || outer.kind == "" || inner.kind == "" {
				continue
			}
			f := d.errorf(outer.open, codeUnclosedContainer, "this %s block is never closed: line %d begins another block before it ends", clip(outer.kind), d.f.Pos(inner.open.Start+d.base).Line).
				hint("end it with a line of %s above line %d", strings.Repeat(":", outer.colons), d.f.Pos(inner.open.Start+d.base).Line)
			if d.knows(outer.kind) && d.knows(inner.kind) {
				f.repair(d.edit(inner.open.Start, inner.open.Start, strings.Repeat(":", outer.colons)+"\n\n"))
			}
			inner.closed, inner.cutBy = inner.closed || outer.closed, 0
			outer.closed = true
			d.moveOut(outer, inner)
			break
		}
	}
}

// moveOut moves the content of a container from a node on behind the container.
func (d *document) moveOut(c *container, from ast.Node) {
	var after ast.Node = c
	for n := from; n != nil; {
		next := n.NextSibling()
		d.root.InsertAfter(d.root, after, n)
		after, n = n, next
	}
}

// knows reports whether a container of ours has this name.
func (d *document) knows(kind string) bool {
	_, ours := d.o.Kinds[kind]
	return ours || kind == "details"
}

// checkContainer reports a container that never ends or is not allowed at its place,
// and reads its attributes. It runs before the content is read.
func (d *document) checkContainer(n *container) {
	switch {
	case n.closed:
	case n.cutBy > 0:
		f := d.errorf(n.open, codeUnclosedContainer, "this container is still open where line %d closes the one around it", d.f.Pos(n.cutBy+d.base-1).Line).
			hint("close it first with a line of %s", strings.Repeat(":", n.colons))
		if outer, ok := n.Parent().(*container); ok && outer.end > 0 && outer.colons > n.colons && !d.glued() {
			f.repair(d.edit(outer.end, outer.end, strings.Repeat(":", n.colons)+"\n"))
		}
	case n.kind == "" || d.knows(n.kind):
		d.errorf(n.open, codeUnclosedContainer, "this container is never closed").
			hint("end it with a line of exactly %d colons: %s", n.colons, strings.Repeat(":", n.colons))
	}
	outer, inside := n.Parent().(*container)
	switch {
	case inside && outer.colons <= n.colons && outer.closed:
		d.errorf(n.open, codeNesting, "a container inside another needs fewer colons than the outer one").
			hint("give the outer one %s", strings.Repeat(":", n.colons+1)).
			repair(d.widened(outer, n)...)
	case !inside && n.Parent() != d.root:
		d.errorf(n.open, codeContainerPlace, "a container cannot be inside a list or a quote").
			hint("begin it at the left margin, after a blank line")
	}
	if n.kind == "" {
		d.errorf(n.open, codeContainerSyntax, "a container begins with its kind").
			hint("for example '::: checklist #my-list'; known kinds: %s", strings.Join(d.kindNames(), ", "))
		return
	}
	if !d.knows(n.kind) {
		at := n.open.Start + n.colons
		at += bytes.Index(d.src[at:n.open.End], []byte(n.kind))
		f := d.errorf(widget.Span{Start: at, End: at + len(n.kind)}, codeUnknownContainer, "unknown container %q", clip(n.kind))
		if m := apartKind.FindSubmatch(d.src[at:n.open.End]); m != nil && d.knows(strings.ToLower(string(m[1])+string(m[2]))) {
			kind := strings.ToLower(string(m[1]) + string(m[2]))
			f.hint("did you mean %q?", kind).repair(d.edit(at, at+len(m[0]), kind))
			return
		}
		if to, form := foreignContainer(string(d.src[n.open.Start+n.colons : n.open.End])); to != "" {
			f.hint("%s", to).repair(d.asQuote(n, form)...)
			return
		}
		f.hint("%s", diag.DidYouMean(n.kind, d.kindNames()))
		if s := diag.Surely(n.kind, d.kindNames()); s != "" {
			f.repair(d.edit(at, at+len(n.kind), s))
		}
	}
	a, bad, want := openingAttrs(d.src, n.info.Start, n.info.End)
	if bad >= 0 {
		d.errorf(widget.Span{Start: bad, End: bad + 1}, codeContainerSyntax, "cannot read the attributes of this %s at this point: expected %s", n.kind, want).
			hint(`attributes are #id, key=value, key="quoted value" or a bare flag`)
	}
	n.attrs, n.id = a, a.ID
	if n.kind == "details" {
		n.title, _ = a.Get("title")
		if n.title == "" && bad < 0 && d.bareTitle(n, a) {
			return
		}
		d.ds = append(d.ds, widget.CheckAttrs(d.f, detailsTakes, d.shift(a))...)
		if who, ok := a.Get("for"); ok && who != "host" {
			d.errorf(n.open, codeContainerSyntax, "details cannot have for=%q", clip(who)).hint("the only value is for=host: notes for the person who leads a meeting")
		}
		if n.title == "" && bad < 0 {
			d.errorf(n.open, codeContainerSyntax, "details need a title").hint(`write '::: details title="What it is about"'`)
		}
	}
}

var braced = regexp.MustCompile(`^([ \t]*(?:#[^\s{]*[ \t]*)?)\{(.*)\}[ \t]*$`)

// openingAttrs reads the attributes of an opening line. They may be in braces, like
// those of an item, with the id before or in the braces.
func openingAttrs(src []byte, start, end int) (a widget.Attrs, bad int, want string) {
	m := braced.FindSubmatchIndex(src[start:end])
	if m == nil {
		return parseAttrs(src, start, end)
	}
	head, bad, want := parseAttrs(src, start, start+m[3])
	if bad >= 0 {
		return head, bad, want
	}
	a, bad, want = parseAttrs(src, start+m[4], start+m[5])
	if head.ID != "" && a.ID != "" {
		return a, a.IDSpan.Start - 1, "one id only"
	} else if head.ID != "" {
		a.ID, a.IDSpan = head.ID, head.IDSpan
	}
	a.Span = widget.Span{Start: start, End: end}
	return a, bad, want
}

// bareTitle reports details with a title without quotation marks, as other tools write
// it: ::: details More on prices.
func (d *document) bareTitle(n *container, a widget.Attrs) bool {
	if a.ID != "" || len(a.List) == 0 || slices.ContainsFunc(a.List, func(t widget.Attr) bool { return !t.Flag }) {
		return false
	}
	if len(a.List) == 1 && a.List[0].Key == "open" {
		return false
	}
	title := strings.TrimSpace(string(d.src[n.info.Start:n.info.End]))
	n.title = title
	d.errorf(n.open, codeContainerSyntax, "details need a title between quotation marks").
		hint(`write '::: details title="%s"'`, clip(title)).
		repair(d.edit(n.info.Start, n.info.End, " title=\""+title+"\""))
	return true
}

// apartKind matches two words that may be one kind: "check list".
var apartKind = regexp.MustCompile(`^([A-Za-z]+)[ \t_-]([A-Za-z]+)\b`)

// foreignBlock matches the name and the title of a container of another tool.
var foreignBlock = regexp.MustCompile(`^[ \t]*\{?\.?([A-Za-z][A-Za-z-]*)[ \t]*(?:\[([^\]]*)\].*|\{[^}]*title="([^"]*)"[^}]*\}.*|\}?[ \t]*(.*))$`)

// foreignContainer returns our form of a container of another tool, or "": :::tip,
// :::note[Title], ::: warning Title. alert is the first line of the equivalent alert,
// or "".
func foreignContainer(line string) (hint, alert string) {
	m := foreignBlock.FindStringSubmatch(line)
	if m == nil {
		return "", ""
	}
	name := strings.ToLower(m[1])
	title := strings.TrimSpace(m[2] + m[3] + m[4])
	if strings.ContainsAny(title, "=#{}[]") {
		title = ""
	}
	own := alertNames[name]
	if name == "admonition" || name == "callout" {
		own = "note"
	}
	switch {
	case own != "":
		alert = strings.TrimRight("[!"+strings.ToUpper(own)+"] "+title, " ")
		return "write > " + clip(alert) + ", and > before each line of it", alert
	case name == "collapse" || name == "expand" || name == "spoiler" || name == "dropdown":
		return "write '::: details title=\"…\"'", ""
	case strings.HasPrefix(name, "tab") || name == "code-group":
		return "write a heading for each, or '::: details title=\"…\"'", ""
	}
	return "", ""
}

func (d *document) kindNames() []string {
	return append(slices.Sorted(maps.Keys(d.o.Kinds)), "details")
}
