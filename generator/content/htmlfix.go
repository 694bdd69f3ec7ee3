package content

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A pair is what a tag and its end are written as in Markdown.
type pair struct{ open, close string }

// wrappers say how their text looks, which is the theme's to say: without them the
// text is the same.
var wrappers = nameSet("div span font center big section article header footer main figure figcaption tbody nobr ins label")

// pairOf is what a refused tag in running text, or one that stands alone, is written
// as; nil if nobody knows.
func (w *rawWriter) pairOf(t *htmlToken) *pair {
	name := lower(t.name)
	if _, id := t.get("id"); id || hides(t) {
		return nil
	}
	switch {
	case wrappers[name]:
		return &pair{}
	case w.block != nil:
		return nil // a whole block is rewritten
	}
	switch name {
	case "code", "tt", "samp", "var":
		return &pair{"`", "`"}
	case "del", "strike":
		return &pair{"~~", "~~"}
	case "wbr":
		return &pair{}
	case "img":
		if text, ok := markdownImage(t); ok {
			return &pair{open: text}
		}
	case "a":
		if href, ok := t.get("href"); ok && strings.TrimSpace(href.value) != "" {
			return &pair{"[", "](" + markdownDest(href.value) + ")"}
		}
	case "ul":
		if w.parent.Kind() == east.KindTableCell {
			return &pair{}
		}
	case "li":
		if w.parent.Kind() == east.KindTableCell {
			return &pair{"• ", "<br>"}
		}
	}
	return nil
}

// repairPair repairs a refused tag whose end is found: both are rewritten.
func (w *rawWriter) repairPair(open *openTag, end widget.Span) {
	if open.instead == nil || open.found.repaired() || open.block == nil != (w.block == nil) {
		return
	}
	inside := w.d.src[open.at.End:end.Start]
	to := *open.instead
	switch {
	case to.open == "`" && (len(bytes.TrimSpace(inside)) == 0 || bytes.ContainsAny(inside, "`<&*\\\n")):
		return
	case to.open == "[" && bytes.ContainsAny(inside, "[]\n"):
		return
	case to.close == "<br>" && bytes.HasPrefix(bytes.TrimLeft(w.d.src[end.End:], " "), []byte("</")):
		to.close = ""
	}
	open.found.repair(w.d.writeTag(open.at, to.open), w.d.writeTag(end, to.close))
}

// writeTag writes something in place of a tag; with nothing in its place the line of
// one that stands alone goes too.
func (d *document) writeTag(at widget.Span, text string) diag.Edit {
	begin := bytes.LastIndexByte(d.src[:at.Start], '\n') + 1
	rest := bytes.TrimSpace(d.src[at.End : at.End+lineLen(d.src[at.End:])])
	if text == "" && len(bytes.TrimSpace(d.src[begin:at.Start])) == 0 && len(rest) == 0 {
		return d.withoutLine(at.Start, at.End)
	}
	return d.edit(at.Start, at.End, text)
}

// repairBlock repairs a block of refused HTML by what all of it is in Markdown.
func (w *rawWriter) repairBlock(f finding) {
	if w.block == nil || len(w.r.segments) == 0 {
		return
	}
	if _, inside := w.parent.(*container); !inside && w.parent.Kind() != ast.KindDocument {
		return
	}
	start, end := w.r.segments[0].Start, w.r.segments[len(w.r.segments)-1].Stop
	if !bytes.Equal(w.d.src[start:end], w.r.text) {
		return
	}
	text, ok := markdownOf(w.r.text)
	if !ok {
		return
	}
	if after := bytes.TrimLeft(w.d.src[end:], "\r\n"); len(after) > 0 && (after[0] == ' ' || after[0] == '\t') && endsInList.MatchString(text) {
		return // code that is indented would become a part of the list
	}
	before := bytes.LastIndexByte(w.d.src[:start], '\n') + 1
	if before > 0 && len(bytes.TrimSpace(lineAt(w.d.src, bytes.LastIndexByte(w.d.src[:before-1], '\n')+1))) > 0 {
		text = "\n" + text
	}
	f.repair(w.d.edit(before, end, text))
}

// endsInList matches Markdown whose last line is one of a list.
var endsInList = regexp.MustCompile(`(?:^|\n)(?:[-*+] |\d+[.)] |[ \t])[^\n]*\n?$`)

// markdownImage writes an image as Markdown has it.
func markdownImage(t *htmlToken) (string, bool) {
	src, ok := t.get("src")
	if !ok || strings.TrimSpace(src.value) == "" {
		return "", false
	}
	alt, _ := t.get("alt")
	text := strings.NewReplacer("[", "\\[", "]", "\\]", "\n", " ").Replace(html.UnescapeString(alt.value))
	out := "![" + text + "](" + markdownDest(src.value) + ")"
	if width, ok := t.get("width"); ok {
		if n := strings.TrimSuffix(width.value, "px"); len(n) > 0 && len(n) <= 4 && strings.Trim(n, "0123456789") == "" {
			out += "{w=" + n + "}"
		}
	}
	return out, true
}

// markdownDest writes an attribute's address as Markdown has it between parentheses.
func markdownDest(value string) string {
	dest := strings.TrimSpace(html.UnescapeString(value))
	return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\n", "", "\\", "/").Replace(dest)
}
