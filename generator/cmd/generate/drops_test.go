package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dropped is the word that stands in what is left out.
const dropped = "Quetzalcoatl"

// drops lists every place where something that an author wrote is left out of the
// site, with what the command says about it: a finding's code, or a line of the
// report. A documented way to leave something out says nothing. Whoever makes a new
// place adds it here.
var drops = []struct {
	name  string
	files map[string]string
	says  string // "" for nothing
}{
	// Files.
	{"a copy of a sync tool", map[string]string{"s/x.md": "# X", "s/x (1).md": "# X\n\n" + dropped}, "PB1208"},
	{"a numbered copy", map[string]string{"s/x.md": "# X", "s/x 2.md": "# X\n\n" + dropped}, "PB1208"},
	{"a copy of a clash", map[string]string{"s/x.md": "# X", "s/x.sync-conflict-20261101-120000-ABCDEFG.md": "# X\n\n" + dropped}, "PB1208"},
	{"a lock of an office program", map[string]string{"s/x.md": "# X", "s/~$x.md": "# X\n\n" + dropped}, "PB1208"},
	{"a copied folder", map[string]string{"s/x.md": "# X", "s - Copy/x.md": "# X\n\n" + dropped}, "PB1208"},
	{"another ending", map[string]string{"s/y.markdown": "# Y\n\n" + dropped}, "PB1207"},
	{"an ending in capitals", map[string]string{"s/y.MD": "# Y\n\n" + dropped}, "PB1207"},
	{"an ending behind the ending", map[string]string{"s/y.md.txt": "# Y\n\n" + dropped}, "PB1207"},
	{"a second page of a folder", map[string]string{"s/index.md": "# S", "s/_index.md": "# S\n\n" + dropped}, "PB1209"},
	{"a name of dots", map[string]string{"s/...md": "# Y\n\n" + dropped}, "PB1209"},
	{"a second file of one lesson", map[string]string{"s/01-y.md": "# Y", "s/02-y.md": "# Y\n\n" + dropped}, "PB1510"},
	{"a language that is not listed", map[string]string{"s/y.xx.md": "# Y\n\n" + dropped}, "PB1201"},
	{"a file that is no text", map[string]string{"s/y.md": "\x89PNG\r\n\x1a\n\x00\x00" + dropped}, "PB121"},
	{"a file without a lesson", map[string]string{"s/y.md": "\n"}, "PB1002"},
	{"no lesson at all", map[string]string{"a.md": "", "only.txt": dropped}, "PB1202"},
	{"a draft", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\ndraft = true\n+++\n" + dropped}, "1 draft: content/s/y.md"},
	{"a lesson of later", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\npublish_date = 2027-01-01\n+++\n" + dropped}, "1 scheduled: content/s/y.md"},
	{"a lesson of before", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\nexpiry_date = 2026-01-01\n+++\n" + dropped}, "1 expired: content/s/y.md"},
	{"what the settings leave out", map[string]string{"out/y.md": "# Y\n\n" + dropped, "../site.toml": "title = \"T\"\nsite_id = \"t\"\n[content]\nexclude = [\"out/**\"]\n"}, "1 file by [content] exclude"},
	{"a pattern that leaves out nothing", map[string]string{"../site.toml": "title = \"T\"\nsite_id = \"t\"\n[content]\nexclude = [\"" + dropped + "/**\"]\n"}, "PB1114"},
	{"a name that begins with _", map[string]string{"s/_y.md": "# Y\n\n" + dropped}, ""},
	{"a hidden file", map[string]string{"s/.y.md": "# Y\n\n" + dropped}, ""},
	{"an editor's backup", map[string]string{"s/a.md~": "# Y\n\n" + dropped}, ""},
	{"a file that no lesson shows", map[string]string{"s/y.pdf": dropped}, ""},
	{"a picture in a folder that is not read", map[string]string{"s/y.md": "# Y\n\n![p](.assets/" + dropped + ".svg)", "s/.assets/" + dropped + ".svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"}, "PB1412"},
	{"a file of a type that is not published", map[string]string{"s/y.md": "# Y\n\n[p](y.exe)", "s/y.exe": dropped}, "PB1420"},
	{"a name that is no file", map[string]string{"s/y.md/x.md": "# Y\n\n" + dropped}, "PB1204"},
	{"a file that is too large", map[string]string{"s/y.md": "# Y\n\n" + dropped + strings.Repeat("\n\nText of some length.", 500_000)}, "PB1205"},
	// Front matter.
	{"an unknown key", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\nnonsense = \"" + dropped + "\"\n+++\nText."}, "PB1003"},
	{"a second front matter", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\n+++\n---\nsummary: " + dropped + "\n---\nText."}, "PB1018"},
	{"an unknown key of the settings", map[string]string{"../site.toml": "title = \"T\"\nsite_id = \"t\"\nnonsense = \"" + dropped + "\"\n"}, "PB1003"},
	{"a repeated tag", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\ntags = [\"" + dropped + "\", \"" + dropped + "\"]\n+++\nText."}, "PB1012"},
	{"a key of another tool", map[string]string{
		"s/y.md":       "+++\ntitle = \"Y\"\nsidebar = \"" + dropped + "\"\n+++\nText.",
		"../site.toml": "title = \"T\"\nsite_id = \"t\"\n[front_matter]\nignore = [\"sidebar\"]\n",
	}, ""},
	{"a front matter without a text", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\nsummary = \"S\"\n+++\n"}, "PB1017"},
	{"a key that says nothing", map[string]string{"s/y.md": "---\ntitle: Y\n" + dropped + ":\n---\nText."}, ""},
	{"a front matter that is not closed", map[string]string{"s/y.md": "+++\ntitle = \"Y\"\n\n" + dropped}, "PB1001"},
	{"the words of a language that has none", map[string]string{"../site.toml": "title = \"T\"\nsite_id = \"t\"\n[languages.eo]\nlabel = \"Esperanto\"\n"}, "PB1807"},
	// Text.
	{"raw HTML", map[string]string{"s/y.md": "# Y\n\n<object data=\"" + dropped + "\"></object>"}, "PB1312"},
	{"a comment without an end", map[string]string{"s/y.md": "# Y\n\n<!-- " + dropped}, "PB1321"},
	{"a footnote that no text names", map[string]string{"s/y.md": "# Y\n\nText.\n\n[^1]: " + dropped}, "PB1407"},
	{"a second definition of a link", map[string]string{"s/y.md": "# Y\n\n[x]\n\n[x]: a.md\n[x]: https://" + dropped + ".example/"}, "PB1318"},
	{"a cell too many", map[string]string{"s/y.md": "# Y\n\n| a |\n|---|\n| b | " + dropped + " |"}, "PB1323"},
	{"a component of another tool", map[string]string{"s/y.md": "# Y\n\n<Tabs title=\"" + dropped + "\" />"}, "PB1340"},
	{"a picture of another server", map[string]string{"s/y.md": "# Y\n\n![p](https://example.com/p.png)"}, "PB1403"},
	{"an invisible character", map[string]string{"s/y.md": "# Y\n\na\u200bb"}, "PB1217"},
	{"a container that nobody knows", map[string]string{"s/y.md": "# Y\n\n::: nothing\n" + dropped + "\n:::"}, "PB1305"},
	{"a comment", map[string]string{"s/y.md": "# Y\n\n<!-- " + dropped + " -->\n\n[//]: # (" + dropped + ")\n\nText."}, ""},
}

// TestDrops holds that nothing is left out without a word.
func TestDrops(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, d := range drops {
		t.Run(strings.ReplaceAll(d.name, " ", "-"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "pb")
			files := map[string]string{"../site.toml": "title = \"T\"\nsite_id = \"t\"\n", "a.md": "# A\n\nText."}
			for name, text := range d.files {
				files[name] = text
			}
			for name, text := range files {
				if name != "a.md" || text != "" {
					write(t, filepath.Join(dir, "content", filepath.FromSlash(name)), text)
				}
			}
			said, code := inProcess([]string{"--date", "2026-11-22", "-s", dir, "-o", dir + ".out"})
			findings := strings.Contains(said, "error: ") || strings.Contains(said, "warning: ")
			if d.says == "" && findings || d.says != "" && !strings.Contains(said, d.says) {
				t.Errorf("said, for %q:\n%s", d.says, said)
			}
			if code != exitGood {
				return // nothing is left out of a site that is not made
			}
			err := filepath.WalkDir(dir+".out", func(p string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				if d.says != "" && strings.HasSuffix(p, ".md") {
					return nil // a page's Markdown is as its author wrote it, but for comments
				}
				raw, err := os.ReadFile(p)
				if shown := bytes.Contains(bytes.ToLower(raw), bytes.ToLower([]byte(dropped))); shown && d.says != "PB1012" {
					t.Errorf("%s has what is left out: it is not, and has no place in this list", strings.TrimPrefix(p, dir))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
