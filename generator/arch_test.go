package generator_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the packages from the ground up. An import goes strictly down;
// packages of one floor do not know each other. "widget/*" stands for every
// widget kind.
var floors = [][]string{
	{"diag", "output", "browser", "cputime"},
	{"decode", "font", "formula", "overlay"},
	{"config", "widget", "assets"},
	{"widget/*", "content", "block"},
	{"ids", "kinds", "site"},
	{"search", "theme"},
	{"pipeline"},
	{"dev", "scorm", "team", "importer", "manual", "browser/testsite"},
	{"cmd/generate"},
}

// homes says which package alone may import a third-party module. Test
// support has the same law: chromedp is reached through browser.
var homes = map[string][]string{
	"github.com/BurntSushi/toml":    {"decode"},
	"go.yaml.in/yaml/v3":            {"decode"},
	"github.com/yuin/goldmark":      {"content"},
	"github.com/evanw/esbuild":      {"assets"},
	"github.com/andybalholm/brotli": {"font"},
	"github.com/fsnotify/fsnotify":  {"dev"},
	"github.com/spf13/cobra":        {"cmd/generate"},
	"github.com/spf13/pflag":        {"cmd/generate"},
	"github.com/blevesearch":        {"search"},
	"github.com/chromedp":           {"browser"},
	"github.com/coder/websocket":    {"browser"},
	"golang.org/x/text":             {"config", "content", "decode", "diag", "importer", "search", "site", "theme", "widget"},
	"golang.org/x/sync":             {"pipeline", "output", "search"},
	"golang.org/x/sys":              {"dev", "output"},
	"github.com/arran4":             {}, // calendar files are read back in browser/keeptest, by tests alone
	"golang.org/x/net":              {"importer"},
	"golang.org/x/tools":            {"browser", "browser/testsite"},
	"html/template":                 {"theme"},
	"text/template":                 {"theme"},
}

// diskAllowed are the packages that may name files of the machine; everywhere
// else paths are slash-separated and files come from an fs.FS.
var diskAllowed = []string{"output", "dev", "scorm", "team", "importer", "cmd/generate", "browser", "browser/testsite"}

// clockAllowed are the packages that may ask what time it is.
var clockAllowed = []string{"dev", "cmd/generate", "browser", "cputime"}

// sources returns the Go files below generator/ by package, tests left out.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	pkgs := map[string][]string{}
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), "_")) {
			return fs.SkipDir
		}
		p = filepath.ToSlash(p)
		if strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			pkgs[path.Dir(p)] = append(pkgs[path.Dir(p)], p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 8 {
		t.Fatalf("found %d packages: the walk is broken", len(pkgs))
	}
	return pkgs
}

// imports reads the import paths of a file.
func imports(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range f.Imports {
		p, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func floorOf(pkg string) int {
	return slices.IndexFunc(floors, func(f []string) bool {
		return slices.ContainsFunc(f, func(p string) bool { ok, _ := path.Match(p, pkg); return ok })
	})
}

// TestImportsGoDown holds the floors.
func TestImportsGoDown(t *testing.T) {
	for pkg, files := range sources(t) {
		from := floorOf(pkg)
		if from < 0 {
			t.Errorf("package %s has no floor: add it to floors and to generator/README.md", pkg)
			continue
		}
		for _, file := range files {
			for _, imp := range imports(t, file) {
				to, ours := strings.CutPrefix(imp, "playbook/generator/")
				if !ours {
					continue
				}
				if f := floorOf(to); f >= from {
					t.Errorf("%s (floor %d) imports %s (floor %d): imports go strictly down", file, from, to, f)
				}
				if strings.HasPrefix(to, "browser") {
					t.Errorf("%s imports %s, which is for tests", file, to)
				}
			}
		}
	}
}

// TestDependenciesHaveOneHome holds that each third-party module is reached
// through the package that answers for it.
func TestDependenciesHaveOneHome(t *testing.T) {
	for pkg, files := range sources(t) {
		for _, file := range files {
			for _, imp := range imports(t, file) {
				home, known := homeOf(imp)
				first, _, _ := strings.Cut(imp, "/")
				if !known && strings.Contains(first, ".") {
					t.Errorf("%s imports %s, which has no home: add it to homes and write a decision note", file, imp)
				}
				if known && !slices.Contains(home, pkg) {
					t.Errorf("%s imports %s, whose home is %v", file, imp, home)
				}
			}
		}
	}
}

func homeOf(imp string) ([]string, bool) {
	for module, home := range homes {
		if imp == module || strings.HasPrefix(imp, module+"/") {
			return home, true
		}
	}
	return nil, false
}

var clock = regexp.MustCompile(`\btime\.(Now|Since|Until)\b`)

// TestOutputIsAFunctionOfInput holds that the packages between reading and
// writing see neither the disk nor the clock.
func TestOutputIsAFunctionOfInput(t *testing.T) {
	for pkg, files := range sources(t) {
		for _, file := range files {
			for _, imp := range imports(t, file) {
				if (imp == "os" || imp == "path/filepath" || imp == "io/ioutil") && !slices.Contains(diskAllowed, pkg) {
					t.Errorf("%s imports %s: files come from an fs.FS here", file, imp)
				}
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if m := clock.Find(text); m != nil && !slices.Contains(clockAllowed, pkg) {
				t.Errorf("%s calls %s: the build date is an input", file, m)
			}
			if pkg != "browser" && regexp.MustCompile(`(?m)^func init\(\)`).Match(text) {
				t.Errorf("%s has an init function", file)
			}
		}
	}
}

// handlerLike matches an attribute that html/template takes for a handler, because it
// looks through "data-": a value there is written as a script has it, with quotes.
var handlerLike = regexp.MustCompile(`[\s"']data-on[a-z-]*\s*=`)

// TestNamesOfAttributes finds attributes that html/template takes for handlers by their
// names.
func TestNamesOfAttributes(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../templates", func(p string, e fs.DirEntry, err error) error {
		if err != nil || path.Ext(p) != ".html" {
			return err
		}
		text, err := os.ReadFile(p)
		seen++
		for _, m := range handlerLike.FindAll(text, -1) {
			t.Errorf("%s: html/template takes %q for a handler: choose another name", p, bytes.TrimSpace(m))
		}
		return err
	})
	if err != nil || seen < 40 {
		t.Fatalf("looked at %d templates: %v", seen, err)
	}
}

var codeLiteral = regexp.MustCompile(`diag\.Code = "(PB\d{4})"`)

// TestCodesAreExplained holds codes and their long texts against each other,
// and that one code has one meaning.
func TestCodesAreExplained(t *testing.T) {
	used := map[string]string{}
	for _, files := range sources(t) {
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range codeLiteral.FindAllSubmatch(text, -1) {
				code := string(m[1])
				if other := used[code]; other != "" {
					t.Errorf("%s is defined in %s and in %s", code, other, file)
				}
				used[code] = file
				long, err := os.ReadFile("diag/codes/" + code + ".md")
				if err != nil || len(bytes.TrimSpace(long)) < 80 {
					t.Errorf("%s (%s) has no long text: write generator/diag/codes/%s.md", code, file, code)
				}
			}
		}
	}
	entries, err := os.ReadDir("diag/codes")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if code := strings.TrimSuffix(e.Name(), ".md"); used[code] == "" {
			t.Errorf("diag/codes/%s explains a code that nothing raises", e.Name())
		}
	}
}

// TestTopLevel holds that nothing new appears at the top of the repository.
func TestTopLevel(t *testing.T) {
	allowed := []string{"content", "templates", "generator", "public", "go.mod", "go.sum", "site.toml", "README.md"}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top", e.Name())
		}
	}
}

// TestModulesAreDecided holds that decision 0150 lists the modules that go.mod asks for
// itself, and no other, each with a note that is there.
func TestModulesAreDecided(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	note, err := os.ReadFile("decisions/0150-releases-and-modules.md")
	if err != nil {
		t.Fatal(err)
	}
	var asked, listed []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllSubmatch(mod, -1) {
		asked = append(asked, string(m[1]))
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .*\\]\\(([^)]+)\\) \\|$").FindAllSubmatch(note, -1) {
		listed = append(listed, string(m[1]))
		if _, err := os.Stat("decisions/" + string(m[2])); err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(asked)), slices.Sorted(slices.Values(listed))) {
		t.Errorf("go.mod asks for\n%q\ndecision 0150 lists\n%q", asked, listed)
	}
}
