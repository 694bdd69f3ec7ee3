package content

import (
	"testing"

	"golang.org/x/tools/txtar"
)

// TestMutants damages a good head by one character at every place: nothing
// panics, and one slip of the finger gives few findings, not a cascade.
func TestMutants(t *testing.T) {
	a, err := txtar.ParseFile("testdata/meta.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range a.Files[:2] {
		good := string(file.Data) + "# Body\n"
		for i := range len(good) - 7 {
			for _, with := range []string{"", "\"", "\n", "=", "]", "“"} {
				drop := 0
				if with == "" {
					drop = 1
				}
				mutant := good[:i] + with + good[i+drop:]
				_, _, ds := readHead("path", mutant)
				if len(ds) > 3 {
					ds.Sort()
					t.Errorf("%s: %q for %q at %d gives %d findings:\n%s", file.Name, with, good[i:i+drop], i, len(ds), renderHead(Meta{}, "", ds))
				}
				for _, d := range ds {
					if d.Line < 1 || d.Col < 1 || d.Message == "" {
						t.Fatalf("%+v", d)
					}
				}
			}
		}
	}
}
