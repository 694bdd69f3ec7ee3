package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"playbook/generator/diag"
)

// Constructs that all families lose.
const (
	LostPage    = "a page that cannot be read"
	LostLink    = "a link that leads nowhere"
	LostPicture = "a picture that is not there"
)

const (
	codeLostMarkup  diag.Code = "PB1901"
	codeLostLink    diag.Code = "PB1902"
	codeLostPicture diag.Code = "PB1903"
)

// A Report says what an import did.
type Report struct {
	// Source is the handbook's name, Family the tool, Known what it was known by.
	Source string `json:"source"`
	Family string `json:"family"`
	Known  string `json:"knownBy"`
	Pages  int    `json:"pages"`
	Assets int    `json:"files"`
	Words  int    `json:"words"`
	// Files are the pages, in the order of the source.
	Files []FileReport `json:"pagesImported"`
	// Losses are what a reader of the old handbook had and of the new one has not.
	Losses []Loss `json:"losses"`
	// Left are files that are no part of the playbook on purpose, and why.
	Left []LeftOut `json:"leftOut"`
	// Remotes are pictures on other servers, which become links.
	Remotes []string `json:"remotePictures"`
	// Keys counts front matter keys that nothing here stands for.
	Keys map[string]int `json:"frontMatterKeysDropped"`
	// Candidates are what could become a widget.
	Candidates []Candidate `json:"candidates"`
	// Next is what a person should do now.
	Next []string `json:"next"`

	remote map[string]bool
	mu     sync.Mutex // of what pages report while several are read
}

// A FileReport is what became of one text.
type FileReport struct {
	From    string         `json:"from"`
	To      string         `json:"to"`
	Changes map[string]int `json:"changes,omitempty"`
}

// A Loss is one thing that was lost: what it was, and where in the source.
type Loss struct {
	Construct string `json:"construct"`
	Path      string `json:"path"`
	Line      int    `json:"line,omitempty"`
	Text      string `json:"text,omitempty"`
}

// A LeftOut is a file that was left out on purpose.
type LeftOut struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// A Candidate is a number of things that could become a widget.
type Candidate struct {
	N    int    `json:"n"`
	What string `json:"what"`
	Hint string `json:"hint"`
}

// Lose notes a loss.
func (r *Report) Lose(l Loss) {
	l.Text = oneLine(l.Text, 160)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Losses = append(r.Losses, l)
}

// LeaveOut notes a file that is left out on purpose.
func (r *Report) LeaveOut(path, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Left = append(r.Left, LeftOut{path, why})
}

// Remote notes a picture on another server.
func (r *Report) Remote(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.remote == nil {
		r.remote = map[string]bool{}
	}
	if !r.remote[address] {
		r.remote[address] = true
		r.Remotes = append(r.Remotes, address)
	}
}

// key counts a front matter key that is not kept.
func (r *Report) key(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Keys == nil {
		r.Keys = map[string]int{}
	}
	r.Keys[name]++
}

// Lossless reports whether all text, links and pictures are there.
func (r *Report) Lossless() bool { return len(r.Losses) == 0 }

// Changes counts all changes by their rules.
func (r *Report) Changes() map[string]int {
	all := map[string]int{}
	for _, f := range r.Files {
		for rule, n := range f.Changes {
			all[rule] += n
		}
	}
	return all
}

// LossesBy counts losses by their constructs.
func (r *Report) LossesBy() map[string]int {
	all := map[string]int{}
	for _, l := range r.Losses {
		all[l.Construct]++
	}
	return all
}

// sort brings everything into an order that depends on the source alone.
func (r *Report) sort() {
	slices.SortStableFunc(r.Losses, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Construct, b.Construct), cmp.Compare(a.Text, b.Text))
	})
	slices.SortStableFunc(r.Left, func(a, b LeftOut) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(r.Files, func(a, b FileReport) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	slices.Sort(r.Remotes)
}

// Formats are the names that [Report.Write] takes.
func Formats() []string { return []string{"text", "json", "sarif"} }

// Write writes the report as Markdown ("text"), JSON or SARIF.
func (r *Report) Write(w io.Writer, format string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	case "sarif":
		return diag.PrintSARIF(w, r.findings())
	}
	_, err := io.WriteString(w, r.markdown())
	return err
}

// findings are the losses as findings about the source.
func (r *Report) findings() diag.List {
	var ds diag.List
	for _, l := range r.Losses {
		code := codeLostMarkup
		switch l.Construct {
		case LostLink:
			code = codeLostLink
		case LostPicture:
			code = codeLostPicture
		}
		message := l.Construct
		if l.Text != "" {
			message += ": " + l.Text
		}
		ds.Add(diag.Diagnostic{Pos: diag.Pos{Path: l.Path, Line: l.Line, Col: min(l.Line, 1)}, Severity: diag.Warning, Code: code, Message: message})
	}
	return ds
}

// Bounds of the Markdown report; JSON has everything.
const (
	mostLosses = 2_000
	mostFiles  = 20_000
)

// markdown is the report for people.
func (r *Report) markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Import of %s\n", code(r.Source))
	line("Read as %s, known by %s. %s and %s became a playbook, with %s.\n", r.Family, code(r.Known), count(r.Pages, "page"), count(r.Assets, "other file"), count(r.Words, "word"))
	if len(r.Next) > 0 {
		line("## What to do next\n")
		for i, n := range r.Next {
			line("%d. %s", i+1, n)
		}
		line("")
	}
	r.lossesTo(line)
	if len(r.Candidates) > 0 {
		line("## What you could improve\n")
		for _, c := range r.Candidates {
			line("- %d %s: %s", c.N, c.What, c.Hint)
		}
		line("")
	}
	if all := r.Changes(); len(all) > 0 {
		line("## What was changed\n\n| times | change |\n|---:|---|")
		for _, rule := range ByCount(all) {
			line("| %d | %s |", all[rule], rule)
		}
		line("")
	}
	if len(r.Keys) > 0 {
		var keys []string
		for _, k := range ByCount(r.Keys) {
			keys = append(keys, fmt.Sprintf("%s (%d)", code(k), r.Keys[k]))
		}
		line("Front matter keys that mean nothing here were dropped: %s.\n", strings.Join(keys, ", "))
	}
	if len(r.Left) > 0 {
		line("## What was left out on purpose\n")
		for _, l := range r.Left[:min(len(r.Left), mostLosses)] {
			line("- %s: %s", code(l.Path), l.Why)
		}
		if n := len(r.Left) - mostLosses; n > 0 {
			line("- and %d more", n)
		}
		line("")
	}
	if len(r.Remotes) > 0 {
		line("## Pictures on other servers\n\nPages load nothing from other servers, so these pictures are links. To show a picture, save it beside the lesson.\n")
		for _, u := range r.Remotes {
			line("- %s", code(u))
		}
		line("")
	}
	line("## Pages\n\n| from | to | changes |\n|---|---|---|")
	for _, f := range r.Files[:min(len(r.Files), mostFiles)] {
		var rules []string
		for _, rule := range ByCount(f.Changes) {
			rules = append(rules, fmt.Sprintf("%d × %s", f.Changes[rule], rule))
		}
		line("| %s | %s | %s |", cell(code(f.From)), cell(code(f.To)), cell(strings.Join(rules, "; ")))
	}
	return b.String()
}

func (r *Report) lossesTo(line func(string, ...any)) {
	if len(r.Losses) == 0 {
		line("Nothing was lost: all text, links and pictures are there.\n")
		return
	}
	line("## What was lost\n\n| times | what |\n|---:|---|")
	by := r.LossesBy()
	for _, c := range ByCount(by) {
		line("| %d | %s |", by[c], cell(c))
	}
	line("\nWhere, in the handbook:\n")
	for _, l := range r.Losses[:min(len(r.Losses), mostLosses)] {
		at := l.Path
		if l.Line > 0 {
			at = fmt.Sprintf("%s:%d", l.Path, l.Line)
		}
		if l.Text == "" {
			line("- %s: %s", code(at), l.Construct)
		} else {
			line("- %s: %s, %s", code(at), l.Construct, code(l.Text))
		}
	}
	if n := len(r.Losses) - mostLosses; n > 0 {
		line("- and %d more, which import-report.json lists", n)
	}
	line("")
}

// ByCount lists the keys of counts, the greatest first.
func ByCount(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(m[b]-m[a], strings.Compare(a, b)) })
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// code sets a text as code, whatever signs it has.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%s %ss", thousands(n), word)
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
