package content

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeForeign diag.Code = "PB1340"
	codeNoLink  diag.Code = "PB1417"
)

// maxForeign bounds the findings about markup of other tools in one lesson.
const maxForeign = 200

// foreign warns of markup that another tool knows: a reader would see its signs.
func (d *document) foreign(at widget.Span, message, hint string) finding {
	if d.strange++; d.strange > maxForeign {
		return finding{d, -1}
	}
	at.End = at.Start + len(bytes.TrimRight(d.src[at.Start:at.Start+lineLen(d.src[at.Start:at.End])], "\n"))
	return d.report(at, diag.Warning, codeForeign, "%s", message).hint("%s", hint)
}

// literals looks at the text that is left when all Markdown is read: what other
// tools give a meaning, and what nearly is Markdown, stands there with its signs.
func (d *document) literals() {
	l := literals{d: d}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock:
			l.fence(n)
			return ast.WalkSkipChildren, nil
		}
		if c := n.FirstChild(); c != nil && c.Type() == ast.TypeInline {
			l.children(n)
		}
		return ast.WalkContinue, nil
	})
}

type literals struct {
	d     *document
	block ast.Node // what the text at hand stands in
	// mathClosed says that a "$$" alone on its line has begun what the next one ends.
	mathClosed bool
	// vault says whether the lesson has signs of a tool whose tags are #words; 0 is not
	// looked for yet.
	vault int
}

// children looks at the texts of one node, those that stand side by side as one.
func (l *literals) children(n ast.Node) {
	l.block = n
	start, end := -1, -1
	head, next := n.Type() == ast.TypeBlock, false
	flush := func(tail bool) {
		if start >= 0 && end > start {
			l.run(start, end, head, tail)
		}
		start, end, head = -1, -1, next
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			next = false
			flush(false)
			continue
		}
		if start < 0 {
			start, end = t.Segment.Start, t.Segment.Start
		}
		if t.Segment.Start != end {
			next = false
			flush(false)
			start = t.Segment.Start
		}
		end = t.Segment.Stop
		if t.SoftLineBreak() || t.HardLineBreak() {
			next = true
			flush(true)
		}
	}
	flush(true)
}

// triggers are the signs that foreign markup has.
var triggers = func() (t [256]bool) {
	for _, c := range "{[]:$%<^&!#+|~" {
		t[c] = true
	}
	return t
}()

// run looks at the body from start to end, which is text of one line: all of it
// from the line's begin if head is set, up to its end if tail is.
func (l *literals) run(start, end int, head, tail bool) {
	s := l.d.src[start:end]
	if head {
		if n := l.head(s, start, tail); n > 0 {
			return
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !triggers[c] {
			continue
		}
		if escaped(s, i) {
			continue
		}
		n, near := 0, s[i:min(i+maxForm, len(s))]
		switch c {
		case '{':
			n = l.brace(near, start+i)
		case '#':
			n = l.tag(s, i, start)
		case '[':
			n = l.bracket(near, start+i)
		case ']':
			n = l.noLink(near, start+i)
		case ':':
			n = l.emoji(s, i, start)
		case '$':
			if n = l.formula(s[i:], start+i); n == 0 {
				n = l.math(near, start+i)
			}
		case '+', '|', '~':
			n = l.signs(near, start+i)
		case '%':
			n = l.percents(s[i:], start+i)
		case '<':
			if bytes.HasPrefix(s[i:], []byte("<!--")) {
				l.d.openComment(widget.Span{Start: start + i, End: start + i + 4}, "-->")
				n = 4
			} else if m := jsxTag.FindSubmatch(near); m != nil {
				n = len(m[0])
				l.say(start+i, n, "<"+clip(string(m[1]))+"> is a component of another tool: readers see it as text", componentHint(string(m[1])))
			} else if m := erbTag.Find(near); m != nil {
				n = len(m)
				l.say(start+i, n, "a tag of a template is shown as it is written: "+clip(string(m)), "lessons are not templates: write it in Markdown; values of site.toml are {{ params.name }}")
			} else if m := fileInAngles.FindSubmatch(near); m != nil {
				n = len(m[0])
				l.d.report(widget.Span{Start: start + i, End: start + i + n}, diag.Warning, codeNoLink, "this is not a link: only web addresses may be between angle brackets").
					hint("write [%s](%s)", clip(path.Base(string(m[1]))), clip(string(m[1])))
			} else if m := openAddress.Find(near); m != nil {
				n = len(m)
				l.d.report(widget.Span{Start: start + i, End: start + i + n}, diag.Warning, codeNoLink, "this is not a link: its angle bracket is never closed").
					hint("write > after the address, or remove the bracket")
			} else {
				n = l.nearlyHTML(near, start+i)
			}
		case '^':
			if i+1 < len(s) && s[i+1] == '[' {
				l.say(start+i, 2, "footnotes inside the text do not work here: readers see the signs", "write [^1] here, and [^1]: with the text below the paragraph")
			} else if n = l.signs(near, start+i); n == 0 && tail && l.last(end) {
				l.blockID(s, i, start)
			}
		case '&':
			n = l.entity(near, start+i)
		case '!':
			if bytes.HasPrefix(s[i:], []byte("![[")) {
				l.embed(near, start+i)
				n = 3
			} else if m := lonePicture.FindSubmatch(near); m != nil && (i == 0 || s[i-1] == ' ') {
				n = len(m[1])
				l.d.report(widget.Span{Start: start + i, End: start + i + n}, diag.Warning, codeNoLink, "this is not a picture: its address is missing").
					hint("write %s(file.png); put a backslash before a sign that is text", clip(string(m[1])))
			}
		}
		if n > 0 {
			i += n - 1
		}
	}
}

// maxForm is how long a form of another tool may be to be taken for one.
const maxForm = 2_000

// say warns of foreign markup of n bytes.
func (l *literals) say(at, n int, message, hint string) finding {
	return l.d.foreign(widget.Span{Start: at, End: at + n}, message, hint)
}

// last reports whether a block's text ends at an offset.
func (l *literals) last(end int) bool {
	if l.block.Type() != ast.TypeBlock {
		return false
	}
	lines := l.block.Lines()
	return lines != nil && lines.Len() > 0 && lines.At(lines.Len()-1).Stop <= end+2
}

var (
	admonition    = regexp.MustCompile(`^(!!!|\?\?\?\+?)[ \t]*([A-Za-z]+)(?:[ \t]+"([^"]*)")?`)
	tabLine       = regexp.MustCompile(`^===!?[ \t]+["“'](.+)["”']`)
	directive     = regexp.MustCompile(`^\.\.[ \t]+([a-z][a-z0-9_-]*)::`)
	docstrings    = regexp.MustCompile(`^:::[ \t]+[A-Za-z_]\w*(?:\.\w+)+[ \t]*\n?$`)
	abbrLine      = regexp.MustCompile(`^\*\[([^\]]+)\]:[ \t]*(.*)`)
	jsLine        = regexp.MustCompile(`^(?:import[ \t]+(?:[\w{}*, ]+[ \t]+from[ \t]+)?['"][^'"]+['"]|export[ \t]+(?:default|const|function|let|var)[ \t])`)
	jiraHead      = regexp.MustCompile(`^h([1-6])\.[ \t]+\S`)
	noSpace       = regexp.MustCompile(`^(#{2,6})([^#\s].*)`)
	tocLine       = regexp.MustCompile(`(?i)^(?:@?\[toc\]|\{:toc[^}]*\}|\$\{toc\}|__toc__)[ \t]*$`)
	boxBegin      = regexp.MustCompile(`^\[(|[ xX][ \t]+|[ \t]+[xX ])\]`)
	oddBox        = regexp.MustCompile(`^\[([^\[\]\s\\\d^])\][ \t]+\S`)
	barBox        = regexp.MustCompile(`^[-*+]\[([ xX]?)\]`)
	twoColons     = regexp.MustCompile(`^::[ \t]*([a-z]+)(?:[ \t]|\n|$)`)
	closingColons = regexp.MustCompile(`\n::[ \t]*(?:\n|$)`)
	nearAlert     = regexp.MustCompile(`^(?:\[[ \t]*!?[ \t]*(NOTE|TIP|IMPORTANT|WARNING|CAUTION)[ \t]*!?[ \t]*\]|!(NOTE|TIP|IMPORTANT|WARNING|CAUTION))[ \t]*(?:\n|$)`)
	jsxTag        = regexp.MustCompile(`^<([A-Z][\w.]*)(?:[ \t]+[\w-]+="[^"]*")*[ \t]+[\w-]+=\{`)
	fileBehind    = regexp.MustCompile(`^\[.\][ \t]+\([^\s()]+[.#/][^\s()]*\)`) // a link with a space too many
	lonePicture   = regexp.MustCompile(`^(!\[[^\[\]\n]{2,}\])(?:[ \t]+[^(\s]|[ \t]*[.,;:]|[ \t]*$|[ \t]*\n)`)
	fileInAngles  = regexp.MustCompile(`^<([\w./%-]+\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|docx?|xlsx?|pptx?)(?:#[\w-]*)?)>`)
	openAddress   = regexp.MustCompile(`^<https?://[^\s<>]+(?:\s|$)`)
	loneBox       = regexp.MustCompile(`^\[([ xX])\][ \t]+\S`)
)

// calloutOf is our alert for the name that another tool gives one.
func calloutOf(name string) string {
	if n := alertNames[strings.ToLower(name)]; n != "" {
		return strings.ToUpper(n)
	}
	return "NOTE"
}

// head looks at the begin of a line; above zero if that was all of it.
func (l *literals) head(s []byte, at int, tail bool) int {
	all := len(s)
	if all == 0 {
		return 0
	}
	_, item := l.block.Parent().(*ast.ListItem)
	item = item && l.block.PreviousSibling() == nil && l.block.Lines().Len() > 0 && at-l.block.Lines().At(0).Start < 4
	cell := l.block.Kind() == east.KindTableCell
	if n := l.lineForm(s, at); n > 0 {
		return n
	}
	if l.nearAlert(s, at) {
		return all
	}
	switch s[0] {
	case '(':
		if m := radioBox.FindSubmatch(s); m != nil && item {
			l.say(at, 3, "this is not a box to tick: it is shown as it is written", "write - [ ] and the text; for a single choice write a question of ::: quiz or ::: poll")
		}
	case '!', '?':
		if m := admonition.FindSubmatch(s); m != nil {
			fold := map[string]string{"!!!": "", "???": "-", "???+": "+"}[string(m[1])]
			title := string(m[3])
			if title != "" {
				title = " " + title
			}
			alert := "> [!" + calloutOf(string(m[2])) + "]" + fold
			l.say(at, len(m[0]), "\""+string(m[1])+"\" begins a note of another tool: it is shown as it is written", "write "+alert+clip(title)+", and > before each line of it").
				repair(l.d.admonition(at, alert+title)...)
			return all
		}
	case '=':
		if m := tabLine.FindSubmatch(s); m != nil {
			l.say(at, len(m[0]), "tabs of another tool do not work here: readers see the line as text", "write a heading, or ::: details title=\""+clip(string(m[1]))+"\"")
			return all
		}
	case '.':
		if m := directive.FindSubmatch(s); m != nil {
			l.say(at, len(m[0]), "a directive of another tool is shown as it is written", directiveHint(string(m[1])))
			return all
		}
	case '*':
		if m := abbrLine.FindSubmatch(s); m != nil {
			l.say(at, len(m[0]), "an abbreviation of another tool is shown as it is written", "write <abbr title=\""+clip(string(m[2]))+"\">"+clip(string(m[1]))+"</abbr> in the text, or put it into the glossary")
			return all
		}
	case 'i', 'e':
		if !cell && jsLine.Match(s) {
			f := l.say(at, all, "a line of JavaScript is shown as it is written", "remove it: pages have no components; put code between ``` lines")
			if s[0] == 'i' {
				f.repair(l.d.withoutLine(at, at+all))
			}
			return all
		}
	case ':':
		if m := docstrings.Find(s); m != nil && l.block.Kind() == ast.KindParagraph {
			l.say(at, len(m), "a directive of mkdocstrings is shown as it is written", "pages are not made from source code here: write what readers need, or link to it")
			return all
		}
		if m := twoColons.FindSubmatch(s); m != nil && l.d.knows(string(m[1])) && l.block.Kind() == ast.KindParagraph {
			f := l.say(at, 2, "this does not begin a block: a colon is missing", "write three colons here and in the closing line")
			if end := closingColons.FindIndex(l.d.src[at:]); end != nil {
				f.repair(l.d.edit(at, at, ":"), l.d.edit(at+end[0]+1, at+end[0]+1, ":"))
			}
		}
	case 'h':
		if m := jiraHead.FindSubmatch(s); m != nil {
			signs := strings.Repeat("#", int(m[1][0]-'0'))
			l.say(at, 3, "a heading of another tool is shown as it is written", "write "+signs+" and a space before it").
				repair(l.d.edit(at, at+3, signs))
		}
	case '#':
		if m := noSpace.FindSubmatch(s); m != nil {
			l.say(at, len(m[1]), "this is not a heading: a space is missing", "write "+string(m[1])+" "+clip(string(m[2]))).
				repair(l.d.edit(at+len(m[1]), at+len(m[1]), " "))
		}
	case '|':
		l.row(s, at)
	case '[', '@', '{', '$', '_':
		if tail && tocLine.Match(s) {
			l.say(at, all, "readers see this line of another tool: a list of contents", "remove the line: every page has a list of contents").
				repair(l.d.withoutLine(at, at+all))
			return all
		}
		if item {
			return l.box(s, at)
		}
		if m := loneBox.FindSubmatch(s); m != nil && !cell && !fileBehind.Match(s) && l.block.Kind() == ast.KindParagraph {
			l.say(at, 3, "a box without a list is shown as it is written", "write - ["+strings.ToLower(string(m[1]))+"] and the text").
				repair(l.d.edit(at, at, "- "))
		}
	case '-', '+':
		if m := barBox.FindSubmatch(s); m != nil {
			box := strings.ToLower(string(m[1]))
			if box == "" {
				box = " "
			}
			l.say(at, len(m[0]), "this is not a list item: a space is missing", "write - ["+box+"] and the text").
				repair(l.d.edit(at, at+len(m[0]), "- ["+box+"]"+spaceBefore(s[len(m[0]):])))
		}
	}
	return 0
}
