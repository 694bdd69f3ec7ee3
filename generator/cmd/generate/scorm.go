package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/scorm"
)

func (a *app) scormCommand() *cobra.Command {
	var o scorm.Options
	var version, file string
	c := &cobra.Command{
		Use: "scorm", Short: "make a package for a learning platform (LMS): SCORM 1.2 or 2004 3rd edition", Args: noArgs,
		Long: "Scorm writes a learning path, a lesson or the whole playbook into a zip file that a learning\n" +
			"platform imports as a course. It prints what the package needs from the platform. The platform\n" +
			"stores what learners complete, answer and tick; the browser stores nothing.",
		Example: "  generate scorm --path ae --version 1.2 -o ae.zip\n  generate scorm --lesson five-properties --lang de --version 2004",
		RunE: func(c *cobra.Command, _ []string) error {
			if o.Path != "" && o.Lesson != "" {
				return usageError{"cannot use --path and --lesson together", "a package holds a path or one lesson; without both flags it holds the whole playbook"}
			}
			var known []string
			for _, v := range scorm.Versions {
				known = append(known, string(v))
			}
			o.Version = scorm.Version(version)
			if hint := diag.DidYouMean(version, known); o.Version != scorm.V12 && o.Version != scorm.V2004 {
				return usageError{fmt.Sprintf("cannot read --version %q", version), hint}
			}
			return a.scorm(c.Context(), o, file)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.Path, "path", "", "the `uid` of a learning path")
	f.StringVar(&o.Lesson, "lesson", "", "the `uid` of one lesson")
	f.StringVar(&version, "version", string(scorm.V12), "1.2, which every platform supports, or 2004 (3rd edition)")
	f.StringVar(&o.Lang, "lang", "", "the `language` (default: the site's own)")
	f.StringVarP(&file, "output", "o", "", "the `file` to write (default: uid, language and version, in the working directory)")
	return c
}

// scorm builds the site with a choice of pages and writes the package.
func (a *app) scorm(ctx context.Context, o scorm.Options, name string) error {
	if err := a.checkFlags(); err != nil {
		return err
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	course := &scorm.Course{Options: o}
	b := p.builder
	b.Options.Package, b.Options.NoSearch = course.Choose, true
	defer relaxCollector()()
	r, err := b.Build(ctx)
	if err != nil {
		return err
	}
	if err := a.findings(r.Diags); err != nil {
		return err
	}
	if a.failed(r.Diags) {
		return a.fail(r)
	}
	if err := course.Err(); err != nil {
		return choiceError(err)
	}
	var zip bytes.Buffer
	report, err := course.Write(ctx, r, &zip)
	if err != nil {
		if large := (*scorm.TooLargeError)(nil); errors.As(err, &large) {
			return usageError{err.Error(), "make a package of each learning path with --path, or use --version 2004"}
		}
		return err
	}
	if name == "" {
		name = strings.Join([]string{cmp.Or(o.Path, o.Lesson, "book"), report.Lang, string(o.Version)}, "-") + ".zip"
	}
	if _, err := output.WriteFile(filepath.Clean(name), zip.Bytes()); err != nil {
		return err
	}
	if !a.flags.quiet {
		a.reportScorm(report, o, name)
	}
	return nil
}

// choiceError says what is wrong with --path, --lesson or --lang.
func choiceError(err error) error {
	missing := (*scorm.NotFoundError)(nil)
	if !errors.As(err, &missing) {
		return err
	}
	return usageError{err.Error(), diag.DidYouMean(missing.Name, missing.Known)}
}

func (a *app) reportScorm(r scorm.Report, o scorm.Options, name string) {
	w := a.out
	edition := "SCORM 1.2"
	if o.Version == scorm.V2004 {
		edition = "SCORM 2004 3rd edition"
	}
	fmt.Fprintf(w, "%s → %s\n", r.Title, name)
	fmt.Fprintf(w, "  lessons    %d, in %s\n", r.Lessons, r.Lang)
	fmt.Fprintf(w, "  files      %d, %s (%s unpacked)\n", r.Files, size(r.Bytes), size(r.Unpacked))
	fmt.Fprintf(w, "  needs      %s, in a frame or a separate window\n", edition)
	fmt.Fprintf(w, "  stores     about %d characters of suspend_data when everything is answered, at most %d\n", r.Room.All, r.Room.Limit)
	if len(r.Room.Dropped) > 0 {
		fmt.Fprintf(w, "  drops      %s, in this order, if a learner's answers do not fit; the learner sees a message\n", strings.Join(r.Room.Dropped, ", "))
	}
	for i, out := range r.Out {
		label := "stays out"
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(w, "  %-10s %s\n", label, out)
	}
}
