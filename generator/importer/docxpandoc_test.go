package importer

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestWordEqualsPandoc holds the words that are read of Word files against those
// that pandoc reads. Pandoc makes the files of testdata/word/*.md first; with
// PLAYBOOK_WORD=folder those of a folder are read as well.
func TestWordEqualsPandoc(t *testing.T) {
	if os.Getenv("PLAYBOOK_LONG") == "" {
		t.Skip("a long test: PLAYBOOK_LONG=1")
	}
	if _, err := exec.LookPath("pandoc"); err != nil {
		t.Fatal("this test needs pandoc")
	}
	dir := t.TempDir()
	sources, err := filepath.Glob("testdata/word/*.md")
	if err != nil || len(sources) == 0 {
		t.Fatal("no sources", err)
	}
	var files []string
	for _, s := range sources {
		to := filepath.Join(dir, strings.TrimSuffix(filepath.Base(s), ".md")+".docx")
		if out, err := exec.Command("pandoc", s, "-o", to).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		files = append(files, to)
	}
	if more := os.Getenv("PLAYBOOK_WORD"); more != "" {
		found, err := filepath.Glob(filepath.Join(more, "*.docx"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { comparePandoc(t, f) })
	}
}

func comparePandoc(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w, err := readWord(filepath.Base(file), data)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pandoc", "-f", "docx", "-t", "json", "--track-changes=accept", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(out, &tree); err != nil {
		t.Fatal(err)
	}
	theirs := wordCounts(pandocText(tree))
	var b strings.Builder
	b.WriteString(w.title + "\n")
	blocksText(&b, w.blocks)
	for _, k := range slices.Sorted(maps.Keys(w.notes)) {
		blocksText(&b, w.notes[k].blocks)
	}
	b.WriteString(w.leftOut.String())
	ours := wordCounts(b.String())
	total, missing, extra := 0, wordsBeyond(theirs, ours), wordsBeyond(ours, theirs)
	for _, n := range theirs {
		total += n
	}
	t.Logf("%d words; pandoc has %d more %.400q; here are %d more %.400q", total, len(missing), missing, len(extra), extra)
	if float64(len(missing)) > float64(total)*0.005 {
		t.Errorf("%d of pandoc's %d words are missing, more than 0.5 %%", len(missing), total)
	}
}

// pandocText is the text of a document that pandoc read. Contents and an index,
// which stand in a field, are not told apart from text by it.
func pandocText(tree any) string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			name, _ := v["t"].(string)
			switch name {
			case "Str":
				b.WriteString(v["c"].(string))
			case "Space", "SoftBreak", "LineBreak":
				b.WriteByte(' ')
			case "Code", "CodeBlock", "Math":
				c := v["c"].([]any)
				b.WriteString(" " + c[1].(string) + " ")
			case "Strong", "Emph", "Strikeout", "Superscript", "Subscript", "Underline", "SmallCaps":
				walk(v["c"])
			case "Note":
				b.WriteByte(' ')
				walk(v["c"])
				b.WriteByte(' ')
			case "Link", "Image", "Span":
				for _, x := range v["c"].([]any)[1:2] {
					walk(x)
				}
			default:
				walk(v["c"])
				b.WriteByte('\n')
			}
		}
	}
	m := tree.(map[string]any)
	for _, k := range slices.Sorted(maps.Keys(m["meta"].(map[string]any))) {
		walk(m["meta"].(map[string]any)[k])
		b.WriteByte('\n')
	}
	walk(m["blocks"])
	return b.String()
}

func blocksText(b *strings.Builder, blocks []block) {
	for _, k := range blocks {
		for _, n := range k.text {
			if n.kind == inPicture {
				b.WriteString(" " + n.text + " ")
				continue
			}
			b.WriteString(inlineText([]inline{n}))
		}
		b.WriteByte('\n')
		b.WriteString(strings.Join(k.code, "\n") + "\n")
		blocksText(b, k.blocks)
		for _, i := range k.items {
			blocksText(b, i.blocks)
		}
		for _, r := range k.rows {
			for _, c := range r {
				blocksText(b, []block{{text: c}})
			}
		}
	}
}

func wordCounts(s string) map[string]int {
	m := map[string]int{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		m[strings.ToLower(w)]++
	}
	return m
}

// wordsBeyond lists the words of which a has more than b, as often as it has.
func wordsBeyond(a, b map[string]int) []string {
	var out []string
	for w, n := range a {
		for range max(n-b[w], 0) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}
