package content

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
)

// A rewriter writes a block of HTML as Markdown: what has a sign there gets it, what
// is harmless stays, and anything else ends the attempt.
type rewriter struct {
	s    []byte
	ts   []htmlToken
	i    int
	lost bool
}

// markdownOf is a block of HTML as Markdown; false if it holds what Markdown cannot
// say, or what does not end in it.
func markdownOf(s []byte) (string, bool) {
	r := &rewriter{s: s, ts: scanHTML(s)}
	if slices.ContainsFunc(r.ts, func(t htmlToken) bool { return t.kind == htmlOpen && hides(&t) }) {
		return "", false
	}
	text := r.blocks("")
	return strings.TrimSpace(text) + "\n", !r.lost && strings.TrimSpace(text) != ""
}

// blockTags begin something of their own; other tags belong to running text.
var blockTags = nameSet("pre h1 h2 h3 h4 h5 h6 hr ul ol table p div center section article header footer main figure figcaption blockquote details")

// next returns the token at hand and goes on.
func (r *rewriter) next() *htmlToken { r.i++; return &r.ts[r.i-1] }

// ends reports whether what follows ends a tag, and steps over it.
func (r *rewriter) ends(name string) bool {
	if r.i == len(r.ts) {
		r.lost = r.lost || name != ""
		return true
	}
	if t := &r.ts[r.i]; t.kind == htmlClose && lower(t.name) == name {
		r.i++
		return true
	}
	return r.lost
}

// blocks writes what stands up to the end of a tag as blocks.
func (r *rewriter) blocks(end string) string {
	var parts []string
	add := func(text string) {
		if text = strings.Trim(text, "\n"); strings.TrimSpace(text) != "" {
			parts = append(parts, text)
		}
	}
	for !r.ends(end) {
		t := &r.ts[r.i]
		switch {
		case t.kind == htmlOpen && blockTags[lower(t.name)]:
			add(r.block(r.next()))
		case t.kind == htmlComment:
			add(string(r.s[t.start:t.end]))
			r.i++
		case t.kind == htmlClose || t.kind == htmlOther:
			r.lost = true
		default:
			add(r.line(end))
		}
	}
	return strings.Join(parts, "\n\n")
}

var languageClass = regexp.MustCompile(`\b(?:language|lang|highlight-source)-(\w+)`)

// block writes one block, whose opening tag is t.
func (r *rewriter) block(t *htmlToken) string {
	name := lower(t.name)
	id, named := t.get("id")
	if named && (name[0] != 'h' || !validAnchor(id.value)) || bytes.HasSuffix(r.s[t.start:t.end], []byte("/>")) && name != "hr" {
		r.lost = true
		return ""
	}
	switch name {
	case "hr":
		return "***"
	case "pre":
		return r.pre(t)
	case "ul", "ol":
		return r.list(name, "")
	case "table":
		return r.table()
	case "blockquote":
		return "> " + strings.ReplaceAll(r.blocks(name), "\n", "\n> ")
	case "details":
		return r.details(t)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		text := r.line(name)
		r.lost = r.lost || !r.ends(name)
		if named {
			text += " {#" + id.value + "}"
		}
		return strings.Repeat("#", int(name[1]-'0')) + " " + text
	}
	return r.blocks(name)
}

// line writes running text up to the next block or the end of a tag, on one line.
func (r *rewriter) line(end string) string {
	var b strings.Builder
	for !r.lost && r.i < len(r.ts) {
		t := &r.ts[r.i]
		name := lower(t.name)
		if t.kind == htmlClose && name == end || t.kind != htmlText && blockTags[name] {
			break
		}
		r.i++
		b.WriteString(r.inline(t, name))
	}
	return strings.TrimSpace(joinSpace.ReplaceAllString(b.String(), " "))
}

var joinSpace = regexp.MustCompile(`[ \t\n]+`)

func (r *rewriter) inline(t *htmlToken, name string) string {
	text := string(r.s[t.start:t.end])
	switch {
	case t.kind == htmlText || t.kind == htmlComment:
		return text
	case t.kind == htmlOther:
		r.lost = true
	case name == "br":
		return "<br>"
	case name == "wbr", wrappers[name]:
		_, id := t.get("id")
		r.lost = r.lost || id
	case name == "img" && t.kind == htmlOpen:
		image, ok := markdownImage(t)
		r.lost = r.lost || !ok
		return image
	case t.kind == htmlClose && harmlessInline[name]:
		return text
	case t.kind != htmlOpen:
		r.lost = true
	case name == "a":
		return r.anchor(t, text)
	case name == "code" || name == "tt" || name == "samp" || name == "var":
		return r.code(name)
	case name == "del" || name == "strike":
		text := r.line(name)
		r.lost = r.lost || !r.ends(name)
		return "~~" + text + "~~"
	case harmlessInline[name]:
		return text
	default:
		r.lost = true
	}
	return ""
}

func (r *rewriter) anchor(t *htmlToken, text string) string {
	href, ok := t.get("href")
	if !ok {
		return text
	}
	inside := r.line("a")
	r.lost = r.lost || !r.ends("a") || strings.TrimSpace(href.value) == ""
	if strings.Contains(strings.ReplaceAll(inside, "![", ""), "[") {
		r.lost = true
	}
	if inside == "" {
		inside = href.value
	}
	return "[" + inside + "](" + markdownDest(href.value) + ")"
}

// code writes a piece of code, of which only text may be in it.
func (r *rewriter) code(name string) string {
	text := ""
	for !r.ends(name) {
		t := r.next()
		r.lost = r.lost || t.kind != htmlText
		text += string(r.s[t.start:t.end])
	}
	text = html.UnescapeString(text)
	r.lost = r.lost || strings.ContainsAny(text, "`\n") || strings.TrimSpace(text) == ""
	return "`" + text + "`"
}

// pre writes a block of code.
func (r *rewriter) pre(t *htmlToken) string {
	var b strings.Builder
	lang := languageClass.FindSubmatch(r.s[t.start:t.end])
	for !r.ends("pre") {
		t := r.next()
		switch {
		case t.kind == htmlText:
			b.WriteString(html.UnescapeString(string(r.s[t.start:t.end])))
		case lower(t.name) == "code":
			if m := languageClass.FindSubmatch(r.s[t.start:t.end]); m != nil {
				lang = m
			}
		case lower(t.name) == "br" || lower(t.name) == "span":
		default:
			r.lost = true
		}
	}
	fence := "```"
	for strings.Contains(b.String(), fence) {
		fence += "`"
	}
	word := ""
	if lang != nil {
		word = string(lang[1])
	}
	return fence + word + "\n" + strings.Trim(b.String(), "\n") + "\n" + fence
}

// list writes the items of a list, each on its line, lists in it indented.
func (r *rewriter) list(name, indent string) string {
	var b strings.Builder
	sign := "- "
	if name == "ol" {
		sign = "1. "
	}
	for !r.ends(name) {
		t := r.next()
		switch {
		case t.kind == htmlText && len(bytes.TrimSpace(r.s[t.start:t.end])) == 0:
			continue
		case t.kind != htmlOpen || lower(t.name) != "li":
			r.lost = true
			continue
		}
		b.WriteString(indent + sign + r.line("li") + "\n")
		for !r.ends("li") {
			switch t := r.next(); {
			case t.kind == htmlOpen && (lower(t.name) == "ul" || lower(t.name) == "ol"):
				b.WriteString(r.list(lower(t.name), indent+strings.Repeat(" ", len(sign))) + "\n")
			case t.kind != htmlText || len(bytes.TrimSpace(r.s[t.start:t.end])) > 0:
				r.lost = true
			}
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// details keeps its tags, which are harmless, and what it holds becomes Markdown.
func (r *rewriter) details(t *htmlToken) string {
	open := "<details>"
	if _, ok := t.get("open"); ok {
		open = "<details open>"
	}
	for r.i < len(r.ts) && r.ts[r.i].kind == htmlText && len(bytes.TrimSpace(r.s[r.ts[r.i].start:r.ts[r.i].end])) == 0 {
		r.i++
	}
	summary := ""
	if r.i < len(r.ts) && lower(r.ts[r.i].name) == "summary" {
		r.i++
		summary = "<summary>" + r.line("summary") + "</summary>\n"
		r.lost = r.lost || !r.ends("summary")
	}
	return open + "\n" + summary + "\n" + r.blocks("details") + "\n\n</details>"
}
