package content

import "testing"

// TestSignsInMarks reads the signs of other tools where they end marked text.
func TestSignsInMarks(t *testing.T) {
	for _, text := range []string{"~~a ^b1~~", "**a ^b1**", "*a ^b1*", "==a ^b1==", "[a ^b1](https://example.com)", "~~x^~~"} {
		if _, ds := Parse("x.md", "x.md", []byte("# T\n\n"+text+"\n"), &Options{Default: "en"}); ds.HasErrors() {
			t.Errorf("%q: %v", text, ds)
		}
	}
}
