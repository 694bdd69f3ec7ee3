package pipeline_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser/testsite"
	"playbook/generator/diag"
	"playbook/generator/pipeline"
	"playbook/generator/site"
	"playbook/templates"
)

const testDate = testsite.Date

// built is a site in memory, with the claims of testdata/sites.
type built struct{ testsite.Site }

// buildSite builds source and draws every file.
func buildSite(t testing.TB, source fs.FS, o pipeline.Options) built {
	t.Helper()
	return built{testsite.Build(t, source, o)}
}

func rebuild(t testing.TB, b *pipeline.Builder) built {
	t.Helper()
	return built{testsite.Rebuild(t, b)}
}

// TestSites runs testdata/sites/*.txtar: each is a whole playbook and what must
// be true of it. The comment holds one claim a line:
//
//	option drafts | future | base-url URL | date D
//	clean                          there is no finding
//	diag PATH:LINE:COL CODE WORDS  there is such a finding; COL may be *
//	diags N                        there are N findings
//	file PATH / nofile PATH        the file is generated, or not
//	has PATH TEXT                  the file contains the text
//	lacks PATH TEXT                it does not
//	order PATH A | B | C           the texts stand in the file in this order
//	skipped PATH REASON            the report names the lesson
func TestSites(t *testing.T) {
	cases, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			runSite(t, txtar.Parse(raw))
		})
	}
}

func runSite(t *testing.T, a *txtar.Archive) {
	source := fstest.MapFS{}
	for _, f := range a.Files {
		source[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	if source["site.toml"] == nil {
		source["site.toml"] = &fstest.MapFile{Data: []byte("title = \"Test\"\nsite_id = \"test\"\n")}
	}
	var o pipeline.Options
	var claims [][]string
	for line := range strings.Lines(string(a.Comment)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if words[0] == "option" {
			setOption(t, &o, words[1:])
			continue
		}
		claims = append(claims, words)
	}
	if len(claims) == 0 {
		t.Fatal("the case claims nothing")
	}
	s := buildOwn(t, source, o)
	for _, c := range claims {
		if msg := s.check(c); msg != "" {
			t.Errorf("%s: %s", strings.Join(c, " "), msg)
		}
	}
	if t.Failed() {
		var b bytes.Buffer
		_ = diag.Print(&b, s.Result.Diags, diag.Options{})
		t.Logf("findings:\n%s", b.String())
	}
}

// buildOwn builds a site with its own templates over the theme's, if it has any.
func buildOwn(t *testing.T, source fstest.MapFS, o pipeline.Options) built {
	own, err := fs.Sub(source, "templates")
	if err != nil {
		t.Fatal(err)
	}
	if names, _ := fs.ReadDir(own, "."); len(names) == 0 {
		return built{testsite.Warm(t, source, o)}
	}
	o.Date = cmp.Or(o.Date, testDate)
	return rebuild(t, &pipeline.Builder{Source: source, Templates: layered{own, templates.FS}, Options: o})
}

func setOption(t *testing.T, o *pipeline.Options, words []string) {
	switch words[0] {
	case "drafts":
		o.Drafts = true
	case "future":
		o.Future = true
	case "base-url":
		o.BaseURL = words[1]
	case "date":
		o.Date = words[1]
	default:
		t.Fatalf("unknown option %q", words[0])
	}
}

// check returns what is wrong with a claim, "" if it holds.
func (s built) check(c []string) string {
	rest := func(n int) string { return strings.Join(c[n:], " ") }
	switch c[0] {
	case "clean":
		if n := len(s.Result.Diags); n > 0 {
			return fmt.Sprintf("there are %d findings", n)
		}
	case "diags":
		if n := len(s.Result.Diags); fmt.Sprint(n) != c[1] {
			return fmt.Sprintf("there are %d findings", n)
		}
	case "diag":
		if !s.found(c[1], c[2], rest(3)) {
			return "there is no such finding"
		}
	case "skipped":
		if !slices.ContainsFunc(s.Result.Stats.Skipped, func(k site.Skipped) bool { return k.Path == c[1] && k.Reason == c[2] }) {
			return fmt.Sprintf("the report says %v", s.Result.Stats.Skipped)
		}
	case "file", "nofile":
		if _, ok := s.Files[c[1]]; ok != (c[0] == "file") {
			return "files: " + strings.Join(s.Names(), " ")
		}
	case "has", "lacks":
		if strings.Contains(s.flat(c[1]), rest(2)) != (c[0] == "has") {
			return "the file says:\n" + s.Files[c[1]]
		}
	case "order":
		return s.inOrder(c[1], strings.Split(rest(2), " | "))
	default:
		return "unknown claim"
	}
	return ""
}

// flat is a file with its white space folded, as claims are.
func (s built) flat(name string) string { return strings.Join(strings.Fields(s.Files[name]), " ") }

func (s built) inOrder(name string, texts []string) string {
	page, at := s.flat(name), 0
	for _, text := range texts {
		i := strings.Index(page[at:], text)
		if i < 0 {
			return fmt.Sprintf("%q does not follow in:\n%s", text, page)
		}
		at += i + len(text)
	}
	return ""
}

var place = regexp.MustCompile(`^(.*):(\d+):(\d+|\*)$`)

func (s built) found(where, code, words string) bool {
	m := place.FindStringSubmatch(where)
	if m == nil {
		return false
	}
	return slices.ContainsFunc(s.Result.Diags, func(d diag.Diagnostic) bool {
		return d.Path == m[1] && fmt.Sprint(d.Line) == m[2] && (m[3] == "*" || fmt.Sprint(d.Col) == m[3]) &&
			string(d.Code) == code && strings.Contains(d.Message+" "+d.Hint, words)
	})
}

// sub is path.Join, for the crawl.
func sub(page, to string) string { return path.Join(path.Dir(page), to) }
