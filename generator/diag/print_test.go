package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// source is a file with what makes a caret go astray: tabs, wide and combining
// characters, controls, a line that is cut.
const source = "title = “x”\n\ttab\there\n漢字 = “x”\ne\u0301e\u0301 “x”\nbad \x1b[31m\u202e “x”\n👩‍👩‍👧 “x”\n"

func find(f *File, line int, mark string) (int, int) {
	from := f.Offset(line) + strings.Index(string(f.Text[f.Offset(line):]), mark)
	return from, from + len(mark)
}

func TestPrint(t *testing.T) {
	f := NewFile("content/a.md", []byte(source+strings.Repeat("a", 300)+" “x” "+strings.Repeat("b", 300)+"\n"))
	var list List
	for line, mark := range []string{"", "“x”", "here", "“x”", "“x”", "“x”", "“x”", "“x”"} {
		if mark != "" {
			from, to := find(f, line, mark)
			list.Add(f.At(from, to, Error, "PB1004", "curly quote in line %d", line))
		}
	}
	list.Add(f.At(0, 5, Warning, "PB1003", "unknown key %q", "title").WithHint("did you mean %q?", "titel"))
	list.Add(Whole("content/\x1b[2Jb.md", Hint, "PB1201", "odd name\n\u202e").WithHint("rename\x07 it"))
	list.Add(f.At(len(f.Text), len(f.Text), Error, "PB1004", "at the end"))
	var out bytes.Buffer
	if err := Print(&out, list, Options{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/print.txt", out.Bytes())
	for _, r := range out.String() {
		if r != '\n' && deceives(r) {
			t.Errorf("printed %U", r)
		}
	}
	out.Reset()
	_ = Print(&out, list, Options{Color: true})
	if plain := stripANSI(out.String()); plain != string(read(t, "testdata/print.txt")) {
		t.Errorf("in colour the text differs:\n%s", plain)
	}
}

func stripANSI(s string) string {
	for _, style := range []string{"0", "1", "2", "1;31", "1;33", "1;36"} {
		s = strings.ReplaceAll(s, "\x1b["+style+"m", "")
	}
	return s
}

// TestCaps: 20 a file, 200 in all, errors first, and the rest counted.
func TestCaps(t *testing.T) {
	var list List
	for file := range 15 {
		for line := range 30 {
			s := Warning
			if line >= 25 {
				s = Error
			}
			list.Add(Diagnostic{Pos: Pos{fmt.Sprintf("content/%02d.md", file), line + 1, 1}, Severity: s, Code: "PB1003", Message: fmt.Sprintf("m %d %d", file, line)})
		}
	}
	var out bytes.Buffer
	_ = Print(&out, list, Options{})
	text := out.String()
	if n := strings.Count(text, "[PB1003]"); n != 200 {
		t.Errorf("printed %d findings, want 200", n)
	}
	if n := strings.Count(text, " error: "); n != 15*5 {
		t.Errorf("printed %d errors, want every one of %d", n, 15*5)
	}
	if !strings.Contains(text, "content/00.md: and 10 more in this file\n") {
		t.Errorf("the file's rest is not counted:\n%s", text)
	}
	sum := 200
	for _, l := range strings.Split(text, "\n") {
		var n int
		if _, rest, ok := strings.Cut(l, "and "); ok && strings.Contains(l, " more in ") {
			_, _ = fmt.Sscanf(rest, "%d more", &n)
			sum += n
		}
	}
	if sum != len(list) {
		t.Errorf("printed and counted %d of %d findings", sum, len(list))
	}
	out.Reset()
	_ = Print(&out, list, Options{Verbose: true})
	if n := strings.Count(out.String(), "[PB1003]"); n != len(list) {
		t.Errorf("verbose printed %d of %d", n, len(list))
	}
}

// TestEqual: of equal findings three are printed, and the rest counted by kind.
func TestEqual(t *testing.T) {
	var list List
	for n := range 1500 {
		list.Add(Diagnostic{Pos: Pos{fmt.Sprintf("content/%04d.md", n), 3, 1}, Severity: Error, Code: "PB1003", Message: `unknown key "ms.author"`})
		if n < 4 {
			list.Add(Diagnostic{Pos: Pos{fmt.Sprintf("content/%04d.md", n), 4, 1}, Severity: Error, Code: "PB1003", Message: `unknown key "ms.topic"`})
			list.Add(Diagnostic{Pos: Pos{fmt.Sprintf("content/%04d.md", n), 4, 1}, Severity: Warning, Code: "PB1003", Message: `unknown key "ms.author"`})
		}
	}
	var out bytes.Buffer
	_ = Print(&out, list, Options{})
	const want = "and 1,497 more of PB1003: key \"ms.author\"\nand 1 more of PB1003: key \"ms.author\"\nand 1 more of PB1003: key \"ms.topic\"\n"
	if text := out.String(); !strings.HasSuffix(text, want) || strings.Count(text, "[PB1003]") != 9 {
		t.Errorf("printed:\n%s", text)
	}
	out.Reset()
	_ = Print(&out, list, Options{Verbose: true})
	if n := strings.Count(out.String(), "[PB1003]"); n != len(list) {
		t.Errorf("verbose printed %d of %d", n, len(list))
	}
}

func TestGitHub(t *testing.T) {
	list := List{
		{Pos: Pos{"content/a,b:c.md", 3, 7}, End: 9, Severity: Error, Code: "PB1003", Message: "100% wrong\r\n::error::x", Hint: "look"},
		{Pos: Pos{Path: "site.toml"}, Severity: Hint, Code: "PB1101", Message: "m"},
	}
	var out bytes.Buffer
	_ = PrintGitHub(&out, list)
	want := "::error file=content/a%2Cb%3Ac.md,line=3,col=7,title=PB1003::100%25 wrong\\x0d%0A::error::x%0Ahint: look\n" +
		"::notice file=site.toml,title=PB1101::m\n"
	if out.String() != want {
		t.Errorf("got  %q\nwant %q", out.String(), want)
	}
}

func TestJSON(t *testing.T) {
	list := List{{Pos: Pos{"a.md", 3, 7}, End: 9, Severity: Error, Code: "PB1003", Message: "x\u202e\x1b\U000e0041<", Excerpt: "e"}}
	var out bytes.Buffer
	if err := PrintJSON(&out, list); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.String() {
		if r != '\n' && deceives(r) {
			t.Errorf("printed %U", r)
		}
	}
	var got struct {
		Errors      int
		Diagnostics []record
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := record{"a.md", 3, 7, false, 9, "error", "PB1003", list[0].Message, "", "e", nil}
	if got.Errors != 1 || len(got.Diagnostics) != 1 || got.Diagnostics[0] != want {
		t.Errorf("got %+v", got)
	}
}

// TestSARIF holds the log against what the SARIF 2.1.0 schema demands of the
// properties in use, and what code hosts demand besides.
func TestSARIF(t *testing.T) {
	f := NewFile("content/a b.md", []byte("title = x\n"))
	list := List{
		f.At(0, 5, Error, "PB1004", "m"), f.At(0, 5, Warning, "PB1003", "n"),
		Whole("a:b.md", Hint, "PB1003", "whole"), f.At(8, 9, Error, "PB9999", "no text").WithHint("h"),
	}
	var out bytes.Buffer
	if err := PrintSARIF(&out, list); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	dec := json.NewDecoder(&out)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || !strings.HasSuffix(log.Schema, "sarif-schema-2.1.0.json") || run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name == "" {
		t.Errorf("head: %+v", log)
	}
	if len(run.Results) != len(list) {
		t.Fatalf("%d results", len(run.Results))
	}
	for _, r := range run.Results {
		if r.RuleIndex < 0 || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule index of %+v", r)
		}
		if !map[string]bool{"note": true, "warning": true, "error": true}[r.Level] || r.Message.Text == "" {
			t.Errorf("level or message of %+v", r)
		}
		p := r.Locations[0].Physical
		if g := p.Region; g != nil && (g.StartLine < 1 || g.StartColumn < 1 || g.EndColumn != 0 && g.EndColumn < g.StartColumn) {
			t.Errorf("region %+v", g)
		}
		if u := p.Artifact.URI; u != "content/a%20b.md" && u != "./a:b.md" {
			t.Errorf("uri %q", u)
		}
	}
	for _, r := range run.Tool.Driver.Rules {
		if r.Short.Text == "" || r.Help.Text == "" {
			t.Errorf("rule %+v", r)
		}
	}
	out.Reset()
	_ = PrintSARIF(&out, nil)
	if !strings.Contains(out.String(), `"results": []`) || !strings.Contains(out.String(), `"rules": []`) {
		t.Errorf("an empty log has no lists: %s", out.String())
	}
}
