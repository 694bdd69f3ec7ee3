package content

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Words are the interface strings a lesson's body needs; a token stands for
// each, because a lesson does not know the page's language.
var Words = []string{"note", "tip", "important", "warning", "caution", "box_done", "box_open"}

// alertLine matches [!NOTE], folded ([!NOTE]-, shown open with +) and titled.
var alertLine = regexp.MustCompile(`^\[!([A-Za-z]+)\]([-+]?)(?:[ \t]+([^\n]*?))?[ \t]*\n?$`)

// alertNames are the names of other tools for alerts, with our alert for each.
var alertNames = map[string]string{
	"info": "note", "abstract": "note", "summary": "note", "tldr": "note", "todo": "note", "example": "note", "quote": "note",
	"cite": "note", "question": "note", "help": "note", "faq": "note", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
	"attention": "warning", "danger": "caution", "error": "caution", "bug": "caution", "failure": "caution", "fail": "caution", "missing": "caution",
	"note": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution",
}

// An alertTitle is the title of an alert.
type alertTitle struct {
	ast.BaseBlock
	alert, fold string
}

var kindAlertTitle = ast.NewNodeKind("AlertTitle")

func (*alertTitle) Kind() ast.NodeKind           { return kindAlertTitle }
func (n *alertTitle) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// alert marks a blockquote that begins with [!NOTE] and the like as an alert:
// its class says which, and the line becomes its title.
func (d *document) alert(n *ast.Blockquote) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	line := first.Value(d.src)
	indent := len(lead(line))
	m := alertLine.FindSubmatchIndex(line[indent:])
	if m == nil {
		return
	}
	start := first.Stop - len(line) + indent
	written := string(line[indent+m[2] : indent+m[3]])
	name := alertNames[strings.ToLower(written)]
	if name == "" {
		f := d.report(widget.Span{Start: start, End: start + m[3] + 1}, diag.Error, codeUnknownAlert, "unknown alert %q", written).
			hint("%s", diag.DidYouMean(strings.ToUpper(written), ownAlerts()))
		if s := diag.Surely(written, ownAlerts()); s != "" {
			f.repair(d.edit(start+m[2], start+m[3], s))
		}
		return
	}
	title := &alertTitle{alert: name, fold: string(line[indent+m[4] : indent+m[5]])}
	from := first.Stop
	if m[6] >= 0 && m[7] > m[6] {
		from = start + m[6]
	}
	d.moveLine(p, title, from, first.Stop)
	if title.FirstChild() == nil && !slices.Contains(Words[:5], strings.ToLower(written)) {
		title.AppendChild(title, ast.NewString([]byte(strings.ToUpper(written[:1])+strings.ToLower(written[1:]))))
	}
	n.SetAttributeString("alert", title)
	n.InsertBefore(n, p, title)
	if p.FirstChild() == nil {
		n.RemoveChild(n, p)
	}
}

// moveLine moves the text from an offset to the end of a paragraph's first line to
// another node, and removes the text before it.
func (d *document) moveLine(p *ast.Paragraph, to ast.Node, from, stop int) {
	for c := p.FirstChild(); c != nil; {
		next := c.NextSibling()
		t, isText := c.(*ast.Text)
		at := c.Pos()
		if isText {
			at = t.Segment.Start
		} else if at < 0 {
			at = from
		}
		if at >= stop {
			return
		}
		last := isText && (t.SoftLineBreak() || t.HardLineBreak())
		switch {
		case isText && t.Segment.Stop <= from || !isText && at < from:
			p.RemoveChild(p, c)
		default:
			if isText {
				t.Segment = t.Segment.WithStart(max(t.Segment.Start, from))
				t.SetSoftLineBreak(false)
				t.SetHardLineBreak(false)
			}
			to.AppendChild(to, c)
		}
		if last {
			return
		}
		c = next
	}
}

// ownAlerts are the five words as authors write them.
func ownAlerts() []string {
	names := make([]string, 5)
	for i, w := range Words[:5] {
		names[i] = strings.ToUpper(w)
	}
	return names
}

// alertOf returns the title of a quote that is an alert, nil for others.
func alertOf(n ast.Node) *alertTitle {
	v, _ := n.AttributeString("alert")
	t, _ := v.(*alertTitle)
	return t
}

func drawAlertTitle(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*alertTitle)
	tag := "p"
	if n.fold != "" {
		tag = "summary"
	}
	worded := n.FirstChild() == nil
	switch {
	case !entering && worded:
		_, _ = w.WriteString("</" + tag + ">\n")
	case !entering:
		_, _ = w.WriteString("</span></" + tag + ">\n")
	case worded:
		_, _ = w.WriteString("<" + tag + ` class="alert-title">`)
		writeToken(w, 'T', slices.Index(Words, n.alert))
	default:
		_, _ = w.WriteString("<" + tag + ` class="alert-title"><span>`)
	}
	return ast.WalkContinue, nil
}

func drawQuote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	t := alertOf(n)
	switch {
	case t == nil && entering:
		_, _ = w.WriteString("<blockquote>\n")
	case t == nil:
		_, _ = w.WriteString("</blockquote>\n")
	case t.fold != "" && !entering:
		_, _ = w.WriteString("</details>\n")
	case !entering:
		_, _ = w.WriteString("</div>\n")
	case t.fold != "":
		_, _ = w.WriteString(`<details class="alert alert-` + t.alert + `"`)
		if t.fold == "+" {
			_, _ = w.WriteString(" open")
		}
		_, _ = w.WriteString(">")
	default:
		_, _ = w.WriteString(`<div class="alert alert-` + t.alert + `" role="note">`)
	}
	return ast.WalkContinue, nil
}

// KnownAlert reports whether a quotation that begins with [!name] is an alert.
func KnownAlert(name string) bool { return alertNames[strings.ToLower(name)] != "" }
