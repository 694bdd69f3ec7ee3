package theme

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/site"
)

func TestExtrasGolden(t *testing.T) {
	const name = "testdata/extras.txtar"
	s := newSample(t, "en", "nl")
	to := s.page(t, "campaign-analogies/current-customers-first.html")
	s.site.Redirects = []site.Redirect{{From: "old/seat.html", To: to}, {From: "seat & more.html", To: to}}
	got := &txtar.Archive{Comment: []byte("The files beside the pages of the sample site, and a redirect.\n")}
	for _, x := range Extras(s.site) {
		var b bytes.Buffer
		if err := x.Write(&b); err != nil {
			t.Fatal(err)
		}
		got.Files = append(got.Files, txtar.File{Name: x.Path, Data: b.Bytes()})
		if x.Needs != "" {
			t.Errorf("%s needs %q", x.Path, x.Needs)
		}
	}
	var b bytes.Buffer
	if err := s.theme.Renderer(s.site, s.env).Redirect(&b, s.site.Redirects[0]); err != nil {
		t.Fatal(err)
	}
	got.Files = append(got.Files, txtar.File{Name: "old/seat.html", Data: b.Bytes()})
	if *update {
		if err := os.WriteFile(name, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if line, a, b := firstDifference(string(txtar.Format(got)), string(want)); line > 0 {
		t.Errorf("%s:%d differs\n got %s\nwant %s", name, line, a, b)
	}
}

// TestLinkText holds that a title stays inside the brackets of a link.
func TestLinkText(t *testing.T) {
	for title, want := range map[string]string{
		"Plain":            "Plain",
		"A](https://evil)": `A\](https://evil)`,
		"[x] of `y`":       "\\[x\\] of `y`",
		`back\`:            `back\\`,
		"two\nlines <b>":   "two lines &lt;b>",
	} {
		if got := linkText(title); got != want {
			t.Errorf("%q: %q, expected %q", title, got, want)
		}
	}
}

func TestExtrasWithoutAddress(t *testing.T) {
	s := newSample(t, "en", "nl")
	s.site.Config.BaseURL = ""
	skipped := map[string]bool{}
	for _, x := range Extras(s.site) {
		if x.Needs != "" {
			skipped[x.Path] = true
			continue
		}
		var b bytes.Buffer
		if err := x.Write(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "http") && x.Path != "_headers" {
			t.Errorf("%s holds an address:\n%s", x.Path, b.String())
		}
	}
	for _, want := range []string{"sitemap.xml", "feed.xml", "nl/feed.xml", "_redirects"} {
		if !skipped[want] {
			t.Errorf("%s is written without what it needs", want)
		}
	}
	if page := s.draw(t, s.page(t, "index.html")); strings.Contains(page, "canonical") {
		t.Error("a page names its address without base_url")
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	s := newSample(t, "en", "nl")
	s.site.Langs[0].Lessons[2].Title = `Ask "why" & <listen>`
	for _, x := range Extras(s.site) {
		if !strings.HasSuffix(x.Path, ".xml") {
			continue
		}
		var b bytes.Buffer
		if err := x.Write(&b); err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(&b)
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", x.Path, err)
			}
		}
	}
}
