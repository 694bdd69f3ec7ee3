package widgettest

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
)

// TestGallery opens the authors' page of every kind's example: each is there,
// comes to life and keeps what is done to it; what is published has no such
// page.
func TestGallery(t *testing.T) {
	for _, drafts := range []bool{false, true} {
		source := fstest.MapFS{"site.toml": {Data: []byte(testsite.Settings)}, "content/a.md": {Data: []byte("# A\n\nText.\n")}}
		s := testsite.Observed(t, source, pipeline.Options{Drafts: drafts})
		if len(s.Result.Diags) > 0 {
			t.Fatalf("examples with findings: %v", s.Result.Diags)
		}
		page, some := s.Files["gallery.html"]
		if some != drafts {
			t.Fatalf("with drafts %v, there is a gallery: %v", drafts, some)
		}
		if !drafts {
			continue
		}
		browser.Each(t, "http", func(t testing.TB, b *browser.Browser) {
			p := b.Page(t)
			p.Open(browser.Serve(t, s.FS(), "/").URL("gallery.html"))
			for _, k := range kinds.All() {
				if k.Static {
					continue
				}
				if !strings.Contains(page, "<pb-"+k.Name+" ") {
					t.Errorf("the gallery lacks %q", k.Name)
					continue
				}
				p.Run(`wait "document.querySelector('pb-` + k.Name + `[data-live]')"`)
			}
			p.Run("check #visit-orders\ntext \"#visit [data-slot=count]\" \"1 of 6 done\"\nreload\nchecked #visit-orders\nscreenshot gallery.png\nconsole-empty")
		})
	}
}
