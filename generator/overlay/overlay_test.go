package overlay_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/overlay"
)

// TestMark marks a file of each type, whatever its line ends become: without the mark
// it is as it was.
func TestMark(t *testing.T) {
	for _, p := range []string{"a.html", "a.css", "a.js", "a.toml", "a.svg", "a.md"} {
		for _, text := range []string{"", "one\n", "one\ntwo\n"} {
			marked, ok := overlay.Mark(p, []byte(text), []byte(text))
			if !ok || !strings.Contains(string(marked), overlay.Hash([]byte(text))) {
				t.Errorf("%s: %q has no mark", p, marked)
			}
			again, _ := overlay.Mark(p, marked, []byte(text))
			if string(again) != string(marked) {
				t.Errorf("%s: marked twice it is %q", p, again)
			}
			dos := strings.ReplaceAll(string(marked), "\n", "\r\n")
			if got := string(overlay.Bare([]byte(dos))); got != text {
				t.Errorf("%s: without its mark it is %q, expected %q", p, got, text)
			}
		}
	}
	if _, ok := overlay.Mark("a.png", nil, nil); ok {
		t.Error("a picture has no comments")
	}
}

// TestFiles looks at each state that a file may have, and at what is none of the theme.
func TestFiles(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	mark := func(text, original string) *fstest.MapFile {
		marked, _ := overlay.Mark("a.css", []byte(text), []byte(original))
		return file(string(marked))
	}
	theme := fstest.MapFS{}
	for _, name := range []string{"alone", "same", "exported", "changed", "behind", "README.md", "embed.go"} {
		theme[name] = file("now\n")
	}
	l := overlay.Layer{Theme: theme, Own: fstest.MapFS{
		"same": file("now\r\n"), "exported": mark("now\n", "now\n"), "changed": mark("own\n", "now\n"), "behind": mark("own\n", "then\n"),
		"gone": mark("own\n", "then\n"), "own": file("own\n"), ".originals/behind": file("then\n"), "README.md": file("x"), "own~": file("x"), ".DS_Store": file("x"),
	}}
	var got []string
	for _, f := range l.Files() {
		got = append(got, f.Path+":"+f.State.String())
	}
	if want := "alone: behind:behind changed:changed exported:same gone:gone own:own same:same"; strings.Join(got, " ") != want {
		t.Errorf("got %s\nexpected %s", got, want)
	}
	if d, known := l.News("behind"); !known || string(d.Before) != "then\n" || d.Edits[0].Text != "now\n" {
		t.Errorf("the theme changed %+v, known %v", d, known)
	}
	if d := l.Changes("behind"); string(d.Before) != "then\n" || d.Edits[0].Text != "own\n" {
		t.Errorf("the site changed %+v", d)
	}
	if _, known := l.News("gone"); known {
		t.Error("an original that is not kept is known")
	}
}
