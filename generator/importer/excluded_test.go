package importer

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser/testsite"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

// TestExcluded imports a small handbook of each family in which everything that its tool
// does not show says SECRET: excluded files, drafts, comments. None of it is in the built
// site, and what is excluded is in no file of the playbook but the report's lists.
// SECRETDRAFT is in texts that stay drafts, SECRETNOTE in comments, which may stay comments.
func TestExcluded(t *testing.T) {
	const page = "# Page\n\nText\n"
	for _, c := range []struct {
		from  string
		files map[string]string
	}{
		{"markdown", map[string]string{
			"README.md": page + "<!-- SECRETNOTE -->\n\n[a](.hidden/a.md) [b](b.md)\n", ".hidden/a.md": "SECRET", "b.md": "---\npublished: false\n---\n# B\nSECRETDRAFT\n",
			"c.md": "---\ndraft: true\n---\nSECRETDRAFT", "d.md": "---\nprivate: true\n---\nSECRETDRAFT", "_drafts/e.md": "SECRET",
		}},
		{"mkdocs", map[string]string{
			"mkdocs.yml":    "site_name: B\nexclude_docs: |\n  secret/\n  /x.md\n  *.tmp.md\ndraft_docs: |\n  later/\nnot_in_nav: |\n  /y.md\n",
			"docs/index.md": page + "<!-- SECRETNOTE -->\n[x](x.md) [l](later/l.md)\n\n--8<-- \"docs/secret/a.md\"\n", "docs/secret/a.md": "SECRET", "docs/x.md": "SECRET", "docs/sub/q.tmp.md": "SECRET",
			"docs/later/l.md": "# L\nSECRETDRAFT", "docs/.dot/a.md": "SECRET", "docs/templates/t.md": "SECRET", "notes.md": "SECRET", "docs/y.md": page,
		}},
		{"docusaurus", map[string]string{
			"docusaurus.config.js": "export default {title: 'B', presets: [['classic', {docs: {exclude: ['**/old-*.md', 'attic/**']}}]]}",
			"docs/intro.md":        page + "{/* SECRETNOTE */}\n\n<!-- SECRETNOTE -->\n\n[d](d.md) [o](old-a.md)\n", "docs/_part.md": "SECRET", "docs/_parts/a.md": "SECRET", "docs/a/_b/c.md": "SECRET",
			"docs/__tests__/t.md": "SECRET", "docs/a.test.md": "SECRET", "docs/d.md": "---\ndraft: true\n---\nSECRETDRAFT", "docs/u.md": "---\nunlisted: true\n---\nSECRETDRAFT",
			"docs/old-a.md": "SECRET", "docs/attic/z.md": "SECRET", "versioned_docs/version-1/a.md": "SECRET", "blog/2026-01-01-a.md": "---\ndraft: true\n---\nSECRETDRAFT", "blog/_x.md": "SECRET", "src/pages/_p.md": "SECRET", "notes.md": "SECRET",
		}},
		{"starlight", map[string]string{
			"astro.config.mjs": "export default {}", "src/content/docs/index.md": page + "<!-- SECRETNOTE -->\n", "src/content/docs/d.md": "---\ntitle: D\ndraft: true\n---\nSECRETDRAFT",
			"src/content/docs/_x.md": "SECRET", "src/content/docs/_dir/x.md": "SECRET", "src/content/docs/a/_dir/x.mdx": "SECRET", "src/content/other/x.md": "SECRET", "README.md": "SECRET",
		}},
		{"vitepress", map[string]string{
			".vitepress/config.ts": "export default {srcDir: 'docs', srcExclude: ['**/x.md', 'attic/**/*']}", "docs/index.md": page + "<!-- SECRETNOTE -->\n\n<!--@include: ./attic/a.md-->\n\n<<< @/x.md\n",
			"docs/x.md": "SECRET", "docs/attic/a.md": "SECRET", "docs/a/x.md": "SECRET", "README.md": "SECRET", "docs/node_modules/m/README.md": "SECRET",
		}},
		{"hugo", map[string]string{
			"hugo.toml":         "title = 'B'\nignoreFiles = ['\\.tmp\\.md$', 'attic/']\n",
			"content/_index.md": page + "{{/* SECRETNOTE */}}\n<!-- SECRETNOTE -->",
			"content/d.md":      "---\ndraft: true\n---\nSECRETDRAFT", "content/e.md": "---\nexpiryDate: 2020-01-01\n---\nSECRETDRAFT", "content/f.md": "+++\npublishDate = 2090-01-01\n+++\nSECRETDRAFT",
			"content/g.md": "---\ndate: 2090-01-01\n---\nSECRETDRAFT", "content/h/index.md": "---\nheadless: true\n---\nSECRET", "content/h/part.md": "SECRET", "content/gone/index.md": "---\nbuild:\n  render: never\n---\nSECRET",
			"content/a.tmp.md": "SECRET", "content/attic/a.md": "SECRET", "archetypes/a.md": "SECRET", "content/j.md": "---\n_build: {render: false}\n---\nSECRET", "README.md": "SECRET",
			"content/k/_index.md": "---\ntitle: K\ncascade:\n  draft: true\n---\nSECRETDRAFT", "content/k/a.md": "SECRETDRAFT", "content/l/_index.md": "---\ntitle: L\ncascade:\n  - build: {render: never}\n---\nSECRET", "content/l/b/a.md": "SECRET",
		}},
		{"gitbook", map[string]string{
			"SUMMARY.md": "- [A](a.md)\n- [H](h.md)\n", "README.md": page + "<!-- SECRETNOTE -->\n", "a.md": page, "x.md": "SECRET", "h.md": "---\nhidden: true\n---\nSECRETDRAFT",
		}},
		{"mdbook", map[string]string{
			"book.toml": "[book]\ntitle = 'B'\n", "src/SUMMARY.md": "- [A](a.md)\n- [Later]()\n<!-- - [C](c.md) -->\n", "src/a.md": page + "<!-- SECRETNOTE -->\n[c](c.md)\n", "src/b.md": "SECRET", "src/c.md": "SECRET", "notes.md": "SECRET",
		}},
		{"docsify", map[string]string{
			"index.html": "docsify", "_sidebar.md": "- [A](a.md)\n<!-- SECRETNOTE -->\n", "README.md": page + "<!-- SECRETNOTE -->\n", "a.md": page, "_navbar.md": "SECRET", "_coverpage.md": "SECRET", ".x/a.md": "SECRET",
		}},
		{"obsidian", map[string]string{
			".obsidian/app.json": `{"userIgnoreFilters": ["Templates/", "/.*\\.private/", "Journal/2025"]}`, "Home.md": page + "%%SECRETNOTE%%\n%%\nSECRETNOTE\n\nSECRETNOTE\n%%\n\n[[Plan]] ![[Plan]] ![[T]]\n",
			"Templates/T.md": "SECRET", "Plan.private.md": "SECRET", "Journal/2025-01-01.md": "SECRET", "Journal/2026-01-01.md": page, "Plan.md": "---\npublish: false\n---\nSECRETDRAFT", ".trash/x.md": "SECRET",
		}},
		{"notion", map[string]string{
			"A 0123456789abcdef0123456789abcdef.md": page + "<!-- SECRETNOTE -->\n", "index.html": "<p>SECRET</p>",
		}},
		{"confluence", map[string]string{
			"index.html": `<div id="main-content" class="pageSection"></div>Confluence<div class="pageSection"><a href="A_1.html">A</a></div>`,
			"A_1.html":   `<span id="title-text">S : A</span><div id="main-content" class="wiki-content"><p>Text</p><!-- SECRETNOTE --><script>SECRETNOTE</script><p hidden>x</p></div><div id="comments">SECRET</div><div class="page-metadata">SECRET</div>`,
		}},
	} {
		t.Run(c.from, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for p, text := range c.files {
				fsys[p] = &fstest.MapFile{Data: []byte(text)}
			}
			src, err := FromFS("book", fsys)
			if err != nil {
				t.Fatal(err)
			}
			o := testOptions()
			o.From = c.from
			d, err := Run(context.Background(), src, o)
			if err != nil {
				t.Fatal(err)
			}
			files, err := output.Draw(d.Files())
			if err != nil {
				t.Fatal(err)
			}
			site := fstest.MapFS{}
			for p, b := range files {
				site[p] = &fstest.MapFile{Data: b}
				front, _, _ := bytes.Cut(b, []byte("\n+++\n"))
				draft := false
				for _, key := range []string{"draft = true", "expiry_date = 20", "publish_date = 20", "date = 2090"} {
					draft = draft || bytes.Contains(front, []byte("\n"+key))
				}
				text := strings.ReplaceAll(string(b), "SECRETNOTE", "")
				if draft {
					text = strings.ReplaceAll(text, "SECRETDRAFT", "")
				}
				if strings.Contains(text, "SECRET") && !strings.HasPrefix(p, "import-report") {
					t.Errorf("%s has\n%s", p, b)
				}
			}
			built := testsite.Warm(t, site, pipeline.Options{Date: "2026-11-30", NoSearch: false})
			if built.Result.Diags.HasErrors() {
				t.Errorf("the playbook does not build: %v", built.Result.Diags)
			}
			for p, text := range built.Files {
				if strings.Contains(text, "SECRET") {
					t.Errorf("%s of the site has a secret", p)
				}
			}
			if len(d.Pages) == 0 {
				t.Error(fmt.Errorf("no page"))
			}
		})
	}
}
