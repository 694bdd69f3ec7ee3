package diag

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the expected output")

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, name); string(got) != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestFill(t *testing.T) {
	list := List{
		{Pos: Pos{"a.md", 1, 2}},
		{Pos: Pos{"a.md", 3, 1}},
		{Pos: Pos{"a.md", 9, 1}},
		{Pos: Pos{Path: "a.md"}},
		{Pos: Pos{"gone.md", 1, 1}},
		{Pos: Pos{"a.md", 1, 1}, Excerpt: "kept", ExcerptCol: 1},
		{Pos: Pos{"a.md", 4, 500}},
	}
	reads := 0
	got := Fill(list, func(path string) ([]byte, error) {
		reads++
		if path == "gone.md" {
			return nil, errors.New("gone")
		}
		return []byte("\ufefffirst\r\nsecond\rth\xffird\n" + strings.Repeat("x", 600)), nil
	})
	want := []string{"first", "th\ufffdird", "", "", "", "kept", strings.Repeat("x", 120)}
	for i, d := range got {
		if d.Excerpt != want[i] {
			t.Errorf("%d: %q, want %q", i, d.Excerpt, want[i])
		}
	}
	if c := got[6].ExcerptCol; c < 380 || c > 500 {
		t.Errorf("cut at column %d", c)
	}
	if list[0].Excerpt != "" {
		t.Error("the caller's list was written to")
	}
	if reads != 2 {
		t.Errorf("%d reads of two files", reads)
	}
}

// TestExplain: every text says something, and begins with a short sentence.
func TestExplain(t *testing.T) {
	if len(Codes()) == 0 {
		t.Fatal("no codes")
	}
	for _, c := range Codes() {
		text, ok := Explain(strings.ToLower(string(c)))
		if !ok || len(text) < 80 || strings.Count(text, "```")%2 != 0 {
			t.Errorf("%s: hardly a meaning, or an open fence", c)
		}
		if n := len(Title(c)); n < 10 || n > 260 {
			t.Errorf("%s: first sentence %q", c, Title(c))
		}
	}
	if _, ok := Explain("PB0000"); ok {
		t.Error("explained a code that does not exist")
	}
}
