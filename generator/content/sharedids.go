package content

import "slices"

// WithHeadings returns a copy of a translation in which the headings have the ids of
// the original. ids has one id for each heading of l. The id that was derived from the
// translated heading stays as a second anchor, because links in the Markdown file use
// it, unless another heading has that id now.
func (l *Lesson) WithHeadings(ids []string) *Lesson {
	out := *l
	out.Headings, out.Passages, out.extra = slices.Clone(l.Headings), slices.Clone(l.Passages), slices.Clone(l.extra)
	to := map[string]string{}
	for i := range out.Headings {
		h := &out.Headings[i]
		if ids[i] == h.ID {
			continue
		}
		to[h.ID] = ids[i]
		if !slices.Contains(ids, h.ID) {
			h.Was = h.ID
			out.extra = append(out.extra, h.ID)
		}
		h.ID, h.Shared = ids[i], true
	}
	for i := range out.Passages {
		if id, ok := to[out.Passages[i].ID]; ok {
			out.Passages[i].ID = id
		}
	}
	return &out
}

// opening returns the HTML after "<h2" of the heading: its id, ">" and its second anchor.
// Both are derived from a heading's text or are the author's checked id, so they need no
// escaping.
func (h *Heading) opening(prefix string) string {
	s := ` id="` + prefix + h.ID + `">`
	if h.Was != "" {
		s += `<span id="` + prefix + h.Was + `"></span>`
	}
	return s
}
