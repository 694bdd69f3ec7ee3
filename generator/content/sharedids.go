package content

import "slices"

// WithHeadings returns a translation with the ids of its original's headings:
// ids holds one for each of the lesson's headings, the one it has where it
// stays. The id that a heading had from its own words stays an anchor, which is
// what links in the file name on a code host, unless another heading has it now.
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

// opening is what stands behind "<h2" of the heading. Its id is derived or the
// original's, so it needs no escaping.
func (h *Heading) opening(prefix string) string {
	s := ` id="` + prefix + h.ID + `">`
	if h.Was != "" {
		s += `<span id="` + prefix + h.Was + `"></span>`
	}
	return s
}
