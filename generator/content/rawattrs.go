package content

import (
	"html"
	"strings"
	"unicode"

	"playbook/generator/widget"
)

// attrs writes the attributes that are allowed in lessons without unsafe_html.
func (w *rawWriter) attrs(name string, t *htmlToken) {
	seen := map[string]bool{}
	for _, a := range t.attrs {
		key := a.key
		_, id := t.get("id")
		if key == "name" && name == "a" && !id {
			key = "id"
		}
		if !harmlessAttrs[key] || seen[key] || key == "open" && name != "details" || key == "name" && name != "details" {
			continue
		}
		seen[key] = true
		w.unseenBetween(a.valueStart, a.valueEnd)
		value := html.UnescapeString(a.value)
		switch key {
		case "open":
			w.out = append(w.out, " open"...)
			continue
		case "id":
			if !w.d.htmlID(value, w.r.span(a.valueStart, a.valueEnd)) {
				continue
			}
			w.out = append(w.out, ` id="`+idPlace...)
		case "name":
			w.out = append(w.out, ` name="`+idPlace...)
		case "dir":
			if value = lower(value); value != "ltr" && value != "rtl" && value != "auto" {
				continue
			}
			w.out = append(w.out, ` dir="`...)
		default:
			w.out = append(w.out, " "+key+`="`...)
		}
		w.out = append(w.out, html.EscapeString(value)+`"`...)
	}
}

// htmlID registers the id of an HTML element, so that links can lead to it, and reports
// whether the id is valid.
func (d *document) htmlID(id string, at widget.Span) bool {
	switch {
	case id == "" || len(id) > maxAnchor || strings.ContainsFunc(id, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		d.errorf(at, codeBadAnchor, "%q is not a valid id", clip(id)).hint("an id is one word, without spaces")
		return false
	case globals[strings.ToLower(id)]:
		d.errorf(at, codeBadAnchor, "the id %q is reserved for scripts of the page", id).
			hint("choose another, for example %q", "about-"+strings.ToLower(id))
	case d.ids[id]:
		d.errorf(at, codeDuplicateAnchor, "the id %q is already taken on this page", clip(id)).
			hint("ids are unique in a lesson; choose another")
	}
	if !d.ids[id] {
		d.l.extra = append(d.l.extra, id)
	}
	d.ids[id] = true
	return true
}
