package widgettest

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
)

// TestGallery opens the authors' page of every kind's example: each is there,
// comes to life and keeps what is done to it; what is published has no such
// page.
func TestGallery(t *testing.T) {
	b := browser.Start(t)
	for _, drafts := range []bool{false, true} {
		source := fstest.MapFS{"site.toml": {Data: []byte(settings)}, "content/a.md": {Data: []byte("# A\n\nText.\n")}}
		builder := &pipeline.Builder{Source: source, Templates: theme(t), Options: pipeline.Options{Date: "2026-11-22", Drafts: drafts}}
		r, out := built(t, builder)
		if len(r.Diags) > 0 {
			t.Fatalf("examples with findings: %v", r.Diags)
		}
		page := out["gallery.html"]
		if !drafts {
			if page != nil {
				t.Error("the gallery is published")
			}
			continue
		}
		if page == nil {
			t.Fatal("there is no gallery")
		}
		p := b.Page(t)
		p.Open(browser.Serve(t, out, "/").URL("gallery.html"))
		for _, k := range kinds.All() {
			if k.Static {
				continue
			}
			if !strings.Contains(string(page.Data), "<pb-"+k.Name+" ") {
				t.Errorf("the gallery lacks %q", k.Name)
				continue
			}
			p.Run(`wait "document.querySelector('pb-` + k.Name + `[data-live]')"`)
		}
		p.Run("check #visit-orders\ntext \"#visit [data-slot=count]\" \"1 of 6 done\"\nreload\nchecked #visit-orders\nscreenshot gallery.png\nconsole-empty")
	}
}
