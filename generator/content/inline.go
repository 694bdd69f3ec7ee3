package content

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const codeMissingVariable diag.Code = "PB1307"

// An attrNode is {#id key=value} at the end of a line. Where nothing can carry
// it, it is drawn as the text it was.
type attrNode struct {
	ast.BaseInline
	attrs widget.Attrs
	raw   string
	span  widget.Span
	used  bool
	bad   int    // where they cannot be read any further, -1 if they can
	want  string // what was expected there
}

var kindAttr = ast.NewNodeKind("Attr")

func (*attrNode) Kind() ast.NodeKind           { return kindAttr }
func (n *attrNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
func (n *attrNode) text() string               { return map[bool]string{false: n.raw}[n.used] }

// A varNode is {{ name }}; its value is looked up after parsing.
type varNode struct {
	ast.BaseInline
	name  string
	span  widget.Span
	value string
}

var kindVar = ast.NewNodeKind("Variable")

func (*varNode) Kind() ast.NodeKind           { return kindVar }
func (n *varNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// braceParser reads {{ variables }} and {attributes}. Code spans are taken by
// goldmark before, and an escaped \{ never gets here.
type braceParser struct{}

func (braceParser) Trigger() []byte { return []byte{'{'} }

var (
	variable = regexp.MustCompile(`^\{\{[ \t]*([^{}]*?)[ \t]*\}\}`)
	// variableIn finds one anywhere, or one that a backslash makes text.
	variableIn = regexp.MustCompile(`\\?\{\{[ \t]*([^{}]*?)[ \t]*\}\}`)
	// wholeShortcode is one of Hugo's.
	wholeShortcode = regexp.MustCompile(`^\{\{(?:<[^\n]*?>|%[^\n]*?%)\}\}`)
	// pictureWidth stands right behind a picture, also within a line.
	pictureWidth = regexp.MustCompile(`^\{(w=[^{}\s"]+)\}`)
	// attribute is the last of its line, comments aside.
	attribute = regexp.MustCompile(`^\{([#A-Za-z](?:[^{}"\n]|"(?:[^"\\\n]|\\.)*")*)\}` + commentsAtEnd)
	// badAttribute is one with a mistake in it, which the one brace of the line begins.
	badAttribute = regexp.MustCompile(`^\{([#A-Za-z][^\n]*?)\}` + commentsAtEnd)
)

const commentsAtEnd = `(?:[ \t]*(?:<!--.*?-->|%%.*?%%))*[ \t]*$`

func (braceParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if n := braceComment(block); n != nil {
		return n
	}
	if near := line[:min(len(line), maxForm)]; bytes.HasPrefix(line, []byte("{{")) && (bytes.Contains(near, []byte(">}}")) || bytes.Contains(near, []byte("%}}"))) {
		if m := wholeShortcode.Find(near); m != nil { // literals.go says what it is
			block.Advance(len(m))
			return ast.NewTextSegment(seg.WithStop(seg.Start + len(m)))
		}
	}
	if bytes.HasPrefix(line, []byte("{{")) {
		m := variable.FindSubmatch(line)
		if m == nil {
			return nil
		}
		block.Advance(len(m[0]))
		return &varNode{name: string(m[1]), span: widget.Span{Start: seg.Start, End: seg.Start + len(m[0])}}
	}
	trimmed := bytes.TrimRight(line, "\n")
	var m []int
	if _, picture := parent.LastChild().(*ast.Image); picture {
		m = pictureWidth.FindSubmatchIndex(trimmed)
	}
	if m == nil && mayEndWithAttrs(line) {
		if m = attribute.FindSubmatchIndex(trimmed); m == nil && bytes.Count(trimmed, []byte("{")) == 1 {
			m = badAttribute.FindSubmatchIndex(trimmed)
		}
	}
	if m == nil {
		return nil
	}
	src := block.Source()
	a, bad, want := parseAttrs(src, seg.Start+m[2], seg.Start+m[3])
	if bad >= 0 && a.ID == "" && len(a.List) == 0 {
		return nil
	}
	raw := trimmed[:m[3]+1]
	if rest := trimmed[m[3]+1:]; len(bytes.TrimSpace(rest)) == 0 {
		block.Advance(len(trimmed))
	} else {
		block.Advance(len(raw))
	}
	return &attrNode{attrs: a, raw: string(raw), span: widget.Span{Start: seg.Start, End: seg.Start + len(raw)}, bad: bad, want: want}
}

// mayEndWithAttrs reports whether a line ends as one with attributes does.
func mayEndWithAttrs(line []byte) bool {
	end := bytes.TrimRight(line, " \t\n")
	return bytes.HasSuffix(end, []byte("}")) || bytes.HasSuffix(end, []byte("-->")) || bytes.HasSuffix(end, percents)
}

// takeAttrs returns the attributes at the end of an inline block and marks
// them used; the node stays in the tree and draws nothing.
func (d *document) takeAttrs(n ast.Node) widget.Attrs {
	if n == nil {
		return widget.Attrs{}
	}
	a := attrsOf(n, d.src)
	if a == nil {
		return widget.Attrs{}
	}
	d.use(a)
	if t, ok := a.PreviousSibling().(*ast.Text); ok {
		t.Segment = t.Segment.TrimRightSpace(d.src)
	}
	return a.attrs
}

// use marks attributes as taken, and says where they cannot be read.
func (d *document) use(a *attrNode) {
	if a.bad >= 0 && !a.used {
		d.errorf(widget.Span{Start: a.bad, End: a.bad + 1}, codeContainerSyntax, "cannot read these attributes at this point: expected %s", a.want).
			hint(`attributes are #id, key=value, key="quoted value" or a bare flag`)
	}
	a.used = true
}

// attrsOf returns the attributes at the end of an inline block, nil for none.
func attrsOf(n ast.Node, src []byte) *attrNode {
	last := n.LastChild()
	for last != nil { // space before a comment that is gone
		t, ok := last.(*ast.Text)
		if !ok || len(bytes.TrimSpace(t.Segment.Value(src))) > 0 {
			break
		}
		last = last.PreviousSibling()
	}
	a, _ := last.(*attrNode)
	return a
}

// A wikiLink is [[uid]], [[uid#anchor]] or [[uid|text]].
type wikiLink struct {
	ast.BaseInline
	dest, text string
	span       widget.Span
	index      int
}

var kindWiki = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind           { return kindWiki }
func (n *wikiLink) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'['} }

var wiki = regexp.MustCompile(`^\[\[([^\[\]|\n]+?)(?:\\?\|([^\[\]\n]+))?\]\]`)

// inlineBehind matches an address behind brackets.
var inlineBehind = regexp.MustCompile(`^\((?:<[^<>\n]+>|[^()\s]+)(?:[ \t]+"[^"\n]*")?\)`)

// commentIn matches a comment in the text of a wiki link, which is plain.
var commentIn = regexp.MustCompile(`<!--.*?-->|%%.*?%%|\{/\*.*?\*/\}`)

func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if n := definitionComment(block); n != nil {
		return n
	}
	line, seg := block.PeekLine()
	m := wiki.FindSubmatch(line)
	if m == nil || m[2] == nil && inlineBehind.Match(line[len(m[0]):]) {
		return nil // [[1]](address) is a link whose text has brackets
	}
	block.Advance(len(m[0]))
	n := &wikiLink{
		dest: strings.TrimSpace(string(m[1])), text: strings.TrimSpace(string(commentIn.ReplaceAll(m[2], nil))), index: -1,
		span: widget.Span{Start: seg.Start, End: seg.Start + len(m[0])},
	}
	n.address()
	return n
}

// address reads a heading behind '#' as it is written in the lesson, and not only
// its anchor: [[#Before the call]], [[uid#Before the call]].
func (n *wikiLink) address() {
	uid, heading, ok := strings.Cut(n.dest, "#")
	if !ok || heading == "" {
		return
	}
	if uid == "" && n.text == "" {
		n.text = heading
	}
	if strings.ContainsAny(heading, " .,:;?!'’&()") {
		n.dest = uid + "#" + Slug(heading)
	}
}

// lookup finds a variable in the parameters: "params.team.name".
func lookup(name string, params map[string]any) (string, bool) {
	path, ok := strings.CutPrefix(name, "params.")
	if !ok {
		return "", false
	}
	var v any = params
	for key := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		if v, ok = m[key]; !ok {
			return "", false
		}
	}
	switch v := v.(type) {
	case string:
		return printable(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case int64, bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

// variableHint is the way out for a variable that there is not.
func variableHint(name string, params map[string]any) string {
	if s := diag.Suggest(name, paramNames("params.", params)); s != "" {
		return fmt.Sprintf("did you mean %q?", s)
	}
	return "variables are the values under [params] in site.toml, written as {{ params.name }}; write \\{ for a literal brace"
}

// printable drops control characters, which a TOML string may hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// paramNames lists every variable there is, for a did-you-mean.
func paramNames(prefix string, params map[string]any) []string {
	var names []string
	for k, v := range params {
		if m, ok := v.(map[string]any); ok {
			names = append(names, paramNames(prefix+k+".", m)...)
		} else {
			names = append(names, prefix+k)
		}
	}
	slices.Sort(names)
	return names
}
