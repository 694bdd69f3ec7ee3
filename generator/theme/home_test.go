package theme

import (
	"fmt"
	"strings"
	"testing"
)

// TestHomeParts checks that the parts of the home page are in the order of the settings.
// The parts roles, start and facts share columns (in brackets) if they follow each other.
func TestHomeParts(t *testing.T) {
	for in, want := range map[string]string{
		"search next roles start facts kinds text": "next [roles|start facts] kinds text",
		"roles search":            "[roles] search",
		"start roles facts kinds": "[start facts|roles] kinds",
		"facts next start":        "[facts] next [start]",
		"kinds roles text start":  "kinds [roles] text [start]",
		"":                        "",
		"next search text":        "next search text",
	} {
		s := newSample(t, "en")
		s.site.Config.Theme.Home = strings.Fields(in)
		v := s.theme.Renderer(s.site, s.env).view(s.site.Langs[0].Home)
		var got []string
		for _, p := range v.HomeParts() {
			if p.Columns == nil {
				got = append(got, p.Name)
				continue
			}
			var columns []string
			for _, c := range p.Columns {
				columns = append(columns, strings.Join(c.Names, " "))
			}
			got = append(got, fmt.Sprint("[", strings.Join(columns, "|"), "]"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", in, strings.Join(got, " "), want)
		}
	}
}

// TestHomeLeavesOut checks that a part that the settings leave out is not drawn. The buttons
// that choose a path need both roles, where they are, and next, where its next step appears.
func TestHomeLeavesOut(t *testing.T) {
	marks := map[string]string{
		"search": `class="bigfind"`, "next": "data-pb-home", "roles": `id="pb-roles"`, "start": `<div class="first`, "facts": `class="facts"`, "kinds": `<div class="kinds`,
	}
	for left := range marks {
		s := newSample(t, "en")
		for part := range marks {
			if part != left {
				s.site.Config.Theme.Home = append(s.site.Config.Theme.Home, part)
			}
		}
		html := s.draw(t, s.site.Langs[0].Home)
		for part, mark := range marks {
			if has := strings.Contains(html, mark); has == (part == left) {
				t.Errorf("without %s: the page has %s: %v", left, part, has)
			}
		}
		if has := strings.Contains(html, "data-pb-choose"); has == (left == "next" || left == "roles") {
			t.Errorf("without %s: the page has buttons that choose a path: %v", left, has)
		}
		if strings.Count(html, "<h1") != 1 {
			t.Errorf("without %s: the page has %d <h1>, want 1", left, strings.Count(html, "<h1"))
		}
	}
}
