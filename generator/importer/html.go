package importer

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"playbook/generator/content"
)

// HTML between Markdown is edited where it is not harmless: a tag that has a sign in
// Markdown becomes that sign, one that only draws goes, and what a page may not hold
// becomes a link.

// Rules and losses of HTML.
const (
	ruleHTML     = "HTML becomes Markdown"
	ruleDrawing  = "HTML that only changes the look is removed"
	lostEmbedded = "an embedded page, film or form becomes a link"
	lostScript   = "a script, a style or a drawing in the text"
)

// harmless are the tags that the build lets through in running text, harmlessBlock those
// it lets through in blocks.
var (
	harmless      = setOf("abbr b br cite em i ins kbd mark q s small strong sub sup u")
	harmlessBlock = setOf("details summary p")
	drawing       = setOf("span font center big tt nobr wbr label section article header footer main aside nav figure figcaption address hgroup picture source tbody thead tfoot colgroup col div time data output bdi bdo ruby rt rp rb var samp dfn acronym strike del noscript body html head template slot button form fieldset legend optgroup option select map area")
	scripts       = setOf("script style svg math canvas")
	embeds        = setOf("iframe video audio embed object frame")
	blocks        = setOf("div p section article header footer main aside nav figure figcaption center ul ol li dl dt dd table tr td th thead tbody tfoot caption h1 h2 h3 h4 h5 h6 blockquote pre hr details summary form fieldset address")
)

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// known reports whether HTML has an element of that name.
func known(name string) bool {
	return harmless[name] || harmlessBlock[name] || drawing[name] || scripts[name] || embeds[name] || blocks[name] ||
		name == "a" || name == "img" || name == "code" || name == "input" || name == "textarea" || name == "track" || name == "param" || name == "link" || name == "meta" || name == "title" || name == "base" || name == "iframe"
}

// htmlEdits makes Markdown of the HTML of a page.
func (p *Page) html() {
	if bytes.IndexByte(p.Body.b, '<') < 0 {
		return
	}
	h := htmlPage{p: p, b: p.Body.b}
	done := 0
	for _, part := range p.outline() {
		if part.Kind != content.PartHTML || part.Start < done {
			continue
		}
		if part.Block {
			done = h.block(part)
		} else {
			done = h.inline(part.Start, part.End)
		}
	}
	for _, open := range h.open { // never closed
		if open.edit >= 0 {
			h.edits[open.edit].New = ""
		}
	}
	p.Apply(h.edits)
}

type htmlPage struct {
	p     *Page
	b     []byte
	low   []byte // the text in lower case, as far as it was asked for
	edits []Edit
	open  []openTag

	opened map[string]int  // how many of each name are open
	closed map[string]bool // names that a tag in the text closes
	never  map[string]int  // where no end of an element was found any more
}

// An openTag waits for its end: what the end becomes, and the edit of its beginning.
type openTag struct {
	name, end string
	edit      int
	at        int
}

// inline edits one tag in running text, and returns where it ended.
func (h *htmlPage) inline(start, end int) int {
	z := html.NewTokenizer(bytes.NewReader(h.b[start:end]))
	kind := z.Next()
	raw := string(z.Raw())
	switch kind {
	case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
	case html.CommentToken:
		return end
	default:
		return end // the build says what is wrong with it
	}
	t := z.Token()
	name := t.Data
	put := func(as, rule string) { h.edits = append(h.edits, Edit{start, start + len(raw), as, rule}) }
	if kind == html.EndTagToken {
		for i := len(h.open) - 1; i >= 0 && h.opened[name] > 0; i-- {
			if h.open[i].name == name {
				o := h.open[i]
				h.open = append(h.open[:i], h.open[i+1:]...)
				h.opened[name]--
				if o.edit >= 0 && bytes.Contains(h.b[o.at:start], []byte("\n\n")) { // a sign of Markdown ends with its paragraph
					h.edits[o.edit].New = ""
					o.end = ""
				}
				if o.end != raw {
					put(o.end, ruleHTML)
				}
				return end
			}
		}
		if !harmless[name] {
			put("", ruleDrawing)
		}
		return end
	}
	opens := func(begin, ending string) {
		put(begin, ruleHTML)
		if kind == html.StartTagToken {
			h.push(openTag{name, ending, len(h.edits) - 1, start})
		}
	}
	switch {
	case harmless[name]:
	case name == "a":
		href := attrOf(t, "href")
		switch {
		case href == "" && (attrOf(t, "name") != "" || attrOf(t, "id") != ""):
			if kind == html.StartTagToken {
				h.push(openTag{name, "</a>", -1, start})
			} else {
				put(strings.TrimSuffix(strings.TrimSuffix(raw, ">"), "/")+"></a>", ruleHTML)
			}
		case href == "":
			opens("", "")
		default:
			opens("[", "]("+destination(href)+")")
		}
	case name == "img":
		put(picture(t), ruleHTML)
	case name == "code" || name == "tt" || name == "samp":
		opens("`", "`")
	case name == "del" || name == "strike":
		opens("~~", "~~")
	case name == "p":
		put("<br>", ruleHTML)
	case name == "input":
		h.p.Lose(lostEmbedded, start, raw)
		put("", "")
	case embeds[name]:
		h.p.Lose(lostEmbedded, start, attrOf(t, "src"))
		put(embedded(t), "")
	case scripts[name]:
		return h.script(name, start)
	case drawing[name] || harmlessBlock[name] || blocks[name]:
		put("", ruleDrawing)
	case known(name):
		put("", ruleDrawing)
	case len(t.Attr) == 0 && !h.closes(strings.TrimSuffix(raw[1:], ">")) || isPlaceholder(raw):
		put("&lt;"+raw[1:], "a literal bracket gets a backslash")
	default:
		h.component(t, start, put)
	}
	return end
}

// isPlaceholder reports words between brackets, as in <name of the customer>.
func isPlaceholder(raw string) bool {
	return !strings.ContainsAny(raw, `="'/`) && strings.Contains(raw, " ")
}

// component takes a component of another tool out; what it says in its title stays.
func (h *htmlPage) component(t html.Token, at int, put func(as, rule string)) {
	h.p.Lose("a component, <"+t.Data+">", at, t.String())
	if s := spoken(t); s != "" {
		put("**"+s+"** ", "")
		return
	}
	put("", "")
}

// spoken is what a component shows of its own attributes.
func spoken(t html.Token) string {
	if t.Data == "listing" { // of mdBook's own books
		words := []string{attrOf(t, "file-name")}
		if n := attrOf(t, "number"); n != "" {
			words = append(words, "Listing", n+":")
		}
		return strings.TrimSpace(strings.Join(append(words, attrOf(t, "caption")), " "))
	}
	for _, key := range []string{"title", "label", "name", "text", "alt", "caption"} {
		if s := strings.TrimSpace(attrOf(t, key)); s != "" && !strings.ContainsAny(s, "{}<>") {
			return s
		}
	}
	return ""
}

// script takes an element out with all that it holds, and returns where that ended.
func (h *htmlPage) script(name string, start int) int {
	end := len(h.b)
	low := h.lower()[start:]
	i := -1
	if at, ok := h.never[name]; !ok || start < at {
		if i = bytes.Index(low, []byte("</"+name)); i < 0 {
			if h.never == nil {
				h.never = map[string]int{}
			}
			h.never[name] = start
		}
	}
	if i >= 0 {
		end = start + i + max(bytes.IndexByte(low[i:], '>')+1, 0)
	} else if i := bytes.IndexByte(low, '>'); i >= 0 {
		end = start + i + 1
	}
	h.p.Lose(lostScript, start, "<"+name+">")
	h.edits = append(h.edits, Edit{start, end, "", ""})
	return end
}

func attrOf(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// destination writes an address as Markdown has it.
func destination(href string) string {
	if strings.ContainsAny(href, " ()<>") {
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", " ").Replace(href) + ">"
	}
	return href
}

func picture(t html.Token) string {
	src := attrOf(t, "src")
	alt := strings.NewReplacer("[", `\[`, "]", `\]`, "\n", " ").Replace(attrOf(t, "alt"))
	if src == "" {
		return alt
	}
	return "![" + alt + "](" + destination(src) + ")"
}

// embedded is the link that is left of an embedded page or film.
func embedded(t html.Token) string {
	src := attrOf(t, "src")
	if src == "" {
		src = attrOf(t, "data")
	}
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	text := attrOf(t, "title")
	if src == "" {
		return text
	}
	if text == "" {
		text = src
	}
	return "[" + strings.NewReplacer("[", `\[`, "]", `\]`).Replace(text) + "](" + destination(src) + ")"
}

// block edits a block of HTML, and returns where it ended: an element that goes on over
// blank lines is read to its end.
func (h *htmlPage) block(part content.Part) int {
	end := part.End
	if !h.harmful(part.Start, end) {
		return end
	}
	start := part.Start
	for start > 0 && (h.b[start-1] == ' ' || h.b[start-1] == '\t') {
		start--
	}
	end = h.whole(start, end)
	indent := string(h.b[bytes.LastIndexByte(h.b[:part.Start], '\n')+1 : part.Start])
	if strings.Trim(indent, " \t>") != "" { // a marker of a list stands before it
		indent, start = strings.Repeat(" ", len(indent)), part.Start
	} else if strings.Contains(indent, ">") {
		start = part.Start
	}
	text := unquoted(h.b[start:end], indent)
	c := htmlConverter{p: h.p, at: start}
	md := c.convert(text)
	if md == "" {
		h.edits = append(h.edits, Edit{start, end, blankFor(h.b[start:end]), ruleDrawing})
		return end
	}
	lines := strings.Split(md, "\n")
	for i := range lines {
		if (i > 0 || start < part.Start) && lines[i] != "" {
			lines[i] = indent + lines[i]
		} else if lines[i] == "" && strings.Contains(indent, ">") {
			lines[i] = strings.TrimRight(indent, " ")
		}
	}
	md = strings.Join(lines, "\n")
	if bytes.HasSuffix(h.b[start:end], []byte("\n")) {
		md += "\n"
		if end < len(h.b) && h.b[end] != '\n' && !strings.Contains(indent, ">") {
			md += "\n"
		}
	}
	if line := h.b[:start]; len(line) > 1 && line[len(line)-1] == '\n' && line[len(line)-2] != '\n' && !strings.Contains(indent, ">") {
		md = "\n" + md // what stood directly above is no part of it
	}
	h.edits = append(h.edits, Edit{start, end, md, ruleHTML})
	return end
}

// blankFor is what is left of lines that go.
func blankFor(b []byte) string {
	if bytes.HasSuffix(b, []byte("\n")) {
		return "\n"
	}
	return ""
}

// unquoted takes the signs of a quotation or an indent off the lines of a block.
func unquoted(b []byte, indent string) string {
	sign := strings.TrimSpace(indent)
	if sign == "" {
		return string(b)
	}
	var out strings.Builder
	for line := range strings.Lines(string(b)) {
		rest := strings.TrimLeft(line, " \t")
		for range strings.Count(sign, ">") {
			rest = strings.TrimPrefix(strings.TrimLeft(strings.TrimPrefix(rest, ">"), " "), " ")
		}
		out.WriteString(rest)
	}
	return out.String()
}

// harmful reports whether a block has a tag that the build would refuse.
func (h *htmlPage) harmful(start, end int) bool {
	z := html.NewTokenizer(bytes.NewReader(h.b[start:end]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			switch {
			case harmless[t.Data], harmlessBlock[t.Data]:
			case t.Data == "a" && attrOf(t, "href") == "" && (attrOf(t, "name") != "" || attrOf(t, "id") != ""):
			case t.Data == "a" && t.Type == html.EndTagToken:
			case t.Data == "div" && attrOf(t, "id") != "":
			default:
				return true
			}
		case html.DoctypeToken:
			return true
		}
	}
}

// whole extends a block whose table or list is not closed in it up to where it is.
func (h *htmlPage) whole(start, end int) int {
	text := h.lower()[start:end]
	for _, name := range []string{"table", "ul", "ol", "dl", "pre", "script", "style", "svg"} {
		open, closed := []byte("<"+name), []byte("</"+name)
		depth := bytes.Count(text, open) - bytes.Count(text, closed)
		if depth <= 0 || !bytes.Contains(text, open) {
			continue
		}
		at := end
		for depth > 0 {
			rest := h.lower()[at:]
			next := bytes.Index(rest, closed)
			if next < 0 {
				return end // never closed
			}
			depth += bytes.Count(rest[:next], open) - 1
			at += next + len(closed)
		}
		return at + lineLength(h.b[at:])
	}
	return end
}
