package content

import "testing"

// TestSignsInMarks parses signs of other tools, such as "^b1", at the end of bold, struck
// or linked text.
func TestSignsInMarks(t *testing.T) {
	for _, text := range []string{"~~a ^b1~~", "**a ^b1**", "*a ^b1*", "==a ^b1==", "[a ^b1](https://example.com)", "~~x^~~"} {
		if _, ds := Parse("x.md", "x.md", []byte("# T\n\n"+text+"\n"), &Options{Default: "en"}); ds.HasErrors() {
			t.Errorf("%q: %v", text, ds)
		}
	}
}

// TestControlReferences checks that "&#1;", a reference to a control character, is reported
// in text but not in code.
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
			t.Errorf("%q: reported: %v, want %v; findings: %v", text, found, wrong, ds)
		}
	}
}
