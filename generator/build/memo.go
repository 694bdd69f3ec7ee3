package build

import (
	"fmt"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/ids"
)

// A memo keeps parsed lessons from build to build. An entry holds for one
// path, one content hash and one set of parse options; its diagnostics are
// kept with it and replayed.
type memo struct {
	options string
	lessons map[string]parsed
	next    map[string]parsed
	// ids is the record of published ids, as last read, and what was settled
	// by it, by source lesson.
	ids struct {
		text    []byte
		lock    *ids.Lock
		ds      diag.List
		settled map[*content.Lesson]*settled
	}
	// client holds the last bundle, by everything it depends on.
	client map[string]*client
	// analyses holds what search found, by page.
	analyses map[string]analysis
}

// parsed is what came of one file.
type parsed struct {
	hash   [16]byte
	lesson *content.Lesson
	ds     diag.List
}

// begin starts a build with the given options; entries made with others are
// dropped.
func (m *memo) begin(o *content.Options) {
	key := fmt.Sprint(o.Default, o.Languages, o.UnsafeHTML, o.Params)
	if m.options != key {
		m.options, m.lessons = key, nil
	}
	m.next = make(map[string]parsed, len(m.lessons))
}

// find returns the entry of a path if its bytes are still the same. It may be
// called from several goroutines.
func (m *memo) find(path string, hash [16]byte) (parsed, bool) {
	r, ok := m.lessons[path]
	return r, ok && r.hash == hash
}

func (m *memo) keep(path string, r parsed) { m.next[path] = r }

// end drops the entries of files that are gone.
func (m *memo) end() { m.lessons, m.next = m.next, nil }
