package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Formats are the names [Write] knows.
func Formats() []string { return []string{"text", "json", "sarif", "github"} }

// Write writes the findings in the named format; see [Formats].
func Write(w io.Writer, format string, list List, o Options) error {
	switch format {
	case "text":
		return Print(w, list, o)
	case "json":
		return PrintJSON(w, list)
	case "sarif":
		return PrintSARIF(w, list)
	case "github":
		return PrintGitHub(w, list)
	}
	return fmt.Errorf("unknown format %q: expected one of %s", format, strings.Join(Formats(), ", "))
}

// A record is one finding in JSON. Line and column count from 1, the column
// in code points; a finding about the file as a whole is at 1:1 and says so.
type record struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	Whole     bool   `json:"whole,omitempty"`
	EndColumn int    `json:"endColumn,omitempty"`
	Severity  string `json:"severity"`
	Code      Code   `json:"code"`
	Message   string `json:"message"`
	Hint      string `json:"hint,omitempty"`
	Excerpt   string `json:"excerpt,omitempty"`
	Fix       *fix   `json:"fix,omitempty"`
}

// A fix is a repair in JSON: places count as in a record, and the end is just past
// what goes.
type fix struct {
	Moves []fileMove `json:"moves,omitempty"`
	Edits []textEdit `json:"edits,omitempty"`
}

type fileMove struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type textEdit struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Text      string `json:"text"`
}

func (r *Repair) json() *fix {
	if r == nil {
		return nil
	}
	f := &fix{}
	for _, m := range r.Moves {
		f.Moves = append(f.Moves, fileMove(m))
	}
	for _, e := range r.Edits {
		f.Edits = append(f.Edits, textEdit{e.Path, e.Line, e.Col, e.EndLine, e.EndCol, e.Text})
	}
	return f
}

// PrintJSON writes every finding as one JSON object:
// {"version": 1, "errors": n, "warnings": n, "hints": n, "diagnostics": [...]}.
func PrintJSON(w io.Writer, list List) error {
	sorted := slices.Clone(list)
	sorted.Sort()
	records := make([]record, len(sorted))
	for i, d := range sorted {
		records[i] = record{d.Path, max(d.Line, 1), max(d.Col, 1), d.Line == 0, d.End, d.Severity.String(), d.Code, d.Message, d.Hint, d.Excerpt, d.Repair.json()}
	}
	return writeJSON(w, struct {
		Version     int      `json:"version"`
		Errors      int      `json:"errors"`
		Warnings    int      `json:"warnings"`
		Hints       int      `json:"hints"`
		Diagnostics []record `json:"diagnostics"`
	}{1, sorted.Count(Error), sorted.Count(Warning), sorted.Count(Hint), records})
}

// writeJSON writes v indented. Characters that would disturb a terminal are
// escaped; in JSON they stand only inside strings, so this changes no value.
func writeJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode diagnostics: %w", err)
	}
	var out bytes.Buffer
	for _, r := range buf.String() {
		switch {
		case r == '\n' || !deceives(r):
			out.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// PrintGitHub writes the findings as workflow commands, which GitHub Actions
// shows beside the lines they are about. The caps of [Print] hold.
// Source: "Workflow commands for GitHub Actions", docs.github.com.
func PrintGitHub(w io.Writer, list List) error {
	sorted := slices.Clone(list)
	sorted.Sort()
	var b strings.Builder
	sorted, equals := grouped(sorted)
	for _, d := range capped(sorted) {
		message, hint := d.sentence()
		if hint != "" {
			message += "\nhint: " + hint
		}
		level := [...]string{"notice", "warning", "error"}[d.Severity]
		fmt.Fprintf(&b, "::%s file=%s", level, ghProperty(d.Path))
		if d.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d", d.Line, max(d.Col, 1))
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", ghProperty(string(d.Code)), ghData(message))
	}
	for _, e := range equals {
		fmt.Fprintf(&b, "::notice title=%s::%s\n", ghProperty(string(e.code)), ghData(e.String()))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func ghData(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(clean(l), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}

func ghProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(ghData(strings.ReplaceAll(s, "\n", `\n`)))
}
