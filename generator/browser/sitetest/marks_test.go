package sitetest

import (
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// TestMarks: an address with words to mark, as the search writes it, whatever its other
// parts are: the words are marked, and what is folded round the first is opened.
func TestMarks(t *testing.T) {
	s := testsite.Warm(t, fstest.MapFS{
		"site.toml": {Data: []byte("title = \"Marks\"\nsite_id = \"marks\"\n")},
		"content/s/a.md": {Data: []byte(`# A

Plain words stand here, and a pear.

:::: details #sheet title="A sheet"
#### What to send {#send}

Send a plum.

::: details #inner title="More of it"
A quince too.
:::
::::

::: details #other title="Another sheet"
Nothing but figs.
:::

` + "::: checklist #list title=\"List\"\n- [ ] Ask for a medlar {#ask}\n:::\n")},
	}, pipeline.Options{})
	if s.Result.Diags.HasErrors() {
		t.Fatal(s.Result.Diags)
	}
	site := browser.Serve(t, s.FS(), "/")
	b := browser.Start(t)
	const state = `[document.querySelectorAll("mark.found").length, [...document.querySelectorAll("main details:not(.menu)[open]")].map((d) => d.id).join()]`
	for _, c := range []struct {
		name, address string
		marks         int
		open          string
	}{
		{"a fragment that cannot be read", "?mark=pear#%E0%A4", 1, ""},
		{"a fragment that is nowhere", "?mark=pear#nowhere", 1, ""},
		{"no fragment", "?mark=plum", 1, "sheet"},
		{"a heading in the sheet", "?mark=plum#send", 1, "sheet"},
		{"a sheet in a sheet", "?mark=quince#inner", 1, "sheet,inner"},
		{"the sheet itself, of another word", "?mark=pear#other", 1, "other"},
		{"several words", "?mark=plum%20quince%20pear", 3, ""},
		{"no such word", "?mark=grape#other", 0, "other"},
		{"nothing to mark", "?mark=", 0, ""},
		{"a word of a menu", "?mark=export", 0, ""},
		{"what is no word", "?mark=%F0%9F%92%A9%25", 0, ""},
	} {
		p := b.Page(t)
		p.Open(site.URL("s/a.html" + c.address))
		eventually(t, p, state, []any{c.marks, c.open})
		if c.marks > 0 {
			expect(t, p, `[...document.querySelectorAll("mark.found")][0].checkVisibility()`, true)
		}
		p.Close()
	}
}
