package content

import (
	"bytes"
	"html"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const codeBlocked diag.Code = "PB1345"

// This file handles HTML in lessons if the setting unsafe_html allows it. Its links,
// pictures and anchors are checked like those of Markdown. The Content-Security-Policy of
// the page blocks elements that would load or run something. A browser does that without a
// visible message, so the author gets a warning here.

// blockedTags are elements that the policy blocks, each with a hint for the author.
var blockedTags = map[string]string{
	"script":   "pages do not run scripts of lessons: remove it",
	"style":    "styles belong in the theme",
	"iframe":   "link to the page instead",
	"frame":    "link to the page instead",
	"frameset": "link to the pages instead",
	"object":   "link to the file instead",
	"embed":    "link to the file instead",
	"applet":   "remove it",
	"video":    "link to the file instead: [the film](film.mp4)",
	"audio":    "link to the file instead: [the recording](call.mp3)",
	"form":     "readers cannot send a form here: link to the page that has the form",
	"base":     "remove it: it would change where links lead",
	"link":     "styles belong in the theme, and pages load nothing from other servers",
}

// unsafe writes a piece of HTML unchanged, except for the addresses of links and pictures.
func (w *rawWriter) unsafe(t htmlToken) {
	if t.kind == htmlText {
		text := w.commentsIn(t)
		w.words.Write(text)
		w.out = append(w.out, text...)
		return
	}
	if t.kind == htmlClose {
		w.d.closesUnsafe(lower(t.name), w.r.span(t.start, t.end))
	}
	if t.kind != htmlOpen {
		w.out = append(w.out, w.text(t)...)
		return
	}
	name := lower(t.name)
	if !voidTags[name] && !unended[name] && !bytes.HasSuffix(w.text(t), []byte("/>")) && len(w.d.unsafeTags) < maxNesting {
		w.d.unsafeTags = append(w.d.unsafeTags, openTag{name: name, at: w.r.span(t.start, t.end)})
	}
	if hint := blockedTags[name]; hint != "" {
		w.blocked(w.r.span(t.start, t.end), "<"+name+">", hint)
	} else if name == "meta" {
		if _, ok := t.get("http-equiv"); ok {
			w.blocked(w.r.span(t.start, t.end), "<meta http-equiv>", "remove it")
		}
	}
	w.tag(name, &t)
}

// unended are elements whose end tag may be left out.
var unended = nameSet("p li dt dd tr td th thead tbody tfoot colgroup option optgroup rp rt html body head")

// closesUnsafe handles an end tag: it removes the element from the list of open elements.
// Elements inside it that are still open are reported, because a browser would not close
// them before the end of the page.
func (d *document) closesUnsafe(name string, at widget.Span) {
	if unended[name] || voidTags[name] {
		return
	}
	i := len(d.unsafeTags) - 1
	for i >= 0 && d.unsafeTags[i].name != name {
		i--
	}
	if i < 0 {
		d.report(at, diag.Warning, codeUnbalanced, "</%s> has no opening tag here", clip(name)).hint("remove it, or begin with <%s>", clip(name))
		return
	}
	for _, t := range d.unsafeTags[i+1:] {
		d.unsafeOpen(t)
	}
	d.unsafeTags = d.unsafeTags[:i]
}

func (d *document) unsafeOpen(t openTag) {
	at := t.at
	at.End = at.Start + len(bytes.TrimRight(d.src[at.Start:at.Start+lineLen(d.src[at.Start:at.End])], "\n"))
	d.report(at, diag.Warning, codeUnbalanced, "<%s> is never closed: the rest of the page would be inside it", clip(t.name)).hint("write </%s> where it ends", clip(t.name))
}

// tag writes a start tag. The addresses of links and pictures are replaced by tokens, which
// become the right addresses when the page is drawn.
func (w *rawWriter) tag(name string, t *htmlToken) {
	done := t.start
	var picture []byte // a token with src, width and height that must be written last
	_, sized := t.get("width")
	if _, ok := t.get("height"); ok {
		sized = true
	}
	for _, a := range t.attrs {
		at := w.r.span(a.valueStart, a.valueEnd)
		if a.valueEnd <= a.valueStart {
			at.Start, at.End = w.r.at(a.start), w.r.at(a.start)+len(a.key)
		}
		value := strings.TrimSpace(html.UnescapeString(a.value))
		var token []byte
		switch {
		case a.key == "id" || a.key == "name" && name == "a":
			if id, _ := t.get("id"); a.key != "name" || html.UnescapeString(id.value) != value {
				w.d.htmlID(value, at)
			}
		case a.key == "href" && (name == "a" || name == "area"):
			token = w.href(value, at.Start, at.End)
		case a.key == "src" && name == "img":
			token = w.src(value, at.Start, at.End)
			picture = token
		case a.key == "style":
			w.blocked(w.r.span(a.start, a.end), "the attribute style", "styles belong in the theme")
		case strings.HasPrefix(a.key, "on") && len(a.key) > 2:
			w.blocked(w.r.span(a.start, a.end), "the attribute "+clip(a.key), "pages do not run scripts of lessons: remove it")
		case a.key == "srcset":
			w.blocked(w.r.span(a.start, a.end), "the attribute srcset", "write one picture: src=\"file.png\"")
		case a.key == "src" && name == "input" && (scheme(value) != "" || isNetPath(value)):
			w.blocked(w.r.span(a.start, a.end), "this picture", "save the picture beside the lesson and write ![what it shows](file.png)")
		case a.key == "background" || a.key == "poster":
			w.blocked(w.r.span(a.start, a.end), "the attribute "+a.key, "write a picture: ![what it shows](file.png)")
		}
		if token == nil {
			continue
		}
		w.out = append(w.out, w.r.text[done:a.start]...)
		if picture != nil && sized {
			w.out = bytes.TrimRight(w.out, " ")
		} else {
			w.out = append(w.out, token...)
			picture = nil
		}
		done = a.end
	}
	if name == "img" {
		w.described(t)
		_, set := t.get("srcset")
		if _, ok := t.get("src"); !ok && !set {
			at := w.r.span(t.start, t.end)
			w.d.leadsNowhere(at.Start, at.Start+len("<img"))
		}
	}
	if len(picture) == 0 {
		w.out = append(w.out, w.r.text[done:t.end]...)
		return
	}
	// The token also stands for the picture's real size. It comes after the author's size,
	// because a browser uses the first of two attributes with the same name.
	end := t.end - 1
	if end > done && w.r.text[end-1] == '/' {
		end--
	}
	w.out = append(w.out, bytes.TrimRight(w.r.text[done:end], " ")...)
	w.out = append(append(w.out, ' '), picture...)
	w.out = append(w.out, w.r.text[end:t.end]...)
}

// blocked warns of something that the policy blocks.
func (w *rawWriter) blocked(at widget.Span, what, hint string) {
	at.End = at.Start + len(bytes.TrimRight(w.d.src[at.Start:at.Start+lineLen(w.d.src[at.Start:at.End])], "\n"))
	w.d.report(at, diag.Warning, codeBlocked, "the page's security policy blocks %s: readers see nothing of it", what).hint("%s", hint)
}

// href checks the target of a link. It returns a token to write in place of the attribute,
// or nil to leave the attribute as it is.
func (w *rawWriter) href(dest string, start, end int) []byte {
	if dest == "" {
		w.d.leadsNowhere(start, end)
		return nil
	}
	if _, ok := w.d.external(dest, start, end); ok {
		return nil
	}
	return w.d.record(LinkInline, dest, "", start, end, true, w.node)
}

func (w *rawWriter) src(dest string, start, end int) []byte {
	switch {
	case dest == "":
		w.d.leadsNowhere(start, end)
		return nil
	case scheme(dest) != "" || isNetPath(dest):
		w.d.report(widget.Span{Start: start, End: end}, diag.Warning, codeBlocked, "the page's security policy blocks this picture: %q is on another site", clip(dest)).
			hint("save the picture beside the lesson and write its name")
		return nil
	}
	return w.d.record(LinkImage, dest, "", start, end, true, w.node)
}

// described warns of a picture without the attribute alt.
func (w *rawWriter) described(t *htmlToken) {
	if _, ok := t.get("alt"); !ok {
		w.d.undescribed(w.r.span(t.start, t.end)).hint("write alt=\"what it shows\", or alt=\"\" if it only repeats the text")
	}
}
