package config

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"playbook/generator/cputime"
	"playbook/generator/diag"
)

var update = flag.Bool("update", false, "write the expected output")

// render prints findings as the tests keep them.
func render(ds diag.List) string {
	ds.Sort()
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s:%d:%d-%d: %s: %s [%s]\n", d.Path, d.Line, d.Col, d.End, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
	}
	return b.String()
}

// dump prints what was read, the shipped kinds aside.
func dump(c *Config) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title %q id %q base %q language %q\n", c.Title, c.SiteID, c.BaseURL, c.Language)
	for _, l := range c.Languages {
		fmt.Fprintf(&b, "language %+v\n", l)
	}
	fmt.Fprintf(&b, "build %+v\ntheme %+v\n", c.Build, c.Theme)
	fmt.Fprintf(&b, "roles %+v\nstages %v\ntags %v\nnav %+v\nsynonyms %v\nexpand %+v\nrepository %q\nedit %q\nparams %v\nredirects %+v\n",
		c.Roles, c.Stages, c.Tags, c.Nav, c.Synonyms, c.Expand, c.Repository, c.EditURL, c.Params, c.Redirects)
	for i, k := range c.Kinds {
		if i < 6 && !strings.HasPrefix(k.Label.Label, "!") {
			continue
		}
		fmt.Fprintf(&b, "kind %s %q %v icon %s color %s\n", k.Key, k.Label.Label, k.Labels, k.Icon, k.Color)
		for _, f := range k.Fields {
			fmt.Fprintf(&b, "  %s %s required %t one of %v %s %v\n", f.Key, f.Type, f.Required, f.OneOf, f.Label.Label, f.Label.Labels)
		}
	}
	for _, block := range c.Blocks {
		fmt.Fprintf(&b, "block %s %q %v body %s words %v\n", block.Key, block.Label.Label, block.Labels, block.Body, block.Words)
		for _, a := range block.Attributes {
			fmt.Fprintf(&b, "  %s %s required %t takes %q default %q, as %q\n", a.Key, a.Type, a.Required, a.Takes(), a.Default, a.Sample())
		}
	}
	return b.String()
}

// TestRead holds site.toml files against what is read and said: in each
// archive a site.toml, the findings, and what was read.
func TestRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no test data")
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c, ds := Read(diag.NewFile("site.toml", a.Files[0].Data))
			got := []txtar.File{a.Files[0], {Name: "findings", Data: []byte(render(ds))}, {Name: "config", Data: []byte(dump(c))}}
			want := txtar.Format(a)
			a.Files = got
			if *update {
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if string(txtar.Format(a)) != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", txtar.Format(a), want)
			}
		})
	}
}

// TestCost: a site.toml made to be slow is not.
func TestCost(t *testing.T) {
	head := "title = 'A'\nsite_id = 'a'\n"
	for name, text := range map[string]string{
		"wrong groups": "[search]\nsynonyms = [" + strings.Repeat("1,", 250000) + "]",
		"odd strings":  "[params]\nx = [" + strings.Repeat(`"\u202e",`, 50000) + "]",
		"overflow":     "[params]\n" + lines(4000, "k%d = 99999999999999999999\n"),
		"roles":        lines(1600, "[roles.r%d]\nlabel = 'x'\n"),
		"kinds":        lines(1200, "[kinds.k%d]\nx = { type = 'strng' }\n"),
		"redirects":    lines(1600, "[[redirect]]\nfrom = '%d'\nto = ''\n"),
		"languages":    lines(1600, "[languages.x%d]\n"),
		"bad lines":    strings.Repeat("x\n", 200000),
		"brackets":     "x = " + strings.Repeat("[", 400000),
	} {
		var ds diag.List
		d := cputime.Of(func() { _, ds = Read(diag.NewFile("site.toml", []byte(head+text))) })
		t.Logf("%s: %s, %d findings", name, d.Round(time.Millisecond), len(ds))
		if d > 8*time.Second {
			t.Errorf("%s: took %s", name, d)
		}
	}
}

func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestManualSettings reads the settings that the manual shows without a finding.
func TestManualSettings(t *testing.T) {
	text, err := os.ReadFile("../manual/content/settings/site.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "```toml\n")
	settings, _, ok := strings.Cut(after, "```\n")
	if !ok || !strings.Contains(settings, "site_id") {
		t.Fatal("the manual shows no site.toml")
	}
	if c, ds := Read(diag.NewFile("site.md", []byte(settings))); c == nil || len(ds) > 0 {
		t.Errorf("the manual's settings:\n%s", render(ds))
	}
}
