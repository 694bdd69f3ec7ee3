package testsite

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// KindFile is what tests know of a kind of widget that keeps something, below
// generator/widget/<kind>/.
const KindFile = "testdata/kind.txtar"

// A Kind is what tests know of one kind: each kind has a file of its own, so that no
// test has a list of them.
type Kind struct {
	// Used is what a reader does on the page of the example, to look at it in use; Rows
	// what makes every field be there. Both are browser scripts.
	Used, Rows string
	// Style, Script and Words are the bytes, compressed, that the kind may add to a page.
	Style, Script, Words int
	// Counts says that a lesson waits for its answer.
	Counts bool
}

// KindOf reads the file of a kind.
func KindOf(t testing.TB, name string) Kind {
	t.Helper()
	file := "generator/widget/" + name + "/" + KindFile
	raw, err := fs.ReadFile(Repository(t), file)
	if err != nil {
		t.Fatal(err)
	}
	var k Kind
	for _, f := range txtar.Parse(raw).Files {
		text := strings.TrimSpace(string(f.Data))
		switch f.Name {
		case "used":
			k.Used = text
		case "rows":
			k.Rows = text
		case "track":
			k.Counts = text == "counts"
		case "weighs":
			for line := range strings.Lines(text) {
				what, number, _ := strings.Cut(strings.TrimSpace(line), " ")
				n, err := strconv.Atoi(number)
				at := map[string]*int{"style": &k.Style, "script": &k.Script, "words": &k.Words}[what]
				if err != nil || at == nil {
					t.Fatalf("%s: cannot read %q: expected style, script or words and a number of bytes", file, line)
				}
				*at = n
			}
		default:
			t.Fatalf("%s: unknown part %q", file, f.Name)
		}
	}
	return k
}
