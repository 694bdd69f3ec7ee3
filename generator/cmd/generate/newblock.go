package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/config"
	"playbook/generator/kinds"
	"playbook/generator/output"
)

func (a *app) newBlockCommand() *cobra.Command {
	return &cobra.Command{
		Use: "block NAME", Short: "write a block of the playbook's own: its template, style sheet and example",
		Long: "Block writes templates/blocks/NAME.html, NAME.css and NAME.md, and adds the block at the end of\n" +
			"site.toml. Authors then write '::: NAME'. Change the three files as you like. Block overwrites\n" +
			"nothing.",
		Example: "  generate new block persona",
		Args:    oneArg("new block", "its name, as 'generate new block persona'"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.newBlock(args[0]) },
	}
}

// newBlock writes the files of a block, and its table in the settings unless it is
// there. If one of the files is there, it writes none.
func (a *app) newBlock(name string) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	cfg, ds, err := p.builder.Config()
	if err != nil {
		return err
	}
	if cfg == nil || ds.HasErrors() {
		if err := a.findings(ds); err != nil {
			return err
		}
		return exit{exitUsage}
	}
	if !config.IsBlockName(name) {
		return usageError{fmt.Sprintf("%q is no name for a block", name), `a name is up to 40 lower-case letters, digits and "-", a letter first, as customer-voice`}
	}
	if _, taken := kinds.ByName()[name]; taken || name == "details" {
		return usageError{fmt.Sprintf("%q is a block that the program brings", name), "choose another name"}
	}
	files, err := scaffoldFiles("scaffold/block")
	if err != nil {
		return err
	}
	title := strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
	fill := strings.NewReplacer("@NAME@", name, "@TITLE@", title)
	table := ""
	files = slices.DeleteFunc(files, func(f scaffoldFile) bool {
		if f.name == "block.toml" {
			table = fill.Replace(f.text)
		}
		return f.name == "block.toml"
	})
	for i := range files {
		files[i].name = "templates/blocks/" + strings.Replace(files[i].name, "block", name, 1)
		if _, err := os.Lstat(filepath.Join(p.dir, filepath.FromSlash(files[i].name))); err == nil {
			return usageError{fmt.Sprintf("%q is there already", files[i].name), "choose another name; nothing was written"}
		}
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(p.dir, filepath.FromSlash(f.name)), f.name, fill.Replace(f.text)); err != nil {
			return err
		}
		fmt.Fprintln(a.out, f.name)
	}
	if slices.ContainsFunc(cfg.Blocks, func(b *config.Block) bool { return b.Key == name }) {
		return nil
	}
	return a.addTable(p, table)
}

// addTable puts a table at the end of the settings.
func (a *app) addTable(p *project, table string) error {
	raw, err := fs.ReadFile(p.builder.Source, p.config)
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	text := strings.TrimRight(string(raw), "\n") + "\n\n" + table
	if strings.Contains(string(raw), "\r\n") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	if _, err := output.WriteFile(filepath.Join(p.dir, filepath.FromSlash(p.config)), []byte(text)); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	fmt.Fprintln(a.out, p.config)
	return nil
}
