package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/overlay"
)

func (a *app) themeCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "theme", Short: "list, export and compare the files of the theme",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			hint := "there are 'list', 'export' and 'diff'"
			if s := diag.Suggest(args[0], []string{"list", "export", "diff"}); s != "" {
				hint = fmt.Sprintf("did you mean %q?", "generate theme "+s)
			}
			return usageError{fmt.Sprintf("unknown command %q", "theme "+args[0]), hint}
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.themeListCommand(), a.themeExportCommand(), a.themeDiffCommand())
	return c
}

// withLayer opens the playbook and calls f with its templates and those of the theme.
func (a *app) withLayer(f func(*project, overlay.Layer) error) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	return f(p, overlay.Layer{Own: below(p.builder.Source, "templates"), Theme: p.builder.Theme})
}

func (a *app) themeListCommand() *cobra.Command {
	own := false
	c := &cobra.Command{
		Use: "list", Short: "list every file of the theme, and which of them the playbook has in templates/", Args: noArgs,
		Long: "List prints each file of the theme and of templates/. A word before a file says that it is in templates/:\n" +
			"  same     the file is the theme's, word for word\n" +
			"  changed  the playbook has changed it\n" +
			"  behind   it was exported, and the theme's file has changed since: run 'generate theme diff FILE'\n" +
			"  gone     it was exported, and the theme no longer has such a file\n" +
			"  own      the theme never had it: it is the playbook's own",
		Example: "  generate theme list\n  generate theme list --own",
		RunE: func(*cobra.Command, []string) error {
			return a.withLayer(func(_ *project, l overlay.Layer) error { return a.listTheme(l, own) })
		},
	}
	c.Flags().BoolVar(&own, "own", false, "list only the files that the playbook has in templates/")
	return c
}

func (a *app) listTheme(l overlay.Layer, own bool) error {
	count := map[overlay.State]int{}
	for _, f := range l.Files() {
		count[f.State]++
		if own && f.State == overlay.Shipped {
			continue
		}
		if _, err := fmt.Fprintf(a.out, "%-8s %s\n", f.State, f.Path); err != nil {
			return err
		}
	}
	if a.flags.quiet {
		return nil
	}
	shipped := count[overlay.Shipped] + count[overlay.Same] + count[overlay.Changed] + count[overlay.Behind]
	var said []string
	for _, s := range []overlay.State{overlay.Same, overlay.Changed, overlay.Behind, overlay.Gone, overlay.Extra} {
		if count[s] > 0 {
			said = append(said, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	if len(said) == 0 {
		said = []string{"none"}
	}
	fmt.Fprintf(a.err, "generate: the theme has %s; in templates/: %s\n", plural(shipped, "file"), strings.Join(said, ", "))
	return nil
}

func (a *app) themeExportCommand() *cobra.Command {
	mark := false
	c := &cobra.Command{
		Use: "export FILE…", Short: "copy files of the theme to the playbook's templates/, where you can change them",
		Long: "Export copies files of the theme to templates/, where you can change them. Each copy has a comment\n" +
			"that says from which version of the file it comes. A newer version of the program may bring a newer\n" +
			"version of the file. Then generate reports that the copy is behind.\n\n" +
			"Export keeps the unchanged files below templates/.originals, because 'generate theme diff' needs\n" +
			"them: commit them together with the copies. Export does not overwrite a file that exists. With\n" +
			"--mark it does not copy: it records that the existing file is up to date with the theme's file.",
		Example: "  generate theme export partials/footer.html\n  generate theme export --mark partials/footer.html",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"'generate theme export' takes files of the theme, found none", "'generate theme list' lists them"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withLayer(func(p *project, l overlay.Layer) error { return a.exportTheme(p, l, args, mark) })
		},
	}
	c.Flags().BoolVar(&mark, "mark", false, "copy nothing: record that the playbook's files are up to date with the theme's")
	return c
}

func (a *app) exportTheme(p *project, l overlay.Layer, args []string, mark bool) error {
	names := make([]string, len(args))
	for i, arg := range args {
		name, err := themeFile(l, arg)
		if err != nil {
			return err
		}
		own := exists(l.Own, name)
		switch {
		case !exists(l.Theme, name):
			return usageError{fmt.Sprintf("%q is only in the playbook: the theme has no such file", name), "'generate theme list' lists what the theme has"}
		case own && !mark:
			return usageError{fmt.Sprintf("templates/%s already exists", name), fmt.Sprintf("'generate theme diff %s' shows what it changes", name)}
		case !own && mark:
			return usageError{fmt.Sprintf("there is no templates/%s to mark", name), "without --mark the theme's file is written there"}
		}
		names[i] = name
	}
	on := func(name string) string { return filepath.Join(p.dir, "templates", filepath.FromSlash(name)) }
	for _, name := range names {
		original, err := fs.ReadFile(l.Theme, name)
		if err != nil {
			return err
		}
		text := original
		if mark {
			if text, err = fs.ReadFile(l.Own, name); err != nil {
				return err
			}
		}
		marked, ok := overlay.Mark(name, text, original)
		if ok {
			if _, err := output.WriteFile(on(overlay.KeptPath(name)), original); err != nil {
				return err
			}
		} else {
			fmt.Fprintf(a.err, "generate: %s has no comments: no build will say when the theme's file changes\n", name)
		}
		if _, err := output.WriteFile(on(name), marked); err != nil {
			return err
		}
		fmt.Fprintln(a.out, "templates/"+name)
	}
	return nil
}

func (a *app) themeDiffCommand() *cobra.Command {
	news := false
	c := &cobra.Command{
		Use: "diff [FILE…]", Short: "show what the playbook changed in files of the theme, and what the theme has changed since",
		Long: "Diff compares each file of templates/ with the theme's file. If the file was exported from an older\n" +
			"version of the theme, diff prints two comparisons. The first one shows what the playbook changed in\n" +
			"the file. The second one shows what the theme has changed since.\n\n" +
			"Copy the theme's changes that you want by hand, or take all of them with\n" +
			"'generate theme diff --theme FILE | git apply'. Then run 'generate theme export --mark FILE'.",
		Example: "  generate theme diff\n  generate theme diff partials/footer.html\n  generate theme diff --theme partials/footer.html | git apply",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withLayer(func(_ *project, l overlay.Layer) error { return a.diffTheme(l, args, news) })
		},
	}
	c.Flags().BoolVar(&news, "theme", false, "show only what the theme has changed")
	return c
}

func (a *app) diffTheme(l overlay.Layer, args []string, news bool) error {
	var files []overlay.File
	for _, arg := range args {
		name, err := themeFile(l, arg)
		if err != nil {
			return err
		}
		f := l.File(name)
		if f.State == overlay.Shipped {
			return usageError{fmt.Sprintf("the playbook has no templates/%s: the theme's file is used", name), "'generate theme export' writes it there"}
		}
		files = append(files, f)
	}
	if len(args) == 0 {
		files = l.Files()
	}
	shown := 0
	for _, f := range files {
		if f.State == overlay.Shipped || f.State == overlay.Extra && len(args) == 0 {
			continue
		}
		shown += a.diffOne(l, f, news)
	}
	if shown == 0 && !a.flags.quiet {
		fmt.Fprintln(a.err, "generate: no difference")
	}
	return nil
}

// diffOne shows one file and returns how many differences it has.
func (a *app) diffOne(l overlay.Layer, f overlay.File, news bool) (shown int) {
	name := "templates/" + f.Path
	show := func(what string, d overlay.Difference) {
		if len(d.Edits) == 0 {
			return
		}
		shown++
		if !a.flags.quiet {
			fmt.Fprintf(a.err, "%s: %s\n", name, what)
		}
		a.showDiff(name, name, d.Before, d.Edits)
	}
	behind := f.State == overlay.Behind || f.State == overlay.Gone
	d, known := l.News(f.Path)
	if !news {
		what := "what the playbook changes"
		if behind && !known {
			what = fmt.Sprintf("how the file differs from the theme's; without the original below templates/%s it is unknown who changed what", overlay.Kept)
		}
		show(what, l.Changes(f.Path))
	}
	if behind && known {
		show("what the theme has changed since it was exported", d)
	}
	return shown
}

// themeFile returns the path below templates/ of a file that the command line names.
func themeFile(l overlay.Layer, arg string) (string, error) {
	name := strings.TrimPrefix(path.Clean(filepath.ToSlash(arg)), "templates/")
	var all []string
	for _, f := range l.Files() {
		if f.Path == name {
			return name, nil
		}
		all = append(all, f.Path)
	}
	hint := "'generate theme list' lists what the theme has"
	if s := diag.Suggest(name, all); s != "" {
		hint = fmt.Sprintf("did you mean %q?", s)
	}
	return "", usageError{fmt.Sprintf("there is no file %q in the theme", name), hint}
}

// exists reports whether there is a file with the name.
func exists(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}
