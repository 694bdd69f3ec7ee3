package importer

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestPathologicalText reads texts that repeat one sign many times, as no person writes
// them. Each family reads each to its end. The long form's sizes are such that time which
// grows with their square would be minutes.
func TestPathologicalText(t *testing.T) {
	size := 2_000
	if os.Getenv("PLAYBOOK_LONG") != "" {
		size = 200_000
	}
	signs := []string{
		"<div>", "</div>", "<ul><li>", "<svg>", "<b>", "</b>", "<x-y>", "<Foo>", "<Foo a={", "</Foo>", "<a name=x>", "<p>\n\n", "<table><tr><td>", "<details>\n\n", "<script>", "<!--",
		"[[", "]]", "![[a]]", "[a](", "[a]: b\n", "![", "{% hint %}\n", "{{< x >}}", "{{% ", "{", "{a", "{/*", "}", ":::\n", ":::note\n", "> ", "> [!note]\n", "%%", "a ^b\n\n", "`", "``` \n", "!!! note\n\n",
		"=== \"a\"\n", "    ", "\t- a\n", "- ", "* a\n", "***", "--8<-- \"a.md\"\n", "<<< @/a.md\n", "import a from './a.md'\n", "{{#include a.md}}\n", "?> a\n", "<!-- tab:a -->\n", "# a {#b}\n", "# a\n",
		"&lt;", "^[a]", "[^a]", "| a ", "a|\n-|\n", "==", "~~", "$", "https://a.b/c50% ", "www.a.b", ":a: ", "#a ", "\\", "<https://a.b>", "<x:y> ", "a::b]", "[a:: b]",
	}
	for _, from := range []string{"markdown", "mkdocs", "docusaurus", "vitepress", "hugo", "gitbook", "mdbook", "docsify", "obsidian", "notion"} {
		for _, s := range signs {
			text := strings.Repeat(s, size/len(s))
			readHostile(t, from, s, map[string]string{"docs/a.md": text, "a.md": text, "content/a.md": text, "src/a.md": text, "SUMMARY.md": "- [a](a.md)\n"})
		}
	}
	elements := []string{"<div>", "<span>", "<span/>", "<b>", "<i><b>", "<ul><li>", "<ol>", "<table><tr><td>", "<blockquote>", "<a href=x>", "<pre>", "<p>", "<h1>", "<br>", "<img src=x>", "<details>", "</div>", "&lt;", "<td>", `<div class="expand-container">`, `<div class="panel"><div class="panelContent">`, `<figure class="callout">`}
	for _, e := range elements {
		text := strings.Repeat(e+"a ", size/len(e))
		readHostile(t, "confluence", e, map[string]string{"index.html": `<div id="main-content" class="wiki-content">` + text, "b.html": `<span id="title-text">A : B</span><div id="main-content">` + text})
		readHostile(t, "notion", e, map[string]string{"A 0123456789abcdef0123456789abcdef.html": `<article><div class="page-body">` + text})
	}
}

func readHostile(t *testing.T, from, sign string, files map[string]string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for p, text := range files {
		fsys[p] = &fstest.MapFile{Data: []byte(text)}
	}
	src, err := FromFS("book", fsys)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("SLOW") != "" {
		defer func(start time.Time) {
			if d := time.Since(start); d > 900*time.Millisecond {
				t.Logf("%q as %s: %s", sign, from, d)
			}
		}(time.Now())
	}
	if _, err = Run(context.Background(), src, Options{From: from, Date: "2026-11-30"}); err != nil && !strings.Contains(err.Error(), "no page") {
		t.Errorf("%q as %s: %v", sign, from, err)
	}
}
