package main

import (
	"bytes"
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// repository is the source of the generator, from here.
const repository = "../../.."

// neededByKinds are the parts of the source that the tests of kinds read while they run.
var neededByKinds = []string{
	"generator/widget", "generator/kinds", "generator/diag/codes", "generator/manual/content/blocks", "generator/browser/widgettest",
	"generator/browser/looktest/testdata/spoken", "templates/client", "templates/strings", "templates/widgets",
}

// TestNewWidget makes a kind of each form in a copy of the source. Untouched, they lack
// nothing but their names in other languages; with those they pass the tests of kinds.
// The tests are compiled with the new files laid over the source, so that only what
// depends on the list of kinds is compiled again.
func TestNewWidget(t *testing.T) {
	dir := t.TempDir()
	for _, part := range neededByKinds {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(repository, part))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "site.toml"} {
		text, err := os.ReadFile(filepath.Join(repository, file))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, file), string(text))
	}
	files := append(widgetIn(t, dir, "oak"), widgetIn(t, dir, "elm", "--state")...)
	overlay := overlayOf(t, dir, files)

	said := tested(t, compiledTests(t, overlay, "generator"), filepath.Join(dir, "generator"), "TestWidgetKindsAreComplete|TestCodesAreExplained|TestNamesOfAttributes")
	names := regexp.MustCompile(`the widget kind "(oak|elm)" lacks the word "(tool|name)"`)
	if n := len(names.FindAllString(said, -1)); n != 15 || strings.Count(said, "lacks") != n {
		t.Errorf("expected that five languages lack a name of oak and two of elm:\n%s", said)
	}
	// Most packages are not in the copy, so most codes are raised by nothing there.
	if strings.Contains(said, "is defined in") || strings.Contains(said, "has no long text") {
		t.Errorf("the codes of the kinds are not explained, or taken twice:\n%s", said)
	}
	if said := tested(t, compiledTests(t, overlay, "generator/kinds"), filepath.Join(dir, "generator/kinds"), "."); said != "" {
		t.Errorf("the tests of kinds fail:\n%s", said)
	}
}

// widgetIn runs the command in a copy of the source and returns the files that it names.
func widgetIn(t *testing.T, dir string, args ...string) []string {
	t.Helper()
	var out, err bytes.Buffer
	a := &app{out: &out, err: &err, env: os.Getenv, now: time.Now}
	c := a.command()
	c.SetArgs(append([]string{"new", "widget", "-s", dir}, args...))
	if fault := c.Execute(); fault != nil {
		t.Fatalf("generate new widget %v: %v", args, fault)
	}
	return strings.Fields(out.String())
}

// overlayOf tells the go command where the new Go files and templates are. The code's
// text is not among them: package diag embeds it, and all packages would be compiled
// again. Each Go file has to be as gofmt writes it.
func overlayOf(t *testing.T, dir string, files []string) string {
	t.Helper()
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	for _, f := range files {
		if filepath.Ext(f) != ".go" && !strings.HasPrefix(f, "templates/") {
			continue
		}
		name := filepath.Join(dir, filepath.FromSlash(f))
		replace[filepath.Join(root, filepath.FromSlash(f))] = name
		if filepath.Ext(f) != ".go" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if tidy, err := format.Source(text); err != nil || !bytes.Equal(tidy, text) {
			t.Errorf("%s is not as gofmt writes it: %v", f, err)
		}
	}
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "overlay.json")
	write(t, name, string(raw))
	return name
}

// compiledTests is the program of a package's tests.
func compiledTests(t *testing.T, overlay, pkg string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "tests")
	c := exec.Command("go", "test", "-overlay", overlay, "-vet=off", "-ldflags=-s -w", "-c", "-o", program, "./"+pkg)
	c.Dir = repository
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("compile the tests of %s: %v\n%s", pkg, err, out)
	}
	return program
}

// tested runs tests in a folder and returns what those say that fail.
func tested(t *testing.T, program, dir, run string) string {
	t.Helper()
	c := exec.Command(program, "-test.run", run)
	c.Dir = dir
	out, err := c.CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}
