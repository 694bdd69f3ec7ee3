package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"playbook/generator/config"
	"playbook/generator/diag"
)

// flags are those of building; see buildFlags for what they say.
type flags struct {
	config, source, output, date, baseURL string
	drafts, future, strict, force         bool
	quiet, verbose                        bool
	format, color, cpuprofile             string
	watching                              watchFlags
}

// command builds the command tree.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "generate",
		Short: "turn a folder of Markdown lessons into a static sales playbook",
		Long: "Generate reads site.toml and the lessons below content/ and writes the finished site.\n" +
			"It looks for site.toml in the working directory and the folders above it. With --watch or --drafts\n" +
			"the site has the page gallery.html, which shows every kind of block with its settings.\n\n" +
			"Results go to stdout, findings and progress to stderr. The exit status is:\n" +
			"  0    success\n" +
			"  1    mistakes in the lessons; with --strict also warnings\n" +
			"  2    mistakes in the command or in site.toml\n" +
			"  3    failures of the machine, such as a full disk\n" +
			"  130  stopped with Ctrl-C\n" +
			"  143  stopped with SIGTERM",
		Args:          noArgs,
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(c *cobra.Command, _ []string) error {
			a.flags.watching.fixedPort = c.Flags().Changed("port")
			if err := a.checkWatch(); err != nil {
				return err
			}
			if a.flags.watching.watch {
				return a.watch(c.Context())
			}
			return a.generate(c.Context(), false)
		},
	}
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	a.watchFlags(root.Flags())
	a.buildFlags(root.PersistentFlags())
	root.AddCommand(a.checkCommand(), a.fixCommand(), plain(a.initCommand()), plain(a.importCommand()), a.newCommand(), plain(a.explainCommand()), plain(a.manualCommand()), plain(a.schemaCommand()), a.idsCommand(), a.i18nCommand(), a.scormCommand(), a.cleanCommand(), plain(a.versionCommand()))
	root.AddCommand(a.teamCommand(), a.themeCommand())
	return root
}

// plain leaves the flags of a build out of the help of a command that builds
// nothing.
func plain(c *cobra.Command) *cobra.Command {
	c.SetUsageTemplate("Usage:\n  {{.UseLine}}{{if .HasExample}}\n\nExamples:\n{{.Example}}{{end}}\n\nFlags:\n{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}\n")
	return c
}

func (a *app) buildFlags(f *pflag.FlagSet) {
	v := &a.flags
	f.SortFlags = false
	f.StringVarP(&v.source, "source", "s", "", "the `folder` with site.toml (default: the working directory or the nearest one above)")
	f.StringVarP(&v.output, "output", "o", "", "the output `folder`, relative to the working directory (default: [build] output)")
	f.StringVarP(&v.config, "config", "c", "", "the settings `file` (default: site.toml)")
	f.StringVar(&v.date, "date", "", "the build `date`, YYYY-MM-DD, for publish_date and expiry_date (default: today in UTC)")
	f.StringVar(&v.baseURL, "base-url", "", "the site's `address`, in place of base_url")
	f.BoolVarP(&v.drafts, "drafts", "D", false, "include drafts")
	f.BoolVar(&v.future, "future", false, "include scheduled and expired lessons")
	f.BoolVar(&v.strict, "strict", false, "fail on warnings")
	f.BoolVar(&v.force, "force", false, "write into a folder that has other files")
	f.StringVar(&v.format, "format", "text", "print findings as text, json, sarif or github")
	f.StringVar(&v.color, "color", "auto", "auto, always or never")
	f.BoolVarP(&v.quiet, "quiet", "q", false, "print findings only")
	f.BoolVarP(&v.verbose, "verbose", "v", false, "name every skipped lesson")
	f.StringVar(&v.cpuprofile, "cpuprofile", "", "write a CPU profile to `file`")
}

func (a *app) watchFlags(f *pflag.FlagSet) {
	v := &a.flags.watching
	f.SortFlags = false
	f.BoolVar(&v.watch, "watch", false, "build, serve, and build again on every change")
	f.BoolVar(&v.open, "open", false, "with --watch: open the browser")
	f.IntVar(&v.port, "port", defaultPort, "with --watch: the port to serve on")
	f.StringVar(&v.host, "host", "", "with --watch: the `address` to serve on (default: 127.0.0.1, this machine only)")
	f.DurationVar(&v.poll, "poll", 0, "with --watch: look for changes at this interval, for example 1s, instead of waiting for events")
}

// noArgs refuses arguments, with a suggestion where one is near a command.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasParent() {
		return usageError{fmt.Sprintf("'%s' takes no argument, found %q", c.CommandPath(), args[0]), ""}
	}
	var names []string
	for _, s := range c.Commands() {
		names = append(names, s.Name())
	}
	hint := "run 'generate --help' for the commands"
	if s := diag.Suggest(args[0], names); s != "" {
		hint = fmt.Sprintf("did you mean %q?", "generate "+s)
	}
	return usageError{fmt.Sprintf("unknown command %q", args[0]), hint}
}

var flagName = regexp.MustCompile(`--?[\w-]+`)

// flagError says what is wrong with a flag, with a suggestion.
func flagError(c *cobra.Command, err error) error {
	hint := fmt.Sprintf("run '%s --help' for the flags", c.CommandPath())
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usageError{err.Error(), hint}
	}
	var names []string
	add := func(f *pflag.Flag) { names = append(names, "--"+f.Name) }
	c.Flags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	if s := diag.Suggest("--"+unknown.GetSpecifiedName(), names); s != "" {
		hint = fmt.Sprintf("did you mean %s?", s)
	}
	return usageError{"unknown flag " + flagName.FindString(err.Error()), hint}
}

// checkFlags refuses values that no flag takes.
func (a *app) checkFlags() error {
	v := a.flags
	if formats := diag.Formats(); !slices.Contains(formats, v.format) {
		return usageError{fmt.Sprintf("unknown format %q", v.format), diag.DidYouMean(v.format, formats)}
	}
	if colors := []string{"auto", "always", "never"}; !slices.Contains(colors, v.color) {
		return usageError{fmt.Sprintf("cannot read --color %q", v.color), diag.DidYouMean(v.color, colors)}
	}
	if v.baseURL != "" {
		if _, problem, hint := config.NormalBaseURL(v.baseURL); problem != "" {
			return usageError{"cannot use --base-url: " + problem, hint}
		}
	}
	return nil
}
