package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

func (a *app) fixCommand() *cobra.Command {
	write := false
	var codes []string
	c := &cobra.Command{
		Use: "fix", Short: "show the repairs of findings as a diff, or make them with --write", Args: noArgs,
		Long: "Fix repairs each finding that has one certain repair: its hint ends with \"'generate fix' does it\".\n" +
			"Without --write, fix changes nothing and prints a diff. 'git apply' can read this diff. With --write\n" +
			"it changes the files, each completely or not at all.\n\n" +
			"Two repairs may change the same text. Then fix makes the first one; run fix again for the other. If\n" +
			"a repair moves a lesson, fix also updates the links to the lesson and in it. It moves lessons only\n" +
			"when there is nothing else to repair.",
		Example: "  generate fix\n  generate fix --write\n  generate fix --code PB1411 --code PB1410 --write",
		RunE: func(c *cobra.Command, _ []string) error {
			picked, err := pickedCodes(codes)
			if err != nil {
				return err
			}
			return a.fix(c.Context(), picked, write)
		},
	}
	c.Flags().SortFlags = false
	c.Flags().BoolVar(&write, "write", false, "change the files")
	c.Flags().StringArrayVar(&codes, "code", nil, "repair only findings with this `code`, for example PB1411; may be repeated")
	return c
}

// pickedCodes reads the codes of --code.
func pickedCodes(args []string) ([]diag.Code, error) {
	var codes []diag.Code
	for _, arg := range args {
		code := strings.ToUpper(codeIn(arg))
		if _, ok := diag.Explain(code); !ok {
			return nil, usageError{fmt.Sprintf("there is no code %q", arg), "a finding ends with its code in brackets, for example [PB1411]"}
		}
		codes = append(codes, diag.Code(code))
	}
	return codes, nil
}

// fix shows or makes the repairs of the findings with one of the codes.
func (a *app) fix(ctx context.Context, codes []diag.Code, write bool) error {
	if err := a.checkFlags(); err != nil {
		return err
	}
	if a.flags.format != "text" {
		return usageError{"--format does not work with fix, which prints a diff", "'generate check --format " + a.flags.format + "' prints the findings with their repairs"}
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	p.builder.Options.Lazy = true // no page is drawn
	r, err := p.builder.Build(ctx)
	if err != nil {
		return err
	}
	changes, repairs, err := p.builder.Repair(r, codes)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if err := a.change(p, c, write); err != nil {
			return err
		}
	}
	if !a.flags.quiet {
		fmt.Fprintf(a.err, "generate: %s\n", fixed(changes, repairs, len(r.Diags), write))
	}
	return nil
}

// change shows what happens to one file, or makes it happen.
func (a *app) change(p *project, c pipeline.Change, write bool) error {
	if !write {
		return a.showDiff(c.Path, c.To, c.Before, c.Edits)
	}
	on := func(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }
	if c.To != c.Path {
		if err := output.MoveFile(on(c.Path), on(c.To), c.After()); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s → %s\n", c.Path, c.To)
		return nil
	}
	if _, err := output.WriteFile(on(c.Path), c.After()); err != nil {
		return err
	}
	fmt.Fprintln(a.out, c.Path)
	return nil
}

// showDiff prints what edits make of a file.
func (a *app) showDiff(path, to string, before []byte, edits []diag.Edit) error {
	terminal := isTerminal(a.out)
	if r, ok := a.out.(*results); ok {
		terminal = isTerminal(r.w)
	}
	painted := a.flags.color == "always" || terminal && a.colored()
	_, err := fmt.Fprint(a.out, diag.Diff(path, to, before, edits, terminal, painted))
	return err
}

// fixed says in one line what was or can be repaired, and what is left.
func fixed(changes []pipeline.Change, r diag.Repairs, findings int, write bool) string {
	left := findings - len(r.Made) - r.Waiting
	var s string
	switch {
	case len(r.Made) == 0:
		s = "nothing to repair"
	case write:
		s = plural(len(r.Made), "finding") + " repaired in " + plural(len(changes), "file")
	default:
		s = plural(len(r.Made), "finding") + " can be repaired in " + plural(len(changes), "file") + "; 'generate fix --write' does it"
	}
	if r.Waiting > 0 {
		s += fmt.Sprintf("; %d more can be repaired after these: then run it again", r.Waiting)
	}
	if left > 0 {
		s += "; " + plural(left, "finding") + " left, 'generate check' shows them"
	}
	return s
}
