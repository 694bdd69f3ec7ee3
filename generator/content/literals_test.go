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

// TestControlReferences finds references to control characters in text, and takes
// them for what they are in code.
func TestControlReferences(t *testing.T) {
	for text, wrong := range map[string]bool{
		"A &#1; B": true, "[a](b.md \"&#x02;\")": true, "# A &#001;": true, "`&#1;` and &#2;": true, "a[^1]\n\n[^1]: `&#1;`\n\nB &#1;": true,
		"`A &#1; B`": false, "```\nA &#1; B\n```": false, "    A &#x1; B": false, "- a\n\n      &#2;": false, "> ```text\n> &#1;\n> ```": false,
		"a[^1] `&#2;`\n\n[^1]: `&#1;`": false, "A &amp;#1; B": false,
	} {
		_, ds := Parse("x.md", "x.md", []byte("# T\n\n"+text+"\n"), &Options{Default: "en"})
		found := false
		for _, d := range ds {
			found = found || d.Code == codeControlReference
		}
		if found != wrong {
			t.Errorf("%q: found is %v: %v", text, found, ds)
		}
	}
}
