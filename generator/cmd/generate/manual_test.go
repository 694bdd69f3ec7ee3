package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestManualNamesCommands looks for every command and every flag in the manual.
func TestManualNamesCommands(t *testing.T) {
	a := &app{out: io.Discard, err: io.Discard, env: func(string) string { return "" }, now: time.Now}
	a.flags.date = "2026-11-30"
	root := a.command()
	r, err := a.manual(t.Context(), root, false)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, f := range r.Files {
		if f.Path == "settings/commands.html" {
			if err := f.Write(&text); err != nil {
				t.Fatal(err)
			}
		}
	}
	seen := 0
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		if !c.IsAvailableCommand() || c.Name() == "help" || c.Name() == "completion" {
			return
		}
		seen++
		if !strings.Contains(text.String(), c.CommandPath()) {
			t.Errorf("the manual has no %q", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && f.Name != "help" && !strings.Contains(text.String(), "--"+f.Name) {
				t.Errorf("the manual has no --%s of %q", f.Name, c.CommandPath())
			}
		})
		for _, inner := range c.Commands() {
			look(inner)
		}
	}
	look(root)
	if seen < 15 {
		t.Errorf("looked for only %d commands", seen)
	}
}
