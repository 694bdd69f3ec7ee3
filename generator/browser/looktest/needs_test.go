package looktest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// A need is what readers need of every page who do not see, hear, move or read as most
// do. testdata/needs/<name>.js says what is wrong with the page, an empty list where
// nothing is; the file's head names the criterion.
type need struct {
	name          string
	width, height int
	features      map[string]string
}

// needs are asked in this order of one open page. 320 × 256 px is a window of 1280 ×
// 1024 px at 400 %.
var needs = []need{
	{"forced-colours", 1280, 800, nil}, // as it is drawn otherwise
	{"forced-colours", 1280, 800, map[string]string{"forced-colors": "active", "prefers-color-scheme": "dark"}},
	{"reduced-motion", 1280, 800, map[string]string{"prefers-reduced-motion": "reduce"}},
	{"target-size", 1280, 800, nil},
	{"text-spacing", 1280, 800, nil},
	{"reflow", 320, 256, nil},
	{"target-size", 320, 256, nil},
	{"text-spacing", 320, 256, nil},
}

// script is a need's function, with what the needs share.
func (n need) script(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	all.WriteString("(() => {\n")
	for _, file := range []string{"shared", "cut", n.name} {
		text, err := os.ReadFile(filepath.Join("testdata", "needs", file+".js"))
		must(t, err)
		all.Write(text)
	}
	all.WriteString("})()")
	return all.String()
}

// TestNeeds opens every kind of page and every widget, as they come and in use, and
// asks for what readers need: in the long form for each need, else for every second one,
// by turns. The page of the whole book, and the widgets in the language with the longest
// words, are in the long form.
func TestNeeds(t *testing.T) {
	b := browser.Start(t)
	site, gallery := browser.Serve(t, shipped(t), "/"), browser.Serve(t, examples(t, "en"), "/")
	var fresh, used []kind
	for _, k := range pages {
		switch {
		case k.used:
			used = append(used, k)
		case k.name == "book" && os.Getenv("PLAYBOOK_LONG") == "": // a hundred lessons in one
		default:
			fresh = append(fresh, k)
		}
	}
	scripts := map[string]string{}
	for _, n := range needs {
		scripts[n.name] = n.script(t)
	}
	type group struct {
		name  string
		site  *browser.Site
		kinds []kind
	}
	groups := []group{{"fresh", site, fresh}, {"used", site, used}, {"widgets", gallery, widgets(t)}}
	if os.Getenv("PLAYBOOK_LONG") != "" {
		groups = append(groups, group{"long words", browser.Serve(t, examples(t, longest(t)), "/"), widgets(t)})
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			p, s := b.Page(t), &studio{t, ""}
			for i, k := range group.kinds {
				s.ready(p, group.site, "en", k)
				for j, n := range needs {
					// The first two go together: the second compares with what the first saw.
					if os.Getenv("PLAYBOOK_LONG") == "" && (i+max(j, 1))%2 == 1 {
						continue
					}
					must(t, p.Viewport(n.width, n.height))
					must(t, p.Emulate("", n.features))
					var wrong []string
					p.Eval(scripts[n.name], &wrong)
					slices.Sort(wrong)
					for _, w := range slices.Compact(wrong) {
						t.Errorf("%s, %s at %d px: %s", k.name, n.name, n.width, w)
					}
				}
				must(t, p.Emulate("", nil))
				must(t, p.Viewport(1280, 800))
			}
		})
	}
}
