package importer

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// An htmlReader makes blocks of the HTML of a page that another tool exported.
type htmlReader struct {
	x       *htmlExport
	p       *htmlExported
	changes map[string]int
	ids     map[string]bool

	// What came of the page, for its reader.
	text     string
	comments bool
	lost     []Loss
}

func eachElement(n *html.Node, f func(*html.Node)) {
	if n == nil {
		return
	}
	for k := range n.Descendants() {
		if k.Type == html.ElementNode {
			f(k)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func byID(n *html.Node, id string) *html.Node {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && attribute(k, "id") == id {
			return k
		}
	}
	return nil
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attribute(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// inside is the first element of a class in n; nil if there is none.
func inside(n *html.Node, class string) *html.Node {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && hasClass(k, class) {
			return k
		}
	}
	return nil
}

// nodeText is the text in n as it stands there.
func nodeText(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for k := range n.Descendants() {
		switch {
		case k.Type == html.TextNode:
			b.WriteString(k.Data)
		case k.Type == html.ElementNode && k.Data == "br":
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (r *htmlReader) lose(construct, text string) {
	r.lost = append(r.lost, Loss{Construct: construct, Path: r.p.file, Text: oneLine(text, 160)})
}

// blockElements begin a block; what stands between them is running text.
var blockElements = setOf("address article aside blockquote center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr iframe li main nav ol p pre section table tbody td th tr ul script style")

// blocks reads what stands in an element.
func (r *htmlReader) blocks(n *html.Node) []block {
	var out []block
	var run []inline
	flush := func() {
		if strings.TrimSpace(inlineText(run)) != "" || hasPicture(run) {
			out = append(out, block{kind: paraBlock, text: run})
		}
		run = nil
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type == html.ElementNode && !hasClass(k, "aui-icon") && (blockElements[k.Data] || holdsBlocks(k)) {
			flush()
			out = append(out, r.block(k)...)
			continue
		}
		run = append(run, r.inline(k, 0, "")...)
	}
	flush()
	return out
}

// holdsBlocks reports an element of running text with a block in it, as a span around
// a paragraph.
func holdsBlocks(n *html.Node) bool {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && blockElements[k.Data] && k.Data != "script" && k.Data != "style" {
			return true
		}
	}
	return false
}

const ruleContents = "a list of contents is removed: every page has its own"

// macros are the frames of Confluence, by the alert that stands for each.
var macros = []struct{ class, alert string }{
	{"confluence-information-macro-information", "NOTE"},
	{"confluence-information-macro-tip", "TIP"},
	{"confluence-information-macro-note", "IMPORTANT"},
	{"confluence-information-macro-warning", "WARNING"},
	{"infoMacro", "NOTE"},
	{"tipMacro", "TIP"},
	{"noteMacro", "IMPORTANT"},
	{"warningMacro", "WARNING"},
}

func (r *htmlReader) block(n *html.Node) []block {
	for _, m := range macros {
		if hasClass(n, m.class) {
			return r.alert(n, m.alert)
		}
	}
	switch {
	case n.Data == "script" || n.Data == "style":
		return nil
	case hasClass(n, "toc-macro"):
		r.changes[ruleContents]++
		return nil
	case hasClass(n, "expand-container"):
		title := strings.TrimSpace(nodeText(orNode(inside(n, "expand-control-text"), inside(n, "expand-control"))))
		r.changes["a part to expand becomes details"]++
		return []block{{kind: detailsBlock, text: []inline{{text: title}}, blocks: r.blocks(orNode(inside(n, "expand-content"), n))}}
	case hasClass(n, "panel") && inside(n, "panelContent") != nil:
		return r.panel(n)
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return r.heading(n)
	case "p", "dt":
		return r.blocks(n)
	case "hr":
		return []block{{kind: ruleBlock}}
	case "pre":
		return []block{r.pre(n)}
	case "blockquote":
		return []block{{kind: quoteBlock, blocks: r.blocks(n)}}
	case "ul", "ol":
		return r.list(n)
	case "table":
		return r.table(n)
	case "iframe":
		src := attribute(n, "src")
		r.lose(lostEmbedded, src)
		return []block{{kind: paraBlock, text: []inline{{text: src, link: src}}}}
	case "details":
		title := ""
		for k := range n.ChildNodes() {
			if k.Data == "summary" {
				title = nodeText(k)
				n.RemoveChild(k)
				break
			}
		}
		return []block{{kind: detailsBlock, text: []inline{{text: title}}, blocks: r.blocks(n)}}
	}
	return r.blocks(n)
}

func orNode(a, b *html.Node) *html.Node {
	if a != nil {
		return a
	}
	if b == nil {
		return &html.Node{Type: html.ElementNode, Data: "div"}
	}
	return b
}

func (r *htmlReader) alert(n *html.Node, name string) []block {
	r.changes["an info panel becomes an alert"]++
	b := block{kind: alertBlock, info: name}
	if t := inside(n, "title"); t != nil {
		b.text = []inline{{text: strings.Join(strings.Fields(nodeText(t)), " ")}}
		t.Parent.RemoveChild(t)
	}
	b.blocks = r.blocks(orNode(inside(n, "confluence-information-macro-body"), n))
	return []block{b}
}

// panel reads a frame: one around code is code, any other a quote.
func (r *htmlReader) panel(n *html.Node) []block {
	var out []block
	var title []inline
	for _, class := range []string{"panelHeader", "codeHeader"} {
		if h := inside(n, class); h != nil {
			title = r.inlines(h, markBold, "")
		}
	}
	body := r.blocks(inside(n, "panelContent"))
	if hasClass(n, "code") || hasClass(n, "preformatted") {
		if strings.TrimSpace(inlineText(title)) != "" {
			out = append(out, block{kind: paraBlock, text: title})
		}
		return append(out, body...)
	}
	if strings.TrimSpace(inlineText(title)) != "" {
		body = append([]block{{kind: paraBlock, text: title}}, body...)
	}
	r.changes["a panel becomes a quote"]++
	return []block{{kind: quoteBlock, blocks: body}}
}

func (r *htmlReader) heading(n *html.Node) []block {
	text := r.inlines(n, 0, "")
	for i := range text {
		text[i].marks &^= markBold
	}
	if strings.TrimSpace(inlineText(text)) == "" {
		return r.blocks(&html.Node{FirstChild: n.FirstChild, LastChild: n.LastChild})
	}
	// The page's title is above all of them.
	b := block{kind: headBlock, level: min(int(n.Data[1]-'0')+1, 6), text: text}
	if id := attribute(n, "id"); id != "" && r.x.used[r.p.file+"#"+id] && r.free(anchorID(id)) {
		b.id = anchorID(id)
	}
	return []block{b}
}

// free takes an id; false if it is taken.
func (r *htmlReader) free(id string) bool {
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	taken := r.ids[id]
	r.ids[id] = true
	return !taken
}

var brush = regexp.MustCompile(`brush: *([\w+#-]+)`)

func (r *htmlReader) pre(n *html.Node) block {
	b := block{kind: codeBlock, code: strings.Split(strings.Trim(strings.ReplaceAll(nodeText(n), "\r\n", "\n"), "\n"), "\n")}
	if m := brush.FindStringSubmatch(attribute(n, "data-syntaxhighlighter-params")); m != nil && m[1] != "none" && m[1] != "plain" {
		b.info = m[1]
	}
	return b
}

func (r *htmlReader) list(n *html.Node) []block {
	b := block{kind: listBlock}
	if n.Data == "ol" {
		b.start = 1
		if s, err := strconv.Atoi(attribute(n, "start")); err == nil && s > 0 {
			b.start = s
		}
	}
	tasks := hasClass(n, "inline-task-list")
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch {
		case k.Type != html.ElementNode:
		case k.Data == "li":
			e := listEntry{blocks: r.blocks(k)}
			if tasks {
				e.box = ' '
				if hasClass(k, "checked") {
					e.box = 'x'
				}
			}
			if len(e.blocks) > 0 {
				b.items = append(b.items, e)
			}
		case len(b.items) > 0:
			last := &b.items[len(b.items)-1]
			last.blocks = append(last.blocks, r.block(k)...)
		}
	}
	if len(b.items) == 0 {
		return nil
	}
	return []block{b}
}

var spaces = regexp.MustCompile(`[ \t\r\n\f]+`)

// tagMarks are the marks of elements of running text.
var tagMarks = map[string]marks{
	"b": markBold, "strong": markBold, "i": markItalic, "em": markItalic, "cite": markItalic, "s": markStrike, "del": markStrike, "strike": markStrike,
	"u": markUnderline, "ins": markUnderline, "sup": markSuper, "sub": markSub, "mark": markHighlight, "code": markCode, "tt": markCode, "kbd": markCode, "samp": markCode,
}

func (r *htmlReader) inlines(n *html.Node, m marks, link string) []inline {
	var out []inline
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		out = append(out, r.inline(k, m, link)...)
	}
	return out
}

func (r *htmlReader) inline(n *html.Node, m marks, link string) []inline {
	switch {
	case n.Type == html.TextNode:
		return []inline{{text: spaces.ReplaceAllString(n.Data, " "), marks: m, link: link}}
	case n.Type != html.ElementNode, hasClass(n, "aui-icon"):
		return nil
	case hasClass(n, "toc-macro"):
		r.changes[ruleContents]++
		return nil
	}
	var before []inline
	if id := attribute(n, "id"); id != "" && n.Data[0] != 'h' && r.x.used[r.p.file+"#"+id] && r.free(anchorID(id)) {
		before = append(before, inline{kind: inAnchor, text: anchorID(id)})
	}
	switch n.Data {
	case "br":
		return []inline{{kind: inBreak}}
	case "script", "style":
		return nil
	case "img":
		return append(before, r.picture(n, link)...)
	case "a":
		if href := attribute(n, "href"); href != "" && !hasClass(n, "confluence-userlink") {
			link = r.x.link(r.p, href)
		}
	}
	return append(before, r.inlines(n, m|tagMarks[n.Data], link)...)
}

// emoticons are what Confluence's small pictures say.
var emoticons = map[string]string{
	"(tick)": "✔", "(error)": "✘", "(warning)": "⚠", "(info)": "ℹ", "(plus)": "➕", "(minus)": "➖", "(question)": "❓", "(on)": "💡", "(off)": "💡",
	"(smile)": "🙂", "(sad)": "🙁", "(wink)": "😉", "(laugh)": "😄", "(thumbs up)": "👍", "(thumbs down)": "👎", "(star)": "★", "(blue star)": "★",
}

func (r *htmlReader) picture(n *html.Node, link string) []inline {
	src, alt := attribute(n, "src"), strings.Join(strings.Fields(attribute(n, "alt")), " ")
	switch {
	case hasClass(n, "emoticon"):
		text := attribute(n, "data-emoji-fallback")
		if text == "" {
			text = alt
		}
		if e := emoticons[text]; e != "" {
			text = e
		}
		return []inline{{text: text, link: link}}
	case strings.Contains(src, "placeholder/unknown-macro"):
		r.lose("a macro that is not in the export", attribute(n, "title")+alt)
		return nil
	case strings.Contains(src, "images/icons/") || src == "":
		return nil
	}
	if whole := attribute(n, "data-image-src"); strings.HasPrefix(whole, "attachments/") {
		src = whole // not the small version
	}
	return []inline{{kind: inPicture, text: alt, dest: src, link: link}}
}
