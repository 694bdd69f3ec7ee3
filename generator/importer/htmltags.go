package importer

import (
	"regexp"
)

// lower is the text in lower case: bytes stand where they stood.
func (h *htmlPage) lower() []byte {
	if h.low == nil {
		h.low = make([]byte, len(h.b))
		for i, c := range h.b {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			h.low[i] = c
		}
	}
	return h.low
}

// closes reports whether a tag in the text closes elements of a name.
func (h *htmlPage) closes(name string) bool {
	if h.closed == nil {
		h.closed = map[string]bool{}
		for _, m := range closingTag.FindAllSubmatch(h.b, -1) {
			h.closed[string(m[1])] = true
		}
	}
	return h.closed[name]
}

var closingTag = regexp.MustCompile(`</([^\s<>/]+)>`)

func (h *htmlPage) push(t openTag) {
	if h.opened == nil {
		h.opened = map[string]int{}
	}
	h.opened[t.name]++
	h.open = append(h.open, t)
}
