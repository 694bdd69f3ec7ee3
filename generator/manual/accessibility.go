package manual

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// The report is a file in GSA's OpenACR form; the criteria are those of the catalog that it
// names, with the names that the report leaves to the catalog.
var (
	//go:embed acr/openacr.yaml
	report []byte
	//go:embed acr/criteria.txt
	criteria string
)

// reportFile is where the report itself stands in the manual, as text, for whoever passes it on.
const reportFile = "content/inside/openacr.txt"

// A Report is what an OpenACR file says, as far as the manual's page shows it.
type Report struct {
	Title      string
	Product    struct{ Name, Description string }
	Catalog    string
	ReportDate string `json:"report_date"`
	Notes      string
	Methods    string `json:"evaluation_methods_used"`
	Chapters   map[string]Chapter
}

// A Chapter is one table of a report.
type Chapter struct {
	Notes    string
	Disabled bool
	Criteria []struct {
		Num        string
		Components []struct {
			Name      string
			Adherence struct{ Level, Notes string }
		}
	}
}

// ParseReport reads an OpenACR file.
func ParseReport(raw []byte) (Report, error) {
	var r Report
	f := diag.NewFile("openacr.yaml", raw)
	t, found := decode.ParseYAML(f, 0, len(raw), decode.Options{What: "the report", Bytes: 1 << 20, Keys: 5000})
	if len(found) > 0 {
		return r, fmt.Errorf("%s: %s", found[0].Place(), found[0].Message)
	}
	text, err := json.Marshal(t.Any())
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(text, &r)
}

// A Criterion is one line of the catalog.
type Criterion struct{ Chapter, Num, Name string }

// Criteria are those that a report has to answer, in the catalog's order.
func Criteria() []Criterion {
	var all []Criterion
	for line := range strings.Lines(criteria) {
		if parts := strings.Split(strings.TrimSpace(line), "\t"); len(parts) == 3 {
			all = append(all, Criterion{parts[0], parts[1], parts[2]})
		}
	}
	return all
}

// Levels are the catalog's words for how far a criterion is met.
var Levels = map[string]string{
	"supports": "supports", "partially-supports": "partially supports", "does-not-support": "does not support",
	"not-applicable": "not applicable", "not-evaluated": "not evaluated",
}

// chapterTitles are the chapters that a page shows, in its order.
var chapterTitles = [][2]string{
	{"success_criteria_level_a", "WCAG 2.2, level A"},
	{"success_criteria_level_aa", "WCAG 2.2, level AA"},
	{"success_criteria_level_aaa", "WCAG 2.2, level AAA"},
	{"en_301_549_functional_performance", "EN 301 549, chapter 4: functional performance"},
	{"en_301_549_generic_requirements", "EN 301 549, chapter 5: generic requirements"},
	{"en_301_549_ict_with_two-way_voice", "EN 301 549, chapter 6: two-way voice communication"},
	{"en_301_549_ict_with_video", "EN 301 549, chapter 7: video"},
	{"en_301_549_hardware", "EN 301 549, chapter 8: hardware"},
	{"en_301_549_web", "EN 301 549, chapter 9: web"},
	{"en_301_549_non-web-documents", "EN 301 549, chapter 10: non-web documents"},
	{"en_301_549_software", "EN 301 549, chapter 11: software"},
	{"en_301_549_documentation_and_support_services", "EN 301 549, chapter 12: documentation and support"},
	{"en_301_549_ict_providing_relay_or_emergency_service_access", "EN 301 549, chapter 13: relay and emergency services"},
	{"functional_performance_criteria", "Section 508, chapter 3"},
	{"hardware", "Section 508, chapter 4"},
	{"software", "Section 508, chapter 5"},
	{"support_documentation_and_services", "Section 508, chapter 6"},
}

// accessibility is the report as a page: what it is of, how many criteria have which level,
// and a table for each chapter.
func (f Facts) accessibility(string) (string, error) {
	r, err := ParseReport(report)
	if err != nil {
		return "", err
	}
	names, counts := map[[2]string]string{}, map[string]int{}
	for _, c := range Criteria() {
		names[[2]string{c.Chapter, c.Num}] = c.Name
	}
	var tables strings.Builder
	for _, title := range chapterTitles {
		c, ok := r.Chapters[title[0]]
		if !ok {
			return "", fmt.Errorf("the report has no chapter %q", title[0])
		}
		fmt.Fprintf(&tables, "\n## %s {#%s}\n", title[1], strings.ReplaceAll(title[0], "_", "-"))
		if c.Notes != "" {
			fmt.Fprintf(&tables, "\n%s\n", cell(c.Notes))
		}
		if len(c.Criteria) == 0 {
			continue
		}
		tables.WriteString("\n| criterion | level | remarks |\n|---|---|---|\n")
		for _, one := range c.Criteria {
			for _, part := range one.Components {
				counts[part.Adherence.Level]++
				remark := strings.ReplaceAll(cell(strings.ReplaceAll(part.Adherence.Notes, "\n\n", "\x00")), "\x00", "<br>")
				fmt.Fprintf(&tables, "| %s %s | %s | %s |\n", one.Num, cell(names[[2]string{title[0], one.Num}]), Levels[part.Adherence.Level], remark)
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**, %s. %s\n\n%s\n\n%s\n\n| level | criteria |\n|---|---|\n", cell(r.Title), r.ReportDate, cell(r.Product.Description), cell(r.Notes), cell(r.Methods))
	for _, level := range []string{"supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"} {
		fmt.Fprintf(&b, "| %s | %d |\n", Levels[level], counts[level])
	}
	return b.String() + tables.String(), nil
}
