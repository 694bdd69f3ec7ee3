package content

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestPictures holds what is drawn of images with sizes and titles, and what is
// wrong with them. ⟨n⟩ stands for the attributes of image n, n:w for its width.
func TestPictures(t *testing.T) {
	for _, c := range []struct{ markdown, html, findings string }{
		{`![a](x.png){w=320}`, `<p><img ⟨0:320⟩ alt="a" loading="lazy"></p>`, ""},
		{`![a](x.png "T & *t*"){w=320}`, `<figure><img ⟨0:320⟩ alt="a" loading="lazy"><figcaption>T &amp; *t*</figcaption></figure>`, ""},
		{`![a](x.png "T")`, `<figure><img ⟨0:0⟩ alt="a" loading="lazy"><figcaption>T</figcaption></figure>`, ""},
		{`![a][r]{w=9}` + "\n\n[r]: x.png 'T'", `<figure><img ⟨0:9⟩ alt="a" loading="lazy"><figcaption>T</figcaption></figure>`, ""},
		{`See ![a](x.png "T"){w=20}`, `<p>See <img ⟨0:20⟩ alt="a" title="T" loading="lazy"></p>`, ""},
		{`- ![a](x.png "T"){w=20}`, `<ul> <li><img ⟨0:20⟩ alt="a" title="T" loading="lazy"></li> </ul>`, ""},
		{`> ![a](x.png "T"){w=20}`, `<blockquote> <figure><img ⟨0:20⟩ alt="a" loading="lazy"><figcaption>T</figcaption></figure> </blockquote>`, ""},
		{`See ![a](x.png){w=20}, ![b](y.png){w=3} and more`, `<p>See <img ⟨0:20⟩ alt="a" loading="lazy">, <img ⟨1:3⟩ alt="b" loading="lazy"> and more</p>`, ""},
		{`[![a](x.png){w=20}](https://x.de/) more`, `<p><a href="https://x.de/" rel="noopener"><img ⟨0:20⟩ alt="a" loading="lazy"></a> more</p>`, ""},
		{`![a](x.png){w=4001} more`, "", `4:15 PB1337 cannot read w="4001"`},
		{`![a](x.png) {w=20} more`, "", `4:13 PB1340 there is nothing here that can have these attributes`},
		{`![a](x.png "T") and more`, `<p><img ⟨0:0⟩ alt="a" title="T" loading="lazy"> and more</p>`, ""},
		{`![a](https://x.de/x.png "T")`, `<p><a href="https://x.de/x.png" rel="noopener">a</a></p>`, "4:6 PB1403"},
		{`![a](x.png){w=0}`, "", `4:15 PB1337 cannot read w="0"`},
		{`![a](x.png){w=50%}`, "", `4:15 PB1337 cannot read w="50%"`},
		{`![a](x.png){w=4001}`, "", `4:15 PB1337 cannot read w="4001"`},
		{`![a](x.png){w}`, "", `4:13 PB1602 attribute "w" needs a value`},
		{`![a](x.png){W=320}`, "", `4:13 PB1601 unknown attribute "W" of a picture; did you mean "w"?`},
		{`![a](x.png){width=320}`, "", `4:12 PB1340 there is nothing here that can have these attributes: readers see them as text; write {w=320}`},
		{`![a](x.png){#house w=320}`, "", `4:14 PB1601 a picture cannot have an id`},
	} {
		raw := []byte("+++\ntitle = \"Not in the text\"\n+++\n" + c.markdown + "\n")
		l, ds := Parse("x.md", "x.md", raw, &Options{Default: "en", Languages: []string{"en"}})
		var found []string
		for _, d := range ds {
			found = append(found, fmt.Sprintf("%d:%d %s %s; %s", d.Line, d.Col, d.Code, d.Message, d.Hint))
		}
		if got := strings.Join(found, "\n"); !strings.HasPrefix(got, c.findings) || (c.findings == "") != (got == "") {
			t.Errorf("%s\nfound  %s\nwanted %s", c.markdown, got, c.findings)
		}
		if c.html == "" {
			continue
		}
		var b bytes.Buffer
		err := l.WriteHTML(&b, &Hooks{Image: func(i int) string { return fmt.Sprintf("⟨%d:%d⟩", i, l.Links[i].Width) }})
		if got := strings.Join(strings.Fields(b.String()), " "); err != nil || got != c.html {
			t.Errorf("%s\ngot    %s\nwanted %s %v", c.markdown, got, c.html, err)
		}
	}
}

// TestCaptionIsFound holds that the words of a caption are searched.
func TestCaptionIsFound(t *testing.T) {
	l, _ := Parse("x.md", "x.md", []byte("# X\n\n![alt words](x.png \"caption words\")\n"), &Options{Default: "en", Languages: []string{"en"}})
	if got := strings.Join(l.PassageTexts(), "\n"); got != "alt words caption words" {
		t.Errorf("searched are %q", got)
	}
}
