package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/importer"
	"playbook/generator/output"
	"playbook/templates"
)

// exitLost says that an import is done and something was lost.
const exitLost = 3

// An importing is what the flags of import say.
type importing struct {
	from, lang, split string
	dryRun            bool
}

func (a *app) importCommand() *cobra.Command {
	var o importing
	c := &cobra.Command{
		Use: "import SOURCE DIR", Short: "turn another tool's handbook into a playbook",
		Long: "Import turns a handbook (a folder or a zip file) into a playbook in the folder DIR. DIR must be new or\n" +
			"empty. The handbook does not change. The new playbook builds without errors. Its file import-report.md\n" +
			"lists what was changed, what was lost and where, and what to do next (also as JSON and SARIF).\n\n" +
			"The exit status is 0 if no text, link or picture was lost, and 3 if something was lost.\n\n" +
			"Import reads: " + strings.Join(titles(), ", ") + ".",
		Example: "  generate import ../handbook our-playbook\n  generate import --dry-run export.zip",
		Args: func(_ *cobra.Command, args []string) error {
			if o.dryRun && len(args) == 1 {
				return nil
			}
			if len(args) != 2 {
				return usageError{fmt.Sprintf("'generate import' takes a handbook and a new folder, found %s", plural(len(args), "argument")), "write 'generate import handbook our-playbook'"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			dir := ""
			if len(args) > 1 {
				dir = args[1]
			}
			return a.importInto(c.Context(), args[0], dir, o)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.from, "from", "", "the `kind` of handbook, if import does not recognize it: "+strings.Join(importer.Names(), ", "))
	f.BoolVar(&o.dryRun, "dry-run", false, "print the report and write nothing")
	f.StringVar(&o.lang, "lang", "", "the `language` of the handbook, for example nl (default: its own setting, or en)")
	f.StringVar(&o.split, "split", "", "h1 makes each first-level heading a lesson of its own")
	return c
}

// titles are what people call the kinds of handbook.
func titles() []string {
	var out []string
	for _, f := range importer.Families() {
		out = append(out, f.Title)
	}
	return out
}

// importInto reads the handbook and writes the playbook.
func (a *app) importInto(ctx context.Context, source, dir string, o importing) error {
	if o.split != "" && o.split != "h1" {
		return usageError{fmt.Sprintf("--split %q is not known", o.split), "the only value is h1"}
	}
	if !slices.Contains(importer.Formats(), a.flags.format) {
		return usageError{fmt.Sprintf("import has no --format %q", a.flags.format), "expected one of: " + strings.Join(importer.Formats(), ", ")}
	}
	date, err := a.date()
	if err != nil {
		return err
	}
	src, err := importer.Open(source)
	if err != nil {
		return refused(err)
	}
	defer src.Close()
	if !o.dryRun {
		if err := output.CheckNew(dir, src.Path); err != nil {
			return usageError{err.Error(), "name a folder that does not exist yet"}
		}
	}
	relaxCollector()
	progress := a.startProgress()
	defer progress.stop()
	steps := map[string]func(done, total int){}
	d, err := importer.Run(ctx, src, importer.Options{
		From: o.from, Language: o.lang, SplitH1: o.split == "h1", SiteID: siteID(filepath.Base(dir)), Date: date, Templates: templates.FS,
		Progress: func(step string, done, total int) {
			if _, ok := steps[step]; !ok {
				steps[step] = progress.step(step)
			}
			if f := steps[step]; f != nil {
				f(done, total)
			}
		},
	})
	if err != nil {
		return refused(err)
	}
	if !o.dryRun {
		if err := d.Write(ctx, dir); err != nil {
			return err
		}
	}
	progress.stop()
	if o.dryRun || a.flags.format != "text" {
		if err := d.Report.Write(a.out, a.flags.format); err != nil {
			return err
		}
	} else {
		a.reportImport(d, dir)
	}
	if !d.Report.Lossless() {
		return exit{exitLost}
	}
	return nil
}

// refused makes wrong calls of what a source is refused for.
func refused(err error) error {
	var u importer.Unknown
	var h importer.Hostile
	switch {
	case errors.As(err, &u):
		return usageError{u.Message, u.Hint}
	case errors.As(err, &h):
		return usageError{h.Message, h.Hint}
	}
	return err
}

// reportImport says in a few lines what an import did.
func (a *app) reportImport(d *importer.Draft, dir string) {
	if a.flags.quiet {
		return
	}
	r := d.Report
	fmt.Fprintf(a.out, "%s → %s\n", r.Source, shortPath(filepath.Clean(dir)))
	fmt.Fprintf(a.out, "  kind       %s (%s)\n", r.Family, r.Known)
	fmt.Fprintf(a.out, "  pages      %d, with %s and %d words\n", r.Pages, plural(r.Assets, "file"), r.Words)
	if n := len(r.Left); n > 0 {
		fmt.Fprintf(a.out, "  excluded   %s on purpose\n", plural(n, "file"))
	}
	by := r.LossesBy()
	for _, what := range importer.ByCount(by) {
		fmt.Fprintf(a.out, "  lost       %d × %s\n", by[what], what)
	}
	for _, c := range r.Candidates {
		fmt.Fprintf(a.out, "  could be   %d %s\n", c.N, c.What)
	}
	fmt.Fprintf(a.err, "\nread %s, then run 'generate -s %s'\n", filepath.ToSlash(filepath.Join(dir, "import-report.md")), shellWord(filepath.ToSlash(dir)))
}
