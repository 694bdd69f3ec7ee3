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
		d, err := Run(context.Background(), src, Options{Date: "2026-11-30"})
		var u Unknown
		var pages []string
		switch {
		case errors.As(err, &u) && strings.Contains(u.Message, "by a program"):
			pages = []string{"refused"}
		case errors.As(err, &u) && strings.Contains(u.Message, "no page"):
		case err != nil:
			t.Fatalf("%s: %v", c.script, err)
		default:
			for _, p := range d.Pages {
				pages = append(pages, p.From)
			}
		}
		if is := strings.Join(pages, " "); is != c.pages {
			t.Errorf("%s: %q, want %q", c.script, is, c.pages)
		}
	}
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
