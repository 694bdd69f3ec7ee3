package diag

import (
	"strings"
	"testing"
)

// TestApply holds that edits change what they say and no other byte, whatever the
// file's line ends, a byte order mark included.
func TestApply(t *testing.T) {
	edit := func(line, col, endLine, endCol int, text string) Edit {
		return Edit{Pos{"a", line, col}, endLine, endCol, text}
	}
	for _, c := range []struct {
		name, raw string
		edits     []Edit
		want      string
	}{
		{"nothing", "a\nb\n", nil, "a\nb\n"},
		{"a word", "one two\n", []Edit{edit(1, 5, 1, 8, "2")}, "one 2\n"},
		{"two of a line, the second first", "one two\n", []Edit{edit(1, 5, 1, 8, "2"), edit(1, 1, 1, 4, "1")}, "1 2\n"},
		{"put in", "##x\n", []Edit{edit(1, 3, 1, 3, " ")}, "## x\n"},
		{"a line goes", "a\nb\nc\n", []Edit{edit(2, 1, 3, 1, "")}, "a\nc\n"},
		{"lines come, CRLF", "a\r\nb\r\n", []Edit{edit(2, 1, 2, 1, "x\ny\n")}, "a\r\nx\r\ny\r\nb\r\n"},
		{"a byte order mark stays", "\ufeffa\n", []Edit{edit(1, 1, 1, 2, "b")}, "\ufeffb\n"},
		{"beyond ASCII", "ä ö ü\n", []Edit{edit(1, 3, 1, 4, "o")}, "ä o ü\n"},
		{"beyond the line's end", "a\nb\n", []Edit{edit(1, 2, 1, 9, "!")}, "a!\nb\n"},
		{"beyond the file's end", "a", []Edit{edit(3, 1, 3, 1, "\nb")}, "a\nb"},
		{"CR alone", "a\rb\r", []Edit{edit(2, 1, 2, 2, "x\ny")}, "a\rx\ry\r"},
		{"no line end", "a", []Edit{edit(1, 1, 1, 1, "# T\n\n")}, "# T\n\na"},
	} {
		if got := string(Apply([]byte(c.raw), c.edits)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRepair holds which of several repairs are made in one go.
func TestRepair(t *testing.T) {
	at := func(line, col, end int) Diagnostic {
		d := Diagnostic{Pos: Pos{"a.md", line, col}, End: end, Message: "m"}
		return d.WithRepair(d.Marked("x"))
	}
	list := List{
		at(1, 1, 5), at(1, 3, 8), at(1, 5, 6), at(2, 1, 2), at(2, 1, 2),
		{Pos: Pos{Path: "b.MD"}},
		Diagnostic{Pos: Pos{Path: "c.MD"}}.WithMove("c.md"), Diagnostic{Pos: Pos{Path: "c.Md"}}.WithMove("c.md"),
	}
	r := list.Repair()
	if len(r.Made) != 4 || r.Waiting != 3 || len(r.Edits["a.md"]) != 3 || len(r.Moves) != 1 || r.Moves["c.MD"] != "c.md" {
		t.Errorf("got %+v", r)
	}
}

// TestDiff holds a diff against what 'diff -u' writes, and its hunks against each
// other: near ones are one.
func TestDiff(t *testing.T) {
	raw := strings.Repeat("line\n", 9) + "x\ny\n" + strings.Repeat("line\n", 9) + "end"
	edits := []Edit{
		{Pos{"a", 1, 1}, 1, 5, "first"}, {Pos{"a", 10, 1}, 12, 1, ""}, {Pos{"a", 13, 1}, 13, 1, "new\n"}, {Pos{"a", 21, 4}, 21, 4, "!"},
	}
	const want = `diff --git a/a b/b
rename from a
rename to b
--- a/a
+++ b/b
@@ -1,4 +1,4 @@
-line
+first
 line
 line
 line
@@ -7,9 +7,8 @@
 line
 line
 line
-x
-y
 line
+new
 line
 line
 line
@@ -18,4 +17,4 @@
 line
 line
 line
-end
\ No newline at end of file
+end!
\ No newline at end of file
`
	if got := Diff("a", "b", []byte(raw), edits, false, false); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := Diff("a", "a", []byte("a\x1b[2J\r\n"), []Edit{{Pos{"a", 1, 2}, 1, 3, ""}}, true, false); strings.ContainsAny(got, "\x1b\r") {
		t.Errorf("a terminal gets %q", got)
	}
}

// TestSurely holds what is surely meant, and what is not.
func TestSurely(t *testing.T) {
	for _, c := range []struct{ word, candidates, want string }{
		{"Getting_Started", "getting-started install", "getting-started"},
		{"titel", "title summary tags", "title"},
		{"checklst", "checklist scorecard", "checklist"},
		{"first-weak", "first-week last-week", "first-week"},
		{"c-go", "c--go cgo-2", "c--go"},
		{"step-2", "step-1 step-3", ""},
		{"step-2", "step-1", ""},
		{"version-10", "version-11", ""},
		{"rota", "rote rotas", ""},
		{"tag", "tags", ""},
		{"the-offer", "the-price", ""},
		{"foo-bar", "foo_bar foo.bar", ""},
		{"sales", "sales", ""},
		{"", "a", ""},
		{"---", "--", ""},
	} {
		if got := Surely(c.word, strings.Fields(c.candidates)); got != c.want {
			t.Errorf("%q of %q: got %q, want %q", c.word, c.candidates, got, c.want)
		}
	}
}
