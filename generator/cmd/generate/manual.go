package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"playbook/generator/dev"
	"playbook/generator/manual"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// manualPort is where the manual is read, beside a playbook that is being written.
const manualPort = 4100

func (a *app) manualCommand() *cobra.Command {
	var dir string
	var port int
	var open bool
	c := &cobra.Command{
		Use: "manual", Short: "open the manual in the browser, or write it into a folder", Args: noArgs,
		Long: "Manual shows the manual at an address of this computer, 127.0.0.1, until you press Ctrl-C. The manual\n" +
			"is a playbook too: press / to search it. With -o, manual writes it into a folder and ends. You can\n" +
			"open these files without a server.",
		Example: "  generate manual --open\n  generate manual -o manual",
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.manual(c.Context(), c.Root(), dir == "")
			if err != nil {
				return err
			}
			if dir != "" {
				done, err := output.Publish(c.Context(), dir, r.Files, output.Options{Generator: maker()})
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(a.out, "%s: %d files written, %d unchanged\n", dir, done.Written, done.Unchanged)
				return err
			}
			note := func(text string) { fmt.Fprintf(a.err, "generate: %s\n", text) }
			return dev.Show(c.Context(), r, port, note, func(url string) {
				fmt.Fprintf(a.out, "the manual is at %s; press Ctrl-C to stop\n", url)
				if open {
					a.show(url)
				}
			})
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&dir, "output", "o", "", "write the manual into this `folder` and exit")
	f.IntVar(&port, "port", manualPort, "the port to serve on")
	f.BoolVar(&open, "open", false, "open the browser")
	return c
}

// manual builds the manual. A mistake in it is the program's own.
func (a *app) manual(ctx context.Context, root *cobra.Command, lazy bool) (*pipeline.Result, error) {
	source, err := manual.Source(manual.Facts{Commands: commands(root), Workflows: workflows(), Templates: templates.FS})
	if err != nil {
		return nil, err
	}
	date, err := a.date()
	if err != nil {
		return nil, err
	}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: date, Generator: maker(), Lazy: lazy}}
	r, err := b.Build(ctx)
	if err == nil && a.failed(r.Diags) {
		_ = a.findings(r.Diags)
		err = fmt.Errorf("the manual has mistakes")
	}
	return r, err
}

// workflows are those of all hosts, as a program that is no release writes them.
func workflows() map[string]manual.Workflow {
	all := map[string]manual.Workflow{}
	for _, host := range hosts() {
		files, _ := scaffoldFiles("scaffold/hosts/" + host) // they are embedded
		for _, f := range files {
			all[host] = manual.Workflow{Path: f.name, Text: filled(f.text, "handbook", "")}
		}
	}
	return all
}

// commands describes the commands of the program, the program itself first.
func commands(root *cobra.Command) []manual.Command {
	list := []manual.Command{describe(root)}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" && c.Name() != "completion" {
			list = append(list, describe(c))
			for _, inner := range c.Commands() {
				list = append(list, describe(inner))
			}
		}
	}
	return list
}

func describe(c *cobra.Command) manual.Command {
	m := manual.Command{Use: c.UseLine(), Short: c.Short, Long: c.Long, Example: c.Example}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		if d := f.DefValue; d != "" && d != "false" && d != "0" && d != "0s" && !strings.Contains(usage, "(default") {
			usage += fmt.Sprintf(" (default: %s)", d)
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		m.Flags = append(m.Flags, manual.Flag{Name: name, Value: value, Usage: usage})
	})
	return m
}
