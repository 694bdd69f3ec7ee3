//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/ids"
)

// plantTree copies a folder of Markdown into a playbook. Front matter that is
// not ours is cut off; a title is taken from it, from the first heading or from
// the file's name. Then the command checks the playbook: the links of a line
// with an error become text; if the line has none, it is emptied. A page that
// has errors after three rounds of that is left out. What was changed is logged,
// so that a reader can judge how much of the tree was measured.
func plantTree(b *testing.B, programs, dir, tree string) {
	b.Helper()
	content := filepath.Join(dir, "content")
	if err := os.MkdirAll(content, 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "site.toml"), []byte(benchSettings), 0o644); err != nil {
		b.Fatal(err)
	}
	pages, size := copyTree(b, tree, content)
	codes, mended, lines, left := map[string]int{}, map[string]int{}, 0, 0
	for round := 0; ; round++ {
		mistakes := checkTree(b, programs, dir)
		if len(mistakes) == 0 {
			break
		}
		if round == 16 { // each page left out may take the links of others
			b.Fatalf("%s does not build: %d pages still have errors", tree, len(mistakes))
		}
		for page, at := range mistakes {
			for line, code := range at {
				codes[code]++
				if line == 0 || mended[page] == 3 {
					at = nil
				}
			}
			mended[page]++
			if at == nil {
				left++
				if err := os.Remove(filepath.Join(dir, page)); err != nil {
					b.Fatal(err)
				}
				continue
			}
			lines += len(at)
			mendLines(b, filepath.Join(dir, page), at)
		}
	}
	b.Logf("%d pages, %.1f MB; %d lines changed and %d pages left out for these errors: %v", pages, float64(size)/1e6, lines, left, codes)
}

// copyTree copies the Markdown files of a folder, and returns how many there
// are and their bytes.
func copyTree(b *testing.B, tree, content string) (pages, size int) {
	b.Helper()
	err := filepath.WalkDir(tree, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(tree, name)
		if err != nil || rel == "." {
			return err
		}
		if strings.ContainsRune("._", rune(e.Name()[0])) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !e.Type().IsRegular() || filepath.Ext(rel) != ".md" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		to := filepath.Join(content, strings.ToLower(rel))
		if path.Base(to) == "_index.md" || path.Base(to) == "readme.md" {
			to = filepath.Join(filepath.Dir(to), "index.md")
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		page := ourFrontMatter(text, strings.TrimSuffix(e.Name(), ".md"), uidOf(rel))
		pages, size = pages+1, size+len(page)
		return os.WriteFile(to, page, 0o644)
	})
	if err != nil {
		b.Fatal(err)
	}
	if pages == 0 {
		b.Fatalf("there is no Markdown below %s", tree)
	}
	return pages, size
}

var (
	theirTitle   = regexp.MustCompile(`(?m)^title\s*[:=]\s*["']?(.*?)["']?\s*$`)
	notInUID     = regexp.MustCompile(`[^a-z0-9]+`)
	firstHeading = regexp.MustCompile(`(?m)^#\s+(.*?)\s*#*\s*$`)
)

// uidOf makes a uid of a path: elsewhere several pages may have one name.
func uidOf(rel string) string {
	return strings.Trim(notInUID.ReplaceAllString(strings.ToLower(rel), "-"), "-")
}

// ourFrontMatter replaces front matter in YAML or TOML by a title and a uid.
func ourFrontMatter(text []byte, name, uid string) []byte {
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	title := ""
	for _, fence := range []string{"---\n", "+++\n"} {
		rest, ok := bytes.CutPrefix(text, []byte(fence))
		if !ok {
			continue
		}
		if head, body, ok := bytes.Cut(rest, []byte("\n"+fence)); ok {
			text = body
			if m := theirTitle.FindSubmatch(head); m != nil {
				title = string(m[1])
			}
		}
	}
	if m := firstHeading.FindSubmatch(text); m != nil && title == "" {
		title = string(m[1])
	}
	if title == "" {
		title = name
	}
	quoted, _ := json.Marshal(strings.ToValidUTF8(title, "?")) // a string never fails
	return slices.Concat([]byte("+++\ntitle = "), quoted, fmt.Appendf(nil, "\nuid = %q\n+++\n\n", uid), text)
}

// checkTree returns the code of an error by page and line; line 0 is the page
// as a whole.
func checkTree(b *testing.B, programs, dir string) map[string]map[int]string {
	b.Helper()
	c := exec.Command(filepath.Join(programs, "generate"), "check", "-s", dir, "--format", "json")
	c.Env = []string{"HOME=" + dir, "XDG_CACHE_HOME=" + filepath.Join(dir, ".cache")}
	out, err := c.Output()
	var found struct {
		Diagnostics []struct {
			Path, Severity, Code, Message string
			Line                          int
			Whole                         bool
		}
	}
	if jerr := json.Unmarshal(out, &found); jerr != nil {
		b.Fatalf("check: %v: %v: %s", err, jerr, out[:min(len(out), 2000)])
	}
	mistakes := map[string]map[int]string{}
	for _, f := range found.Diagnostics {
		if f.Severity != "error" || path.Base(f.Path) == ids.Name {
			continue
		}
		if path.Ext(f.Path) != ".md" {
			b.Fatalf("%s:%d: %s %s", f.Path, f.Line, f.Message, f.Code)
		}
		if mistakes[f.Path] == nil {
			mistakes[f.Path] = map[int]string{}
		}
		line := f.Line
		if f.Whole || line <= 4 { // the front matter
			line = 0
		}
		mistakes[f.Path][line] = f.Code
	}
	return mistakes
}

// emptyLines empties the lines of a file that have errors.
func mendLines(b *testing.B, name string, mistakes map[int]string) {
	b.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for at := range mistakes {
		if at > len(lines) {
			continue
		}
		if was := lines[at-1]; strings.Contains(was, "](") {
			lines[at-1] = strings.ReplaceAll(was, "](", "] (")
		} else {
			lines[at-1] = ""
		}
	}
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		b.Fatal(fmt.Errorf("mend lines: %w", err))
	}
}
