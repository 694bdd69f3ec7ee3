package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain [CODE]", Short: "explain a code such as PB1003, or list all codes",
		Example: "  generate explain PB1003\n  generate explain",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Sprintf("'generate explain' takes one argument, found %d", len(args)), "give one code, for example 'generate explain PB1003', or none for the list"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, code := range diag.Codes() {
					if _, err := fmt.Fprintf(a.out, "%s  %s\n", code, diag.Title(code)); err != nil {
						return err
					}
				}
				return nil
			}
			text, ok := diag.Explain(codeIn(args[0]))
			if !ok {
				return usageError{fmt.Sprintf("there is no code %q", args[0]), "a finding ends with its code in brackets, for example [PB1003]"}
			}
			_, err := fmt.Fprintln(a.out, strings.TrimSpace(text))
			return err
		},
	}
}

// codeIn reads a code as it is printed, in brackets, or as its number alone.
func codeIn(arg string) string {
	code := strings.Trim(arg, "[]")
	if strings.Trim(code, "0123456789") == "" {
		code = "PB" + code
	}
	return code
}

// oneArg asks for exactly one argument and says which.
func oneArg(command, want string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return usageError{fmt.Sprintf("'generate %s' takes one argument, found %d", command, len(args)), "give " + want}
	}
}

func (a *app) cleanCommand() *cobra.Command {
	return &cobra.Command{
		Use: "clean", Short: "remove from the output folder the files that generate wrote, and nothing else", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.close()
			b := p.builder
			cfg, ds, err := b.Config()
			if err != nil {
				return err
			}
			if cfg == nil || ds.HasErrors() && a.flags.output == "" {
				if err := a.findings(ds); err != nil {
					return err
				}
				return exit{exitUsage}
			}
			dir := a.outputDir(p, cfg)
			r, err := output.Clean(c.Context(), dir)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s: %s removed\n", shortPath(dir), plural(r.Removed, "file"))
			return nil
		},
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "print the version, the commit, the Go version and the system", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "playbook %s\n%s%s %s/%s\n", version(), commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// commit is a line about the commit that the program was built from, "" if the
// toolchain recorded none.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	said := map[string]string{}
	for _, s := range info.Settings {
		said[s.Key] = s.Value
	}
	if said["vcs.revision"] == "" {
		return ""
	}
	line := "commit " + said["vcs.revision"] + " of " + said["vcs.time"]
	if said["vcs.modified"] == "true" {
		line += ", with changes"
	}
	return line + "\n"
}

// What a release is called, and the address that its archives are below: .ci/release
// has the linker write them here.
var release, releases string

// maker names this very generator in the output's manifest, whose keys are
// believed by the same one only. The beginning of the program holds the build
// id that the Go linker puts there, which stands for all of its code.
func maker() string {
	name := "playbook " + version()
	exe, err := os.Executable()
	if err != nil {
		return name
	}
	f, err := os.Open(exe)
	if err != nil {
		return name
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.CopyN(h, f, 64<<10); err != nil && err != io.EOF {
		return name
	}
	return fmt.Sprintf("%s %x", name, h.Sum(nil)[:6])
}

// version is the release, else the module's version as the toolchain recorded it,
// "devel" for a build from a working tree.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
