package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

// findings prints the diagnostics: text to standard error, for a person; the
// other formats to standard output, for a program.
func (a *app) findings(ds diag.List) error {
	w := a.out
	if a.flags.format == "text" {
		w = a.err
	}
	return diag.Write(w, a.flags.format, ds, diag.Options{Color: a.colored()})
}

// colored reports whether text goes out in colour.
func (a *app) colored() bool {
	switch a.flags.color {
	case "always":
		return true
	case "never":
		return false
	}
	if a.env("NO_COLOR") != "" {
		return false
	}
	return a.env("FORCE_COLOR") != "" || a.env("TERM") != "dumb" && isTerminal(a.err)
}

// report prints what a good build made. Dir is empty for a check.
func (a *app) report(r *pipeline.Result, dir string, done output.Report, took time.Duration) {
	if a.flags.quiet || a.flags.format != "text" {
		return
	}
	s := r.Stats
	w := a.out
	title := r.Config.Title
	if dir == "" {
		fmt.Fprintf(w, "%s: checked, nothing written\n", title)
	} else {
		fmt.Fprintf(w, "%s → %s\n", title, shortPath(dir))
	}
	fmt.Fprintf(w, "  pages      %d\n", s.Pages)
	fmt.Fprintf(w, "  lessons    %d%s\n", s.Lessons, byKind(s.ByKind))
	fmt.Fprintf(w, "  languages  %s\n", strings.Join(s.Languages, ", "))
	if s.SearchBytes > 0 {
		fmt.Fprintf(w, "  search     %s\n", size(s.SearchBytes))
	}
	a.reportSkipped(s)
	if s.Excluded > 0 {
		fmt.Fprintf(w, "  excluded   %s by [content] exclude\n", plural(s.Excluded, "file"))
	}
	for _, o := range s.Omitted {
		fmt.Fprintf(w, "  left out   %s\n", o)
	}
	if n := r.Diags.Count(diag.Warning); n > 0 {
		excused := ""
		if s.Excused > 0 {
			excused = fmt.Sprintf(", %d of them errors that count as warnings ([findings] warn)", s.Excused)
		}
		fmt.Fprintf(w, "  warnings   %d%s\n", n, excused)
	}
	if dir != "" {
		fmt.Fprintf(w, "  files      %d written, %d unchanged, %d removed\n", done.Written, done.Unchanged, done.Removed)
		if done.Left != "" {
			fmt.Fprintf(w, "  left over  %s could not be removed; the next run tries again\n", done.Left)
		}
	}
	fmt.Fprintf(w, "  time       %s\n", took.Round(time.Millisecond))
}

// reportSkipped counts the lessons that are not in the build, by reason, and
// names them: a few, or all with -v.
func (a *app) reportSkipped(s pipeline.Stats) {
	for _, reason := range []string{"draft", "scheduled", "expired"} {
		var names []string
		for _, k := range s.Skipped {
			if k.Reason != reason {
				continue
			}
			name := k.Path
			if k.Until != "" {
				name += " (" + k.Until + ")"
			}
			names = append(names, name)
		}
		if len(names) == 0 {
			continue
		}
		shown, more := names, ""
		if len(names) > 5 && !a.flags.verbose {
			shown, more = names[:5], fmt.Sprintf(" and %d more", len(names)-5)
		}
		fmt.Fprintf(a.out, "  skipped    %d %s: %s%s\n", len(names), reason, strings.Join(shown, ", "), more)
	}
}

// byKind counts the lessons of each kind, where there are several kinds.
func byKind(counts []pipeline.Count) string {
	if len(counts) < 2 {
		return ""
	}
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s %d", strings.ToLower(c.Name), c.N))
	}
	return ": " + strings.Join(parts, ", ")
}

func size(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	if n < 1_000_000 {
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1_000_000)
}

// shortPath names a folder from the working directory where that is shorter.
func shortPath(dir string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, dir); err == nil && len(rel) < len(dir) {
			return rel + string(filepath.Separator)
		}
	}
	return dir
}
