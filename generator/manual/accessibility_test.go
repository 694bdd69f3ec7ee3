package manual_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/manual"
)

const repository = "../.."

var (
	namedRE = regexp.MustCompile(`([^,]+?) \(([^()]+)\)`)
	datedRE = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$`)
)

// faults are what is wrong with a report: a criterion of the catalog that it does not answer, or
// answers twice; a level or component that the catalog has not; an answer without evidence, log
// or gap; and evidence that is not in the repository.
func faults(raw []byte) []string {
	r, err := manual.ParseReport(raw)
	if err != nil {
		return []string{err.Error()}
	}
	var wrong []string
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if r.Title == "" || r.Product.Name == "" || r.Catalog == "" || r.ReportDate == "" {
		add("the report lacks its title, product, catalog or date")
	}
	answered := map[[2]string]int{}
	for id, c := range r.Chapters {
		if c.Disabled && (c.Notes == "" || len(c.Criteria) > 0) {
			add("%s is switched off without a note, or has criteria all the same", id)
		}
		component := "none"
		if strings.HasPrefix(id, "success_criteria") {
			component = "web"
		}
		for _, one := range c.Criteria {
			answered[[2]string{id, one.Num}]++
			for _, part := range one.Components {
				if part.Name != component {
					add("%s has the component %q", one.Num, part.Name)
				}
				if manual.Levels[part.Adherence.Level] == "" {
					add("%s has the level %q", one.Num, part.Adherence.Level)
				}
				for _, w := range remarks(part.Adherence.Notes) {
					add("%s: %s", one.Num, w)
				}
			}
			if len(one.Components) == 0 {
				add("%s is not answered", one.Num)
			}
		}
	}
	for _, c := range manual.Criteria() {
		if n := answered[[2]string{c.Chapter, c.Num}]; n != 1 {
			add("%s of %s is answered %d times", c.Num, c.Chapter, n)
		}
		delete(answered, [2]string{c.Chapter, c.Num})
	}
	for left := range answered {
		add("%s is not in the catalog's %s", left[1], left[0])
	}
	return wrong
}

// remarks says what is wrong with the remarks of one answer.
func remarks(notes string) (wrong []string) {
	grounds := 0
	paragraphs := strings.Split(notes, "\n\n")
	if strings.HasPrefix(paragraphs[0], "Evidence: ") || strings.HasPrefix(paragraphs[0], "Gap: ") || strings.TrimSpace(paragraphs[0]) == "" {
		wrong = append(wrong, "nothing is remarked")
	}
	for _, p := range paragraphs {
		kind, rest, _ := strings.Cut(p, ": ")
		switch kind {
		case "Evidence":
			grounds++
			named := namedRE.FindAllStringSubmatch(rest, -1)
			if len(named) == 0 {
				wrong = append(wrong, "no evidence is named")
			}
			for _, m := range named {
				if w := evidence(strings.TrimSpace(m[1]), m[2]); w != "" {
					wrong = append(wrong, w)
				}
			}
		case "Log":
			grounds++
			name := strings.TrimSuffix(strings.TrimSpace(rest), ".")
			if _, err := os.Stat(filepath.Join("acr", "logs", name)); err != nil || !datedRE.MatchString(name) {
				wrong = append(wrong, fmt.Sprintf("no dated log %q", name))
			}
		case "Gap":
			grounds++
			if strings.TrimSpace(rest) == "" {
				wrong = append(wrong, "a gap without words")
			}
		}
	}
	if grounds == 0 {
		wrong = append(wrong, "no evidence, log or gap")
	}
	return wrong
}

// evidence looks for a test in a package, or for a file.
func evidence(name, place string) string {
	if !strings.HasPrefix(name, "Test") {
		if _, err := os.Stat(filepath.Join(repository, place)); err != nil {
			return fmt.Sprintf("no file %q", place)
		}
		return ""
	}
	files, _ := filepath.Glob(filepath.Join(repository, place, "*_test.go"))
	if !slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(text), "\nfunc "+name+"(t *testing.T) {")
	}) {
		return fmt.Sprintf("no test %q in %q", name, place)
	}
	return ""
}

// TestAccessibilityReport holds the report against its catalog and against the repository, and
// looks for each answer in the manual.
func TestAccessibilityReport(t *testing.T) {
	raw, err := os.ReadFile("acr/openacr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range faults(raw) {
		t.Error(w)
	}
	if n := len(manual.Criteria()); n < 140 {
		t.Errorf("the catalog has %d criteria", n)
	}
	text := page(t, "inside/accessibility.html")
	for _, c := range manual.Criteria() {
		if !strings.Contains(text, "<td>"+c.Num+" ") {
			t.Errorf("the manual's page lacks %s %s", c.Num, c.Name)
		}
	}
	file := regexp.MustCompile(`href="\.\./(assets/openacr[^"]*\.txt)"`).FindStringSubmatch(text)
	if file == nil || string(site(t)[file[1]].Data) != string(raw) {
		t.Errorf("the page does not lead to the report's own file: %q", file)
	}
}

// TestReportFaults holds that each kind of fault is found, by making it in the real report.
func TestReportFaults(t *testing.T) {
	raw, err := os.ReadFile("acr/openacr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, was, is, want string }{
		{"a test that is not there", "TestNeeds (generator", "TestWants (generator", `no test "TestWants"`},
		{"a package that is not there", "TestNeeds (generator/browser/looktest)", "TestNeeds (generator/browser/look)", `no test "TestNeeds" in "generator/browser/look"`},
		{"a file that is not there", "(.ci/axe.mjs)", "(.ci/axes.mjs)", `no file ".ci/axes.mjs"`},
		{"no evidence", "\n\n                Evidence: TestPagesOpenQuietly (generator/browser/sitetest), TestPagesHealthy (generator/theme).", "", "2.4.2: no evidence, log or gap"},
		{"an unknown level", "level: supports", "level: fully-supports", `the level "fully-supports"`},
		{"an unknown component", "name: web", "name: site", `the component "site"`},
		{"an unknown criterion", `num: "4.1.3"`, `num: "4.1.9"`, "4.1.9 is not in the catalog's"},
		{"a missing criterion", `num: "4.1.3"`, `num: "4.1.9"`, "4.1.3 of success_criteria_level_aa is answered 0 times"},
		{"a criterion twice", `num: "1.4.4"`, `num: "1.4.5"`, "1.4.5 of success_criteria_level_aa is answered 2 times"},
		{"a log that is not there", "Gap: No person has listened", "Log: 2026-12-15-nvda.md\n\n                Gap: No person has listened", `no dated log "2026-12-15-nvda.md"`},
		{"a chapter switched off in silence", "    notes: >-\n      Criteria of level AAA are not evaluated.\n", "", "success_criteria_level_aaa is switched off"},
		{"no YAML", "chapters:\n", "chapters: [\n", "openacr.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := strings.ReplaceAll(string(raw), c.was, c.is)
			if broken == string(raw) {
				t.Fatalf("the report has no %q", c.was)
			}
			found := faults([]byte(broken))
			if !slices.ContainsFunc(found, func(w string) bool { return strings.Contains(w, c.want) }) {
				t.Errorf("found %q, not %q", found, c.want)
			}
		})
	}
}
