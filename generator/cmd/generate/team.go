package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/generator/site"
	"playbook/generator/team"
	"playbook/generator/theme"
)

func (a *app) teamCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "team", Short: "merge the progress files that a team sends",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Sprintf("unknown command %q", "team "+args[0]), `did you mean "generate team merge"?`}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.teamMergeCommand())
	return c
}

// merging are the flags of 'team merge'.
type merging struct{ to, format, lang string }

// mergeFormats are what 'team merge' writes: the table for a spreadsheet, the table
// as JSON, the merged files as one.
var mergeFormats = []string{"csv", "json", "team"}

func (a *app) teamMergeCommand() *cobra.Command {
	var m merging
	c := &cobra.Command{
		Use: "merge FILE…", Short: "make one table from progress files and team files, like the page team.html",
		Long: "Merge reads progress files and team files. A reader makes a progress file with \"Send my progress\".\n" +
			"The order of the files does not matter, and a file may be given twice. Merge writes the table of\n" +
			"the page team.html: a row for each person, a column for each lesson.\n\n" +
			"Merge names each file that it cannot use, and makes the table from the others. Then the exit status\n" +
			"is 1. Whether work is overdue, and how long a person has been silent, is counted up to --date.",
		Example: "  generate team merge inbox/*.json -o team.csv\n  generate team merge inbox/*.json --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"'generate team merge' takes the files to merge, found none", "name them, for example 'generate team merge inbox/*.json'"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := m.check(); err != nil {
				return err
			}
			return a.withSite(c.Context(), func(p *project, _ *pipeline.Builder, r *pipeline.Result) error {
				return a.mergeTeam(p, r, m, args)
			})
		},
	}
	c.Flags().StringVarP(&m.to, "output", "o", "", "the `file` to write, for example team.csv (default: standard output)")
	c.Flags().StringVar(&m.format, "format", "", "csv, json, or team for one merged team file (default: by the ending of -o, or csv)")
	c.Flags().StringVar(&m.lang, "lang", "", "the `language` of titles and words (default: the site's own)")
	return c
}

func (m *merging) check() error {
	if m.format == "" {
		m.format = "csv"
		if strings.EqualFold(filepath.Ext(m.to), ".json") {
			m.format = "json"
		}
	}
	if !slices.Contains(mergeFormats, m.format) {
		return usageError{fmt.Sprintf("unknown format %q", m.format), diag.DidYouMean(m.format, mergeFormats)}
	}
	return nil
}

func (a *app) mergeTeam(p *project, r *pipeline.Result, m merging, names []string) error {
	lang, err := languageOf(r.Site, m.lang)
	if err != nil {
		return err
	}
	date, err := a.date()
	if err != nil {
		return err
	}
	all, refused := team.New(r.Config.SiteID), 0
	for _, name := range names {
		data, err := readUpTo(name, team.MaxFile)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		one, problem := team.Read(data, r.Config.SiteID, date)
		if problem != nil {
			refused++
			fmt.Fprintf(a.err, "%s: error: %v\n", name, problem)
			continue
		}
		all.Merge(one)
	}
	text, err := teamText(p, r.Site, lang, all, m.format, date)
	if err != nil {
		return err
	}
	if m.to == "" {
		_, err = a.out.Write(text)
	} else {
		_, err = output.WriteFile(m.to, text)
	}
	if err == nil && refused > 0 {
		fmt.Fprintf(a.err, "generate: %s of %d left out\n", plural(refused, "file"), len(names))
		return exit{exitContent}
	}
	return err
}

// readUpTo reads a regular file, but one byte more than most at most.
func readUpTo(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

func languageOf(s *site.Site, code string) (*site.Lang, error) {
	var codes []string
	for _, l := range s.Langs {
		if l.Code == code || code == "" {
			return l, nil
		}
		codes = append(codes, l.Code)
	}
	return nil, usageError{fmt.Sprintf("the site has no language %q", code), diag.DidYouMean(code, codes)}
}

// teamText is what is written of a team.
func teamText(p *project, s *site.Site, lang *site.Lang, all *team.Team, format, date string) ([]byte, error) {
	if format == "team" {
		return all.JSON(), nil
	}
	book, err := theme.TeamBook(s, lang)
	if err != nil {
		return nil, err
	}
	facts, err := team.ReadFacts(book)
	if err != nil {
		return nil, err
	}
	table := all.Table(facts, date)
	if format == "json" {
		text, err := json.MarshalIndent(table, "", "  ")
		return append(text, '\n'), err
	}
	interfaceWords, ds := theme.LoadOwnWords(p.builder.Theme, below(p.builder.Source, "templates"), lang.Code)
	if ds.HasErrors() {
		return nil, fmt.Errorf("read the words of the table: %s", ds[0].Message)
	}
	var words map[string]any
	if err := json.Unmarshal(interfaceWords.Table(lang.Code, "client_team"), &words); err != nil {
		return nil, fmt.Errorf("read the words of the table: %w", err)
	}
	texts := team.Words{}
	for _, name := range team.WordNames {
		texts[name], _ = words[name].(string)
	}
	return table.CSV(facts, texts, team.Delimiter(lang.Code)), nil
}
