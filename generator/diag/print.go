package diag

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Options say how [Print] writes.
type Options struct {
	// Color adds ANSI colours; whether the terminal wants them is the
	// command's to know.
	Color bool
	// Verbose lifts the caps.
	Verbose bool
}

// How many findings are printed of one file and in all; the rest is counted.
const (
	maxPerFile = 20
	maxPrinted = 200
)

// maxEqual is how many findings of one code and message are printed in full.
const maxEqual = 3

// Print writes the findings for people, in order: path:line:col, severity,
// message and code on one line, the excerpt with the marked characters
// underlined, the hint. Of equal ones the first three are printed, and how many
// more there are of each kind. At most 20 a file and 200 in all are printed,
// errors before warnings; then how many more there are. No control character of
// the author's text reaches w.
func Print(w io.Writer, list List, o Options) error {
	sorted := slices.Clone(list)
	sorted.Sort()
	var equals []equal
	if !o.Verbose {
		sorted, equals = grouped(sorted)
	}
	shown := sorted
	if !o.Verbose {
		shown = capped(sorted)
	}
	p := printer{w: bufio.NewWriter(w), color: o.Color}
	perFile := map[string]int{}
	for _, d := range sorted {
		perFile[d.Path]++
	}
	left, files := len(sorted)-len(shown), 0
	for i, d := range shown {
		p.diagnostic(d)
		perFile[d.Path]--
		if more := perFile[d.Path]; more > 0 && (i+1 == len(shown) || shown[i+1].Path != d.Path) {
			fmt.Fprintf(p.w, "%s: and %d more in this file\n", clean(d.Path), more)
			left, perFile[d.Path] = left-more, 0
		}
	}
	for _, n := range perFile {
		files += min(n, 1)
	}
	for _, e := range equals {
		fmt.Fprintln(p.w, e)
	}
	if left > 0 {
		fmt.Fprintf(p.w, "and %s more in %s\n", number(left), Plural(files, "other file"))
	}
	return p.w.Flush()
}

// An equal is how many findings of one code and message are left out.
type equal struct {
	code    Code
	message string
	n       int
}

func (e equal) String() string {
	return fmt.Sprintf("and %s more of %s: %s", number(e.n), e.code, clean(strings.TrimPrefix(e.message, "unknown ")))
}

// grouped leaves out of a sorted list what is equal to three findings before it, and
// counts that, most first.
func grouped(sorted List) (List, []equal) {
	type kind struct {
		severity Severity
		code     Code
		message  string
	}
	seen := map[kind]int{}
	out := make(List, 0, len(sorted))
	for _, d := range sorted {
		k := kind{d.Severity, d.Code, d.Message}
		if seen[k]++; seen[k] <= maxEqual {
			out = append(out, d)
		}
	}
	var equals []equal
	for k, n := range seen {
		if n > maxEqual {
			equals = append(equals, equal{k.code, k.message, n - maxEqual})
		}
	}
	slices.SortFunc(equals, func(a, b equal) int {
		return cmp.Or(b.n-a.n, cmp.Compare(a.code, b.code), cmp.Compare(a.message, b.message))
	})
	return out, equals
}

// number writes a number with commas.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// capped picks the findings to print from a sorted list, errors first, and
// keeps their order.
func capped(sorted List) List {
	keep := make([]bool, len(sorted))
	perFile, total := map[string]int{}, 0
	for s := Error; ; s-- {
		for i, d := range sorted {
			if d.Severity == s && total < maxPrinted && perFile[d.Path] < maxPerFile {
				keep[i] = true
				perFile[d.Path]++
				total++
			}
		}
		if s == Hint {
			break
		}
	}
	var out List
	for i, d := range sorted {
		if keep[i] {
			out = append(out, d)
		}
	}
	return out
}

type printer struct {
	w     *bufio.Writer
	color bool
}

// paint wraps text in an ANSI style.
func (p *printer) paint(style, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func styleOf(s Severity) string {
	return [...]string{"1;36", "1;33", "1;31"}[s]
}

func (p *printer) diagnostic(d Diagnostic) {
	message, hint := d.sentence()
	fmt.Fprintf(p.w, "%s: %s %s", p.paint("1", d.Place()), p.paint(styleOf(d.Severity), d.Severity.String()+":"), clean(message))
	if d.Code != "" {
		fmt.Fprint(p.w, p.paint("2", " ["+string(d.Code)+"]"))
	}
	fmt.Fprintln(p.w)
	if d.Line > 0 && d.Excerpt != "" {
		p.excerpt(d)
	}
	if hint != "" {
		fmt.Fprintf(p.w, "      %s %s\n", p.paint("1;36", "hint:"), clean(hint))
	}
}

// Place is path:line:col. A finding about a file as a whole (its name, that it
// is not there) stands at 1:1 and has no excerpt, so that whatever reads these
// lines has one form to read.
func (d Diagnostic) Place() string {
	return fmt.Sprintf("%s:%d:%d", clean(d.Path), max(d.Line, 1), max(d.Col, 1))
}

// sentence returns message and hint; a short did-you-mean joins the message,
// so that it is read, and found by search, on one line with the word it is
// about.
func (d Diagnostic) sentence() (message, hint string) {
	if strings.HasPrefix(d.Hint, "did you mean") && len(d.Hint) <= 80 {
		d.Message, d.Hint = d.Message+"; "+d.Hint, ""
	}
	return d.Message, d.Advice()
}

// Advice is the hint, and whether 'generate fix' follows it.
func (d Diagnostic) Advice() string {
	switch {
	case d.Repair == nil:
		return d.Hint
	case d.Hint == "":
		return "'generate fix' does it"
	}
	return d.Hint + "; 'generate fix' does it"
}

// excerpt writes the source line behind its number, and underlines the mark.
func (p *printer) excerpt(d Diagnostic) {
	first := max(d.ExcerptCol, 1)
	text, from, to := layout(d.Excerpt, d.Col-first, d.End-first)
	lead := ""
	if first > 1 {
		lead = "…"
	}
	gutter := fmt.Sprintf("%4d | ", d.Line)
	fmt.Fprintf(p.w, "%s%s%s\n", p.paint("2", gutter), lead, text)
	blank := strings.Repeat(" ", len(gutter)-2) + "| "
	under := strings.Repeat(" ", from+len([]rune(lead)))
	fmt.Fprintf(p.w, "%s%s%s\n", p.paint("2", blank), under, p.paint(styleOf(d.Severity), "^"+strings.Repeat("~", max(to-from-1, 0))))
}
