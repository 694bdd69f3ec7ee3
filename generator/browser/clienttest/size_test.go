package clienttest

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// Budgets of script before anything is touched, gzip: every page loads theme.js and
// main.js; a page with state adds kit.js, and must leave room for a widget.
func TestScriptsStaySmall(t *testing.T) {
	site := scripts(t)
	size := func(name string) int {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(site["assets/"+name].Data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, b.Len())
		return b.Len()
	}
	page := size("theme.js") + size("main.js")
	if page > 4_200 {
		t.Errorf("a page's scripts take %d bytes, expected at most 4,200 of the 6,000 a lesson may load", page)
	}
	if all := page + size("kit.js"); all > 12_000 {
		t.Errorf("with kit.js they take %d bytes, expected at most 12,000 of the 14,000 a checklist may load", all)
	}
	if own := size("standing.js"); own > 3_000 {
		t.Errorf("standing.js takes %d bytes, expected at most 3,000", own)
	}
}
