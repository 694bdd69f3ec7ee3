package importer

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// TestScriptSettings reads what a script of settings says about texts that are left out. What
// only a program knows is refused: pages might be shown that the site does not show.
func TestScriptSettings(t *testing.T) {
	for _, c := range []struct{ script, pages string }{
		{"", "a.md keep/b.md"},
		{"srcExclude: []", "a.md keep/b.md"},
		{"srcExclude: ['keep/**']", "a.md"},
		{"srcExclude: [\"**/{a,c}.md\", `keep/b.md`]", ""},
		{"srcExclude: [ // '**/*.md'\n 'b.md', /* 'a.md' */ ]", "a.md keep/b.md"},
		{"srcExclude: ['**/b.md',\n]", "a.md"},
		{"// srcExclude: list", "a.md keep/b.md"},
		{"srcExclude: list", "refused"},
		{"srcExclude: [...list, 'a.md']", "refused"},
		{"srcExclude: ['a.md'].concat(list)", "refused"},
		{"srcExclude: [`${top}/**`]", "refused"},
		{"srcExclude", "refused"},
		{"srcDir: process.env.TEXTS", "refused"},
		{"srcDir: top + '/texts'", "refused"},
		{"srcDir: `${top}`", "refused"},
		{"srcDir: 'a' + top", "refused"},
		{"srcDir: 'keep'", "keep/b.md"},
		{"srcDir: './keep/', srcExclude: ['b.md']", ""},
	} {
		src, err := FromFS("book", fstest.MapFS{
			".vitepress/config.ts": {Data: []byte("export default defineConfig({\n" + c.script + "\n})\n")},
			"a.md":                 {Data: []byte("# A\n")},
			"keep/b.md":            {Data: []byte("# B\n")},
		})
		if err != nil {
			t.Fatal(err)
		}
		if is := pagesOf(t, src); is != c.pages {
			t.Errorf("%s: %q, want %q", c.script, is, c.pages)
		}
	}
}

// TestExcludeLists reads the lists of a site of Docusaurus.
func TestExcludeLists(t *testing.T) {
	for _, c := range []struct{ script, pages string }{
		{"", "docs/a.md docs/keep/b.md"},
		{"docs: {exclude: ['keep/**']}, blog: {exclude: [\"x\"]}", "docs/a.md"},
		{"rules: [{test: /x/, exclude: /node_modules/}]", "docs/a.md docs/keep/b.md"},
		{"docs: {exclude: []}, exclude: ['**/b.md',\n 'a.md']", ""},
		{"docs: {exclude: list}", "refused"},
		{"docs: {exclude: [...list]}, blog: {exclude: ['a.md']}", "refused"},
		{"docs: {exclude: process.env.X}", "refused"},
	} {
		src, err := FromFS("book", fstest.MapFS{
			"docusaurus.config.js": {Data: []byte("export default {" + c.script + "}\n")},
			"docs/a.md":            {Data: []byte("# A\n")},
			"docs/keep/b.md":       {Data: []byte("# B\n")},
		})
		if err != nil {
			t.Fatal(err)
		}
		if is := pagesOf(t, src); is != c.pages {
			t.Errorf("%s: %q, want %q", c.script, is, c.pages)
		}
	}
}

// pagesOf lists the pages that a source has, "refused" if it is.
func pagesOf(t *testing.T, src *Source) string {
	t.Helper()
	d, err := Run(context.Background(), src, Options{Date: "2026-11-30"})
	var u Unknown
	switch {
	case errors.As(err, &u) && strings.Contains(u.Message, "with a program"):
		return "refused"
	case errors.As(err, &u) && strings.Contains(u.Message, "no page"):
		return ""
	case err != nil:
		t.Fatal(err)
	}
	var pages []string
	for _, p := range d.Pages {
		pages = append(pages, p.From)
	}
	return strings.Join(pages, " ")
}

// TestWithoutComments takes comments out of scripts, and leaves strings whole.
func TestWithoutComments(t *testing.T) {
	for in, want := range map[string]string{
		`a = '**/x' // y`:           `a = '**/x' `,
		"a /* b */ c":               "a   c",
		"a // b\nc":                 "a \nc",
		`"http://a.b" + '//c'`:      `"http://a.b" + '//c'`,
		"`/* a */` /* b":            "`/* a */` ",
		`'it\'s // one' // two`:     `'it\'s // one' `,
		"'open // string\nb // c":   "'open // string\nb ",
		"`a\n// b\n` // c":          "`a\n// b\n` ",
		"'x/**', 'y' /* z */, '*/'": "'x/**', 'y'  , '*/'",
	} {
		if is := withoutComments(in); is != want {
			t.Errorf("%q: %q, want %q", in, is, want)
		}
	}
}
