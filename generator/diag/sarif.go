package diag

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"
)

// The part of SARIF 2.1.0 (OASIS Standard, 27 March 2020) that findings need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
		Help  sarifHelp `json:"help"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted *sarifText  `json:"insertedContent,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

// PrintSARIF writes every finding as a SARIF 2.1.0 log, for code hosts that
// show them. Rules are the codes that occur.
func PrintSARIF(w io.Writer, list List) error {
	sorted := slices.Clone(list)
	sorted.Sort()
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "playbook", Rules: rules(sorted)}
	for _, d := range sorted {
		index := slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == string(d.Code) })
		run.Results = append(run.Results, d.sarif(index))
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// rules describes the codes of a list, sorted.
func rules(list List) []sarifRule {
	var ids []Code
	for _, d := range list {
		ids = append(ids, d.Code)
	}
	slices.Sort(ids)
	out := []sarifRule{}
	for _, id := range slices.Compact(ids) {
		text, ok := Explain(string(id))
		title := Title(id)
		if !ok {
			text, title = string(id), string(id)
		}
		out = append(out, sarifRule{ID: string(id), Short: sarifText{title}, Help: sarifHelp{text, text}})
	}
	return out
}

func (d Diagnostic) sarif(rule int) sarifResult {
	message := d.Message
	if d.Hint != "" {
		message += "; " + d.Hint
	}
	loc := sarifPhysical{Artifact: sarifArtifact{URI: uriOf(d.Path)}}
	if d.Line > 0 {
		loc.Region = &sarifRegion{StartLine: d.Line, StartColumn: d.Col, EndColumn: d.End}
		if d.Excerpt != "" {
			loc.Region.Snippet = &sarifText{d.Excerpt}
		}
	}
	return sarifResult{
		RuleID: string(d.Code), RuleIndex: rule, Level: [...]string{"note", "warning", "error"}[d.Severity],
		Message: sarifText{message}, Locations: []sarifLocation{{loc}}, Fixes: d.sarifFixes(),
	}
}

// sarifFixes are the text edits of a repair. SARIF has no word for another path of a
// file, so that a repair with one stays the command's.
func (d Diagnostic) sarifFixes() []sarifFix {
	if d.Repair == nil || len(d.Repair.Moves) > 0 {
		return nil
	}
	fix := sarifFix{Description: sarifText{cmp.Or(d.Hint, "the repair of 'generate fix'")}}
	for _, e := range d.Repair.Edits {
		n := len(fix.Changes)
		if n == 0 || fix.Changes[n-1].Artifact.URI != uriOf(e.Path) {
			fix.Changes = append(fix.Changes, sarifChange{Artifact: sarifArtifact{uriOf(e.Path)}})
			n++
		}
		r := sarifReplacement{Deleted: sarifRegion{StartLine: e.Line, StartColumn: e.Col, EndLine: e.EndLine, EndColumn: e.EndCol}}
		if e.Text != "" {
			r.Inserted = &sarifText{e.Text}
		}
		fix.Changes[n-1].Replacements = append(fix.Changes[n-1].Replacements, r)
	}
	return []sarifFix{fix}
}

// uriOf writes a slash-separated path as a relative URI.
func uriOf(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	uri := strings.Join(parts, "/")
	if strings.Contains(parts[0], ":") { // not a scheme
		return "./" + uri
	}
	return uri
}
