package content

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

var (
	braceTag     = regexp.MustCompile(`^\{%[-+]?\s*(\w*)[^\n]*?%\}`)
	shortcode    = regexp.MustCompile(`^\{\{[<%]\s*([\w/.-]*)`)
	refShortcode = regexp.MustCompile(`^\{\{[<%]\s*(?:rel)?ref\s+"([^"\s<>()]+)"\s*[%>]\}\}`)
	styled       = regexp.MustCompile(`style=["']?(\w+)`)
	braceAttr    = regexp.MustCompile(`^\{[ \t]*(?:[:.#][^{}\n]*|[a-zA-Z-]+=[^{}\n]*)\}`)
)

func (l *literals) brace(s []byte, at int) int {
	if !bytes.HasPrefix(s, []byte("{%")) || !bytes.Contains(s, []byte("%}")) {
		// the expression would read all of it
	} else if m := braceTag.FindSubmatch(s); m != nil {
		if !strings.HasPrefix(string(m[1]), "end") { // said where it begins
			l.say(at, len(m[0]), "a tag of a template is shown as it is written: "+clip(string(m[0])), tagHint(string(m[1]), string(m[0]))).
				repair(l.d.hintBlock(at, string(m[0]), string(m[1]))...)
		}
		return len(m[0])
	}
	if m := shortcode.FindSubmatch(s); m != nil {
		if len(m[1]) > 0 && m[1][0] == '/' {
			return len(m[0])
		}
		f := l.say(at, len(m[0]), shortcodeMessage(string(m[1])), shortcodeHint(string(m[1])))
		if ref := refShortcode.FindSubmatch(s); ref != nil && bytes.HasSuffix(l.d.src[:at], []byte("](")) {
			f.hint("write %s", clip(string(ref[1]))).repair(l.d.edit(at, at+len(ref[0]), string(ref[1])))
			return len(ref[0])
		}
		return len(m[0])
	}
	if n := l.criticMarkup(s, at); n > 0 {
		return n
	}
	if m := braceAttr.Find(s); m != nil {
		l.attributes(at, string(m))
		return len(m)
	}
	return 0
}

func (l *literals) attributes(at int, raw string) {
	l.d.attributes(widget.Span{Start: at, End: at + len(raw)}, raw)
}

var widthRE = regexp.MustCompile(`width\s*[=:]\s*["']?(\d{1,4})(?:px)?["']?[\s,;}]`)

// attributes warns of attributes that nothing takes.
func (d *document) attributes(at widget.Span, raw string) {
	const message = "there is nothing here that can have these attributes: readers see them as text"
	m := widthRE.FindStringSubmatch(raw)
	switch {
	case strings.HasPrefix(strings.ToLower(raw), "{:toc"):
		d.foreign(at, message, "remove it: every page has a list of contents").repair(d.edit(at.Start, at.End, ""))
	case m != nil:
		d.foreign(at, message, "write {w="+m[1]+"}: the width of the picture in pixels").repair(d.edit(at.Start, at.End, "{w="+m[1]+"}"))
	case strings.Contains(raw, "width") || strings.Contains(raw, "height"):
		d.foreign(at, message, "write the width of a picture as {w=320}, in pixels, directly after it")
	default:
		d.foreign(at, message, "headings and blocks take {#id} at the end of their line; remove the braces, or write \\{ for a literal brace")
	}
}

// placeholders reports words in braces that stand for others, as in "{Date}": no
// id and no value is among them, and no name of another tool's block.
func placeholders(a *attrNode) bool {
	for _, t := range a.attrs.List {
		switch strings.ToLower(t.Key) {
		case "note", "info", "tip", "warning", "code", "noformat", "panel", "quote", "toc", "expand", "column", "section":
			return false
		}
		if !t.Flag {
			return false
		}
	}
	return a.attrs.ID == ""
}

// unusedAttrs warns of attributes at the end of lines that nothing took.
func (d *document) unusedAttrs() {
	if bytes.IndexByte(d.src, '{') < 0 {
		return
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if a, ok := n.(*attrNode); ok && entering && !a.used && !placeholders(a) {
			d.attributes(a.span, a.raw)
		}
		return ast.WalkContinue, nil
	})
}

func shortcodeMessage(name string) string {
	if name == "" {
		return "a shortcode of Hugo is shown as it is written"
	}
	return "\"" + clip(name) + "\" is a shortcode of Hugo: it is shown as it is written"
}

func shortcodeHint(name string) string {
	name = strings.ToLower(name[strings.LastIndexByte(name, '/')+1:])
	switch name {
	case "ref", "relref":
		return "write a link to the file: [text](file.md)"
	case "figure", "img", "image":
		return "write ![what it shows](file.png)"
	case "highlight":
		return "put code between ``` lines"
	case "details", "expand", "collapse":
		return "write ::: details title=\"…\""
	case "youtube", "vimeo", "gist", "tweet", "x", "instagram":
		return "link to the page: [title](https://…)"
	case "param":
		return "write {{ params.name }}"
	case "tabs", "tab", "tabpane":
		return "write a heading for each, or ::: details title=\"…\""
	}
	if n := alertNames[name]; n != "" {
		return "write > [!" + strings.ToUpper(n) + "]"
	}
	switch name {
	case "notice", "callout", "alert", "admonition", "hint":
		return "write > [!NOTE]"
	}
	return "there are no shortcodes here: write it in Markdown; blocks begin with :::"
}

// alertTag is the alert that a tag of a template begins, "" if it begins none.
func alertTag(name, tag string) string {
	switch strings.ToLower(name) {
	case "hint", "note", "callout", "tip", "warning", "danger", "info", "alert":
		if m := styled.FindStringSubmatch(tag); m != nil {
			name = m[1]
		}
		return "[!" + calloutOf(name) + "]"
	}
	return ""
}

func tagHint(name, tag string) string {
	if alert := alertTag(name, tag); alert != "" {
		return "write > " + alert + ", and > before each line of it"
	}
	switch strings.ToLower(name) {
	case "include", "embed", "content", "file":
		return "link to the page or file: [text](file.md)"
	case "tabs", "tab":
		return "write a heading for each, or ::: details title=\"…\""
	case "link", "post_url":
		return "write a link to the file: [text](file.md)"
	case "raw", "verbatim":
		return "remove it: lessons are not templates; put code between ``` lines"
	case "highlight", "code":
		return "put code between ``` lines"
	}
	return "lessons are not templates: write it in Markdown; values of site.toml are {{ params.name }}"
}

// bracket looks at what begins with '['.
func (l *literals) bracket(s []byte, at int) int {
	if bytes.HasPrefix(s, []byte("[[")) && l.block.Kind() == east.KindTableCell && !bytes.Contains(s, []byte("]]")) {
		f := l.say(at, len(s), "the table cuts this link in two: readers see it as text", "in a table write \\| for a bar: [[uid\\|text]]")
		if end := at + len(s); cutLink.Match(l.d.src[end:]) {
			f.repair(l.d.edit(end, end, "\\"))
		}
		return len(s)
	}
	if m := turnedLink.FindSubmatch(s); m != nil && at > 0 && l.d.src[at-1] == ')' {
		if open := bytes.LastIndexByte(l.d.src[max(at-maxLinkText, 0):at], '('); open >= 0 {
			open += max(at-maxLinkText, 0)
			l.d.report(widget.Span{Start: open, End: at + len(m[0])}, diag.Warning, codeNoLink, "this is not a link: its brackets and parentheses are in the wrong order").
				hint("write [%s](%s)", clip(string(l.d.src[open+1:at-1])), clip(string(m[1]))).
				repair(l.d.edit(open, at+len(m[0]), fmt.Sprintf("[%s](%s)", l.d.src[open+1:at-1], m[1])))
			return len(m[0])
		}
	}
	if m := citation.Find(s); m != nil {
		l.say(at, len(m), "a citation of another tool is shown as it is written", "write a footnote, [^1], or a link")
		return len(m)
	}
	if m := spacedDefinition.FindSubmatchIndex(s); m != nil && (at == 0 || l.d.src[at-1] == '\n') && bytes.Count(l.d.src, s[:bytes.IndexByte(s, ']')+1]) > 1 {
		dest := string(s[m[2]:m[3]])
		l.d.report(widget.Span{Start: at, End: at + m[3]}, diag.Warning, codeNoLink, "this does not define a link: there is a space in its address").
			hint("write <%s>", clip(dest)).repair(l.d.edit(at+m[2], at+m[3], "<"+dest+">"))
		return m[3]
	}
	return l.nearComment(s, at)
}

// spacedDefinition matches the definition of a link whose address has a space.
var spacedDefinition = regexp.MustCompile(`^\[[^\]\[^\n][^\]\[\n]*\]:[ \t]+([^<>"'\s][^<>"'\n]*[ \t][^<>"'\n]*\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|docx?|xlsx?|pptx?|zip))[ \t]*\n?$`)

// cutLink is what is left of a wiki link behind the bar that a table took.
var cutLink = regexp.MustCompile(`^\|[^|\[\]\n]*\]\]`)

var embedRE = regexp.MustCompile(`^!\[\[([^\[\]\n]+)\]\]`)

// embed looks at what another tool would put in: ![[file]].
func (l *literals) embed(s []byte, at int) {
	m := embedRE.FindSubmatch(s)
	if m == nil {
		return
	}
	l.d.embed(widget.Span{Start: at, End: at + len(m[0])}, string(m[1]))
}

func (d *document) embed(at widget.Span, inside string) {
	name, _, _ := strings.Cut(strings.ReplaceAll(inside, `\|`, "|"), "|")
	name = strings.TrimSpace(name)
	hint, link := "link to it: [["+clip(name)+"]]", "[["+name+"]]"
	if i := strings.LastIndexByte(name, '.'); i > 0 && !strings.Contains(name[i:], "#") {
		file := name
		if strings.Contains(file, " ") {
			file = "<" + file + ">"
		}
		hint, link = "link to it: ["+clip(name[:i])+"]("+clip(file)+")", "["+path.Base(name[:i])+"]("+file+")"
		if pictureFile.MatchString(name) {
			hint, link = "write ![what it shows]("+clip(file)+")", "![]("+file+")"
		}
	}
	d.foreign(at, "![[…]] is markup of another tool: it is shown as it is written", hint).repair(d.edit(at.Start, at.End, link))
}

var pictureFile = regexp.MustCompile(`(?i)\.(?:avif|gif|jpe?g|png|svg|webp|bmp|tiff?|heic)$`)

// foreignFences are languages that other tools draw something for.
var foreignFences = map[string]string{
	"mermaid": "a diagram", "plantuml": "a diagram", "puml": "a diagram", "graphviz": "a diagram", "d2": "a diagram", "vega-lite": "a chart",
	"chart": "a chart", "math": "a formula", "dataview": "a list", "dataviewjs": "a list", "tasks": "a list", "query": "a list", "abc": "music",
}

// fence looks at a block of code that another tool would draw.
func (l *literals) fence(n *ast.FencedCodeBlock) {
	lang := strings.ToLower(string(n.Language(l.d.src)))
	at := widget.Span{Start: max(n.Pos(), 0)}
	at.End = at.Start + lineLen(l.d.src[at.Start:])
	if what := foreignFences[strings.Trim(lang, "{}")]; what != "" {
		l.d.foreign(at, what+" of another tool is shown as its code", "save the drawing as a file, and write ![what it shows](file.svg)")
		return
	}
	if name, ok := strings.CutPrefix(lang, "{"); ok {
		l.d.foreign(at, "a directive of another tool is shown as code", "write > [!"+calloutOf(strings.TrimRight(name, "}"))+"] for a note; write the language of a block without braces")
	}
}

// directiveHint names our form for a directive of reStructuredText.
func directiveHint(name string) string {
	switch name {
	case "code-block", "code", "sourcecode", "literalinclude", "highlight", "parsed-literal":
		return "put code between ``` lines"
	case "image", "figure":
		return "write ![what it shows](file.png)"
	case "toctree", "contents":
		return "remove it: every page has a list of contents"
	}
	return "write > [!" + calloutOf(name) + "] for a note; pictures are ![what it shows](file.png)"
}

// componentHint names our form for a component of another tool.
func componentHint(name string) string {
	switch n := strings.ToLower(name); {
	case strings.HasPrefix(n, "tab"):
		return "write a heading for each, or ::: details title=\"…\""
	case alertNames[n] != "":
		return "write > [!" + strings.ToUpper(alertNames[n]) + "]"
	case n == "callout" || n == "aside" || n == "admonition" || n == "alert":
		return "write > [!NOTE]"
	case strings.HasPrefix(n, "image") || n == "img" || n == "figure" || n == "frame":
		return "write ![what it shows](file.png)"
	case strings.HasPrefix(n, "accordion") || n == "details" || n == "expandable" || n == "collapse":
		return "write ::: details title=\"…\""
	case n == "link" || n == "linkto" || strings.HasPrefix(n, "card"):
		return "write a link: [text](file.md)"
	}
	return "write it in Markdown; blocks begin with :::"
}
