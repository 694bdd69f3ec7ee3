package theme

import (
	"bytes"
	"compress/gzip"
	"maps"
	"regexp"
	"strings"
	"testing"

	"playbook/generator/assets"
	"playbook/templates"
)

// gzipped is the compressed size of data.
func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// style is the minified sheet of a set of files.
func style(t *testing.T, pattern string) []byte {
	t.Helper()
	sheets, err := globSorted(pattern)
	if err != nil || len(sheets) == 0 {
		t.Fatalf("no sheets for %q: %v", pattern, err)
	}
	styles, ds, err := assets.Styles(templates.FS, []assets.Sheet{{Name: "x.css", Paths: sheets}})
	if err != nil || len(ds) > 0 {
		t.Fatalf("%s: %v %v", pattern, err, ds)
	}
	return styles[0].Data
}

// TestWeight checks the gzip sizes of a lesson's page: at most 12 kB of styles and
// 12 kB of HTML, or 14 kB with a checklist.
func TestWeight(t *testing.T) {
	css := gzipped(t, style(t, "styles/*.css")) + gzipped(t, style(t, "widgets/checklist/checklist.css"))
	if css > 12<<10 {
		t.Errorf("the styles of a lesson with a checklist weigh %d bytes", css)
	}
	s := newSample(t, "en", "nl", "de", "ru", "pl")
	p := s.page(t, "campaign-analogies/current-customers-first.html")
	if n := gzipped(t, []byte(s.draw(t, p))); n > 14<<10 {
		t.Errorf("a lesson with a checklist weighs %d bytes", n)
	}
	p = s.page(t, "follow-up-sins/seven-sins-audit.html")
	if n := gzipped(t, []byte(s.draw(t, p))); n > 12<<10 {
		t.Errorf("a lesson weighs %d bytes", n)
	}
}

var token = regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6}|#fff)\b`)

// tokens reads the colours of one block of 10-tokens.css, found by the
// selector that opens it.
func tokens(t *testing.T, selector string) map[string]rgb {
	t.Helper()
	raw, err := templates.FS.ReadFile("styles/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(raw), selector+" {")
	if !ok {
		t.Fatalf("10-tokens.css has no %q", selector)
	}
	block, _, _ = strings.Cut(block, "}")
	colours := map[string]rgb{}
	for _, m := range token.FindAllStringSubmatch(block, -1) {
		c, ok := parseHex(m[2])
		if !ok {
			t.Fatalf("%s is not read", m[0])
		}
		colours[m[1]] = c
	}
	return colours
}

// TestTokens computes the contrast of every pair of colors that touch, in both themes:
// 4.5 : 1 for text, 3 : 1 for borders of controls and parts of charts.
func TestTokens(t *testing.T) {
	for name, selector := range map[string]string{"light": ":root", "dark": ":root[data-theme=dark]", "automatic dark": ":root:not([data-theme=light])"} {
		c := tokens(t, selector)
		if len(c) < 35 {
			t.Fatalf("%s: only %d colours", name, len(c))
		}
		check := func(fg, bg string, want float64) {
			if got := contrast(c[fg], c[bg]); got < want {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", name, fg, bg, got, want)
			}
		}
		grounds := []string{"paper", "card", "sunk"}
		for _, bg := range grounds {
			for _, fg := range []string{"ink", "ink2", "ink3", "accent", "link", "campaign", "followup", "mix", "qualification", "mindset", "ok", "warn", "bad", "smith-ink", "jones-ink", "mid-ink"} {
				check(fg, bg, 4.5)
			}
			for _, fg := range []string{"edge", "smith", "jones", "mid"} {
				check(fg, bg, 3)
			}
		}
		for _, own := range []string{"accent", "campaign", "followup", "mix", "qualification", "mindset", "ok", "warn", "bad"} {
			check(own, own+"-wash", 4.5)
			check("ink", own+"-wash", 4.5)
			check("ink2", own+"-wash", 4.5)
		}
		check("accent-ink", "accent", 4.5)
		check("ink", "mark", 4.5)
		check("paper", "ink", 4.5)
	}
}

// TestThemesAreOne checks that the dark theme of the system and the dark theme that the
// reader chooses are the same. The style sheet has both, because a browser without
// light-dark() would show no color at all.
func TestThemesAreOne(t *testing.T) {
	chosen, automatic := tokens(t, ":root[data-theme=dark]"), tokens(t, ":root:not([data-theme=light])")
	if !maps.Equal(chosen, automatic) {
		t.Errorf("dark is %v when it is chosen, and %v when the system is dark", chosen, automatic)
	}
}

// TestGroundsAreTokens checks that the accent is computed for the background colors of
// the style sheet.
func TestGroundsAreTokens(t *testing.T) {
	for selector, g := range map[string]grounds{":root": lightGrounds, ":root[data-theme=dark]": darkGrounds} {
		c := tokens(t, selector)
		if c["paper"] != g.paper || c["card"] != g.card || c["sunk"] != g.sunk {
			t.Errorf("%s: papers are %v %v %v, the accent is fitted to %v %v %v", selector, c["paper"], c["card"], c["sunk"], g.paper, g.card, g.sunk)
		}
	}
}

// TestAlignmentIsStyled: the classes that a table's cells are given by their
// column's colons (content) have rules, and a logo without a size of its own has
// that of the masthead.
func TestAlignmentIsStyled(t *testing.T) {
	sheet := string(style(t, "styles/*.css"))
	for _, rule := range []string{".al-right{text-align:end}", ".al-center{text-align:center}", ".word img{"} {
		if !strings.Contains(sheet, rule) {
			t.Errorf("no sheet has %q", rule)
		}
	}
}
