package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"playbook/generator/cputime"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
)

// TestBad runs the command over the playbooks of testdata/bad/*.txtar and holds
// what it says, word for word, against "said"; UPDATE_SCRIPTS=1 writes it again.
// Whoever does that reads it as an author would. How many strings a translation
// misses stands there as N: that number grows with every new word of the interface. So
// does the list of all kinds of block.
//
// An archive holds many playbooks. The first part of a name is the playbook:
//
//	quotes/content/a.md     a file; site.toml, if missing, is a plain one
//	quotes/content/b.md!    its lines are Go strings, each after how often it stands there
//	quotes/content/c.md@    a symbolic link to what the file says
//	quotes/flags            flags for the command
//	quotes/said             the findings, and the exit code if it is not 1
//
// Together with the goldens of the packages kinds and importer they raise every code
// there is.
func TestBad(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	archives, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	raised := ofGoldens(t)
	cases := 0
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			cases += badArchive(t, name, raised)
		})
	}
	for _, code := range diag.Codes() {
		if !raised[code] && len(archives) > 1 {
			t.Errorf("no playbook of testdata/bad raises %s: %s", code, diag.Title(code))
		}
	}
	t.Logf("%d playbooks", cases)
}

// ofGoldens are the codes that the goldens of the packages kinds and importer raise.
func ofGoldens(t *testing.T) map[diag.Code]bool {
	t.Helper()
	var names []string
	for _, pattern := range []string{"../../kinds/testdata/*/*.txtar", "../../importer/testdata/*.txtar"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no goldens %s: %v", pattern, err)
		}
		names = append(names, found...)
	}
	raised := map[diag.Code]bool{}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if f.Name == "findings" {
				for _, m := range regexp.MustCompile(`: (PB\d{4}): `).FindAllSubmatch(f.Data, -1) {
					raised[diag.Code(m[1])] = true
				}
			}
		}
	}
	return raised
}

var (
	raisedCode     = regexp.MustCompile(`\[(PB\d{4})\]\n`)
	missingStrings = regexp.MustCompile(`\d{2,} strings are missing`)
)

// badArchive runs every playbook of an archive, and returns how many there are.
func badArchive(t *testing.T, name string, raised map[diag.Code]bool) int {
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	sites := map[string][]txtar.File{}
	for _, f := range a.Files {
		site, rest, ok := strings.Cut(f.Name, "/")
		if !ok {
			t.Fatalf("%s: the name of a playbook is missing", f.Name)
		}
		if sites[site] == nil {
			order = append(order, site)
		}
		if rest != "said" {
			sites[site] = append(sites[site], txtar.File{Name: rest, Data: f.Data})
		}
	}
	now := &txtar.Archive{Comment: a.Comment}
	for _, site := range order {
		said := badSite(t, site, sites[site])
		for _, m := range raisedCode.FindAllStringSubmatch(said, -1) {
			raised[diag.Code(m[1])] = true
		}
		for _, f := range sites[site] {
			now.Files = append(now.Files, txtar.File{Name: site + "/" + f.Name, Data: f.Data})
		}
		now.Files = append(now.Files, txtar.File{Name: site + "/said", Data: []byte(said)})
		if i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == site+"/said" }); os.Getenv("UPDATE_SCRIPTS") == "" && (i < 0 || string(a.Files[i].Data) != said) {
			t.Errorf("%s says now:\n%s", site, said)
		}
	}
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		if err := os.WriteFile(name, txtar.Format(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return len(order)
}

// badSite runs the command over one playbook and returns what it says.
func badSite(t *testing.T, site string, files []txtar.File) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), site)
	if !slices.ContainsFunc(files, func(f txtar.File) bool { return strings.TrimRight(f.Name, "!@") == "site.toml" }) {
		write(t, filepath.Join(dir, "site.toml"), "title = \"Test\"\nsite_id = \"test\"\n")
	}
	flags := []string{}
	for _, f := range files {
		if f.Name == "flags" {
			flags = strings.Fields(string(f.Data))
			continue
		}
		badFile(t, dir, f)
	}
	start := cputime.Process() // of this process, which does nothing else
	said, code := inProcess(append([]string{"-q", "--date", "2026-11-22", "-s", dir, "-o", dir + ".out"}, flags...))
	if took := cputime.Process() - start; took > 10*time.Second {
		t.Errorf("%s took %s", site, took)
	}
	if _, err := os.Stat(dir + ".out"); (err == nil) != (code == exitGood) {
		t.Errorf("%s: exit %d, and the output: %v", site, code, err)
	}
	if code == exitContent && !strings.Contains(said, "PB") {
		t.Errorf("%s: exit 1 without a finding: %s", site, said)
	}
	said = strings.ReplaceAll(said, dir, "$SITE")
	said = missingStrings.ReplaceAllString(said, "N strings are missing")
	said = strings.ReplaceAll(said, everyKind(), "the names of all blocks")
	if code != exitContent {
		said += fmt.Sprintln("exit", code)
	}
	return said
}

// everyKind is how a hint lists what a container may be. It stands in goldens as words,
// so that a new kind changes none of them.
func everyKind() string {
	names := append(slices.Collect(maps.Keys(kinds.ByName())), "details")
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// badFile writes one file of a playbook.
func badFile(t *testing.T, dir string, f txtar.File) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(strings.TrimRight(f.Name, "!@")))
	var err error
	switch {
	case strings.HasSuffix(f.Name, "@"):
		err = errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.Symlink(strings.TrimSpace(string(f.Data)), name))
	case strings.HasSuffix(f.Name, "!"):
		var b bytes.Buffer
		for line := range strings.Lines(string(f.Data)) {
			times, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
			n, err := strconv.Atoi(times)
			text, err2 := strconv.Unquote(quoted)
			if err = errors.Join(err, err2); err != nil {
				t.Fatalf("%s: %q: %v", f.Name, line, err)
			}
			b.WriteString(strings.Repeat(text, n))
		}
		write(t, name, b.String())
	default:
		write(t, name, string(f.Data))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// common is what the builds of these tests share: most of a small build is to read the
// theme and to bundle its scripts, which are the same each time.
var common = (&pipeline.Builder{}).Fork(pipeline.Options{})

// inProcess runs the command here and returns what it says and its exit code.
func inProcess(args []string) (string, int) {
	var said bytes.Buffer
	a := &app{out: &said, err: &said, env: func(string) string { return "" }, now: time.Now, sibling: common}
	c := a.command()
	c.SetArgs(args)
	code := a.exitCode(c.ExecuteContext(context.Background()))
	return said.String(), code
}
