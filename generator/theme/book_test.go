package theme

import (
	"bytes"
	"testing"
)

// In a book no two pages may share an id, and what refers to one must follow it.
func TestRebind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<h2 id="why">Why</h2>`, `<h2 id="pb-b3-why">Why</h2>`},
		{`<a class="x" href="#why">up</a>`, `<a class="x" href="#pb-b3-why">up</a>`},
		{`<a href="#pb-b7-why">there</a>`, `<a href="#pb-b7-why">there</a>`},
		{`<a href="../a.html#why">there</a>`, `<a href="../a.html#why">there</a>`},
		{`<use href="#pbi-clip"/>`, `<use href="#pbi-clip"/>`},
		{`<input id="a" name="q"><label for="a">A</label>`, `<input id="pb-b3-a" name="pb-b3-q"><label for="pb-b3-a">A</label>`},
		{`<p aria-labelledby="a b" data-id="a">`, `<p aria-labelledby="pb-b3-a pb-b3-b" data-id="a">`},
		{`<p>1 = 1 id=&quot;x&quot;</p>`, `<p>1 = 1 id=&quot;x&quot;</p>`},
		{`<section class="sin" aria-labelledby="pb-kind">x`, `<section class="sin">x`},
		{`<p title="id=">x`, `<p title="id=">x`},
		{`<p id="cut`, `<p id="cut`},
	} {
		var b bytes.Buffer
		rebind(&b, c.in, "pb-b3-")
		if b.String() != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, b.String(), c.want)
		}
	}
}

func TestCSSString(t *testing.T) {
	if got, want := cssString("\"The Smiths\" \\ pay\n"), `"\22 The Smiths\22  \5c  pay\a "`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
