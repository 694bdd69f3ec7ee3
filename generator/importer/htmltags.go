package importer

import (
	"regexp"
)

// lower returns the page with ASCII letters in lower case. Byte offsets stay the same.
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

// closes reports whether the page has a closing tag for name anywhere.
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
