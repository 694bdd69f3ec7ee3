package looktest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
)

// TestSpoken writes down what a screen reader is given to say of every kind of widget: as it
// comes, what is announced last while it is used, where the focus then is, and how it is afterwards. The files are
// testdata/spoken/<kind>.txt (-update writes them; read them as somebody who hears them).
func TestSpoken(t *testing.T) {
	b := browser.Start(t)
	s := &studio{t, ""}
	site := browser.Serve(t, examples(t, "en"), "/")
	p := b.Page(t)
	must(t, p.Before(browser.Listening+"Math.random = () => .5;")) // what is mixed is mixed alike
	for _, k := range kinds.All() {
		t.Run(k.Name, func(t *testing.T) {
			use := ""
			if !k.Static {
				if use = testsite.KindOf(t, k.Name).Used; use == "" {
					t.Fatalf("%s does not say what a reader does with the kind %q", testsite.KindFile, k.Name)
				}
			}
			sel := "main .prose figure"
			do := ""
			if !k.Static {
				sel = "pb-" + k.Name
				do = `wait "document.querySelector('` + sel + `[data-live]')"`
			}
			s.ready(p, site, "en", kind{url: "widgets/" + k.Name + ".html", do: do})
			text := "As it comes\n\n" + spoken(t, p, sel)
			if use != "" {
				p.Eval(`window.heard.length = 0`, nil)
				p.Run(use)
				// Messages wait for one another, 400 ms: the last one is sure to be said.
				var heard string
				p.Eval(`new Promise((ok) => setTimeout(ok, 800)).then(() => window.heard.at(-1) ?? "")`, &heard)
				role, name, err := p.Focused()
				must(t, err)
				text += fmt.Sprintf("\nIn use\n\n%s\n\nAnnounced last\n\n%s\n\nThe focus is on\n\n%s %q\n\nAfterwards\n\n%s", use, heard, role, name, spoken(t, p, sel))
				if heard == "" && name == "" {
					t.Errorf("nothing is announced, and the focus goes nowhere")
				}
			}
			file := filepath.Join("testdata", "spoken", k.Name+".txt")
			if *update {
				must(t, os.MkdirAll(filepath.Dir(file), 0o755))
				must(t, os.WriteFile(file, []byte(text), 0o644))
			}
			want, err := os.ReadFile(file)
			must(t, err)
			if string(want) != text {
				t.Errorf("%s is not what is said (-update writes it):\n%s", file, firstDifference(string(want), text))
			}
		})
	}
}

func spoken(t *testing.T, p *browser.Page, sel string) string {
	t.Helper()
	lines, err := p.Spoken(sel)
	must(t, err)
	return strings.Join(lines, "\n") + "\n"
}

// firstDifference is the first line of each of two texts that the other has not.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: written %q, said %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines are written, %d are said", len(a), len(b))
}
